"""A manuscript: what one release of the sample corpus says, before it becomes a file.

Manuscripts are TOML (corpus/manuscripts/NAME.toml): `render` names the format it is rendered to, the other fields are the
parts of a press release. The body is paragraphs with blank lines between them; "## " starts a heading, "- " a list item.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One release: its name, the format it becomes, and its parts from letterhead to contact."""

    name: str
    render: str
    title: str
    body: tuple[str, ...]
    letterhead_left: tuple[str, ...] = ()
    letterhead_right: tuple[str, ...] = ()
    date: str = ""
    kicker: str = ""
    sidebar: tuple[str, ...] = ()
    subtitle: str = ""
    lead: str = ""
    contact: tuple[str, ...] = ()
    repeat_title: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """What stands on the paper, one line a paragraph, in the order a person reads it."""
        head = (
            *self.letterhead_left,
            *(line for line in self.letterhead_right if line),
            self.kicker,
            self.date,
            *self.sidebar,
        )
        titles = (self.title,) * (2 if self.repeat_title else 1)
        return tuple(part for part in (*head, *titles, self.subtitle, self.lead, *self.body, *self.contact) if part)


def read_manuscript(path: Path) -> Manuscript:
    data = tomllib.loads(path.read_text("utf-8"))
    body = tuple(part for block in data.pop("body").strip().split("\n\n") for part in _list_items(block))
    contact = tuple(line for line in data.pop("contact", "").strip().split("\n") if line)
    lists = {key: tuple(data.pop(key, ())) for key in ("letterhead_left", "letterhead_right", "sidebar")}
    return Manuscript(name=path.stem, body=body, contact=contact, **lists, **data)


def _list_items(block: str) -> list[str]:
    """A list is as many parts as it has items, any other block is one."""
    return block.split("\n") if block.startswith("- ") else [block]


def read_manuscripts(folder: Path) -> tuple[Manuscript, ...]:
    return tuple(read_manuscript(path) for path in sorted(folder.glob("*.toml")))
