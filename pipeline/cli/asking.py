"""Verbs that ask the store: documents, facts, conflicts, series, findings, entities, search, explain, sql."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import (
    Shape,
    filtered,
    json_option,
    print_json,
    print_rows,
    printable,
    say,
    shaped,
    shown,
    store_option,
    verb,
)

if TYPE_CHECKING:
    from ..store.search import Hit


@verb()
@store_option
@shaped
@filtered
def documents(store: Path, as_json: bool, as_csv: bool, **filters: Any) -> None:
    """List the documents, oldest first.

    Example: aktenlage documents --since 2016 --district Borken
    """
    from ..store import archive, listing

    with archive.open_store(store) as opened:
        rows = listing.documents(opened, listing.Filters(**filters))
    columns = {
        "id": ("id", 0),
        "date": ("date", 0),
        "title": ("title", 3),
        "source": ("source", 2),
        "claims": ("claims", 0),
    }
    print_rows(rows, Shape(as_json, as_csv), columns, "no documents")


@verb()
@store_option
@shaped
@filtered
def facts(store: Path, as_json: bool, as_csv: bool, **filters: Any) -> None:
    """List what remains after all documents were held against each other.

    Example: aktenlage facts --property centres_opened
    """
    from ..store import archive, listing
    from ..store.explain import figure

    with archive.open_store(store) as opened:
        rows = listing.facts(opened, listing.Filters(**filters))
    if not (as_json or as_csv):
        rows = [row | {"says": figure(row), "time": row["as_of"] or row["period"]} for row in rows]
    columns = {
        "id": ("id", 0),
        "label": ("property", 3),
        "says": ("value", 3),
        "time": ("time", 0),
        "status": ("status", 0),
    }
    print_rows(rows, Shape(as_json, as_csv), columns, "no facts")


@verb()
@store_option
@shaped
@filtered
def conflicts(store: Path, as_json: bool, as_csv: bool, **filters: Any) -> None:
    """List where documents contradict each other, open ones first.

    Example: aktenlage conflicts --json
    """
    from ..store import archive, listing

    with archive.open_store(store) as opened:
        rows = listing.conflicts(opened, listing.Filters(**filters))
    if as_json:
        print_json(rows)
    elif as_csv or not rows:
        flat = [row | {"values": " | ".join(str(value["value"]) for value in row["values"])} for row in rows]
        print_rows(flat, Shape(as_json, as_csv), {}, "no conflicts")
    else:
        for row in rows:
            _print_conflict(row)


def _print_conflict(row: dict[str, Any]) -> None:
    lines = [f"{shown('id', row['id'])}  {row['label']}  [{row['status']}]"]
    for value in row["values"]:
        documents = "1 document" if value["documents"] == 1 else f"{value['documents']} documents"
        said = f"{documents}, {value['independent_sources']} independent"
        time = " to ".join(dict.fromkeys(day for day in (value["first"], value["last"]) if day))
        lines.append(f"    {shown('value', value['value'])}  ({said}{', ' + time if time else ''})")
    chosen = shown("value", row["chosen"]) if row["chosen"] is not None else "nothing yet"
    lines.append(f"  chosen: {chosen}" + (f" by {row['rule']}" if row["rule"] else ""))
    if row["why"]:
        lines.append(f"  {row['why']}")
    for line in [*lines, ""]:
        say(line)


@verb()
@click.argument("name", metavar="PROPERTY")
@store_option
@shaped
@filtered
def series(name: str, store: Path, as_json: bool, as_csv: bool, **filters: Any) -> None:
    """Show how a value changed over time, oldest first.

    Example: aktenlage series centres_opened
    """
    from ..store import archive, listing

    with archive.open_store(store) as opened:
        rows = listing.series(opened, name, listing.Filters(**filters))
    if as_json or as_csv or not rows:
        print_rows(rows, Shape(as_json, as_csv), {}, f"no values of {name} here")
        return
    rows = [row | {"says": " ".join(part for part in (_around(row), row["note"]) if part)} for row in rows]
    columns = {
        "as_of": ("as of", 0),
        "value": ("value", 2 if isinstance(rows[0]["value"], str) else 0),
        "of": ("of", 0),
        "says": ("quote and note", 5),
        "source": ("document", 2),
    }
    if all(row["of"] is None for row in rows):
        del columns["of"]
    several = len({(row["subject"], row["scope"]) for row in rows}) > 1
    for (subject, _), group in groupby(rows, key=lambda row: (row["subject"], row["scope"])):
        steps = list(group)
        if several:
            place = steps[0]["place"] or _place_named(steps[0]["scope"])
            say(f"\n{shown('subject', subject)}" + (f", {shown('place', place)}" if place else ""))
        print_rows(steps, Shape(as_json, as_csv), columns, "")


def _place_named(scope: str | None) -> str | None:
    """The name of a place that no document prints, only its letterhead says; the key itself where the register has none."""
    from ..knowledge import load_knowledge

    return scope and (load_knowledge().gazetteer.name_of(scope) or scope)


def _around(row: dict[str, Any], room: int = 110) -> str:
    """The words around a value in its sentence, as many as help to judge it at a glance."""
    words = " ".join((row["sentence"] or row["quote"] or "").split())
    if len(words) <= room:
        return words
    value = row["value"]
    number = next(
        (
            form
            for form in (str(value), f"{value:,}".replace(",", ".") if isinstance(value, int) else "")
            if form and form in words
        ),
        "",
    )
    at = max(words.find(number) - room // 2, 0)
    at = words.find(" ", at) + 1 if at else 0
    end = len(words) if at + room >= len(words) else words.rfind(" ", at, at + room)
    return ("… " if at else "") + words[at:end] + (" …" if end < len(words) else "")


@verb()
@store_option
@shaped
@filtered
def findings(store: Path, as_json: bool, as_csv: bool, **filters: Any) -> None:
    """List what an archivist should know: contradictions, confirmed sums and lists, doubtful dates.

    Example: aktenlage findings --document 2017
    """
    from ..store import archive, listing

    with archive.open_store(store) as opened:
        rows = listing.findings(opened, listing.Filters(**filters))
    if not (as_json or as_csv):
        rows = [
            row | {"says": " → ".join(part for part in (row["message"], row["suggestion"]) if part)} for row in rows
        ]
    if as_csv:
        rows = [row | {"evidence": " | ".join(one["quote"] for one in row["evidence"])} for row in rows]
    columns = {"id": ("id", 0), "severity": ("severity", 0), "says": ("finding", 4), "source": ("document", 2)}
    print_rows(rows, Shape(as_json, as_csv), columns, "no findings")


@verb()
@click.argument("label", required=False)
@store_option
@shaped
@filtered
def entities(label: str | None, store: Path, as_json: bool, as_csv: bool, **filters: Any) -> None:
    """List people, districts, places, organisations, laws and programmes; LABEL narrows it to one kind.

    People are named as speaker, as mentioned, or as contact: whom a release only says to ring up.

    Example: aktenlage entities PERSON
    """
    from ..facts import LABELS
    from ..store import archive, listing

    if label and label.upper() not in LABELS:
        raise click.BadParameter(f"LABEL is one of {', '.join(LABELS)}, not {label}")
    with archive.open_store(store) as opened:
        rows = listing.entities(opened, label and label.upper(), listing.Filters(**filters))
    columns = {
        "label": ("label", 0),
        "name": ("name", 3),
        "key": ("id", 3),
        "roles": ("roles", 3),
        "role_kinds": ("named as", 0),
        "mentions": ("mentions", 0),
    }
    if not (as_json or as_csv):
        rows = [row | {"key": row["id"]} for row in rows]
    print_rows(rows, Shape(as_json, as_csv), columns, "no entities")


@verb()
@click.argument("query", nargs=-1, required=True)
@store_option
@shaped
@filtered
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many hits.")
def search(query: tuple[str, ...], store: Path, as_json: bool, as_csv: bool, limit: int, **filters: Any) -> None:
    """Full text search; Löhrmann, Loehrmann and Lohrmann find each other, and zentrum finds Integrationszentren.

    Words must all occur; "two words" in quotes stand side by side, -word must not occur, word* may go on.

    Example: aktenlage search '"Kommunale Integrationszentren" Borken'
    """
    from ..store import archive, listing
    from ..store.search import search as look_for

    with archive.open_store(store) as opened:
        narrow = listing.Filters(**filters)
        ids = {row["id"] for row in listing.documents(opened, narrow)} if any(filters.values()) else None
        hits = look_for(opened, " ".join(query), limit=limit, documents=ids)
    if as_json or as_csv:
        rows = [
            {
                name: getattr(hit, name)
                for name in ("document", "source", "title", "date", "page", "start", "end", "how")
            }
            | {"snippet": hit.snippet}
            | ({"marks": [[mark.start, mark.end] for mark in hit.marks]} if as_json else {})
            for hit in hits
        ]
        print_rows(rows, Shape(as_json, as_csv), {}, "")
    elif not hits:
        click.echo(f"nothing found for {' '.join(query)}", err=True)
    for hit in hits if not (as_json or as_csv) else ():
        page = f", page {hit.page}" if hit.page else ""
        click.echo(printable(f"{hit.document[:8]}  {hit.source}{page}  {hit.date or ''}"))
        # click drops the bold letters where stdout is no terminal
        click.echo("".join(click.style(part, bold=True) if bold else part for bold, part in _parts(hit)))
        click.echo()


def _parts(hit: Hit) -> Iterator[tuple[bool, str]]:
    """The snippet in pieces, each with whether it is what was looked for."""
    last = 0
    for mark in hit.marks:
        yield False, printable(hit.snippet[last : mark.start])
        yield True, printable(hit.snippet[mark.start : mark.end])
        last = mark.end
    yield False, printable(hit.snippet[last:])


@verb()
@click.argument("about", metavar="ID")
@store_option
@json_option
def explain(about: str, store: Path, as_json: bool) -> None:
    """Show every claim behind a fact, conflict or finding: quote, document, page, date, and the rule that decided.

    The beginning of an id is enough.

    Example: aktenlage explain 3f2a91c0
    """
    from ..store import archive
    from ..store.explain import explain as explained
    from ..store.explain import figure

    with archive.open_store(store) as opened:
        answer = explained(opened, about)
    if as_json:
        print_json(answer)
        return
    say(answer["sentence"])
    if answer.get("rule_in_words"):
        say(f"Regel {answer.get('rule') or '-'}: {answer['rule_in_words']}")
    for claim in answer["claims"]:
        page = f", Seite {claim['page']}" if claim["page"] else ""
        doubt = " (zweifelhaft)" if claim["date_suspect"] else ""
        say()
        say(f"{figure(claim)}  [{claim['id'][:8]}]  {claim['date'] or 'ohne Datum'}{doubt}")
        say(f"  {claim['source']}{page}, Zeichen {claim['start']} bis {claim['end']}")
        say(f"  „{' '.join(claim['sentence'].split())}“")
    for one in answer.get("evidence", ()):
        page = f", Seite {one['page']}" if one["page"] else ""
        say()
        say(f"  {one['source']}{page}, Zeichen {one['start']} bis {one['end']}")
        say(f"  „{' '.join((one['sentence'] or one['quote']).split())}“")
    for witness in answer.get("witnesses_without_document", ()):
        say()
        say(f"{witness['value']}  amtliches Verzeichnis ({witness['claim']})")
    for decision in answer["decisions"]:
        by = f" von {decision['by']}" if decision["by"] else ""
        say()
        say(f"Entscheidung{by} am {decision['decided'][:10]}: {decision['value']} ({decision['why']})")


@verb()
@click.argument("query")
@store_option
@shaped
def sql(query: str, store: Path, as_json: bool, as_csv: bool) -> None:
    """Ask the store in SQL, read-only.

    Numbers are printed as they are kept. In the table corrections the columns `was` and `now` hold what the JSON of
    `repair` and `analyse` calls `from` and `to`, which are words of SQL. All tables and their columns:
    aktenlage sql "select name, sql from sqlite_master"

    Example: aktenlage sql "select name, roles from people order by mentions desc"
    """
    from ..store import archive
    from ..store.query import ask

    with archive.open_store(store) as opened:
        rows = ask(opened, query)
    if not (as_json or as_csv):
        rows = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    print_rows(rows, Shape(as_json, as_csv), {name: (name, 1) for name in (rows[0] if rows else ())}, "no rows")
