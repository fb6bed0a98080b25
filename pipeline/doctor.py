"""What is installed, what is missing and the command that installs it, which model is in use, and whether a store is sound."""

from __future__ import annotations

import importlib.util
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import __version__, paths
from .errors import AktenlageError

# Language data of Tesseract: German, and the recognition of turned pages.
LANGUAGES = {"deu": "tesseract-ocr-deu", "osd": "tesseract-ocr-osd"}

# Libraries for things not everybody needs: module, what for, extra.
OPTIONAL = (
    ("pyarrow", "export parquet", "parquet"),
    ("distributed", "ingest --scheduler", "cluster"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `ok` is None where its absence is no fault; `command` puts it right."""

    what: str
    ok: bool | None
    found: str
    command: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(store: Path) -> list[Check]:
    return [*_programs(), *_libraries(), *_models(), *_store(store)]


def _programs() -> Iterator[Check]:
    yield Check("aktenlage", True, __version__)
    right = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Check("Python", right, platform.python_version(), "" if right else "install Python 3.11 to 3.13")
    tesseract = shutil.which("tesseract")
    if not tesseract:
        command = "apt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-osd"
        yield Check("Tesseract", False, "not installed; scans cannot be read", command)
        return
    yield Check("Tesseract", True, _first_line([tesseract, "--version"]))
    there = set(_lines([tesseract, "--list-langs"]))
    for language, package in LANGUAGES.items():
        has = language in there
        yield Check(
            f"Tesseract {language}", has, "installed" if has else "missing", "" if has else f"apt-get install {package}"
        )


def _lines(command: list[str]) -> list[str]:
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return (run.stdout + run.stderr).splitlines()


def _first_line(command: list[str]) -> str:
    return next(iter(_lines(command)), "does not answer")


def _libraries() -> Iterator[Check]:
    for module, purpose, extra in OPTIONAL:
        has = importlib.util.find_spec(module) is not None
        command = "" if has else f"pip install 'aktenlage[{extra}]'"
        yield Check(module, True if has else None, "installed" if has else f"missing; only for {purpose}", command)


def _models() -> Iterator[Check]:
    folder = paths.models()
    there = (folder / "MANIFEST.toml").exists()
    yield Check("models", there, str(folder) if there else "missing", "" if there else "make models")
    from .entities.language_model import model_in_use

    try:
        yield Check("language model", True, str(model_in_use()))
    except AktenlageError as error:
        yield Check("language model", False, error.message, error.help)


def _store(path: Path) -> Iterator[Check]:
    from .store import archive, health

    if not path.exists():
        yield Check("store", None, f"{path}: not there yet", "aktenlage build")
        return
    try:
        with archive.open_store(path) as store:
            for what, fault, command in health.examine(store):
                yield Check(f"store: {what}", not fault, fault or "sound", command if fault else "")
            row = store.rows(
                """SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM claims) AS claims,
                   (SELECT count(*) FROM facts) AS facts, (SELECT count(*) FROM conflicts) AS conflicts,
                   (SELECT count(*) FROM quarantine) AS quarantine"""
            )[0]
            yield Check("store: holds", True, json.dumps(row)[1:-1].replace('"', ""))
    except AktenlageError as error:
        yield Check("store", False, str(error), error.help)
