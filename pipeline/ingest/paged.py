"""PDFs and images from the outside: asks the worker page by page and puts the answers together."""

from __future__ import annotations

import re
from array import array
from base64 import b64decode
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ..document import WORD_NUMBERS, Block, Metadata, Page, Words
from ..errors import AktenlageError, DamagedFile, EmptyFile, LockedFile, MissingTool, OcrFailed, TooLarge, UnknownFormat
from ..text import Span
from .guard import WorkerDied, ask
from .options import ReadOptions
from .triage import quality

ERRORS: dict[str, type[AktenlageError]] = {
    error.code: error for error in (DamagedFile, EmptyFile, LockedFile, MissingTool, OcrFailed, TooLarge, UnknownFormat)
}

PAGE_BREAK = "\n\f"

MENDED = "Datei war beschädigt und wurde wiederhergestellt"

DEATHS = 3
"""After so many pages that killed the worker the file is given up: one is bad luck, three are a file made to harm."""


def read_pdf(data: bytes, name: str, options: ReadOptions) -> tuple[str, tuple[Page, ...], tuple[Block, ...], Metadata]:
    """Raw text, pages and what the PDF says about itself."""
    argument = {"page_seconds": options.limits.page_seconds}
    answers, first = _ask_all("pdf", data, options, argument)
    if options.ocr == "auto":
        answers = [settle(_doubted(answer, data, options, argument), options) for answer in answers]
    _refuse_if_nothing(answers)
    string, pages = join_pages(answers)
    title = (first.get("title") or "").strip() or None
    return string, pages, (), Metadata(title=title, published=_pdf_date(first.get("created")))


def read_image_file(data: bytes, name: str, kind: str, options: ReadOptions) -> tuple[str, tuple[Page, ...]]:
    """Raw text and pages of a scan."""
    argument = {"page_seconds": options.limits.page_seconds, "media_type": kind}
    answers, _ = _ask_all("image", data, options, argument)
    _refuse_if_nothing(answers)
    return join_pages(answers)


def read_flow(
    task: str, data: bytes, options: ReadOptions
) -> tuple[str, tuple[Page, ...], tuple[Block, ...], Metadata]:
    """Files without pages (web pages, word processors): raw text, blocks their markup tells, metadata."""
    argument = {"page_seconds": max(options.limits.page_seconds, 60.0)}
    try:
        answer = next(iter(list(_answers(task, argument, data, options))))
    except WorkerDied as died:
        raise TooLarge(f"Das Lesen wurde abgebrochen: {died.why}", help="Datei prüfen") from died
    string: str = answer["text"]
    page = Page(None, Span(0, len(string)), status=answer["status"], why=answer["why"])
    blocks = tuple(Block(kind, Span(start, end)) for kind, start, end in answer["blocks"])
    when = date.fromisoformat(answer["date"]) if re.fullmatch(r"\d{4}-\d\d-\d\d", answer["date"] or "") else None
    about = Metadata(answer["title"], when, answer["site"], answer["address"], answer["author"])
    return string, (page,), blocks, about


