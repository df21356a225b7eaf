"""Find the sentence of one side that the other side does not have.

A passage and its rendering are compared as wholes and sentence by sentence. The odd sentence is like nothing on the other side;
without it the two wholes are more alike, and their lengths agree better. Four numbers say so, and a logistic model weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .length import HAN, surplus, weight
from .mask import hide, shown

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Loader = Callable[[], Encode | None]  # called only where something raises suspicion: a model takes seconds to load

# Weights of gain, likeness, surplus, surplus without the sentence, improvement of the surplus, likeness of the wholes, bias.
# Fitted (logistic regression) on paragraphs of Kubernetes' documentation and Mozilla's policies and on NTREX-128 news, from
# which one sentence was dropped or to which a foreign one was added.
ADDED = (8.2, -16.2, 3.2, 3.7, 0.7, 5.3, 1.6)
OMITTED = (2.8, -12.1, 10.4, -8.4, 6.9, 6.1, -1.2)
FEWEST = 4  # words or characters of prose: what has fewer is markup, a name, a sign
WORD = re.compile(r"[A-Za-z]{2,}")
SHORTEST = 15.0  # letters: shorter sentences say too little to miss
FAR, NEAR = 0.5, 0.15  # without an encoder: lengths that hardly agree, and that agree well
CLOSE = 0.25  # lengths that differ by less are no reason to look closely where both sides have equally many sentences


@dataclass(frozen=True, slots=True)
class Gap:
    """Name the odd sentence by its index; `score` is the log odds that the other side lacks it."""

    index: int
    score: float


def added(source: Sequence[str], target: Sequence[str], load: Loader) -> Gap | None:
    """Return the sentence of the target that the source most likely lacks, or None where nothing raises suspicion."""
    lengths = [weight(t) for t in target]
    over = surplus(sum(map(weight, source)), sum(lengths))
    if len(target) < 2 or (len(target) <= len(source) and over < CLOSE):
        return None
    chinese = [n for n, t in enumerate(target) if len(HAN.findall(hide(t))) >= FEWEST]
    return _oddest(target, source, chinese, lengths, over, ("", " "), load, ADDED)


def omitted(source: Sequence[str], target: Sequence[str], load: Loader) -> Gap | None:
    """Return the sentence of the source that the target most likely lacks, or None where nothing raises suspicion."""
    lengths = [weight(s) for s in source]
    over = -surplus(sum(lengths), sum(map(weight, target)))
    if len(source) < 2 or (len(source) <= len(target) and over < CLOSE):
        return None
    words = [n for n, s in enumerate(source) if len(WORD.findall(hide(s))) >= FEWEST]
    return _oddest(source, target, words, lengths, over, (" ", ""), load, OMITTED)


def _oddest(
    own: Sequence[str],
    other: Sequence[str],
    prose: Sequence[int],
    lengths: Sequence[float],
    over: float,
    joints: tuple[str, str],
    load: Loader,
    weights: Sequence[float],
) -> Gap | None:
    total = sum(lengths)
    candidates = [n for n in prose if lengths[n] >= SHORTEST]
    if not candidates:
        return None
    encode = load()
    if encode is None:
        return _by_length(candidates, lengths, over)
    parts = [*map(shown, own), *map(shown, other)]
    mine, theirs = parts[: len(own)], parts[len(own) :]
    rests = [joints[0].join(p for m, p in enumerate(mine) if m != n) for n in candidates]
    vectors = encode([joints[0].join(mine), joints[1].join(theirs), *parts, *rests])
    whole, across = vectors[0], vectors[1]
    sentences, others, without = vectors[2 : 2 + len(own)], vectors[2 + len(own) : 2 + len(parts)], vectors[2 + len(parts) :]
    alike = float(whole @ across)
    best: Gap | None = None
    for k, n in enumerate(candidates):
        likeness = max(float((others @ sentences[n]).max()), float(across @ sentences[n]))
        after = over + surplus(total, total - lengths[n])
        values = (float(without[k] @ across) - alike, likeness, over, after, abs(over) - abs(after), alike, 1.0)
        score = sum(v * w for v, w in zip(values, weights, strict=True))
        if best is None or score > best.score:
            best = Gap(n, score)
    return best


def _by_length(candidates: Sequence[int], lengths: Sequence[float], over: float) -> Gap | None:
    """Return the sentence without which the lengths agree best, where they hardly agree with it."""
    total = sum(lengths)
    after = {n: abs(over + surplus(total, total - lengths[n])) for n in candidates}
    best = min(candidates, key=lambda n: (after[n], n))
    return Gap(best, 1.0) if over > FAR and after[best] < NEAR else None
