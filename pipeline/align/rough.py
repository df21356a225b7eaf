"""Say how alike every unit of one text is to every unit of another, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .coarse import LONG, rows
from .evidence import WORDS, word_weights
from .search import Floats
from .sides import Reader, side


def likeness(source: Sequence[str], target: Sequence[str], reader: Reader) -> Floats:
    """Return the blended cosines, of shape (n, m); where there are many units, by their vectors only."""
    if max(len(source), len(target)) > LONG:
        return _cosines(*rows(source, target, reader))
    by_words = _cosines(*word_weights(source, target, reader.lexicon))
    left, right = side(source, "en", reader).units(), side(target, "zh", reader).units()
    if left is None or right is None:
        return by_words
    return np.asarray((_cosines(left, right) + WORDS * by_words) / (1 + WORDS), np.float32)


def _cosines(left: Floats, right: Floats) -> Floats:
    one, two = (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6) for rows in (left, right))
    return np.asarray(one @ two.T, np.float32)
