"""The network behind models/repair/spelling.npz, in PyTorch; pipeline/repair/spelling.py reads it with numpy."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pipeline.repair.spelling import LETTERS, encode

WIDTH, STATE, BATCH, RATE = 32, 192, 384, 4e-3
WARM, LAST = 100, 0.02  # steps of warming up; what is left of the rate at the end
DRAWN = 64  # batches drawn at a time and sorted by length, so that little is padded
HELD = 50  # one word in so many is kept apart


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
        said: Tensor = self.next(self.drop(states))
        return said


def loss(network: Network, codes: Sequence[list[int]]) -> Tensor:
    """Mean over the letters of a batch of words."""
    padded = torch.full((len(codes), max(map(len, codes))), -1)
    for row, word in enumerate(codes):
        padded[row, : len(word)] = torch.tensor(word)
    said = network(padded[:, :-1].clamp(min=0))
    return F.cross_entropy(said.reshape(-1, len(LETTERS)), padded[:, 1:].reshape(-1), ignore_index=-1)


def learn(known: list[tuple[str, float]], minutes: float) -> dict[str, np.ndarray]:
    """The arrays of the network after so many minutes; words are drawn by their weights."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    random.Random(1).shuffle(known)
    held = [encode(form) for form, _ in known[: len(known) // HELD]]
    known = known[len(held) :]
    codes = [encode(form) for form, _ in known]
    weights = np.array([weight for _, weight in known])
    chance = np.random.default_rng(1)
    network = Network()
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    began, step = time.monotonic(), 0

    def spent() -> float:
        return (time.monotonic() - began) / (60 * minutes)

    while spent() < 1:
        drawn = chance.choice(len(codes), size=BATCH * DRAWN, p=weights / weights.sum())
        drawn = drawn[np.argsort([len(codes[at]) for at in drawn], kind="stable")].reshape(DRAWN, BATCH)
        for rows in chance.permutation(drawn):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / WARM) * max(LAST, 1 - spent())
            value = loss(network, [codes[at] for at in rows])
            optimiser.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
        if step % (5 * DRAWN) == 0:
            network.eval()
            with torch.no_grad():
                apart = np.mean([loss(network, held[at : at + 500]).item() for at in range(0, 8000, 500)])
            network.train()
            print(f"step {step}: {value.item():.3f}, apart {apart:.4f}", file=sys.stderr, flush=True)
    return packed({name: value.detach().numpy() for name, value in network.state_dict().items()})


def packed(state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights as they ship: half floats, laid out as numpy multiplies them."""
    arrays = {
        "letters": state["letters.weight"],
        "given": state["reader.weight_ih_l0"].T,
        "given_bias": state["reader.bias_ih_l0"],
        "own": state["reader.weight_hh_l0"].T,
        "own_bias": state["reader.bias_hh_l0"],
        "next": state["next.weight"].T,
        "next_bias": state["next.bias"],
    }
    return {name: value.astype(np.float16) for name, value in arrays.items()}
