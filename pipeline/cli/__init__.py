"""The command `aktenlage`: one verb for each thing an archivist or analyst wants to do.

Results go to stdout, everything else to stderr; exit code 0 is success, 1 something asked for could not be done, 2 wrong
usage. Only click is imported here: `aktenlage --help` must answer at once, so each verb imports what it needs.
"""

from __future__ import annotations

import io
import sys

from . import asking, keeping, promoting, reading
from .common import Verbs, aktenlage

__all__ = ["Verbs", "aktenlage", "asking", "keeping", "main", "promoting", "reading"]


def main() -> None:
    """Entry point. Umlauts survive every locale: LC_ALL=C would otherwise make stdout ASCII."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    aktenlage(prog_name="aktenlage")
