"""Find the best way through a grid of possible beads, inside a band, in time and memory that grow with the band's area.

A bead type (a, b) takes a units of the source and b of the target. A cell (i, j) says that i source and j target units are
done; it lies on the anti-diagonal s = i + j. All cells of a diagonal depend on earlier diagonals only, so one numpy
operation does a whole diagonal, of a whole stack of `count` texts at once where they have one band. The band holds `width`
cells of each diagonal, beginning at i = `first[s]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

TYPES = ((0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (1, 4), (4, 1))
TAKEN = np.array(TYPES, np.int64).T  # (2, types)
LONGEST = max(a + b for a, b in TYPES)
PAD = LONGEST + 1
NEVER = np.float32(-1e9)
NONE, CERTAIN = np.zeros((1, len(TYPES)), np.float32), np.ones(1, np.float32)  # one assumption, that adds nothing

Step = tuple[int, int, int]  # the cell (i, j) that a bead ends at, and its type's number


@dataclass(frozen=True)
class Band:
    """Hold the part of an n by m grid that is searched. `first` has shape (n + m + 1,) and grows by 0 or 1 a step."""

    n: int
    m: int
    first: Integers
    width: int

    @cached_property
    def rows(self) -> Integers:
        """Return i of every cell, of shape (n + m + 1, width); it may lie outside the grid."""
        return self.first[:, None] + np.arange(self.width)

    @cached_property
    def columns(self) -> Integers:
        """Return j of every cell."""
        return np.arange(self.n + self.m + 1)[:, None] - self.rows

    @cached_property
    def starts(self) -> Integers:
        """Return where in the padded, flattened table the row of predecessors of each diagonal and type begins."""
        before = np.arange(self.n + self.m + 1)[:, None] - TAKEN.sum(0)
        shift = self.first[:, None] - self.first[np.maximum(before, 0)] - TAKEN[0]
        return np.asarray((before + LONGEST) * (self.width + 2 * PAD) + PAD + np.clip(shift, -PAD, PAD), np.int64)

    @cached_property
    def behind(self) -> Integers:
        """Return for each cell where the beads that begin in it stand, longest first: (n + m + 1, types, width).

        They are places in a flattened table of all types' beads, (types, n + m + 1 + LONGEST, width + 2 * PAD).
        """
        types = sorted(range(len(TYPES)), key=lambda t: (-sum(TYPES[t]), t))
        size, wide = self.n + self.m + 1, self.width + 2 * PAD
        s = np.arange(size)[:, None]
        after = s + TAKEN.sum(0)[types]
        shift = self.first[:, None] + TAKEN[0][types] - self.first[np.minimum(after, size - 1)]
        start = (np.array(types) * (size + LONGEST) + after) * wide + PAD + np.clip(shift, -PAD, PAD)
        return np.asarray(start[:, :, None] + np.arange(self.width), np.int64)

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Tell of each type's beads at which cells they may end, of shape (types, n + m + 1, width)."""
        i, j = self.rows, self.columns
        a, b = TAKEN[:, :, None, None]
        return np.asarray((i >= a) & (j >= b) & ((i <= self.n) & (j <= self.m)), np.bool_)


def whole(n: int, m: int) -> Band:
    """Return the band that is the whole grid."""
    return Band(n, m, np.zeros(n + m + 1, np.int64), n + 1)


def around(path: list[tuple[int, int]], n: int, m: int, radius: int) -> Band:
    """Return the band of cells at most `radius` away from a path of cells from (0, 0) to (n, m), along each diagonal."""
    points = np.array(path, np.int64)
    s = np.arange(n + m + 1)
    middle = np.floor(np.interp(s, points.sum(1), points[:, 0])).astype(np.int64)
    return Band(n, m, middle - radius, 2 * radius + 1)


def begins(owner: Integers) -> Integers:
    """Return where each run of equal numbers begins.

    >>> begins(np.array([0, 0, 1, 4, 4])).tolist()
    [0, 2, 3]
    """
    new = np.empty(len(owner), np.bool_)
    new[:1] = True
    np.not_equal(owner[1:], owner[:-1], out=new[1:])
    return np.flatnonzero(new)


def inside(band: Band, t: int) -> NDArray[np.bool_]:
    """Tell at which cells a bead of type t may end."""
    return np.asarray(band.allowed[t], np.bool_)


