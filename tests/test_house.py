"""The walls of the house: who may import whom, and behind which door each foreign library stands.

Everything is read from the source with `ast`, late imports inside functions included, so a wall cannot be climbed by
importing quietly. Each rule is also run on a tiny made-up house that breaks it, to prove that it can fail.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

GROUND = ("text", "values", "document", "facts", "errors", "paths")
STAGES = ("ingest", "normalise", "repair", "entities", "claims", "reconcile", "store")

# Room -> the rooms it may use besides itself. The ground knows only the ground; stages stand side by side; `build` alone
# knows their order and never the faces above it.
MAY_USE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(GROUND, GROUND),
    "knowledge": GROUND,
    **dict.fromkeys(STAGES, (*GROUND, "knowledge")),
    "export": (*GROUND, "knowledge", "store", "ingest"),
    "build": (*GROUND, "knowledge", *STAGES, "export"),
    "evaluate": (*GROUND, "knowledge", *STAGES, "export", "build"),
    "doctor": (*GROUND, "knowledge", *STAGES),
    "web": (*GROUND, "knowledge", *STAGES, "export", "build"),
    "cli": (*GROUND, "knowledge", *STAGES, "export", "build", "evaluate", "doctor", "web"),
}

# Foreign library -> the modules that are its door; "ingest.pdf*" means every module whose name begins so. Its types do
# not leave the room, so that replacing it means rewriting that room only.
DOORS: dict[str, tuple[str, ...]] = {
    "babel": ("entities", "export", "web"),
    "charset_normalizer": ("ingest",),
    "click": ("cli*",),
    "datasette": ("web",),
    "dateparser": ("entities.dates*",),
    "distributed": ("build*",),
    "docx": ("ingest",),
    "ftfy": ("normalise",),
    "htmldate": ("ingest",),
    "jinja2": ("export", "web"),
    "lingua": ("ingest",),
    "lxml": ("ingest",),
    "markupsafe": ("export", "web"),
    "numpy": ("ingest", "knowledge.lexicon", "repair", "entities"),
    "ocrmypdf": ("ingest.ocr*",),
    "pdfplumber": ("ingest.pdf*", "ingest.tables*"),
    "pikepdf": ("ingest.pdf*", "ingest.ocr*", "export"),
    "pillow_heif": ("ingest.images",),
    "PIL": ("ingest", "export", "web"),
    "pyarrow": ("export",),
    "pypdfium2": ("ingest.pdf*", "ingest.ocr*", "web"),
    "rapidfuzz": ("entities", "reconcile", "store"),
    "rich": ("cli*",),
    "spacy": ("entities",),
    "thinc": ("entities.folded_words",),
    "sqlite3": ("store", "web"),  # standard library, but the store's own door all the same
    "sqlite_utils": ("store",),
    "striprtf": ("ingest",),
    "tesserocr": ("ingest.ocr*",),
    "text_to_num": ("entities", "knowledge"),
    "trafilatura": ("ingest",),
    "uvicorn": ("web",),
    "watchfiles": ("ingest", "cli*"),
}

# What `import pipeline.cli` must not load: `aktenlage --help` answers at once on an old office machine.
HEAVY = frozenset(DOORS) - {"click", "rich", "sqlite3"} | {"pdfminer", "thinc"}

LONGEST = 400  # lines; a module above this asks for a wall


@dataclass(frozen=True)
class Import:
    """One import: by whom, of what (full dotted name), on which line, and whether it runs when the module is loaded."""

    by: str
    of: str
    line: int
    at_load: bool

    def __str__(self) -> str:
        return f"{self.by}:{self.line} imports {self.of}"


def modules(folder: Path) -> dict[str, Path]:
    """Dotted name -> file of every module below a package folder, the package's own name in front."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(folder: Path) -> Iterator[Import]:
    """Every import below a package folder; `from . import x` is resolved to the module x where there is one."""
    house = modules(folder)
    for name, path in house.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for node, at_load in _statements(ast.parse(path.read_text("utf-8"), str(path)), True):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(name, alias.name, node.lineno, at_load)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    above = package.split(".")[: len(package.split(".")) - node.level + 1]
                    base = ".".join([*above, *([node.module] if node.module else [])])
                for alias in node.names:
                    inner = f"{base}.{alias.name}"
                    is_module = any(module == inner or module.startswith(f"{inner}.") for module in house)
                    yield Import(name, inner if is_module else base, node.lineno, at_load)


