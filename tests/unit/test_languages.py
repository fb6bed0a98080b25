"""Texts that are not German, or not all of it: kept, marked, and left alone by German rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.build import process
from pipeline.ingest import read_bytes
from pipeline.ingest.tongue import languages_of

GERMAN = (
    "Die Stadt Lengerich eröffnet am 3. Mai 2012 eine Beratungsstelle für Zugewanderte. Über 1.200 Menschen haben im "
    "vergangenen Jahr um Rat gefragt, sagte Bürgermeisterin Käthe Möllers. Das Land fördert die Stelle mit 45.000 Euro."
)
OTHERS = {
    "en": "The town opens an advice centre for newcomers. More than 1,200 people asked for help last year, and the "
    "state supports the office with 45,000 euros. Everyone is welcome, and interpreters are available on request.",
    "fr": "La ville ouvre un centre de conseil pour les nouveaux arrivants. Plus de vingt mille personnes ont demandé "
    "de l'aide l'année dernière, et le Land soutient le bureau. Tout le monde est le bienvenu, a dit la maire.",
    "tr": "Belediye yeni gelenler için bir danışma merkezi açıyor. Geçen yıl binden fazla kişi yardım istedi ve "
    "eyalet bu merkezi destekliyor. Herkes bekleniyor, istek üzerine tercüman da bulunuyor.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_foreign_document_is_kept_and_marked_and_nothing_is_read_into_it(
    language: str, known: Any, tmp_path: Path
) -> None:
    path = tmp_path / "aushang.txt"
    path.write_text(OTHERS[language], "utf-8")
    (dossier,) = process(path, known)
    assert dossier.document.language == language
    assert dossier.document.text.string == OTHERS[language]
    assert not dossier.corrections
    assert not dossier.claims
    assert not [one for one in dossier.mentions if one.label in ("COUNT", "MONEY", "PERSON", "DATE")]
    (finding,) = dossier.findings
    assert (finding.kind, finding.severity) == ("other_language", "info")
    assert finding.message.startswith("Das Dokument ist auf ")


def test_in_a_mixed_document_each_passage_is_marked_and_the_german_ones_are_read(known: Any, tmp_path: Path) -> None:
    path = tmp_path / "aushang.txt"
    path.write_text("\n\n".join((GERMAN, OTHERS["en"], OTHERS["tr"], GERMAN.replace("Lengerich", "Ahaus"))), "utf-8")
    (dossier,) = process(path, known)
    document = dossier.document
    assert document.language == "de"
    assert [(part.language, document.text.raw[part.span]) for part in document.foreign] == [
        ("en", OTHERS["en"]),
        ("tr", OTHERS["tr"]),
    ]
    values = {one.surface for one in dossier.mentions if one.label in ("MONEY", "COUNT")}
    assert "45.000 Euro" in values
    assert not any("," in value for value in values)
    (finding,) = [one for one in dossier.findings if one.kind == "other_language"]
    assert "Englisch und Türkisch" in finding.message
    assert [one.quote for one in finding.evidence] == [OTHERS["en"], OTHERS["tr"]]


def test_most_of_a_text_decides() -> None:
    assert languages_of("\n\n".join((OTHERS["fr"], OTHERS["fr"], GERMAN[:70])))[0] == "fr"
    assert languages_of(f"{GERMAN}\n\n{GERMAN}\n\n{OTHERS['fr']}")[0] == "de"


@pytest.mark.parametrize(
    "string",
    [
        GERMAN,
        "Gunther Holtmann, Käthe Möllers, Aleksandra Nowak, Mehmet Yılmaz, Jean-Pierre Dubois, Ayşe Öztürk, Paolo "
        "Rossi, Olena Kovalenko, John Miller, Maria Papadopoulou, Ivana Horvat, Pedro Santos, Fatma Demir",
        "Staatssekretar Hecke er6ffnet das Zentrum und dankt den Stadten fir die gute Arbeit vor Ort, die dort fiir "
        "Kinder und Jugendliche geleistet wird; Uber zwanzig Vereine nahmen teil.",
        "Rathaus  Raum 12\nMo-Fr 8-12 Uhr  Tel. 05481 933-0  Fax 05481 933-400  www.stadt.example  post@stadt.example "
        "IBAN DE12 3456 7890 1234 5678 90  BIC ABCDEFGH123  USt-IdNr. DE123456789  Steuer-Nr. 123/4567/8901",
    ],
)
def test_german_stays_german(string: str) -> None:
    assert languages_of(string) == ("de", ())


def test_the_reader_marks_a_mail_in_english() -> None:
    data = f"From: a@b.example\nTo: c@d.example\nSubject: Office\nMessage-ID: <1@b>\n\n{OTHERS['en']}\n".encode()
    (document,) = read_bytes(data, "mail.eml")
    assert document.language == "en"


def test_long_runs_stay_linear() -> None:
    assert languages_of("Ab" * 50_000 + " b@c.de")[0]
