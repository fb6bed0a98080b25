"""Several readings of the same page, combined word by word.

Each model of the engine has its own blind spot: the German one reads § as $, 8 or 5, the English one has no umlauts,
the Latin one knows more letters than German has. Where they differ, the words are weighed: by how much each model is
to be trusted in general, by the confidence the engine gave, and by whether the lexicon knows the word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from ..knowledge.lexicon import Lexicon
from .marks import FIGURE
from .words import has_umlaut

# How far a model is trusted when nothing else decides, from the word errors of each on the development pages.
TRUST = {"deu": 1.0, "latin": 0.9, "deu+eng": 0.7, "eng": 0.4}
KNOWN, PARAGRAPH_SIGN = 1.0, 3.0
SPLIT = re.compile(r"\s+|[$8§]{2}(?=\s\d)|[^\W_]+|[^\w\s]|_")
STROKES = re.compile(r"[Il|]{2,4}")
DASHES = frozenset("–—")


def combine(
    readings: Mapping[str, str], lexicon: Lexicon, *, confidences: Mapping[str, Mapping[str, float]] | None = None
) -> str:
    """One text out of several readings of the same page, by model ("deu", "latin", "eng").

    The first reading gives the line breaks and the order; the others are aligned to it. `confidences` may say for each
    model how sure the engine was of a word (0..1).
    """
    models = sorted(readings, key=lambda model: -TRUST.get(model, 0.5))
    if not models:
        return ""
    base = models[0]
    pieces = SPLIT.findall(readings[base])
    votes: list[dict[str, float]] = [{} for _ in pieces]
    for model in models:
        other = pieces if model == base else SPLIT.findall(readings[model])
        for start, end, text in _aligned(pieces, other):
            _vote(votes, pieces, start, end, text, model, lexicon, (confidences or {}).get(model, {}))
    string = "".join(_elected(piece, candidates) for piece, candidates in zip(pieces, votes, strict=True))
    # Where all models took § for an 8, the law behind it still tells.
    return _dashes(FIGURE.sub(lambda match: "§" * len(match.group(1)) + " ", string))


def _elected(piece: str, candidates: Mapping[str, float]) -> str:
    if not candidates:
        return piece
    if len(piece) > 1 and all(STROKES.fullmatch(text) for text in candidates):
        return "I" * len(piece)  # "Ill", "lll", "I|": where no model sees a word, it is a Roman number
    if not DASHES.isdisjoint(candidates):
        return "–"
    return max(candidates, key=lambda text: (candidates[text], text == piece))


def _dashes(string: str) -> str:
    """No model writes –: they read it as - or —. A page with dashes has no hyphens between blanks."""
    if not re.search(r"\s–\s", string):
        return string
    return re.sub(r"(?<=\S) -(?= \S|\n)", " –", string)


def _aligned(pieces: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, str]]:
    """What the other reading has at each stretch of pieces; equal stretches piece by piece."""
    found: list[tuple[int, int, str]] = []
    folded = [_fold(piece) for piece in pieces]
    for tag, a, b, c, d in SequenceMatcher(
        None, folded, [_fold(piece) for piece in other], autojunk=False
    ).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            found.extend((a + step, a + step + 1, other[c + step]) for step in range(b - a))
        elif tag != "insert":
            found.append((a, b, "".join(other[c:d])))
    return found


def _fold(piece: str) -> str:
    return " " if piece.isspace() else piece


def _vote(
    votes: list[dict[str, float]],
    pieces: Sequence[str],
    start: int,
    end: int,
    text: str,
    model: str,
    lexicon: Lexicon,
    sure: Mapping[str, float],
) -> None:
    piece = pieces[start]
    if end - start != 1 or piece.isspace():
        return  # the readings disagree on where words begin; the base decides
    if text.isspace() or not text:
        return
    weight = TRUST.get(model, 0.5) * sure.get(text, 1.0)
    if not text.strip("§"):
        weight += PARAGRAPH_SIGN  # no model invents a section sign, and the German one never writes it
    elif text[0].isalpha() and (lexicon.knows(_begun(pieces, start) + text) or has_umlaut(text)):
        weight += KNOWN
    votes[start][text] = votes[start].get(text, 0.0) + weight


def _begun(pieces: Sequence[str], at: int) -> str:
    """The first part of a word that was broken at a line end, if this piece is the second: "ein-/zelne"."""
    if (
        at > 2
        and "\n" in pieces[at - 1]
        and pieces[at - 1].isspace()
        and pieces[at - 2] == "-"
        and pieces[at][0].islower()
    ):
        return pieces[at - 3]
    return ""
