"""What people decided: a plain text file, one JSON object a line, only ever added to.

It lies in the corpus (judgements.jsonl, under version control), never in the store, so that deleting every output loses
no decision; it is replayed at every build. The newest line about an id holds, also one that takes a decision back
(value "withdraw"). A decision whose target is gone is kept and listed as "to review".
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import StoreError
from ..facts import Judgement

FILE = "judgements.jsonl"

# A yes or a no to a correction, a claim or a finding, in the words people use.
YES = frozenset({"accept", "accepted", "yes", "y", "ja", "annehmen", "angenommen", "richtig"})
NO = frozenset({"reject", "rejected", "no", "n", "nein", "verwerfen", "verworfen", "falsch"})
TAKEN_BACK = frozenset({"withdraw", "zurücknehmen"})


def read_judgements(paths: Iterable[Path]) -> tuple[Judgement, ...]:
    """Every decision in the order in which it was made; files that are not there hold none."""
    found = []
    for path in paths:
        if not path.exists():
            continue
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"the decisions cannot be read ({error})", source=str(path)) from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                found.append(_judgement(line, f"{path}, line {number}"))
    return tuple(found)


def _judgement(line: str, where: str) -> Judgement:
    try:
        row = json.loads(line)
        return Judgement(
            about=str(row["id"]),
            decision=str(row["value"]),
            by=str(row.get("by") or ""),
            on=str(row.get("on") or ""),
            why=str(row.get("why") or ""),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(
            "this line is no decision",
            source=where,
            help='a line looks like {"id": "…", "value": "…", "why": "…", "by": "…", "on": "2026-01-31T12:00:00Z"}',
        ) from error


def in_force(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """Id -> the decision that holds: the last one, unless it takes the others back. Oldest first."""
    newest: dict[str, Judgement] = {}
    for judgement in judgements:
        newest.pop(judgement.about, None)  # the newest stands last
        newest[judgement.about] = judgement
    return {about: found for about, found in newest.items() if found.decision.casefold() not in TAKEN_BACK}


def rejected(judged: Mapping[str, Judgement]) -> frozenset[str]:
    """Ids of the corrections, claims and findings a person said no to."""
    return frozenset(about for about, judgement in judged.items() if judgement.decision.strip().casefold() in NO)


def answers(judged: Mapping[str, Judgement]) -> dict[str, bool]:
    """Id -> whether a person said yes or no to it; what is neither is left out. Oldest first."""
    said = {about: judgement.decision.strip().casefold() for about, judgement in judged.items()}
    return {about: word in YES for about, word in said.items() if word in YES | NO}


def answers_or_withdraws(value: str) -> bool:
    """Whether this is a yes, a no, or takes one back: all that can be said about a correction."""
    return value.strip().casefold() in YES | NO | TAKEN_BACK


# What may stand between two repairs of one word as read: its characters, the signs that a reading puts for letters, marks
# that combine with a letter or are not seen, and a hyphen, also at the end of a line.
INSIDE = re.compile(r"(?:[\w&@®©|!\]$§\u0300-\u036f\u200b-\u200d]|[-¬\u00ad](?:[ \t]*\r?\n\s*)?)*")
FARTHEST = 80  # characters; no word is longer


@dataclass(frozen=True, slots=True)
class Place:
    """A correction as far as it matters for what is decided together: its id, its place in the raw text, what it puts there."""

    id: str
    start: int
    end: int
    now: str


def words(raw: str, places: Iterable[Place]) -> list[list[Place]]:
    """The corrections word by word, in the order of the text.

    Two repairs of one word stand or fall together: "Gr6Benordnung" is wrong and "Größenordnung" right, but
    "Gr6ßenordnung" was never read nor meant. Quotation marks and dashes are no part of a word.
    """
    found: list[list[Place]] = []
    word: list[Place] = []
    last: Place | None = None
    for place in sorted(places, key=lambda one: (one.start, one.end, one.now)):
        if place.now.strip() and not any(map(str.isalnum, place.now)):
            found.append([place])
            continue
        between = raw[last.end : place.start] if last and place.start - last.end <= FARTHEST else " "
        if last and INSIDE.fullmatch(between):
            word.append(place)
        else:
            word = [place]
            found.append(word)
        last = place
    return found


def verdicts(raw: str, places: Sequence[Place], said: Mapping[str, bool]) -> dict[str, bool]:
    """Id -> accepted or rejected, for every correction of each word that a person said yes or no about.

    `said` is what `answers` gives; of several answers about the same word the newest holds for all of it.
    """
    if said.keys().isdisjoint(place.id for place in places):
        return {}
    order = {about: number for number, about in enumerate(said)}
    found: dict[str, bool] = {}
    for word in words(raw, places):
        if asked := [place.id for place in word if place.id in said]:
            found |= dict.fromkeys((place.id for place in word), said[max(asked, key=order.__getitem__)])
    return found


def append(path: Path, about: str, value: str, why: str, by: str) -> Judgement:
    """Add a decision to the file and flush it to the disk; the line is whole or not there."""
    on = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = {"id": about, "value": value, "why": why, "by": by, "on": on}
    line = json.dumps(row, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torn = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if torn else "") + line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"the decision cannot be written ({error.strerror})", source=str(path), help="check who may write there"
        ) from error
    return Judgement(about, value, by, on, why)
