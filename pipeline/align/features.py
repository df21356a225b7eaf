"""Describe every possible bead in numbers, so that a conditional random field can weigh them.

Three groups have weights of their own: one to one, merges, and units without a partner. Everything is computed from the
sentences' vectors and words; nothing is encoded for a bead but the halves of merges that are still plausible (`halves`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .evidence import WINDOW, Evidence, Likeness, sentences_alike
from .search import NEVER, TYPES, Band, Floats, Integers, inside
from .sides import Side, Sizes, lengths, written
from .words import Words

CUT_NAMES = ("least", "mean", "length", "crossed", "gain of the longer", "crossed shorter", "gain in length")
PAIR_NAMES = (
    *("bias", "cosine", "words", "margin", "length deviation", "length ratio", "least sentence margin"),
    "mean sentence margin",
    *("least unit margin", "least containment", "mean containment", "gain over part", "least part"),
    *("least sentence", "short", "short cosine", "margin by length", "two to two", "further units"),
    *("letters ratio", "signs ratio"),
    *(f"cut: {name}" for name in CUT_NAMES),
    *("halves encoded", "halves: least", "halves: mean", "halves: gain", "halves: crossed"),
)
NULL_NAMES = (
    *("bias", "best partner", "best over second", "reverse margin", "sentence", "sentence margin", "containment", "length", "very short"),
    *("neighbour", "sentence margin to neighbour", "containment in neighbour", "source", "signs"),
)
SIZE = len(PAIR_NAMES)
CUT, HALVES = PAIR_NAMES.index("cut: least"), PAIR_NAMES.index("halves encoded")
GROUPS = np.array([2 if a * b == 0 else int(a + b > 2) for a, b in TYPES])
KINDS = int(GROUPS.max()) + 1
FEW = np.array([8.0, 2.0])  # letters, signs below which one more or less says little
SHORT = 24  # bytes below which a unit says little by itself


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the features of every bead in a band: `values[t]` is (count, cells, SIZE) for the cells where a bead of type t may end.

    `places[t]` says where those cells stand in the band, flattened. `cuts[t]` (count, cells, 2) holds for beads of one unit against
    several how many of these come before the cut of the single unit that fits worst, and the chunk that begins its second half.
    """

    band: Band
    values: tuple[Floats, ...]
    places: tuple[Integers, ...]
    cuts: dict[int, Integers] = field(default_factory=dict)


def scores(table: Table, weights: Floats) -> Floats:
    """Return the score of every bead, as the search wants it: (count, types, n + m + 1, width). `weights`: (KINDS, SIZE)."""
    shape, count = table.band.rows.shape, len(table.values[0])
    out = np.full((count, len(TYPES), shape[0] * shape[1]), NEVER, np.float32)
    for t, (values, places) in enumerate(zip(table.values, table.places, strict=True)):
        out[:, t, places] = values @ weights[GROUPS[t]]
    return out.reshape(count, len(TYPES), *shape)


def describe(source: Side, target: Side, likeness: Likeness, words: Evidence, band: Band, signs: bool) -> Table:
    """Compute the features of every bead in the band, but those of cuts; those of letters and signs only where `signs` are asked for."""
    near = sentences_alike(source, target, words)
    unit = likeness.blended[1, 1][:, 1:, 1:]
    sides = (
        _View(near[0], source, unit, *words.units),
        _View(near[1], target, unit.swapaxes(1, 2), *words.units[::-1]),
    )
    cells = _Cells(band, lengths(source, target), written(source, target) if signs else None, likeness, sides)
    values, places = [], []
    for t, (a, b) in enumerate(TYPES):
        may = np.flatnonzero(inside(band, t))
        i, j = band.rows.reshape(-1)[may], band.columns.reshape(-1)[may]
        places.append(may)
        none = np.zeros((source.count, 0, SIZE), np.float32)
        values.append(none if not len(may) else cells.pairs(a, b, i, j) if a and b else cells.nulls(a, i, j))
    return Table(band, tuple(values), tuple(places))


