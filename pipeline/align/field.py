"""Find the most likely beads with a conditional random field over beads, whose weights were trained.

How many sentences a translation leaves out is not known beforehand, one in a hundred or one in ten. So every rate is assumed
in turn, and believed as much as it explains the text: a sentence that is hard to match is sooner thought lost where others surely
are. Paragraphs say enough by themselves; their weights stand for the rates that they were trained at, together.
The weights in `weights.json` come from `tests/train_align.py`; the file says on what they were trained.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np

from ..language.lexicon import Lexicon
from .evidence import Likeness, compare, evidence
from .features import Table, describe, scores
from .kinds import Kinds, Numbered, numbered, same_kind
from .merges import add_cuts, add_halves
from .search import NEVER, TYPES, Band, Floats, Step, around, best_path, best_paths, inside, posteriors, whole
from .sides import Reader, Side, lengths
from .words import Marks

SKIP = -0.1  # what a unit without a partner scores in the first search
USUAL = 0.03  # share of a side's units without a partner that the weights stand for
RATES = ((0.002, 0.3), (0.01, 0.3), (0.03, 0.25), (0.08, 0.15))  # shares that are assumed, and how likely each is beforehand
ONE = ((USUAL, 1.0),)  # that of the weights alone
RADIUS = 8  # cells beside the first search's way that the field looks at
FILE = Path(__file__).with_name("weights.json")

Link = tuple[tuple[int, ...], tuple[int, ...], float]
Level = Literal["sentences", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold the weights (KINDS, SIZE) before and after the halves of merges are known."""

    first: Floats
    final: Floats


