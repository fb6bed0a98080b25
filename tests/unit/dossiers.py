"""Small hand-made dossiers for tests of what stands behind the stages: store, search, exports, pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.document import Block, Document, Page, Word
from pipeline.facts import (
    Claim,
    Correction,
    Dossier,
    Evidence,
    Finding,
    Header,
    Mention,
    PublicationDate,
    stable_id,
)
from pipeline.text import Edit, Span, Text
from pipeline.values import Period, Quantity

SENTENCE = "In Borken hat Ministerin Sylvia Löhrmann das 51. Kommunale Integrationszentrum er6ffnet."
SECOND = "Das Land zahlt jedem Zentrum rund 170.000 Euro; 47 von 53 Kreisen haben eines."


def dossier(
    source: str = "a.txt",
    *,
    centres: int = 51,
    day: date = date(2016, 6, 28),
    extra: str = "",
    parent: str | None = None,
) -> Dossier:
    """One page with a sentence about a number of centres and one about money; `extra` makes the content differ."""
    raw = Text(f"{SENTENCE}\n\n{SECOND}\n\n{extra}".rstrip().replace("51.", f"{centres}."))
    document_id = hashlib.sha256(f"{raw.string}{day}".encode()).hexdigest()
    words, at = [], 0
    for number, word in enumerate(raw.string.split()):
        at = raw.string.index(word, at)
        words.append(Word(Span(at, at + len(word)), (10.0 + number, 20.0, 18.5 + number, 30.0), 0.9))
        at += len(word)
    page = Page(1, Span(0, len(raw)), 595.0, 842.0, "ocr", "ok", "", tuple(words))
    document = Document(document_id, source, "text/plain", raw, (page,), parent=parent, size=len(raw.string.encode()))
    damage = raw.string.index("er6ffnet")
    body = raw.edited(
        [Edit(damage + 2, damage + 3, "ö", "words.umlaut", 0.98, "„er6ffnet“ ist als „eröffnet“ zu lesen")]
    )
    first = Span(0, body.string.index("\n"))
    second = Span(body.string.index("Das Land"), body.string.index("eines.") + len("eines."))

    def place(words: str) -> Span:
        start = body.string.index(words)
        return Span(start, start + len(words))

    def claim(property: str, value: Quantity, span: Span, **more: object) -> Claim:
        evidence = Evidence.at(document, body, span)
        found = Claim(
            stable_id(document_id, property, span.start),
            "Kommunale Integrationszentren",
            property,
            value,
            evidence,
            scope="ags:05",
            as_of=day,
            rule="test.rule",
        )
        return replace(found, **more)  # type: ignore[arg-type]

    mentions = (
        Mention("DISTRICT", place("Borken"), "Borken", "Kreis Borken", "ags:05554"),
        Mention(
            "PERSON",
            place("Sylvia Löhrmann"),
            "Sylvia Löhrmann",
            "Sylvia Löhrmann",
            "person:sylvia-loehrmann",
            "Ministerin",
        ),
        Mention("COUNT", place(f"{centres}."), f"{centres}.", value=Quantity(Decimal(centres), "Integrationszentrum")),
        Mention(
            "MONEY", place("rund 170.000 Euro"), "rund 170.000 Euro", value=Quantity(Decimal(170000), "EUR", "approx")
        ),
    )
    claims = (
        claim("centres_opened", Quantity(Decimal(centres), "Zentrum"), first),
        claim(
            "districts",
            Quantity(Decimal(47), "Kreis", of=Decimal(53)),
            second,
            qualifiers=(("per", "Zentrum"),),
            period=Period.year(2016),
        ),
    )
    published = PublicationDate(Period.day(day), "printed", Evidence.at(document, body, place("Borken")), 0.9)
    finding = Finding(
        "list_confirmed",
        "info",
        "Die Liste stimmt mit der angekündigten Zahl überein.",
        (claims[0].evidence,),
        claims=(claims[0].id,),
    )
    return Dossier(
        document,
        (Block("body", Span(0, len(raw)), 1),),
        Text("").edited([]),
        body,
        Header(
            "press_release",
            f"Das {centres}. Zentrum",
            None,
            ("Ministerium für Schule",),
            ("org:msw",),
            published,
            "ags:05",
        ),
        (),
        mentions,
        claims,
        (finding, Finding("missing_text", "warning", "Am Anfang fehlt Text.")),
        (Correction(damage + 2, damage + 3, "6", "ö", "umlaut", 0.98, "„er6ffnet“ ist als „eröffnet“ zu lesen"),),
    )
