"""Measure how alike units of the two languages are: by their vectors, their words, numbers and names, and their length.

A unit is a sentence, or a paragraph of several. Its vector is the sum of its sentences' vectors, each weighted by the square
root of its length, so that windows of neighbouring units are sums too and nothing is encoded twice. Its words are weights on
the axes of a common space: the Chinese words, numbers and Latin words that occur (`language/lexicon.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..language.lexicon import Lexicon
from .search import TYPES, Floats, Integers

WORDS = 0.6  # what the words weigh against the vectors
UNRENDERED = 0.35  # what a word weighs that nothing on the other side can render
SHARED = 1.5  # what a number or a Latin word weighs against another word


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of one side: at `row` stands the word `axis` with this weight; all three of shape (entries,)."""

    row: Integers
    axis: Integers
    weight: Floats


def words_of(source: Sequence[str], target: Sequence[str], known: Lexicon) -> tuple[Words, Words, int]:
    """Return both sides' words on common axes, and how many axes there are: rarer words weigh more."""
    english, chinese = [known.of_english(text) for text in source], [known.of_chinese(text) for text in target]
    axes = {word: n for n, word in enumerate(dict.fromkeys(word for keys in chinese for word in keys))}
    asked = {key for keys in english for key in keys}
    rendering: dict[str, dict[int, float]] = {}
    for word, axis in axes.items():
        if word[0] in "#@&":
            rendering.setdefault(word, {})[axis] = 1.0
        else:
            for key, share in known.renders(word):
                if key in asked:
                    rendering.setdefault(key, {})[axis] = 0.4 + 0.6 * share
    extra = {key: len(axes) + n for n, key in enumerate(sorted(k for k in asked if k not in rendering and k[0] != "@"))}
    left: list[tuple[int, int, float]] = []
    for row, keys in enumerate(english):
        here: dict[int, float] = {}
        for key in keys:
            for axis, weight in rendering.get(key, {}).items():
                here[axis] = max(here.get(axis, 0.0), weight)
            if key in extra:
                here[extra[key]] = 1.0
        left += [(row, axis, weight) for axis, weight in here.items()]
    right = [(row, axes[key], float(min(count, 2))) for row, keys in enumerate(chinese) for key, count in keys.items()]
    count = len(axes) + len(extra)
    weights = _rarity(left, right, (len(source), len(target)), count, [word[0] in "#@&" for word in axes])
    return _entries(left, weights), _entries(right, weights), count


def _entries(found: Sequence[tuple[int, int, float]], weights: Floats) -> Words:
    table = np.array(found, np.float64).reshape(-1, 3)
    axis = table[:, 1].astype(np.int64)
    return Words(table[:, 0].astype(np.int64), axis, np.asarray(table[:, 2] * weights[axis], np.float32))


def _rarity(
    left: Sequence[tuple[int, int, float]],
    right: Sequence[tuple[int, int, float]],
    sizes: tuple[int, int],
    axes: int,
    shared: Sequence[bool],
) -> Floats:
    """Return what each axis weighs: the inverse document frequency, less where the other side cannot render the word."""
    in_left = np.bincount([axis for _, axis, _ in left], minlength=axes)
    in_right = np.bincount([axis for _, axis, _ in right], minlength=axes)
    rare_left, rare_right = np.log1p(sizes[0] / np.maximum(in_left, 1)), np.log1p(sizes[1] / np.maximum(in_right, 1))
    weights = np.where(
        in_right == 0, rare_left * UNRENDERED, np.where(in_left == 0, rare_right * UNRENDERED, np.minimum(rare_left, rare_right))
    )
    weights[: len(shared)] *= np.where(shared, SHARED, 1.0)
    return np.asarray(weights, np.float32)


def word_weights(source: Sequence[str], target: Sequence[str], known: Lexicon) -> tuple[Floats, Floats]:
    """Return both sides' words as matrices on common axes: (n, axes) and (m, axes)."""
    left, right, count = words_of(source, target, known)
    out = np.zeros((len(source), count), np.float32), np.zeros((len(target), count), np.float32)
    for matrix, words in zip(out, (left, right), strict=True):
        matrix[words.row, words.axis] = words.weight
    return out


def window_cosines(left: Floats, right: Floats) -> dict[tuple[int, int], Floats]:
    """Return for each bead type the cosine of the summed windows that end at (i, j), of shape (n + 1, m + 1); -1 outside."""
    n, m = len(left), len(right)
    sums = np.zeros((n + 1, m + 1), np.float64)
    sums[1:, 1:] = (left @ right.T).cumsum(0, dtype=np.float64).cumsum(1)
    norms_left = {a: window_norms(left, a) for a, _ in TYPES if a}
    norms_right = {b: window_norms(right, b) for _, b in TYPES if b}
    out = {}
    for a, b in TYPES:
        if a and b:
            cosine = np.full((n + 1, m + 1), -1.0, np.float32)
            if n >= a and m >= b:
                dots = sums[a:, b:] - sums[:-a, b:] - sums[a:, :-b] + sums[:-a, :-b]
                cosine[a:, b:] = dots / np.outer(norms_left[a], norms_right[b])
            out[a, b] = cosine
    return out


def window_norms(rows: Floats, size: int) -> Floats:
    """Return the lengths of the sums of `size` consecutive rows."""
    count = len(rows) - size + 1
    if count < 1:
        return np.empty(0, np.float32)
    total = sum((rows[d : d + count] for d in range(1, size)), start=rows[:count])
    return np.asarray(np.linalg.norm(total, axis=1) + 1e-6, np.float32)


def neighbour_margin(cosine: Floats, a: int, b: int) -> Floats:
    """Return by how much a window beats those that adjoin it on either side: a text like all others says little."""
    n, m = cosine.shape

    def mean(first: Floats, second: Floats) -> Floats:
        known = (~np.isnan(first)).astype(np.float32) + ~np.isnan(second)
        return np.asarray((np.nan_to_num(first) + np.nan_to_num(second)) / np.maximum(known, 1), np.float32)

    left, right, above, below = (np.full_like(cosine, np.nan) for _ in range(4))
    if m > b:
        left[:, 2 * b :], right[:, :-b] = cosine[:, b:-b] if m > 2 * b else cosine[:, :0], cosine[:, b:]
    if n > a:
        above[2 * a :], below[:-a] = cosine[a:-a] if n > 2 * a else cosine[:0], cosine[a:]
    return np.asarray(cosine - 0.5 * (mean(left, right) + mean(above, below)), np.float32)
