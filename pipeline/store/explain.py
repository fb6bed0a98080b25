"""Why the store says something: every claim behind it with quote, document, page and date, and the rule that decided."""

from __future__ import annotations

from typing import Any

from ..errors import NotFound
from .archive import Store
from .listing import as_value
from .plain import Row

# What each rule means, for archivists. `None` is a fact that nothing contradicts.
RULES = {
    None: "Es gab nichts zu entscheiden.",
    "human": "Ein Mensch hat entschieden; das gilt vor jeder Regel.",
    "authority": "Das amtliche Verzeichnis gilt vor den Angaben der Mitteilungen.",
    "explained_by_counting_basis": "Beide Zahlen stimmen, sie zählen nur Verschiedenes.",
    "newest": "Die jüngste Angabe gilt.",
    "most_precise": "Die genaueste Angabe gilt.",
    "most_sources": "Die Angabe mit den meisten unabhängigen Quellen gilt.",
}

# Tables that can be explained, in the order in which an id is looked for.
EXPLAINED = ("conflicts", "facts", "findings", "claims", "corrections")

AROUND = 40  # characters shown on either side of a correction, enough to judge it


def full_id(store: Store, wanted: str) -> tuple[str, str]:
    """Table and full id of something named by the beginning of its id."""
    pattern = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = [
        (table, row["id"])
        for table in (*EXPLAINED, "mentions", "entities", "documents")
        for row in store.rows(f"SELECT id FROM {table} WHERE id LIKE ? ESCAPE '\\' ORDER BY id LIMIT 3", [pattern])
    ]
    exact = [(table, about) for table, about in found if about == wanted]
    if exact:
        return exact[0]
    if not found:
        there = [
            f"{table.removesuffix('s')} {row['id'][:8]}"
            for table in ("conflicts", "facts", "findings")
            for row in store.rows(f"SELECT id FROM {table} ORDER BY id LIMIT 1")
        ]
        example = f"there is for example {', '.join(there)}; " if there else ""
        raise NotFound(
            f"nothing here has the id {wanted!r}",
            help=f"{example}ids stand in the lists: aktenlage facts, conflicts, findings",
        )
    if len(found) > 1:
        raise NotFound(
            f"{wanted!r} begins several ids", help=f"for example {', '.join(about for _, about in found[:3])}"
        )
    return found[0]


def explain(store: Store, wanted: str) -> Row:
    """Everything behind one fact, conflict, finding, claim or correction."""
    table, about = full_id(store, wanted)
    if table not in EXPLAINED:
        raise NotFound(
            f"{wanted!r} is one of the {table}; only facts, conflicts, findings, claims and corrections are explained",
            help="see: aktenlage documents, aktenlage entities",
        )
    named = ", (SELECT name FROM entities e WHERE e.id = value) AS named" if table in ("facts", "claims") else ""
    row = store.rows(f"SELECT *{named} FROM {table} WHERE id = ?", [about])[0]
    answer: Row = {"explains": table.removesuffix("s"), **row}
    if table == "facts":
        answer["claims"] = _claims(store, "SELECT claim FROM fact_claims WHERE fact = ?", about)
    elif table == "conflicts":
        answer["chosen"] = as_value(row["chosen"])
        answer["claims"] = _claims(store, "SELECT claim FROM conflict_claims WHERE conflict = ?", about)
        by_claim = {
            found["claim"]: as_value(found["value"])
            for found in store.rows(
                """SELECT claim, value FROM conflict_claims JOIN conflict_values USING (conflict, position)
                   WHERE conflict = ?""",
                [about],
            )
        }
        for claim in answer["claims"]:
            claim["competes_as"] = by_claim.get(claim["id"])
        known = {claim["id"] for claim in answer["claims"]}
        # The register is a witness without a document: its claim stands in no table but in the conflict.
        answer["witnesses_without_document"] = [
            {"claim": claim, "value": value} for claim, value in sorted(by_claim.items()) if claim not in known
        ]
    elif table == "findings":
        answer["claims"] = _claims(store, "SELECT claim FROM finding_claims WHERE finding = ?", about)
        answer["evidence"] = store.rows(
            """SELECT e.document, d.source, e.page, e.start, e.end, e.quote, e.sentence
               FROM finding_evidence e LEFT JOIN documents d ON d.id = e.document WHERE finding = ? ORDER BY position""",
            [about],
        )
    elif table == "claims":
        answer["claims"] = _claims(store, "SELECT ?", about)
    else:
        answer["claims"] = []
        answer["evidence"] = store.rows(
            f"""SELECT c.document, d.source, NULL AS page, c.start, c."end", NULL AS sentence,
                       substr(t.original, max(1, c.start + 1 - {AROUND}), c."end" - max(0, c.start - {AROUND}) + {AROUND}) AS quote
                FROM corrections c JOIN documents d ON d.id = c.document JOIN texts t ON t.document = c.document
                WHERE c.id = ?""",
            [about],
        )
    answer["decisions"] = store.rows(
        "SELECT value, why, by, decided, status FROM decisions WHERE about = ? ORDER BY position", [about]
    )
    if table in ("facts", "conflicts"):
        answer["rule_in_words"] = RULES.get(row["rule"], "")
    answer["sentence"] = sentence(answer)
    return answer


