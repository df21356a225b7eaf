"""Measure how alike units of the two languages are: by their vectors, and by their words, numbers and names.

A unit is a sentence, or a paragraph of several. Its vector is the sum of its sentences' vectors, each weighted by the square
root of its length, so that windows of neighbouring units are sums too and nothing is encoded twice. Its words are those of its
sentences (`words.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..language.lexicon import Lexicon
from .search import TYPES, Floats
from .sides import Side
from .words import TWICE, Marks, Vocabulary, Words, with_marks

WORDS = 0.6  # what the words weigh against the vectors
WINDOW = max(max(each) for each in TYPES)

Cosines = dict[tuple[int, int], Floats]  # by bead type
Norms = dict[int, Floats]  # by the windows' size: of those that begin at each unit


@dataclass(frozen=True, slots=True)
class Likeness:
    """Hold how alike the units are: cosines of windows by meaning and by words, and both blended; (count, n + 1, m + 1) each.

    `margins` are those by which the blended ones beat their neighbours, `norms` the lengths of either side's windows, by meaning
    (None without vectors) and by words.
    """

    meaning: Cosines
    words: Cosines
    blended: Cosines
    margins: Cosines
    norms: tuple[tuple[Norms | None, Norms], tuple[Norms | None, Norms]]


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
    vocabulary = Vocabulary(english, chinese, lexicon, source.count)
    left, right = vocabulary.left, vocabulary.right
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
    by_words = window_norms(near_words(one)), window_norms(near_words(other))
    said = window_cosines(one.times(other.columns()).reshape(source.count, source.n, target.n), *by_words)
    vectors = source.units, target.units
    if vectors[0] is None or vectors[1] is None:
        return Likeness(said, said, said, _margins(said), ((None, by_words[0]), (None, by_words[1])))
    left, right = (rows.reshape(source.count, -1, rows.shape[1]) for rows in vectors if rows is not None)
    by_meaning = window_norms(near_vectors(left)), window_norms(near_vectors(right))
    meant = window_cosines(left @ right.swapaxes(1, 2), *by_meaning)
    both = {t: blend(meant[t], said[t]) for t in meant}
    return Likeness(meant, said, both, _margins(both), ((by_meaning[0], by_words[0]), (by_meaning[1], by_words[1])))


def _margins(cosines: Cosines) -> Cosines:
    return {(a, b): neighbour_margin(cosine, a, b) for (a, b), cosine in cosines.items()}


def blend(meaning: Floats, words: Floats) -> Floats:
    """Return likeness by both."""
    return np.asarray((meaning + WORDS * words) / (1 + WORDS), np.float32)


def sentences_alike(source: Side, target: Side, words: Evidence) -> tuple[Floats, Floats]:
    """Return how well each sentence of one side is met by each unit of the other, both ways: (count, sentences, units)."""
    left, right = words.sentences
    count = source.count
    lengths = left.norms().reshape(count, -1, 1) * right.norms().reshape(count, 1, -1)
    alike = left.times(right.columns()).reshape(lengths.shape) / (lengths + 1e-6)
    if source.vectors is not None and target.vectors is not None:
        vectors = [each.reshape(count, -1, each.shape[1]) for each in (source.vectors, target.vectors)]
        alike = blend(vectors[0] @ vectors[1].swapaxes(1, 2), alike)
    to_target = np.maximum.reduceat(alike, target.starts, axis=2)
    to_source = np.maximum.reduceat(alike, source.starts, axis=1)
    return np.asarray(to_target, np.float32), np.ascontiguousarray(to_source.swapaxes(1, 2), np.float32)


# ---------------------------------------------------------------- windows of units


def near_vectors(rows: Floats) -> Floats:
    """Return the product of each row (count, n, dimensions) with the one d rows on, 0 beyond the end: (WINDOW, count, n)."""
    count, n = rows.shape[:2]
    out = np.zeros((WINDOW, count, n), np.float32)
    for d in range(min(WINDOW, n)):
        out[d, :, : n - d] = np.einsum("kij,kij->ki", rows[:, : n - d], rows[:, d:])
    return out


def near_words(words: Words) -> Floats:
    """Return the same for words."""
    n = words.n // words.count
    out = np.zeros((WINDOW, words.n), np.float32)
    dense, axis, place = words.dense(), words.own_axis, words.row % n
    for d in range(min(WINDOW, n)):
        may = place < n - d
        out[d] = np.bincount(words.row[may], words.weight[may] * dense[words.row[may] + d, axis[may]], words.n)
    return out.reshape(WINDOW, words.count, n)


def window_norms(near: Floats) -> Norms:
    """Return the lengths of the sums of consecutive rows, (count, windows), from the rows' products (WINDOW, count, n)."""
    found = {}
    for size in range(1, WINDOW + 1):
        windows = max(0, near.shape[2] - size + 1)
        squares = [near[q - p, :, p : p + windows] * (1 if p == q else 2) for p in range(size) for q in range(p, size)]
        found[size] = np.asarray(np.sqrt(np.maximum(np.sum(squares, axis=0), 0)) + 1e-6, np.float32)
    return found


def window_cosines(dots: Floats, left: Norms, right: Norms) -> Cosines:
    """Return for each bead type the cosine of the summed windows that end at (i, j), of shape (count, n + 1, m + 1); -1 outside.

    Types too large for the texts are left out.

    `dots` (count, n, m) are the products of all units, `left` and `right` the lengths of either side's windows.
    """
    count, n, m = dots.shape
    sums = np.zeros((count, n + 1, m + 1), np.float64)
    sums[:, 1:, 1:] = dots.cumsum(1, dtype=np.float64).cumsum(2)
    out = {}
    for a, b in TYPES:
        if a and b and n >= a and m >= b:
            inner = sums[:, a:, b:] - sums[:, :-a, b:] - sums[:, a:, :-b] + sums[:, :-a, :-b]
            out[a, b] = np.full((count, n + 1, m + 1), -1.0, np.float32)
            out[a, b][:, a:, b:] = inner / (left[a][:, :, None] * right[b][:, None])
    return out


def neighbour_margin(cosine: Floats, a: int, b: int) -> Floats:
    """Return by how much a window beats those that adjoin it on either side: a text like all others says little."""
    across, down = _beside(cosine, b), _beside(cosine.swapaxes(1, 2), a).swapaxes(1, 2)
    return np.asarray(cosine - 0.5 * (across + down), np.float32)


def _beside(cosine: Floats, size: int) -> Floats:
    """Return the mean of the windows before and after each in its row; 0 where there are none."""
    m = cosine.shape[2]
    out, known = np.zeros_like(cosine), np.zeros(m, np.float32)
    if m > 2 * size:
        out[:, :, 2 * size :] = cosine[:, :, size:-size]
        known[2 * size :] = 1
    if m > size:
        out[:, :, :-size] += cosine[:, :, size:]
        known[:-size] += 1
    return np.asarray(out / np.maximum(known, 1), np.float32)
