"""Make models/repair/spelling.npz: how German words are spelled, for words that stand in no list.

    python -m models.recipe.spelling DATA [MINUTES]

A small recurrent network reads a word letter by letter and says which one comes next. It learns from kinds of words, not
from running text: all forms of the lexicon and all of the speeches, those that are written often somewhat more. So it
knows that words begin with "Änderungs-" and not with "Anderungs-", whatever follows. Needs PyTorch; one core, half an hour.
"""

from __future__ import annotations

import lzma
import math
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pipeline.knowledge.lexicon import load_lexicon
from pipeline.repair.spelling import LETTERS, LONGEST, encode

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "models" / "repair" / "spelling.npz"
WORD = re.compile(r"[^\W\d_]+")
WIDTH, STATE, BATCH, RATE, MINUTES = 32, 192, 384, 4e-3, 30.0
WARM, LAST = 100, 0.02
HELD = 50  # one word in so many is kept apart


def words(data: Path) -> list[tuple[str, float]]:
    """Forms with their weights: the logarithm of how often they are written."""
    spoken: Counter[str] = Counter()
    with lzma.open(data / "ocr/train/bundestag_wp19_20.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            spoken.update(WORD.findall(line))
    lexicon = load_lexicon(ROOT / "models" / "lexicon")
    counts = {form: float(count) for form, count in spoken.items()}
    for form, count in lexicon.counts.items():
        counts[form] = max(counts.get(form, 0.0), float(count))
    # At the start of a sentence every word has a capital; that is no word of its own.
    for form in [form for form in counts if form[0].isupper() and counts.get(form.lower(), 0) > counts[form]]:
        del counts[form]
    return [
        (form, math.log1p(count))
        for form, count in sorted(counts.items())
        if 2 < len(form) <= LONGEST and form.isalpha() and not form.isupper()
    ]


class Network(nn.Module):
    """Letters in, the next letter out."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = nn.Embedding(len(LETTERS), WIDTH)
        self.reader = nn.GRU(WIDTH, STATE, batch_first=True)
        self.next = nn.Linear(STATE, len(LETTERS))
        self.drop = nn.Dropout(0.05)

    def forward(self, codes: Tensor) -> Tensor:
        states, _ = self.reader(self.letters(codes))
        return self.next(self.drop(states))


def loss(network: Network, codes: list[list[int]]) -> Tensor:
    """Mean over the letters of a batch of words."""
    longest = max(map(len, codes))
    padded = torch.full((len(codes), longest), -1)
    for row, word in enumerate(codes):
        padded[row, : len(word)] = torch.tensor(word)
    said = network(padded[:, :-1].clamp(min=0))
    return F.cross_entropy(said.reshape(-1, len(LETTERS)), padded[:, 1:].reshape(-1), ignore_index=-1)


def learn(data: Path, minutes: float = MINUTES) -> Network:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    chance = random.Random(1)
    known = words(data)
    chance.shuffle(known)
    held = [encode(form) for form, _ in known[: len(known) // HELD]]
    known = known[len(known) // HELD :]
    codes = [encode(form) for form, _ in known]
    heavy = np.array([weight for _, weight in known])
    order = np.random.default_rng(1)
    network = Network()
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    begin, step = time.monotonic(), 0
    print(len(codes), "words,", len(held), "kept apart", flush=True)
    while (done := (time.monotonic() - begin) / (60 * minutes)) < 1:
        # Words of like length together, so that little is padded.
        drawn = order.choice(len(codes), size=BATCH * 64, p=heavy / heavy.sum())
        drawn = drawn[np.argsort([len(codes[at]) for at in drawn], kind="stable")].reshape(-1, BATCH)
        for rows in order.permutation(drawn):
            rate = RATE * min(1.0, (step + 1) / WARM) * max(LAST, 1 - (time.monotonic() - begin) / (60 * minutes))
            for group in optimiser.param_groups:
                group["lr"] = rate
            value = loss(network, [codes[at] for at in rows])
            optimiser.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
        if step % 320 == 0:
            network.eval()
            with torch.no_grad():
                apart = np.mean([float(loss(network, held[at : at + 500])) for at in range(0, 8000, 500)])
            network.train()
            print(f"{done:.0%} step {step}: {value.item():.3f}, apart {apart:.4f}", flush=True)
            torch.save(network.state_dict(), "/tmp/spell/now.pt")
    return network.eval()


def write(network: Network, out: Path = OUT) -> None:
    """As 16-bit numbers, laid out as numpy multiplies them."""
    values = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    np.savez_compressed(
        out,
        letters=values["letters.weight"].astype(np.float16),
        given=values["reader.weight_ih_l0"].T.astype(np.float16),
        given_bias=values["reader.bias_ih_l0"].astype(np.float16),
        own=values["reader.weight_hh_l0"].T.astype(np.float16),
        own_bias=values["reader.bias_hh_l0"].astype(np.float16),
        next=values["next.weight"].T.astype(np.float16),
        next_bias=values["next.bias"].astype(np.float16),
    )


if __name__ == "__main__":
    write(learn(Path(sys.argv[1]), *map(float, sys.argv[2:3])))
