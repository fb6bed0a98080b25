"""Days before which a thing cannot have been spoken of: laws in force, institutions opened. Rows of de/milestones.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ..errors import KnowledgeError
from . import DATA


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that exists since a day; `forms` are the words a text names it by, `label` the German words for people."""

    event: str
    day: date
    label: str
    forms: tuple[str, ...]


@cache
def load_milestones(folder: Path = DATA) -> tuple[Milestone, ...]:
    """All rows, oldest first."""
    path = folder / "milestones.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [
                Milestone(row["event"], date.fromisoformat(row["day"]), row["label"], tuple(row["forms"].split(";")))
                for row in csv.DictReader(lines)
            ]
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(f"a milestone cannot be read: {error}", source=str(path)) from error
    return tuple(sorted(rows, key=lambda one: (one.day, one.label)))
