"""Readers: web pages, word processors, mails and archives, PDFs by their layer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.document import Document
from pipeline.errors import AktenlageError, EmptyFile, TooLarge
from pipeline.ingest import Limits, ReadOptions, read_bytes
from tests.unit import ingest_samples as samples

NEVER = ReadOptions(ocr="never")


def words_match(document: Document) -> None:
    for page in document.pages:
        assert 0 <= page.span.start <= page.span.end <= len(document.text.string)
        for word in page.words:
            assert page.span.contains(word.span)
            string = document.text[word.span]
            assert string
            assert not any(char.isspace() for char in string)


def test_web_page_without_its_menus() -> None:
    document = read_bytes(samples.PAGE.encode(), "seite.html")[0]
    string = document.text.string
    assert string.startswith("02.05.2016\n\n" + samples.TITLE)
    assert samples.SECOND in string
    assert "- die Beratung der Gemeinden" in string
    assert "Politik" not in string
    assert "4711" not in string
    assert document.metadata.title
    assert document.metadata.published == date(2016, 5, 2)
    kinds = {string[block.span.start : block.span.end]: block.kind for block in document.blocks}
    assert kinds[samples.TITLE] == "title"


def test_web_page_in_another_code_page() -> None:
    page = samples.PAGE.replace("utf-8", "iso-8859-1").encode("cp1252")
    assert samples.TITLE in read_bytes(page, "seite.html")[0].text.string


def test_a_page_nested_too_deep_for_other_parsers_is_not_lost() -> None:
    page = "<html><body>" + "<div>" * 60_000 + f"<p>{samples.FIRST}</p>" + "</div>" * 60_000 + "</body></html>"
    document = read_bytes(page.encode(), "tief.html")[0]
    assert samples.FIRST in document.text.string
    assert "nicht gefunden" in document.pages[0].why


def test_a_page_that_shows_nothing_says_so() -> None:
    with pytest.raises(EmptyFile):
        read_bytes(b"<html><head><script>x()</script></head><body><nav>Start</nav></body></html>", "leer.html")


def test_nothing_outside_the_page_is_read() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>'
        + samples.FIRST
        + " &x;</p></body></html>"
    )
    string = read_bytes(page.encode(), "xxe.html")[0].text.string
    with open("/etc/hostname", encoding="utf-8") as name:
        assert name.read().strip() not in string.replace("Soest", "")


def test_docx() -> None:
    document = read_bytes(samples.docx(), "a.docx")[0]
    string = document.text.string
    for part in (
        "Presseinformation",
        samples.TITLE,
        samples.FIRST,
        "- die Beratung der Gemeinden\n- die Arbeit",
        "Soest | 3,5",
    ):
        assert part in string
    assert document.metadata.title == "Neues Zentrum"
    assert [block.kind for block in document.blocks][:2] == ["letterhead", "title"]


def test_odt() -> None:
    document = read_bytes(samples.odt(), "a.odt")[0]
    assert document.text.string.split("\n\n") == [
        samples.TITLE,
        samples.FIRST,
        "- die Beratung  der Gemeinden",
        "Soest | 3,5",
    ]
    assert document.blocks[0].kind == "title"


def test_rtf() -> None:
    document = read_bytes(b"{\\rtf1\\ansi\\ansicpg1252 F\\'fcr den Kreis Soest.\\par Zweiter Absatz.}", "a.rtf")[0]
    assert document.text.string == "Für den Kreis Soest.\n\nZweiter Absatz."


def test_mail_with_attachments_that_know_their_mail() -> None:
    documents = read_bytes(
        samples.mail({"anlage.txt": samples.RELEASE.encode(), "tabelle.docx": samples.docx()}), "a.eml"
    )
    mail, first, second = documents
    assert mail.text.string.startswith(f"{samples.TITLE}\n\n{samples.FIRST}")
    assert mail.metadata.published == date(2016, 5, 2)
    assert (first.parent, second.parent) == (mail.id, mail.id)
    assert (first.source, second.source) == ("a.eml/anlage.txt", "a.eml/tabelle.docx")
    assert first.text.string == samples.RELEASE


def test_a_bad_attachment_does_not_take_the_others_with_it_and_is_named() -> None:
    documents = read_bytes(
        samples.mail({"kaputt.pdf": b"\x00\x01\x02" * 50, "gut.txt": samples.RELEASE.encode()}), "a.eml"
    )
    assert [document.source for document in documents] == ["a.eml", "a.eml/gut.txt"]
    assert documents[0].pages[0].status == "partial"
    assert "kaputt.pdf" in documents[0].pages[0].why


def test_mail_within_a_mail() -> None:
    inner = samples.mail({"anlage.txt": samples.RELEASE.encode()})
    documents = read_bytes(samples.mail({"weiter.eml": inner}), "a.eml")
    assert [document.source for document in documents] == ["a.eml", "a.eml/weiter.eml", "a.eml/weiter.eml/anlage.txt"]


def test_zip_and_its_limits() -> None:
    files = {"b/eins.txt": samples.RELEASE.encode(), "../zwei.txt": samples.RELEASE.encode(), "__MACOSX/._x": b"x"}
    documents = read_bytes(samples.packed(files), "a.zip")
    assert [document.source for document in documents] == ["a.zip", "a.zip/b/eins.txt", "a.zip/zwei.txt"]
    with pytest.raises(TooLarge):
        read_bytes(samples.packed(files), "a.zip", ReadOptions(limits=Limits(entries=1)))
    with pytest.raises(TooLarge):
        read_bytes(samples.packed({"bombe.txt": b"0" * 300_000_000}), "bombe.zip")


def test_archives_are_opened_only_so_deep() -> None:
    data = samples.RELEASE.encode()
    name = "a.txt"
    for depth in range(5):
        data, name = samples.packed({name: data}), f"{depth}.zip"
    documents = read_bytes(data, "außen.zip")
    assert len(documents) == 4
    assert "zu tief" in documents[-1].pages[0].why


def test_pdf_layer_with_boxes() -> None:
    lines = samples.RELEASE.split("\n")
    document = read_bytes(samples.pdf([samples.column(lines, 70, 100)]), "a.pdf")[0]
    assert document.text.string.split("\n\n") == [samples.TITLE, samples.FIRST, samples.SECOND]
    assert document.pages[0].method == "layer"
    assert document.pages[0].status == "ok"
    words_match(document)
    at = document.text.string.index("Zentrum")
    (number, box), *_ = document.boxes(document.pages[0].words[0].span)
    assert number == 1
    assert 65 < box[0] < 75
    assert 85 < box[1] < 101
    assert document.page_of(type(document.pages[0].span)(at, at + 7)) == 1


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages_read_like_upright_ones(rotate: int) -> None:
    upright = read_bytes(samples.pdf([samples.column([samples.FIRST, samples.SECOND], 70, 400)]), "a.pdf", NEVER)[0]
    turned = read_bytes(
        samples.pdf([samples.column([samples.FIRST, samples.SECOND], 70, 400)], rotate=rotate), "a.pdf", NEVER
    )[0]
    assert sorted(turned.text.string.split()) == sorted(upright.text.string.split())
    page = turned.pages[0]
    assert all(0 <= word.box[0] <= page.width and 0 <= word.box[1] <= page.height for word in page.words)  # type: ignore[operator]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        "Die linke Spalte beginnt mit diesem Satz",
        "und sie geht auf der zweiten Zeile weiter,",
        "bis sie auf der dritten endet und Schluss",
        "ist mit der linken Spalte dieser Seite.",
    ]
    right = [
        "Die rechte Spalte kommt danach und sagt",
        "in ihren vier Zeilen, was noch zu sagen",
        "war, damit auch diese Seite voll wird und",
        "der Leser zufrieden nach Hause geht.",
    ]
    page = [(70.0, 60.0, 16.0, "Eine Überschrift über beiden Spalten der Seite")]
    page += [
        line
        for pair in zip(samples.column(left, 70, 110), samples.column(right, 320, 110), strict=True)
        for line in pair
    ]
    document = read_bytes(samples.pdf([page]), "a.pdf", NEVER)[0]
    flat = " ".join(document.text.string.split())
    assert flat == " ".join(["Eine Überschrift über beiden Spalten der Seite", *left, *right])


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("Kreis Soest", "3,5", "170.000"),
        ("Kreis Unna", "4,0", "180.000"),
        ("Kreis Olpe", "2,5", "90.000"),
        ("Kreis Lippe", "3,0", "120.000"),
    ]
    page = [
        cell
        for number, row in enumerate(rows)
        for cell in (
            (70.0, 100.0 + 14 * number, 10.0, row[0]),
            (250.0, 100.0 + 14 * number, 10.0, row[1]),
            (400.0, 100.0 + 14 * number, 10.0, row[2]),
        )
    ]
    document = read_bytes(samples.pdf([page]), "a.pdf", NEVER)[0]
    assert document.text.string.split("\n") == ["\t".join(row) for row in rows]


def test_cells_of_a_ruled_table_stay_together() -> None:
    import io

    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    sheet.setFont("Helvetica", 10)
    sheet.drawString(70, 760, "Die Zuschüsse der Kreise stehen in der folgenden Tabelle.")
    sheet.grid([70, 200, 400, 500], [740, 700, 660])
    cells = [
        [("Kreis Soest", ""), ("Beratung für Familien,", "die neu im Kreis sind"), ("12.600", "Euro")],
        [("Kreis Unna", "und Lünen"), ("Treffpunkt im Bahnhof", "mit Café"), ("9.800", "Euro")],
    ]
    for row, y in zip(cells, (725, 685), strict=True):
        for (first, second), x in zip(row, (75, 205, 405), strict=True):
            sheet.drawString(x, y, first)
            sheet.drawString(x, y - 14, second)
    sheet.drawString(70, 630, "Das Geld kommt vom Land und wird im Mai gezahlt.")
    sheet.showPage()
    sheet.save()
    document = read_bytes(out.getvalue(), "a.pdf", NEVER)[0]
    assert document.text.string.split("\n\n") == [
        "Die Zuschüsse der Kreise stehen in der folgenden Tabelle.",
        "Kreis Soest\tBeratung für Familien, die neu im Kreis sind\t12.600 Euro\n"
        "Kreis Unna und Lünen\tTreffpunkt im Bahnhof mit Café\t9.800 Euro",
        "Das Geld kommt vom Land und wird im Mai gezahlt.",
    ]
    words_match(document)


def test_a_heading_in_bold_stands_apart_from_its_text() -> None:
    import io

    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    for number, (font, line) in enumerate(
        [
            ("Helvetica-Bold", "Von Anfang an"),
            ("Helvetica", "Sprache wächst im Alltag. Deshalb schulen"),
            ("Helvetica", "wir alle, die mit Kindern arbeiten."),
        ]
    ):
        sheet.setFont(font, 10)
        sheet.drawString(70, 700 - 14 * number, line)
    sheet.showPage()
    sheet.save()
    document = read_bytes(out.getvalue(), "a.pdf", NEVER)[0]
    assert document.text.string.split("\n\n")[0] == "Von Anfang an"


def test_a_file_without_its_tables_is_mended() -> None:
    data = samples.pdf([samples.column([samples.FIRST], 70, 100)])
    broken = data[: data.rindex(b"xref")].replace(b"/Type /Catalog", b"/Type /Catalog ")
    document = read_bytes(broken, "a.pdf", NEVER)[0]
    assert document.text.string == samples.FIRST


def test_pages_are_parted_and_numbered() -> None:
    document = read_bytes(
        samples.pdf([samples.column([samples.FIRST], 70, 100), samples.column([samples.SECOND], 70, 100)]), "a.pdf"
    )[0]
    assert document.text.string == f"{samples.FIRST}\n\f{samples.SECOND}"
    assert [page.number for page in document.pages] == [1, 2]
    words_match(document)


def test_a_blank_page_is_empty_and_kept() -> None:
    document = read_bytes(samples.pdf([[], samples.column([samples.FIRST], 70, 100)]), "a.pdf")[0]
    assert [page.status for page in document.pages] == ["empty", "ok"]


def test_a_page_as_large_as_a_house_is_refused_before_it_is_drawn() -> None:
    from io import BytesIO

    import pikepdf

    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(14_000, 14_000))
        stream = b"".join(b"200 %d 13000 250 re f\n" % (200 + 1000 * row) for row in range(13))
        document.pages[0].Contents = document.make_stream(stream)
        document.save(out)
    with pytest.raises(AktenlageError) as raised:
        read_bytes(out.getvalue(), "haus.pdf")
    assert raised.value.code == "too_large"


def test_a_page_that_draws_itself_a_million_times_is_stopped() -> None:
    from io import BytesIO

    import pikepdf

    out = BytesIO()
    with pikepdf.new() as document:
        form = document.make_stream(b"BT ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        for _ in range(8):
            form = document.make_stream(
                b"/F Do " * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9],
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form)),
            )  # fmt: skip
        document.add_blank_page(page_size=(200, 200))
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        document.pages[0].Contents = document.make_stream(b"/F Do")
        document.save(out)
    with pytest.raises(AktenlageError) as raised:
        read_bytes(out.getvalue(), "lachen.pdf", ReadOptions(ocr="never", limits=Limits(page_seconds=1)))
    assert raised.value.code in ("too_large", "damaged")


def test_after_a_file_that_killed_the_worker_the_next_is_read() -> None:
    test_a_page_that_draws_itself_a_million_times_is_stopped()
    assert read_bytes(samples.pdf([samples.column([samples.FIRST], 70, 100)]), "a.pdf")[0].text.string == samples.FIRST


@pytest.mark.shared
def test_every_hostile_file_ends_well_or_with_a_reason(shared: object) -> None:
    from pathlib import Path

    root = Path(str(shared)) / "nasty"
    if not root.is_dir():
        pytest.skip("the hostile files are not here")
    limits = ReadOptions(ocr="never", limits=Limits(page_seconds=2))
    seen = 0
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.name in ("manifest.json", "README.md"):
            continue
        seen += 1
        outcome = _outcome(path, limits)
        assert outcome, path.name
    assert seen >= 60


def _outcome(path: Any, options: ReadOptions) -> str:
    """What became of a file, in words; anything but an error of ours comes through."""
    from pipeline.ingest import read

    try:
        return f"{len(read(path, options=options)[0].pages)} pages"
    except AktenlageError as error:
        return error.message if error.source == str(path) else ""
