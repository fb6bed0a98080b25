"""How good the pipeline is: precision, recall and F1 against gold files, for each kind of result.

A gold file NAME.json lists what is true of the document NAME.*: publication_date, title, people [{name, role}],
districts [official name], amounts [{eur, qualifier}], dates [ISO], counts [{value, unit}]. Values are compared as sets
for each document, so repeating oneself earns nothing; each gold value is matched by at most one found value.

What counts as equal: people by canonical full name; roles by surname and the words of the role, one containing the
other; districts by bare name and type (Kreis Borken is not the town); amounts to the cent; dates by first and last day,
durations left out; counts by value and a word stem of five letters shared by the counted nouns.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import evaluate_certainty as certainty
from .errors import AktenlageError, UnreadableFile
from .values import Period

KINDS = (
    "people",
    "roles",
    "districts",
    "amounts",
    "amount qualifiers",
    "dates",
    "counts",
    "publication date",
    "title",
)

Values = Mapping[str, Collection[Any]]
Certain = Mapping[str, Mapping[Any, float | None]]
"""For each kind what was said, and with what confidence (of several mentions, the surest); None where the confidence is
about something else than what the gold says."""


@dataclass(slots=True)
class Score:
    """Hits, missed and spurious values of one kind, over all documents."""

    hits: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def gold(self) -> int:
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.spurious) if self.hits + self.spurious else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Evaluation:
    """The scores of a gold folder, what went wrong, and which gold files had no document."""

    documents: int = 0
    scores: dict[str, Score] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)
    without_document: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    certain: dict[str, list[certainty.Said]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        names = ("gold", "hits", "missed", "spurious", "precision", "recall", "f1")
        kinds = {kind: {name: round(getattr(score, name), 4) for name in names} for kind, score in self.scores.items()}
        return {
            "documents": self.documents,
            "without_document": self.without_document,
            "kinds": kinds,
            "certainty": certainty.as_dict(self.certain),
        }


def evaluate(
    gold: Path, documents: Path | None = None, *, progress: Callable[[int, int, str], None] | None = None
) -> Evaluation:
    """Analyse the document of each gold file and hold the result against it."""
    from .build import process
    from .export.analysis import analysis
    from .knowledge import load_knowledge

    files = sorted(gold.glob("*.json"))
    if not files:
        raise UnreadableFile("there are no gold files (NAME.json) here", source=str(gold))
    known = load_knowledge()
    found = Evaluation(scores={kind: Score() for kind in KINDS})
    for done, file in enumerate(files, 1):
        try:
            truth = truth_of(json.loads(file.read_text("utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableFile(f"is no gold file ({error})", source=str(file)) from error
        places = documents_of(file, documents)
        if not places:
            found.without_document.append(file.stem)
        for place in places:
            try:
                said = certain_of(analysis(process(place, known)[0]))
            except AktenlageError as error:
                found.failed.append(str(error) if error.source else f"{place}: {error}")
                said = {kind: {} for kind in KINDS}
            found.documents += 1
            compare(place.name, truth, said, found)
        if progress:
            progress(done, len(files), file.stem)
    return found


def documents_of(gold_file: Path, documents: Path | None) -> list[Path]:
    """The documents a gold file speaks about: those of its name, in one of the usual places."""
    folder = gold_file.parent
    beside = [folder / ".." / "sources", folder / ".." / ".." / "seeds", folder]
    for place in [documents] if documents else beside:
        found = [
            path
            for path in sorted(place.rglob(f"{glob_safe(gold_file.stem)}.*"))
            if path.is_file() and path.stem == gold_file.stem and path.suffix != ".json"
        ]
        if found:
            return found
    return []


def glob_safe(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)


def truth_of(gold: Mapping[str, Any]) -> Values:
    people = [person for person in gold.get("people", ()) if person.get("name")]
    amounts = [amount for amount in gold.get("amounts", ()) if amount.get("eur") is not None]
    return {
        "people": {plain(person["name"]) for person in people},
        "roles": {(surname(person["name"]), plain(person["role"])) for person in people if person.get("role")},
        "districts": {district(name) for name in gold.get("districts", ())},
        "amounts": {cents(amount["eur"]) for amount in amounts},
        "amount qualifiers": {(cents(amount["eur"]), amount.get("qualifier")) for amount in amounts},
        "dates": {days(day) for day in gold.get("dates", ()) if not str(day).startswith("P")},
        "counts": {(cents(count["value"]), count.get("unit") or "") for count in gold.get("counts", ())},
        "publication date": {gold["publication_date"]} if gold.get("publication_date") else set(),
        "title": {plain(gold["title"])} if gold.get("title") else set(),
    }


def said_of(analysis: Mapping[str, Any]) -> Values:
    """What an analysis says, kind by kind."""
    return {kind: set(values) for kind, values in certain_of(analysis).items()}


def certain_of(analysis: Mapping[str, Any]) -> Certain:
    """What an analysis says, kind by kind, each with the confidence of its surest mention."""
    found: dict[str, dict[Any, float | None]] = {kind: {} for kind in KINDS}

    def say(kind: str, value: Any, confidence: float | None) -> None:
        found[kind][value] = max(found[kind].get(value) or 0.0, 1.0 if confidence is None else confidence)

    for mention in analysis["mentions"]:
        name, value, sure = mention["name"], mention["value"], mention.get("confidence")
        match mention["label"]:
            case "PERSON" if name and plain(name):
                say("people", plain(name), sure)
                if mention["role"]:
                    say("roles", (surname(name), plain(mention["role"])), sure)
            case "DISTRICT" if name:
                say("districts", district(name), sure)
            case "MONEY" if is_number(value):
                say("amounts", cents(value), sure)
                say("amount qualifiers", (cents(value), mention["qualifier"]), sure)
            case "DATE" if value and not str(value).startswith("P"):
                say("dates", days(value), sure)
            case "COUNT" if is_number(value):
                say("counts", (cents(value), mention["unit"] or ""), sure)
    document = analysis["document"]
    published = document["publication_date"]
    # An inferred interval is no reading of the document and is judged elsewhere.
    if published["value"] and published["basis"] != "inferred":
        say("publication date", published["value"], published.get("confidence"))
        if published.get("suspect"):
            # The confidence of a doubted date says that the day is wrong; the gold, that it is what stands there.
            found["publication date"][published["value"]] = None
    if document["title"]:
        say("title", plain(document["title"]), None)
    return found


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def cents(value: float | str) -> float:
    return round(float(value), 2)


def plain(words: str) -> str:
    """Lower case, words only: "Serap Güler," and "serap güler" are one.

    >>> plain("Serap  Güler,")
    'serap güler'
    """
    return " ".join(re.findall(r"\w+", words.casefold()))


def surname(name: str) -> str:
    return plain(name).rpartition(" ")[2]


COUNTRYSIDE = re.compile(r"kreis\b|region\b|verband\b")
TYPE_WORDS = re.compile(
    r"\b(?:landkreis|kreis|kreisfreie|stadt|landeshauptstadt|hansestadt|universit\w+|st\w+region)\b"
)


def district(name: str) -> tuple[str, str]:
    """Type and bare name of a district.

    >>> district("Kreis Borken"), district("Dortmund, Stadt")
    (('kreis', 'borken'), ('stadt', 'dortmund'))
    """
    words = plain(name)
    kind = "kreis" if COUNTRYSIDE.search(words) else "stadt"
    return kind, " ".join(TYPE_WORDS.sub(" ", words).split())


def days(value: str) -> str:
    """The first and the last day of an ISO time; an open end repeats the other one.

    >>> days("2013-06"), days("2013-06-01/2013-06-30"), days("../2013")
    ('2013-06-01/2013-06-30', '2013-06-01/2013-06-30', '2013-01-01/2013-12-31')
    """
    parts = [Period.from_iso(part) for part in str(value)[:40].split("/") if part not in ("", "..")]
    return f"{parts[0].first}/{parts[-1].last}"


def compare(name: str, truth: Values, said: Values | Certain, found: Evaluation) -> None:
    """Add one document to the scores; a kind its gold file is silent about (title) is not held against it."""
    for kind in KINDS:
        if kind == "title" and not truth[kind]:
            continue
        missed, spurious = unmatched(kind, truth[kind], said[kind])
        score = found.scores[kind]
        score.hits += len(truth[kind]) - len(missed)
        score.missed += len(missed)
        score.spurious += len(spurious)
        said_so = said[kind]
        if isinstance(said_so, Mapping) and kind != "title":
            values = found.certain.setdefault(kind, [])
            values += [(sure, value not in spurious) for value, sure in said_so.items() if sure is not None]
        if missed or spurious:
            found.mistakes.append(f"{name} {kind}: missed {missed} spurious {spurious}")


def unmatched(kind: str, truth: Iterable[Hashable], said: Iterable[Hashable]) -> tuple[list[Any], list[Any]]:
    """What was missed and what was spurious, after pairing each true value with at most one found value."""
    left = sorted(said, key=str)
    missed = []
    for value in sorted(truth, key=str):
        partner = next((one for one in left if same(kind, value, one)), None)
        if partner is None:
            missed.append(value)
        else:
            left.remove(partner)
    return missed, left


def same(kind: str, true: Any, said: Any) -> bool:
    if kind == "roles":
        return true[0] == said[0] and (true[1] in said[1] or said[1] in true[1])
    if kind == "counts":
        return true[0] == said[0] and (not stems(true[1]) or bool(stems(true[1]) & stems(said[1])))
    return bool(true == said)


def stems(words: str) -> set[str]:
    return {word[:5] for word in plain(words).split() if len(word) > 3}


def read_floors(path: Path, gold: Path) -> dict[str, float]:
    """The least F1 of each kind for a gold folder: the table of the TOML file named like the folder or its parent."""
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UnreadableFile(f"the floors cannot be read ({error})", source=str(path)) from error
    names = [part for part in reversed(gold.resolve().parts) if part in tables]
    if not names:
        raise UnreadableFile(f"names no floors for {gold}", source=str(path), help=f"add a table [{gold.name}]")
    return {kind: float(least) for kind, least in tables[names[0]].items()}


def below_floors(found: Evaluation, floors: Mapping[str, float]) -> list[str]:
    """A complaint for each kind that scores worse than it once did."""
    return [
        f"{kind}: F1 {found.scores[kind].f1:.3f} is below the floor of {least:.3f}"
        for kind, least in floors.items()
        if kind in found.scores and round(found.scores[kind].f1, 3) < least
    ]
