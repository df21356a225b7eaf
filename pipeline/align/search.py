"""Find the best way through a grid of possible beads, inside a band, in time and memory that grow with the band's area.

A bead type (a, b) takes a units of the source and b of the target. A cell (i, j) says that i source and j target units are
done; it lies on the anti-diagonal s = i + j. All cells of a diagonal depend on earlier diagonals only, so one numpy
operation does a whole diagonal. The band holds `width` cells of each diagonal, beginning at i = `first[s]`.
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
    size, width = band.n + band.m + 1, band.width
    table = np.full((size + LONGEST, width + 2 * PAD), NEVER, np.float32)
    table[LONGEST, PAD - band.first[0]] = 0.0
    choice = np.zeros((size, width), np.int8)
    starts, flat, cells = band.starts, table.reshape(-1), np.arange(width)
    for s in range(1, size):
        reached = flat[starts[s][:, None] + cells] + scores[:, s]
        choice[s] = reached.argmax(0)
        table[s + LONGEST, PAD : PAD + width] = np.maximum(reached.max(0), NEVER)
    return _walk(band, choice)


def log_sum(values: Floats) -> Floats:
    """Return the logarithm of the sum of exponentials over the first axis."""
    top = values.max(0)
    return np.asarray(top + np.log(np.exp(values - top).sum(0)), np.float64)


def posteriors(band: Band, scores: Floats, offsets: Floats = NONE, prior: Floats = CERTAIN) -> tuple[Floats, Floats]:
    """Return how likely each of k assumptions is, and for each bead the share of the ways that take it.

    A way's weight is the exponential of its beads' scores (a semi-Markov conditional random field). An assumption adds
    `offsets` (k, types) to the scores, and is believed as much as its `prior` (k,) and the sum over all ways say; the shares
    are averages over the assumptions. They have the shape of `scores`; those of the beads that end in, or pass, one cell's
    diagonal sum to 1. Where there is no way, the likelihoods are 0.
    """
    size, width, k = band.n + band.m + 1, band.width, len(offsets)
    starts, cells = band.starts, np.arange(width)
    forward = np.full((k, size + LONGEST, width + 2 * PAD), NEVER, np.float64)
    forward[:, LONGEST, PAD - band.first[0]] = 0.0
    layer = np.arange(k)[:, None, None] * forward[0].size
    flat = forward.reshape(-1)
    reached = np.full((size, k, len(TYPES), width), NEVER, np.float64)
    for s in range(1, size):
        reached[s] = np.maximum(flat[layer + starts[s][:, None] + cells] + scores[:, s] + offsets[:, :, None], NEVER)
        forward[:, s + LONGEST, PAD : PAD + width] = log_sum(reached[s].swapaxes(0, 1))
    end = PAD + band.n - int(band.first[-1])
    totals = forward[:, size - 1 + LONGEST, end] + np.log(prior)
    belief = np.exp(totals - totals.max()) / np.exp(totals - totals.max()).sum() * (totals > NEVER / 2)
    backward = np.zeros_like(forward)  # of each cell, the share of the ways that pass it
    backward[:, size - 1 + LONGEST, end] = belief
    shares = np.zeros((size, len(TYPES), width))
    passing, base = backward.reshape(-1), layer[:, 0]
    for s in range(size - 1, 0, -1):
        here = backward[:, None, s + LONGEST, PAD : PAD + width]
        mine = np.exp(reached[s] - forward[:, None, s + LONGEST, PAD : PAD + width]) * here
        shares[s] = mine.sum(0)
        for t in range(len(TYPES)):  # one type after another: two types may come from one cell
            passing[base + starts[s, t] + cells] += mine[:, t]
    return np.asarray(belief, np.float32), np.asarray(shares.transpose(1, 0, 2), np.float32)


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
