"""One document as a page: its text as read, with repairs and mentions marked where they stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import markupsafe

from ..errors import NotFound
from ..store.archive import Store
from ..store.judgements import Place, words

LABELS = {
    "PERSON": "Person",
    "DISTRICT": "Kreis",
    "PLACE": "Ort",
    "ORG": "Stelle",
    "LAW": "Gesetz",
    "PROGRAMME": "Programm",
    "MONEY": "Betrag",
    "DATE": "Zeit",
    "COUNT": "Anzahl",
    "CONTACT": "Kontakt",
}
ROLE_KINDS = {"contact": "Kontaktperson", "speaker": "spricht", "mentioned": "erwähnt"}
"""What part a person plays in a place; contact persons are listed apart from those a text is about."""


def content(store: Store, wanted: str) -> dict[str, Any]:
    """Everything the store knows about one document."""
    rows = store.rows("SELECT * FROM documents WHERE id LIKE ? || '%' ORDER BY id LIMIT 2", [wanted])
    if len(rows) != 1:
        raise NotFound(f"kein Dokument mit der Kennung {wanted}" if not rows else f"{wanted} beginnt mehrere Kennungen")
    about = rows[0]
    key = [about["id"]]
    about["issuers"] = json.loads(about["issuers"])
    text = store.rows("SELECT original, text FROM texts WHERE document = ?", key)[0]
    corrections = store.rows("SELECT * FROM corrections WHERE document = ? ORDER BY start", key)
    damage = store.rows("SELECT * FROM damage WHERE document = ? ORDER BY position", key)
    for row in damage:
        row["evidence"] = json.loads(row["evidence"])
    waiting = store.rows("SELECT about, value FROM decisions WHERE target = 'corrections' AND status = 'pending'")
    return {
        "document": about,
        "files": [
            row["source"] for row in store.rows("SELECT source FROM files WHERE document = ? ORDER BY source", key)
        ],
        "attachments": store.rows(
            "SELECT child AS document, source FROM attachments WHERE parent = ? ORDER BY source", key
        ),
        "text": text,
        "pages": store.rows("SELECT number, method, status, why FROM pages WHERE document = ? ORDER BY position", key),
        "blocks": store.rows('SELECT kind, start, "end", page FROM blocks WHERE document = ? ORDER BY position', key),
        "damage": damage,
        "corrections": corrections,
        "proposals": proposals(text["original"], corrections, {row["about"]: row["value"] for row in waiting}),
        "mentions": store.rows('SELECT * FROM mentions WHERE document = ? ORDER BY start, "end" DESC', key),
        "claims": store.rows(
            """SELECT c.*, (SELECT group_concat(fact) FROM fact_claims f WHERE f.claim = c.id) AS facts,
                      (SELECT name FROM entities e WHERE e.id = c.value) AS named,
                      coalesce((SELECT label FROM facts f WHERE f.property = c.property LIMIT 1), c.property) AS label
               FROM claims c WHERE document = ? ORDER BY start, "end", id""",
            key,
        ),
        "findings": store.rows(
            """SELECT DISTINCT f.* FROM findings f LEFT JOIN finding_evidence e ON e.finding = f.id
               WHERE f.document = ? OR e.document = ? ORDER BY f.severity, f.kind, f.message""",
            key * 2,
        ),
    }


def page(store: Store, wanted: str) -> dict[str, Any]:
    """The content with the text marked up for reading."""
    found = content(store, wanted)
    return found | {"marked": marked(found), "named": _named(found["mentions"])}


AROUND = 40  # characters shown on either side of a word, enough to judge it


def proposals(
    raw: str, corrections: list[dict[str, Any]], waiting: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Each word that may have been misread: as read, as it may be meant, and the id to decide it by.

    A decision about one letter holds for the whole word, so a word stands here once. `waiting` are the decisions that
    the next build carries out: id -> value.
    """
    rows = {row["id"]: row for row in corrections}
    found = []
    for word in words(raw, [Place(row["id"], row["start"], row["end"], row["now"]) for row in corrections]):
        changes = [rows[place.id] for place in word if rows[place.id]["status"] != "rejected"]
        open_ = [row for row in changes if row["status"] == "proposed"]
        if not open_:
            continue
        start, end = word[0].start, max(place.end for place in word)
        while start > 0 and raw[start - 1].isalnum():
            start -= 1
        while end < len(raw) and raw[end].isalnum():
            end += 1
        meant, last = "", start
        for row in changes:
            meant, last = meant + raw[last : row["start"]] + row["now"], max(last, row["end"])
        found.append(
            {
                "id": open_[0]["id"],
                "start": start,
                "end": end,
                "read": raw[start:end],
                "meant": meant + raw[last:end],
                "confidence": min(row["confidence"] for row in open_),
                "reason": open_[0]["reason"],
                "decided": next((waiting[place.id] for place in word if place.id in waiting), None),
                "before": raw[max(0, start - AROUND) : start],
                "after": raw[end : end + AROUND],
            }
        )
    return found


