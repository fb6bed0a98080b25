"""The server: Datasette with our pages as a plugin, on the loopback address, behind a check of the Host header."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

from ..errors import AktenlageError, NotFound, StoreError
from ..store import archive
from ..store.schema import descriptions

HERE = Path(__file__).parent

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

# Datasette's plugin that answers for faults; `web.faults` does it here.
ITS_FAULTS = "datasette.handle_exception"

# What an analyst may ask for at once; the same limits Datasette's own site uses, a little wider for one user.
SETTINGS = {
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 2000,
    "default_page_size": 50,
    "default_facet_size": 15,
    "facet_time_limit_ms": 400,
    "allow_download": True,
    "template_debug": False,
    "truncate_cells_html": 300,
}

# Tables that only serve the program; they can still be queried.
HIDDEN = frozenset({"settings", "files", "passages", "texts", "_sqlite_migrations", "boxes", "runs"})
HIDDEN |= {"witnesses", "probes", "claim_groups", "group_results", "touched"}

# Questions asked most, ready to be opened, changed and kept as a bookmark.
QUERIES = {
    "kreise_in_dokumenten": (
        "In welchen Dokumenten ein Kreis vorkommt",
        """select d.best_date as datum, d.title as titel, count(*) as nennungen, d.id as document
from mentions m join entities e on e.id = m.entity join documents d on d.id = m.document
where e.label = 'DISTRICT' and e.name like '%' || :kreis || '%' group by d.id order by d.first_day""",
        {"kreis": "Borken"},
    ),
    "wer_sagte_was": (
        "Was eine Person sagt oder was von ihr gesagt wird",
        """select c.as_of as stand, c.property, c.value, c.unit, c.sentence as wortlaut, c.id as claim, c.document
from claims c join mentions m on m.document = c.document and m.start < c.end and m.end > c.start
join entities e on e.id = m.entity where e.label = 'PERSON' and e.name like '%' || :name || '%' order by c.as_of""",
        {"name": "Schneider"},
    ),
    "betraege_ab": (
        "Alle Beträge ab einer Höhe",
        """select euro, qualifier, text as wortlaut, dated as datum, title as titel, document
from amounts where euro >= cast(:euro as real) order by euro desc""",
        {"euro": "1000000"},
    ),
    "verlauf": (
        "Wie sich ein Wert über die Zeit entwickelt",
        """select s.as_of as stand, s.value as wert, s.of as von, s.quote as wortlaut, s.claim, s.document
from series s where s.property = :eigenschaft order by s.subject, s.scope, s.position""",
        {"eigenschaft": "centres_opened"},
    ),
    "widersprueche": (
        "Widersprüche mit allen Belegen",
        """select label, claimed as wert, chosen as es_gilt, status, quote as wortlaut, dated as datum, conflict, document
from conflicts_with_sources order by conflict, claimed""",
        {},
    ),
    "zweifelhafte_daten": (
        "Dokumente, deren gedrucktes Datum nicht stimmen kann",
        """select published as gedruckt, published_suggestion as vorschlag, published_why as begruendung, title, id as document
from documents where published_suspect""",
        {},
    ),
    "umlaut_korrekturen": (
        "Was die Texterkennung am häufigsten falsch las",
        """select was as gelesen, now as gemeint, kind, count(*) as wie_oft from corrections
where status = 'applied' group by was, now, kind order by wie_oft desc limit 200""",
        {},
    ),
}


def metadata(database: str) -> dict[str, Any]:
    """Titles, descriptions of tables and columns, and ready-made queries, in German."""
    tables = {
        table: {
            "description": about["de"],
            "columns": {column: words[0] for column, words in about["columns"].items()},
            "hidden": table in HIDDEN,
        }
        for table, about in descriptions().items()
    }
    for shadow in ("passages_words", "passages_parts"):
        for part in ("", "_data", "_idx", "_docsize", "_config"):
            tables[shadow + part] = {"hidden": True}
    tables["_sqlite_migrations"] = {"hidden": True}
    tables["documents"]["facets"] = ["kind", "published_basis"]
    tables["facts"]["facets"] = ["property", "status"]
    tables["mentions"]["facets"] = ["label"]
    tables["findings"]["facets"] = ["kind", "severity"]
    queries = {
        name: {"title": title, "sql": sql, "params": list(params), "description": _example(params)}
        for name, (title, sql, params) in QUERIES.items()
    }
    return {
        "title": "Aktenlage",
        "description": "Was die Dokumente sagen, worin sie übereinstimmen und worin nicht.",
        "databases": {database: {"description": "Tabellen und Sichten", "tables": tables, "queries": queries}},
    }


def _example(params: dict[str, str]) -> str:
    return ", ".join(f"{name}: zum Beispiel {value}" for name, value in params.items())


def application(store: Path, *, debug: bool = False) -> Any:
    """The ASGI application for a store; checks that it is one. `debug` shows the traceback of a fault."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from . import plugin

    with archive.open_store(store):
        pass
    if not pm.is_registered(plugin):
        pm.register(plugin, name="aktenlage")
    if pm.has_plugin(ITS_FAULTS):  # Datasette asks every plugin for its answer, so its tracebacks come with ours
        pm.unregister(name=ITS_FAULTS)
    # Not as an immutable file: `build` may write to it while the pages are open. mode=ro it is either way.
    datasette = Datasette(
        files=[str(store)],
        metadata=metadata(store.stem),
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        cache_headers=False,
    )
    datasette.aktenlage_store = store
    datasette.aktenlage_debug = debug
    asyncio.run(datasette.invoke_startup())
    return datasette.app()


def serve(store: Path, host: str, port: int, *, open_to_others: bool = False, debug: bool = False) -> None:
    """Answer until Ctrl-C. A host that others can reach must be asked for twice: there is no login."""
    import uvicorn

    from .guard import guarded

    if host not in LOOPBACK and not open_to_others:
        raise AktenlageError(
            f"--host {host} would let other machines read everything, and there is no login",
            help="add --open-to-others to allow it",
        )
    if not store.exists():
        raise NotFound("there is no store here", source=str(store), help="make one with: aktenlage build")
    app = guarded(application(store, debug=debug), allowed=None if open_to_others else LOOPBACK | {host})
    listener = _listener(host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{listener.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)  # whoever asks as soon as the address is shown waits instead of being turned away
    except OSError as error:
        listener.close()
        raise StoreError(
            f"cannot listen on port {port} ({error.strerror})", source=host, help="choose another with --port"
        ) from error
    return listener
