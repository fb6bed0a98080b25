"""What stands around the text of a release: forms of headings, contact blocks and standing notices, as rows."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ..errors import KnowledgeError

KINDS = frozenset({"letterhead", "contact", "boilerplate", "furniture"})
LONGEST = 400
"""A line that is a form heading as a whole is short; longer ones are not even tried (and cannot be slow)."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """One row: `kind` of block, the pattern, whether it must fill the line, and the examples that prove it."""

    kind: str
    pattern: re.Pattern[str]
    whole: bool
    example: str
    negatives: tuple[str, ...] = ()

    def fits(self, line: str) -> bool:
        if self.whole:
            return len(line) <= LONGEST and self.pattern.fullmatch(line) is not None
        return self.pattern.match(line[:LONGEST]) is not None


@dataclass(frozen=True, slots=True)
class Letterheads:
    """All rows, in the order of the file: the first that fits decides."""

    rows: tuple[Letterhead, ...]

    def kind_of(self, line: str, *, whole: bool | None = None) -> str | None:
        """The kind of block a line (Markdown marks taken off) announces, or None; `whole` asks only for such rows."""
        line = line.strip()
        if not line:
            return None
        for row in self.rows:
            if (whole is None or row.whole == whole) and row.fits(line):
                return row.kind
        return None


def load_letterheads(folder: Path) -> Letterheads:
    """Read letterheads.toml; a wrong row is an error that names it."""
    path = folder / "letterheads.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["letterhead"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"cannot be read: {error}", source=str(path)) from error
    return Letterheads(tuple(_row(row, path, number) for number, row in enumerate(rows, 1)))


def _row(row: dict[str, object], path: Path, number: int) -> Letterhead:
    kind, pattern, example = (str(row.get(name, "")) for name in ("kind", "pattern", "example"))
    if kind not in KINDS or not pattern or not example:
        raise KnowledgeError(
            f"row {number} needs kind ({', '.join(sorted(KINDS))}), pattern and example", source=str(path)
        )
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise KnowledgeError(f"row {number} ({example}): {error}", source=str(path)) from error
    negatives = row.get("not", [])
    assert isinstance(negatives, list)
    return Letterhead(kind, compiled, bool(row.get("whole", False)), example, tuple(str(line) for line in negatives))
