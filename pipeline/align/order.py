"""Find where each block of the translation comes from, when passages were moved or come from several originals.

The translation is read block by block. To go on where the last block came from is free, to pass over some blocks costs a
little, to jump elsewhere in the same or another original costs more: so a passage that two originals share stays with its
neighbours, and one chance likeness tears nothing apart. (The Viterbi search of a hidden Markov model, as in word alignment.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .search import Floats, Integers

NOTHING = 0.42  # likeness below which a block had better have no partner
STAY = -0.02  # two blocks from one
PASS = -0.01  # each block passed over
JUMP = -0.3  # to go on elsewhere
ABSENT = -0.02  # a block without a partner


def origins(alike: Floats, documents: Sequence[int]) -> list[int | None]:
    """Return for each target block the source block it comes from. `alike`: (targets, sources); `documents`: each source's."""
    count, sources = alike.shape
    first = np.array([n == 0 or documents[n] != documents[n - 1] for n in range(sources)])
    position = np.arange(sources)
    start = np.maximum.accumulate(np.where(first, position, 0))
    total = np.zeros(sources)
    came: list[tuple[Integers, Integers]] = []
    for t in range(count):
        absent = total + ABSENT
        before, reach = _reach(total, first, start)
        matched = alike[t] - NOTHING + reach
        stays = absent >= matched
        came.append((np.where(stays, position, before), np.where(stays, -1, position)))
        total = np.where(stays, absent, matched)
    found: list[int | None] = []
    at = int(total.argmax()) if sources else 0
    for before, used in reversed(came):
        found.append(None if used[at] < 0 else int(used[at]))
        at = int(before[at])
    return found[::-1]


def _reach(total: Floats, first: np.ndarray, start: Integers) -> tuple[Integers, Floats]:
    """Return for each source block the best block to come from, and the sum there with the cost of the way."""
    position = np.arange(len(total))
    elsewhere = int(total.argmax())
    before, value = np.full(len(total), elsewhere), np.full(len(total), total[elsewhere] + JUMP)
    stay = total + STAY
    before, value = np.where(stay > value, position, before), np.maximum(stay, value)
    lifted = total - PASS * position  # coming from q to p > q costs PASS * (p - q - 1)
    best = _running_best(lifted, start)
    top = np.concatenate([[0], best[:-1]])
    onward = np.where(first, -np.inf, lifted[top] + PASS * (position - 1))
    return np.where(onward > value, top, before), np.maximum(onward, value)


def _running_best(values: Floats, start: Integers) -> Integers:
    """Return for each position the position of the highest value from its document's start up to it."""
    out = np.empty(len(values), np.int64)
    for begin in np.unique(start):
        part = values[start == begin]
        highest = np.maximum.accumulate(part)
        out[start == begin] = begin + np.maximum.accumulate(np.where(part >= highest, np.arange(len(part)), 0))
    return out