def _ask_all(
    task: str, data: bytes, options: ReadOptions, argument: dict[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Every page's answer, in order, and what was said about the file; pages that killed the worker are marked."""
    argument = {**argument, **_arguments(options), "first": 0}
    about: dict[str, Any] = {}
    pages: list[dict[str, Any]] = []
    deaths = 0
    while True:
        try:
            for answer in _answers(task, argument, data, options):
                if "count" in answer:
                    about = answer
                else:
                    pages.append(answer)
            break
        except WorkerDied as died:
            deaths += 1
            if "count" not in about or deaths >= DEATHS:
                if not any(page["text"].strip() for page in pages):
                    raise TooLarge(f"Das Lesen wurde abgebrochen: {died.why}", help="Datei prüfen") from died
                pages.extend(_lost(number, died.why) for number in range(len(pages) + 1, about["count"] + 1))
                break
            pages.append(_lost(len(pages) + 1, died.why))
            argument = {**argument, "first": len(pages)}
            if len(pages) >= about["count"]:
                break
    if len(pages) != about.get("count"):
        raise DamagedFile(f"{len(pages)} von {about.get('count')} Seiten gelesen", help="neu anfordern")
    return pages, about


def _arguments(options: ReadOptions) -> dict[str, Any]:
    limits = options.limits
    return {
        "ocr": options.ocr,
        "languages": options.languages,
        "cache": str(options.cache.resolve()) if options.cache else None,
        "pages": limits.pages,
        "pixels": limits.pixels,
        "ocr_seconds": limits.ocr_seconds,
    }


DOUBTFUL = 0.92
"""Share of known words below which a layer over a scan is held against a new reading. Of 112 clean pages one lies below
(0.88, a table of names), the others at 0.93 to 1.00; pages read with an English model at 0.88 to 0.91."""

WORTH_WEIGHING = 120
"""Characters; a few words say nothing about a layer."""


def _doubted(answer: dict[str, Any], data: bytes, options: ReadOptions, argument: dict[str, Any]) -> dict[str, Any]:
    """The page read anew to compete with its layer, where many of the layer's words are none and a scan lies below."""
    text: str = answer["text"]
    if options.weigh is None or answer["method"] != "layer" or answer["status"] != "ok" or len(text) < WORTH_WEIGHING:
        return answer
    share = options.weigh(text, False)
    if share >= DOUBTFUL:
        return answer
    first = answer["number"] - 1
    again = {**argument, **_arguments(options), "ocr": "compete", "first": first, "last": first + 1}
    try:
        found = [other for other in _answers("pdf", again, data, options) if "count" not in other]
    except (WorkerDied, AktenlageError):
        return answer
    return found[0] if found and "rival" in found[0] else answer


EQUAL = 0.01
"""Scores so close are equal; then the text that needs less repair wins, because every repair is a guess."""


def settle(answer: dict[str, Any], options: ReadOptions) -> dict[str, Any]:
    """Of a page's layer and its new reading the better one: the layer as good as repair can make it."""
    rival = answer.pop("rival", None)
    if rival is None:
        return answer
    if options.weigh is not None:
        old, new = options.weigh(rival["text"], True), options.weigh(answer["text"], True)
        layer = old >= new
        if abs(old - new) < EQUAL:
            layer = options.weigh(rival["text"], False) >= options.weigh(answer["text"], False)
    else:
        old, new = quality(rival["text"]), quality(answer["text"])
        layer = old >= new
    if layer:
        why = f"ausgebesserte Textschicht {old:.2f} schlägt neue Lesung {new:.2f}; {answer['why']}"
        return {**answer, **rival, "why": why}
    return {**answer, "why": f"neue Lesung {new:.2f} schlägt ausgebesserte Textschicht {old:.2f}; {answer['why']}"}


def _answers(task: str, argument: dict[str, Any], data: bytes, options: ReadOptions) -> Iterator[dict[str, Any]]:
    limits = options.limits
    # The longest a page may take: its layer, and Tesseract up to five times (as it is, turned, level, filtered).
    patience = 2 * limits.page_seconds + (5 * limits.ocr_seconds if options.ocr != "never" else 0)
    for answer in ask(task, argument, data, patience=patience, memory=limits.memory):
        if "error" in answer:
            error = ERRORS.get(answer["error"], DamagedFile)
            raise error(answer["message"][:1].upper() + answer["message"][1:], help=answer["help"])
        yield answer


def _lost(number: int, why: str) -> dict[str, Any]:
    return {
        "number": number, "text": "", "words": "", "method": "layer", "status": "failed",
        "why": f"Das Lesen der Seite wurde abgebrochen: {why}",
    }  # fmt: skip


def _refuse_if_nothing(pages: list[dict[str, Any]]) -> None:
    """Blank pages make an empty document, which is kept; pages that all failed make an error, and so do blank pages of
    a file that had to be mended: what stood on them is lost."""
    if pages and all(page["status"] == "empty" and MENDED in page["why"] for page in pages):
        raise DamagedFile("Die PDF-Datei ist beschädigt, und keine Seite zeigt Text", help="neu anfordern")
    if any(page["status"] in ("ok", "partial", "empty") for page in pages):
        return
    why = pages[0]["why"] if pages else "keine Seiten"
    kind = (
        TooLarge
        if any(word in why for word in ("groß", "Bildpunkte", "Speicher", "Rechenzeit", "Zeit ist"))
        else DamagedFile
    )
    raise kind(f"Keine Seite lässt sich lesen: {why}", help="Datei prüfen oder neu anfordern")


def _pdf_date(value: str | None) -> date | None:
    """D:20170223... as a date; anything else is none."""
    digits = "".join(char for char in (value or "")[:16] if char.isdigit())[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def join_pages(answers: Sequence[dict[str, Any]]) -> tuple[str, tuple[Page, ...]]:
    """The raw text of all pages, one form feed between two, and the pages with their words placed in it."""
    parts: list[str] = []
    pages: list[Page] = []
    at = 0
    for index, answer in enumerate(answers):
        string: str = answer["text"]
        last = index + 1 == len(answers)
        size = len(string) + (0 if last else len(PAGE_BREAK))
        pages.append(
            Page(
                answer["number"],
                Span(at, at + size),
                answer.get("width"),
                answer.get("height"),
                answer["method"],
                answer["status"],
                answer["why"],
                Words(_numbers(answer["words"]), at),
            )
        )
        parts.append(string if last else string + PAGE_BREAK)
        at += size
    return "".join(parts), tuple(pages)


def _numbers(packed: str) -> array[float]:
    """The numbers of words as the worker packed them; ValueError if they are not whole words."""
    numbers = array("d", b64decode(packed))
    if len(numbers) % WORD_NUMBERS:
        raise ValueError("the numbers of a word are missing")
    return numbers