def _named(mentions: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for mention in mentions:
        name = mention["name"] or mention["text"]
        label = ROLE_KINDS["contact"] if mention["role_kind"] == "contact" else LABELS[mention["label"]]
        one = groups.setdefault(label, {}).setdefault(name, mention | {"name": name, "roles": set()})
        if mention["role"]:
            one["roles"].add(mention["role"])
    return {label: list(names.values()) for label, names in groups.items()}


def marked(found: dict[str, Any]) -> markupsafe.Markup:
    """The raw text as HTML: what was read struck out before what is meant, mentions as marks, blocks as paragraphs."""
    raw = found["text"]["original"]
    corrections = {row["start"]: row for row in found["corrections"] if row["status"] == "applied"}
    opening: dict[int, dict[str, Any]] = {}
    last = 0
    for mention in found["mentions"]:  # longest first where two begin together; those inside another are left out
        if mention["start"] >= last and mention["start"] < mention["end"]:
            opening[mention["start"]] = mention
            last = mention["end"]
    parts: list[str] = []
    blocks = found["blocks"] or [{"start": 0, "end": len(raw), "kind": "body", "page": None}]
    close_at = -1
    for block in blocks:
        harmed = any(row["start"] < block["end"] and block["start"] < row["end"] for row in found["damage"])
        kind = str(markupsafe.escape(block["kind"]))
        parts.append(f'<div class="block {kind}{" damaged" if harmed else ""}" title="{kind}">')
        if close_at > block["start"]:
            parts.append("<mark>")
        at = block["start"]
        while at < block["end"]:
            if at == close_at:
                parts.append("</mark>")
                close_at = -1
            if at in opening:
                parts.append(_open(opening[at]))
                close_at = opening[at]["end"]
            if at in corrections:
                one = corrections[at]
                why, blank = (
                    markupsafe.escape(one["reason"]),
                    ' class="blank"' if one["kind"] in ("join", "split") else "",
                )
                parts.append(
                    f'<del title="{why}"{blank}>{markupsafe.escape(one["was"])}</del>'
                    f"<ins{blank}>{markupsafe.escape(one['now'])}</ins>"
                )
                if one["end"] > at:
                    at = one["end"]
                    if 0 <= close_at < at:
                        parts.append("</mark>")
                        close_at = -1
                    continue
                del corrections[one["start"]]
            stop = min(
                [block["end"], *(p for p in (close_at,) if p > at), *_next(at, opening, corrections, block["end"])]
            )
            parts.append(str(markupsafe.escape(raw[at:stop])))
            at = stop
        if close_at >= 0:
            parts.append("</mark>")
            close_at = close_at if close_at > block["end"] else -1
        parts.append("</div>")
    return markupsafe.Markup("".join(parts))


def _next(at: int, opening: dict[int, Any], corrections: dict[int, Any], end: int) -> list[int]:
    """The next place where something begins."""
    return [min((place for place in marks if at < place < end), default=end) for marks in (opening, corrections)]


def _open(mention: dict[str, Any]) -> str:
    meaning = " · ".join(
        str(part)
        for part in (
            LABELS[mention["label"]],
            mention["name"],
            mention["role"],
            ROLE_KINDS.get(mention["role_kind"]),
            mention["value"],
            mention["entity"],
        )
        if part is not None
    )
    return f'<mark class="{mention["label"].lower()}" title="{markupsafe.escape(meaning)}">'
