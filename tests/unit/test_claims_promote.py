"""An open-domain claim becomes a property that finds its own sentence again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.build import examine
from pipeline.claims.promote import key_of, promoted
from pipeline.cli import aktenlage
from pipeline.ingest import ReadOptions, read_bytes
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.knowledge.properties import load_properties
from pipeline.store import archive
from tests.unit.test_properties import KNOWN, claims_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Im Kreis Soest besuchen 240 Erwachsene die Sprachkurse der Volkshochschule.", "count"),
        ("Für die Mikroprojekte gibt das Land 286.000 Euro.", "amount"),
        ("Rund 40 Dolmetscher helfen den Familien im Land.", "count"),
    ],
)
def test_the_block_loads_and_carries_the_sentence(text: str, kind: str, tmp_path: Path) -> None:
    (claim,) = [one for one in claims_of(text) if one.property.startswith(("count:", "amount:"))]
    (tmp_path / "new.toml").write_text(promoted(claim, key="new_property"), "utf-8")
    (one,) = load_properties(tmp_path)
    assert (one.key, one.kind) == ("new_property", kind)
    assert one.examples[0].text == text
    assert one.rules[0].counted or one.rules[0].near


@pytest.mark.parametrize(
    "text",
    [
        "Im Kreis Soest besuchen 240 Erwachsene die Sprachkurse der Volkshochschule.",
        "Rund 40 Dolmetscher helfen den Familien im Land.",
        "Eine Fahrt mit dem Bus kostet 8,90 Euro.",
        "Der Anteil der Stadt liegt bei 1,15 Mio. Euro.",
        "Ein Volk liefert im Schnitt 25 Kilogramm Honig.",
    ],
)
def test_a_promoted_claim_is_claimed_again_under_its_key(text: str, tmp_path: Path) -> None:
    (claim,) = [one for one in claims_of(text) if one.rule.startswith("open")]
    (tmp_path / "new.toml").write_text(promoted(claim, key="new_property"), "utf-8")
    (one,) = load_properties(tmp_path)
    known = Knowledge()
    known.properties = (*KNOWN.properties, one)
    found = [again for again in claims_of(text, known=known) if again.property == "new_property"]
    assert [(again.value, again.evidence) for again in found] == [(claim.value, claim.evidence)]
    other = "Im Kreis Soest leben viele Menschen, und 12 Hunde bellen. Ein Fahrrad fiel um."
    assert [again for again in claims_of(other, known=known) if again.property == "new_property"] == []


def test_a_share_is_no_property() -> None:
    (claim,) = [one for one in claims_of("Ein Drittel der Betriebe bildet aus.") if one.property.startswith("share:")]
    with pytest.raises(ValueError, match="count or an amount"):
        promoted(claim, key="share")


def test_a_key_is_plain() -> None:
    (claim,) = [one for one in claims_of("Rund 40 Dolmetscher helfen.") if one.property.startswith("count:")]
    with pytest.raises(ValueError, match="lower case"):
        promoted(claim, key="Neue Eigenschaft")


def test_an_office_is_no_quantity() -> None:
    (claim,) = [one for one in claims_of("Schulministerin Sylvia Löhrmann sprach.") if one.property == "office_holder"]
    with pytest.raises(ValueError, match="count or an amount"):
        promoted(claim, key="office")


def test_a_key_is_made_of_what_is_counted() -> None:
    (claim,) = [one for one in claims_of("Rund 40 Dolmetscher helfen.") if one.property.startswith("count:")]
    assert key_of(claim) == "dolmetscher"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("promote") / "a.db"
    (document, *_) = read_bytes(
        b"Das Ministerium teilt mit:\n\nIm Kreis Soest besuchen 240 Erwachsene die Sprachkurse. "
        b"Landesweit gibt es 49 Kommunale Integrationszentren.\n",
        "a.txt",
        ReadOptions(),
    )
    one = examine(document, load_knowledge())
    with archive.open_store(path, write=True) as opened:
        archive.keep(opened, one.document.source, one.document.id, "work", (one,))
    return path


def ids(store: Path, where: str) -> list[str]:
    with archive.open_store(store) as opened:
        return [row["id"] for row in opened.rows(f"SELECT id FROM claims WHERE {where} ORDER BY id")]


def test_the_verb_prints_a_block_that_loads(store: Path, tmp_path: Path) -> None:
    (claim,) = ids(store, "property LIKE 'count:erw%'")
    ran = CliRunner().invoke(aktenlage, ["promote", claim[:8], "--key", "learners", "--store", str(store)])
    assert ran.exit_code == 0
    (tmp_path / "new.toml").write_text(ran.stdout, "utf-8")
    (one,) = load_properties(tmp_path)
    assert one.key == "learners"
    assert one.examples[0].text == "Im Kreis Soest besuchen 240 Erwachsene die Sprachkurse."


def test_the_verb_adds_to_a_file(store: Path, tmp_path: Path) -> None:
    (claim,) = ids(store, "property LIKE 'count:erw%'")
    file = tmp_path / "new.toml"
    for key in ("one", "two"):
        assert (
            CliRunner()
            .invoke(aktenlage, ["promote", claim, "--key", key, "--to", str(file), "--store", str(store)])
            .exit_code
            == 0
        )
    assert [one.key for one in load_properties(tmp_path)] == ["one", "two"]


def test_the_verb_leaves_known_properties_and_other_things_alone(store: Path) -> None:
    (known,) = ids(store, "property = 'centres_opened'") or ids(store, "property NOT LIKE '%:%' LIMIT 1")
    for about in (known, "nowhere"):
        ran = CliRunner().invoke(aktenlage, ["promote", about, "--store", str(store)])
        assert ran.exit_code == 1
        assert len(ran.stderr.splitlines()) == 1
