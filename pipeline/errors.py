"""Every way a run can fail, in words for the person who meets it.

Each error says what happened and to which file, and what to do next; its `code` goes into the quarantine. Catch only
what you can say something about; one bad file never stops a build.
"""

from __future__ import annotations


class AktenlageError(Exception):
    """Something asked for could not be done. `code` is short and stable, `help` says what to do next."""

    code = "failed"

    def __init__(self, message: str, *, source: str = "", help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.help = help

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        then = f" ({self.help})" if self.help else ""
        return f"{where}{self.message}{then}"


class UnreadableFile(AktenlageError):
    """The file cannot be opened or read at all."""

    code = "unreadable"


class EmptyFile(AktenlageError):
    """The file holds nothing, or nothing that is text."""

    code = "empty"


class UnknownFormat(AktenlageError):
    """Nobody here can read this kind of file."""

    code = "unknown_format"


class DamagedFile(AktenlageError):
    """The file claims to be of a kind, but its inside is broken."""

    code = "damaged"


class LockedFile(AktenlageError):
    """The file needs a password."""

    code = "password"


class TooLarge(AktenlageError):
    """Reading the file would take more memory, time or space than is allowed."""

    code = "too_large"


class OcrFailed(AktenlageError):
    """A page image could not be read."""

    code = "ocr_failed"


class MissingTool(AktenlageError):
    """A program this needs is not installed."""

    code = "missing_tool"


class KnowledgeError(AktenlageError):
    """A row or block of our knowledge files is wrong; says file and line."""

    code = "knowledge"


class StoreError(AktenlageError):
    """The store cannot be opened, is newer than this program, or does not hold what was asked for."""

    code = "store"


class NotFound(StoreError):
    """What was asked for is not in the store; names what would have been found."""

    code = "not_found"
