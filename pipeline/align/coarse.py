"""Cut two long texts where they surely agree, from coarse to fine: time and memory grow with their length.

Neighbouring units are added up two by two until few are left; those are searched whole, and each finer level only around
the way that the coarser one found (as Vecalign does; Thompson and Koehn 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .search import NEVER, TYPES, Band, Floats, around, begins, best_path, inside, whole
from .sides import Reader, side
from .words import Words, words_of

LONG = 420  # units of a side from which a text is cut
PIECE = 160  # units that a piece should have at least
RADIUS = 14
SKIP = -0.08
DIMENSIONS = 384  # of the random axes that words are laid on where there are no vectors
SURE = 3  # one-to-one beads in a row that make a sure place
BATCH = 512  # diagonals whose cosines are computed at once


def cuts(source: Sequence[str], target: Sequence[str], reader: Reader) -> list[tuple[int, int]]:
    """Return corners (i, j) from (0, 0) to (n, m) such that the text between two of them belongs together."""
    left, right = rows(source, target, reader)
    path = [(0, 0), *_refine(left, right)]
    corners = [(0, 0)]
    straight = 0
    for (i, j), (k, v) in pairwise(path):
        straight = straight + 1 if (k - i, v - j) == (1, 1) else 0
        if straight > SURE and max(k - corners[-1][0], v - corners[-1][1]) > PIECE:
            corners.append((k - SURE // 2, v - SURE // 2))
            straight = 0
    end = (len(source), len(target))
    return [*corners, end] if corners[-1] != end else corners


def rows(source: Sequence[str], target: Sequence[str], reader: Reader) -> tuple[Floats, Floats]:
    """Return both sides' units as vectors in one space, with an encoder or from their words."""
    if reader.encoder is not None:
        left, right = side(source, "en", reader).units, side(target, "zh", reader).units
        assert left is not None
        assert right is not None
        return left, right
    one, two = words_of(source, target, reader.lexicon)
    signs = np.random.default_rng(1).standard_normal((one.axes, DIMENSIONS), np.float32) / np.float32(np.sqrt(DIMENSIONS))
    return _laid(one, signs), _laid(two, signs)


def _laid(words: Words, signs: Floats) -> Floats:
    out = np.zeros((words.n, signs.shape[1]), np.float32)
    for first in range(0, words.n, BATCH):  # rows are in order
        a, b = np.searchsorted(words.row, (first, first + BATCH))
        if a < b:
            starts = begins(words.row[a:b])
            out[words.row[a:b][starts]] = np.add.reduceat(signs[words.axis[a:b]] * words.weight[a:b, None], starts, axis=0)
    return out


def _refine(left: Floats, right: Floats) -> list[tuple[int, int]]:
    """Return the cells on the best way, after (0, 0)."""
    n, m = len(left), len(right)
    if max(n, m) <= LONG:
        band = whole(n, m)
    else:
        rough = _refine(_halved(left), _halved(right))
        band = around([(0, 0), *((min(2 * i, n), min(2 * j, m)) for i, j in rough), (n, m)], n, m, RADIUS)
    return [(i, j) for i, j, _ in best_path(band, _scores(band, left, right))]


def _halved(rows: Floats) -> Floats:
    even = rows[: len(rows) // 2 * 2]
    pairs = even[::2] + even[1::2]
    return np.concatenate([pairs, rows[-1:]]) if len(rows) % 2 else pairs


def _scores(band: Band, left: Floats, right: Floats) -> Floats:
    unit = [each / (np.linalg.norm(each, axis=1, keepdims=True) + 1e-9) for each in (left, right)]
    i, j = np.clip(band.rows - 1, 0, band.n - 1), np.clip(band.columns - 1, 0, band.m - 1)
    alike = np.empty(i.shape, np.float32)
    step = max(1, BATCH * 32 // band.width)
    for s in range(0, len(i), step):
        alike[s : s + step] = np.einsum("swd,swd->sw", unit[0][i[s : s + step]], unit[1][j[s : s + step]])
    level = _mean_around(alike, inside(band, TYPES.index((1, 1))))
    alike -= level[:, None]
    out = np.full((len(TYPES), *i.shape), NEVER, np.float32)
    padded = np.pad(alike, ((1, 0), (1, 1)))
    before = np.arange(len(i))  # the row of the diagonal before, in the padded table
    shift = np.concatenate([[0], np.diff(band.first)])[:, None] + np.arange(band.width) + 1
    with_above, with_left = padded[before[:, None], shift - 1], padded[before[:, None], shift]
    for t, (a, b) in enumerate(TYPES):
        may = inside(band, t)
        if a + b == 1:
            out[t][may] = SKIP
        elif (a, b) == (1, 1):
            out[t][may] = 2 * alike[may]
        elif (a, b) in ((1, 2), (2, 1)):
            out[t][may] = (alike + (with_above if a == 2 else with_left))[may]
    return out


def _mean_around(values: Floats, may: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Return for each diagonal the mean likeness near it: what two texts about the same thing have in common anyway."""
    sums, counts = (values * may).sum(1), may.sum(1)
    span = np.ones(31)
    return np.asarray(
        np.convolve(sums, span, "same")[: len(sums)] / np.maximum(np.convolve(counts, span, "same")[: len(sums)], 1), np.float32
    )
