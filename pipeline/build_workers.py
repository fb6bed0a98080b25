"""Where the work on each file is done: in child processes here, or on a cluster.

An executor maps a function over jobs and yields the results in the order of the jobs, so that a build is the same on one
processor and on a hundred. A job that kills its process fails alone: the rest is done by a new one. So does a job that
takes too long: first it is interrupted, and when that is of no use, its process is ended.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from .errors import AktenlageError, MissingTool

Job = TypeVar("Job")
Result = TypeVar("Result")


class Crashed(AktenlageError):
    """The process that read the file ended without an answer (out of memory, or a fault in a library)."""

    code = "crashed"


class TooSlow(AktenlageError):
    """Reading the file took longer than one file may take."""

    code = "too_slow"


Failed = Callable[[Job, AktenlageError], Result]
"""Makes the result of a job that could not be done, Crashed or TooSlow."""

LIMIT = 1800.0
"""Seconds for one file: 900 pages of page images at the 2 s that Tesseract takes for an ordinary one."""

GRACE = 20.0
"""Seconds between the interruption, which code in C may not notice, and the end of the process."""


class Executor(Protocol):
    def map(self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Failed[Job, Result]) -> Iterator[Result]:
        """The result of each job, in order; `crashed` makes the result of one whose process died or took too long."""


class Here:
    """In this process, one after the other: for tests and for finding faults."""

    def map(self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Failed[Job, Result]) -> Iterator[Result]:
        yield from map(work, jobs)


class Processes:
    """In child processes of this machine, by default one for each processor."""

    # Enough work in hand that no process waits, little enough that finished results do not pile up in memory.
    AHEAD = 4

    def __init__(self, number: int | None = None, *, limit: float = LIMIT, grace: float = GRACE) -> None:
        self.number = number or len(os.sched_getaffinity(0))
        self.limit, self.grace = limit, grace  # seconds

    def map(self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Failed[Job, Result]) -> Iterator[Result]:
        left = deque(jobs)
        while left:
            yield from self._until_broken(work, left, min(self.number, len(left)), crashed)
            if left:  # a process died; which job it had is not known, so the next ones go one by one
                for _ in range(min(self.number * self.AHEAD, len(left))):
                    alone = deque([left.popleft()])
                    job, begun = alone[0], time.monotonic()
                    yield from self._until_broken(work, alone, 1, crashed)
                    if alone:
                        slow = time.monotonic() - begun >= self.limit
                        yield crashed(job, too_slow(self.limit) if slow else died())

    def _until_broken(
        self, work: Callable[[Job], Result], left: deque[Job], number: int, crashed: Failed[Job, Result]
    ) -> Iterator[Result]:
        """Results from the front of `left`, taking each job off it; stops early when a process dies."""
        # Not fork: the store's connection and the progress bar's thread must not be copied into a child.
        context = multiprocessing.get_context("forkserver")
        with ProcessPoolExecutor(number, mp_context=context) as pool:
            running: deque[Future[Any]] = deque()
            waiting = iter(list(left))
            try:
                while True:
                    while len(running) < number * self.AHEAD and (job := next(waiting, None)) is not None:
                        running.append(pool.submit(_within, self.limit, self.grace, work, job))
                    if not running:
                        return
                    try:
                        result = running.popleft().result()
                    except TooSlow as error:
                        result = crashed(left[0], error)
                    left.popleft()
                    yield result
            except BrokenProcessPool:
                return
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def _within(limit: float, grace: float, work: Callable[[Job], Result], job: Job) -> Result:
    """The result of a job in a child process, which `limit` seconds interrupt and `grace` more end."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise too_slow(limit)

    with open(os.devnull, "w") as nowhere:
        # The guard needs no interpreter, so it also ends a process that is lost in a library.
        faulthandler.dump_traceback_later(limit + grace, exit=True, file=nowhere)
        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, limit)
        try:
            return work(job)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()


def too_slow(limit: float) -> TooSlow:
    return TooSlow(
        f"Die Datei war nach {limit:.0f} Sekunden nicht gelesen",
        help="in Teile zerlegen oder mit --limit SEKUNDEN mehr Zeit geben",
    )


def died() -> Crashed:
    return Crashed(
        "Der Prozess, der die Datei las, ist abgebrochen", help="vielleicht reicht der Speicher nicht: aufteilen"
    )


class Cluster:
    """On the workers of a dask scheduler. They need this program installed and the same folders mounted.

    How long a file may take is up to the scheduler here: its workers are threads, which nothing can interrupt.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def map(self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Failed[Job, Result]) -> Iterator[Result]:
        try:
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise MissingTool(
                "dask.distributed is not installed", help="run: pip install 'aktenlage[cluster]'"
            ) from error
        try:
            client = Client(self.address, timeout="20s")
        except OSError as error:
            raise MissingTool(
                f"no scheduler answers at {self.address}", help="start one with: dask scheduler"
            ) from error
        with client:
            for job, future in zip(jobs, client.map(work, jobs, pure=False), strict=True):
                try:
                    yield future.result()
                except KilledWorker:
                    yield crashed(job, died())