class _View:
    """See one side's units against windows of the other: `near[k]` are five measures of windows of k units, (5, count, n, m + 1)."""

    def __init__(self, sentences: Floats, side: Side, units: Floats, own: Words, other: Words) -> None:
        share = (side.sizes / np.bincount(side.owner, side.sizes)[side.owner]).astype(np.float32).reshape(side.count, -1, 1)
        self.units = units
        self.near = {}
        contained = _containment(own, np.asarray(other.columns() > 0, np.float32))
        windows = zip(_inside_outside(sentences), _inside_outside(units), contained, strict=True)
        for k, ((inner, outer), (best, rest), held) in enumerate(windows, start=1):
            margin = np.add.reduceat(np.clip(inner - outer, -0.3, 0.3) * share, side.starts, axis=1)
            mean = np.add.reduceat(inner * share, side.starts, axis=1)
            self.near[k] = np.stack([margin, mean, np.clip(best - rest, -0.4, 0.4), best, held])

    def over(self, k: int, size: int, i: Integers, j: Integers) -> tuple[Floats, Floats]:
        """Return the five measures' least, and their sum, of the `size` units that end at i against the window of k that ends at j."""
        table = self.near[k]
        rows = [table[:, :, i - 1 - d, j] for d in range(size)]
        return (rows[0], rows[0]) if size == 1 else (np.minimum.reduce(rows), np.add.reduce(rows))


