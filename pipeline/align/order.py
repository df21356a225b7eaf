"""Find where each block of the translation comes from, when passages were moved or come from several originals.

The translation is read block by block. To go on where the last block came from is free, to pass over some blocks costs a
little, to jump elsewhere in the same or another original costs more: so a passage that two originals share stays with its
neighbours, and one chance likeness tears nothing apart. (The Viterbi search of a hidden Markov model, as in word alignment.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..model import Bead, Document
from .search import Floats, Integers

NOTHING = 0.42  # likeness below which a block had better have no partner
STAY = -0.02  # two blocks from one
PASS = -0.01  # each block passed over
JUMP = -0.3  # to go on elsewhere
ABSENT = -0.02  # a block without a partner
CLEAR, CLEARLY = 0.6, 0.3  # likeness, and lead over the second, by which two blocks left alone are partners wherever they stand


def origins(alike: Floats, documents: Sequence[int]) -> list[int | None]:
    """Return for each target block the source block it comes from. `alike`: (targets, sources); `documents`: each source's."""
    count, sources = alike.shape
    first = np.array([n == 0 or documents[n] != documents[n - 1] for n in range(sources)])
    position = np.arange(sources)
    start = np.maximum.accumulate(np.where(first, position, 0))
    total = np.zeros(sources, np.float32)
    came: list[tuple[Integers, Integers]] = []
    for t in range(count):
        absent = total + ABSENT
        before, reach = _reach(total, first, start)
        matched = alike[t] - NOTHING + reach
        stays = absent >= matched
        came.append((np.where(stays, position, before), np.where(stays, -1, position)))
        total = np.asarray(np.where(stays, absent, matched), np.float32)
    found: list[int | None] = []
    at = int(total.argmax()) if sources else 0
    for before, used in reversed(came):
        found.append(None if used[at] < 0 else int(used[at]))
        at = int(before[at])
    return _reunited(found[::-1], alike)


def _reunited(found: list[int | None], alike: Floats) -> list[int | None]:
    """Give blocks that were left without a partner to each other where both are clearly more alike than to any other."""
    if min(alike.shape) < 2:
        return found
    used = set(found)
    best = alike.argmax(1)
    second = np.maximum(np.sort(alike, 1)[np.arange(len(best)), -2], np.sort(alike, 0)[-2, best])
    return [
        int(n) if at is None and n not in used and alike[t, n] >= max(CLEAR, alike[:, n].max(), second[t] + CLEARLY) else at
        for t, (at, n) in enumerate(zip(found, best, strict=True))
    ]


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


def moved(beads: Sequence[Bead], originals: Sequence[Document]) -> list[Bead]:
    """Mark the beads that stand in another order than in their original: all but the longest row that keeps it."""
    place = {(s.path, s.id): n for n, s in enumerate(s for document in originals for s in document.segments)}
    out = list(beads)
    for document in originals:
        mine = [n for n, bead in enumerate(beads) if bead.source and bead.target and bead.source[0].path == document.path]
        kept = _longest_rising([place[beads[n].source[0].path, beads[n].source[0].id] for n in mine])
        for at, n in enumerate(mine):
            if at not in kept:
                out[n] = replace(out[n], moved=True)
    return out


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence (patience sorting).

    >>> sorted(_longest_rising([1, 5, 6, 2, 3, 4]))
    [0, 3, 4, 5]
    """
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        pile = bisect_right(tops, value)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1], ends[pile : pile + 1] = [value], [n]
    kept = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
