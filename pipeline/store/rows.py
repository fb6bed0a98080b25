"""A dossier as rows of the tables, in the order in which foreign keys want them written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Document, Page
from ..facts import Dossier, Finding, stable_id
from ..text import Span, Text
from .fold import fold, folded_text, stemmed_text
from .plain import (
    Row,
    as_json,
    claim_fields,
    correction_fields,
    damage_fields,
    evidence_fields,
    iso,
    mentions_of,
    number,
    published_fields,
    value_type,
)

PARAGRAPH = re.compile(r"\S.*?(?=\n\s*\n|\Z)", re.DOTALL)


def rows_of(dossier: Dossier) -> dict[str, list[Row]]:
    """Everything about one document: table name -> rows. Facts and conflicts come later, from all claims together."""
    document = dossier.document
    mentions = list(_mentions(dossier))
    tables: dict[str, list[Row]] = {
        "documents": [_document(dossier)],
        "texts": [{"document": document.id, "original": document.text.string, "text": dossier.body.string}],
        "pages": [_page(document, position, page) for position, page in enumerate(document.pages)],
        "blocks": [
            {
                "document": document.id,
                "position": position,
                "kind": block.kind,
                "start": block.span.start,
                "end": block.span.end,
                "page": block.page,
            }
            for position, block in enumerate(dossier.blocks)
        ],
        "corrections": [],
        "damage": [],
        "entities": _entities(mentions),
        "mentions": mentions,
        "claims": [],
        "boxes": [],
        "passages": list(_passages(dossier)),
        "spellings": [
            {"document": document.id, "before": one.before, "name": one.name, "doubtful": int(one.doubtful)}
            for one in dossier.spellings
        ],
    }
    for correction in dossier.corrections:
        row = correction_fields(document.id, correction)
        tables["corrections"].append({"document": document.id} | {_ROOMY.get(name, name): row[name] for name in row})
    for position, damage in enumerate(dossier.damage):
        row = damage_fields(damage)
        tables["damage"].append(
            {"document": document.id, "position": position} | row | {"evidence": as_json(row["evidence"])}
        )
    for claim in dossier.claims:
        row = claim_fields(claim) | {
            "value_type": value_type(claim.value),
            "step": number(claim.value.step) if hasattr(claim.value, "step") else None,
            "pieces": as_json([[piece.start, piece.end] for piece in claim.evidence.pieces]),
            "narrowed": as_json([list(pair) for pair in claim.qualifiers]),
        }
        tables["claims"].append(row)
        hull = Span(claim.evidence.start, claim.evidence.end)
        for position, (page, box) in enumerate(document.boxes(hull)):
            left, top, right, bottom = (round(edge, 2) for edge in box)
            tables["boxes"].append(
                {"claim": claim.id, "position": position, "page": page, "left": left, "top": top, "right": right}
                | {"bottom": bottom}
            )
    for finding in dossier.findings:
        # Without evidence its own id would be the same for every document it is said of.
        finding_id = finding.id if finding.evidence else stable_id(finding.id, document.id)
        merge(tables, finding_rows(finding, finding_id, document.id))
    return tables


_ROOMY = {"from": "was", "to": "now"}  # "from" and "to" are words of SQL


def merge(tables: dict[str, list[Row]], more: dict[str, list[Row]]) -> None:
    for table, rows in more.items():
        tables.setdefault(table, []).extend(rows)


def finding_rows(finding: Finding, finding_id: str, document: str | None) -> dict[str, list[Row]]:
    """A finding with its evidence and claims; `document` is None for one about several documents."""
    row = {
        "id": finding_id,
        "document": document,
        "kind": finding.kind,
        "severity": finding.severity,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "rule": finding.rule,
    }
    evidence = [
        {"finding": finding_id, "position": position} | evidence_fields(one)
        for position, one in enumerate(finding.evidence)
    ]
    claims = [{"finding": finding_id, "claim": claim} for claim in dict.fromkeys(finding.claims)]
    return {"findings": [row], "finding_evidence": evidence, "finding_claims": claims}


def _document(dossier: Dossier) -> Row:
    document, header, published = dossier.document, dossier.header, dossier.header.published
    best = published.best
    shown = {f"published_{name}": value for name, value in published_fields(published).items() if name != "value"}
    return {
        "id": document.id,
        "source": document.source,
        "media_type": document.media_type,
        "language": document.language,
        "kind": header.kind,
        "title": header.title,
        "subtitle": header.subtitle,
        "issuers": as_json(list(header.issuers)),
        "issuer_entities": as_json(list(header.issuer_entities)),
        "state": header.state,
        "pages": len(document.pages),
        "size": document.size,
        "parent": document.parent,
        "published": iso(published.value),
        **shown,
        "published_suspect": int(published.suspect),
        "published_start": published.quote.start if published.quote else None,
        "published_end": published.quote.end if published.quote else None,
        "published_page": published.quote.page if published.quote else None,
        "best_date": iso(best),
        "first_day": best.first.isoformat() if best and best.first else None,
        "last_day": best.last.isoformat() if best and best.last else None,
    }


def _page(document: Document, position: int, page: Page) -> Row:
    words = [
        [word.span.start, word.span.end, *(round(edge, 2) for edge in word.box), word.confidence] for word in page.words
    ]
    return {
        "document": document.id,
        "position": position,
        "number": page.number,
        "start": page.span.start,
        "end": page.span.end,
        "width": page.width,
        "height": page.height,
        "method": page.method,
        "status": page.status,
        "why": page.why,
        "words": as_json(words),
    }


def _mentions(dossier: Dossier) -> Iterator[Row]:
    document = dossier.document.id
    seen: dict[str, int] = {}
    for row in mentions_of(dossier):
        key = stable_id(document, row["zone"], row["start"], row["end"], row["label"], row["entity"], row["value"])
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key = stable_id(key, seen[key])
        yield row | {
            "id": key,
            "document": document,
            "original": as_json(row["original"]) if row["original"] else None,
            "relative": int(row["relative"]),
            "candidates": as_json(row["candidates"]),
        }


def _entities(mentions: list[Row]) -> list[Row]:
    found: dict[str, Row] = {}
    for mention in mentions:
        if mention["entity"] and mention["entity"] not in found:
            name = mention["name"] or mention["text"]
            entity = mention["entity"]
            found[entity] = {"id": entity, "label": mention["label"], "name": name, "folded": fold(name)}
    return [found[entity] for entity in sorted(found)]


def _passages(dossier: Dossier) -> Iterator[Row]:
    """Paragraphs, the unit of search: letterhead and contact block are searched too, behind the running text."""
    position = 0
    for zone, text in (("body", dossier.body), ("head", dossier.head)):
        for span in _paragraphs(text):
            raw = text.origin(span)
            yield {
                "document": dossier.document.id,
                "position": position,
                "zone": zone,
                "page": dossier.document.page_of(raw),
                "start": raw.start,
                "end": raw.end,
                "text": text[span],
                "folded": folded_text(text[span]),
                "stems": stemmed_text(text[span]),
            }
            position += 1


def _paragraphs(text: Text) -> Iterator[Span]:
    for match in PARAGRAPH.finditer(text.string):
        yield Span(match.start(), match.end())
