"""Several readings of one page image, combined word by word."""

from __future__ import annotations

import pytest

from pipeline.ingest.ballot import combined
from pipeline.ingest.ocr import Reading
from pipeline.ingest.scans import more_models


def reading(line: str, confidences: tuple[float, ...] = (), *, shift: float = 0.0) -> Reading:
    """The words of one line, ten points a letter and a blank between them."""
    words = []
    left = shift
    for index, string in enumerate(line.split()):
        sure = confidences[index] if confidences else 0.9
        words.append((string, (left, 0.0, left + 10 * len(string), 12.0), sure))
        left += 10 * len(string) + 10
    return Reading(tuple(words), tuple((0.0, 12.0) for _ in words))


def line(found: Reading) -> str:
    return " ".join(string for string, _, _ in found.words)


@pytest.mark.parametrize(
    ("german", "english", "latin", "meant"),
    [
        (("Rate der Kreise", (0.4, 0.9, 0.9)), ("Rate der Kreise", ()), ("Räte der Kreise", ()), "Räte der Kreise"),
        (("für die Kreise", ()), ("fur die Kreise", ()), ("für die Kreise", ()), "für die Kreise"),
        (("für die Kreise", (0.1, 0.9, 0.9)), ("fur die Kreise", ()), None, "für die Kreise"),
        (("Krefse und Städte", (0.2, 0.9, 0.9)), ("Kreise und Stadte", ()), None, "Kreise und Städte"),
        (("Krefse und Städte", ()), ("Kreise und Stadte", ()), None, "Krefse und Städte"),
        (("Nach 8 7 Absatz 2", ()), ("Nach § 7 Absatz 2", ()), None, "Nach § 7 Absatz 2"),
    ],
)
def test_each_model_votes_for_its_word(german, english, latin, meant) -> None:
    readings = {"deu": reading(*german), "eng": reading(*english)}
    if latin:
        readings["Latin"] = reading(*latin)
    found = combined(readings)
    assert line(found) == meant
    assert [box for _, box, _ in found.words] == [box for _, box, _ in readings["deu"].words]


def test_words_that_begin_elsewhere_have_no_vote() -> None:
    german = reading("Kreis und Stadt", (0.1, 0.9, 0.9))
    assert line(combined({"deu": german, "Latin": reading("Kreisund Stadt")})) == "Kreis und Stadt"
    assert line(combined({"deu": german, "Latin": reading("Kreise und Stadt", shift=500.0)})) == "Kreis und Stadt"


def test_one_model_does_not_make_a_figure_a_section_sign_where_no_number_follows() -> None:
    readings = {"deu": reading("Nach 8 7 Absatz 2 kamen 8 Gäste"), "eng": reading("Nach § 7 Absatz 2 kamen § Gaste")}
    assert line(combined(readings)) == "Nach § 7 Absatz 2 kamen 8 Gäste"


def test_a_reading_alone_stays_as_it_is() -> None:
    alone = reading("Kreis und Stadt", (0.1, 0.9, 0.9))
    assert combined({"deu": alone}) == alone


def test_more_models_are_asked_only_where_there_is_doubt() -> None:
    assert more_models(reading("Der Kreis Unna hat neue Räume")) == ()
    assert more_models(reading("Nach 8 7 Absatz 2 gilt")) == ("eng", "Latin")
    assert more_models(reading("Der Kreis Unna hat", (0.3, 0.4, 0.5, 0.9))) == ()
