"""Reading order of words that lie on a page, and of those that stand."""

from __future__ import annotations

from pipeline.ingest.layout import order_words

Boxes = list[tuple[float, float, float, float]]


def lying(lines: int, left: float = 90.0) -> Boxes:
    """Lines of four words each, from top to bottom."""
    return [
        (left + 60 * word, 100 + 16.0 * line, left + 60 * word + 55, 111 + 16.0 * line)
        for line in range(lines)
        for word in range(4)
    ]


def test_a_letterhead_that_stands_on_end_is_one_line_read_upwards() -> None:
    standing: Boxes = [
        (40, 300 - top - height, 49, 300 - top) for top, height in ((0, 50), (54, 14), (72, 40), (116, 80))
    ]
    for boxes, first in (([*lying(5), *standing], 20), ([*standing, *lying(5)], 0)):
        paragraphs = order_words(boxes)
        assert paragraphs[-1] == [[first, first + 1, first + 2, first + 3]]
        assert sum(len(line) for paragraph in paragraphs for line in paragraph) == len(boxes)


def test_a_column_of_short_words_is_no_standing_line() -> None:
    numbers: Boxes = [(400, 100 + 16.0 * line, 406, 111 + 16.0 * line) for line in range(5)]
    lines = [line for paragraph in order_words([*lying(5), *numbers]) for line in paragraph]
    assert [20, 21, 22, 23, 24] not in lines
    upwards: Boxes = [(400, 100 - 16.0 * line, 418, 111 - 16.0 * line) for line in range(5)]
    assert [20, 21, 22, 23, 24] not in [line for part in order_words([*lying(5), *upwards]) for line in part]
