"""The gold texts hold together: what the truth names stands in the text, and its values are well formed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.values import QUALIFIERS, Period
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold"
TRUTHS = sorted(GOLD.glob("*/*.json"))
DM_PER_EURO = 1.95583


def undamaged(path: Path, truth: dict) -> str:
    """The text as it was written, in one line: without OCR damage, broken words and marks of Markdown."""
    text = truth.get("text") or path.with_suffix(".txt").read_text("utf-8")
    text = re.sub(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])", "", text).replace("*", "")
    return re.sub(r"\s+", " ", text)


def test_forty_texts_to_tune_on_and_forty_to_report_on():
    assert [len(list((GOLD / half).glob("*.txt"))) for half in ("tune", "report")] == [40, 40]
    assert [path for path in TRUTHS if not path.with_suffix(".txt").exists()] == []


def test_ten_texts_are_damaged():
    damaged = [path for path in TRUTHS if "text" in json.loads(path.read_text("utf-8"))]
    assert len(damaged) == 10
    assert all(not set("äöüß") & set(path.with_suffix(".txt").read_text("utf-8")) for path in damaged)


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_truth_stands_in_the_text(path):
    truth = json.loads(path.read_text("utf-8"))
    text = undamaged(path, truth)
    assert truth["title"] is None or truth["title"] in text
    for person in truth["people"]:  # "Georg und Therese Pfister" name two people
        assert [part for part in person["name"].split() if part not in text] == []
    assert [count for count in truth["counts"] if count["as_written"] not in text] == []
    bare = [re.sub(r"^(Kreis|Landkreis) | \(.*\)$", "", name) for name in truth["districts"]]
    assert [name for name in bare if re.sub("(e|er)? ?Kreis$", "", name)[:5] not in text] == []


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_values_are_well_formed(path):
    truth = json.loads(path.read_text("utf-8"))
    for value in truth["dates"]:
        assert re.fullmatch(r"P(\d+[YMWD])*(T\d+[HM])?", value) or Period.from_iso(value).first
    assert truth["publication_date"] is None or truth["publication_date"] in truth["dates"]
    for amount in truth["amounts"]:
        assert amount["qualifier"] is None or amount["qualifier"] in QUALIFIERS
        if original := amount.get("original"):
            assert amount["eur"] == round(original["value"] / DM_PER_EURO, 2)
    units = [(count["value"], count["unit"]) for count in truth["counts"]]
    assert len(set(units)) == len(units)
