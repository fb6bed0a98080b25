"""An open-domain claim becomes a property that finds its own sentence again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.claims.promote import promoted
from pipeline.knowledge.properties import load_properties
from tests.unit.test_properties import claims_of


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


def test_a_key_is_plain() -> None:
    (claim,) = [one for one in claims_of("Rund 40 Dolmetscher helfen.") if one.property.startswith("count:")]
    with pytest.raises(ValueError, match="lower case"):
        promoted(claim, key="Neue Eigenschaft")


def test_an_office_is_no_quantity() -> None:
    (claim,) = [one for one in claims_of("Schulministerin Sylvia Löhrmann sprach.") if one.property == "office_holder"]
    with pytest.raises(ValueError, match="count or an amount"):
        promoted(claim, key="office")
