"""The door: a file or its bytes in, Documents out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..document import Block, Document, Metadata, Page
from ..errors import AktenlageError, EmptyFile, TooLarge, UnknownFormat, UnreadableFile
from ..text import Text
from . import kinds
from .options import ReadOptions
from .paged import read_flow, read_image_file, read_pdf
from .plain import read_plain
from .tongue import languages_of


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in a file: raw text, pages, blocks it is sure of, metadata, and files inside it."""

    string: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    inside: tuple[tuple[str, bytes], ...] = ()


Reader = Callable[[bytes, str, str, ReadOptions], Content]


def _plain(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
    return Content(*read_plain(data, name))


def _pdf(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
    return Content(*read_pdf(data, name, options))


def _image(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
    return Content(*read_image_file(data, name, kind, options))


def _flow(task: str) -> Reader:
    def reader(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
        return Content(*read_flow(task, data, options))

    return reader


def _mail(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
    # Python's mail library is a quarter of what starting costs, and most files are no mails.
    from .mail import read_mail

    return Content(*read_mail(data, name, options.limits))


def _saved_page(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
    from .mail import page_in

    return Content(*read_flow("html", page_in(data, name), options))


def _zip(data: bytes, name: str, kind: str, options: ReadOptions) -> Content:
    from .mail import read_zip

    return Content(*read_zip(data, name, options.limits))


READERS: dict[str, Reader] = {
    kinds.TEXT: _plain,
    kinds.MARKDOWN: _plain,
    kinds.PDF: _pdf,
    kinds.HTML: _flow("html"),
    kinds.DOCX: _flow("docx"),
    kinds.ODT: _flow("odt"),
    kinds.RTF: _flow("rtf"),
    kinds.MAIL: _mail,
    kinds.SAVED_PAGE: _saved_page,
    kinds.ZIP: _zip,
}
"""Media type to reader; images of every kind share one."""


def read(path: Path, *, source: str | None = None, options: ReadOptions = ReadOptions()) -> tuple[Document, ...]:  # noqa: B008
    """The document in a file, then the attachments it carries. `source` is the name to show, by default the path."""
    shown = source or str(path)
    try:
        if not path.is_file():
            what = "ein Ordner" if path.is_dir() else "keine gewöhnliche Datei" if path.exists() else "nicht vorhanden"
            raise UnreadableFile(f"Die Datei ist {what}", source=shown)
        if path.stat().st_size > options.limits.file_size:
            raise TooLarge(
                f"Die Datei hat {path.stat().st_size:,} Bytes".replace(",", "."), source=shown, help="aufteilen"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"Die Datei lässt sich nicht lesen: {error.strerror or error}",
            source=shown,
            help="Rechte und Datenträger prüfen",
        ) from error
    return read_bytes(data, shown, options)


def read_bytes(data: bytes, name: str, options: ReadOptions = ReadOptions()) -> tuple[Document, ...]:  # noqa: B008
    """The document in these bytes, then its attachments. Every failure is an AktenlageError that names the file."""
    return _read(data, name, options, None, 0)


def _read(data: bytes, name: str, options: ReadOptions, parent: str | None, depth: int) -> tuple[Document, ...]:
    try:
        if len(data) > options.limits.file_size:
            raise TooLarge(f"Die Datei hat {len(data)} Bytes", help="aufteilen")
        kind = kinds.tell_kind(data, name)
        reader = READERS.get(kind) or (_image if kind.startswith("image/") else None)
        if reader is None:
            raise UnknownFormat(f"Für {kind} gibt es keinen Leser", help="als PDF oder Text speichern")
        content = reader(data, name, kind, options)
    except AktenlageError as error:
        error.source = error.source or name
        raise
    if (
        not content.string.strip()
        and not content.inside
        and not any(page.status in ("empty", "partial") for page in content.pages)
    ):
        raise EmptyFile("Die Datei enthält keinen Text", source=name)
    language, foreign = languages_of(content.string)
    document = Document(
        id=hashlib.sha256(data).hexdigest(),
        source=name,
        media_type=kind,
        text=Text(content.string),
        pages=content.pages,
        blocks=content.blocks,
        metadata=content.metadata,
        language=language,
        foreign=foreign,
        parent=parent,
        size=len(data),
    )
    found, lost = _inside(content, document, options, depth)
    if lost:
        first, *rest = document.pages
        why = f"{first.why}; nicht gelesen: {'; '.join(lost)}"[:2000]
        document = replace(document, pages=(replace(first, status="partial", why=why), *rest))
    return (document, *found)


def _inside(
    content: Content, document: Document, options: ReadOptions, depth: int
) -> tuple[tuple[Document, ...], list[str]]:
    """The files inside a mail or archive, and which could not be read and why: one does not take the others with it."""
    found: list[Document] = []
    lost: list[str] = []
    for name, data in content.inside:
        if depth + 1 > options.limits.depth:
            lost.append(f"{name} (zu tief verschachtelt)")
            continue
        try:
            found.extend(_read(data, f"{document.source}/{name}", options, document.id, depth + 1))
        except AktenlageError as error:
            lost.append(f"{name} ({error.message})")
    return tuple(found), lost
