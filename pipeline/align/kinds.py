"""Keep beads from mixing units of different kinds: a heading with a paragraph, a cell with a caption."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .search import Integers

UNDIVIDED = ("heading", "cell", "caption")  # kinds that nobody parts in two or joins
Kinds = tuple[Sequence[str], Sequence[str]]


def same_kind(kinds: Kinds, i: Integers, j: Integers, a: int, b: int) -> NDArray[np.bool_]:
    """Tell which beads that end at (i, j) hold units of one kind only, and of some kinds only one on either side."""
    numbers = {kind: n for n, kind in enumerate(sorted({*kinds[0], *kinds[1]}))}
    left, right = (np.array([numbers[k] for k in side]) for side in kinds)
    same = left[i - 1] == right[j - 1]
    if a + b > 2:
        same &= ~np.isin(left[i - 1], [numbers[k] for k in UNDIVIDED if k in numbers])
    for d in range(1, a):
        same &= left[i - 1 - d] == left[i - 1]
    for d in range(1, b):
        same &= right[j - 1 - d] == right[j - 1]
    return np.asarray(same, np.bool_)
