"""The pages: what must be refused first, then what they show and where they lead."""

from __future__ import annotations

import asyncio
import html.parser
import json

import httpx
import pytest

from pipeline.build_facts import decide
from pipeline.build_run import shared_knowledge
from pipeline.errors import AktenlageError, NotFound
from pipeline.store import archive
from pipeline.web import page_document
from pipeline.web.guard import guarded
from pipeline.web.server import LOOPBACK, QUERIES, application, serve
from tests.unit.dossiers import dossier

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "aktenlage.db"
    with archive.open_store(path, write=True) as opened:
        for source, extra in (("a.txt", "Mehr über die Förderung."), (f"{NASTY[:8]}.txt", NASTY)):
            one = dossier(source, extra=extra)
            archive.keep(opened, source, one.document.id, "work", (one,))
        archive.quarantine(opened, f"{NASTY}.pdf", None, AktenlageError(NASTY, help=NASTY))
    return path


@pytest.fixture(scope="module")
def ask(store):
    transport = httpx.ASGITransport(app=guarded(application(store), allowed=LOOPBACK))

    def get(path: str, *, method: str = "GET", host: str = "127.0.0.1:8001") -> httpx.Response:
        async def send() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, path)

        return asyncio.run(send())

    return get


@pytest.fixture(scope="module")
def keys(store):
    with archive.open_store(store) as opened:
        return {
            "document": opened.rows("SELECT id FROM documents ORDER BY source DESC LIMIT 1")[0]["id"],
            "claim": opened.rows("SELECT id FROM claims LIMIT 1")[0]["id"],
            "finding": opened.rows("SELECT id FROM findings WHERE kind = 'list_confirmed' LIMIT 1")[0]["id"],
        }


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_a_foreign_name_is_refused(ask, host):
    assert ask("/", host=host).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost:8001", "localhost", "[::1]:8001"])
def test_own_names_are_served(ask, host):
    assert ask("/start.json", host=host).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(ask, method):
    assert ask("/", method=method).status_code == 405


@pytest.mark.parametrize(
    "sql",
    [
        "delete from claims",
        "attach database '/tmp/x.db' as x",
        "pragma journal_mode = wal",
        "select load_extension('x')",
        "insert into settings values ('a', 'b')",
    ],
)
def test_harmful_sql_is_refused(ask, store, sql):
    before = store.read_bytes()
    assert ask(f"/aktenlage.json?sql={sql}").status_code >= 400
    assert store.read_bytes() == before


def test_another_host_must_be_asked_for_twice(store):
    with pytest.raises(AktenlageError, match="no login"):
        serve(store, "0.0.0.0", 0)


def test_no_store_no_pages(tmp_path):
    with pytest.raises(NotFound):
        serve(tmp_path / "none.db", "127.0.0.1", 0)


