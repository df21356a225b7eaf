"""Tie the segments of a work's originals to the segments of its translation."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Bitext, Decisions, Glossary, Settings, Work


def align_segments(source: Sequence[str], target: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return beads over two lists of sentences or paragraphs, English first: pairs of index tuples, in order.

    Where the first list is the Chinese one, the beads are those of the other order, mirrored. Warns where a list is in
    another language: its beads say nothing.

    >>> align_segments(["Good morning.", "Singapore joined in 2020."], ["早上好。", "新加坡于2020年加入。"])
    [((0,), (0,)), ((1,), (1,))]
    """
    from ..language import encoder, lexicon
    from ..language.tongue import foreign, is_chinese
    from .monotone import link
    from .sides import Reader

    if is_chinese(source) and not is_chinese(target):
        return [(right, left) for left, right in align_segments(target, source)]
    for texts, locale in ((source, "en"), (target, "zh")):
        if other := foreign(texts, locale):
            warnings.warn(f"these segments are in {other.en}: the beads will be noise", stacklevel=2)
    return [(left, right) for left, right, _ in link(source, target, Reader(encoder.load(), lexicon.load()))]


def align(work: Work, glossary: Glossary, settings: Settings, decisions: Decisions) -> Bitext:
    """Return the work's documents with the beads that tie them."""
    from .works import align_work

    return align_work(work, glossary, settings, decisions)
