"""A dossier as the Analysis that `analyse --json` prints: everything known about one document, without a store."""

from __future__ import annotations

from typing import Any

from ..facts import Dossier
from ..store.plain import claim_fields, correction_fields, damage_fields, finding_fields, mentions_of, published_fields

SCHEMA = "aktenlage.analysis/1"


def analysis(dossier: Dossier) -> dict[str, Any]:
    """Offsets count characters of "original"; corrections that were only proposed stand apart.

    "damage" says where the text was judged damaged, and by which words; where it says nothing it was judged sound.
    """
    document, header = dossier.document, dossier.header
    corrections = [correction_fields(document.id, one) for one in dossier.corrections]
    return {
        "schema": SCHEMA,
        "document": {
            "id": document.id,
            "source": document.source,
            "media_type": document.media_type,
            "language": document.language,
            "kind": header.kind,
            "title": header.title,
            "subtitle": header.subtitle,
            "issuers": list(header.issuers),
            "issuer_entities": list(header.issuer_entities),
            "state": header.state,
            "release_number": header.number,
            "embargo": header.embargo,
            "pages": len(document.pages),
            "size": document.size,
            "parent": document.parent,
            "publication_date": published_fields(header.published),
        },
        "text": dossier.body.string,
        "blocks": [
            {"kind": block.kind, "start": block.span.start, "end": block.span.end, "page": block.page}
            for block in dossier.blocks
        ],
        "original": document.text.string,
        "pages": [
            {
                "number": page.number,
                "start": page.span.start,
                "end": page.span.end,
                "method": page.method,
                "status": page.status,
                "why": page.why,
            }
            for page in document.pages
        ],
        "corrections": [row for row in corrections if row["status"] == "applied"],
        "proposals": [row for row in corrections if row["status"] != "applied"],
        "damage": [damage_fields(one) for one in dossier.damage],
        "mentions": list(mentions_of(dossier)),
        "claims": [claim_fields(claim) for claim in dossier.claims],
        "findings": [finding_fields(finding) for finding in dossier.findings],
    }
