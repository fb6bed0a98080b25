"""Section signs: the German model of Tesseract reads $, 8 or 5, the English one knows them."""

from __future__ import annotations

import pytest

from pipeline.ingest.ocr import Reading
from pipeline.ingest.sections import doubtful, with_sections


def reading(line: str) -> Reading:
    """The words of one line, ten points a letter and a blank between them."""
    words = []
    left = 0
    for string in line.split():
        words.append((string, (left, 0, left + 10 * len(string), 12), 0.9))
        left += 10 * len(string) + 10
    return Reading(tuple(words), tuple((0.0, 12.0) for _ in words))


@pytest.mark.parametrize(
    ("german", "english", "meant"),
    [
        ("Nach 8 7 Absatz 2 gilt", "Nach § 7 Absatz 2 gilt", "Nach § 7 Absatz 2 gilt"),
        ("Nach $ 7 Absatz 2 gilt", "Nach § 7 Absatz 2 gilt", "Nach § 7 Absatz 2 gilt"),
        ("Die 88 23, 24 BVerfGG gelten", "Die §§ 23, 24 BVerfGG gelten", "Die §§ 23, 24 BVerfGG gelten"),
        ("vgl. 5 5a Nr. 1", "vgl. § 5a Nr. 1", "vgl. § 5a Nr. 1"),
        ("Nach $7 Abs. 2 gilt", "Nach §7 Abs. 2 gilt", "Nach §7 Abs. 2 gilt"),
        # Where the English model sees no sign, there is none.
        ("Haus 8 12 OG links", "Haus 8 12 OG links", "Haus 8 12 OG links"),
        ("je 8 12 Abs. hoch", "je 8 12 Abs. hoch", "je 8 12 Abs. hoch"),
        # Where nothing of a law follows, the English model is not believed.
        ("Seite 8 12 Gäste kamen", "Seite § 12 Gaste kamen", "Seite 8 12 Gäste kamen"),
        # Its other words are not taken over.
        ("für 8 7 Absatz 2", "fur § 7 Absatz 2", "für § 7 Absatz 2"),
    ],
)
def test_signs_are_taken_from_the_english_reading(german: str, english: str, meant: str) -> None:
    found = with_sections(reading(german), reading(english))
    assert " ".join(string for string, _, _ in found.words) == meant
    assert [box for _, box, _ in found.words] == [box for _, box, _ in reading(german).words]


def test_pages_without_laws_are_read_once() -> None:
    assert not doubtful(reading("Am 8. Mai kamen 85 Gäste für 5 Tage, Eintritt $ 500 im Haus 8 12"))
    assert not doubtful(reading(""))
