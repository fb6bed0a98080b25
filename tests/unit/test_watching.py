"""Watching a folder: whole files only, under their last name, nothing temporary, nothing from outside."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("watchfiles", reason="of the extra 'watch'")
from pipeline.cli.watching import whole_files

SETTLED = 0.3


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """A watched folder and the names of the files that came out of it so far."""
    folder, stop, seen = tmp_path / "in", threading.Event(), list[str]()
    folder.mkdir()

    def look() -> None:
        for files in whole_files([folder], settled=SETTLED, stop=stop):
            seen.extend(sorted(path.name for path in files))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    time.sleep(1.0)  # until the watch stands
    yield folder, seen
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def wait_for(seen: list[str], *names: str) -> None:
    deadline = time.monotonic() + 30
    while not set(names) <= set(seen):
        assert time.monotonic() < deadline, seen
        time.sleep(0.05)


def test_a_file_is_taken_once_it_has_come_to_rest(watched: tuple[Path, list[str]]) -> None:
    folder, seen = watched
    with (folder / "slow.txt").open("w") as file:
        for part in range(8):
            file.write(f"Teil {part}\n")
            file.flush()
            assert "slow.txt" not in seen
            time.sleep(SETTLED / 3)
    wait_for(seen, "slow.txt")
    assert seen == ["slow.txt"]


def test_a_renamed_download_is_taken_once_under_its_last_name(watched: tuple[Path, list[str]]) -> None:
    folder, seen = watched
    (folder / "a.pdf.part").write_text("halb")
    time.sleep(3 * SETTLED)
    assert seen == []
    (folder / "a.pdf.part").rename(folder / "a.pdf")
    (folder / ".hidden.txt").write_text("x")
    (folder / "~$brief.docx").write_text("x")
    wait_for(seen, "a.pdf")
    (folder / "b.txt").write_text("y")
    wait_for(seen, "b.txt")
    assert seen == ["a.pdf", "b.txt"]


def test_links_lead_nowhere(watched: tuple[Path, list[str]], tmp_path: Path) -> None:
    folder, seen = watched
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "link").symlink_to(outside, target_is_directory=True)
    (outside / "secret.txt").write_text("x")
    (folder / "gone.txt").write_text("x")
    (folder / "gone.txt").unlink()
    (folder / "own.txt").write_text("x")
    wait_for(seen, "own.txt")
    assert seen == ["own.txt"]