def best_path(band: Band, scores: Floats) -> list[Step]:
    """Return the beads, first to last, whose scores sum highest. `scores` has shape (types, n + m + 1, width)."""
    return best_paths(band, scores[None])[0]


def best_paths(band: Band, scores: Floats) -> list[list[Step]]:
    """Return the same for a stack of texts. `scores` has shape (count, types, n + m + 1, width)."""
    count, size, width = len(scores), band.n + band.m + 1, band.width
    table = np.full((count, size + LONGEST, width + 2 * PAD), NEVER, np.float32)
    table[:, LONGEST, PAD - band.first[0]] = 0.0
    choice = np.zeros((count, size, width), np.int8)
    flat, cells = table.reshape(count, -1), np.arange(width)
    for s, start in enumerate(band.starts[1:], start=1):
        reached = flat.take(start[:, None] + cells, axis=1) + scores[:, :, s]
        choice[:, s] = reached.argmax(1)
        np.maximum(reached.max(1), NEVER, out=table[:, s + LONGEST, PAD : PAD + width])
    return [_walk(band, each) for each in choice]


def log_sum(values: Floats, axis: int = 0) -> Floats:
    """Return the logarithm of the sum of exponentials over an axis."""
    top = values.max(axis, keepdims=True)
    shares = values - top
    total = np.exp(shares, out=shares).sum(axis, keepdims=True)
    return np.asarray((np.log(total) + top).squeeze(axis), np.float64)


def posteriors(band: Band, scores: Floats, offsets: Floats = NONE, prior: Floats = CERTAIN) -> tuple[Floats, Floats]:
    """Return for each text of a stack how likely each of k assumptions is, and for each bead the share of the ways that take it.

    A way's weight is the exponential of its beads' scores (a semi-Markov conditional random field). An assumption adds
    `offsets` (k, types) to the scores, and is believed as much as its `prior` (k,) and the sum over all ways say; the shares
    are averages over the assumptions. The likelihoods are (count, k), the shares have the shape of `scores`, (count, types,
    n + m + 1, width); those of the beads that end in, or pass, one cell's diagonal sum to 1. Where there is no way, the
    likelihoods are 0.
    """
    count, size, width, k = len(scores), band.n + band.m + 1, band.width, len(offsets)
    here, wide = slice(PAD, PAD + width), width + 2 * PAD
    forward = np.full((count, k, size + LONGEST, wide), NEVER, np.float64)
    forward[:, :, LONGEST, PAD - band.first[0]] = 0.0
    flat = forward.reshape(count, k, -1)
    before = band.starts[:, :, None] + np.arange(width)
    reached = np.full((size, count, k, len(TYPES), width), NEVER, np.float64)
    single = offsets is NONE
    for s in range(1, size):
        value = flat.take(before[s], axis=2)
        value += scores[:, None, :, s]
        if not single:
            value += offsets[:, :, None]
        np.maximum(value, NEVER, out=reached[s])
        forward[:, :, s + LONGEST, here] = log_sum(reached[s], 2)
    end = PAD + band.n - int(band.first[-1])
    totals = forward[:, :, size - 1 + LONGEST, end] + np.log(prior)
    belief = np.exp(totals - totals.max(1, keepdims=True))
    belief = belief / belief.sum(1, keepdims=True) * (totals > NEVER / 2)
    taken = np.zeros((count, k, len(TYPES), size + LONGEST, wide))  # of each bead the share of the ways that take it
    spread = taken.reshape(count, k, -1)
    behind = band.behind
    for s in range(size - 1, 0, -1):
        if s == size - 1:
            passing = np.zeros((count, k, width))  # of each cell, the share of the ways that pass it
            passing[:, :, end - PAD] = belief
        else:
            passing = spread.take(behind[s], axis=2).sum(2)
        mine = reached[s] - forward[:, :, None, s + LONGEST, here]
        np.exp(mine, out=mine)
        mine *= passing[:, :, None]
        taken[:, :, :, s, here] = mine
    return np.asarray(belief, np.float32), np.asarray(taken[:, :, :, :size, here].sum(1), np.float32)


def _walk(band: Band, choice: NDArray[np.int8]) -> list[Step]:
    steps: list[Step] = []
    i, j = band.n, band.m
    while i or j:
        t = int(choice[i + j, i - band.first[i + j]])
        steps.append((i, j, t))
        i, j = i - TYPES[t][0], j - TYPES[t][1]
        if i < 0 or j < 0:
            raise ArithmeticError("the band does not hold a way through the grid")
    return steps[::-1]
