"""What the pipeline says, as plain values: what the tables keep and what `analyse --json` prints.

Numbers are JSON numbers, times are ISO strings, offsets count characters of the raw text. Every way out has its way
back (`claim_from`), because reconciliation reads the claims of earlier builds from the store.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..facts import Claim, Correction, Damage, Dossier, Evidence, Finding, Mention, PublicationDate, Value, stable_id
from ..text import Span, Text
from ..values import Duration, Period, Quantity

Row = dict[str, Any]

NOTHING: Row = dict.fromkeys(("value", "unit", "qualifier", "of", "upper", "per"))


def number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def decimal(value: int | float | str | None) -> Decimal | None:
    """Back again; through the shortest print of a float, so that 9.83 stays 9.83."""
    return None if value is None else Decimal(str(value))


def value_type(value: Value | None) -> str:
    return {Quantity: "quantity", Period: "period", Duration: "duration"}.get(type(value), "text")


def value_fields(value: Value | None) -> Row:
    """value, unit, qualifier, of, upper and per of anything that can be claimed."""
    if isinstance(value, Quantity):
        return {
            "value": number(value.value),
            "unit": value.unit,
            "qualifier": value.qualifier,
            "of": number(value.of),
            "upper": number(value.upper),
            "per": value.per,
        }
    if isinstance(value, Period | Duration):
        return NOTHING | {"value": value.iso()}
    return NOTHING | {"value": value}


def value_from(row: Mapping[str, Any]) -> Value:
    """The value of a row with value_type, value, unit, qualifier, of, upper, per and perhaps step."""
    kind, value = row["value_type"], row["value"]
    if kind == "quantity":
        parts = {name: decimal(row[name]) for name in ("of", "upper")}
        step = decimal(row["step"]) if "step" in row else None
        return Quantity(
            decimal(value) or Decimal(0),
            row["unit"],
            row["qualifier"],
            per=row["per"],
            step=Decimal(1) if step is None else step,
            **parts,
        )
    if kind == "period":
        return Period.from_iso(value)
    if kind == "duration":
        found = {letter: int(count) for count, letter in re.findall(r"(\d+)([YMD])", value)}
        return Duration(found.get("Y", 0), found.get("M", 0), found.get("D", 0))
    return str(value)


def iso(period: Period | None) -> str | None:
    return period.iso() if period else None


def published_fields(published: PublicationDate) -> Row:
    """The publication date as an Analysis shows it."""
    return {
        "value": iso(published.value),
        "precision": published.value.precision if published.value else None,
        "basis": published.basis,
        "quote": published.quote.quote if published.quote else None,
        "confidence": published.confidence,
        "suspect": published.suspect,
        "suggestion": iso(published.suggestion),
        "why": published.why,
    }


def correction_id(document: str, correction: Correction) -> str:
    """Stable while the text around stays: a person's yes or no to a correction is kept under it."""
    return stable_id(document, correction.start, correction.end, correction.was, correction.now)


def correction_fields(document: str, correction: Correction) -> Row:
    return {
        "id": correction_id(document, correction),
        "start": correction.start,
        "end": correction.end,
        "from": correction.was,
        "to": correction.now,
        "kind": correction.kind,
        "confidence": round(correction.confidence, 4),
        "reason": correction.reason,
        "status": correction.status,
    }


def damage_fields(damage: Damage) -> Row:
    """A stretch judged damaged; each word of its evidence as read and as probably meant."""
    return {
        "zone": damage.zone,
        "page": damage.page,
        "start": damage.start,
        "end": damage.end,
        "probability": damage.probability,
        "evidence": [
            {"start": start, "end": end, "from": read, "to": meant} for start, end, read, meant in damage.evidence
        ],
    }


# A share or a measure counts no things: as a mention it has no value, what was printed stands in "original". Its claim
# carries the number.
NO_COUNTS = frozenset({"counts.percent", "counts.measure", "counts.fraction"})


def mentions_of(dossier: Dossier) -> Iterator[Row]:
    """Every mention of a document in the order of its raw text, those of the letterhead included."""
    rows = [mention_fields(dossier, dossier.head, mention, "head") for mention in dossier.head_mentions]
    rows += [mention_fields(dossier, dossier.body, mention, "body") for mention in dossier.mentions]
    yield from sorted(rows, key=lambda row: (row["start"], row["end"], row["label"], row["zone"], str(row["entity"])))


def mention_fields(dossier: Dossier, text: Text, mention: Mention, zone: str) -> Row:
    raw = text.origin(mention.span)
    original = mention.original and {"value": number(mention.original[0]), "currency": mention.original[1]}
    values = value_fields(mention.value)
    if mention.rule in NO_COUNTS:
        original = {"value": values["value"], "unit": values["unit"]}
        values = {**values, "value": None, "of": None}
    return {
        "start": raw.start,
        "end": raw.end,
        "page": dossier.document.page_of(raw),
        "text": mention.surface,
        "label": mention.label,
        "name": mention.name,
        "entity": mention.entity or None,
        "role": mention.role,
        "role_kind": mention.role_kind,
        **values,
        "original": original or None,
        "relative": mention.relative,
        "candidates": list(mention.candidates),
        "confidence": round(mention.confidence, 4),
        "rule": mention.rule,
        "zone": zone,
    }


def evidence_fields(evidence: Evidence) -> Row:
    return {
        "document": evidence.document,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "sentence": evidence.sentence,
        "page": evidence.page,
    }


def claim_fields(claim: Claim) -> Row:
    return {
        "id": claim.id,
        "subject": claim.subject,
        "property": claim.property,
        **value_fields(claim.value),
        "scope": claim.scope,
        "period": iso(claim.period),
        "as_of": claim.as_of.isoformat() if claim.as_of else None,
        "modality": claim.modality,
        "speaker": claim.speaker,
        **evidence_fields(claim.evidence),
        "confidence": round(claim.confidence, 4),
        "rule": claim.rule,
        "narrowed": [list(pair) for pair in claim.qualifiers],
    }


def claim_from(row: Mapping[str, Any]) -> Claim:
    """The claim of a row of the table `claims`."""
    return Claim(
        id=row["id"],
        subject=row["subject"],
        property=row["property"],
        value=value_from(row),
        evidence=Evidence(
            row["document"],
            row["start"],
            row["end"],
            row["quote"],
            row["sentence"],
            row["page"],
            tuple(Span(start, end) for start, end in json.loads(row["pieces"])),
        ),
        scope=row["scope"],
        period=Period.from_iso(row["period"]) if row["period"] else None,
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        modality=row["modality"],
        speaker=row["speaker"],
        confidence=row["confidence"],
        rule=row["rule"],
        qualifiers=tuple((name, value) for name, value in json.loads(row["narrowed"])),
    )


def finding_fields(finding: Finding) -> Row:
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "message": finding.message,
        "evidence": [evidence_fields(evidence) for evidence in finding.evidence],
        "suggestion": finding.suggestion,
        "rule": finding.rule,
        "claims": list(finding.claims),
    }


def as_json(value: object) -> str:
    """JSON for a cell of a table: short, umlauts as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
