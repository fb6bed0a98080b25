"""What the pipeline says: mentions, claims, findings and facts, each with its evidence.

A claim is what one document says. A fact is what remains after reconciliation. Nothing here opens a file or a table.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .document import Block, Document
from .text import Edit, Span, Text
from .values import Duration, Period, Quantity

LABELS = ("PERSON", "DISTRICT", "PLACE", "ORG", "LAW", "PROGRAMME", "MONEY", "DATE", "COUNT", "CONTACT")

Value = Quantity | Period | Duration | str


def stable_id(*parts: object, length: int = 16) -> str:
    """A short id that is the same for the same content in every build."""
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()[
        :length
    ]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in a text. `span` counts characters of the text that was searched (head or body), not of raw.

    `name` is the canonical name, `entity` a stable id ("ags:05554", "person:guntram-schneider", "org:nrw-mais"),
    `role` the words of the office in the nominative (for a person), `value` what it means (MONEY and COUNT: Quantity,
    DATE: Period or Duration, CONTACT: str), `candidates` the entities it may be when the text leaves it open,
    `original` the amount before conversion ({"value": …, "currency": "DEM"}), `relative` whether a date needs the
    release's own date to be resolved, `role_kind` the part a person plays here: "contact", "speaker" or "mentioned".
    """

    label: str
    span: Span
    surface: str
    name: str | None = None
    entity: str | None = None
    role: str | None = None
    value: Value | None = None
    original: tuple[Decimal, str] | None = None
    relative: bool = False
    candidates: tuple[str, ...] = ()
    confidence: float = 1.0
    rule: str = ""
    role_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a claim stands: the hull [start, end) and the exact pieces in the raw text, and the quote made of them.

    `sentence` is the same place in the repaired text, for people to read.
    """

    document: str
    start: int
    end: int
    quote: str
    sentence: str = ""
    page: int | None = None
    pieces: tuple[Span, ...] = ()

    @classmethod
    def at(cls, document: Document, text: Text, span: Span) -> Evidence:
        """The evidence for a stretch of a cleaned text of this document."""
        hull = text.origin(span)
        return cls(
            document.id, hull.start, hull.end, text.quote(span), text[span], document.page_of(hull), text.pieces(span)
        )


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When a release was published, on what basis we say so, and whether we doubt it. Nothing printed is overwritten."""

    value: Period | None = None
    basis: str = "inferred"  # printed | metadata | filename | inferred
    quote: Evidence | None = None
    confidence: float = 0.0
    suspect: bool = False
    suggestion: Period | None = None
    why: str | None = None

    @property
    def best(self) -> Period | None:
        """The date to reckon with: the suggestion where the printed one is doubted."""
        return self.suggestion if self.suspect and self.suggestion else self.value


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says about itself. `kind` is press_release, flyer or other; `issuers` are official names.

    `number` is the release's own as printed, `embargo` the ISO day or minute before which nobody may print it.
    """

    kind: str = "other"
    title: str | None = None
    subtitle: str | None = None
    issuers: tuple[str, ...] = ()
    issuer_entities: tuple[str, ...] = ()
    published: PublicationDate = field(default_factory=PublicationDate)
    state: str | None = None  # "ags:05": the Land the issuer speaks for
    number: str | None = None
    embargo: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one document. The id is a hash of what is claimed and where, so it survives rebuilds.

    `subject` and `property` are keys ("Kommunale Integrationszentren", "centres_opened"); an open-domain claim has a
    property made of its counted noun ("count:lehrkraft"). `scope` is the place it holds for ("ags:05"), `period` the
    time it speaks about, `as_of` the day it was said for, `modality` stated, planned, target or possible, `speaker` an entity.
    `value` is a Quantity, a Period (events), or a string (an entity id or a name).
    """

    id: str
    subject: str
    property: str
    value: Value
    evidence: Evidence
    scope: str | None = None
    period: Period | None = None
    as_of: date | None = None
    modality: str = "stated"
    speaker: str | None = None
    confidence: float = 1.0
    rule: str = ""
    qualifiers: tuple[
        tuple[str, str], ...
    ] = ()  # anything else that narrows it: ("source", "Landesmittel"), ("per", "Zentrum")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an archivist should know about one document or several. `message` is one German sentence."""

    kind: str
    severity: str  # info | warning | error
    message: str
    evidence: tuple[Evidence, ...] = ()
    suggestion: str | None = None
    rule: str = ""
    claims: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return stable_id(self.kind, self.message, *(f"{e.document}:{e.start}:{e.end}" for e in self.evidence))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on an edit, a claim, a fact, a conflict or a finding. Append-only; the newest on an id holds."""

    about: str
    decision: str
    by: str = ""
    on: str = ""  # ISO time
    why: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What remains for one subject, property, scope and time after reconciliation, and the claims behind it.

    `rule` is the rule that decided between values (human, authority, …; None when there was nothing to decide).
    """

    id: str
    subject: str
    property: str
    label: str
    scope: str | None
    period: Period | None
    as_of: date | None
    value: Value
    claims: tuple[str, ...]
    status: str = "stated"  # stated | agreed | conflict | explained | resolved | planned | target | possible
    rule: str | None = None
    why: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that compete, and who says it."""

    value: str
    claims: tuple[str, ...]
    documents: int
    independent_sources: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all be true: kept side by side, explained, and one value chosen where a rule or person can."""

    id: str
    subject: str
    property: str
    label: str
    scope: str | None
    period: Period | None
    kind: str  # value | date | identity
    status: str  # open | explained | resolved
    values: tuple[ConflictValue, ...]
    chosen: str | None = None
    rule: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One step of a value that may change over time: a number, or a name (who held an office) in `text`."""

    subject: str
    property: str
    scope: str | None
    value: Quantity | None
    as_of: date | None
    claim: str
    document: str
    quote: str
    note: str = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One change as the archive shows it: offsets into the raw text, what stood there, what we read."""

    start: int
    end: int
    was: str
    now: str
    kind: str  # umlaut | eszett | quote | character | split | join
    confidence: float
    reason: str
    status: str = "applied"  # applied | proposed


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of the raw text judged damaged before anything was repaired: how sure (0..1), and what says so.

    Each word of `evidence` is (start, end, as read, as probably meant). Where there is none, the text was judged sound.
    """

    start: int
    end: int
    zone: str  # head | body
    page: int | None
    probability: float
    evidence: tuple[tuple[int, int, str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Spelling:
    """A name as a document has it: spelled out with its umlaut, or doubtful, because the page is damaged there."""

    before: str  # the word before it, if it is a name or title; else empty
    name: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that can be said about one document without knowing any other.

    `head` and `body` are two cuts of the same raw text: letterhead, contact and furniture; and title, prose and lists.
    """

    document: Document
    blocks: tuple[Block, ...]
    head: Text
    body: Text
    header: Header
    head_mentions: tuple[Mention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    damage: tuple[Damage, ...] = ()


Edits = tuple[Edit, ...]
