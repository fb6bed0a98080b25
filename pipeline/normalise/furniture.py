"""Lines that come back on every page: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict

from ..document import Document
from ..text import Span
from . import cues
from .units import Unit

EDGE = 3
"""Running heads and footers stand among the first or last three units of their page."""


def running_heads(units: list[Unit], document: Document) -> None:
    """Mark what stands at the edge of at least two pages (digits apart) as furniture, but keep its first showing."""
    pages: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        number = document.page_of(Span(unit.start, unit.end))
        if number is not None:
            pages[number].append(unit)
    if len(pages) < 2:
        return
    seen: dict[str, list[Unit]] = defaultdict(list)
    for members in pages.values():
        edge = {id(unit): unit for unit in members[:EDGE] + members[-EDGE:]}
        for unit in edge.values():
            table = len(cues.CELL_MARKS.findall(unit.string)) >= 2  # the head of a table that goes on on the next page
            if unit.length <= 150 and not unit.sure and not unit.prose and not table:
                seen[_pattern(unit.plain)].append(unit)
    for pattern, showings in seen.items():
        if len(showings) >= 2 and len(pattern) >= 4:
            for unit in showings[1:]:
                unit.kind = "furniture"


def _pattern(string: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", string.casefold())).strip()
