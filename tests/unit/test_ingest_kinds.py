"""What a file is, and in which encoding its text stands: told by content, never by name."""

from __future__ import annotations

import pytest

from pipeline.errors import AktenlageError, DamagedFile, EmptyFile, LockedFile, TooLarge, UnknownFormat
from pipeline.ingest import Limits, ReadOptions, read, read_bytes
from pipeline.ingest.kinds import tell_kind
from pipeline.ingest.plain import decode, read_plain
from tests.unit import ingest_samples as samples

TEXT = "Für die Städte Köln und Düsseldorf: „Größe“ zählt – 5 € mehr, sagte Frau Löhrmann. Äußerst übel, Öl."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_that_hold_everything(encoding: str) -> None:
    assert decode(TEXT.encode(encoding))[0] == TEXT


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman", "iso8859_15", "iso8859_1"])
def test_older_encodings(encoding: str) -> None:
    plain = (
        "Für die Städte Köln und Düsseldorf zählt die Größe. Äußerst übel, Öl für die Straße. Die Bürger können wählen."
    )
    assert decode(plain.encode(encoding))[0] == plain


def test_quotes_of_windows_are_not_taken_for_dos() -> None:
    plain = "„Wir können das“, sagte der Minister – und fügte hinzu: ‚Bald‘."
    assert decode(plain.encode("cp1252"))[0] == plain


def test_brackets_of_old_terminals() -> None:
    plain = "Die St{dte k|nnen f}r die Stra~e Geld vom Land bekommen. Das hat der Landtag f}r drei Jahre beschlossen, wie es hie~."
    assert decode(plain.encode())[0].startswith("Die Städte können für die Straße")


def test_brackets_of_programs_stay() -> None:
    code = (
        "if (a) { return b | c; } else { return ~d; } // zweimal {x} und [y], damit es lang genug für einen Versuch ist"
    )
    assert decode(code.encode())[0] == code


def test_two_encodings_in_one_file() -> None:
    data = "Für alle.\n".encode() + "Über uns.\n".encode("cp1252")
    assert decode(data)[0] == "Für alle.\nÜber uns.\n"


def test_form_feeds_part_pages() -> None:
    string, pages = read_plain(b"Seite eins\n\fSeite zwei\n", "a.txt")
    assert [(page.number, string[page.span.start : page.span.end].strip()) for page in pages] == [
        (1, "Seite eins"),
        (2, "Seite zwei"),
    ]


def test_a_page_nobody_can_know_has_no_number() -> None:
    assert read_plain(b"Der Kreis Soest", "a.txt")[1][0].number is None


def test_windows_line_ends_stay_in_the_raw_text() -> None:
    assert read_bytes(b"Der Kreis\r\nSoest", "a.txt")[0].text.string == "Der Kreis\r\nSoest"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"Der Kreis Soest teilt mit", "release.txt", "text/plain"),
        (b"# Der Kreis Soest teilt mit", "release.md", "text/markdown"),
        (b"%PDF-1.4\n", "release.txt", "application/pdf"),
        (b"junk\n%PDF-1.4\n", "release", "application/pdf"),
        (b"<!DOCTYPE html><html><body>Hallo</body></html>", "release.pdf", "text/html"),
        (b"\xef\xbb\xbf<!-- saved --><html><body>Hallo</body></html>", "x", "text/html"),
        (b"\x89PNG\r\n\x1a\n....", "scan.jpg", "image/png"),
        (b"\xff\xd8\xff\xe0....", "scan.txt", "image/jpeg"),
        (b"II*\x00....", "scan", "image/tiff"),
        (b"RIFF....WEBPVP8 ", "scan", "image/webp"),
        (samples.docx(), "a.zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (samples.odt(), "a.docx", "application/vnd.oasis.opendocument.text"),
        (samples.packed({"a.txt": b"Hallo"}), "a.docx", "application/zip"),
        (samples.mail({}), "a.txt", "message/rfc822"),
        (b"{\\rtf1\\ansi Hallo}", "a.doc", "application/rtf"),
        (b"Subject: keine Mail, nur ein Satz\nder so beginnt.", "a.txt", "text/plain"),
    ],
)
def test_kinds(data: bytes, name: str, kind: str) -> None:
    assert tell_kind(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.pdf", EmptyFile),
        (b" \n\n\t", "a.txt", EmptyFile),
        (bytes(range(256)) * 8, "a.pdf", DamagedFile),
        (bytes(range(256)) * 8, "a", UnknownFormat),
        (b"../anderswo/a.pdf", "a.pdf", DamagedFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "a.doc", UnknownFormat),
        (b"<?xml version='1.0'?><daten/>", "a.xml", UnknownFormat),
        (b"PK\x03\x04" + b"\0" * 40, "a.zip", DamagedFile),
        (samples.packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "a.xlsx", UnknownFormat),
        (b"%PDF-1.4\nnothing", "a.pdf", DamagedFile),
        (samples.pdf([samples.column([samples.FIRST], 70, 100)])[:300], "a.pdf", DamagedFile),
        (b"\x89PNG\r\n\x1a\n....", "a.png", DamagedFile),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, error: type[AktenlageError]) -> None:
    with pytest.raises(error) as raised:
        read_bytes(data, name)
    assert raised.value.source == name
    assert raised.value.message


def test_a_locked_pdf_asks_for_its_password() -> None:
    from io import BytesIO

    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(samples.pdf([samples.column([samples.FIRST], 70, 100)]))) as document:
        document.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    with pytest.raises(LockedFile) as raised:
        read_bytes(out.getvalue(), "a.pdf")
    assert "qpdf" in str(raised.value)


def test_missing_files_and_folders(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    for path in (folder, folder / "fehlt.txt"):
        with pytest.raises(AktenlageError) as raised:
            read(path)
        assert raised.value.code == "unreadable"


def test_too_large_a_file_is_not_even_opened(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "gross.txt"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(TooLarge):
        read(path, options=ReadOptions(limits=Limits(file_size=1000)))


def test_the_shown_name_is_the_given_one(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "a.txt"
    path.write_text("Der Kreis Soest teilt mit", "utf-8")
    assert read(path, source="archiv/a.txt")[0].source == "archiv/a.txt"


def test_the_same_bytes_are_the_same_document() -> None:
    first, second = read_bytes(b"Der Kreis Soest", "a.txt")[0], read_bytes(b"Der Kreis Soest", "b.txt")[0]
    assert first.id == second.id
    assert len(first.id) == 64


@pytest.mark.parametrize(
    ("string", "language"),
    [
        (samples.RELEASE, "de"),
        (
            "Staatssekretar Hecke er6ffnet das Zentrum im Kreis Borken und dankt den Stadten fir die gute Arbeit vor Ort.",
            "de",
        ),
        (
            "The district of Soest opened a new centre for families on Monday, and the state pays for the first years.",
            "en",
        ),
        (
            "Soest ilçesi pazartesi günü aileler için yeni bir merkez açtı ve eyalet ilk yılların masraflarını ödüyor.",
            "tr",
        ),
        ("Soest 47", "de"),
    ],
)
def test_language(string: str, language: str) -> None:
    assert read_bytes(string.encode(), "a.txt")[0].language == language
