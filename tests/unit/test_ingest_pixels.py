"""Filters over whole rows give what Pillow's filters give."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image, ImageFilter

from pipeline.ingest.paper import level
from pipeline.ingest.pixels import BAND, median, mostly, turned

DICE = numpy.random.default_rng(11)
SIZES = ((BAND + 3, 37), (BAND, 5), (3, 3), (1, 4), (2, 2))


@pytest.mark.parametrize("size", SIZES)
def test_the_median_is_pillows(size: tuple[int, int]) -> None:
    levels = DICE.integers(0, 256, size, dtype=numpy.uint8)
    expected = numpy.asarray(Image.fromarray(levels).filter(ImageFilter.MedianFilter(3)))
    assert (median(levels) == expected).all()


@pytest.mark.parametrize("size", SIZES)
def test_most_of_25_is_a_median_of_five(size: tuple[int, int]) -> None:
    levels = DICE.integers(0, 256, size, dtype=numpy.uint8)
    expected = numpy.asarray(Image.fromarray(levels).filter(ImageFilter.MedianFilter(5))) > 150
    assert (mostly(levels > 150) == expected).all()


@pytest.mark.parametrize("angle", [-1.5, -0.7, 0.4, 1.2])
def test_turning_by_rows_and_columns_is_turning(angle: float) -> None:
    levels = numpy.full((400, 300), 250, dtype=numpy.uint8)
    for top in range(20, 380, 40):
        levels[top : top + 6, 30:270] = 20
    image = Image.fromarray(levels)
    expected = image.rotate(angle, fillcolor=250, resample=Image.Resampling.BILINEAR)
    found = turned(levels, angle, 250)
    difference = numpy.abs(found.astype(int) - numpy.asarray(expected))
    assert difference.mean() < 0.1 * numpy.abs(levels.astype(int) - numpy.asarray(expected)).mean()
    assert numpy.percentile(difference, 99) < 64  # half a pixel at most, at the ends of the bars


def test_what_comes_in_from_outside_is_paper() -> None:
    dark = Image.fromarray(numpy.full((200, 200), 200, dtype=numpy.uint8))
    assert numpy.asarray(level(dark, 1.0)).min() == 200
