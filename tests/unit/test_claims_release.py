"""Number and embargo of a release: what press offices print for the newsroom."""

from __future__ import annotations

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
        ("Sperrfrist: Redebeginn", None),
        ("Es gilt keine Sperrfrist.\nKiel, 3. Mai 2004", None),
        ("Sperrfrist: 45. Mai 2014", None),
    ],
)
def test_embargo(line: str, until: str | None) -> None:
    assert embargo(line) == until
