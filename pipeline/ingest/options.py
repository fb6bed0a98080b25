"""How files are read: options a user sets, and limits that keep one file from harming a build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Weigh = Callable[[str, bool], float]
"""How good the text of a page is, from 0 to 1; the second argument asks to repair it first, as far as that goes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. Sizes in bytes, times in seconds."""

    file_size: int = 500_000_000
    """No release is larger; Kreuzberg draws the line for archives at the same size."""

    pages: int = 5_000
    """More pages than any volume an archive binds; a 495 kB file can claim 50,000."""

    pixels: int = 80_000_000
    """Pixels of one page image: A3 at 600 dpi is 70 million. Checked before anything is decoded or drawn."""

    memory: int = 2 << 30
    """Address space of a worker."""

    page_seconds: float = 20.0
    """Processor time for the text layer of one page; ordinary pages take 5 ms."""

    ocr_seconds: float = 120.0
    """Time for one run of Tesseract on one page; ordinary pages take 2 s, a page of pure noise 4.5 s."""

    entries: int = 1_000
    """Files in one archive or mail."""

    depth: int = 3
    """Archives and mails inside one another."""

    unpacked: int = 500_000_000
    """Bytes of all files of an archive together, read from its directory before anything is unpacked."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. `ocr`: "auto" decides by page, "never" takes what text there is, "force" reads every page image anew.

    `cache` is a folder for readings by Tesseract, kept by the hash of image, engine, model and settings; None keeps
    none. `languages` are Tesseract's names of languages ("deu", "deu+eng"). `weigh` judges texts with more knowledge than
    reading itself has (a lexicon, the repairer): it finds doubtful layers, and decides between a layer and a new reading.
    """

    ocr: str = "auto"
    cache: Path | None = None
    languages: str = "deu"
    limits: Limits = field(default_factory=Limits)
    weigh: Weigh | None = None

    def __post_init__(self) -> None:
        if self.ocr not in ("auto", "never", "force"):
            raise ValueError(f"ocr is auto, never or force, not {self.ocr!r}")
