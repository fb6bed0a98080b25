"""One real file of every kind an archive holds, made on the spot and read from end to end."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from pipeline.errors import AktenlageError, LockedFile, TooLarge
from pipeline.ingest import ReadOptions, read_bytes
from pipeline.ingest.kinds import SAVED_PAGE
from pipeline.ingest.paper import is_fax, shade_of, skew_of

from . import ingest_samples as samples

RELEASE = """Landrat übergibt den Bescheid für das Hallenbad in Bröckelstedt

Der Landkreis unterstützt die Sanierung mit 450.000 Euro. Landrat Günther Möllers überreichte den Bescheid am Donnerstag.

Äußerst knapp war die Entscheidung gefallen: 23 Abgeordnete stimmten dafür. Die Straße und die Plätze folgen später.
"""
QUOTED = RELEASE + "\n„Das Bad ist wichtig“, sagte er – für alle …\n"
LINES = [
    "Landrat übergibt Bescheid für das Bad",
    "Der Landkreis fördert die Sanierung",
    "mit 450.000 Euro. Äußerst knapp war",
    "die Entscheidung in dem Kreistag, der",
    "heute über die Größe gestritten hat.",
    "Die Straße und die Plätze folgen bald.",
]
WORDS = ("übergibt", "450.000", "Größe", "Straße")
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract ist nicht installiert")


def only(data: bytes, name: str) -> Any:
    (document,) = read_bytes(data, name)
    return document


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize(
    ("encoding", "mark", "string"),
    [
        ("utf-8", b"", QUOTED),
        ("utf-8", b"\xef\xbb\xbf", QUOTED),
        ("utf-16-le", b"\xff\xfe", QUOTED),
        ("utf-16-be", b"\xfe\xff", QUOTED),
        ("utf-16-le", b"", QUOTED),
        ("utf-16-be", b"", QUOTED),
        ("windows-1252", b"", QUOTED),
        ("mac_roman", b"", QUOTED),
        ("iso-8859-1", b"", RELEASE),
        ("iso-8859-15", b"", RELEASE.replace("Euro", "€")),
        ("cp850", b"", RELEASE),
        ("cp437", b"", RELEASE),
    ],
)
def test_text_in_every_encoding(encoding: str, mark: bytes, string: str, suffix: str) -> None:
    assert only(mark + string.encode(encoding), f"meldung.{suffix}").text.string == string


def digital(**options: Any) -> bytes:
    return samples.pdf([samples.column(LINES, 70, 100)], **options)


def picture(*, letters: int = 48) -> Image.Image:
    return samples.scan(LINES, size=(1240, 900), letters=letters)


def scanned(image: Image.Image, *, rotate: int = 0) -> bytes:
    """A page that is a picture, by its own size at 150 dpi, shown turned clockwise."""
    width, height = image.width * 72 / 150, image.height * 72 / 150
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(width, height), invariant=1)
    sheet.drawImage(ImageReader(io.BytesIO(samples.saved(image, "JPEG", quality=85))), 0, 0, width, height)
    sheet.save()
    return turned(out.getvalue(), rotate) if rotate else out.getvalue()


def turned(data: bytes, rotate: int) -> bytes:
    document = pikepdf.open(io.BytesIO(data))
    document.pages[0].obj["/Rotate"] = rotate
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def tagged() -> bytes:
    """A page with structure, as office programs export it: the hyphen at a line end is marked as none."""
    document = pikepdf.open(io.BytesIO(digital()))
    page = document.pages[0].obj
    before = page["/Contents"].read_bytes().decode("latin-1")
    drawing = before.replace("BT", "/P <</MCID 0>> BDC BT", 1).replace("ET", "ET EMC", 1)
    page["/Contents"] = document.make_stream(drawing.encode("latin-1"))
    root = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    part = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=root, Pg=page, K=0)
    root["/K"] = document.make_indirect(part)
    document.Root["/StructTreeRoot"] = root
    document.Root["/MarkInfo"] = pikepdf.Dictionary(Marked=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_born_digital_page_however_it_is_turned(rotate: int) -> None:
    document = only(turned(digital(), rotate), "a.pdf")
    assert document.text.string.split() == " ".join(LINES).split()
    (page,) = document.pages
    assert (page.method, page.status) == ("layer", "ok")
    first, last = page.words[0].box, page.words[-1].box
    across, down = last[0] - first[0], last[1] - first[1]
    assert {0: down > 0, 90: across < 0, 180: down < 0, 270: across > 0}[rotate]  # boxes are those of the shown page


def test_a_tagged_page() -> None:
    assert only(tagged(), "a.pdf").text.string.split() == " ".join(LINES).split()


@needs_tesseract
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: scanned(picture()), id="scanned"),
        pytest.param(lambda: scanned(picture().rotate(180)), id="upside down"),
        pytest.param(lambda: scanned(picture(), rotate=180), id="shown upside down"),
        pytest.param(lambda: scanned(picture().rotate(90, expand=True), rotate=90), id="turned and turned back"),
        pytest.param(
            lambda: scanned(picture().rotate(-3, fillcolor=255, resample=Image.Resampling.BICUBIC)), id="skewed"
        ),
        pytest.param(lambda: samples.saved(picture(), "PNG", dpi=(150, 150)), id="png"),
        pytest.param(lambda: samples.saved(picture(), "JPEG", dpi=(150, 150)), id="jpeg named pdf"),
        pytest.param(lambda: samples.saved(picture(), "WEBP"), id="webp"),
        pytest.param(
            lambda: samples.saved(picture().convert("1"), "TIFF", compression="group4", dpi=(150, 150)),
            id="tiff of a fax",
        ),
    ],
)
def test_page_images(make: Callable[[], bytes]) -> None:
    document = only(make(), "a.pdf")
    assert all(word in document.text.string for word in WORDS), document.text.string
    assert [(page.method, page.status) for page in document.pages] == [("ocr", "ok")]


@needs_tesseract
def test_pages_of_both_kinds_in_one_file() -> None:
    mixed = pikepdf.open(io.BytesIO(digital()))
    mixed.pages.extend(pikepdf.open(io.BytesIO(scanned(picture()))).pages)
    mixed.pages.extend(pikepdf.open(io.BytesIO(samples.pdf([[]]))).pages)
    out = io.BytesIO()
    mixed.save(out)
    document = only(out.getvalue(), "a.pdf")
    assert [(page.method, page.status) for page in document.pages] == [
        ("layer", "ok"),
        ("ocr", "ok"),
        ("layer", "empty"),
    ]
    assert document.text.string.count("450.000") == 2


@needs_tesseract
def test_a_page_half_in_shadow_is_read_whole() -> None:
    import numpy

    page = samples.scan(LINES, size=(2480, 900), letters=80)
    shadow = numpy.linspace(1.0, 0.42, page.width)[None, :]
    grey = Image.fromarray((numpy.asarray(page) * shadow).astype("uint8"))
    assert shade_of(page) < 0.1 < 0.25 < shade_of(grey)
    document = only(samples.saved(grey, "PNG", dpi=(300, 300)), "a.png")
    assert all(word in document.text.string for word in WORDS), document.text.string


def test_faxes_are_told_from_scans() -> None:
    page = picture()
    assert is_fax(page.point(lambda level: 255 * (level > 128)), 204)
    assert not is_fax(page.point(lambda level: 255 * (level > 128)), 300)
    assert not is_fax(page.resize((800, 580)), 200)


def test_a_sheet_that_slipped_is_measured_to_eight_degrees() -> None:
    page = samples.scan(LINES * 3, size=(1240, 1754), letters=34)
    for angle in (-7, -2, 0, 3, 6.5):
        assert abs(skew_of(page.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)) + angle) < 0.3


def locked(**passwords: Any) -> bytes:
    document = pikepdf.open(io.BytesIO(digital()))
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(**passwords))
    return out.getvalue()


def test_a_locked_pdf_says_what_to_do() -> None:
    with pytest.raises(LockedFile, match="Kennwort") as caught:
        read_bytes(locked(user="geheim", owner="chef"), "a.pdf")
    assert "qpdf --decrypt" in caught.value.help


def test_a_pdf_that_only_forbids_is_read_and_says_so() -> None:
    forbidding = pikepdf.Permissions(extract=False, print_highres=False, print_lowres=False)
    document = only(locked(user="", owner="chef", allow=forbidding), "a.pdf")
    assert document.text.string.split() == " ".join(LINES).split()
    assert "untersagt: Drucken, Kopieren" in document.pages[0].why


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (digital(), "a.txt", "application/pdf"),
        (samples.docx(), "a.doc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (samples.odt(), "a.pdf", "application/vnd.oasis.opendocument.text"),
        (samples.PAGE.encode(), "a.txt", "text/html"),
        (samples.packed({"a.txt": b"Hallo Welt"}), "a.docx", "application/zip"),
        (samples.mail({}), "a.html", "message/rfc822"),
        (RELEASE.encode(), "a.pdf", "text/plain"),
    ],
)
def test_names_that_lie(data: bytes, name: str, kind: str) -> None:
    assert read_bytes(data, name)[0].media_type == kind


def mhtml() -> bytes:
    page = EmailMessage()
    page["From"] = "<Saved by Blink>"
    page["Subject"] = "Förderung"
    page["Snapshot-Content-Location"] = "https://www.kreis.example/presse"
    page.set_content(samples.PAGE, subtype="html", cte="quoted-printable")
    page.add_related(b"body { margin: 0 }", "text", "css", cid="<css>")
    return page.as_bytes()


def test_a_page_saved_with_its_pictures_is_one_page() -> None:
    document = only(mhtml(), "seite.mhtml")
    assert document.media_type == SAVED_PAGE
    assert samples.TITLE in document.text.string
    assert "Impressum" not in document.text.string
    assert document.metadata.published is not None


def with_name(name: bytes) -> bytes:
    """An archive whose only entry has this name, without a word on its encoding."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("X" * len(name), RELEASE)
    return out.getvalue().replace(b"X" * len(name), name)


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "cp1252", "utf-8", "mac_roman"])
@pytest.mark.parametrize("name", ["Übersicht der Straßen.txt", "Bäder.txt", "Größe.txt"])
def test_names_in_archives(name: str, encoding: str) -> None:
    assert [one.source for one in read_bytes(with_name(name.encode(encoding)), "a.zip")] == ["a.zip", f"a.zip/{name}"]


