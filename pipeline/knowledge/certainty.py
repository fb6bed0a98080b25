"""How often what a rule says has turned out true: the table that makes a confidence mean something.

Each finder states how sure it is by judgement; de/certainty.csv counts, for each label, rule and stated confidence, how
many different findings in our own gold were right (`python -m tests.benchmarks.certainty` counts anew).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import KnowledgeError
from .rows import read_rows

WEIGHT, SHARE = 6.0, 0.9
"""Before anything is counted, six findings are imagined of which nine in ten are right, or as many as the rule itself states
if that is less: the texts counted on are those the rules were made with, so nothing is ever quite certain, three findings
of which one was wrong do not condemn a rule, and two that were right do not prove a doubtful one."""


@dataclass(frozen=True, eq=False)
class Certainty:
    """Right and all findings by label, rule and stated confidence."""

    counted: Mapping[tuple[str, str, float], tuple[int, int]] = field(default_factory=dict)

    def of(self, label: str, rule: str, stated: float) -> float:
        """The share of such findings that is true; what was stated where none has been counted.

        >>> table = Certainty({("COUNT", "counts.both", 0.8): (9, 14)})
        >>> round(table.of("COUNT", "counts.both", 0.8), 2), table.of("COUNT", "counts.range", 0.9)
        (0.69, 0.9)
        """
        found = self.counted.get((label, rule, round(stated, 2)))
        if found is None:
            return stated
        return round((found[0] + WEIGHT * min(SHARE, stated)) / (found[1] + WEIGHT), 3)


def load_certainty(folder: Path) -> Certainty:
    """Read the counts."""
    try:
        return Certainty(
            {
                (row["label"], row["rule"], float(row["stated"])): (int(row["right"]), int(row["found"]))
                for row in read_rows(folder, "certainty.csv")
            }
        )
    except (KeyError, ValueError) as error:
        raise KnowledgeError(f"a row of certainty.csv is wrong: {error}", source=str(folder)) from error
