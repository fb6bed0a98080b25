"""A text that remembers where it came from.

Cleaning and repair are the same act: a pure function looks at a `Text` and proposes `Edit`s; applying them gives a new
`Text` linked to the one before. The links are the offset map, the edits are the reversible log of corrections.

    >>> raw = Text("Integrati-\\nonszentren er6ffnet")
    >>> joined = raw.edited([Edit(9, 11, "", "lines.hyphen")])
    >>> clean = joined.edited([Edit(22, 23, "ö", "words.umlaut", 0.99)])
    >>> clean.string
    'Integrationszentren eröffnet'
    >>> clean.origin(Span(0, 19))
    Span(start=0, end=21)
    >>> clean.quote(Span(20, 28))
    'er6ffnet'
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of characters (Unicode code points)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0 or later, not {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the characters [start, end) of a text become `new`.

    `rule` is a dotted name ("lines.hyphen", "words.umlaut"), `confidence` the probability that the change is right,
    `note` the evidence in words for the archivist who reviews it.
    """

    start: int
    end: int
    new: str
    rule: str
    confidence: float = 1.0
    note: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class OverlappingEdits(ValueError):
    """Two edits claim the same characters; whoever proposes them must settle that first."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string and, unless it is the raw one, the `Text` before it with the edits that lead here.

    `origin` gives the one raw stretch that covers a span, `pieces` the raw stretches it is really made of (what was
    cut in between is left out), `quote` their characters. Never change `string` by hand: yield edits.
    """

    string: str
    before: Text | None = None
    edits: tuple[Edit, ...] = ()
    # For each kept stretch: where it starts here, where it starts in the text before, how long it is.
    _kept: tuple[tuple[int, int, int], ...] = field(default=(), repr=False, compare=False)
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.string)

    def __getitem__(self, span: Span) -> str:
        return self.string[span.start : span.end]

    @property
    def raw(self) -> Text:
        """The text as it was read, before any edit."""
        text = self
        while text.before is not None:
            text = text.before
        return text

    def edited(self, edits: Iterable[Edit]) -> Text:
        """The text after these edits, which may come in any order but must not overlap; self when there are none."""
        ordered = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
        if not ordered:
            return self
        parts: list[str] = []
        kept: list[tuple[int, int, int]] = []
        here = there = 0
        for edit in ordered:
            if not 0 <= edit.start <= edit.end <= len(self.string):
                raise ValueError(f"{edit} lies outside a text of {len(self.string)} characters")
            if edit.start < there:
                raise OverlappingEdits(f"{edit} overlaps the edit before it")
            if edit.start > there:
                kept.append((here, there, edit.start - there))
                parts.append(self.string[there : edit.start])
                here += edit.start - there
            parts.append(edit.new)
            here += len(edit.new)
            there = edit.end
        if there < len(self.string):
            kept.append((here, there, len(self.string) - there))
            parts.append(self.string[there:])
        return Text("".join(parts), self, ordered, tuple(kept), tuple(start for start, _, _ in kept))

    def _step_back(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of the text before that [start, end) is made of, in order."""
        if not self._kept:
            for edit in self.edits:
                if start < end:
                    yield edit.start, edit.end
            return
        index = max(bisect_right(self._starts, start) - 1, 0)
        here = start
        for position in range(index, len(self._kept)):
            mine, theirs, length = self._kept[position]
            if here < mine:  # characters an edit put in: they stand for all it replaced
                left = self._kept[position - 1][1] + self._kept[position - 1][2] if position else 0
                if here < end:
                    yield left, theirs
                here = mine
            if here >= end:
                return
            if here < mine + length:
                stop = min(end, mine + length)
                yield theirs + here - mine, theirs + stop - mine
                here = stop
        if here < end:  # new characters at the very end
            last = self._kept[-1]
            yield last[1] + last[2], len(self.before.string)  # type: ignore[union-attr]

    def pieces(self, span: Span) -> tuple[Span, ...]:
        """The raw stretches this span is made of; what was cut inside it is left out."""
        stretches = [(span.start, span.end)]
        text: Text = self
        while text.before is not None:
            stretches = [piece for start, end in stretches for piece in text._step_back(start, end)]
            text = text.before
        joined: list[tuple[int, int]] = []
        for start, end in sorted(stretches):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(Span(start, end) for start, end in joined)

    def origin(self, span: Span) -> Span:
        """The one raw stretch that covers this span, with whatever was cut inside it."""
        pieces = self.pieces(span)
        if pieces:
            return Span(pieces[0].start, pieces[-1].end)
        # An empty span: its place is that of the character behind it, or the end of the text.
        if span.start < len(self.string):
            at = self.pieces(Span(span.start, span.start + 1))[0].start
        else:
            at = len(self.raw.string)
        return Span(at, at)

    def quote(self, span: Span) -> str:
        """The raw characters of this span, as they were read."""
        raw = self.raw.string
        return "".join(raw[piece.start : piece.end] for piece in self.pieces(span))

    def find(self, raw_span: Span) -> Span | None:
        """Where a stretch of the raw text stands in this text, or None if all of it was cut.

        Characters that an edit replaced count as standing where their replacement stands.
        """
        if self.before is None:
            return raw_span
        span = self.before.find(raw_span)
        if span is None:
            return None
        start, end = self._step_forward(span.start, False), self._step_forward(span.end, True)
        return Span(start, end) if start < end or len(span) == 0 else None

    def _step_forward(self, position: int, is_end: bool) -> int:
        shift = 0
        for edit in self.edits:
            if edit.end < position or (edit.end == position and edit.start < edit.end):
                shift += len(edit.new) - (edit.end - edit.start)
            elif edit.start < position or (is_end and edit.start == edit.end == position):
                return edit.start + shift + (len(edit.new) if is_end else 0)
            else:
                break
        return position + shift

    def history(self) -> tuple[tuple[Span, Edit], ...]:
        """Every edit from the raw text to here, oldest first, each with the raw stretch it changed."""
        if self.before is None:
            return ()
        return self.before.history() + tuple((self.before.origin(edit.span), edit) for edit in self.edits)

    def undone(self) -> tuple[Edit, ...]:
        """The edits that lead from this text back to the one before."""
        if self.before is None:
            return ()
        shift = 0
        back = []
        for edit in self.edits:
            start = edit.start + shift
            back.append(Edit(start, start + len(edit.new), self.before.string[edit.start : edit.end], f"undo.{edit.rule}"))
            shift += len(edit.new) - (edit.end - edit.start)
        return tuple(back)


def keep_only(text: Text, spans: Iterable[Span], rule: str, *, between: str = "\n\n") -> Text:
    """The text cut down to these stretches (in order, not overlapping), with `between` where something was cut out."""
    ordered = sorted(spans)
    edits: list[Edit] = []
    last = 0
    for index, span in enumerate(ordered):
        if span.start > last:
            edits.append(Edit(last, span.start, between if index else "", rule))
        last = span.end
    if last < len(text.string):
        edits.append(Edit(last, len(text.string), "", rule))
    return text.edited(edits)
