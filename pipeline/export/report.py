"""The static report: one German page for reading, self-contained, without scripts and without anything from elsewhere."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from ..store import listing
from ..store.archive import Store
from ..store.explain import explain, figure, german
from .tables import write

HERE = Path(__file__).parent

# A page with more documents than this opens slowly in an office browser; the rest stands in exports/ and in `serve`.
MOST_DOCUMENTS = 300
MOST_FACTS = 500

STATUS = {
    "open": "offen",
    "explained": "erklärt",
    "resolved": "entschieden",
    "stated": "gesagt",
    "agreed": "übereinstimmend",
    "conflict": "strittig",
    "rejected": "verworfen",
    "applied": "angewandt",
    "proposed": "vorgeschlagen",
    "planned": "geplant",
    "target": "gefordert",
    "possible": "nur möglich",
}
SEVERITY = {"error": "Fehler", "warning": "Zu prüfen", "info": "Bestätigt und bemerkt"}
KINDS = {"press_release": "Pressemitteilung", "flyer": "Faltblatt", "other": "Dokument"}
BASIS = {
    "printed": "gedruckt",
    "metadata": "aus den Metadaten",
    "filename": "aus dem Dateinamen",
    "inferred": "erschlossen",
}
MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


def report(store: Store, out: Path) -> list[Path]:
    """Write index.html below `out`."""
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"german": german, "figure": figure, "day": day, "oneline": oneline}
    everything = listing.Filters()
    documents = listing.documents(store, everything)
    facts = listing.facts(store, everything)
    page = environment.get_template("report.html").render(
        documents=[_document(store, row) for row in documents[:MOST_DOCUMENTS]],
        more_documents=max(0, len(documents) - MOST_DOCUMENTS),
        conflicts=[explain(store, row["id"]) | row for row in listing.conflicts(store, everything)],
        series=_series(store),
        findings=_findings(store),
        facts=facts[:MOST_FACTS],
        more_facts=max(0, len(facts) - MOST_FACTS),
        decisions=store.rows("SELECT * FROM decisions ORDER BY position"),
        quarantine=store.rows("SELECT * FROM quarantine ORDER BY source"),
        counts=_counts(store),
        status=STATUS,
        severity=SEVERITY,
        kinds=KINDS,
        basis=BASIS,
    )
    return [write(out / "index.html", page)]


def oneline(words: str | None) -> str:
    return " ".join((words or "").split())


def day(iso: str | None) -> str:
    """An ISO time as a German writes it.

    >>> day("2013-12-02"), day("2016-06"), day("2012-06-21/2013-02-21"), day("2016-06-29/.."), day(None)
    ('2. Dezember 2013', 'Juni 2016', '21. Juni 2012 bis 21. Februar 2013', 'ab 29. Juni 2016', 'ohne Datum')
    """
    if not iso:
        return "ohne Datum"
    if "/" in iso:
        first, last = iso.split("/", 1)
        if first in ("", ".."):
            return f"bis {day(last)}"
        return f"ab {day(first)}" if last in ("", "..") else f"{day(first)} bis {day(last)}"
    parts = iso.split("-")
    if len(parts) == 3:
        return f"{int(parts[2])}. {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else iso


def _counts(store: Store) -> dict[str, int]:
    wanted = {
        "Dokumente": "documents",
        "Korrekturen": "corrections WHERE status = 'applied'",
        "Nennungen": "mentions",
        "Aussagen": "claims",
        "Angaben": "facts",
        "Widersprüche": "conflicts",
        "Hinweise": "findings",
    }
    return {name: store.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for name, table in wanted.items()}


def _document(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    about = store.rows("SELECT * FROM documents WHERE id = ?", [row["id"]])[0]
    named = store.rows(
        """SELECT iif(role_kind = 'contact', 'contact person', label) AS label, coalesce(name, text) AS name,
                  group_concat(DISTINCT role) AS role, min(start) AS start
           FROM mentions m WHERE document = ? AND m.label IN ('PERSON', 'DISTRICT', 'PLACE', 'ORG', 'LAW', 'PROGRAMME')
           GROUP BY 1, coalesce(name, text) ORDER BY start""",
        [row["id"]],
    )
    numbers = store.rows(
        """SELECT label, text, value, unit, qualifier, of, upper, per FROM mentions
           WHERE document = ? AND label IN ('MONEY', 'COUNT', 'DATE') AND zone = 'body' ORDER BY start""",
        [row["id"]],
    )
    return (
        row
        | about
        | {
            "issuers": json.loads(about["issuers"]),
            "named": {
                label: [one for one in named if one["label"] == label]
                for label in dict.fromkeys(one["label"] for one in named)
            },
            "numbers": numbers,
            "claims": store.rows(
                """SELECT c.*, (SELECT name FROM entities e WHERE e.id = c.value) AS named,
                          coalesce((SELECT label FROM facts f WHERE f.property = c.property LIMIT 1), c.property) AS label
                   FROM claims c WHERE c.document = ? ORDER BY c.start, c.end, c.id""",
                [row["id"]],
            ),
            "findings": store.rows("SELECT * FROM findings WHERE document = ? ORDER BY kind, message", [row["id"]]),
            "corrections": store.rows(
                "SELECT * FROM corrections WHERE document = ? AND status = 'applied' ORDER BY start", [row["id"]]
            ),
            "damage": [
                one | {"evidence": json.loads(one["evidence"])}
                for one in store.rows("SELECT * FROM damage WHERE document = ? ORDER BY position", [row["id"]])
            ],
            "paragraphs": [
                one["text"]
                for one in store.rows(
                    "SELECT text FROM passages WHERE document = ? AND zone = 'body' ORDER BY position", [row["id"]]
                )
            ],
        }
    )


def _findings(store: Store) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in SEVERITY}
    for row in listing.findings(store, listing.Filters()):
        found.setdefault(row["severity"], []).append(row)
    return {name: rows for name, rows in found.items() if rows}


def _series(store: Store) -> list[dict[str, Any]]:
    labels = {row["property"]: row["label"] for row in store.rows("SELECT DISTINCT property, label FROM facts")}
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in store.rows(
        """SELECT s.*, d.source, d.title, c.sentence, c.page,
                  (SELECT name FROM entities e WHERE e.id = s.scope) AS place FROM series s LEFT JOIN documents d ON d.id = s.document
           LEFT JOIN claims c ON c.id = s.claim ORDER BY s.property, s.subject, s.scope, s.position"""
    ):
        groups.setdefault((row["property"], row["subject"], row["scope"]), []).append(row)
    return [
        {
            "label": labels.get(name, name),
            "property": name,
            "subject": subject,
            "scope": points[0]["place"] or scope,
            "points": points,
        }
        | {"chart": chart(points), "undated": any(not point["as_of"] for point in points)}
        for (name, subject, scope), points in groups.items()
    ]


WIDTH, HEIGHT, EDGE = 640, 200, 36  # pixels
CROWDED = 26  # two labels nearer than this run into each other


def chart(points: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Where the points of a line chart lie; None when there are too few to draw a line."""
    dated = [
        (date.fromisoformat(row["as_of"]), float(row["value"]))
        for row in points
        if row["as_of"] and not isinstance(row["value"], str)
    ]
    if len({when for when, _ in dated}) < 2:
        return None
    first, last = min(when for when, _ in dated), max(when for when, _ in dated)
    least, top = min(value for _, value in dated), max(value for _, value in dated)
    # Small steps of a large number would lie on a line; from half of it on, the axis need not begin at nothing.
    bottom = 0.0 if least * 2 < top or least == top else least - (top - least) / 2
    days = (last - first).days

    dots: list[dict[str, Any]] = []
    for when, value in dict.fromkeys(dated):
        x = round(EDGE + (when - first).days / days * (WIDTH - 2 * EDGE), 1)
        y = round(HEIGHT - EDGE - (value - bottom) / ((top - bottom) or 1.0) * (HEIGHT - 2 * EDGE), 1)
        label = german(int(value) if value.is_integer() else value)
        if dots and x - dots[-1]["x"] < CROWDED:  # two values within a few days share a label
            label, dots[-1]["value"] = f"{dots[-1]['value']}, {label}", ""
        dots.append({"x": x, "y": y, "label_y": y - 10, "value": label})
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "base": HEIGHT - EDGE,
        "dots": dots,
        "line": " ".join(f"{dot['x']},{dot['y']}" for dot in dots),
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
