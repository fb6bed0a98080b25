"""Files that are put into a folder, as soon as they are whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..build_files import sources_at

SETTLED = 2.0
"""Seconds without a change after which a file is whole; a scanner writes a page every few seconds."""

State = tuple[int, int]


def whole_files(
    folders: Sequence[Path], *, settled: float = SETTLED, stop: threading.Event | None = None
) -> Iterator[set[Path]]:
    """Which files became whole, again and again, until `stop` is set; a file that still grows holds up no other.

    Hidden and temporary files are left out under the name they have when they come to rest, so a file that a browser
    renames at the end is taken once, under its last name. Links to folders are not followed.
    """
    from watchfiles import Change, watch

    waiting: dict[Path, State | None] = {}
    pause = int(settled * 1000)
    changed = watch(*folders, stop_event=stop, rust_timeout=pause, yield_on_timeout=True, raise_interrupt=True)
    for changes in changed:
        waiting.update((Path(path), None) for change, path in changes if change is not Change.deleted)
        if not waiting:
            continue
        now = {path: _state(path) for path in waiting}
        ready = {path for path, state in now.items() if state is not None and state == waiting[path]}
        waiting = {path: state for path, state in now.items() if state is not None and path not in ready}
        there = {source.path.absolute() for source in sources_at(folders)} if ready else set()
        if whole := {path for path in ready if path.absolute() in there}:
            yield whole


def _state(path: Path) -> State | None:
    """Size and time of the last change; None for what is gone, and for folders."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return None if path.is_dir() else (found.st_size, found.st_mtime_ns)
