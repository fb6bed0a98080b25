"""What a new document costs a large store: synthetic releases are kept, reconciled, and then one more comes in.

Each size runs in a process of its own, so that its peak memory is its own; times are of the processor, so that other
work on the machine does not count. The releases carry the planted claims of
`reconcile.planted`, ten on average; one in ten is a near copy of the one before.
"""

from __future__ import annotations

import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pipeline.build_facts as build_facts
from pipeline.document import Document, Page
from pipeline.facts import Claim, Dossier, Evidence, Header, PublicationDate, stable_id
from pipeline.knowledge import load_knowledge
from pipeline.reconcile.records import Court
from pipeline.reconcile.verdicts import judge
from pipeline.store import archive, groups
from pipeline.text import Span, Text
from pipeline.values import Period
from tests.benchmarks.reconcile import FIRST_DAY, planted

SIZES = (1_000, 10_000, 100_000)
CLAIMS = 10
PROPERTIES = {"grows": "centres_opened", "varies": "centres_funding_total", "event": "centre_opened"}
"""Curated properties that move like the planted ones; the group's number makes the place, so groups stay apart."""
_STOCK = 5_000  # groups from which claims are drawn; more would only cost time to make


def _words(rng: random.Random) -> list[str]:
    return [f"w{rng.randrange(50_000)}" for _ in range(60)]


def releases(count: int, seed: int = 5) -> Iterator[Dossier]:
    """Made-up releases with planted claims, in no order of time."""
    rng = random.Random(seed)
    stock = [one.said for one in planted(_STOCK * 6, seed)]
    words = _words(rng)
    for number in range(count):
        words = [*words[:-1], f"w{number}"] if rng.random() < 0.1 else _words(rng)
        text = Text(" ".join(words))
        key = hashlib.sha256(f"{number} {text.string}".encode()).hexdigest()
        document = Document(key, f"{number:06}.txt", "text/plain", text, (Page(None, Span(0, len(text))),))
        day = FIRST_DAY + timedelta(days=rng.randrange(3600))
        claims = tuple(_claim(document, at, day, count, stock, rng) for at in range(CLAIMS))
        header = Header(published=PublicationDate(Period.day(day), "printed"))
        yield Dossier(document, (), Text(""), text, header, claims=claims)


def _claim(document: Document, at: int, day: date, count: int, stock: list, rng: random.Random) -> Claim:  # type: ignore[type-arg]
    # Each group holds about six claims, so the number of groups grows with the number of releases.
    group = rng.randrange(max(count * CLAIMS // 6, 1))
    said = rng.choice(stock[group % len(stock)])
    evidence = Evidence.at(document, document.text, Span(0, 2))
    return replace(
        said.claim,
        id=stable_id(document.id, at),
        property=PROPERTIES[said.claim.property],
        subject="Kommunale Integrationszentren",
        scope=f"ags:{group:08}",
        as_of=day,
        evidence=evidence,
    )


def keep(store: archive.Store, one: Dossier) -> None:
    archive.keep(store, one.document.source, one.document.id, "work", (one,))


def measure(count: int) -> None:
    """Print one row of the table for a store of so many releases."""
    known = load_knowledge()
    judged = [0]

    def counted(said: object, court: Court) -> object:
        judged[0] += 1
        return judge(said, court)  # type: ignore[arg-type]

    build_facts.judge = counted  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder, archive.open_store(Path(folder, "a.db"), write=True) as store:
        store.db.conn.execute("PRAGMA synchronous = OFF")  # a full disk flush for each document measures the disk
        base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        coming = releases(count + 1)
        for one in islice(coming, count):
            keep(store, one)
        start = time.process_time()
        build_facts.reconcile(store, lambda: known)
        whole, all_groups = time.process_time() - start, judged[0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        judged[0] = 0
        keep(store, next(coming))
        start = time.process_time()
        build_facts.reconcile(store, lambda: known)
        one_more = time.process_time() - start
        assert not list(groups.touched(store))
    claims = count * CLAIMS
    print(
        f"{count:>8,} releases {claims:>10,} claims {all_groups:>8,} groups   all anew {whole:8.1f} s "
        f"({whole / claims * 1e6:4.0f} µs a claim)   one more: {one_more * 1e3:6.1f} ms, {judged[0]} groups   "
        f"peak {peak / 1024:4.0f} MB (before {base / 1024:.0f} MB)",
        flush=True,
    )


def main(data: Path | None = None, sizes: tuple[int, ...] = SIZES) -> None:
    """Print the scale table, each row from a process of its own."""
    for size in sizes:
        subprocess.run([sys.executable, "-m", "tests.benchmarks.reconcile_store", str(size)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(int(sys.argv[1]))
    else:
        main()
