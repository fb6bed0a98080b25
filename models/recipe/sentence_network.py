"""The network behind models/repair/sentences.npz, in PyTorch; pipeline/repair/sentence.py reads it with numpy."""

from __future__ import annotations

import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.recipe.sentence import ASKED, BATCH, FREQUENT, MINUTES, RATE, STATE, STRANGERS, WIDTH
from pipeline.repair.sentence import ENDINGS, FORMS

NEVER = -1e9
WARM, HIGH, LAST = 200, 0.3, 0.02  # steps of warming up; share of the time at full rate; what is left of it at the end
AUXILIARY = 0.3  # weight of the guesses at all other words, which teach the grammar rare pairs are decided by


class Network(nn.Module):
    """Two recurrent readers that meet at a word, and the words it may be."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.forms = nn.Embedding(FORMS, WIDTH)
        self.endings = nn.Embedding(ENDINGS, WIDTH)
        self.forward_reader = nn.GRU(WIDTH, STATE, batch_first=True)
        self.backward_reader = nn.GRU(WIDTH, STATE, batch_first=True)
        self.meeting = nn.Linear(2 * STATE + 4 * WIDTH, STATE)
        self.words = nn.Embedding(words, STATE + 1)
        self.others = nn.Embedding(FREQUENT, STATE + 1)
        self.drop = nn.Dropout(0.1)
        for table in (self.forms, self.endings):
            nn.init.normal_(table.weight, std=0.3)
        for table in (self.words, self.others):
            nn.init.normal_(table.weight, std=0.05)

    def around(self, forms: Tensor, endings: Tensor) -> Tensor:
        """For each place what stands before and behind it, without the place itself."""
        seen = self.drop(self.forms(forms) + self.endings(endings))
        left, _ = self.forward_reader(seen)
        right = self.backward_reader(seen.flip(1))[0].flip(1)
        return torch.cat(
            [shifted(left, 1), shifted(right, -1), *(shifted(seen, step) for step in (1, 2, -1, -2))], dim=2
        )

    def hidden(self, around: Tensor) -> Tensor:
        return F.gelu(self.meeting(self.drop(around)))


def shifted(values: Tensor, steps: int) -> Tensor:
    """Each place gets the value of the place `steps` before it, zeros at the rim."""
    empty = torch.zeros_like(values[:, : abs(steps)])
    if steps > 0:
        return torch.cat([empty, values[:, :-steps]], dim=1)
    return torch.cat([values[:, -steps:], empty], dim=1)


def learn(
    chunks: np.ndarray,
    kept: np.ndarray,
    learned: np.ndarray,
    held: np.ndarray,
    forms: np.ndarray,
    endings: np.ndarray,
    targets: np.ndarray,
    rivals: np.ndarray,
    doubt: np.ndarray,
    frequent: np.ndarray,
    frequency: np.ndarray,
    minutes: float = MINUTES,
) -> dict[str, np.ndarray]:
    """The arrays of the network after so many minutes; prints loss and errors on the chunks `held` apart."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    network = Network(len(rivals))
    rival_rows = torch.from_numpy(rivals)
    other_row = np.full(len(forms), -1, dtype=np.int64)
    other_row[frequent] = np.arange(len(frequent))
    share = torch.tensor(frequency[frequent].astype(np.float64) ** 0.75)
    pool = torch.multinomial((share / share.sum()).float(), 2_000_000, replacement=True)

    def read(rows: np.ndarray) -> Tensor:
        words = chunks[rows]
        found: Tensor = network.around(torch.from_numpy(forms[words]), torch.from_numpy(endings[words]))
        return found

    def between_rivals(around: Tensor, rows: np.ndarray) -> tuple[Tensor, Tensor]:
        where = torch.from_numpy(kept[rows])
        meant = torch.from_numpy(targets[chunks[rows]])[where]
        others = rival_rows[meant]
        hidden = network.hidden(around[where])
        table = network.words(torch.cat([meant[:, None], others.clamp(min=0)], dim=1))
        scores = (hidden.unsqueeze(1) * table[..., :-1]).sum(-1) + table[..., -1]
        there = torch.cat([torch.ones_like(meant[:, None], dtype=torch.bool), others >= 0], dim=1)
        return scores.masked_fill(~there, NEVER), meant

    def among_strangers(around: Tensor, rows: np.ndarray) -> Tensor:
        words = torch.from_numpy(other_row[chunks[rows]])
        where = (words >= 0) & (torch.rand(words.shape) < ASKED)
        hidden, meant = network.hidden(around[where]), words[where]
        start = int(torch.randint(0, len(pool) - STRANGERS, (1,)).item())
        strangers = pool[start : start + STRANGERS]
        table, own = network.others(strangers), network.others(meant)
        scores = hidden @ table[:, :-1].T + table[:, -1]
        scores = scores.masked_fill(strangers[None] == meant[:, None], NEVER)
        right = (hidden * own[:, :-1]).sum(1) + own[:, -1]
        return F.cross_entropy(torch.cat([right[:, None], scores], 1), torch.zeros(len(meant), dtype=torch.long))

    def errors() -> str:
        network.eval()
        wrong = total = hard_wrong = hard = 0
        with torch.no_grad():
            for start in range(0, len(held), 200):
                rows = held[start : start + 200]
                scores, meant = between_rivals(read(rows), rows)
                missed = scores.argmax(1) != 0
                doubtful = torch.from_numpy(doubt[meant.numpy()] > 0.05)
                wrong, total = wrong + int(missed.sum()), total + len(missed)
                hard_wrong, hard = hard_wrong + int(missed[doubtful].sum()), hard + int(doubtful.sum())
        network.train()
        return f"errors {wrong / total:.4f}, where both words are common {hard_wrong / hard:.4f}"

    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    began = time.time()
    step = 0
    while (spent := (time.time() - began) / (minutes * 60)) < 1:
        rate = RATE * min(1.0, (step + 1) / WARM)
        if spent > HIGH:
            rate *= max(LAST, 1 - (spent - HIGH) / (1 - HIGH))
        for group in optimizer.param_groups:
            group["lr"] = rate
        rows = learned[(np.arange(BATCH) + step * BATCH) % len(learned)]
        around = read(rows)
        scores, _ = between_rivals(around, rows)
        loss = F.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))
        loss = loss + AUXILIARY * among_strangers(around, rows)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        if step % 500 == 0:
            print(f"step {step}, loss {loss.item():.3f}, {errors()}", file=sys.stderr, flush=True)
    print(f"step {step}, {errors()}", file=sys.stderr)
    return packed({name: value.detach().numpy() for name, value in network.state_dict().items()})


def packed(state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The weights as they ship: the large table in bytes with a scale for each row, the rest as half floats."""
    forms = state["forms.weight"]
    scale = np.maximum(np.abs(forms).max(axis=1, keepdims=True) / 127, 1e-9)
    arrays = {
        "forms": np.round(forms / scale).astype(np.int8),
        "forms_scale": scale,
        "endings": state["endings.weight"],
        "out_w": state["meeting.weight"].T,
        "out_b": state["meeting.bias"],
        "words": state["words.weight"][:, :-1],
        "words_bias": state["words.weight"][:, -1],
    }
    for side, name in (("f", "forward_reader"), ("b", "backward_reader")):
        arrays[f"{side}_ih"] = state[f"{name}.weight_ih_l0"].T
        arrays[f"{side}_ih_b"] = state[f"{name}.bias_ih_l0"]
        arrays[f"{side}_hh"] = state[f"{name}.weight_hh_l0"].T
        arrays[f"{side}_hh_b"] = state[f"{name}.bias_hh_l0"]
    return {name: value if value.dtype == np.int8 else value.astype(np.float16) for name, value in arrays.items()}
