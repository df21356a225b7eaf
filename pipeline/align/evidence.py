"""Measure how alike units of the two languages are: by their vectors, their words, numbers and names, and their length.

A unit is a sentence, or a paragraph of several. Its vector is the sum of its sentences' vectors, each weighted by the square
root of its length, so that windows of neighbouring units are sums too and nothing is encoded twice. Its words are weights on
the axes of a common space: the Chinese words, numbers and Latin words that occur (`language/lexicon.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..language import lexicon
from ..language.encoder import Encoder
from ..language.sentences import split
from .search import TYPES, Floats

WORDS = 0.6  # what the words weigh against the vectors
UNRENDERED = 0.35  # what a word weighs that nothing on the other side can render
SHARED = 1.5  # what a number or a Latin word weighs against another word


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what is known of n source and m target units.

    `vectors`: (n, d) and (m, d), scaled by the square root of the length; None without an encoder. `words`: (n, v) and
    (m, v). `lengths`: UTF-8 bytes, those of the target scaled to the source's measure.
    """

    vectors: tuple[Floats, Floats] | None
    words: tuple[Floats, Floats]
    lengths: tuple[Floats, Floats]


def gather(source: Sequence[str], target: Sequence[str], encoder: Encoder | None) -> Evidence:
    """Read the units of both sides, English first."""
    lengths = [np.array([max(1, len(text.encode("utf-8", "replace"))) for text in side], np.float32) for side in (source, target)]
    ratio = lengths[0].sum() / max(lengths[1].sum(), 1)
    vectors = (unit_vectors(source, "en", encoder), unit_vectors(target, "zh", encoder)) if encoder else None
    return Evidence(vectors, word_weights(source, target), (lengths[0], lengths[1] * np.float32(ratio)))


def unit_vectors(texts: Sequence[str], locale: str, encoder: Encoder) -> Floats:
    """Return the units' vectors, each as long as the square root of its text's length."""
    sentences = [[text[a:b] for a, b in split(text, locale)] or [""] for text in texts]
    encoded = encoder([s for parts in sentences for s in parts])
    encoded = encoded * np.sqrt(np.array([len(s) + 1 for parts in sentences for s in parts], np.float32))[:, None]
    sums = np.add.reduceat(encoded, np.cumsum([0, *(len(parts) for parts in sentences)])[:-1], axis=0)
    size = np.sqrt(np.array([len(text) + 1 for text in texts], np.float32))
    return np.asarray(sums / (np.linalg.norm(sums, axis=1) + 1e-9)[:, None] * size[:, None], np.float32)


def word_weights(source: Sequence[str], target: Sequence[str]) -> tuple[Floats, Floats]:
    """Return both sides' words as weights on common axes: rarer words weigh more (inverse document frequency)."""
    known = lexicon.load()
    english, chinese = [known.of_english(text) for text in source], [known.of_chinese(text) for text in target]
    axes = {word: n for n, word in enumerate(dict.fromkeys(word for keys in chinese for word in keys))}
    asked = {key for keys in english for key in keys}
    rendering: dict[str, dict[int, float]] = {}
    for word, axis in axes.items():
        if word[0] in "#@":
            rendering.setdefault(word, {})[axis] = 1.0
        else:
            for key, share in known.renders(word):
                if key in asked:
                    rendering.setdefault(key, {})[axis] = 0.4 + 0.6 * share
    extra = {key: len(axes) + n for n, key in enumerate(sorted(k for k in asked if k not in rendering and k[0] != "@"))}
    left = np.zeros((len(source), len(axes) + len(extra)), np.float32)
    right = np.zeros((len(target), left.shape[1]), np.float32)
    for row, keys in zip(left, english, strict=True):
        for key in keys:
            for axis, weight in rendering.get(key, {}).items():
                row[axis] = max(row[axis], weight)
            if key in extra:
                row[extra[key]] = 1.0
    for row, keys in zip(right, chinese, strict=True):
        for key, count in keys.items():
            row[axes[key]] = min(count, 2)
    weights = _rarity(left, right, [word[0] in "#@" for word in axes])
    return left * weights, right * weights


def _rarity(left: Floats, right: Floats, shared: Sequence[bool]) -> Floats:
    in_left, in_right = (left > 0).sum(0), (right > 0).sum(0)
    rare_left, rare_right = np.log1p(len(left) / np.maximum(in_left, 1)), np.log1p(len(right) / np.maximum(in_right, 1))
    weights = np.where((in_left > 0) & (in_right > 0), np.minimum(rare_left, rare_right), np.maximum(rare_left, rare_right) * UNRENDERED)
    weights = np.where(in_right == 0, rare_left * UNRENDERED, np.where(in_left == 0, rare_right * UNRENDERED, weights))
    weights[: len(shared)] *= np.where(shared, SHARED, 1.0)
    return np.asarray(weights, np.float32)


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


def similarities(evidence: Evidence) -> dict[tuple[int, int], Floats]:
    """Return the blend of both cosines for each bead type."""
    by_words = window_cosines(*evidence.words)
    if evidence.vectors is None:
        return by_words
    by_meaning = window_cosines(*evidence.vectors)
    return {t: (by_meaning[t] + WORDS * by_words[t]) / (1 + WORDS) for t in by_words}


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


def likeness(evidence: Evidence) -> Floats:
    """Return the blended cosine of every source unit with every target unit, of shape (n, m)."""
    return similarities(evidence)[1, 1][1:, 1:]
