"""What an OCR engine does to German letters, learned from pages and their readings.

The table (models/repair/confusions.tsv) says for each segment what it was read as and how often. The English model of
Tesseract never writes ä, ö, ü or ß, so on its pages every one of them was turned into something else.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .. import paths
from ..errors import MissingTool

UMLAUTS = frozenset("äöüßÄÖÜẞ")
# Seen segments that hardly any German word has: they are damage by themselves ("er6ffnet", "fiir", "méglich", "auB3er").
HARD = frozenset(["é", "ii", "&", "@", "®", "$", "§", "3", "8", "6", "0", "4", "ù", "ú", "û", "á", "à", "ê", "è"])
MOST_AHEAD = 50_000  # beginnings of what stands ahead in a word that are remembered
Step = tuple[int, str, float]


@dataclass(frozen=True, slots=True)
class Confusion:
    """`meant` was read as `seen` with probability exp(-cost)."""

    meant: str
    seen: str
    cost: float

    @property
    def special(self) -> bool:
        """Whether it takes away a letter that the English model cannot write."""
        return not UMLAUTS.isdisjoint(self.meant)


@dataclass(frozen=True, slots=True)
class Channel:
    """All confusions: by the segment seen, what may have been meant and what that costs; the letters that get lost."""

    by_segment: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    lost: tuple[Confusion, ...] = ()
    costs: dict[tuple[str, str], float] = field(default_factory=dict)
    longest: int = 1
    _ahead: dict[tuple[str, str], tuple[Step, ...]] = field(default_factory=dict, repr=False, compare=False)

    def steps(self, seen: str, at: int) -> tuple[Step, ...]:
        """The confusions that may have happened at this place of a word: how many characters, what was meant, the cost.

        One of no characters is a lost letter; it does not stand beside another change.
        """
        # At the start of a word only "(ü)ber" is lost, at its end only "Gru(ß)".
        lost = "ü" if not at else "ß" if at == len(seen) > 2 else ""
        key = seen[at : at + self.longest], lost
        found = self._ahead.get(key)
        if found is None:
            if len(self._ahead) > MOST_AHEAD:
                self._ahead.clear()
            ahead = key[0]
            segments = [
                (size, meant, cost)
                for size in range(1, len(ahead) + 1)
                for meant, cost in self.by_segment.get(ahead[:size], ())
            ]
            gone = [(0, row.meant, row.cost) for row in self.lost if not lost or row.meant == lost]
            found = self._ahead[key] = (*segments, *gone)
        return found

    def cost(self, meant: str, seen: str) -> float | None:
        """What it costs that `meant` was read as `seen`; None when nobody ever saw that."""
        return self.costs.get((meant, seen))

    @classmethod
    def of(cls, confusions: list[Confusion]) -> Channel:
        table: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for confusion in confusions:
            if confusion.seen:
                table[confusion.seen].append((confusion.meant, confusion.cost))
        return cls(
            {seen: tuple(sorted(rows, key=lambda row: row[1])) for seen, rows in table.items()},
            tuple(confusion for confusion in confusions if not confusion.seen),
            {(confusion.meant, confusion.seen): confusion.cost for confusion in confusions},
            max((len(confusion.seen) for confusion in confusions), default=1),
        )


@lru_cache(maxsize=2)
def load_channel(folder: Path | None = None) -> Channel:
    """The confusions that ship with the models."""
    path = (folder or paths.models() / "repair") / "confusions.tsv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except FileNotFoundError as error:
        raise MissingTool("the table of confusions is missing", source=str(path), help="run `make models`") from error
    return Channel.of([Confusion(row["meant"], row["seen"], float(row["cost"])) for row in rows])
