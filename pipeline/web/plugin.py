"""Our pages inside Datasette: start, document, fact, conflict, finding, claim and search, each with a .json twin.

Links lead from a fact to its claims, from a claim to its quote, and from there to the document.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Callable
from typing import Any

import markupsafe
from datasette import hookimpl
from datasette.utils.asgi import Request, Response

from ..errors import NotFound
from ..export.report import BASIS, KINDS, SEVERITY, STATUS, day, oneline
from ..store import archive, listing
from ..store.explain import explain, figure, german
from ..store.search import search
from . import english, faults, page_document

# Column -> the page that explains what it names. Columns called `id` are told by their table.
PAGES = {
    "claim": "aussage",
    "fact": "angabe",
    "conflict": "widerspruch",
    "finding": "hinweis",
    "document": "dokument",
    "parent": "dokument",
}
TABLES = {
    "claims": "aussage",
    "facts": "angabe",
    "conflicts": "widerspruch",
    "findings": "hinweis",
    "corrections": "korrektur",
    "documents": "dokument",
}
EXPLAINED = ("aussage", "angabe", "widerspruch", "hinweis", "korrektur")


@hookimpl
def render_cell(value: Any, column: str, table: str | None) -> Any:
    page = TABLES.get(table or "") if column == "id" else PAGES.get(column)
    if page and isinstance(value, str) and re.fullmatch(r"[0-9a-f]{16,64}", value):
        return markupsafe.Markup(f'<a href="/{page}/{html.escape(value)}">{html.escape(value[:12])}</a>')
    return None


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/$", start),
        (r"^/start\.json$", start_json),
        (r"^/dokument/(?P<id>[0-9a-f]+)$", document),
        (r"^/dokument/(?P<id>[0-9a-f]+)\.json$", document_json),
        (rf"^/(?P<page>{'|'.join(EXPLAINED)})/(?P<id>[0-9a-f]+)$", explained),
        (rf"^/(?P<page>{'|'.join(EXPLAINED)})/(?P<id>[0-9a-f]+)\.json$", explained_json),
        (r"^/suche$", found),
        (r"^/suche\.json$", found_json),
    ]


@hookimpl
def extra_template_vars(request: Request | None) -> dict[str, Any]:
    language = english.language_of(request)
    return english.variables(request, day) | {
        "row_pages": TABLES,
        "german": german,
        "figure": figure,
        "oneline": oneline,
        "status": english.labels(STATUS, language),
        "severity": english.labels(SEVERITY, language),
        "kinds": english.labels(KINDS, language),
        "basis": english.labels(BASIS, language),
    }


@hookimpl
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Any:
    async def answer() -> Response:
        return await faults.answer(datasette, request, exception)

    return answer


@hookimpl
def menu_links() -> list[dict[str, str]]:
    return [{"href": "/", "label": "Start"}, {"href": "/suche", "label": "Suche"}]


async def _asked(datasette: Any, question: Callable[[archive.Store], Any]) -> Any:
    """The answer to a question put to the store, in a thread of its own: SQLite would hold up the other pages."""

    def ask() -> Any:
        with archive.open_store(datasette.aktenlage_store) as store:
            return question(store)

    return await asyncio.to_thread(ask)


def _json(value: Any) -> Response:
    return Response(json.dumps(value, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")


async def _page(datasette: Any, request: Request, template: str, context: dict[str, Any]) -> Response:
    page = await datasette.render_template(template, context, request=request)
    return Response.html(page, headers=english.cookie(request))


async def _or_missing(
    datasette: Any, request: Request, template: str | None, question: Callable[[archive.Store], Any]
) -> Response:
    """A page or its JSON, or a page saying that there is no such thing."""
    try:
        answer = await _asked(datasette, question)
    except NotFound as error:
        if template is None:
            return Response(
                json.dumps({"ok": False, "error": str(error)}, ensure_ascii=False),
                status=404,
                content_type="application/json; charset=utf-8",
            )
        page = await datasette.render_template("missing.html", {"words": str(error)}, request=request)
        return Response.html(page, status=404)
    if template is None:
        return _json(answer)
    return await _page(datasette, request, template, {"it": answer, "database": _database(datasette)})


def _database(datasette: Any) -> str:
    return str(datasette.aktenlage_store.stem)


def _overview(store: archive.Store) -> dict[str, Any]:
    everything = listing.Filters()
    decided = {row["about"] for row in store.rows("SELECT about FROM decisions WHERE status = 'applied'")}
    findings = [row for row in listing.findings(store, everything) if row["id"] not in decided]
    counts = {
        name: store.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]
        for name, table in (
            ("Dokumente", "documents"),
            ("Aussagen", "claims"),
            ("Angaben", "facts"),
            ("Widersprüche", "conflicts"),
            ("Hinweise", "findings"),
            ("Nicht lesbar", "quarantine"),
        )
    }
    return {
        "counts": counts,
        "conflicts": listing.conflicts(store, everything)[:20],
        "findings": [row for row in findings if row["severity"] != "info"][:20],
        "proposals": store.rows(
            """SELECT d.id, d.title, d.source FROM corrections c JOIN documents d ON d.id = c.document
               WHERE c.status = 'proposed' GROUP BY d.id ORDER BY count(*) DESC, d.source LIMIT 20"""
        ),
        "documents": listing.documents(store, everything)[-20:][::-1],
        "series": store.rows(
            """SELECT s.property, s.subject, count(*) AS steps, min(s.as_of) AS first, max(s.as_of) AS last,
                      (SELECT label FROM facts f WHERE f.property = s.property LIMIT 1) AS label
               FROM series s GROUP BY s.property, s.subject, s.scope HAVING count(*) > 1 ORDER BY steps DESC LIMIT 20"""
        ),
        "quarantine": store.rows("SELECT source, code, reason, help FROM quarantine ORDER BY source LIMIT 20"),
    }


async def start(datasette: Any, request: Request) -> Response:
    from .server import QUERIES

    context = {"it": await _asked(datasette, _overview), "queries": QUERIES, "database": _database(datasette)}
    return await _page(datasette, request, "start.html", context)


async def start_json(datasette: Any) -> Response:
    return _json(await _asked(datasette, _overview))


async def document(datasette: Any, request: Request) -> Response:
    wanted = request.url_vars["id"]
    return await _or_missing(datasette, request, "document.html", lambda store: page_document.page(store, wanted))


async def document_json(datasette: Any, request: Request) -> Response:
    wanted = request.url_vars["id"]
    return await _or_missing(datasette, request, None, lambda store: page_document.content(store, wanted))


async def explained(datasette: Any, request: Request) -> Response:
    wanted = request.url_vars["id"]
    return await _or_missing(datasette, request, "explained.html", lambda store: explain(store, wanted))


async def explained_json(datasette: Any, request: Request) -> Response:
    wanted = request.url_vars["id"]
    return await _or_missing(datasette, request, None, lambda store: explain(store, wanted))


def _hits(query: str) -> Callable[[archive.Store], dict[str, Any]]:
    def ask(store: archive.Store) -> dict[str, Any]:
        if not query.strip():
            return {"query": "", "hits": []}
        hits = search(store, query, limit=50)
        return {
            "query": query,
            "hits": [
                {
                    "document": hit.document,
                    "source": hit.source,
                    "title": hit.title,
                    "date": hit.date,
                    "page": hit.page,
                    "start": hit.start,
                    "end": hit.end,
                    "snippet": hit.snippet,
                    "marks": [[mark.start, mark.end] for mark in hit.marks],
                    "how": hit.how,
                }
                for hit in hits
            ],
        }

    return ask


def _marked(hit: dict[str, Any]) -> markupsafe.Markup:
    parts, last = [], 0
    for start_, end in hit["marks"]:
        parts += [markupsafe.escape(hit["snippet"][last:start_]), markupsafe.Markup("<mark>")]
        parts += [markupsafe.escape(hit["snippet"][start_:end]), markupsafe.Markup("</mark>")]
        last = end
    return markupsafe.Markup("").join([*parts, markupsafe.escape(hit["snippet"][last:])])


async def found(datasette: Any, request: Request) -> Response:
    query = (request.args.get("q") or "")[:500]

    def ask(store: archive.Store) -> dict[str, Any]:
        try:
            answer = _hits(query)(store)
        except NotFound as error:
            return {"query": query, "hits": [], "words": str(error)}
        for hit in answer["hits"]:
            hit["marked"] = _marked(hit)
        return answer

    context = {"it": await _asked(datasette, ask), "database": _database(datasette)}
    return await _page(datasette, request, "search.html", context)


async def found_json(datasette: Any, request: Request) -> Response:
    query = (request.args.get("q") or "")[:500]
    return await _or_missing(datasette, request, None, _hits(query))