class Page(html.parser.HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.names.append(tag)
        for name, value in attributes:
            if name.startswith("on"):
                self.handlers.append(f"{tag} {name}={value}")
            if name == "href":
                self.links.append(value or "")
            if name == "src":
                self.sources.append(value or "")


def pages(keys: dict[str, str]) -> list[str]:
    own = [
        "/",
        "/suche?q=F%C3%B6rderung",
        "/suche?q=<script>alert(3)</script>",
        "/suche",
        f"/dokument/{keys['document']}",
    ]
    own += [f"/aussage/{keys['claim']}", f"/hinweis/{keys['finding']}", "/dokument/ffff", "/angabe/ffff"]
    data = [
        "documents",
        "claims",
        "facts",
        "findings",
        "quarantine",
        "facts_with_sources",
        "press_releases",
        "mentions",
    ]
    return [*own, "/aktenlage", *(f"/aktenlage/{table}" for table in data)]


def test_no_text_of_a_document_runs_or_loads_anything(ask, keys):
    for path in pages(keys):
        response = ask(path)
        page = Page(response.text)
        assert "alert(1)</script>" not in response.text, path
        assert page.handlers == [], path
        assert "img" not in page.names, path
        assert all(source.startswith("/-/") for source in page.sources), path
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


def test_every_link_of_our_pages_leads_somewhere(ask, keys):
    links = set()
    for path in ("/", f"/dokument/{keys['document']}", f"/aussage/{keys['claim']}", f"/hinweis/{keys['finding']}"):
        response = ask(path)
        assert response.status_code == 200, path
        links |= {
            link for link in Page(response.text).links if link.startswith("/") and not link.startswith("/-/static")
        }
    assert len(links) > 15
    for link in sorted(links):
        assert ask(link).status_code == 200, link


@pytest.mark.parametrize("path", ["/nirgends", "/nirgends/claims", "/aktenlage/nirgends", "/aktenlage/claims/ffff"])
def test_a_missing_page_is_one_page_in_german_and_no_traceback(ask, capfd, path):
    response = ask(path)
    out, error = capfd.readouterr()
    assert response.status_code == 404
    assert f"Hier gibt es keine Seite: {path}" in response.text
    assert "There is no page here" in ask(f"{path}?lang=en").text
    assert out == ""
    assert len(error.splitlines()) <= 1
    answer = json.loads(ask(f"{path}.json").text)
    assert (answer["ok"], answer["status"]) == (False, 404)


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_is_one_line_and_a_traceback_only_on_request(store, capfd, monkeypatch, debug):
    def broken(opened, wanted):
        raise ValueError("zwei\nZeilen <b>")

    monkeypatch.setattr("pipeline.web.plugin.explain", broken)
    transport = httpx.ASGITransport(app=application(store, debug=debug))

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/angabe/ffff")

    response = asyncio.run(send())
    out, error = capfd.readouterr()
    assert response.status_code == 500
    assert "Das ging nicht" in response.text
    assert "<b>" not in response.text.partition("Zeilen")[2][:10]
    assert (out, error.splitlines()[0]) == ("", "aktenlage: /angabe/ffff: ValueError: zwei Zeilen <b>")
    assert ("Traceback" in error, len(error.splitlines()) > 1) == (debug, debug)


def test_every_page_has_its_json(ask, keys):
    paths = ["/start.json", "/suche.json?q=loehrmann", f"/dokument/{keys['document']}.json"]
    paths += [f"/aussage/{keys['claim']}.json", f"/hinweis/{keys['finding']}.json"]
    for path in paths:
        response = ask(path)
        assert response.headers["content-type"].startswith("application/json"), path
        assert json.loads(response.text), path
    assert json.loads(ask("/angabe/ffff.json").text)["ok"] is False
    assert json.loads(ask("/suche.json?q=loehrmann").text)["hits"][0]["marks"]


def test_a_document_shows_what_was_read_and_what_is_meant(ask, keys):
    text = ask(f"/dokument/{keys['document']}").text
    assert 'er<del title="„er6ffnet“ ist als „eröffnet“ zu lesen">6</del><ins>ö</ins>ffnet' in text
    assert (
        '<mark class="person" title="Person · Sylvia Löhrmann · Ministerin · person:sylvia-loehrmann">Sylvia Löhrmann</mark>'
        in text
    )
    assert "None" not in text


@pytest.fixture
def doubtful():
    """A text with a doubtful word of two letters, broken over a line end, and what its corrections look like."""
    raw = "Viele Gaste der Unterst6t-\nzungsbehorde <b> kamen."
    changes = (("a", "ä", 7, "applied"), ("6", "ü", 23, "proposed"), ("o", "ö", 35, "proposed"))
    rows = [
        {"id": f"{number:016x}", "was": was, "now": now, "start": at, "end": at + 1, "status": status}
        | {"kind": "umlaut", "confidence": 0.37 + number / 100, "reason": "vielleicht <i>", "document": ""}
        for number, (was, now, at, status) in enumerate(changes)
    ]
    assert [raw[row["start"]] for row in rows] == ["a", "6", "o"]
    return raw, rows


def test_a_proposal_is_shown_as_a_word(doubtful):
    [one] = page_document.proposals(*doubtful)
    assert (one["read"], one["meant"]) == ("Unterst6t-\nzungsbehorde", "Unterstüt-\nzungsbehörde")
    assert (one["id"], one["confidence"], one["decided"]) == ("0000000000000001", 0.38, None)
    [one] = page_document.proposals(*doubtful, {"0000000000000002": "accept"})
    assert one["decided"] == "accept"


def test_a_document_shows_its_proposals_and_how_to_decide(doubtful, tmp_path):
    raw, rows = doubtful
    path = tmp_path / "aktenlage.db"
    with archive.open_store(path, write=True) as opened:
        one = dossier("a.txt")
        archive.keep(opened, "a.txt", one.document.id, "work", (one,))
        opened.db.conn.execute("UPDATE texts SET original = ?", [raw])
        opened.db.conn.execute("DELETE FROM corrections")
        archive.insert(opened.db.conn, "corrections", [row | {"document": one.document.id} for row in rows])
    decide(path, rows[2]["id"], "reject", "weil", "", shared_knowledge)
    transport = httpx.ASGITransport(app=application(path))

    async def get(page: str) -> str:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get(page)).text

    shown = asyncio.run(get(f"/dokument/{one.document.id}"))
    assert "Vorschläge zum Prüfen" in shown
    assert "<del>Unterst6t-\nzungsbehorde</del> → <ins>Unterstüt-\nzungsbehörde</ins>" in shown
    assert "38 %" in shown
    assert "entschieden: reject, gilt ab dem nächsten Bau" in shown
    assert "aktenlage decide 0000000000000001 --value accept" in shown
    assert "<i>" not in shown.partition("Vorschläge")[2]
    assert json.loads(asyncio.run(get(f"/dokument/{one.document.id}.json")))["proposals"][0]["meant"][:9] == "Unterstüt"
    assert "Proposals to be checked" in asyncio.run(get(f"/dokument/{one.document.id}?lang=en"))
    assert "Wörter" not in asyncio.run(get(f"/dokument/{one.document.id}?lang=en"))
    start = asyncio.run(get("/"))
    assert "Vielleicht falsch gelesen" in start
    assert f'<a href="/dokument/{one.document.id}">' in start.partition("Vielleicht")[2].partition("<h2>")[0]
    explained = asyncio.run(get("/korrektur/0000000000000001"))
    assert f'<a href="/dokument/{one.document.id}">a.txt</a>' in explained
    assert "Viele Gaste der Unterst6t- zungsbehorde" in explained
    assert "„6“ → „ü“" in explained
    assert "vorgeschlagen" in explained
    assert "--value reject" in explained