def _statements(node: ast.AST, at_load: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        late = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        yield child, at_load
        yield from _statements(child, at_load and not late and not typing_only)


def climbed_walls(folder: Path) -> list[str]:
    """Imports between rooms that MAY_USE does not allow."""
    own = folder.name
    wrong = []
    for found in imports(folder):
        parts = found.of.split(".")
        mine = found.by.split(".")
        if parts[0] != own or len(parts) == 1 or len(mine) == 1:
            continue
        room, other = _room(mine[1]), _room(parts[1])
        if room != other and other not in MAY_USE.get(room, ()):
            wrong.append(str(found))
    return wrong


def _room(name: str) -> str:
    """cli.py and its helpers cli_*.py are one room, as are build.py and build_*.py, evaluate.py and evaluate_*.py."""
    return next((room for room in ("cli", "build", "evaluate") if name.startswith(f"{room}_")), name)


def closed_doors(folder: Path) -> list[str]:
    """Foreign libraries used outside of their door, or without one."""
    own = folder.name
    wrong = []
    for found in imports(folder):
        library = found.of.split(".")[0]
        if library in (own, "__future__") or (library in sys.stdlib_module_names and library not in DOORS):
            continue
        inside = found.by.removeprefix(f"{own}.")
        if library not in DOORS:
            wrong.append(f"{found}, which has no door in tests/test_house.py")
        elif not any(_is_in(inside, door) for door in DOORS[library]):
            wrong.append(f"{found}, whose door is {' or '.join(DOORS[library])}")
    return wrong


def _is_in(module: str, door: str) -> bool:
    return module.startswith(door[:-1]) if door.endswith("*") else module == door or module.startswith(f"{door}.")


def circles(folder: Path) -> list[str]:
    """Modules that import each other in a ring while they are being loaded."""
    house = modules(folder)
    needs: dict[str, set[str]] = {name: set() for name in house}
    for found in imports(folder):
        if found.at_load and found.of in house and found.of != found.by:
            needs[found.by].add(found.of)
    rings: list[str] = []
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        if name in way:
            rings.append(" -> ".join([*way[way.index(name) :], name]))
        elif name not in done:
            for other in sorted(needs[name]):
                walk(other, [*way, name])
            done.add(name)

    for name in house:
        walk(name, [])
    return rings


def long_modules(folder: Path) -> list[str]:
    lengths = {name: path.read_text("utf-8").count("\n") for name, path in modules(folder).items()}
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST]


def unknown_rooms(folder: Path) -> list[str]:
    """Rooms that MAY_USE does not list, so that no new room stands outside of the rules."""
    return sorted({_room(name.split(".")[1]) for name in modules(folder) if "." in name} - set(MAY_USE))


RULES = (climbed_walls, closed_doors, circles, long_modules, unknown_rooms)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule):
    assert rule(ROOT / "pipeline") == []


SOUND = {
    "text": "import re\n",
    "facts": "from .text import Span\n",
    "repair/__init__": "from ..text import Text\nfrom .words import best\n",
    "repair/words": "from pipeline.knowledge import lexicon\ndef best():\n    import numpy\n",
    "knowledge/__init__": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .lexicon import Lexicon\n",
    "knowledge/lexicon": "from . import DATA\n",
    "build": "from . import repair\nfrom .store import archive\n",
    "store/archive": "import sqlite_utils\n",
    "cli": "import click\nfrom . import build\n",
}

BROKEN = [
    (
        climbed_walls,
        {"repair/words": "from ..entities import names\n"},
        "pipeline.repair.words:1 imports pipeline.entities",
    ),
    (climbed_walls, {"text": "from .knowledge import lexicon\n"}, "pipeline.text:1 imports pipeline.knowledge"),
    (climbed_walls, {"knowledge/lexicon": "import pipeline.repair.words\n"}, "imports pipeline.repair"),
    (
        climbed_walls,
        {"claims": "def f():\n    from pipeline import store\n"},
        "pipeline.claims:2 imports pipeline.store",
    ),
    (climbed_walls, {"build": "from .cli import main\n"}, "pipeline.build:1 imports pipeline.cli"),
    (closed_doors, {"repair/words": "def f():\n    import spacy.tokens\n"}, "pipeline.repair.words:2 imports spacy"),
    (closed_doors, {"entities/names": "from dateparser import parse\n"}, "imports dateparser"),
    (closed_doors, {"export/csv": "import sqlite3\n"}, "imports sqlite3"),
    (closed_doors, {"repair/words": "import hunspell\n"}, "has no door"),
    (circles, {"text": "from .facts import Claim\n"}, "pipeline.text -> pipeline.facts -> pipeline.text"),
    (
        circles,
        {"repair/words": "from . import Repairs\n"},
        "pipeline.repair -> pipeline.repair.words -> pipeline.repair",
    ),
    (long_modules, {"text": "x = 1\n" * 401}, "pipeline.text: 401 lines"),
    (unknown_rooms, {"utils": ""}, "utils"),
]


def build_house(folder: Path, files: dict[str, str]) -> Path:
    for name, source in files.items():
        path = folder / "pipeline" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return folder / "pipeline"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_sound_house_passes(tmp_path, rule):
    assert rule(build_house(tmp_path, SOUND)) == []


@pytest.mark.parametrize(("rule", "change", "complaint"), BROKEN)
def test_each_rule_can_fail(tmp_path, rule, change, complaint):
    found = rule(build_house(tmp_path, SOUND | change))
    assert len(found) == 1
    assert complaint in found[0]


def loaded_by(statement: str, folder: Path) -> set[str]:
    """Top-level modules a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys, json\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_the_command_starts_light():
    assert loaded_by("import pipeline.cli", ROOT) & HEAVY == set()


def test_a_heavy_start_would_be_noticed():
    assert loaded_by("import pipeline.text, ftfy", ROOT) & HEAVY == {"ftfy"}
