"""Describe every possible bead in numbers, so that a conditional random field can weigh them.

Three groups have weights of their own: one to one, merges, and units without a partner. Everything is computed from the
sentences' vectors and words; nothing is encoded for a bead but the halves of merges that are still plausible (`halves`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..language.encoder import Encoder
from ..language.lexicon import Lexicon
from . import splits
from .evidence import TWICE, WORDS, Marks, Vocabulary, Words, near_vectors, near_words, neighbour_margin, window_cosines, with_marks
from .search import NEVER, TYPES, Band, Floats, Integers, inside
from .sides import Side

PAIR_NAMES = (
    *("bias", "cosine", "words", "margin", "length deviation", "length ratio", "least sentence margin"),
    "mean sentence margin",
    *("least unit margin", "least containment", "mean containment", "gain over part", "least part"),
    *("least sentence", "short", "short cosine", "margin by length", "two to two", "further units"),
    *(f"cut: {name}" for name in splits.NAMES),
    *("halves encoded", "halves: least", "halves: mean", "halves: gain", "halves: crossed"),
)
NULL_NAMES = (
    *("bias", "best partner", "best over second", "reverse margin", "sentence", "sentence margin", "containment", "length", "very short"),
    *("neighbour", "sentence margin to neighbour", "containment in neighbour", "source"),
)
SIZE = len(PAIR_NAMES)
CUT, HALVES = PAIR_NAMES.index("cut: least"), PAIR_NAMES.index("halves encoded")
GROUPS = np.array([2 if a * b == 0 else int(a + b > 2) for a, b in TYPES])
SHORT = 24  # bytes below which a unit says little by itself


@dataclass(frozen=True, slots=True)
class Table:
    """Hold the features of every bead in a band: `values[t]` is (cells, SIZE) for the cells where a bead of type t may end.

    `places[t]` says where those cells stand in the band, flattened. `cuts[t]` holds for the two-to-one and one-to-two beads
    the chunk at which the single unit is best cut.
    """

    band: Band
    values: tuple[Floats, ...]
    places: tuple[Integers, ...]
    cuts: dict[int, Integers]


def scores(table: Table, weights: Floats) -> Floats:
    """Return the score of every bead, as the search wants it. `weights`: (3, SIZE)."""
    shape = table.band.rows.shape
    out = np.full((len(TYPES), shape[0] * shape[1]), NEVER, np.float32)
    for t, (values, places) in enumerate(zip(table.values, table.places, strict=True)):
        out[t, places] = values @ weights[GROUPS[t]]
    return out.reshape(len(TYPES), *shape)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Hold how alike the units are: cosines of windows by meaning and by words, and both blended; (n + 1, m + 1) each."""

    meaning: dict[tuple[int, int], Floats]
    words: dict[tuple[int, int], Floats]
    blended: dict[tuple[int, int], Floats]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold the words of both sides on common axes: of their sentences and of their units, and what knows the units' axes."""

    vocabulary: Vocabulary
    sentences: tuple[Words, Words]
    units: tuple[Words, Words]


def evidence(source: Side, target: Side, lexicon: Lexicon, marks: Marks | None = None, among_units: bool = True) -> Evidence:
    """Read the words of both sides; a unit's marks stand with its first sentence.

    How rare a word is in units is counted `among_units`, or among sentences: one that comes once in every paragraph tells no
    paragraph from another, however few of the sentences have it.
    """
    spread = None if marks is None else (_spread(source, marks[0]), _spread(target, marks[1]))
    english, chinese = with_marks(map(lexicon.of_english, source.sentences), map(lexicon.of_chinese, target.sentences), spread)
    vocabulary = Vocabulary(english, chinese, lexicon)
    left, right = vocabulary.english(english), vocabulary.chinese(chinese)
    one = left.gathered(source.owner, len(source.texts))
    other = right.gathered(target.owner, len(target.texts), TWICE * vocabulary.weights)
    if not among_units:
        return Evidence(vocabulary, (left, right), (one, other))
    among = vocabulary.weighed_by(one, other)
    rarer = among.weights / vocabulary.weights
    return Evidence(among, (left, right), (one.scaled(rarer), other.scaled(rarer)))