@cache
def trained(with_encoder: bool, level: Level) -> Weights:
    """Read the trained weights for units of that level, with or without an encoder."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))["use" if with_encoder else "lexical"][level]
    return Weights(np.array(kept["first"], np.float32), np.array(kept["final"], np.float32))


def first_scores(band: Band, likeness: Likeness, sizes: tuple[Floats, Floats], kinds: Numbered | None) -> Floats:
    """Score beads by likeness beyond that of their neighbours, times how well the lengths agree."""
    rows, columns = np.clip(band.rows, 0, band.n), np.clip(band.columns, 0, band.m)
    before = [np.concatenate([[0], side[0].cumsum(dtype=np.float64)]) for side in sizes]
    out = np.full((len(TYPES), *rows.shape), NEVER, np.float32)
    for t, (a, b) in enumerate(TYPES):
        may = inside(band, t)
        i, j = rows[may], columns[may]
        if not (a and b):
            out[t][may] = SKIP
        if not (a and b and len(i)):
            continue
        margin = likeness.margins[a, b][0, i, j]
        one, other = before[0][i] - before[0][i - a], before[1][j] - before[1][j - b]
        value = margin * np.log2(1 + np.minimum(one, other) / np.maximum(one, other))
        out[t][may] = value if kinds is None else np.where(same_kind(kinds, i, j, a, b), value, NEVER)
    return out


def first_path(source: Side, target: Side, likeness: Likeness, kinds: Numbered | None) -> list[tuple[int, int]]:
    """Return the cells on the way of a first, plain search."""
    band = whole(len(source.texts), len(target.texts))
    return [(0, 0), *((i, j) for i, j, _ in best_path(band, first_scores(band, likeness, lengths(source, target), kinds)))]


def small(n: int, m: int) -> bool:
    """Tell whether a grid is seen whole, whatever the texts say: such texts can be stacked."""
    return min(n, m) <= RADIUS


@lru_cache(maxsize=256)
def _small_band(n: int, m: int) -> Band:
    return whole(n, m) if n <= RADIUS else around([(0, 0), (n, m)], n, m, RADIUS)


def table_of(
    source: Side, target: Side, lexicon: Lexicon, level: Level, kinds: Numbered | None = None, marks: Marks | None = None
) -> Table:
    """Search plainly, then describe the beads around the way found; those of a stack, only where the grid is small."""
    words = evidence(source, target, lexicon, marks, among_units=level == "paragraphs")
    likeness = compare(source, target, words)
    n, m = source.n, target.n
    band = _small_band(n, m) if small(n, m) else around(first_path(source, target, likeness, kinds), n, m, RADIUS)
    signs = level == "sentences" and source.vectors is not None  # where a line of code is near to any short sentence
    table = describe(source, target, likeness, words, band, signs)
    add_cuts(table, source, target, words, likeness, lexicon)
    return table


def link_units(
    source: Side, target: Side, reader: Reader, level: Level, kinds: Kinds | None = None, marks: Marks | None = None
) -> list[list[Link]]:
    """Return for each text of a stack the most likely beads with their probabilities; one text only where it is of paragraphs."""
    weights = trained(reader.encoder is not None, level)
    numbers = None if kinds is None else numbered(kinds)
    table = table_of(source, target, reader.lexicon, level, numbers, marks)
    forbidden = _mixed(table.band, numbers)
    if reader.encoder is not None and level == "paragraphs":
        _, shares = posteriors(table.band, np.where(forbidden, NEVER, scores(table, weights.first)))
        add_halves(table, source, target, shares[0], reader.encoder)
    each = reader.encoder is not None and level == "sentences"
    rates = RATES if level == "sentences" else ONE
    return read_off(table.band, np.where(forbidden, NEVER, scores(table, weights.final)), rates, each)


def read_off(band: Band, values: Floats, rates: Sequence[tuple[float, float]], each: bool) -> list[list[Link]]:
    """Return the best beads with their probabilities: of the likeliest way, or of that whose beads are likeliest one by `each`.

    Among many short sentences no single way is likely, and the second does better.
    """
    offsets = np.stack([offset(rate) for rate, _ in rates])
    belief, shares = posteriors(band, values, offsets, np.array([prior for _, prior in rates], np.float32))
    alone = [_alone(band, shares, t) for t in (0, 1)]
    wanted = _each(band, values, shares, alone) if each else values + np.stack([own @ offsets for own in belief])[:, :, None, None]
    return [
        [_link(band, step, own, (none[0][n], none[1][n])) for step in steps]
        for n, (steps, own, none) in enumerate(zip(best_paths(band, wanted), shares, [alone] * len(shares), strict=True))
    ]


def _link(band: Band, step: Step, shares: Floats, alone: tuple[Floats, Floats]) -> Link:
    i, j, t = step
    a, b = TYPES[t]
    share = float(alone[t][j if t == 0 else i]) if t < 2 else float(shares[t, i + j, i - band.first[i + j]])
    return tuple(range(i - a, i)), tuple(range(j - b, j)), min(1.0, share)


def _each(band: Band, values: Floats, shares: Floats, alone: Sequence[Floats]) -> Floats:
    """Return how likely each bead is, for each unit that it holds: a way of the highest sum has the most units right."""
    out = np.full(values.shape, NEVER, np.float32)
    for t, (a, b) in enumerate(TYPES):
        worth = (a + b) * shares[:, t]
        if not a * b:
            worth = alone[t].astype(np.float32)[:, np.clip(band.columns if t == 0 else band.rows, 0, alone[t].shape[1] - 1)]
        np.copyto(out[:, t], worth, where=inside(band, t) & (values[:, t] > NEVER / 2))
    return out


def offset(rate: float) -> Floats:
    """Return what each bead type's score changes by when a share `rate` of either side's units has no partner, and not `USUAL`."""
    alone, tied = np.log(rate / USUAL), np.log((1 - 2 * rate) / (1 - 2 * USUAL))
    return np.array([tied if a * b else alone for a, b in TYPES], np.float32)


def _alone(band: Band, shares: Floats, t: int) -> Floats:
    """Return for each unit, from 1 on, how likely it has no partner, wherever among the other side's units it is passed over."""
    done, size = (band.columns if t == 0 else band.rows).reshape(-1), (band.m if t == 0 else band.n) + 1
    may, count = (done >= 0) & (done < size), len(shares)
    unit = done[may] + size * np.arange(count)[:, None]
    sums = np.bincount(unit.reshape(-1), shares[:, t].reshape(count, -1)[:, may].reshape(-1), count * size)
    return np.asarray(sums.reshape(count, size), np.float64)


def _mixed(band: Band, kinds: Numbered | None) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    out = np.zeros((len(TYPES), *band.rows.shape), np.bool_)
    for t, (a, b) in enumerate(TYPES):
        if kinds is not None and a and b:
            may = inside(band, t)
            out[t][may] = ~same_kind(kinds, band.rows[may], band.columns[may], a, b)
    return out
