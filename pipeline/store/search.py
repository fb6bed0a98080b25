"""Full text search that knows German: umlauts in any spelling, inflected forms, words inside words.

A query is words that must all occur; "several words" in quotes stand next to each other, -word must not occur, word* may
go on. A word as typed ranks before its other spellings and forms, and those before words that contain it
(zentrum -> Integrationszentren).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from ..errors import NotFound
from ..text import Span
from .archive import Store
from .fold import fold, stem, words

TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+))')

# Ranking a word that occurs in 131,000 of a million rows takes 193 ms, and nobody reads the 5,000th hit.
CANDIDATES = 5000

# How much a hit counts: as typed, in another spelling, in another form.
WEIGHTS = (8.0, 3.0, 1.0)

# A trigram index answers from three letters on; stems of three letters stand inside half of all words.
SHORTEST_PART = 4

# Of the paragraphs with the letters of a stem in them, at least one in so many has the word.
FEWER = 20

SNIPPET = 160  # characters around the first hit


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that fits: where it stands, a snippet, and where in the snippet the words are."""

    document: str
    source: str
    title: str | None
    date: str | None
    page: int | None
    start: int
    end: int
    snippet: str
    marks: tuple[Span, ...]
    how: str  # "word" or "part"

    def marked(self, before: str, after: str) -> str:
        """The snippet with its hits between two strings."""
        parts, last = [], 0
        for mark in self.marks:
            parts += [self.snippet[last : mark.start], before, self.snippet[mark.start : mark.end], after]
            last = mark.end
        return "".join([*parts, self.snippet[last:]])


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: its folded words, their stems, whether it may go on, whether it must be absent."""

    folded: tuple[str, ...]
    stems: tuple[str, ...]
    typed: str
    prefix: bool = False
    absent: bool = False

    def fts(self) -> str:
        """The term as FTS5 wants it: as typed, in any spelling or in any form."""
        more = " *" if self.prefix else ""
        ways = [f"text : {_quoted(self.typed)}{more}", f"folded : {_quoted(' '.join(self.folded))}{more}"]
        if not self.prefix:
            ways.append(f"stems : {_quoted(' '.join(self.stems))}")
        return f"({' OR '.join(ways)})"

    def part(self) -> str | None:
        """What to look for inside of words, or None where that would find everything."""
        if len(self.folded) != 1 or len(self.stems[0]) < SHORTEST_PART:
            return None
        return self.folded[0] if self.prefix else self.stems[0]

    def inside(self, folded: str, stemmed: str) -> bool:
        """Whether this is a part of a longer word: Zentrum of Integrationszentren, but not of zentrale; Schule of
        Schulberatung, because compounds drop the e."""
        if self.part() is None:
            return False
        word = self.folded[0]
        return word in folded or (word.endswith("e") and word[:-1] in folded) or stemmed.endswith(self.stems[0])

    def matches(self, folded: str, stemmed: str) -> bool:
        return folded in self.folded or stemmed in self.stems or self.inside(folded, stemmed)


def terms_of(query: str) -> tuple[Term, ...]:
    """The query taken apart; NotFound when there is no word in it."""
    found = []
    for match in TERM.finditer(query):
        typed = match["phrase"] or match["word"]
        spelled = [fold(word) for word in re.findall(r"\w+", typed)]
        if not spelled:
            continue
        prefix = typed.endswith("*") and not match["phrase"]
        # "Ennepe-Ruhr-Kreis" is one thing to look for, as is a phrase in quotes.
        found.append(
            Term(tuple(spelled), tuple(stem(word) for word in spelled), typed.rstrip("*"), prefix, bool(match["minus"]))
        )
    if not any(not term.absent for term in found):
        raise NotFound(f"there is no word to look for in {query!r}", help='try: aktenlage search "Kommunale Zentren"')
    return tuple(found)


def search(store: Store, query: str, *, limit: int = 20, documents: Collection[str] | None = None) -> list[Hit]:
    """The best paragraphs for a query, best first; `documents` narrows it to these ids."""
    terms = terms_of(query)
    wanted = [term for term in terms if not term.absent]
    unwanted = [term for term in terms if term.absent]
    match = " AND ".join(term.fts() for term in wanted)
    if unwanted:
        match = f"({match}) NOT ({' OR '.join(term.fts() for term in unwanted)})"
    rows = _by_word(store, match, documents, limit)
    hits = [_hit(row, wanted, "word") for row in rows]
    parts = [term.part() for term in wanted]
    if len(hits) < limit and all(parts):
        known = {row["id"] for row in rows}
        fits = " AND ".join(_quoted(part) for part in parts if part)
        more = _by_part(store, fits, documents, FEWER * limit + len(known))
        more = [
            row
            for row in more
            if row["id"] not in known and not _any(row, unwanted) and all(_any(row, [term]) for term in wanted)
        ]
        hits += [_hit(row, wanted, "part") for row in more[: limit - len(hits)]]
    return hits


def _any(row: dict[str, Any], terms: list[Term]) -> bool:
    return any(term.matches(folded, stemmed) for term in terms for _, folded, stemmed in words(row["text"]))


COLUMNS = "p.id, p.document, p.page, p.start, p.end, p.text, d.source, d.title, d.best_date"


def _by_word(store: Store, match: str, documents: Collection[str] | None, limit: int) -> list[dict[str, Any]]:
    weights = ", ".join(str(weight) for weight in WEIGHTS)
    narrowed, values = _narrowed(documents)
    sql = f"""
        WITH found AS (SELECT rowid AS id, bm25(passages_words, {weights}) AS rank FROM passages_words
                       WHERE passages_words MATCH ? LIMIT {CANDIDATES})
        SELECT {COLUMNS} FROM found JOIN passages p USING (id) JOIN documents d ON d.id = p.document {narrowed}
        ORDER BY p.zone = 'head', found.rank, d.source, p.position LIMIT ?"""
    return _asked(lambda: store.rows(sql, [match, *values, limit]), match)


def _by_part(store: Store, match: str, documents: Collection[str] | None, limit: int) -> list[dict[str, Any]]:
    narrowed, values = _narrowed(documents)
    sql = f"""
        WITH found AS (SELECT rowid AS id FROM passages_parts WHERE passages_parts MATCH ? LIMIT {CANDIDATES})
        SELECT {COLUMNS} FROM found JOIN passages p USING (id) JOIN documents d ON d.id = p.document {narrowed}
        ORDER BY p.zone = 'head', d.source, p.position LIMIT ?"""
    return _asked(lambda: store.rows(sql, [match, *values, limit]), match)


def _narrowed(documents: Collection[str] | None) -> tuple[str, list[str]]:
    if documents is None:
        return "", []
    return f"WHERE p.document IN ({', '.join('?' * len(documents))})", sorted(documents)


def _asked(ask: Callable[[], list[dict[str, Any]]], match: str) -> list[dict[str, Any]]:
    try:
        return ask()
    except sqlite3.OperationalError as error:
        raise NotFound(f"this cannot be searched for ({error})", help="use plain words") from error


def _hit(row: dict[str, Any], terms: list[Term], how: str) -> Hit:
    text = row["text"]
    spans = [span for span, folded, stemmed in words(text) if any(term.matches(folded, stemmed) for term in terms)]
    snippet, marks = _snippet(text, spans)
    return Hit(
        document=row["document"],
        source=row["source"],
        title=row["title"],
        date=row["best_date"],
        page=row["page"],
        start=row["start"],
        end=row["end"],
        snippet=snippet,
        marks=marks,
        how=how,
    )


def _snippet(text: str, spans: list[Span]) -> tuple[str, tuple[Span, ...]]:
    """A stretch around the first hit, cut at blanks, line breaks as blanks, and the hits inside it."""
    first = spans[0].start if spans else 0
    start = max(0, first - SNIPPET // 3)
    end = min(len(text), start + SNIPPET)
    start = max(0, end - SNIPPET)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while first < end < len(text) and not text[end].isspace():
        end -= 1
    if end <= first:
        end = min(len(text), first + SNIPPET)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple(Span(s.start + shift, s.end + shift) for s in spans if start <= s.start and s.end <= end)
    shown = re.sub(r"\s", " ", text[start:end])
    return before + shown + after, inside


def _quoted(string: str) -> str:
    return '"' + string.replace('"', '""') + '"'
