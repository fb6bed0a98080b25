"""Ink against words: what looks like print on a page image though no word was read there.

Print stands apart from pictures and rules by its many fine strokes: across a square of 4 mm the paper changes from
light to dark and back many times, both ways. On 90 fully read pages no such square lies outside of the words; pictures,
logos and maps have up to one for every ten that were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..document import Box

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 100
"""Resolution at which is looked: letters of 8 points are 5 pixels high, single specks of a scan fade to grey."""

SIDE = 16
"""Pixels of a square's side: one and a half lines of print."""

STROKES = 14
"""Changes between light and dark in a square, each way: print has 20 to 60, rules and the rims of pictures below 10."""

MOST_UNREAD = 0.25
"""Share of the printed squares that may lie outside of the words; pictures reached 0.09."""

WORTH_TELLING = 24
"""Squares: two lines of a column, or one across the page."""


def unread(image: Image, boxes: Iterable[Box], dpi: float) -> tuple[int, int]:
    """How many squares look like print, outside of the boxes of the words (in points) and inside them."""
    import numpy
    from PIL import Image as Images

    scale = DPI / dpi
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    levels = numpy.asarray(image.convert("L").resize(size, Images.Resampling.BOX), dtype=numpy.int16)
    rows, columns = levels.shape[0] // SIDE, levels.shape[1] // SIDE
    if not rows or not columns:
        return 0, 0
    dark = (levels < int(numpy.median(levels)) - 50)[: rows * SIDE, : columns * SIDE]

    def squares(pixels: numpy.ndarray) -> numpy.ndarray:
        return pixels.reshape(rows, SIDE, columns, SIDE).sum(axis=(1, 3))

    across, down = numpy.zeros_like(dark), numpy.zeros_like(dark)
    across[:, 1:] = dark[:, 1:] != dark[:, :-1]
    down[1:] = dark[1:] != dark[:-1]
    share = squares(dark) / SIDE**2
    printed = (share > 0.06) & (share < 0.5) & (numpy.minimum(squares(across), squares(down)) >= STROKES)
    words = numpy.zeros_like(dark)
    points = DPI / 72
    for left, top, right, bottom in boxes:
        words[
            max(0, int(top * points) - 3) : int(bottom * points) + 3,
            max(0, int(left * points) - 3) : int(right * points) + 3,
        ] = 1
    covered = squares(words) / SIDE**2
    outside = numpy.pad(printed & (covered < 0.1), 1)
    near = sum(
        outside[1 + y : rows + 1 + y, 1 + x : columns + 1 + x].astype(int)
        for y in (-1, 0, 1)
        for x in (-1, 0, 1)
        if x or y
    )
    alone = outside[1:-1, 1:-1] & (near >= 2)  # print comes in lines
    return int(alone.sum()), int((printed & (covered >= 0.3)).sum())


def much_unread(image: Image, boxes: Iterable[Box], dpi: float) -> bool:
    """Whether more on the page looks like print than any picture explains."""
    outside, inside = unread(image, boxes, dpi)
    return outside >= WORTH_TELLING and outside > MOST_UNREAD * (outside + inside)
