"""Number and embargo of a release: what press offices print for the newsroom."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.claims.release import embargo, release_number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Pressemitteilung Nr. 112/2016", "112/2016"),
        ("Kreis Soest\nPresseinformation 12 / 2011\n3. Mai 2011", "12/2011"),
        ("Nr. 018/19 | Berlin, 04.02.2019", "018/19"),
        ("Medieninformation 8", "8"),
        ("PRESSEMITTEILUNG Nummer: 7", "7"),
        ("Berlin, 04.02.2019 | Nr. 18/19", "18/19"),
        ("Staatskanzlei – Pressemitteilung Nr.: 118/2013", "118/2013"),
        ("P r e s s e m i t t e i l u n g   Nr. 310", "310"),
        ("Ausgabe: 2. April 2003 / Nr. 58", "58"),
        ("Pressemitteilung der Hochschule\n12/2014", "12/2014"),
        ("Pressedienst vom 5.10.2011", None),
        ("Pressemitteilung 3. Mai 2011", None),
        ("Pressemitteilung vom 4. Juni 1997", None),
        ("Telefon 0211 12-34", None),
    ],
)
def test_number(line: str, number: str | None) -> None:
    assert release_number(line) == number


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("Sperrfrist: 12. Mai 2014, 11 Uhr", "2014-05-12T11:00"),
        ("SPERRFRIST Montag, 03.02.2003, 9.30 Uhr", "2003-02-03T09:30"),
        ("Frei ab 1. März 2010", "2010-03-01"),
        ("Achtung, Sperrfrist: Sonntag, 7. Dez. 1997, 18 Uhr!", "1997-12-07T18:00"),
        ("Frei für Donnerstag, 14. September 2006, 10 Uhr", "2006-09-14T10:00"),
        ("NICHT ZUR VERÖFFENTLICHUNG VOR: 3. Juni 2008, 18:00 UHR", "2008-06-03T18:00"),
        ("Presse-Mitteilung Nr. 3 · 12. Januar 2000 · Sperrfrist: 13. Januar 2000, 0.00 Uhr", "2000-01-13T00:00"),
        ("Sperrfrist:\n12. Mai 2014, 11 Uhr", "2014-05-12T11:00"),
        ("Frei ab sofort", None),
        ("Sperrfrist: Redebeginn", None),
        ("Es gilt keine Sperrfrist.\nKiel, 3. Mai 2004", None),
        ("Sperrfrist: 45. Mai 2014", None),
    ],
)
def test_embargo(line: str, until: str | None) -> None:
    assert embargo(line) == until


def test_an_hour_without_a_day_is_of_the_day_of_the_release() -> None:
    assert embargo("Sperrfrist: 12.00 Uhr", date(2009, 5, 5)) == "2009-05-05T12:00"
    assert embargo("Sperrfrist: 12.00 Uhr") is None
