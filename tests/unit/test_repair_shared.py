"""The repairer on the measuring data: release 002 comes out as repaired by hand, clean texts as they went in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.knowledge import Knowledge
from pipeline.repair import propose
from pipeline.text import Text

CLEAN = ("bundestag_wp21", "gsd", "ler", "smartdata")


def repaired(string: str, known: Knowledge) -> str:
    text = Text(string)
    return text.edited(propose(text, known.lexicon).edits).string


def release(shared: Path) -> tuple[str, str]:
    gold = next((shared / "gold" / "ocr").glob("002_*.txt"))
    seed = next((shared / "seeds").glob("002_*.txt"))
    return seed.read_text("utf-8"), gold.read_text("utf-8")


@pytest.mark.shared
def test_release_002_equals_its_repair_by_hand(shared: Path, known: Knowledge) -> None:
    seed, gold = release(shared)
    assert repaired(seed, known) == gold
    assert repaired(gold, known) == gold


@pytest.mark.shared
def test_release_002_in_single_paragraphs(shared: Path, known: Knowledge) -> None:
    seed, gold = release(shared)
    assert "".join(repaired(part, known) for part in re.split(r"(\n\s*\n)", seed)) == gold


@pytest.mark.shared
@pytest.mark.parametrize("name", CLEAN)
def test_clean_text_is_not_touched(name: str, shared: Path, known: Knowledge) -> None:
    # The head of each file; tests/benchmarks/repair.py reads them whole.
    string = (shared / "data" / "ocr" / "clean" / f"{name}.txt").read_text("utf-8")[:200_000]
    assert propose(Text(string), known.lexicon).edits == ()


@pytest.mark.shared
def test_the_clean_releases_are_not_touched(shared: Path, known: Knowledge) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        if not path.name.startswith("002_"):
            assert propose(Text(path.read_text("utf-8")), known.lexicon).edits == (), path.name
