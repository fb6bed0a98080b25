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
class Run:
    """A stretch of a text beside the stretch of the text before that it comes from.

    `kept` characters are the same on both sides; otherwise an edit put in the characters here (none: a cut) for all
    those there (none: an insertion).
    """

    here: Span
    there: Span
    kept: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A string and, unless it is the raw one, the `Text` before it with the edits that lead here.

    `origin` gives the one raw stretch that covers a span, `pieces` the raw stretches it is really made of (what was
    cut in between is left out), `quote` their characters. Never change `string` by hand: yield edits.
    """

    string: str
    before: Text | None = None
    edits: tuple[Edit, ...] = ()
    _runs: tuple[Run, ...] = field(default=(), repr=False, compare=False)  # cover both texts, in order

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
        runs: list[Run] = []
        here = there = 0

        def put(new: str, end: int, kept: bool) -> None:
            nonlocal here, there
            parts.append(new)
            runs.append(Run(Span(here, here + len(new)), Span(there, end), kept))
            here += len(new)
            there = end

        for edit in ordered:
            if not 0 <= edit.start <= edit.end <= len(self.string):
                raise ValueError(f"{edit} lies outside a text of {len(self.string)} characters")
            if edit.start < there:
                raise OverlappingEdits(f"{edit} overlaps the edit before it")
            if edit.start > there:
                put(self.string[there : edit.start], edit.start, True)
            put(edit.new, edit.end, False)
        if there < len(self.string):
            put(self.string[there:], len(self.string), True)
        return Text("".join(parts), self, ordered, tuple(runs))

    def _run_at(self, at: int) -> int:
        """The number of the run that holds this character; of the last one when the text ends here."""
        return max(bisect_right(self._runs, at, key=lambda run: run.here.start) - 1, 0)

    def _run_from(self, at: int) -> int:
        """The number of the run that holds this character of the text before; one too many when that text ends here."""
        return bisect_right(self._runs, at, key=lambda run: run.there.end)

    def _step_back(self, span: Span) -> Iterator[Span]:
        """The stretches of the text before that this span is made of, in order; nothing for what was only put in."""
        for index in range(self._run_at(span.start), len(self._runs)):
            run = self._runs[index]
            if run.here.start >= span.end:
                return
            if not run.here or not run.there or not run.here.overlaps(span):
                continue
            if run.kept:
                shift = run.there.start - run.here.start
                yield Span(max(run.here.start, span.start) + shift, min(run.here.end, span.end) + shift)
            else:
                yield run.there

    def _step_forward(self, span: Span) -> Iterator[Span]:
        """The stretches of this text that a span of the text before became, in order; nothing for what was cut."""
        for index in range(self._run_from(span.start), len(self._runs)):
            run = self._runs[index]
            if run.there.start >= span.end:
                return
            if not run.here or not run.there or not run.there.overlaps(span):
                continue
            if run.kept:
                shift = run.here.start - run.there.start
                yield Span(max(run.there.start, span.start) + shift, min(run.there.end, span.end) + shift)
            else:
                yield run.here

    def pieces(self, span: Span) -> tuple[Span, ...]:
        """The raw stretches this span is made of; what was cut inside it is left out, and what was only put in."""
        stretches = [span] if span else []
        text: Text = self
        while text.before is not None:
            stretches = [piece for stretch in stretches for piece in text._step_back(stretch)]
            text = text.before
        joined: list[Span] = []
        for piece in sorted(stretches):
            if joined and piece.start <= joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
            else:
                joined.append(piece)
        return tuple(joined)

    def origin(self, span: Span) -> Span:
        """The one raw stretch that covers this span, with whatever was cut inside it.

        An empty span, and one that was only put in, has a place but no length: that of the character behind it.
        """
        if pieces := self.pieces(span):
            return Span(pieces[0].start, pieces[-1].end)
        at = span.start
        text: Text = self
        while text.before is not None:
            run = text._runs[text._run_at(at)]
            at = run.there.start + (at - run.here.start if run.kept else 0) if at < run.here.end else len(text.before)
            text = text.before
        return Span(at, at)

    def quote(self, span: Span) -> str:
        """The raw characters of this span, as they were read."""
        raw = self.raw.string
        return "".join(raw[piece.start : piece.end] for piece in self.pieces(span))

    def find(self, raw_span: Span) -> Span | None:
        """Where a stretch of the raw text stands in this text, or None if all of it was cut.

        Characters that an edit replaced stand where their replacement stands; what was put in at either end belongs to
        it ("ber" that became "über"), unless it is blank. An empty stretch stands before the next character left.
        """
        if not raw_span:
            at = raw_span.start
            for text in self._layers():
                runs = (text._runs[index] for index in range(text._run_from(at), len(text._runs)))
                run = next((run for run in runs if run.here), None)
                at = run.here.start + (max(at - run.there.start, 0) if run.kept else 0) if run else len(text)
            return Span(at, at)
        left = [raw_span]
        for text in self._layers():
            left = [part for span in left for part in text._step_forward(span)]
        if not left:
            return None
        start, end = left[0].start, left[-1].end
        while start > 0 and self._is_put_in(start - 1):
            start -= 1
        while end < len(self) and self._is_put_in(end):
            end += 1
        return Span(start, end)

    def _is_put_in(self, at: int) -> bool:
        """Whether this character stands for nothing in the raw text; blanks aside, which belong to neither side."""
        return not self.string[at].isspace() and not self.pieces(Span(at, at + 1))

    def _layers(self) -> tuple[Text, ...]:
        """The texts from the first edited one to this one."""
        return () if self.before is None else (*self.before._layers(), self)

    def history(self) -> tuple[tuple[Span, Edit], ...]:
        """Every edit from the raw text to here, oldest first, each with the raw stretch it changed."""
        if self.before is None:
            return ()
        return self.before.history() + tuple((self.before.origin(edit.span), edit) for edit in self.edits)

    def undone(self) -> tuple[Edit, ...]:
        """The edits that lead from this text back to the one before."""
        if self.before is None:
            return ()
        changed = (run for run in self._runs if not run.kept)
        return tuple(
            Edit(run.here.start, run.here.end, self.before[run.there], f"undo.{edit.rule}")
            for run, edit in zip(changed, self.edits, strict=True)
        )


def keep_only(text: Text, spans: Iterable[Span], rule: str, *, between: str = "\n\n") -> Text:
    """The text cut down to these stretches (in order, not overlapping), with `between` where something was cut out.

    `between` is put in, not put in place of the cut: a quote that runs over a cut page footer does not contain it.
    """
    edits: list[Edit] = []
    last = 0
    for index, span in enumerate(sorted(spans)):
        if span.start < last:
            raise OverlappingEdits(f"{span} overlaps the stretch before it")
        if span.start > last:
            if index and between:
                edits.append(Edit(last, last, between, rule))
            edits.append(Edit(last, span.start, "", rule))
        last = span.end
    if last < len(text):
        edits.append(Edit(last, len(text), "", rule))
    return text.edited(edits)