def test_what_was_decided_is_no_longer_to_be_checked(tmp_path):
    path = tmp_path / "aktenlage.db"
    with archive.open_store(path, write=True) as opened:
        archive.keep(opened, "a.txt", (one := dossier("a.txt")).document.id, "work", (one,))
        [finding] = opened.rows("SELECT id FROM findings WHERE severity = 'warning'")

    transport = httpx.ASGITransport(app=application(path))

    async def start() -> list[str]:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [row["id"] for row in (await client.get("/start.json")).json()["findings"]]

    assert asyncio.run(start()) == [finding["id"]]
    decide(path, finding["id"], "accept", "geprüft", "", shared_knowledge)
    assert asyncio.run(start()) == []
    decide(path, finding["id"], "withdraw", "doch nicht", "", shared_knowledge)
    assert asyncio.run(start()) == [finding["id"]]


def test_a_document_without_proposals_says_nothing_about_them(ask, keys):
    assert "Vorschläge" not in ask(f"/dokument/{keys['document']}").text


def test_ready_made_questions_can_be_asked(ask):
    for name, (_title, _sql, params) in QUERIES.items():
        values = "&".join(f"{key}={value}" for key, value in params.items())
        response = ask(f"/aktenlage/{name}.json?_shape=array&{values}")
        assert response.status_code == 200, name
    assert json.loads(ask("/aktenlage/wer_sagte_was.json?_shape=array&name=Löhrmann").text)


def test_tables_are_described_in_german(ask):
    text = ask("/aktenlage/claims").text
    assert "Jede Aussage eines Dokuments" in text
    assert "Wortlaut, wie gelesen" in text


def test_tables_lead_to_the_pages(ask, keys):
    assert f'href="/dokument/{keys["document"]}"' in ask("/aktenlage/wer_sagte_was?name=Löhrmann").text
    assert f'href="/aussage/{keys["claim"]}"' in ask(f"/aktenlage/claims/{keys['claim']}").text


def test_english_on_request(ask, keys):
    assert "Nicht lesbar" in ask("/").text
    page = ask("/?lang=en")
    assert "Not readable" in page.text
    assert "Nicht lesbar" not in page.text
    assert "lang=en" in page.headers["set-cookie"]
    assert 'lang="en"' in page.text
    assert "Text as read" in ask(f"/dokument/{keys['document']}?lang=en").text
    assert "set-cookie" not in ask("/?lang=en;x=1").headers
