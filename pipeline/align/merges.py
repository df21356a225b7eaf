"""Ask of a merge where its single unit would have to be cut, and how well each half then fits its partners.

For units u1, u2, ... against one unit v: between each two of them, v is cut between two of its chunks so that what stands before
and what stands behind fit best by meaning, words and length. If one of the units is really an addition, some cut fits badly; the
worst one counts. The halves at that cut are encoded where the merge is plausible, and compared exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from ..language.encoder import Encoder
from ..language.lexicon import Lexicon
from .evidence import Evidence, Likeness, Norms, blend
from .features import CUT, CUT_NAMES, HALVES, SIZE, Table
from .search import TYPES, Floats, Integers, begins
from .sides import Side, lengths
from .words import Words

NO_CUT = np.array([-0.2, -0.1, 1.0, 0.0, 0.0, 0.0, 0.0], np.float32)
LENGTH = 0.2  # what a unit of log length ratio costs against cosine
RATIO = CUT_NAMES.index("length")  # the only one of the features that is the worse the higher it is
SLACK = 0.1  # likeness by which a merge may fall behind its single unit's best partner and still be cut
TOGETHER = 64  # units whose vectors are added up side by side
PLAUSIBLE = 0.005  # share of the ways from which a merge's halves are encoded


@dataclass(frozen=True, slots=True)
class _Single:
    """Hold the side whose units are cut, n of each text: of each chunk vector, words and length, and where each unit's chunks begin.

    `sums` are the lengths of the sums of a unit's vectors up to each chunk, and from each chunk on.
    """

    n: int
    bounds: Integers
    entries: Integers
    vectors: Floats | None
    sums: tuple[Floats, Floats] | None
    words: Words
    bytes: Floats


@dataclass(frozen=True, slots=True)
class _Paired:
    """Hold the side whose units fall together, n of each text: their vectors, words and lengths, and how long windows of them are."""

    n: int
    vectors: Floats | None
    words: Floats
    bytes: Floats
    norms: tuple[Norms | None, Norms]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Hold k cuts, all arrays of shape (k,): of the single unit, with `before` units from `first` on before it, `size` in all."""

    single: Integers
    first: Integers
    before: Integers
    size: Integers


