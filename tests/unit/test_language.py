"""What the language files must hold, and the reading of numbers and hedges."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.entities.counts import find_counts
from pipeline.errors import KnowledgeError
from pipeline.knowledge.language import DATA, Hedge, load_language
from pipeline.knowledge.numbers import hedge_before, parse_digits, parse_ordinal, parse_word, step_of, whole
from pipeline.text import Text
from pipeline.values import QUALIFIERS, Quantity

LANGUAGE = load_language()


@pytest.mark.parametrize(
    "word", ["", "achtung", "einig", "und", "zweig", "dreist", "neunmalklug", "elfen", "hundertschaft", "vierteln"]
)
def test_no_number_words(word: str) -> None:
    assert parse_word(word, LANGUAGE) is None


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("null", 0), ("eine", 1), ("zwei", 2), ("zwölf", 12), ("sechzehn", 16), ("siebzehn", 17), ("neunzehn", 19), ("dreißig", 30), ("dreissig", 30),
        ("einundfünfzig", 51), ("zweiundzwanzig", 22), ("hundert", 100), ("einhundertzwanzig", 120), ("hundertundeins", 101),
        ("dreihundertfünfundsechzig", 365), ("tausend", 1000), ("zwölftausendfünfhundert", 12500), ("hunderttausend", 100000),
        ("eineinhalb", "1.5"), ("anderthalb", "1.5"), ("dreieinhalb", "3.5"), ("Zwei", 2),
    ],
)  # fmt: skip
def test_number_words(word: str, value: int | str) -> None:
    assert parse_word(word, LANGUAGE) == Decimal(value)


@pytest.mark.parametrize(
    ("word", "value"),
    [("ersten", 1), ("zweite", 2), ("dritter", 3), ("siebten", 7), ("achten", 8), ("zehnte", 10), ("zwölften", 12), ("zwanzigste", 20), ("einundfünfzigsten", 51), ("hundertste", 100), ("achtung", None), ("guten", None), ("letzte", None)],
)  # fmt: skip
def test_ordinals(word: str, value: int | None) -> None:
    assert parse_ordinal(word, LANGUAGE) == value


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("53", 53),
        ("170.000", 170000),
        ("3,5", "3.5"),
        ("1.234.567,89", "1234567.89"),
        ("1½", "1.5"),
        ("½", "0.5"),
        ("1\u202f200", 1200),
    ],
)
def test_digits(digits: str, value: int | str) -> None:
    assert parse_digits(digits) == Decimal(value)


def test_the_step_is_that_of_the_print() -> None:
    assert step_of("39,4", Decimal(1_000_000)) == Decimal(100_000)
    assert step_of("39", Decimal(1)) == Decimal(1)
    assert str(whole(Decimal("9830000.00"))) == "9830000"


@pytest.mark.parametrize("hedge", LANGUAGE.hedges, ids=lambda hedge: hedge.kind)
def test_each_hedge_with_its_example(hedge: Hedge) -> None:
    (mention,) = find_counts(Text(hedge.example), LANGUAGE)
    assert isinstance(mention.value, Quantity)
    assert mention.value.qualifier == hedge.kind
    for word in hedge.words:
        assert hedge_before(f"mit {word} 120", len(f"mit {word} "), LANGUAGE) == (hedge.kind, 4), word


def test_all_kinds_of_hedges_are_known() -> None:
    assert {hedge.kind for hedge in LANGUAGE.hedges} == set(QUALIFIERS)


@pytest.mark.parametrize("string", ["die Frage über ", "der Bescheid über ", "ein Scheck über ", "100 ", "berund "])
def test_no_hedge(string: str) -> None:
    qualifier, start = hedge_before(f"{string}120", len(string), LANGUAGE)
    assert (qualifier, start) == ((None, len(string)) if "Frage" not in string else ("more_than", 10))


def test_every_form_is_folded() -> None:
    for table in (
        LANGUAGE.months,
        LANGUAGE.weekdays,
        LANGUAGE.seasons,
        LANGUAGE.days,
        LANGUAGE.units,
        LANGUAGE.scales,
        LANGUAGE.measures,
        LANGUAGE.stretches,
    ):
        assert [form for form in table if form != form.lower()] == []
    assert LANGUAGE.stopwords & set(LANGUAGE.months) == set()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    for name in ("time", "numbers", "units", "words", "counting"):
        shutil.copy(DATA / f"{name}.toml", tmp_path)
    (tmp_path / "units.toml").write_text("[currencies\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"units\.toml"):
        load_language(tmp_path)


def test_a_missing_block_is_named(tmp_path: Path) -> None:
    for name in ("time", "numbers", "units", "words", "counting"):
        shutil.copy(DATA / f"{name}.toml", tmp_path)
    (tmp_path / "words.toml").write_text("[abbreviations]\nwords = []\n", "utf-8")
    with pytest.raises(KnowledgeError, match="stopwords"):
        load_language(tmp_path)
