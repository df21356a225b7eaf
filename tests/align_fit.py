"""Fit the weights of the aligner's field to texts whose beads are known: those that make the true beads most likely.

A semi-Markov conditional random field, with an L2 penalty, by L-BFGS; texts of like length are searched side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pipeline.align.features import GROUPS, KINDS, SIZE, Table
from pipeline.align.field import USUAL, Level, offset, table_of
from pipeline.align.search import LONGEST, NEVER, PAD, TYPES, Floats, Integers, log_sum, posteriors
from pipeline.align.sides import Reader, Side, side

from .align_draws import Draw

PENALTY = 0.5
RARE = 0.002  # share of dropped units that stands for none
CELLS = 8000  # diagonals of the texts of one batch, together
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """Hold the beads of a text with what is known of the true ones: `may` marks those that are possible, flattened."""

    table: Table
    sides: tuple[Side, Side]
    may: NDArray[np.bool_]
    settled: bool
    offset: Floats  # what the rate of dropped units adds to each type's score


def example(drawn: Draw, reader: Reader, level: Level) -> Example | None:
    """Describe a text's beads; None where the band holds no true way. Of sentences, the rate of dropped ones is told."""
    if not drawn.source or not drawn.target:
        return None
    both = side(drawn.source, "en", reader), side(drawn.target, "zh", reader)
    table = table_of(*both, reader.lexicon, level)
    band = table.band
    may = np.zeros((len(TYPES), *band.rows.shape), np.bool_)
    i = j = 0
    for (a, b), inner in drawn.spans:
        for t, (x, y) in enumerate(TYPES):
            if (x, y) == (a, b) or inner:
                for k in range(i + x, i + a + 1):
                    for v in range(j + y, j + b + 1):
                        if 0 <= k - band.first[k + v] < band.width:
                            may[t, k + v, k - band.first[k + v]] = True
        i, j = i + a, j + b
    belief, _ = posteriors(band, np.where(may, 0, NEVER).astype(np.float32)[None])
    settled = not any(inner for _, inner in drawn.spans)
    rate = max(drawn.rate, RARE) if level == "sentences" else USUAL
    return Example(table, both, may.reshape(len(TYPES), -1), settled, offset(rate)) if belief[0, 0] else None


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold texts of like length side by side, so that one numpy operation does one diagonal of all of them.

    `features[t]` (cells, SIZE) of the beads of type t, and `places[t]` where they stand in a flattened array of the batch's
    `shape` (diagonals, types, texts, width); `starts` is as in `Band`; `ends` is where each text's last cell stands in the
    flattened table of diagonals.
    """

    features: tuple[Floats, ...]
    places: tuple[Integers, ...]
    shape: tuple[int, int, int, int]
    starts: Integers
    begins: Integers
    ends: Integers
    may: NDArray[np.bool_]
    settled: bool
    offsets: Floats


def batch(examples: Sequence[Example]) -> Batch:
    """Lay texts side by side."""
    width = examples[0].table.band.width
    wide, count = width + 2 * PAD, len(examples)
    sizes = [e.table.band.n + e.table.band.m + 1 for e in examples]
    shape = max(sizes), len(TYPES), count, width
    starts = np.zeros(shape[:3], np.int64)
    places: list[list[Integers]] = [[] for _ in TYPES]
    may = np.zeros(shape, np.bool_)
    begins, ends = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for b, (e, size) in enumerate(zip(examples, sizes, strict=True)):
        band = e.table.band
        own = np.arange(size)
        for t, (x, y) in enumerate(TYPES):
            before = own - x - y
            shift = np.clip(band.first - band.first[np.maximum(before, 0)] - x, -PAD, PAD)
            starts[:size, t, b] = ((before + LONGEST) * count + b) * wide + PAD + shift
            s, cell = np.divmod(e.table.places[t], width)
            places[t].append(((s * shape[1] + t) * count + b) * width + cell)
        may[:size, :, b] = e.may.reshape(len(TYPES), size, width).transpose(1, 0, 2)
        begins[b] = (LONGEST * count + b) * wide + PAD - band.first[0]
        ends[b] = ((size - 1 + LONGEST) * count + b) * wide + PAD + band.n - band.first[-1]
    offsets = np.stack([e.offset for e in examples], axis=1)[:, :, None]
    features = tuple(np.concatenate([e.table.values[t][0] for e in examples]) for t in range(len(TYPES)))
    return Batch(features, tuple(map(np.concatenate, places)), shape, starts, begins, ends, may, all(e.settled for e in examples), offsets)


def expected(each: Batch, weights: Floats, known: bool = False) -> tuple[float, Vector]:
    """Return the logarithm of the sum over all ways (those that may be true, where `known`), and their expected features."""
    size, _, count, width = each.shape
    values = np.full(each.shape, NEVER, np.float64)
    flat = values.reshape(-1)
    for t, places in enumerate(each.places):
        flat[places] = each.features[t] @ weights[GROUPS[t]]
    values += each.offsets
    if known:
        values[~each.may] = NEVER
    forward = np.full((size + LONGEST, count, width + 2 * PAD), NEVER, np.float64)
    table, cells = forward.reshape(-1), np.arange(width)
    table[each.begins] = 0.0
    for s in range(1, size):
        values[s] = np.maximum(table[each.starts[s][..., None] + cells] + values[s], NEVER)
        forward[s + LONGEST, :, PAD : PAD + width] = log_sum(values[s])
    total = float(table[each.ends].sum())
    passing = np.zeros_like(forward)  # of each cell, the share of the ways that pass it
    shares = passing.reshape(-1)
    shares[each.ends] = 1.0
    for s in range(size - 1, 0, -1):
        here = passing[s + LONGEST, :, PAD : PAD + width]
        values[s] = np.exp(values[s] - forward[s + LONGEST, :, PAD : PAD + width]) * here
        for t in range(len(TYPES)):
            shares[each.starts[s, t][:, None] + cells] += values[s, t]
    slope = np.zeros((KINDS, SIZE))
    for t, places in enumerate(each.places):
        slope[GROUPS[t]] += flat[places].astype(np.float32) @ each.features[t]
    return total, slope


def fit(examples: Sequence[Example]) -> Floats:
    """Return the weights that make the true beads most likely."""
    units = sum(len(e.sides[0].texts) + len(e.sides[1].texts) for e in examples) / 2
    batches = []
    for _, alike in groupby(sorted(examples, key=_shape), key=lambda e: _shape(e)[:2]):
        row = list(alike)
        while row:
            count = max(1, CELLS // (row[-1].table.band.n + row[-1].table.band.m + 1))
            batches.append(batch(row[-count:]))
            del row[-count:]
    zero = np.zeros((KINDS, SIZE), np.float32)
    seen = [expected(b, zero, known=True)[1] if b.settled else None for b in batches]

    def objective(flat: Vector) -> tuple[float, Vector]:
        weights = flat.reshape(KINDS, SIZE)
        loss, slope = 0.0, np.zeros((KINDS, SIZE))
        for each, sure in zip(batches, seen, strict=True):
            total, found = expected(each, weights.astype(np.float32))
            reached, true = (float((sure * weights).sum()), sure) if sure is not None else expected(each, weights.astype(np.float32), True)
            loss += total - reached
            slope += found - true
        return (loss + PENALTY / 2 * float((flat**2).sum())) / units, (slope + PENALTY * weights).ravel() / units

    return np.asarray(minimise(objective, np.zeros(KINDS * SIZE)).reshape(KINDS, SIZE), np.float32)


def _shape(each: Example) -> tuple[bool, int, int]:
    """Return what the texts of a batch must have in common, and their length."""
    return not each.settled, each.table.band.width, each.table.band.n + each.table.band.m


def minimise(objective: Callable[[Vector], tuple[float, Vector]], start: Vector, rounds: int = 400, memory: int = 10) -> Vector:
    """Return where the objective (value and gradient) is least: limited-memory BFGS with a halving line search."""
    x = start
    value, slope = objective(x)
    steps: list[tuple[Vector, Vector]] = []
    for _ in range(rounds):
        way = slope.copy()
        kept = []
        for s, y in reversed(steps):
            factor = (s @ way) / (s @ y)
            way -= factor * y
            kept.append(factor)
        if steps:
            s, y = steps[-1]
            way *= (s @ y) / (y @ y)
        for (s, y), factor in zip(steps, reversed(kept), strict=True):
            way += s * (factor - (y @ way) / (s @ y))
        size = 1.0 if steps else min(1.0, 1 / np.abs(slope).sum())
        while True:
            new = x - size * way
            new_value, new_slope = objective(new)
            if new_value <= value - 1e-4 * size * (way @ slope) or size < 1e-6:
                break
            size /= 2
        if (new - x) @ (new_slope - slope) > 1e-12:
            steps = [*steps[1 - memory :], (new - x, new_slope - slope)]
        done = abs(value - new_value) < 1e-8  # the least that there is: another order of the sums must lead to the same weights
        x, value, slope = new, new_value, new_slope
        if done:
            break
    return x
