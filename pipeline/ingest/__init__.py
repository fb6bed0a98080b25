"""Read anything an archive holds: files become Documents with raw text, pages, and words with their boxes.

    for document in read(path):          # the file itself, then its attachments
        ...

The kind of a file is told by its content. PDFs and images are opened in a worker process with limits, so that no
file can kill or hang a build; whatever cannot be read ends in an error of `pipeline.errors` with its reason.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .files import READERS, read, read_bytes
    from .options import Limits, ReadOptions

__all__ = ["READERS", "Limits", "ReadOptions", "read", "read_bytes"]


def __getattr__(name: str) -> Any:
    """The names above when they are asked for: the worker and OCRmyPDF need single modules and none of the rest."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(".options" if name in ("Limits", "ReadOptions") else ".files", __name__)
    return getattr(module, name)