def _inside_outside(rows: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield for windows of 1, 2, ... columns each row's highest value inside and outside the one that ends at j; -1 where there is none."""
    m = rows.shape[2]
    nothing = np.full((*rows.shape[:2], m + 1), -1.0, np.float32)
    ahead, behind, inner = nothing.copy(), nothing.copy(), nothing.copy()
    ahead[:, :, 1:] = np.maximum.accumulate(rows, 2)
    behind[:, :, :m] = np.maximum.accumulate(rows[:, :, ::-1], 2)[:, :, ::-1]
    for k in range(1, min(WINDOW, m) + 1):
        inner = inner.copy()
        inner[:, :, k:] = np.maximum(inner[:, :, k:], rows[:, :, : m + 1 - k])
        inner[:, :, :k] = -1
        outer = nothing.copy()
        outer[:, :, k:] = np.maximum(ahead[:, :, : m + 1 - k], behind[:, :, k:])
        yield inner, outer


def _containment(own: Words, there: Floats) -> Iterator[Floats]:
    """Yield for windows of 1, 2, ... units of the other side which share of a unit's words they render, less its mean over all.

    `there` (count * axes, m) says which words the other side's units have.
    """
    m = there.shape[1]
    weight = own.sums().reshape(own.count, -1, 1)
    union = there
    for k in range(1, min(WINDOW, m) + 1):
        if k > 1:
            union = np.maximum(union[:, :-1], there[:, k - 1 :])
        out = np.zeros((own.count, own.n // own.count, m + 1), np.float32)
        held = own.times(union).reshape(*out.shape[:2], m + 1 - k)
        out[:, :, k:] = np.where(weight > 1e-6, held / np.maximum(weight, 1e-6), 0.3)
        out[:, :, k:] -= out[:, :, k:].mean(2, keepdims=True)
        yield out


class _Cells:
    """Compute features of beads that end at given cells, of all texts of a stack: (count, cells, SIZE)."""

    def __init__(self, band: Band, lengths: Sizes, written: Sizes | None, likeness: Likeness, sides: tuple[_View, _View]) -> None:
        self.band, self.likeness, self.sides, self.lengths = band, likeness, sides, lengths
        self.count = len(lengths[0])
        self.done = [np.concatenate([np.zeros((self.count, 1)), side.cumsum(1, dtype=np.float64)], axis=1) for side in lengths]
        self.written = written
        none = np.zeros((self.count, 1, 2))
        self.marked = [np.concatenate([none, each.cumsum(1, dtype=np.float64)], axis=1) for each in written or ()]
        self.alone = [_alone(view, size) for view, size in zip(sides, lengths, strict=True)]

    def pairs(self, a: int, b: int, i: Integers, j: Integers) -> Floats:
        like, (source, target) = self.likeness, self.sides
        out = np.zeros((self.count, len(i), SIZE), np.float32)
        one, other = self.done[0][:, i] - self.done[0][:, i - a], self.done[1][:, j] - self.done[1][:, j - b]
        deviation = (other - one) / np.sqrt(6.8 * (one + other) / 2)
        smaller = (a - 1, b) in like.blended or (a, b - 1) in like.blended
        (low, sum_low), (high, sum_high) = source.over(b, a, i, j), target.over(a, b, j, i)
        least, mean = np.minimum(low, high), (sum_low / a + sum_high / b) / 2
        columns = [
            1.0,
            like.meaning[a, b][:, i, j],
            like.words[a, b][:, i, j],
            like.margins[a, b][:, i, j],
            np.minimum(deviation * deviation, 25) / 10,
            np.minimum(np.abs(np.log((one + 8) / (other + 8))), 2),
            least[0],
            mean[0],
            least[2],
            least[4],
            mean[4],
            self._gain(a, b, i, j) if smaller else 0.0,
            least[3],
            least[1],
            ((one + other) / 2 < SHORT).astype(np.float32),
        ]
        for n, column in enumerate(columns):
            out[:, :, n] = column
        out[:, :, 15] = out[:, :, 14] * out[:, :, 1]
        out[:, :, 16] = out[:, :, 3] * np.log2(1 + np.minimum(one, other) / np.maximum(one, other))
        if self.marked:
            here, there = (done[:, at] - done[:, at - size] + FEW for done, at, size in zip(self.marked, (i, j), (a, b), strict=True))
            out[:, :, 19:21] = np.minimum(np.abs(np.log(here / there)), 2)
        out[:, :, 17], out[:, :, 18] = (a, b) == (2, 2), max(0, a + b - 3) * ((a, b) != (2, 2))
        return out

    def _gain(self, a: int, b: int, i: Integers, j: Integers) -> Floats:
        """Return by how much the bead is more alike than the best bead that leaves out its first or last unit."""
        alike = self.likeness.blended
        inner = []
        if (a - 1, b) in alike:
            inner += [alike[a - 1, b][:, i, j], alike[a - 1, b][:, i - 1, j]]
        if (a, b - 1) in alike:
            inner += [alike[a, b - 1][:, i, j], alike[a, b - 1][:, i, j - 1]]
        return np.asarray(alike[a, b][:, i, j] - np.maximum.reduce(inner), np.float32)

    def nulls(self, a: int, i: Integers, j: Integers) -> Floats:
        number = 0 if a else 1
        view, unit, at = self.sides[number], (i if a else j) - 1, (j if a else i)
        count = view.units.shape[2]
        out = np.zeros((self.count, len(i), SIZE), np.float32)
        out[:, :, :9] = self.alone[number][:, unit]
        out[:, :, 9], out[:, :, 10:12], out[:, :, 12] = -1, -0.3, a
        if self.written is not None:
            letters, signs = np.moveaxis(self.written[number], 2, 0)
            out[:, :, 13] = (signs / (letters + signs + 1))[:, unit]
        for q in (at - 1, at):  # the two units of the other side between which it stands
            may = (q >= 0) & (q < count)
            u, p = unit[may], q[may]
            for column, table, shift in ((9, view.units, 0), (10, view.near[1][0], 1), (11, view.near[1][4], 1)):
                out[:, may, column] = np.maximum(out[:, may, column], table[:, u, p + shift])
        return out


def _alone(view: _View, sizes: Floats) -> Floats:
    """Return for each unit how well it could match anything at all: (count, n, 9)."""
    units = view.units
    count, n, m = units.shape
    text, row, partner = np.arange(count)[:, None], np.arange(n), units.argmax(2)
    ordered, by_column = np.sort(units, 2), np.sort(units, 1)
    top, second = by_column[:, -1], by_column[:, -2] if n > 1 else np.full((count, m), -1.0)
    mine, most = units[text, row, partner], top[text, partner]
    reverse = np.where(mine >= most, mine - second[text, partner], mine - most)
    return np.stack(
        [
            np.ones((count, n)),
            ordered[:, :, -1],
            ordered[:, :, -1] - (ordered[:, :, -2] if m > 1 else 0),
            np.clip(reverse, -0.3, 0.3),
            view.near[1][1][:, :, 1:].max(2),
            view.near[1][0][:, :, 1:].max(2),
            view.near[1][4][:, :, 1:].max(2),
            np.log(sizes + 3) - 4,
            sizes < SHORT / 2,
        ],
        axis=2,
    ).astype(np.float32)
