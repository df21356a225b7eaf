"""Say how alike every unit of one text is to every unit of another, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .coarse import LONG, rows
from .evidence import blend
from .search import Floats
from .sides import Reader, side
from .words import Marks, words_of


def likeness(source: Sequence[str], target: Sequence[str], reader: Reader, marks: Marks | None = None) -> Floats:
    """Return the blended cosines, of shape (n, m); where there are many units, by their vectors only."""
    if max(len(source), len(target)) > LONG:
        return _cosines(*rows(source, target, reader))
    words = words_of(source, target, reader.lexicon, marks)
    by_words = words[0].times(words[1].columns()) / (np.outer(words[0].norms(), words[1].norms()) + 1e-6)
    if reader.encoder is None:
        return np.asarray(by_words, np.float32)
    left, right = side(source, "en", reader).units, side(target, "zh", reader).units
    assert left is not None
    assert right is not None
    return blend(_cosines(left, right), by_words)


def _cosines(left: Floats, right: Floats) -> Floats:
    one, two = (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6) for rows in (left, right))
    return np.asarray(one @ two.T, np.float32)