def _spread(side: Side, marks: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    first = np.diff(side.owner, prepend=-1) > 0
    return [marks[unit] if new else () for unit, new in zip(side.owner, first, strict=True)]


def compare(source: Side, target: Side, words: Evidence) -> Likeness:
    """Return how alike units and windows of units are."""
    one, other = words.units
    dense = one.dense(), other.dense()
    by_words = window_cosines(one.times(dense[1].T), near_words(one, dense[0]), near_words(other, dense[1]))
    left, right = source.units(), target.units()
    if left is None or right is None:
        return Likeness(by_words, by_words, by_words)
    meaning = window_cosines(left @ right.T, near_vectors(left), near_vectors(right))
    return Likeness(meaning, by_words, {t: np.asarray((meaning[t] + WORDS * by_words[t]) / (1 + WORDS), np.float32) for t in meaning})


def describe(source: Side, target: Side, likeness: Likeness, words: Evidence, band: Band, lexicon: Lexicon) -> Table:
    """Compute the features of every bead in the band."""
    lengths = source.bytes, target.bytes * np.float32(source.bytes.sum() / target.bytes.sum())
    near = _sentences_alike(source, target, words)
    unit = likeness.blended[1, 1][1:, 1:]
    sides = (
        _View(near[0], source, unit, *words.units),
        _View(near[1], target, unit.T, *words.units[::-1]),
    )
    cells = _Cells(band, lengths, likeness, sides)
    values, places = [], []
    for t, (a, b) in enumerate(TYPES):
        may = np.flatnonzero(inside(band, t))
        i, j = band.rows.reshape(-1)[may], band.columns.reshape(-1)[may]
        places.append(may)
        values.append(cells.pairs(a, b, i, j) if a and b else cells.nulls(a, i, j))
    cuts = _add_cuts(source, target, lexicon, words, lengths, values, places, band)
    return Table(band, tuple(values), tuple(places), cuts)


def _sentences_alike(source: Side, target: Side, words: Evidence) -> tuple[Floats, Floats]:
    """Return how well each sentence of one side is met by each unit of the other, both ways: (sentences, units)."""
    left, right = words.sentences
    alike = left.times(right.dense().T) / (np.outer(left.norms(), right.norms()) + 1e-6)
    if source.vectors is not None and target.vectors is not None:
        alike = (source.vectors @ target.vectors.T + WORDS * alike) / (1 + WORDS)
    to_target = np.maximum.reduceat(alike, np.flatnonzero(np.diff(target.owner, prepend=-1)), axis=1)
    to_source = np.maximum.reduceat(alike, np.flatnonzero(np.diff(source.owner, prepend=-1)), axis=0)
    return np.asarray(to_target, np.float32), np.ascontiguousarray(to_source.T, np.float32)


class _View:
    """See one side's units against windows of the other: `near[k]` are five measures of windows of k units, (n, m + 1) each."""

    def __init__(self, sentences: Floats, side: Side, units: Floats, own: Words, other: Words) -> None:
        share = (side.sizes / np.bincount(side.owner, side.sizes)[side.owner]).astype(np.float32)[:, None]
        starts = np.flatnonzero(np.diff(side.owner, prepend=-1))
        self.units = units
        self.near = {}
        there = np.asarray(other.dense().T > 0, np.float32)
        for k in range(1, 5):
            inner, outer = _inside_outside(sentences, k)
            margin = np.add.reduceat(np.clip(inner - outer, -0.3, 0.3) * share, starts, axis=0)
            mean = np.add.reduceat(inner * share, starts, axis=0)
            best, rest = _inside_outside(units, k)
            self.near[k] = (margin, mean, np.clip(best - rest, -0.4, 0.4), best, _containment(own, there, k))

    def over(self, measure: int, k: int, size: int, i: Integers, j: Integers, least: bool = True) -> Floats:
        """Combine a measure of the `size` units that end at i against the window of k that ends at j: the least, or the sum."""
        table = self.near[k][measure]
        rows = [table[i - 1 - d, j] for d in range(size)]
        return np.asarray(np.minimum.reduce(rows) if least else np.add.reduce(rows), np.float32)


def _inside_outside(rows: Floats, k: int) -> tuple[Floats, Floats]:
    """Return each row's highest value inside and outside the window of k columns that ends at j; -1 where there is none."""
    count, m = rows.shape
    inner, outer = np.full((count, m + 1), -1.0, np.float32), np.full((count, m + 1), -1.0, np.float32)
    if m < k:
        return inner, outer
    inner[:, k:] = np.maximum.reduce([rows[:, d : m - k + 1 + d] for d in range(k)])
    ahead, behind = outer.copy(), outer.copy()
    ahead[:, 1:] = np.maximum.accumulate(rows, 1)
    behind[:, :m] = np.maximum.accumulate(rows[:, ::-1], 1)[:, ::-1]
    outer[:, k:] = np.maximum(ahead[:, : m + 1 - k], behind[:, k:])
    return inner, outer


def _containment(own: Words, there: Floats, k: int) -> Floats:
    """Return the share of a unit's words that k units of the other side render, less its mean over all places.

    `there` (axes, m) says which words the other side's units have.
    """
    m = there.shape[1]
    out = np.zeros((own.n, m + 1), np.float32)
    if m < k:
        return out
    weight = own.sums()[:, None]
    union = np.maximum.reduce([there[:, d : m - k + 1 + d] for d in range(k)])
    out[:, k:] = np.where(weight > 1e-6, own.times(union) / np.maximum(weight, 1e-6), 0.3)
    out[:, k:] -= out[:, k:].mean(1, keepdims=True)
    return out


class _Cells:
    """Compute features of beads that end at given cells."""

    def __init__(self, band: Band, lengths: tuple[Floats, Floats], likeness: Likeness, sides: tuple[_View, _View]) -> None:
        self.band, self.likeness, self.sides, self.lengths = band, likeness, sides, lengths
        self.done = [np.concatenate([[0], side.cumsum(dtype=np.float64)]) for side in lengths]
        self.alone = [_alone(view, size) for view, size in zip(sides, lengths, strict=True)]

    def pairs(self, a: int, b: int, i: Integers, j: Integers) -> Floats:
        like, (source, target) = self.likeness, self.sides
        out = np.zeros((len(i), SIZE), np.float32)
        one, other = self.done[0][i] - self.done[0][i - a], self.done[1][j] - self.done[1][j - b]
        deviation = (other - one) / np.sqrt(6.8 * (one + other) / 2)
        smaller = [like.blended[x, y] for x, y in ((a - 1, b), (a, b - 1)) if (x, y) in like.blended]
        columns = [
            np.ones(len(i)),
            like.meaning[a, b][i, j],
            like.words[a, b][i, j],
            neighbour_margin(like.blended[a, b], a, b)[i, j],
            np.minimum(deviation * deviation, 25) / 10,
            np.minimum(np.abs(np.log((one + 8) / (other + 8))), 2),
            np.minimum(source.over(0, b, a, i, j), target.over(0, a, b, j, i)),
            (source.over(0, b, a, i, j, least=False) / a + target.over(0, a, b, j, i, least=False) / b) / 2,
            np.minimum(source.over(2, b, a, i, j), target.over(2, a, b, j, i)),
            np.minimum(source.over(4, b, a, i, j), target.over(4, a, b, j, i)),
            (source.over(4, b, a, i, j, least=False) / a + target.over(4, a, b, j, i, least=False) / b) / 2,
            self._gain(a, b, i, j) if smaller else np.zeros(len(i)),
            np.minimum(source.over(3, b, a, i, j), target.over(3, a, b, j, i)),
            np.minimum(source.over(1, b, a, i, j), target.over(1, a, b, j, i)),
            ((one + other) / 2 < SHORT).astype(np.float32),
        ]
        for n, column in enumerate(columns):
            out[:, n] = column
        out[:, 15] = out[:, 14] * out[:, 1]
        out[:, 16] = out[:, 3] * np.log2(1 + np.minimum(one, other) / np.maximum(one, other))
        out[:, 17], out[:, 18] = (a, b) == (2, 2), max(0, a + b - 3) * ((a, b) != (2, 2))
        return out

    def _gain(self, a: int, b: int, i: Integers, j: Integers) -> Floats:
        """Return by how much the bead is more alike than the best bead that leaves out its first or last unit."""
        alike = self.likeness.blended
        inner = []
        if (a - 1, b) in alike:
            inner += [alike[a - 1, b][i, j], alike[a - 1, b][i - 1, j]]
        if (a, b - 1) in alike:
            inner += [alike[a, b - 1][i, j], alike[a, b - 1][i, j - 1]]
        return np.asarray(alike[a, b][i, j] - np.maximum.reduce(inner), np.float32)

    def nulls(self, a: int, i: Integers, j: Integers) -> Floats:
        number = 0 if a else 1
        view, unit, at = self.sides[number], (i if a else j) - 1, (j if a else i)
        count = view.units.shape[1]
        out = np.zeros((len(i), SIZE), np.float32)
        out[:, :9] = self.alone[number][unit]
        out[:, 9], out[:, 10:12], out[:, 12] = -1, -0.3, a
        for q in (at - 1, at):  # the two units of the other side between which it stands
            may = (q >= 0) & (q < count)
            u, p = unit[may], q[may]
            for column, table, shift in ((9, view.units, 0), (10, view.near[1][0], 1), (11, view.near[1][4], 1)):
                out[may, column] = np.maximum(out[may, column], table[u, p + shift])
        return out


def _alone(view: _View, sizes: Floats) -> Floats:
    """Return for each unit how well it could match anything at all: (n, 9)."""
    units = view.units
    n, m = units.shape
    row, partner = np.arange(n), units.argmax(1)
    ordered, by_column = np.sort(units, 1), np.sort(units, 0)
    top, second = by_column[-1], by_column[-2] if n > 1 else np.full(m, -1.0)
    mine = units[row, partner]
    reverse = np.where(mine >= top[partner], mine - second[partner], mine - top[partner])
    return np.stack(
        [
            np.ones(n),
            ordered[:, -1],
            ordered[:, -1] - (ordered[:, -2] if m > 1 else 0),
            np.clip(reverse, -0.3, 0.3),
            view.near[1][1][:, 1:].max(1),
            view.near[1][0][:, 1:].max(1),
            view.near[1][4][:, 1:].max(1),
            np.log(sizes + 3) - 4,
            sizes < SHORT / 2,
        ],
        axis=1,
    ).astype(np.float32)


def _add_cuts(
    source: Side,
    target: Side,
    lexicon: Lexicon,
    words: Evidence,
    lengths: tuple[Floats, Floats],
    values: list[Floats],
    places: list[Integers],
    band: Band,
) -> dict[int, Integers]:
    """Fill in where the single unit of each 1-2 and 2-1 bead is best cut, and how well the halves fit."""
    cuts = {}
    rows, columns = band.rows.reshape(-1), band.columns.reshape(-1)
    for pair, single, t, chunked in ((0, 1, TYPES.index((2, 1)), target), (1, 0, TYPES.index((1, 2)), source)):
        i, j = rows[places[t]], columns[places[t]]
        one, first = (j - 1, i - 2) if pair == 0 else (i - 1, j - 2)
        vocabulary = words.vocabulary
        keys = [(lexicon.of_chinese if pair == 0 else lexicon.of_english)(chunk) for chunk in chunked.chunks]
        own = vocabulary.chinese(keys) if pair == 0 else vocabulary.english(keys)
        scale = lengths[single] / (source, target)[single].bytes
        sizes = np.array([len(c.encode("utf-8", "replace")) for c in chunked.chunks], np.float32) * scale[chunked.chunk_owner]
        pieces = splits.Pieces(chunked.chunk_owner, chunked.pieces(), own, sizes)
        order = np.argsort(one, kind="stable")
        bounds = np.flatnonzero(np.diff(one[order], prepend=-1, append=-2))
        groups = {int(one[order[a]]): order[a:b] for a, b in pairwise(bounds)}
        units, wanted = (source, target)[pair].units(), {v: first[g] for v, g in groups.items()}
        found, at = splits.cut(pieces, units, words.units[pair].dense(), lengths[pair], wanted, WORDS)
        cuts[t] = np.zeros(len(one), np.int64)
        for v, group in groups.items():
            values[t][group, CUT : CUT + len(splits.NAMES)] = found[v]
            cuts[t][group] = at[v]
    return cuts


def add_halves(table: Table, source: Side, target: Side, shares: Floats, encoder: Encoder, threshold: float = 0.005) -> int:
    """Encode both halves of the single unit of merges more likely than the threshold, and compare them; return how many texts."""
    flat = shares.reshape(len(TYPES), -1)
    rows, columns = table.band.rows.reshape(-1), table.band.columns.reshape(-1)
    jobs: list[tuple[int, int, int, int, str, str]] = []
    for t, cuts in table.cuts.items():
        pair_source = TYPES[t] == (2, 1)
        single = target if pair_source else source
        bounds = np.flatnonzero(np.diff(single.chunk_owner, prepend=-1, append=len(single.texts)))
        for n in np.flatnonzero((flat[t, table.places[t]] > threshold) & (cuts > 0)):
            i, j = int(rows[table.places[t][n]]), int(columns[table.places[t][n]])
            v, u = (j - 1, i - 2) if pair_source else (i - 1, j - 2)
            first = "".join(single.chunks[bounds[v] : cuts[n]])
            second = "".join(single.chunks[cuts[n] : bounds[v + 1]])
            jobs.append((t, int(n), v, u, first, second))
    if not jobs:
        return 0
    texts = sorted({half.strip() for job in jobs for half in job[4:]})
    vectors = dict(zip(texts, encoder(texts), strict=True))
    units = (_unit_rows(source), _unit_rows(target))
    for t, row, v, u, first, second in jobs:
        two_to_one = TYPES[t] == (2, 1)
        paired, alone = units if two_to_one else units[::-1]
        one, two, whole = paired[u], paired[u + 1], alone[v]
        half, rest = vectors[first.strip()], vectors[second.strip()]
        c1, c2 = float(one @ half), float(two @ rest)
        names = (source if two_to_one else target).texts
        shorter_first = len(names[u]) <= len(names[u + 1])
        gain = c2 - float(two @ whole) if shorter_first else c1 - float(one @ whole)
        crossed = (c1 + c2 - float(one @ rest) - float(two @ half)) / 2
        table.values[t][row, HALVES : HALVES + 5] = 1, min(c1, c2), (c1 + c2) / 2, gain, crossed
    return len(texts)


def _unit_rows(side: Side) -> Floats:
    units = side.units()
    assert units is not None
    return np.asarray(units / (np.linalg.norm(units, axis=1, keepdims=True) + 1e-9), np.float32)


UNDIVIDED = ("heading", "cell", "caption")  # kinds that nobody parts in two or joins
Kinds = tuple[Sequence[str], Sequence[str]]


def same_kind(kinds: Kinds, i: Integers, j: Integers, a: int, b: int) -> NDArray[np.bool_]:
    """Tell which beads that end at (i, j) hold units of one kind only, and of some kinds only one on either side."""
    numbers = {kind: n for n, kind in enumerate(sorted({*kinds[0], *kinds[1]}))}
    left, right = (np.array([numbers[k] for k in side]) for side in kinds)
    same = left[i - 1] == right[j - 1]
    if a + b > 2:
        same &= ~np.isin(left[i - 1], [numbers[k] for k in UNDIVIDED if k in numbers])
    for d in range(1, a):
        same &= left[i - 1 - d] == left[i - 1]
    for d in range(1, b):
        same &= right[j - 1 - d] == right[j - 1]
    return np.asarray(same, np.bool_)
