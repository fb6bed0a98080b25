"""`python -m tests.benchmarks.compare GOLD…`: our extraction beside what else there is, on the same gold, scored alike.

Every other program gets the text as we have repaired and joined it, and the printed date where it can use one, so that
only the extraction is compared. None of them is a dependency but dateparser; those not installed are said to be so.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.build import process
from pipeline.entities.language_model import INSTALLED, tokens_and_entities
from pipeline.evaluate import Score, cents, days, district, documents_of, plain, said_of, truth_of, unmatched
from pipeline.export.analysis import analysis
from pipeline.facts import Dossier
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.knowledge.sentences import split_sentences
from tests.conftest import ROOT

REPORT = ROOT / "tests" / "gold" / "report"
SPACY = next((name for name in (*INSTALLED, "de_core_news_sm") if find_spec(name)), None)


@dataclass(frozen=True, slots=True)
class Task:
    """One document as the others get it: its repaired text and its printed date (ISO), if there is one."""

    string: str
    printed: str | None
    known: Knowledge


def _two_words(names: Iterable[str]) -> set[str]:
    """Names of people; a bare surname is none, as the gold has it."""
    return {plain(name) for name in names if len(plain(name).split()) > 1}


def own_model(task: Task) -> set[Any]:
    return _two_words(entity.surface for entity in tokens_and_entities(task.string).entities if entity.label == "PER")


def official_model(task: Task) -> set[Any]:
    return _two_words(entity.text for entity in _official()(task.string).ents if entity.label_ == "PER")


@cache
def _official() -> Any:
    import spacy

    return spacy.load(SPACY or "")


def plain_gazetteer(task: Task) -> set[Any]:
    """Every district whose name stands in the text, town and Kreis of one name both."""
    known = task.known.gazetteer.districts_by_name
    found = set()
    for name, rows in known.items():
        if name in task.string and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", task.string):
            found |= {district(row.name) for row in rows}
    return found


def dateparser_search(task: Task) -> set[Any]:
    from datetime import datetime

    from dateparser.search import search_dates

    settings: dict[str, Any] = {"PREFER_DAY_OF_MONTH": "first"}
    if task.printed:
        settings["RELATIVE_BASE"] = datetime.fromisoformat(task.printed)
    return {days(day.date().isoformat()) for _, day in search_dates(task.string, ["de"], settings) or ()}


def price_parser(task: Task) -> set[Any]:
    """The price of each sentence that names a currency: it reads one price at a time."""
    from price_parser import Price

    found = set()
    for span in split_sentences(task.string):
        sentence = task.string[span.start : span.end]
        if re.search(r"€|Euro|EUR|Mark", sentence) and (price := Price.fromstring(sentence)).amount is not None:
            found.add(cents(float(price.amount)))
    return found


def quantulum(task: Task) -> set[Any]:
    from quantulum3 import parser

    quantities = parser.parse(task.string)
    return {cents(one.value) for one in quantities if one.unit.entity.name == "currency"}


OTHERS: tuple[tuple[str, str, str | None, Callable[[Task], set[Any]]], ...] = (
    ("people", "language model alone", "spacy", own_model),
    ("people", SPACY or "de_core_news_lg", SPACY or "de_core_news_lg", official_model),
    ("districts", "plain gazetteer", None, plain_gazetteer),
    ("amounts", "price-parser", "price_parser", price_parser),
    ("amounts", "quantulum3", "quantulum3", quantulum),
    ("dates", "dateparser.search", "dateparser", dateparser_search),
)
"""Kind of result, name of the other program, the package it needs, and the function that asks it."""


@dataclass(slots=True)
class Row:
    """One line of the table."""

    kind: str
    name: str
    score: Score = field(default_factory=Score)
    installed: bool = True

    def add(self, truth: Iterable[Any], said: Iterable[Any]) -> None:
        truth, said = set(truth), set(said)
        missed, spurious = unmatched(self.kind, truth, said)
        self.score.hits += len(truth) - len(missed)
        self.score.missed += len(missed)
        self.score.spurious += len(spurious)

    @property
    def line(self) -> str:
        if not self.installed:
            return f"{self.kind:10} {self.name:22} not installed"
        score = self.score
        return f"{self.kind:10} {self.name:22} {score.precision:9.3f} {score.recall:8.3f} {score.f1:7.3f}"


def compare(folders: Iterable[Path]) -> list[Row]:
    """Scores of ours and the others over all gold files of these folders."""
    known = load_knowledge()
    ours = {kind: Row(kind, "Aktenlage") for kind in ("people", "districts", "amounts", "dates")}
    others = [
        (Row(kind, name, installed=not needs or bool(find_spec(needs))), ask) for kind, name, needs, ask in OTHERS
    ]
    for file in (file for folder in folders for file in sorted(folder.glob("*.json"))):
        truth = truth_of(json.loads(file.read_text("utf-8")))
        for place in documents_of(file, None):
            dossier = process(place, known)[0]
            said = said_of(analysis(dossier))
            task = Task(f"{dossier.head.string}\n\n{dossier.body.string}", _printed(dossier, said), known)
            for kind, row in ours.items():
                row.add(truth[kind], said[kind])
            for row, ask in others:
                if row.installed:
                    row.add(truth[row.kind], ask(task))
    return [row for kind, own in ours.items() for row in (own, *(row for row, _ in others if row.kind == kind))]


def _printed(dossier: Dossier, said: Mapping[str, Any]) -> str | None:
    value = next(iter(said["publication date"]), None)
    return value if value and len(value) == 10 else None


def main(folders: list[Path]) -> None:
    """Print a table for our reporting half and for each other folder."""
    for folder in [REPORT, *folders]:
        if not folder.is_dir():
            print(f"{folder}: not here, left out", file=sys.stderr)
            continue
        print(f"\n{folder}\n{'kind':10} {'program':22} {'precision':>9} {'recall':>8} {'F1':>7}")
        for row in compare([folder]):
            print(row.line)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