def _claims(store: Store, chosen: str, about: str) -> list[Row]:
    return store.rows(
        f"""SELECT c.id, c.value, (SELECT name FROM entities e WHERE e.id = c.value) AS named, c.unit, c.qualifier, c.of, c.upper, c.per, c.scope, c.period, c.as_of, c.modality,
                   c.speaker, c.quote, c.sentence, c.start, c.end, c.page, c.rule, c.confidence, c.document, d.source,
                   d.title, d.best_date AS date, d.published_suspect AS date_suspect
            FROM claims c JOIN documents d ON d.id = c.document WHERE c.id IN ({chosen})
            ORDER BY d.first_day IS NULL, d.first_day, d.source, c.start, c.id""",
        [about],
    )


QUALIFIERS = {
    "approx": "rund ",
    "more_than": "mehr als ",
    "at_least": "mindestens ",
    "less_than": "weniger als ",
    "almost": "fast ",
    "up_to": "bis zu ",
}


def figure(row: Row) -> str:
    """A value as a German reads it: "rund 39.400.000 EUR", "47 von 53", "3 bis 5 Stellen"."""
    value, of, upper = (german(row.get(name)) for name in ("value", "of", "upper"))
    value = row.get("named") or value
    unit = {"EUR": "Euro", None: ""}.get(row.get("unit"), row.get("unit"))
    words = QUALIFIERS.get(row.get("qualifier") or "", "") + value
    words += f" bis {upper}" if upper else ""
    words += f" von {of}" if of else ""
    words += f" {unit}" if unit else ""
    return words + (f" je {row['per']}" if row.get("per") else "")


def german(value: Any) -> str:
    """A number with dots and comma, anything else as it is.

    >>> german(9830000), german(3.5), german("2016-06-28"), german(None)
    ('9.830.000', '3,5', '2016-06-28', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    shown = f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")
    return shown.translate(str.maketrans(",.", ".,"))


def sentence(answer: Row) -> str:
    """One German sentence that says what holds and why."""
    documents = len({claim["document"] for claim in answer["claims"]})
    sources = "ein Dokument" if documents == 1 else f"{documents} Dokumente"
    if answer["explains"] == "fact":
        stand = f" (Stand {answer['as_of'] or answer['period']})" if answer["as_of"] or answer["period"] else ""
        says = "sagt" if documents == 1 else "sagen"
        return _end(f"{answer['label']}: {figure(answer)}{stand}; so {says} es {sources}") + _after(answer["why"])
    if answer["explains"] == "conflict":
        values = " gegen ".join(
            dict.fromkeys(
                german(claim.get("competes_as")) for claim in answer["claims"] if claim.get("competes_as") is not None
            )
        )
        chosen = (
            f" Gewählt: {german(answer['chosen'])}." if answer["chosen"] is not None else " Noch nicht entschieden."
        )
        said = answer["why"] or f"{answer['label']}: {values or 'mehrere Werte'} ({sources})"
        return _end(said) + chosen
    if answer["explains"] == "finding":
        return str(answer["message"])
    if answer["explains"] == "correction":
        if answer["kind"] in ("join", "split"):
            what = "Ein Leerzeichen zu viel" if answer["kind"] == "join" else "Ein Leerzeichen fehlt"
            return f"{what}: {answer['reason']}"
        return f"Gelesen „{answer['was']}“, gemeint „{answer['now']}“: {answer['reason']}"
    return _end(f"Aussage zu {answer['property']}: {figure(answer)}")


def _end(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _after(why: str) -> str:
    return f" {_end(why)}" if why else ""
