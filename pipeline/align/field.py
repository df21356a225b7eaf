"""Find the most likely beads of paragraphs with a conditional random field over beads, whose weights were trained.

The weights in `weights.json` come from `train.py`; the file says on what they were trained.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ..language.lexicon import Lexicon
from .evidence import neighbour_margin
from .features import Kinds, Likeness, Table, add_halves, compare, describe, same_kind, scores
from .search import NEVER, TYPES, Band, Floats, around, best_path, inside, posteriors, whole
from .sides import Reader, Side

SKIP = -0.1  # what a unit without a partner scores in the first search
RADIUS = 8  # cells beside the first search's way that the field looks at
FILE = Path(__file__).with_name("weights.json")

Link = tuple[tuple[int, ...], tuple[int, ...], float]


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold the weights (3, SIZE) before and after the halves of merges are known, and what is added to a null bead."""

    first: Floats
    final: Floats
    null: float = 0.0


@cache
def trained(with_encoder: bool) -> Weights:
    """Read the trained weights for alignment with or without an encoder."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))["use" if with_encoder else "lexical"]
    return Weights(np.array(kept["first"], np.float32), np.array(kept["final"], np.float32), float(kept["null"]))


def first_scores(
    band: Band, likeness: Likeness, lengths: tuple[Floats, Floats], kinds: Kinds | None, skip: float = SKIP, merge: float = 0.0
) -> Floats:
    """Score beads by likeness beyond that of their neighbours, times how well the lengths agree: enough for sentences.

    `skip` is what a unit without a partner scores, `merge` what each further unit of a bead costs.
    """
    rows, columns = np.clip(band.rows, 0, band.n), np.clip(band.columns, 0, band.m)
    before = [np.concatenate([[0], side.cumsum(dtype=np.float64)]) for side in lengths]
    out = np.full((len(TYPES), *rows.shape), NEVER, np.float32)
    for t, (a, b) in enumerate(TYPES):
        may = inside(band, t)
        i, j = rows[may], columns[may]
        if not (a and b):
            out[t][may] = skip
            continue
        margin = neighbour_margin(likeness.blended[a, b], a, b)[i, j]
        one, other = before[0][i] - before[0][i - a], before[1][j] - before[1][j - b]
        value = margin * np.log2(1 + np.minimum(one, other) / np.maximum(one, other)) - merge * (a + b - 2)
        out[t][may] = value if kinds is None else np.where(same_kind(kinds, i, j, a, b), value, NEVER)
    return out


def first_path(source: Side, target: Side, likeness: Likeness, kinds: Kinds | None) -> list[tuple[int, int]]:
    """Return the cells on the way of a first, plain search."""
    lengths = source.bytes, target.bytes * np.float32(source.bytes.sum() / target.bytes.sum())
    band = whole(len(source.texts), len(target.texts))
    return [(0, 0), *((i, j) for i, j, _ in best_path(band, first_scores(band, likeness, lengths, kinds)))]


def table_of(source: Side, target: Side, lexicon: Lexicon, kinds: Kinds | None = None) -> Table:
    """Search plainly, then describe the beads around the way found."""
    likeness, words = compare(source, target, lexicon)
    path = first_path(source, target, likeness, kinds)
    return describe(source, target, likeness, words, around(path, len(source.texts), len(target.texts), RADIUS), lexicon)


def link_units(source: Side, target: Side, reader: Reader, kinds: Kinds | None = None) -> list[Link]:
    """Return the most likely beads with their probabilities."""
    weights = trained(reader.encoder is not None)
    table = table_of(source, target, reader.lexicon, kinds)
    forbidden = _mixed(table.band, kinds)
    if reader.encoder is not None:
        _, shares = posteriors(table.band, np.where(forbidden, NEVER, scores(table, weights.first)))
        add_halves(table, source, target, shares, reader.encoder)
    final = scores(table, weights.final)
    final[[t for t, (a, b) in enumerate(TYPES) if not a * b]] += weights.null
    return read_off(table.band, np.where(forbidden, NEVER, final))


def read_off(band: Band, values: Floats) -> list[Link]:
    """Return the best beads with their probabilities."""
    _, shares = posteriors(band, values)
    alone = [_alone(band, shares, t) for t in (0, 1)]
    out = []
    for i, j, t in best_path(band, values):
        a, b = TYPES[t]
        share = alone[t][j if t == 0 else i] if t < 2 else float(shares[t, i + j, i - band.first[i + j]])
        out.append((tuple(range(i - a, i)), tuple(range(j - b, j)), min(1.0, share)))
    return out


def _alone(band: Band, shares: Floats, t: int) -> list[float]:
    """Return for each unit how likely it has no partner, wherever among the other side's units it is passed over."""
    done = (band.columns if t == 0 else band.rows).reshape(-1)
    may = (done >= 0) & (done <= (band.m if t == 0 else band.n))
    return [float(x) for x in np.bincount(done[may], shares[t].reshape(-1)[may], minlength=1)]


def _mixed(band: Band, kinds: Kinds | None) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    out = np.zeros((len(TYPES), *band.rows.shape), np.bool_)
    for t, (a, b) in enumerate(TYPES):
        if kinds is not None and a and b:
            may = inside(band, t)
            out[t][may] = ~same_kind(kinds, band.rows[may], band.columns[may], a, b)
    return out