def test_archives_that_harm_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bombe.txt", bytes(300_000_000))
    with pytest.raises(TooLarge):
        read_bytes(out.getvalue(), "a.zip")
    escaping = read_bytes(samples.packed({"../../etc/böse.txt": RELEASE.encode()}), "a.zip")
    assert escaping[1].source == "a.zip/etc/böse.txt"
    sealed = bytearray(samples.packed({"a.txt": RELEASE.encode()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        sealed[sealed.find(mark) + at] |= 1
    with pytest.raises(LockedFile, match="Kennwort"):
        read_bytes(bytes(sealed), "a.zip")


def test_a_mail_with_everything_in_it() -> None:
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"], inner["Message-ID"] = (
        "a@b.example",
        "c@d.example",
        "Übersicht",
        "<2@b>",
    )
    inner.set_content("Anbei die Übersicht über die Bäder.\n", cte="base64")
    inner.add_attachment(RELEASE.encode("cp1252"), maintype="text", subtype="plain", filename="Übersicht.txt")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "Pressestelle Bröckelstedt <p@k.example>", "r@z.example", "<1@k>"
    mail["Subject"], mail["Date"] = "Bescheid für das Hallenbad", "Thu, 12 Mar 2009 10:00:00 +0100"
    mail.set_content(RELEASE, cte="quoted-printable")
    mail.add_attachment(inner)
    mail.add_attachment(digital(), maintype="application", subtype="pdf", filename="Bescheid.pdf")
    packed = samples.packed({"Bäder/Liste.txt": RELEASE.encode()})
    mail.add_attachment(packed, maintype="application", subtype="zip", filename="Anlagen.zip")
    found = read_bytes(mail.as_bytes(), "m.eml")
    names = [one.source.removeprefix("m.eml") for one in found]
    assert names == [
        "", "/Anlage-1.eml", "/Anlage-1.eml/Übersicht.txt", "/Bescheid.pdf", "/Anlagen.zip",
        "/Anlagen.zip/Bäder/Liste.txt",
    ]  # fmt: skip
    parents = {one.source: one.parent for one in found}
    assert parents["m.eml/Bescheid.pdf"] == parents["m.eml/Anlagen.zip"] == found[0].id
    assert parents["m.eml/Anlage-1.eml/Übersicht.txt"] == found[1].id
    assert found[2].text.string == RELEASE
    assert RELEASE.strip() in found[0].text.string.replace("\r", "")


def test_a_mail_with_raw_bytes_in_its_header() -> None:
    body = RELEASE.replace("\n", "\r\n").encode("latin-1")
    head = "From: Pressestelle Bröckelstedt <p@k.example>\r\nTo: r@z.example\r\nSubject: Förderung für das Bad\r\n"
    head += (
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    document = only(head.encode("latin-1") + body, "m.eml")
    assert document.text.string.startswith("F")
    assert "Möllers" in document.text.string
    assert "Förderung für das Bad" in document.text.string


@pytest.mark.parametrize(
    "make",
    [
        lambda: read_bytes(digital()[:300], "a.pdf"),
        lambda: read_bytes(b"%PDF-1.7 nichts", "a.pdf"),
        lambda: read_bytes(b"\x89PNG\r\n\x1a\n....", "a.png"),
        lambda: read_bytes(b"PK\x03\x04" + bytes(60), "a.zip"),
        lambda: read_bytes(samples.docx()[:900], "a.docx"),
        lambda: read_bytes(b"", "a.txt"),
        lambda: read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.doc"),
    ],
)
def test_every_refusal_names_the_file_the_reason_and_what_to_do(make: Callable[[], Any]) -> None:
    with pytest.raises(AktenlageError) as caught:
        make()
    error = caught.value
    assert error.source
    assert error.help
    assert error.message[:1].isupper()


def test_ocr_can_be_forbidden_for_every_page() -> None:
    document = read_bytes(scanned(picture()), "a.pdf", ReadOptions(ocr="never"))[0]
    assert document.text.string == ""
    assert [(page.status, "OCR abgeschaltet" in page.why) for page in document.pages] == [("partial", True)]


@needs_tesseract
def test_ocr_can_be_asked_for_every_page() -> None:
    document = read_bytes(digital(), "a.pdf", ReadOptions(ocr="force"))[0]
    assert [(page.method, page.why.startswith("OCR verlangt")) for page in document.pages] == [("ocr", True)]
    assert "Größe" in document.text.string
