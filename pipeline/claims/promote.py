"""From an open-domain claim to a property: the TOML block that an archivist only has to name and check.

    print(promoted(claim, key="language_courses", label="Sprachkurse"))

The block counts what the claim counts, takes the words around it as conditions, and carries the claim's sentence as
its example, so that it is tested the moment it is added to knowledge/de/properties.
"""

from __future__ import annotations

import re

from ..facts import Claim
from ..knowledge.inflection import fold, words
from ..values import Quantity

_SKIP = frozenset(map(fold, ("Der", "Die", "Das", "Den", "Dem", "Ein", "Eine", "Insgesamt", "Rund", "Über", "Fast")))
_MOST_CONTEXT = 3
"""Nouns taken over as conditions; more would tie the property to this one sentence."""


def promoted(
    claim: Claim, *, key: str, label: str | None = None, subject: str | None = None, changes: str = "varies"
) -> str:
    """The block of a new property made from a claim of quantity; raises ValueError for a claim that counts nothing."""
    value = claim.value
    kind = claim.property.partition(":")[0]
    if not isinstance(value, Quantity) or kind in ("share", "change"):
        raise ValueError("only a claim of a count or an amount can become a property")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise ValueError(f"a key is lower case, digits and underscores, not {key!r}")
    money = claim.property.startswith("amount:") or value.unit == "EUR"
    told = claim.subject.partition(": ")[2] or claim.subject.removeprefix("Betrag für ")  # "Kosten: Fahrt" is our label
    nouns = [word.surface for word in words(told) if word.capital and word.surface.replace("-", "").isalpha()]
    sentence = " ".join(claim.evidence.sentence.split())
    context = [
        word.surface
        for word in words(sentence)
        if word.capital and word.surface not in nouns and fold(word.surface) not in _SKIP and len(word.surface) > 3
    ][:_MOST_CONTEXT]
    lines = [
        "[[property]]",
        f"key = {_quoted(key)}",
        f"label = {_quoted(label or claim.subject)}",
        f"subject = {_quoted(subject or claim.subject)}",
        f'kind = "{"amount" if money else "count"}"',
        f"changes = {_quoted(changes)}",
        f'scope = "{"place" if claim.scope and len(claim.scope) > len("ags:05") else "state"}"',
        "",
        "[[property.rule]]",
    ]
    if kind == "measure" and nouns:
        lines += [f"counted = [{_quoted(value.unit or nouns[-1])}]", f"near = [{_quoted(nouns[0])}]"]
    elif not money and nouns:
        lines.append(f"counted = [{_quoted(nouns[-1])}]")
    elif nouns:
        lines.append(f"near = [{', '.join(map(_quoted, nouns))}]")
    if context:
        lines.append(f"words = [{', '.join(map(_quoted, context))}]")
    lines += ["", "[[property.example]]", f"text = {_quoted(sentence)}", f"claims = [{_quoted(_short(value))}]", ""]
    return "\n".join(lines)


def key_of(claim: Claim) -> str:
    """A key made of what a claim counts, for who names none: "abgeordnete Lehrkräfte" gives "lehrkraefte"."""
    nouns = [word.surface for word in words(claim.subject) if word.capital]
    plain = (nouns[-1] if nouns else claim.property.partition(":")[2]).casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(umlaut, letters)
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return key if key[:1].isalpha() else f"property_{key}".rstrip("_")


def _short(value: Quantity) -> str:
    """The value as the examples of properties write it: "47/53", ">100", "~13000000"."""
    marks = {"approx": "~", "more_than": ">", "at_least": ">=", "less_than": "<", "up_to": "<=", "almost": "<~"}
    of = f"/{value.of.normalize():f}" if value.of is not None else ""
    return f"{marks.get(value.qualifier or '', '')}{value.value.normalize():f}{of}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
