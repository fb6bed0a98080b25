"""Small files of every kind, made on the spot, for the tests of reading."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

from PIL import Image, ImageDraw, ImageFont

TITLE = "Kreis Soest eröffnet ein neues Zentrum für Familien"
FIRST = "Der Kreis Soest hat am Montag ein neues Zentrum eröffnet. Über die Räume freuen sich 47 Vereine."
SECOND = "Das Land fördert die Stelle für drei Jahre mit 170.000 Euro. Danach trägt der Kreis die Kosten selbst."
RELEASE = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n"


def pdf(pages: list[list[tuple[float, float, float, str]]], *, rotate: int = 0) -> bytes:
    """A born-digital PDF: for each page (left, top, size, line) in points from the top left."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(595, 842), invariant=1)
    for lines in pages:
        if rotate:
            sheet.setPageRotation(rotate)
        for left, top, size, line in lines:
            sheet.setFont("Helvetica", size)
            sheet.drawString(left, 842 - top, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def column(
    lines: list[str], left: float, top: float, *, size: float = 10, step: float = 14
) -> list[tuple[float, float, float, str]]:
    """Lines below each other."""
    return [(left, top + step * number, size, line) for number, line in enumerate(lines)]


def font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    for name in ("LiberationSerif-Regular.ttf", "DejaVuSans.ttf", "DejaVuSerif.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def scan(lines: list[str], *, size: tuple[int, int] = (1240, 700), letters: int = 34) -> Image.Image:
    """A page image at 150 dpi, or twice that by its size and letters."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((90, 80 + number * int(letters * 1.6)), line, fill=20, font=font(letters))
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def docx() -> bytes:
    import docx as library

    document = library.Document()
    document.core_properties.title = "Neues Zentrum"
    document.sections[0].header.paragraphs[0].text = "Presseinformation"
    document.add_heading(TITLE, 1)
    document.add_paragraph(FIRST)
    document.add_paragraph("die Beratung der Gemeinden", style="List Bullet")
    document.add_paragraph("die Arbeit mit Vereinen", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("Kreis", "Stellen"), ("Soest", "3,5"))):
        for position, cell in enumerate(cells):
            table.cell(row, position).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt() -> bytes:
    space = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("table", "table"))
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {space}><office:body><office:text>'
        f'<text:h text:outline-level="1">{TITLE}</text:h><text:p>{FIRST}</text:p>'
        '<text:list><text:list-item><text:p>die Beratung<text:s text:c="2"/>der Gemeinden</text:p></text:list-item></text:list>'
        "<table:table><table:table-row><table:table-cell><text:p>Soest</text:p></table:table-cell>"
        "<table:table-cell><text:p>3,5</text:p></table:table-cell></table:table-row></table:table>"
        "</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def mail(attachments: dict[str, bytes], *, body: str = FIRST) -> bytes:
    message = EmailMessage()
    message["From"] = "Pressestelle <presse@kreis-soest.example>"
    message["To"] = "redaktion@zeitung.example"
    message["Subject"] = TITLE
    message["Date"] = "Mon, 02 May 2016 10:00:00 +0200"
    message["Message-ID"] = "<1@kreis-soest.example>"
    message.set_content(body)
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


PAGE = f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{TITLE} - Portal</title>
<meta name="date" content="2016-05-02"></head><body><nav><ul><li><a href="/">Start</a></li><li><a href="/p">Politik</a></li></ul></nav>
<script>var zahl = 4711;</script><main><article><p class="datum"><time datetime="2016-05-02">02.05.2016</time></p><h1>{TITLE}</h1>
<p>{FIRST}</p><p>{SECOND}</p><p>{FIRST.replace("Montag", "Dienstag")}</p>
<ul><li>die Beratung der Gemeinden in allen Fragen</li><li>die Arbeit mit den Vereinen im Kreis</li></ul></article></main>
<footer><p>Impressum und Datenschutz</p></footer></body></html>"""
