"""Ask of a merge where its single unit would have to be cut, and how well each half then fits its partner.

For units u1, u2 against one unit v: v is cut between two chunks so that (u1, first half) and (u2, second half) fit best by
meaning, words and length. If one of u1, u2 is really an addition, no cut fits both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .evidence import Words
from .search import Floats, Integers

NAMES = ("least", "mean", "length", "crossed", "gain of the longer", "crossed shorter", "gain in length")
NO_CUT = np.array([-0.2, -0.1, 1.0, 0.0, 0.0, 0.0, 0.0], np.float32)
LENGTH = 0.2  # what a unit of log length ratio costs against cosine


@dataclass(frozen=True, slots=True)
class Pieces:
    """Hold what cutting needs of the single units' side: for each chunk its unit, vectors, words and length."""

    owner: Integers
    vectors: Floats | None
    words: Words
    bytes: Floats


def cut(
    pieces: Pieces, vectors: Floats | None, words: Floats, lengths: Floats, pairs: dict[int, Integers], weight: float
) -> tuple[dict[int, Floats], dict[int, Integers]]:
    """Return for each single unit v and each asked u1 the features `NAMES`, and the chunk that begins the second half (0: none).

    `pairs` maps v to the first units u1 of the pairs (u1, u1 + 1). `lengths` are the units', on the measure of the pieces.
    """
    bounds = np.flatnonzero(np.diff(pieces.owner, prepend=-1, append=pieces.owner[-1] + 1))
    entries = np.searchsorted(pieces.words.row, bounds)
    sizes = np.linalg.norm(words, axis=1) + 1e-6
    found: dict[int, Floats] = {}
    places: dict[int, Integers] = {}
    for v, first in pairs.items():
        a, b = int(bounds[v]), int(bounds[v + 1])
        if b - a < 2 or not len(first):
            found[v], places[v] = np.tile(NO_CUT, (len(first), 1)), np.zeros(len(first), np.int64)
            continue
        wanted = np.union1d(first, first + 1)
        axes, here = _laid_out(pieces.words, int(entries[v]), int(entries[v + 1]), (a, b))
        fits = _fits(here, words[np.ix_(wanted, axes)], sizes[wanted])
        if vectors is not None and pieces.vectors is not None:
            by_meaning = _fits(pieces.vectors[a:b], vectors[wanted], np.linalg.norm(vectors[wanted], axis=1) + 1e-6)
            fits = (_blend(by_meaning[0], fits[0], weight), _blend(by_meaning[1], fits[1], weight), _blend(by_meaning[2], fits[2], weight))
        at = np.searchsorted(wanted, first)
        found[v], best = _best(*fits, pieces.bytes[a:b], lengths[wanted], at)
        places[v] = best + a + 1
    return found, places


def _blend(meaning: Floats, words: Floats, weight: float) -> Floats:
    return np.asarray((meaning + weight * words) / (1 + weight), np.float32)


def _laid_out(words: Words, first: int, last: int, rows: tuple[int, int]) -> tuple[Integers, Floats]:
    """Return the axes that some rows' entries stand on, and the rows on those axes: (axes,), (rows, axes)."""
    axes, at = np.unique(words.axis[first:last], return_inverse=True)
    out = np.zeros((rows[1] - rows[0], len(axes)), np.float32)
    out[words.row[first:last] - rows[0], at] = words.weight[first:last]
    return axes, out


def _fits(pieces: Floats, units: Floats, sizes: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the cosine of each unit with each first half, second half, and the whole: (u, c-1), (u, c-1), (u,).

    `sizes` are the units' lengths, which may lie on more axes than are given here.
    """
    dots = units @ pieces.T
    size = sizes[:, None]
    ahead, behind = pieces.cumsum(0), pieces[::-1].cumsum(0)[::-1]
    before = dots.cumsum(1)
    total = before[:, -1:]
    first = before[:, :-1] / size / (np.linalg.norm(ahead[:-1], axis=1) + 1e-6)
    second = (total - before[:, :-1]) / size / (np.linalg.norm(behind[1:], axis=1) + 1e-6)
    return first, second, (total / size / (np.linalg.norm(ahead[-1]) + 1e-6))[:, 0]


def _ratio(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.minimum(np.abs(np.log((one + 8) / (other + 8))), 2.0), np.float32)


def _best(first: Floats, second: Floats, whole: Floats, sizes: Floats, lengths: Floats, at: NDArray[np.int64]) -> tuple[Floats, Integers]:
    ahead, total = sizes.cumsum()[:-1], sizes.sum()
    one, two = lengths[at][:, None], lengths[at + 1][:, None]
    ratio_one, ratio_two = _ratio(one, ahead), _ratio(two, total - ahead)
    best = (first[at] + second[at + 1] - LENGTH * (ratio_one + ratio_two)).argmax(1)
    row = np.arange(len(at))
    c1, c2, x1, x2 = first[at, best], second[at + 1, best], second[at, best], first[at + 1, best]
    r1, r2 = ratio_one[row, best], ratio_two[row, best]
    shorter = lengths[at] <= lengths[at + 1]
    features = np.stack(
        [
            np.minimum(c1, c2),
            (c1 + c2) / 2,
            np.maximum(r1, r2),
            (c1 + c2 - x1 - x2) / 2,
            np.where(shorter, c2 - whole[at + 1], c1 - whole[at]),
            np.where(shorter, c1 - x1, c2 - x2),
            np.where(shorter, _ratio(lengths[at + 1], total) - r2, _ratio(lengths[at], total) - r1),
        ],
        axis=1,
    )
    return features.astype(np.float32), best
