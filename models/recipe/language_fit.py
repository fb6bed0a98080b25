"""The training loop both parts of the language model share: Adam with a falling rate, and the average of its weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how carefully to train.

    `words` a batch holds at the end (a quarter of it at the start: small steps first find the way), `rate` at its
    highest, after a twentieth of the steps; it then falls to a fiftieth. `seed` settles every choice of chance.
    """

    steps: int
    words: int = 1500
    rate: float = 0.002
    dropout: float = 0.2
    seed: int = 1


def batches(examples: list[Any], plan: Plan) -> Iterator[list[Any]]:
    """Batches of growing size, over the examples again and again in a new order each time."""
    rng = random.Random(plan.seed)
    step = 0
    batch: list[Any] = []
    filled = 0
    while True:
        order = list(examples)
        rng.shuffle(order)
        for example in order:
            batch.append(example)
            filled += len(example.predicted)
            if filled >= plan.words * min(1.0, 0.25 + step / (plan.steps / 2)):
                yield batch
                batch, filled, step = [], 0, step + 1


def fit(
    nlp: Any,
    examples: list[Any],
    plan: Plan,
    look: Callable[[Any], str] | None = None,
    *,
    frozen: tuple[str, ...] = (),
    every: int = 400,
) -> None:
    """Train the pipeline's components on the examples, in place, all but the `frozen` ones.

    `look` says how good it is from time to time.
    """
    from thinc.api import Adam

    optimizer = Adam(plan.rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    warm = max(1, plan.steps // 20)
    began = time.process_time()
    losses: dict[str, float] = {}
    for step, batch in enumerate(batches(examples, plan), 1):
        left = (plan.steps - step) / max(1, plan.steps - warm)
        optimizer.learn_rate = plan.rate * min(step / warm, max(left, 0.02))
        nlp.update(batch, sgd=optimizer, drop=plan.dropout, losses=losses, exclude=frozen)
        if look and (step % every == 0 or step == plan.steps):
            with nlp.use_params(optimizer.averages):
                said = look(nlp)
            minutes = (time.process_time() - began) / 60
            print(f"step {step:5d}  {minutes:5.1f} CPU min  loss {sum(losses.values()):9.0f}  {said}", flush=True)
            losses = {}
        if step >= plan.steps:
            break
    average(nlp, optimizer.averages)


def average(nlp: Any, averages: dict[Any, Any]) -> None:
    """Put the average of the weights over all steps in the place of the last ones; it is steadier."""
    for _, component in nlp.pipeline:
        if hasattr(component, "model"):
            for node in component.model.walk():
                for name in node.param_names:
                    if (node.id, name) in averages:
                        node.set_param(name, averages[(node.id, name)])
