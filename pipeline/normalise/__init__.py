"""From the raw text of a document to running text: which part is what, and how its lines belong together.

    blocks = find_blocks(document, known)
    head, body = split(document, blocks)
    body = join_lines(clean(body, known), known.lexicon, known.language)

Everything is done by edits, so each character of the running text leads back to the one that was read.
"""

from .blocks import HEAD_KINDS, find_blocks, split
from .lines import join_lines
from .marks import clean

__all__ = ["HEAD_KINDS", "clean", "find_blocks", "join_lines", "split"]
