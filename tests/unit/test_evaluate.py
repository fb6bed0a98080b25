"""Scores: what must not count first, then what must; and floors that only rise."""

from __future__ import annotations

import json

import pytest

from pipeline import evaluate as scoring
from pipeline.errors import UnreadableFile
from pipeline.evaluate import (
    KINDS,
    Evaluation,
    Score,
    below_floors,
    compare,
    district,
    read_floors,
    said_of,
    truth_of,
    unmatched,
)
from tests.benchmarks import compare as compare_programs


def scored(truth: dict[str, object], mentions: list[dict[str, object]], **document: object) -> dict[str, Score]:
    found = Evaluation(scores={kind: Score() for kind in KINDS})
    published = {"value": None, "basis": "printed"} | document.pop("published", {})
    whole = [
        {"name": None, "role": None, "value": None, "unit": None, "qualifier": None} | mention for mention in mentions
    ]
    analysis = {"document": {"title": None, "publication_date": published} | document, "mentions": whole}
    compare("x", truth_of(truth), said_of(analysis), found)
    return found.scores


def test_repeating_oneself_earns_nothing():
    twice = [{"label": "PERSON", "name": "Serap Güler"}] * 2
    score = scored({"people": [{"name": "Serap Güler"}]}, twice)["people"]
    assert (score.hits, score.missed, score.spurious) == (1, 0, 0)


def test_a_bare_surname_is_not_the_person():
    score = scored({"people": [{"name": "Serap Güler"}]}, [{"label": "PERSON", "name": "Güler"}])["people"]
    assert (score.hits, score.missed, score.spurious) == (0, 1, 1)


def test_a_town_is_not_its_district():
    score = scored({"districts": ["Kreis Borken"]}, [{"label": "DISTRICT", "name": "Borken"}])["districts"]
    assert (score.hits, score.missed, score.spurious) == (0, 1, 1)


@pytest.mark.parametrize("name", ["Kreis Borken", "Borken, Kreis", "Landkreis Borken"])
def test_a_district_by_any_official_form(name):
    assert district(name) == ("kreis", "borken")


def test_a_count_needs_its_noun():
    truth = {"counts": [{"value": 47, "unit": "Kommunale Integrationszentren"}]}
    right = {"label": "COUNT", "value": 47, "unit": "Integrationszentrum"}
    assert scored(truth, [right | {"unit": "Kreise"}])["counts"].hits == 0
    assert scored(truth, [right])["counts"].hits == 1


def test_each_true_value_is_matched_once():
    assert unmatched("counts", {(2.0, "Stellen"), (2.0, "Stelle je Zentrum")}, {(2.0, "Stellen")})[0] == [
        (2.0, "Stellen")
    ]


def test_durations_are_no_dates_and_months_are_intervals():
    truth = {"dates": ["2013-06", "P2D"]}
    mentions = [{"label": "DATE", "value": "2013-06-01/2013-06-30"}, {"label": "DATE", "value": "P1Y"}]
    score = scored(truth, mentions)["dates"]
    assert (score.hits, score.missed, score.spurious) == (1, 0, 0)


def test_an_inferred_date_is_not_held_against_a_document_without_one():
    published = {"value": "2016-06-29/2017-06-29", "basis": "inferred"}
    score = scored({"publication_date": None}, [], published=published)["publication date"]
    assert (score.hits, score.missed, score.spurious) == (0, 0, 0)


def test_the_confidence_of_a_doubted_date_is_not_that_of_its_reading():
    published = {"value": "2016-08-14", "basis": "printed", "confidence": 0.3, "suspect": True}
    said = scoring.certain_of({"document": {"title": None, "publication_date": published}, "mentions": []})
    assert said["publication date"] == {"2016-08-14": None}


def test_roles_by_surname_and_words():
    truth = {"people": [{"name": "Thorsten Klute", "role": "Staatssekretär"}]}
    found = {"label": "PERSON", "name": "Thorsten Klute", "role": "Staatssekretär für Integration"}
    assert scored(truth, [found])["roles"].hits == 1
    assert scored(truth, [found | {"role": "Minister"}])["roles"].hits == 0


def test_amounts_and_their_qualifiers():
    truth = {"amounts": [{"eur": 170000, "qualifier": "approx"}, {"eur": None, "qualifier": None}]}
    score = scored(truth, [{"label": "MONEY", "value": 170000.0, "qualifier": None}])
    assert score["amounts"].f1 == 1.0
    assert score["amount qualifiers"].f1 == 0.0


def test_floors(tmp_path):
    floors = tmp_path / "floors.toml"
    floors.write_text('[truth]\npeople = 0.9\n"publication date" = 0.5\n')
    wanted = read_floors(floors, tmp_path / "corpus" / "truth")
    found = Evaluation(scores={"people": Score(8, 2, 0), "publication date": Score(1, 1, 0)})
    assert below_floors(found, wanted) == ["people: F1 0.889 is below the floor of 0.900"]
    with pytest.raises(UnreadableFile, match="no floors"):
        read_floors(floors, tmp_path / "elsewhere")


def test_a_gold_folder_is_scored_document_by_document(tmp_path):
    (tmp_path / "truth").mkdir()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.txt").write_text(
        "Am 3. Mai 2016 zahlte der Kreis Borken 5.000 Euro an zwei Vereine.\n", "utf-8"
    )
    gold = {"districts": ["Kreis Borken"], "amounts": [{"eur": 5000, "qualifier": None}], "dates": ["2016-05-03"]}
    (tmp_path / "truth" / "a.json").write_text(json.dumps(gold))
    (tmp_path / "truth" / "b.json").write_text("{}")
    found = scoring.evaluate(tmp_path / "truth")
    assert found.documents == 1
    assert found.without_document == ["b"]
    assert [found.scores[kind].f1 for kind in ("districts", "amounts", "dates")] == [1.0, 1.0, 1.0]
    with pytest.raises(UnreadableFile, match="no gold files"):
        scoring.evaluate(tmp_path / "sources")


def test_confidence_is_held_against_what_is_true():
    found = Evaluation(scores={kind: Score() for kind in KINDS})
    truth = truth_of({"people": [{"name": "Serap Güler"}]})
    compare("x", truth, {kind: {} for kind in KINDS} | {"people": {"serap güler": 0.9, "max und moritz": 0.6}}, found)
    assert found.certain["people"] == [(0.9, True), (0.6, False)]
    assert found.as_dict()["certainty"]["people"]["calibration_error"] == 0.35


def test_of_several_mentions_the_surest_counts():
    mention = {"label": "PERSON", "name": "Serap Güler", "role": None, "value": None}
    document = {"title": None, "publication_date": {"value": None}}
    mentions = [mention | {"confidence": 0.6}, mention | {"confidence": 0.9}]
    assert scoring.certain_of({"document": document, "mentions": mentions})["people"] == {"serap güler": 0.9}


def test_the_table_of_certainty_fits_a_terminal():
    said = [(0.1 * step, step > 3) for step in range(1, 11)]
    lines = scoring.certainty.table({"amount qualifiers": said, "nothing": []})
    assert len(lines) == 2
    assert max(map(len, lines)) <= 80


def test_other_programs_are_asked_with_the_repaired_text(known):
    task = compare_programs.Task("Der Kreis Borken und die Stadt Dortmund zahlen 5 Euro.", "2016-06-29", known)
    assert ("kreis", "borken") in compare_programs.plain_gazetteer(task)
    assert compare_programs.Row("people", "another", installed=False).line.endswith("not installed")
