"""Titles: found under every letterhead, with and without empty lines, subtitle or a date before them."""

from __future__ import annotations

from itertools import cycle, islice, product
from typing import Any

import pytest

from pipeline.normalise import find_blocks
from tests.unit.test_normalise_blocks import document_of

SENDERS = (
    "Tierpark Görlitz", "Netzwerke Nord GmbH", "Deutsche Rentenversicherung Nord", "Jobcenter Vorpommern-Rügen",
    "Wasserstraßen- und Schifffahrtsamt Elbe", "Gemeinde Wachtberg · Der Bürgermeister", "Staatsanwaltschaft Osnabrück",
    "Bergische Industrie- und Handelskammer", "Ministerium für digitale Verwaltung und Sport", "Magistrat der Stadt Gießen",
    "Allgemeiner Fahrrad-Club Kreis Unna", "Deutsches Rotes Kreuz, Kreisverband Vechta", "Rhein-Erft-Kreis",
    "Mieterbund Hessen e. V.", "Zoo Rostock", "Kurverwaltung Norderney", "Brauerei Hohenfels",
)  # fmt: skip
SECONDS = (
    "", "Pressemitteilung Nr. 204/2019", "Mitteilung an die Presse", "Die Oberbürgermeisterin", "Referat Kommunikation",
    "Zur Veröffentlichung frei", "INFORMATION FÜR DIE PRESSE",
)  # fmt: skip
DATES = (
    "", "Kiel, 3. Mai 2004", "12.11.2013", "Rottenburg am Neckar, im Juni 2011", "3. Dezember 2001, 14 Uhr",
    "Nr. 12 / 4. Mai 2010", "Datum: 09.02.2015",
)  # fmt: skip
TITLES = (
    "Neues Hallenbad öffnet im Mai", "Waldbrand gelöscht", "Elf neue Lehrer", "Kreis Olpe zählt Störche",
    "50 Jahre Stadtbücherei", "Schnee im April: Winterdienst rückt aus", "„Wir bleiben“ – Belegschaft kämpft um Werk",
    "Wer war Anna Vogt?", "Endlich Ferien!", "Tag der offenen Tür", "Minister Roos besucht Gießerei",
    "Warnung vor falschen Polizisten", "Sparkasse Hagen spendet 50.000 Euro", "1,2 Millionen für den Brandschutz",
    "Zahl des Monats: 312", "Prof. Dr. Ute Lang leitet Klinik", "POL-ST: Diebe stehlen Kupfer",
)  # fmt: skip
TEXT = (
    "Die Arbeiten haben am Montag begonnen und dauern bis zum Herbst. Rund 40 Menschen kamen zur Eröffnung, darunter die "
    "Landrätin und viele Kinder aus dem Ort.\n\n„Wir freuen uns sehr“, sagte die Leiterin. Das Land gibt Geld dazu.\n"
)


def titles(string: str, known: Any) -> list[str]:
    blocks = find_blocks(document_of(string), known)
    return [string[block.span.start : block.span.end].strip() for block in blocks if block.kind == "title"]


def test_a_title_is_found_under_nearly_every_letterhead(known: Any) -> None:
    """Every second line with every date, senders and titles in turn; some with empty lines between the lines."""
    wrong, count = [], 0
    people = zip(cycle(SENDERS), cycle(TITLES[1:] + TITLES[:1]), strict=False)
    for (second, when), (sender, title) in zip(
        islice(cycle(product(SECONDS, DATES)), 400), islice(people, 400), strict=True
    ):
        gap = "\n\n" if count % 3 == 2 else "\n"
        string = gap.join(filter(None, (sender, second, when))) + f"\n\n{title}\n\n{TEXT}"
        count += 1
        if titles(string, known) != [title]:
            wrong.append((sender, second, when, title))
    assert len(wrong) <= 0.01 * count, wrong


@pytest.mark.parametrize("title", [title for title in TITLES if len(title) > 24])
def test_a_subtitle_is_no_title(title: str, known: Any) -> None:
    string = f"Zoo Rostock\nPressestelle\n12.11.2013\n\n{title}\n\nStart im Herbst auf dem Gelände\n\n{TEXT}"
    assert titles(string, known)[0] == title


def test_place_and_day_before_a_title_are_none_of_it(known: Any) -> None:
    for before in ("Husum, 12.05.2011 --- ", "Jever, 12. Mai 2009. ", "3. Mai 2011: "):
        assert titles(f"Kreis Friesland\n\n{before}Deich wird im Herbst erhöht\n\n{TEXT}", known) == [
            "Deich wird im Herbst erhöht"
        ]
    assert titles(f"Kreis Friesland\n\nDeich fertig\n\nJever, 12. Mai 2009. {TEXT}", known) == ["Deich fertig"]


def test_a_sender_right_above_the_title(known: Any) -> None:
    assert titles(f"Kreis Friesland\nDeich wird im Herbst erhöht\n\n{TEXT}", known) == ["Deich wird im Herbst erhöht"]


def test_amounts_are_no_dates(known: Any) -> None:
    assert titles(f"Volksbank spendet 50.000 Euro\n\n{TEXT}", known) == ["Volksbank spendet 50.000 Euro"]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Pressemitteilung Nr. 7/22 – Potsdam, 15. Februar 2022\n\nBrunnen unter dem Marktplatz entdeckt",
         ["Brunnen unter dem Marktplatz entdeckt"]),
        ("NICHT ZUR VERÖFFENTLICHUNG VOR: 3. Juni 2008, 18:00 UHR\n\nStadt Ostholz\n\nOstholz gewinnt den Wettbewerb",
         ["Ostholz gewinnt den Wettbewerb"]),
        ("# Radweg an der Kreisstraße 12 freigegeben", ["# Radweg an der Kreisstraße 12 freigegeben"]),
        ("Hochschule Elmsfeld\n1. Dezember 2014\n\nStudieren neben dem Beruf\nHochschule stellt drei neue Studiengänge vor",
         ["Studieren neben dem Beruf", "Hochschule stellt drei neue Studiengänge vor"]),
        ("Kreis Soest\n1. Dezember 2014\n\nStaatssekretär Klute übergibt\nFörderbescheid für 53 Kommunale Zentren in Höxter",
         ["Staatssekretär Klute übergibt\nFörderbescheid für 53 Kommunale Zentren in Höxter"]),
        ("Kreis Soest\n1. Dezember 2014\n\nZuschuss für das Bad in\nBröckelstedt kommt noch in diesem Jahr",
         ["Zuschuss für das Bad in\nBröckelstedt kommt noch in diesem Jahr"]),
    ],
)  # fmt: skip
def test_what_stands_around_a_title(head: str, found: list[str], known: Any) -> None:
    assert titles(f"{head}\n\n{TEXT}", known) == found
