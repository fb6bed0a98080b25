"""The properties that releases make claims about, and the order in which rules decide between claims: rows of TOML.

One block is one property. It says what is counted, in which words, and how the value may move in time; its example
sentences are tests. Inflection is not listed: `inflection` knows it. To teach the pipeline a new property, add a
block; nothing else changes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import KnowledgeError
from .inflection import Lemma, lemmas

KINDS = ("count", "amount", "date", "entity")
CHANGES = ("constant", "grows", "varies", "event")
SCOPES = ("state", "place", "none")
FORMS = ("any", "part", "whole", "ordinal", "all", "first", "definite", "plain")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say it. All conditions that are given must hold.

    `counted`  what the number counts (nouns; "-stelle" takes compounds too)
    `words`    groups of words: of each group at least one stands in the sentence (or in the one before, when the
               sentence points back with "dafür", "hierfür", "davon", "die Einrichtungen")
    `near`     groups of words: of each at least one stands in the number's own stretch of the sentence
    `never`    words that rule it out; `never_near` the same, only in the number's own stretch
    `form`     part ("47 von 53", value 47), whole (the 53 of it), ordinal ("das 51."), all ("allen 53"),
               first ("ersten 16"), definite ("die 52", also met by plain), plain (none of these), any
    `per`      the amount must be said for each of something ("je", "jeweils", "in jedem"); False: must not be
    `planned`  True: the words themselves say that it is planned or a target
    `values`   qualifiers this rule sets, as (name, value)
    `low`, `high`  the values that make sense, both included
    """

    counted: tuple[Lemma, ...] = ()
    words: tuple[tuple[Lemma, ...], ...] = ()
    near: tuple[tuple[Lemma, ...], ...] = ()
    never: tuple[Lemma, ...] = ()
    never_near: tuple[Lemma, ...] = ()
    form: str = "any"
    per: bool | None = None
    planned: bool = False
    values: tuple[tuple[str, str], ...] = ()
    low: float | None = None
    high: float | None = None
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of our own and the values it claims ("47/53" is 47 of 53; an empty list says: no such claim)."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """What can be claimed, of what, and how it moves.

    `changes`: constant (two values for one time are a conflict), grows (only a fall is suspicious), varies (compared
    within the same period only), event (a date; two dates are a conflict).
    `scope`: state (the Land the issuer speaks for), place (the district of the sentence, else the Land), none.
    `part_of`: the property whose value is the sum of this one and its sisters.
    `identity`: the qualifiers that tell two claims apart ("source", "event").
    `sources`: words in the number's stretch that give the qualifier "source".
    `topic`: words of which at least one must stand somewhere in the document, because the sentence alone does not tell.
    `register`: the official count that can witness for it ("districts", "municipalities", "states").
    """

    key: str
    label: str
    subject: str
    kind: str
    changes: str
    scope: str = "state"
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()
    part_of: str | None = None
    identity: tuple[str, ...] = ()
    sources: tuple[tuple[str, tuple[Lemma, ...]], ...] = ()
    topic: tuple[Lemma, ...] = ()
    register: str | None = None
    per: str | None = None
    unit: str | None = None

    @property
    def family(self) -> str:
        """The property that a group of claims is gathered under: the whole for its parts."""
        return self.part_of or self.key


_RULE_KEYS = set(Rule.__dataclass_fields__)
_PROPERTY_KEYS = (set(Property.__dataclass_fields__) - {"rules", "examples"}) | {"rule", "example"}


def _groups(value: Any) -> tuple[tuple[Lemma, ...], ...]:
    if not value:
        return ()
    if isinstance(value[0], str):
        return (lemmas(value),)
    return tuple(lemmas(group) for group in value)


def _rule(block: dict[str, Any], where: str) -> Rule:
    if unknown := set(block) - _RULE_KEYS:
        raise KnowledgeError(
            f"{where}: unknown key {sorted(unknown)[0]!r} in a rule", help=f"known: {sorted(_RULE_KEYS)}"
        )
    form = block.get("form", "any")
    if form not in FORMS:
        raise KnowledgeError(f"{where}: form is one of {', '.join(FORMS)}, not {form!r}")
    return Rule(
        counted=lemmas(block.get("counted", ())),
        words=_groups(block.get("words")),
        near=_groups(block.get("near")),
        never=lemmas(block.get("never", ())),
        never_near=lemmas(block.get("never_near", ())),
        form=form,
        per=block.get("per"),
        planned=block.get("planned", False),
        values=tuple(sorted((str(k), str(v)) for k, v in block.get("values", {}).items())),
        low=block.get("low"),
        high=block.get("high"),
        confidence=block.get("confidence", 0.9),
    )


def _property(block: dict[str, Any], source: str) -> Property:
    where = f"property {block.get('key', '(without key)')!r}"
    if unknown := set(block) - _PROPERTY_KEYS:
        raise KnowledgeError(f"{where}: unknown key {sorted(unknown)[0]!r}", source=source)
    for name in ("key", "label", "subject", "kind", "changes"):
        if name not in block:
            raise KnowledgeError(f"{where} lacks {name!r}", source=source)
    for name, allowed in (("kind", KINDS), ("changes", CHANGES), ("scope", SCOPES)):
        if block.get(name, allowed[0]) not in allowed:
            raise KnowledgeError(f"{where}: {name} is one of {', '.join(allowed)}, not {block[name]!r}", source=source)
    plain = {
        k: block[k]
        for k in ("key", "label", "subject", "kind", "changes", "part_of", "register", "per", "unit")
        if k in block
    }
    return Property(
        **plain,
        scope=block.get("scope", "state"),
        rules=tuple(_rule(one, where) for one in block.get("rule", ())),
        examples=tuple(Example(one["text"], tuple(one["claims"])) for one in block.get("example", ())),
        identity=tuple(block.get("identity", ())),
        topic=lemmas(block.get("topic", ())),
        sources=tuple((name, lemmas(texts)) for name, texts in block.get("sources", {}).items()),
    )


def load_properties(folder: Path) -> tuple[Property, ...]:
    """All properties of a folder's TOML files, in the order of file names and blocks."""
    found: dict[str, Property] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            blocks = tomllib.loads(path.read_text("utf-8")).get("property", [])
        except tomllib.TOMLDecodeError as error:
            raise KnowledgeError(str(error), source=str(path)) from error
        for block in blocks:
            one = _property(block, str(path))
            if one.key in found:
                raise KnowledgeError(f"property {one.key!r} is defined twice", source=str(path))
            found[one.key] = one
    for one in found.values():
        if one.part_of and one.part_of not in found:
            raise KnowledgeError(f"property {one.key!r} is part of {one.part_of!r}, which is not defined")
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Resolution:
    """A rule that may choose between values, its German name, and what it goes by."""

    rule: str
    label: str
    why: str


def load_resolution(path: Path) -> tuple[Resolution, ...]:
    """The rules that decide between values, strongest first."""
    blocks = tomllib.loads(path.read_text("utf-8"))["rule"]
    return tuple(Resolution(one["rule"], one["label"], one["why"]) for one in blocks)
