"""Where the work on each file is done: in child processes here, or on a cluster.

An executor maps a function over jobs and yields the results in the order of the jobs, so that a build is the same on one
processor and on a hundred. A job that kills its process fails alone: the rest is done by a new one.
"""

from __future__ import annotations

import multiprocessing
import os
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


class Executor(Protocol):
    def map(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Callable[[Job], Result]
    ) -> Iterator[Result]:
        """The result of each job, in order; `crashed` makes the result of one whose process died."""


class Here:
    """In this process, one after the other: for tests and for finding faults."""

    def map(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Callable[[Job], Result]
    ) -> Iterator[Result]:
        yield from map(work, jobs)


class Processes:
    """In child processes of this machine, by default one for each processor."""

    # Enough work in hand that no process waits, little enough that finished results do not pile up in memory.
    AHEAD = 4

    def __init__(self, number: int | None = None) -> None:
        self.number = number or len(os.sched_getaffinity(0))

    def map(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Callable[[Job], Result]
    ) -> Iterator[Result]:
        left = deque(jobs)
        while left:
            yield from self._until_broken(work, left, min(self.number, len(left)))
            if left:  # a process died; which job it had is not known, so the next ones go one by one
                for _ in range(min(self.number * self.AHEAD, len(left))):
                    alone = deque([left.popleft()])
                    job = alone[0]
                    yield from self._until_broken(work, alone, 1)
                    if alone:
                        yield crashed(job)

    def _until_broken(self, work: Callable[[Job], Result], left: deque[Job], number: int) -> Iterator[Result]:
        """Results from the front of `left`, taking each job off it; stops early when a process dies."""
        # Not fork: the store's connection and the progress bar's thread must not be copied into a child.
        context = multiprocessing.get_context("forkserver")
        with ProcessPoolExecutor(number, mp_context=context) as pool:
            running: deque[Future[Any]] = deque()
            waiting = iter(list(left))
            try:
                while True:
                    while len(running) < number * self.AHEAD and (job := next(waiting, None)) is not None:
                        running.append(pool.submit(work, job))
                    if not running:
                        return
                    result = running.popleft().result()
                    left.popleft()
                    yield result
            except BrokenProcessPool:
                return
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


class Cluster:
    """On the workers of a dask scheduler. They need this program installed and the same folders mounted."""

    def __init__(self, address: str) -> None:
        self.address = address

    def map(
        self, work: Callable[[Job], Result], jobs: Sequence[Job], crashed: Callable[[Job], Result]
    ) -> Iterator[Result]:
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
                    yield crashed(job)
