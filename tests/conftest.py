"""What all tests share: where the measuring data lies, and how golden files are rewritten on purpose."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CASES = ROOT / "tests" / "cases"


def cases(name: str) -> Iterator[Any]:
    """The cases of tests/cases/NAME.jsonl as pytest parameters; a known failure is a strict expected failure."""
    path = CASES / f"{name}.jsonl"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        case = json.loads(line)
        marks = [pytest.mark.xfail(strict=True, reason=case["label"])] if case.get("kind") == "known_failure" else []
        yield pytest.param(case, id=f"{number}-{case['label']}"[:80], marks=marks)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring data beside the checkout; a test that needs it is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the measuring data (shared/ beside the checkout) is not here")
    return SHARED


@pytest.fixture(scope="session")
def known() -> Any:
    from pipeline.knowledge import load_knowledge

    return load_knowledge()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write golden files anew instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shutil.which("tesseract"):
        return
    for item in items:
        if "ocr" in item.keywords:
            item.add_marker(
                pytest.mark.skip(reason="Tesseract is not installed: apt-get install tesseract-ocr tesseract-ocr-deu")
            )
