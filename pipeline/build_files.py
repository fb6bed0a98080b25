"""Which files a corpus consists of, and what tells that one of them has to be worked on (again)."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import paths
from .errors import UnreadableFile
from .facts import stable_id

# Lie in a corpus, but say something about it and are no documents.
NOT_DOCUMENTS = frozenset({"sources.csv", "judgements.jsonl"})

# What editors, browsers and office programs leave behind while a file is open or on its way.
TEMPORARY = (".tmp", ".part", ".crdownload", ".swp", ".lock")

# Folders below pipeline/ that do not change what is read out of a document.
FACES = frozenset({"cli", "web", "export"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: where it lies, and the name it goes by in the store (below the corpus, on every machine alike)."""

    path: Path
    name: str

    def check(self) -> None:
        """Raise UnreadableFile for what must not even be opened: reading a pipe would wait for ever."""
        try:
            mode = self.path.lstat().st_mode
        except OSError as error:
            raise UnreadableFile(
                f"Die Datei lässt sich nicht öffnen: {error.strerror}",
                source=self.name,
                help="Rechte und Datenträger prüfen",
            ) from error
        if stat.S_ISLNK(mode):
            raise UnreadableFile(
                "Die Datei ist eine Verknüpfung, und Verknüpfungen werden nicht verfolgt",
                source=self.name,
                help="die Datei selbst hierher legen",
            )
        if not stat.S_ISREG(mode):
            raise UnreadableFile("Das ist keine gewöhnliche Datei", source=self.name, help="aus dem Ordner nehmen")


def sources_of(corpus: Path) -> list[Source]:
    """The documents of a corpus: below CORPUS/sources where that folder exists, else below CORPUS."""
    inner = corpus / "sources"
    root = inner if inner.is_dir() else corpus
    if not root.is_dir():
        raise UnreadableFile("there is no such folder", source=str(corpus), help="name the folder with the documents")
    return sorted((Source(path, shown(path.relative_to(root))) for path in below(root)), key=lambda source: source.name)


def sources_at(given: Iterable[Path], *, leave_out: Iterable[Path] = ()) -> list[Source]:
    """The files that were named, and those below the folders that were; `leave_out` are folders of our own."""
    found: dict[str, Source] = {}
    own = [folder.resolve() for folder in leave_out]
    for path in given:
        inside = below(path) if path.is_dir() else [path]
        for file in inside:
            if not any(file.resolve().is_relative_to(folder) for folder in own):
                found.setdefault(shown(file), Source(file, shown(file)))
    return [found[name] for name in sorted(found)]


def shown(path: Path) -> str:
    """A path as text, also when the file name is no valid UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def below(root: Path) -> Iterator[Path]:
    """Every document below a folder; hidden and temporary files and descriptions beside a document are none."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        stems = {Path(name).stem for name in names if not name.endswith(".json")}
        for name in sorted(names):
            if name.startswith((".", "~$")) or name.endswith(("~", *TEMPORARY)) or name in NOT_DOCUMENTS:
                continue
            if name.endswith(".json") and Path(name).stem in stems:
                continue
            yield Path(folder, name)


def work_of(source: Source, ocr: str) -> str:
    """What a reading depends on besides the content of the file; when it changes, the file is read anew."""
    return stable_id(program(), ocr, Path(source.name).name)


@cache
def program() -> str:
    """A hash of everything that decides what is read out of a file: code, knowledge and models."""
    digest = hashlib.sha256()
    for path in sorted(paths.HERE.rglob("*")):
        inside = path.relative_to(paths.HERE)
        if path.is_file() and inside.parts[0] not in FACES | {"_models"} and path.suffix != ".pyc":
            digest.update(inside.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    models = paths.models()
    manifest = models / "MANIFEST.toml"
    if manifest.exists():  # names the hash of each model, so the models themselves need not be read
        digest.update(manifest.read_bytes())
    for path in sorted(models.rglob("*")):
        if path.is_file() and "recipe" not in path.parts:
            digest.update(f"{path.relative_to(models).as_posix()} {path.stat().st_size}\n".encode())
    return digest.hexdigest()[:16]
