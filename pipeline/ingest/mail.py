"""E-mails with their attachments, and zip archives: files that carry files."""

from __future__ import annotations

import email
import email.policy
import email.utils
import io
import re
import zipfile
from datetime import date
from email.header import Header
from email.message import EmailMessage, Message
from pathlib import PurePosixPath

from ..document import Block, Metadata, Page
from ..errors import DamagedFile, EmptyFile, LockedFile, TooLarge
from ..text import Span
from .options import Limits
from .plain import decode

Inside = tuple[tuple[str, bytes], ...]

STYLES = frozenset({"text/css", "text/javascript", "application/javascript"})
RATIO = 200
"""How many times its packed size an archive may unpack to; text reaches 20, a bomb 1,000 and more."""


def read_mail(
    data: bytes, name: str, limits: Limits
) -> tuple[str, tuple[Page, ...], tuple[Block, ...], Metadata, Inside]:
    """Subject and text of a mail as its raw text, and what is attached."""
    try:
        message = email.message_from_bytes(_with_plain_head(data), policy=email.policy.default)
        subject = str(message.get("Subject", "") or "").strip()
        sender = str(message.get("From", "") or "").strip() or None
        when = _date(str(message.get("Date", "") or ""))
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        raise DamagedFile(f"Die E-Mail ist beschädigt: {error}", source=name, help="neu speichern") from error
    assert isinstance(message, EmailMessage)
    body, html_body = _body(message)
    inside: list[tuple[str, bytes]] = []
    if not body.strip() and html_body:
        inside.append(("Nachricht.html", html_body))
    for number, part in enumerate(message.iter_attachments(), 1):
        if number > limits.entries:
            raise TooLarge(f"Die E-Mail hat mehr als {limits.entries} Anlagen", source=name, help="aufteilen")
        attached = _attachment(part, number)
        if attached is not None:
            inside.append(attached)
    string = f"{subject}\n\n{body.strip()}".strip() if subject else body.strip()
    if not string and not inside:
        raise EmptyFile("Die E-Mail enthält keinen Text", source=name)
    blocks = (Block("title", Span(0, len(subject))),) if subject and string.startswith(subject) else ()
    page = Page(None, Span(0, len(string)), status="ok" if string else "empty", why=f"E-Mail, {len(inside)} Anlagen")
    return string, (page,), blocks, Metadata(title=subject or None, published=when, author=sender), tuple(inside)


def _with_plain_head(data: bytes) -> bytes:
    """The mail with the raw umlauts of its head written as the standard wants them; old programs put them in as they
    were, and Python's mail library gives them up."""
    head, *rest = re.split(rb"(\r?\n\r?\n)", data, maxsplit=1)
    if head.isascii():
        return data
    string = "\n".join(map(_in_ascii, decode(head)[0].split("\n")))
    return b"".join((string.encode("ascii", "replace"), *rest))


def _in_ascii(line: str) -> str:
    """A line of a head with each run of words that are not ASCII in the standard's own code."""
    if line.isascii():
        return line
    parts: list[str] = []
    run: list[str] = []
    for part in [*re.split(r"([ \t]+|[<>\r:])", line), ""]:
        if not part.isascii() or (run and part and not part.strip(" \t")):
            run.append(part)
            continue
        if run:
            blanks = run.pop() if not run[-1].strip() else ""
            parts.append(Header("".join(run), "utf-8", maxlinelen=0).encode() + blanks)
            run = []
        parts.append(part)
    return "".join(parts)


def page_in(data: bytes, name: str) -> bytes:
    """The web page in a file that holds it with its pictures and styles, as UTF-8 with its mark."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return b"\xef\xbb\xbf" + _string(part).encode("utf-8", "replace")
    raise DamagedFile("In der gespeicherten Seite steckt keine Seite", source=name, help="neu speichern, als HTML")


def _body(message: EmailMessage) -> tuple[str, bytes]:
    """The plain text, and the HTML for mails that have nothing else."""
    plain = message.get_body(preferencelist=("plain",))
    html = message.get_body(preferencelist=("html",))
    return _string(plain) if plain is not None else "", _bytes(html) if html is not None else b""


def _string(part: Message) -> str:
    data = _bytes(part)
    charset = part.get_content_charset()
    if charset:
        try:
            return data.decode("cp1252" if charset in ("iso-8859-1", "us-ascii") and not data.isascii() else charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)[0]


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment(part: Message, number: int) -> tuple[str, bytes] | None:
    name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name or f"Anlage-{number}"
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            return (name if "." in name else f"{name}.eml", inner[0].as_bytes())
        return None
    data = _bytes(part)
    shown = part.get_content_disposition() == "inline" or (part.get_filename() is None and "Content-ID" in part)
    inline_picture = part.get_content_maintype() == "image" and shown
    if not data or (inline_picture and len(data) < 30_000) or part.get_content_type() in STYLES:
        return None  # a logo in a signature, the looks of a page
    return name, data


def _date(value: str) -> date | None:
    try:
        return email.utils.parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError):
        return None


def read_zip(
    data: bytes, name: str, limits: Limits
) -> tuple[str, tuple[Page, ...], tuple[Block, ...], Metadata, Inside]:
    """The list of its files as text, and the files. Sizes are checked in the directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(info.filename)]
            total = sum(info.file_size for info in infos)
            if len(infos) > limits.entries:
                raise TooLarge(f"Das Archiv hat {len(infos)} Dateien", source=name, help="von Hand entpacken")
            if total > limits.unpacked or total > RATIO * max(len(data), 1_000_000):
                raise TooLarge(f"Das Archiv würde auf {total} Bytes wachsen", source=name, help="Archiv prüfen")
            if any(info.flag_bits & 1 for info in infos):
                raise LockedFile("Das Archiv braucht ein Kennwort", source=name, help="von Hand entpacken")
            inside: list[tuple[str, bytes]] = []
            for info in infos:
                with archive.open(info) as entry:
                    content = entry.read(info.file_size + 1)
                if len(content) > info.file_size:
                    raise TooLarge("Das Archiv ist größer, als es angibt", source=name, help="Archiv prüfen")
                inside.append((_safe(_name_of(info)), content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise DamagedFile(f"Das Archiv ist beschädigt: {error}", source=name, help="neu anfordern") from error
    if not inside:
        raise EmptyFile("Das Archiv ist leer", source=name)
    string = "\n".join(entry for entry, _ in inside)
    page = Page(None, Span(0, len(string)), why=f"Archiv mit {len(inside)} Dateien")
    return string, (page,), (Block("furniture", Span(0, len(string))),), Metadata(), tuple(inside)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it: Python takes every name without a mark for UTF-8 as one of old DOS, but Windows
    wrote its own code page, and Unix UTF-8."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return decode(info.filename.encode("cp437"))[0]
    except UnicodeEncodeError:  # a name from the field for Unicode
        return info.filename


def _safe(name: str) -> str:
    """A name for showing; nothing is ever written under it."""
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _is_litter(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or last.startswith("._") or last in ("Thumbs.db", ".DS_Store", "desktop.ini")
