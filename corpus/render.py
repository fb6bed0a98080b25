"""Render the sample corpus: every manuscript once, in the format it names, with the truth beside it.

    python corpus/render.py [NAME...]

Writes corpus/sources/NAME.*, corpus/sources/sources.csv and corpus/truth/NAME.txt (what stands on the paper, as a perfect
reader reads it; the analysis in corpus/truth/NAME.json is made by hand). Scans need the fonts Liberation and Carlito and
Tesseract with its English model, whose damage to umlauts is real, not imitated.
"""

from __future__ import annotations

import csv
import html
import re
import string
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from manuscript import Manuscript, read_manuscripts
from pages import Sheet, draw, set_flyer, set_release
from scans import CLEAN, POOR, image_pdf, scan, tesseract

HERE = Path(__file__).resolve().parent


def as_text(manuscript: Manuscript) -> bytes:
    """Plain text as it comes out of a portal: blank lines first, a paragraph a line."""
    head, body = list(manuscript.letterhead_left), []
    if manuscript.date:
        head.append(manuscript.date)
    title = f"{manuscript.title}\n\n{manuscript.title}\n" if manuscript.repeat_title else f"{manuscript.title}\n\n"
    body = [
        part for part in (manuscript.subtitle, manuscript.lead, *manuscript.body, "\n".join(manuscript.contact)) if part
    ]
    return (
        "\n\n\n\n" + "".join(f"{line}\n" for line in [*head, ""] if head) + title + "\n\n".join(body) + "\n"
    ).encode()


def as_markdown(manuscript: Manuscript) -> bytes:
    """Markdown as a converter makes it from a web page, the contact column between title and text."""
    parts = [f"## {manuscript.kicker}", f"### {manuscript.title}", f"**{manuscript.lead}**", manuscript.date]
    parts += ["  \n".join(manuscript.sidebar), *manuscript.body, *manuscript.contact]
    return ("\n\n" + "\n\n".join(parts) + "\n").encode()


def as_html(manuscript: Manuscript) -> bytes:
    """A saved page of a press portal."""
    rows = [f"<h2>{html.escape(manuscript.subtitle)}</h2>"]
    rows += [f"<p>{html.escape(part)}</p>" for part in (manuscript.lead, *manuscript.body)]
    rows += [f'<div class="kontakt"><p>{"<br>".join(map(html.escape, manuscript.contact))}</p></div>']
    template = string.Template((HERE / "portal.html").read_text("utf-8"))
    iso = datetime.strptime(manuscript.date, "%d.%m.%Y").date().isoformat()
    values = {"title": html.escape(manuscript.title), "date": manuscript.date, "iso": iso, "name": manuscript.name}
    return template.substitute(values, content="\n".join(rows)).encode()


def as_pdf(manuscript: Manuscript, sheet: Sheet) -> bytes:
    return draw(sheet, manuscript.title)


def as_clean_scan(manuscript: Manuscript, sheet: Sheet) -> bytes:
    return image_pdf(scan(draw(sheet, ""), CLEAN), CLEAN, "Scan")


def as_poor_scan(manuscript: Manuscript, sheet: Sheet) -> bytes:
    return image_pdf(scan(draw(sheet, ""), POOR), POOR, "Scan")


def as_scan_with_english_layer(manuscript: Manuscript, sheet: Sheet) -> bytes:
    return image_pdf(scan(draw(sheet, ""), CLEAN), CLEAN, "Scan", layer="eng")


def as_english_reading(manuscript: Manuscript, sheet: Sheet) -> bytes:
    """The text alone, as an English-language OCR wrote it down."""
    return "".join(tesseract(page, "eng").rstrip("\f") for page in scan(draw(sheet, ""), CLEAN)).encode()


WRITTEN: dict[str, tuple[str, Callable[[Manuscript], bytes], str]] = {
    "text": ("txt", as_text, "plain text"),
    "markdown": ("md", as_markdown, "Markdown"),
    "html": ("html", as_html, "saved page of a made-up press portal"),
}
PRINTED: dict[str, tuple[str, Callable[[Manuscript, Sheet], bytes], Callable[[Manuscript], Sheet], str]] = {
    "pdf": ("pdf", as_pdf, set_release, "born-digital PDF"),
    "flyer": ("pdf", as_pdf, set_flyer, "born-digital PDF in two columns"),
    "scan_clean": ("pdf", as_clean_scan, set_release, "scan at 300 dpi, no text layer"),
    "scan_poor": ("pdf", as_poor_scan, set_release, "scan at 150 dpi, crooked, noisy, no text layer"),
    "layer_eng": (
        "pdf",
        as_scan_with_english_layer,
        lambda m: set_release(m, "serif"),
        "scan with a text layer by Tesseract's English model",
    ),
    "text_eng": (
        "txt",
        as_english_reading,
        lambda m: set_release(m, "serif"),
        "plain text as Tesseract's English model read it",
    ),
}
ORIGIN = "written and rendered by this project (corpus/manuscripts, corpus/render.py)"
LICENCE = "MIT, as the program"


def render(manuscript: Manuscript) -> tuple[str, bytes, str]:
    """The file's name, its bytes, and the truth: what stands on the paper."""
    if manuscript.render in WRITTEN:
        suffix, write, _ = WRITTEN[manuscript.render]
        return f"{manuscript.name}.{suffix}", write(manuscript), plain("\n".join(manuscript.parts) + "\n")
    suffix, make, lay_out, _ = PRINTED[manuscript.render]
    sheet = lay_out(manuscript)
    return f"{manuscript.name}.{suffix}", make(manuscript, sheet), sheet.text


def plain(text: str) -> str:
    """Without the marks of Markdown."""
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("**", "")


def note(manuscript: Manuscript) -> str:
    """The first comment line of the manuscript says what is peculiar about the file."""
    first = (HERE / "manuscripts" / f"{manuscript.name}.toml").read_text("utf-8").split("\n", 1)[0]
    kind = (WRITTEN | PRINTED)[manuscript.render][-1]
    return f"{kind}. {first.removeprefix('# ')}"


def main(names: list[str]) -> None:
    manuscripts = read_manuscripts(HERE / "manuscripts")
    rows = []
    for manuscript in manuscripts:
        suffix = (WRITTEN | PRINTED)[manuscript.render][0]
        rows.append((f"{manuscript.name}.{suffix}", ORIGIN, LICENCE, note(manuscript)))
        if names and manuscript.name not in names:
            continue
        file, data, truth = render(manuscript)
        (HERE / "sources" / file).write_bytes(data)
        (HERE / "truth" / f"{manuscript.name}.txt").write_text(truth, "utf-8")
        print(f"{file} {len(data):,} bytes", file=sys.stderr)
    with (HERE / "sources" / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("file", "origin", "licence", "note"))
        writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