def add_cuts(table: Table, source: Side, target: Side, words: Evidence, likeness: Likeness, lexicon: Lexicon) -> None:
    """Fill in where the single unit of each merge is cut, and how well the parts fit."""
    measured = lengths(source, target)
    for n, paired, single in ((0, source, target), (1, target, source)):
        merges = [t for t, each in enumerate(TYPES) if each[1 - n] == 1 and each[n] > 1]
        _leave_uncut(table, merges)
        beads = {t: _worth_cutting(table, t, n, likeness) for t in merges if len(table.places[t])}
        types = [t for t, rows in beads.items() if len(rows)]
        if not types:
            continue
        asked = _together([_asked(table, t, n, beads[t], before) for t in types for before in range(1, TYPES[t][n])])
        owner = single.chunk_owner
        read = np.isin(owner, asked.single)
        keys = [
            (lexicon.of_chinese if single.chinese else lexicon.of_english)(c) if r else {} for c, r in zip(single.chunks, read, strict=True)
        ]
        own = (words.vocabulary.chinese if single.chinese else words.vocabulary.english)(keys, owner // single.n)
        bounds = np.append(begins(owner), len(single.chunks))
        sizes = np.array([len(c.encode("utf-8", "replace")) for c in single.chunks], np.float32)
        sizes *= (measured[1 - n] / single.bytes).reshape(-1)[owner]
        pieces = single.pieces()
        sums = None if pieces is None else _sums(pieces, bounds, np.unique(asked.single))
        whole = _Single(single.n, bounds, np.searchsorted(own.row, bounds), pieces, sums, own, sizes)
        parts = _Paired(paired.n, paired.units, words.units[n].dense(), measured[n].reshape(-1), likeness.norms[n])
        found, at = _cut_all(whole, parts, asked)
        for t in types:
            cuts, cells = TYPES[t][n] - 1, len(beads[t])
            count = cuts * cells
            _keep_worst(table, t, beads[t], found[:count].reshape(cuts, cells, len(CUT_NAMES)), at[:count].reshape(cuts, cells))
            found, at = found[count:], at[count:]


def _leave_uncut(table: Table, types: Sequence[int]) -> None:
    for t in types:
        table.values[t][:, :, CUT : CUT + len(CUT_NAMES)] = NO_CUT
        table.cuts[t] = np.zeros((*table.values[t].shape[:2], 2), np.int64)


def _worth_cutting(table: Table, t: int, n: int, likeness: Likeness) -> Integers:
    """Return the beads of type t, of all texts, that are nearly as alike as the single unit is to any unit by itself."""
    rows, columns = (where.reshape(-1)[table.places[t]] for where in (table.band.rows, table.band.columns))
    best = likeness.blended[1, 1][:, 1:, 1:].max(1 + n)
    return np.flatnonzero(likeness.blended[TYPES[t]][:, rows, columns] > best[:, (rows, columns)[1 - n] - 1] - SLACK)


def _asked(table: Table, t: int, n: int, beads: Integers, before: int) -> _Asked:
    """Return the cuts of these beads of type t that leave so many units of side n before them."""
    text, cell = np.divmod(beads, len(table.places[t]))
    ends = [where.reshape(-1)[table.places[t][cell]] for where in (table.band.rows, table.band.columns)]
    units, size = (table.band.n, table.band.m), TYPES[t][n]
    single, first = text * units[1 - n] + ends[1 - n] - 1, text * units[n] + ends[n] - size
    return _Asked(single, first, np.full(len(beads), before), np.full(len(beads), size))


def _together(those: list[_Asked]) -> _Asked:
    rows = zip(*((each.single, each.first, each.before, each.size) for each in those), strict=True)
    return _Asked(*(np.concatenate(row) for row in rows))


def _keep_worst(table: Table, t: int, beads: Integers, found: Floats, at: Integers) -> None:
    """Write the features of some beads: of each the worst over its cuts, (cuts, beads, features); the others have none."""
    features = table.values[t].reshape(-1, SIZE)[:, CUT : CUT + len(CUT_NAMES)]
    features[beads] = found.min(0)
    features[beads, RATIO] = found[:, :, RATIO].max(0)
    worst = found[:, :, 0].argmin(0)
    table.cuts[t].reshape(-1, 2)[beads] = np.stack([worst + 1, at[worst, np.arange(len(worst))]], axis=1)


@dataclass(frozen=True, slots=True)
class _Fits:
    """Hold how k cuts fit wherever they are made: (k, c), padded where the single unit has fewer chunks than c + 1.

    `likeness` (4, k, c) is that of the two windows of units to the halves on their side, and to those on the other; `wholes`
    (2, k) to the whole single unit. `lengths` (2, k) are the windows', `ahead` those of the first halves, `total` (k,) of both.
    """

    likeness: Floats
    wholes: Floats
    lengths: Floats
    ahead: Floats
    total: Floats
    may: NDArray[np.bool_]


def _cut_all(single: _Single, paired: _Paired, asked: _Asked) -> tuple[Floats, Integers]:
    """Return for each cut the features `CUT_NAMES`, and the chunk that begins the second half (0: none)."""
    found, at = np.tile(NO_CUT, (len(asked.single), 1)), np.zeros(len(asked.single), np.int64)
    places = np.diff(single.bounds)[asked.single] - 1  # where a cut can be made
    order = np.argsort(asked.single, kind="stable")
    order = order[places[order] > 0]
    if not len(order):
        return found, at
    k, c = len(order), int(places[order].max())
    shapes = (4, k, c), (2, k), (2, k), (k, c), (k,)
    likeness, wholes, lengths, ahead, total = (np.zeros(shape, np.float32) for shape in shapes)
    fits = _Fits(likeness, wholes, lengths, ahead, total, np.arange(c) < places[order][:, None])
    for a, b in pairwise(np.flatnonzero(np.diff(asked.single[order], prepend=-1, append=-2))):
        rows = order[a:b]
        _fit(fits, slice(a, b), single, paired, _Asked(*(x[rows] for x in (asked.single, asked.first, asked.before, asked.size))))
    found[order], best = _best(fits)
    at[order] = best + single.bounds[asked.single[order]] + 1
    return found, at


def _fit(fits: _Fits, rows: slice, single: _Single, paired: _Paired, asked: _Asked) -> None:
    """Write how the cuts of one single unit fit."""
    v = int(asked.single[0])
    a, b = int(single.bounds[v]), int(single.bounds[v + 1])
    low, high = int(asked.first.min()), int((asked.first + asked.size).max())
    before = v // single.n * paired.n  # units of the texts before
    axes, here = _laid_out(single.words, int(single.entries[v]), int(single.entries[v + 1]), (a, b))
    sizes = range(1, int(asked.size.max()))

    def near(norms: Norms) -> list[Floats]:
        return [norms[s][v // single.n, low - before : high - before - s + 1] for s in sizes]

    summed = np.linalg.norm(here.cumsum(0), axis=1), np.linalg.norm(here[::-1].cumsum(0)[::-1], axis=1)
    first, second, whole = _halves_alike(here, summed, paired.words[low:high, axes], near(paired.norms[1]))
    if single.vectors is not None and single.sums is not None and paired.vectors is not None and paired.norms[0] is not None:
        summed = single.sums[0][a:b], single.sums[1][a:b]
        meant = _halves_alike(single.vectors[a:b], summed, paired.vectors[low:high], near(paired.norms[0]))
        first, second, whole = blend(meant[0], first), blend(meant[1], second), blend(meant[2], whole)
    skipped = np.array([0, 0, *accumulate(high - low - s + 1 for s in sizes)])  # windows of one unit stand first, then of two
    one = skipped[asked.before] + asked.first - low
    two = skipped[asked.size - asked.before] + asked.first + asked.before - low
    for n, (alike, window) in enumerate(((first, one), (second, two), (second, one), (first, two))):
        fits.likeness[n, rows, : b - a - 1] = alike[window]
    lengths = np.concatenate(list(_windows(paired.bytes[low:high], sizes)))
    fits.wholes[0, rows], fits.wholes[1, rows] = whole[one], whole[two]
    fits.lengths[0, rows], fits.lengths[1, rows] = lengths[one], lengths[two]
    fits.ahead[rows, : b - a - 1], fits.total[rows] = single.bytes[a:b].cumsum()[:-1], single.bytes[a:b].sum()


def _laid_out(words: Words, first: int, last: int, rows: tuple[int, int]) -> tuple[Integers, Floats]:
    """Return the axes that some rows' entries stand on, and the rows on those axes: (axes,), (rows, axes)."""
    axes, at = np.unique(words.axis[first:last] % max(1, words.axes), return_inverse=True)
    out = np.zeros((rows[1] - rows[0], len(axes)), np.float32)
    out[words.row[first:last] - rows[0], at] = words.weight[first:last]
    return axes, out


def _windows(rows: Floats, sizes: range) -> Iterator[Floats]:
    """Yield for each size the sums of so many rows that follow each other."""
    total = rows
    for size in sizes:
        if size > 1:
            total = np.asarray(total[:-1] + rows[size - 1 :], np.float32)
        yield total


def _halves_alike(pieces: Floats, sums: tuple[Floats, Floats], units: Floats, norms: list[Floats]) -> tuple[Floats, Floats, Floats]:
    """Return the cosine of each window of units with each first half, second half, and the whole: (w, c-1), (w, c-1), (w,).

    `sums` are the lengths of the sums of the pieces up to each, and from each on; `norms` are the windows' lengths by their size,
    which may lie on more axes than are given here.
    """
    before = np.concatenate(list(_windows((units @ pieces.T).cumsum(1), range(1, len(norms) + 1))))
    size = np.concatenate(norms)[:, None]
    total = before[:, -1:]
    first = before[:, :-1] / size / (sums[0][:-1] + 1e-6)
    second = (total - before[:, :-1]) / size / (sums[1][1:] + 1e-6)
    return first, second, (total / size / (sums[0][-1] + 1e-6))[:, 0]


def _sums(rows: Floats, bounds: Integers, units: Integers) -> tuple[Floats, Floats]:
    """Return how long the sums of these units' rows are up to each row, and from each on; 0 for rows of other units."""
    out = np.zeros((2, len(rows)), np.float32)
    for first in range(0, len(units), TOGETHER):
        some = units[first : first + TOGETHER]
        begin, count = bounds[some], np.diff(bounds)[some]
        ahead, behind = rows[begin], rows[begin + count - 1]
        for k in range(count.max()):
            more = np.flatnonzero(count > k)
            here, there = begin[more] + k, (begin + count - 1)[more] - k
            if k:
                ahead[more] += rows[here]
                behind[more] += rows[there]
            out[0, here], out[1, there] = np.linalg.norm(ahead[more], axis=1), np.linalg.norm(behind[more], axis=1)
    return out[0], out[1]


def _ratio(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.minimum(np.abs(np.log((one + 8) / (other + 8))), 2.0), np.float32)


def _best(fits: _Fits) -> tuple[Floats, Integers]:
    """Return the features of the best place for each cut, and that place."""
    (first, second, *_), (size_one, size_two) = fits.likeness, fits.lengths
    by_length = _ratio(size_one[:, None], fits.ahead), _ratio(size_two[:, None], fits.total[:, None] - fits.ahead)
    best = np.where(fits.may, first + second - LENGTH * (by_length[0] + by_length[1]), -np.inf).argmax(1)
    row = np.arange(len(best))
    c1, c2, x1, x2 = fits.likeness[:, row, best]
    r1, r2 = by_length[0][row, best], by_length[1][row, best]
    shorter, total = size_one <= size_two, fits.total
    features = (
        np.minimum(c1, c2),
        (c1 + c2) / 2,
        np.maximum(r1, r2),
        (c1 + c2 - x1 - x2) / 2,
        np.where(shorter, c2 - fits.wholes[1], c1 - fits.wholes[0]),
        np.where(shorter, c1 - x1, c2 - x2),
        np.where(shorter, _ratio(size_two, total) - r2, _ratio(size_one, total) - r1),
    )
    return np.stack(features, axis=1).astype(np.float32), best


# ---------------------------------------------------------------- halves


@dataclass(frozen=True, slots=True)
class _Halves:
    """Hold a merge's place in the table, its two windows of units, its single unit, and both halves of that."""

    place: tuple[int, int]
    one: slice
    two: slice
    single: int
    texts: tuple[str, str]


def add_halves(table: Table, source: Side, target: Side, shares: Floats, encoder: Encoder) -> int:
    """Encode both halves of the single unit of plausible merges of one text, and compare them; return how many halves."""
    flat = shares.reshape(len(TYPES), -1)
    total = 0
    for n, paired, single in ((0, source, target), (1, target, source)):
        those = [each for t in table.cuts if TYPES[t][n] > 1 for each in _plausible(table, t, n, flat[t], single)]
        texts = sorted({half for each in those for half in each.texts})
        vectors = dict(zip(texts, encoder(texts), strict=True)) if texts else {}
        parts, alone = paired.units, single.units
        assert parts is not None
        assert alone is not None
        for each in those:
            one, two = (_unit(parts[window].sum(0)) for window in (each.one, each.two))
            shorter_first = paired.bytes[0, each.one].sum() <= paired.bytes[0, each.two].sum()
            half, rest = (vectors[text] for text in each.texts)
            compared = _compared(one, two, half, rest, _unit(alone[each.single]), bool(shorter_first))
            table.values[each.place[0]][0, each.place[1], HALVES : HALVES + 5] = compared
        total += len(texts)
    return total


def _plausible(table: Table, t: int, n: int, shares: Floats, single: Side) -> Iterator[_Halves]:
    bounds = np.append(begins(single.chunk_owner), len(single.chunks))
    ends = [where.reshape(-1) for where in (table.band.rows, table.band.columns)]
    for row in np.flatnonzero((shares[table.places[t]] > PLAUSIBLE) & (table.cuts[t][0, :, 1] > 0)):
        before, at = table.cuts[t][0, row]
        end, v = (int(ends[side][table.places[t][row]]) for side in (n, 1 - n))
        first = end - TYPES[t][n]
        texts = "".join(single.chunks[bounds[v - 1] : at]).strip(), "".join(single.chunks[at : bounds[v]]).strip()
        yield _Halves((t, int(row)), slice(first, first + before), slice(first + before, end), v - 1, texts)


def _compared(one: Floats, two: Floats, half: Floats, rest: Floats, whole: Floats, shorter_first: bool) -> tuple[float, ...]:
    c1, c2 = float(one @ half), float(two @ rest)
    gain = c2 - float(two @ whole) if shorter_first else c1 - float(one @ whole)
    crossed = (c1 + c2 - float(one @ rest) - float(two @ half)) / 2
    return 1.0, min(c1, c2), (c1 + c2) / 2, gain, crossed


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), np.float32)
