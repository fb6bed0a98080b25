"""Read anything an archive holds: files become Documents with raw text, pages, and words with their boxes.

    for document in read(path):          # the file itself, then its attachments
        ...

The kind of a file is told by its content. PDFs and images are opened in a worker process with limits, so that no
file can kill or hang a build; whatever cannot be read ends in an error of `pipeline.errors` with its reason.
"""

from .options import Limits, ReadOptions
from .read import READERS, read, read_bytes

__all__ = ["READERS", "Limits", "ReadOptions", "read", "read_bytes"]
