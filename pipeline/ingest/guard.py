"""A worker process for risky readers: bounded in memory and time, restarted when it dies.

PDF and image libraries crash, hang and swell on hostile files (a 2.5 kB PDF took another program to 15 GB). So they
run in a process of their own, which the parent kills when nothing has come back for too long. Answers come as JSON,
page by page: a file that breaks on page 7 still gives pages 1 to 6, and a corrupted worker cannot make us run code.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from ..errors import UnreadableFile

TASKS_PER_WORKER = 300
"""A worker is replaced after so many files, in case a library leaks; starting one costs 0.15 s of processor time."""

LONGEST_ANSWER = 256 << 20

PIPE = 1 << 20
"""Bytes that may lie between the two processes: most files at once, where 64 kB made them take turns."""

LEAN = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "131072"}
"""Page images go back to the system when they are done with: over 24 scans a worker took 152 MiB without, 141 with."""

ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""There are as many workers as cores; and numpy starts threads when it is loaded, for 30 ms."""

_here = threading.local()
_all: set[subprocess.Popen[bytes]] = set()


class WorkerDied(Exception):
    """The worker was ended by a signal (memory, processor time) or did not answer in time."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask(task: str, argument: dict[str, Any], data: bytes, *, patience: float, memory: int) -> Iterator[dict[str, Any]]:
    """Run a task of `worker.TASKS` on some bytes; yields its answers as they come.

    `patience` is the longest silence in seconds, `memory` the address space in bytes. Raises WorkerDied; an error the
    task itself reports comes as an answer.
    """
    process = _worker(memory)
    finished = False
    try:
        header = json.dumps({"task": task, "argument": argument, "size": len(data)}).encode()
        assert process.stdin is not None
        try:
            process.stdin.write(struct.pack("<Q", len(header)) + header)
            process.stdin.write(data)
            process.stdin.flush()
        except BrokenPipeError as error:
            raise WorkerDied(_cause(process)) from error
        while True:
            answer = json.loads(_receive(process, patience))
            if "end" in answer:
                finished = True
                return
            yield answer
    finally:
        if not finished:
            _stop(process)
            _here.worker = None


def _worker(memory: int) -> subprocess.Popen[bytes]:
    """This thread's worker, started when there is none, when it is worn out, or after a fork."""
    process: subprocess.Popen[bytes] | None = getattr(_here, "worker", None)
    if process is not None and (_here.pid != os.getpid() or _here.memory != memory):
        if _here.pid == os.getpid():
            _stop(process)
        process = None
    if process is not None and (process.poll() is not None or _here.tasks >= TASKS_PER_WORKER):
        _stop(process)
        process = None
    if process is None:
        environment = {**LEAN, **os.environ, **ONE_THREAD, "PYTHONUTF8": "1"}
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from pipeline.ingest.worker import serve; serve()", str(memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,
            )
        except OSError as error:
            raise UnreadableFile(f"Der Leseprozess startet nicht: {error}", help="Speicher prüfen") from error
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError, AttributeError):  # a limit of the system; Linux alone knows this
                fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, PIPE)  # type: ignore[union-attr]
        _here.worker, _here.pid, _here.memory, _here.tasks = process, os.getpid(), memory, 0
        _here.received = bytearray()
        _all.add(process)
    _here.tasks += 1
    return process


def _receive(process: subprocess.Popen[bytes], patience: float) -> bytes:
    """The next answer; what has come of the one after it is kept."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    received: bytearray = _here.received
    deadline = time.monotonic() + patience
    size = None
    while True:
        if size is None and len(received) >= 8:
            size = 8 + struct.unpack_from("<Q", received)[0]
            deadline += patience
            if size > LONGEST_ANSWER:
                raise WorkerDied("die Antwort ist zu groß")
        if size is not None and len(received) >= size:
            answer = bytes(received[8:size])
            del received[:size]
            return answer
        ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise WorkerDied("die Zeit ist abgelaufen")
        part = os.read(descriptor, PIPE)
        if not part:
            raise WorkerDied(_cause(process))
        received += part


def _cause(process: subprocess.Popen[bytes]) -> str:
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        return "der Leseprozess antwortet nicht mehr"
    if code == -signal.SIGXCPU:
        return "die Rechenzeit ist aufgebraucht"
    if code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP):
        return "der Speicher reicht nicht"
    return f"der Leseprozess wurde beendet ({code})"


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the worker and whatever it started (it leads a session of its own)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    _all.discard(process)


@atexit.register
def _stop_all() -> None:
    for process in list(_all):
        if getattr(_here, "pid", None) == os.getpid():
            _stop(process)
