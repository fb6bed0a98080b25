"""Real words are told apart by their sentence."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import MissingTool
from pipeline.repair.sentence import EDGES, ENDINGS, FORMS, Place, Sentences, fold, load_sentences, sequence


def place(sentence: str) -> Place:
    """The place marked by an underscore."""
    words = sequence(sentence.replace("_", " XXX "))
    at = words.index("XXX")
    return Place(words[:at], words[at + 1 :])


@pytest.mark.parametrize(
    ("sentence", "seen", "meant", "changed"),
    [
        ("Wenn er früher gefragt _ , dann hätte er eine Antwort bekommen.", "hatte", "hätte", True),
        ("Gestern _ der Ausschuss über den Antrag beraten.", "hatte", "hätte", False),
        ("Das Haus _ im Jahr 1950 gebaut.", "wurde", "würde", False),
        ("Ich _ mich freuen, wenn Sie dem Antrag zustimmen.", "wurde", "würde", True),
        ("Die Gemeinden _ dafür mehr Geld vom Bund.", "fordern", "fördern", False),
        ("Wir wollen den Ausbau der Schulen mit zwei Millionen Euro _ .", "fordern", "fördern", True),
        ("Auf dieser _ sind zwei Autos zusammengestoßen.", "Strafe", "Straße", True),
        ("Für diese Tat droht ihm eine hohe _ .", "Strafe", "Straße", False),
    ],
)
def test_the_sentence_tells(sentence: str, seen: str, meant: str, changed: bool) -> None:
    (odds,) = load_sentences().odds([place(sentence)], [(seen, meant)])
    assert (odds > 0) is changed


def test_neighbours_look_the_same_damaged_or_not() -> None:
    sentences = load_sentences()
    sound = place("Die Bürger _ früher gefragt werden müssen.")
    damaged = place("Die Burger _ fruher gefragt werden mussen.")
    pair = [("hatten", "hätten")]
    assert sentences.odds([sound], pair) == pytest.approx(sentences.odds([damaged], pair))
    assert fold("„") == fold("»")
    assert fold("1998") == fold("7")


def test_places_do_not_touch_each_other() -> None:
    sentences = load_sentences()
    places = [place("Das _ er."), place("Wenn das Land früher davon gewusst _ , wäre es nicht geschehen."), place("_")]
    pairs = [("hatte", "hätte")] * 3
    together = sentences.odds(places, pairs)
    alone = [sentences.odds([one], pairs[:1])[0] for one in places]
    assert together == pytest.approx(alone, abs=1e-4)
    assert sentences.odds([], []) == []


def test_compounds_are_decided_by_their_last_parts() -> None:
    sentences = load_sentences()
    assert sentences.pair("hatte", "hätte") == ("hatte", "hätte")
    assert sentences.pair("HATTE", "HÄTTE") == ("hatte", "hätte")
    assert sentences.pair("Stadtrate", "Stadträte") == ("Rate", "Räte")
    assert sentences.pair("Unfug", "Xyz") is None


def tiny() -> Sentences:
    """A network of one unit in each direction, all weights known."""
    one = np.ones((1, 1), dtype=np.float32)
    arrays = {
        "forms": np.ones((FORMS, 1), dtype=np.int8),
        "forms_scale": np.full((FORMS, 1), 0.5, dtype=np.float32),
        "endings": np.zeros((ENDINGS, 1), dtype=np.float32),
        "out_w": np.array([[1], [2], [0], [0], [0], [0]], dtype=np.float32),
        "out_b": np.zeros(1, dtype=np.float32),
        "words": np.array([[0], [3]], dtype=np.float16),
        "words_bias": np.array([0.25, 0.5], dtype=np.float16),
    }
    for side in "fb":
        arrays[f"{side}_ih"] = np.tile(one, (1, 3))
        arrays[f"{side}_ih_b"] = np.zeros(3, dtype=np.float32)
        arrays[f"{side}_hh"] = np.tile(one, (1, 3))
        arrays[f"{side}_hh_b"] = np.zeros(3, dtype=np.float32)
    return Sentences(arrays, ["rate", "räte"])


def test_the_arithmetic_is_that_of_a_gated_recurrent_unit() -> None:
    def sigmoid(value: float) -> float:
        return 1 / (1 + math.exp(-value))

    state = 0.0
    for _ in range(EDGES + 1):  # the edges and one neighbour, each 0.5
        reset = update = sigmoid(0.5 + state)
        new = math.tanh(0.5 + reset * state)
        state = (1 - update) * new + update * state
    value = 3 * state  # both directions alike, the second weighs twice
    gelu = 0.5 * value * (1 + math.tanh(math.sqrt(2 / math.pi) * (value + 0.044715 * value**3)))
    (odds,) = tiny().odds([Place(["drei"], ["Prozent"])], [("rate", "räte")])
    assert odds == pytest.approx(3 * gelu + 0.25, abs=1e-3)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingTool, match="real words"):
        load_sentences(tmp_path)
