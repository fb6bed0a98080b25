"""Search that knows German: what must not be found together first, then what must."""

from __future__ import annotations

import pytest

from pipeline.errors import NotFound
from pipeline.store import archive
from pipeline.store.fold import fold, stem, words
from pipeline.store.search import search, terms_of
from tests.unit.dossiers import dossier

TEXTS = {
    "a.txt": "Die Förderung der Städte beginnt im Herbst.",
    "b.txt": "Die Forderung der Stadt nach Geld blieb ohne Antwort.",
    "c.txt": "Frau Löhrmann eröffnet Integrationszentren an der Hauptstraße in Mülheim.",
    "d.txt": "Herr Loehrmann wohnt in der Muelheimer Strasse.",
    "e.txt": "Das Zentrum für Schulberatung <script>alert(1)</script> ist offen.",
    "g.txt": "Die zentrale Aufgabe bleibt dezentral.",
    "f.txt": "Kommunale Angebote für Kinder, 100 % bezahlt, § 7 und C++.",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with archive.open_store(tmp_path_factory.mktemp("search") / "a.db", write=True) as opened:
        for source, text in TEXTS.items():
            one = dossier(source, extra=text)
            archive.keep(opened, source, one.document.id, "work", (one,))
        yield opened


def found(store, query: str) -> list[str]:
    return [hit.source for hit in search(store, query) if "51." not in hit.snippet and "170.000" not in hit.snippet]


def test_as_typed_ranks_before_another_word_of_the_same_folding(store):
    assert found(store, "Förderung")[0] == "a.txt"
    assert found(store, "Forderung")[0] == "b.txt"


@pytest.mark.parametrize("query", ["nirgends", "Zentralbank", "xyz*", '"Herbst Städte"', "Förderung -Herbst -Antwort"])
def test_what_is_not_there_is_not_found(store, query):
    assert found(store, query) == []


@pytest.mark.parametrize("query", ["Löhrmann", "Loehrmann", "Lohrmann", "LÖHRMANN", "löhrmann"])
def test_a_name_in_every_spelling(store, query):
    assert set(found(store, query)) >= {"c.txt", "d.txt"}


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("Hauptstrasse", "c.txt"),
        ("Strasse Mülheimer", "d.txt"),
        ("Stadt Herbst", "a.txt"),  # Städte
        ("Zentrum Hauptstraße", "c.txt"),  # inside Integrationszentren
        ("Beratung", "e.txt"),  # inside Schulberatung
        ("Schule", "e.txt"),  # likewise, without its e
        ('"Förderung der Stadt"', "a.txt"),  # a phrase in another form
        ("Integr*", "c.txt"),
        ("kommunales Angebot", "f.txt"),
        ("Geld -Herbst", "b.txt"),
        ("C++", "f.txt"),
        ("100 %", "f.txt"),
    ],
)
def test_words_are_found(store, query, source):
    assert source in found(store, query)


def test_a_word_of_its_own_ranks_before_a_part_of_one(store):
    hits = search(store, "Zentrum")
    assert [hit.how for hit in hits] == sorted((hit.how for hit in hits), reverse=True)
    assert {hit.source for hit in hits if hit.how == "part"} >= {"c.txt"}


def test_letters_alone_are_no_part_of_a_word(store):
    assert "g.txt" not in found(store, "Zentrum")
    assert "g.txt" in found(store, "zentral")


def test_marks_stand_on_the_words(store):
    [hit] = [hit for hit in search(store, "Loehrmann Muelheim") if hit.source == "c.txt"]
    assert hit.marked("[", "]") == "Frau [Löhrmann] eröffnet Integrationszentren an der Hauptstraße in [Mülheim]."


@pytest.mark.parametrize("query", ["", "   ", "%", "-Herbst", '""'])
def test_a_query_without_a_word_says_so(store, query):
    with pytest.raises(NotFound, match="no word"):
        search(store, query)


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "a OR",
        "NEAR(",
        "text:x",
        "x AND NOT",
        "(((",
        "'; drop table claims; --",
        "\x00",
        "*",
        "AND",
        "folded : x",
        "{a b}",
    ],
)
def test_no_query_breaks_the_index(store, query):
    assert isinstance(search(store, f"{query} Herbst"), list)


def test_an_empty_choice_of_documents_finds_nothing(store):
    assert search(store, "Herbst", documents=set()) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Steuer", "Stür"),
        ("Kreis", "Kries"),
        ("Masse", "Maße"),  # told apart by the exact column alone
    ],
)
def test_folding_keeps_apart_what_is_apart(one, other):
    assert (fold(one) == fold(other)) == (one == "Masse")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zentrum", "Zentren"),
        ("Ministerium", "Ministerien"),
        ("Stadt", "Städten"),
        ("Kreis", "Kreisen"),
        ("Lehrkraft", "Lehrkräfte"),
        ("Land", "Länder"),
        ("eröffnet", "eröffnen"),
        ("kommunales", "kommunaler"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Zentrum", "Zentrale"), ("Stadt", "Staat"), ("Kreis", "Kreide"), ("Land", "Leute")]
)
def test_other_words_have_other_stems(one, other):
    assert stem(fold(one)) != stem(fold(other))


def test_words_lead_back_to_their_place():
    text = "Straße, Löhrmann"
    assert [(text[span.start : span.end], folded) for span, folded, _ in words(text)] == [
        ("Straße", "strasse"),
        ("Löhrmann", "lohrmann"),
    ]


def test_terms_of_a_query():
    [phrase, prefix, absent] = terms_of('"Kommunale Zentren" Integr* -Hagen')
    assert phrase.folded == ("kommunale", "zentren")
    assert prefix.prefix
    assert absent.absent
