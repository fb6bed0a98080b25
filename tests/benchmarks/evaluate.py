"""`make evaluate`: how good the results are against our own gold, always, and against other gold where it is.

A score below its floor (tests/golden/floors.toml) fails. Floors rise as scores rise; they are lowered only by decision.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

OWN = ROOT / "corpus" / "truth"
REPORT = ROOT / "tests" / "gold" / "report"
"""Measured and never read: no rule may be written for one of its texts, so its errors are not printed."""
FLOORS = ROOT / "tests" / "golden" / "floors.toml"
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()", "evaluate"]


def main(folders: list[Path]) -> int:
    """Exit code 1 when any folder's scores fell."""
    worst = 0
    for folder in folders:
        if not folder.is_dir():
            print(f"{folder}: not here, left out", file=sys.stderr)
            continue
        print(f"\n{folder}", flush=True)
        errors = [] if folder == REPORT else ["--errors"]
        command = [*COMMAND, str(folder), "--floors", str(FLOORS), *errors]
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main([OWN, REPORT, *map(Path, sys.argv[1:])]))
