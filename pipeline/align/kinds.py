"""Keep beads from mixing units of different kinds: a heading with a paragraph, a cell with a caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .search import Integers

UNDIVIDED = ("heading", "cell", "caption")  # kinds that nobody parts in two or joins
Kinds = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Hold the kinds of both sides' units as numbers, and which of the source's are undivided."""

    source: Integers
    target: Integers
    undivided: NDArray[np.bool_]


def numbered(kinds: Kinds) -> Numbered:
    """Number the kinds."""
    numbers = {kind: n for n, kind in enumerate(sorted({*kinds[0], *kinds[1]}))}
    source, target = (np.array([numbers[k] for k in side], np.int64) for side in kinds)
    return Numbered(source, target, np.array([k in UNDIVIDED for k in kinds[0]], np.bool_))


def same_kind(kinds: Numbered, i: Integers, j: Integers, a: int, b: int) -> NDArray[np.bool_]:
    """Tell which beads that end at (i, j) hold units of one kind only, and of some kinds only one on either side."""
    last, other = kinds.source[i - 1], kinds.target[j - 1]
    same = last == other
    if a + b > 2:
        same &= ~kinds.undivided[i - 1]
    for d in range(1, a):
        same &= kinds.source[i - 1 - d] == last
    for d in range(1, b):
        same &= kinds.target[j - 1 - d] == other
    return np.asarray(same, np.bool_)
