"""The pages in English, on request: `?lang=en` asks for it and a cookie keeps it until `?lang=de`.

Only what the pages themselves say is translated. What documents say, and the reasons given for a decision, stay German.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from datasette.utils.asgi import Request

LANGUAGES = ("de", "en")

ENGLISH = {
    # start page
    "Was die Dokumente sagen, worin sie übereinstimmen und worin nicht.": (
        "What the documents say, where they agree and where they do not."
    ),
    "Suchen": "Search",
    "Suche": "Search",
    "Dokumente": "Documents",
    "Aussagen": "Claims",
    "Angaben": "Facts",
    "Widersprüche": "Conflicts",
    "Hinweise": "Findings",
    "Nicht lesbar": "Not readable",
    "Wie die Seiten gelesen wurden": "How the pages were read",
    "Textschicht": "text layer",
    "Texterkennung": "character recognition",
    "gelesen": "read",
    "leer": "empty",
    "nicht alles gelesen": "not all of it read",
    "nicht gelesen": "not read",
    " gegen ": " versus ",
    "es gilt": "chosen:",
    "keine": "none",
    "Zu prüfen": "To be checked",
    "nichts": "nothing",
    "Vielleicht falsch gelesen": "Perhaps misread",
    "Entwicklungen": "Changes over time",
    "Werte": "values",
    "bis": "to",
    "Datum zweifelhaft": "date doubtful",
    "alle Dokumente": "all documents",
    "Fragen an die Daten": "Questions to the data",
    "Alle Tabellen": "All tables",
    "jede als": "each as",
    "Ansicht": "a view",
    "mit eigenen SQL-Abfragen": "with SQL queries of your own",
    # document
    "Leerzeichen zu viel": "A blank too many",
    "Leerzeichen fehlt": "A blank is missing",
    "Wo der Text beschädigt ist und woran man es sieht": "Where the text is damaged, and what shows it",
    "Geprüft wird jede Stelle für sich; was hier nicht steht, gilt als unbeschädigt und bleibt, wie es gelesen wurde.": (
        "Each place is judged by itself; what is not listed here counts as sound and stays as it was read."
    ),
    "gedruckt": "printed",
    "zweifelhaft": "doubtful",
    "Seite": "page",
    "Seiten": "pages",
    "Anlage": "Attachment",
    "Lag in": "Came in",
    "Angabe": "Fact",
    "Wer, wo, wie viel": "Who, where, how much",
    "Kontaktperson": "Contact",
    "Vorschläge zum Prüfen": "Proposals to be checked",
    "Diese Wörter sind vielleicht falsch gelesen. Der Text bleibt, wie er ist, bis jemand entscheidet; die Entscheidung "
    "gilt für das ganze Wort, ab dem nächsten Bau.": (
        "These words may have been misread. The text stays as it is until somebody decides; the decision holds for the "
        "whole word, from the next build on."
    ),
    "gelesen → gemeint?": "read → meant?",
    "Sicherheit": "Confidence",
    "Stelle im Text": "Place in the text",
    "So entscheiden": "How to decide",
    "oder": "or",
    "gilt ab dem nächsten Bau": "from the next build on",
    "angewandt": "applied",
    "vorgeschlagen": "proposed",
    "Text, wie gelesen": "Text as read",
    # fact, conflict, finding, claim
    "Widerspruch": "Conflict",
    "Hinweis": "Finding",
    "Aussage": "Claim",
    "Korrektur": "Correction",
    "Was die Dokumente sagen": "What the documents say",
    "gedrucktes Datum zweifelhaft": "printed date doubtful",
    "Zeichen": "characters",
    "amtliches Verzeichnis": "official register",
    "Entscheidungen": "Decisions",
    "Entscheiden": "Decide",
    "Auf der Kommandozeile": "On the command line",
    # search
    "Nichts gefunden.": "Nothing found.",
    "im Wort": "inside a word",
    "Nicht gefunden": "Not found",
    "Hier gibt es keine Seite": "There is no page here",
    "Das ging nicht": "That did not work",
    "Zum Anfang": "To the start",
    "Mit Belegen lesen": "Read with the evidence",
    # words of the store
    "offen": "open",
    "erklärt": "explained",
    "entschieden": "resolved",
    "gesagt": "stated",
    "übereinstimmend": "agreed",
    "strittig": "disputed",
    "geplant": "planned",
    "gefordert": "demanded",
    "nur möglich": "only possible",
    "verworfen": "rejected",
    "Pressemitteilung": "press release",
    "Faltblatt": "flyer",
    "Dokument": "document",
    "aus den Metadaten": "from the metadata",
    "aus dem Dateinamen": "from the file name",
    "erschlossen": "inferred",
    "Person": "Person",
    "Kreis": "District",
    "Ort": "Place",
    "Stelle": "Organisation",
    "Gesetz": "Law",
    "Programm": "Programme",
    "Betrag": "Amount",
    "Zeit": "Time",
    "Anzahl": "Count",
    "Kontakt": "Contact",
}


def language_of(request: Request | None) -> str:
    """`en` where the address or the cookie asks for it; German otherwise."""
    if request is None:
        return "de"
    asked = request.args.get("lang") or request.cookies.get("lang")
    return asked if asked in LANGUAGES else "de"


def words(language: str) -> Callable[[str], str]:
    """German words of the pages -> what is shown."""
    return (lambda german: ENGLISH.get(german, german)) if language == "en" else (lambda german: german)


def labels(table: Mapping[str, str], language: str) -> dict[str, str]:
    return {key: words(language)(label) for key, label in table.items()}


def cookie(request: Request) -> dict[str, str]:
    """The header that keeps a language that was asked for."""
    asked = request.args.get("lang")
    return {"set-cookie": f"lang={asked}; Path=/; SameSite=Lax; HttpOnly"} if asked in LANGUAGES else {}


def variables(request: Request | None, day: Callable[[str | None], str]) -> dict[str, Any]:
    """What templates need: `t` translates, `lang` is the language, `day` writes a date in it."""
    language = language_of(request)
    return {
        "t": words(language),
        "lang": language,
        "day": day if language == "de" else lambda iso: (iso or "no date").replace("/", " to "),
    }
