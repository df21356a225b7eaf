"""Tie the units of one text to those of its translation, both in their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..language.encoder import Encoder
from .evidence import Evidence, gather, neighbour_margin, similarities
from .search import NEVER, TYPES, Band, Floats, best_path, inside, whole

SKIP = -0.1  # what a unit without a partner scores
Link = tuple[tuple[int, ...], tuple[int, ...], float]


def link(
    source: Sequence[str], target: Sequence[str], encoder: Encoder | None, kinds: tuple[Sequence[str], Sequence[str]] | None = None
) -> list[Link]:
    """Return beads as indexes of both sides with a confidence, in order. Beads do not mix units of unlike `kinds`."""
    if not source or not target:
        return [((i,), (), 1.0) for i in range(len(source))] + [((), (j,), 1.0) for j in range(len(target))]
    evidence = gather(source, target, encoder)
    band = whole(len(source), len(target))
    scores = _scores(band, evidence, kinds)
    found = []
    for i, j, t in best_path(band, scores):
        a, b = TYPES[t]
        score = float(scores[t, i + j, i - band.first[i + j]])
        found.append((tuple(range(i - a, i)), tuple(range(j - b, j)), _confidence(score, a, b)))
    return found


def _confidence(score: float, a: int, b: int) -> float:
    return float(1 / (1 + np.exp(-12 * (score - 0.1)))) if a and b else 0.7


def _scores(band: Band, evidence: Evidence, kinds: tuple[Sequence[str], Sequence[str]] | None) -> Floats:
    rows, columns = np.clip(band.rows, 0, band.n), np.clip(band.columns, 0, band.m)
    before = [np.concatenate([[0], side.cumsum()]) for side in evidence.lengths]
    alike = similarities(evidence)
    scores = np.full((len(TYPES), *rows.shape), NEVER, np.float32)
    for t, (a, b) in enumerate(TYPES):
        may = inside(band, t)
        i, j = rows[may], columns[may]
        if not (a and b):
            scores[t][may] = SKIP
            continue
        margin = neighbour_margin(alike[a, b], a, b)[i, j]
        one, other = before[0][i] - before[0][i - a], before[1][j] - before[1][j - b]
        value = margin * np.log2(1 + np.minimum(one, other) / np.maximum(one, other))
        if kinds is not None:
            value = np.where(_same_kind(kinds, i, j, a, b), value, NEVER)
        scores[t][may] = value
    return scores


def _same_kind(kinds: tuple[Sequence[str], Sequence[str]], i: np.ndarray, j: np.ndarray, a: int, b: int) -> np.ndarray:
    numbers = {kind: n for n, kind in enumerate(sorted({*kinds[0], *kinds[1]}))}
    left, right = (np.array([numbers[k] for k in side]) for side in kinds)
    same = left[i - 1] == right[j - 1]
    for d in range(1, a):
        same &= left[i - 1 - d] == left[i - 1]
    for d in range(1, b):
        same &= right[j - 1 - d] == right[j - 1]
    return same
