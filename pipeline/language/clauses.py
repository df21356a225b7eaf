"""Find the clause of a sentence that its rendering leaves out.

A lost clause shows in two ways: the rendering is too short, and it has next to none of the clause's words where it has many of
the others'. A logistic model weighs both; it is asked only where the rendering is short. Weights: `python -m tests.train_clauses`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from ..model import Span
from . import lexicon
from .length import surplus, weight
from .mask import shown

# Where a sentence may be cut: behind a mark, and before the words that open a clause.
OPENS = "and|or|which|that|who|where|when|if|unless|while|because|in order to|by|for|including|such as|without|with"
CUT = re.compile(rf"(?<=[,;:])\s+|\s(?=(?:{OPENS})\s)")
FEWEST = 3  # words of a clause that say what it is about; shorter ones go with their neighbour
LEAST = 40.0  # letters: shorter sentences say too little
SHORT = -0.3  # surplus of the rendering from which a loss is looked for
RUN = 3  # clauses that may be lost together
GAIN = 4.0  # what lengths that agree better weigh against words, where clauses are compared
CHANCE = 0.15  # how often a word meets one of a text that does not render it
RENDERED = (0.3, 0.95)  # the share of words that a rendering meets, at least and at most
WEIGHTS = (0.94, -4.70, 3.94, -1.90)  # of the words' evidence, the surplus, how much better the lengths agree without it, bias

Signs = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Clause:
    """Name a clause by its place in the sentence; `score` is the log odds that the rendering lacks it."""

    start: int
    end: int
    score: float


def lost(source: str, target: str, usual: float = 0.0) -> Clause | None:
    """Return the clause of an English sentence that its rendering most likely lacks, None where nothing raises suspicion.

    `usual` is the surplus that renderings of this text have as a rule.

    >>> en = "Members shall pay their dues by June, and the secretariat shall publish a list of the members that did not pay them."
    >>> found = lost(en, "成员应在6月前缴纳会费。")
    >>> en[found.start : found.end], found.score > 5
    ('and the secretariat shall publish a list of the members that did not pay them.', True)
    """
    found = signs(source, target, usual)
    if found is None:
        return None
    (start, end), values = found
    return Clause(start, end, sum(v * w for v, w in zip(values, WEIGHTS, strict=True)))


def signs(source: str, target: str, usual: float = 0.0) -> tuple[Span, Signs] | None:
    """Return the clause that is missed most, and what the model weighs."""
    letters = weight(source)
    over = surplus(letters, weight(target)) - usual
    if over > SHORT or letters < LEAST:
        return None
    words = lexicon.load()
    there = words.meant(shown(target))
    pieces = [(span, words.of_english(shown(source[slice(*span)])).keys()) for span in _pieces(source)]
    said, met = sum(len(keys) for _, keys in pieces), sum(len(keys & there) for _, keys in pieces)
    best: tuple[Span, Signs] | None = None
    for first in range(len(pieces)):
        for last in range(first, min(first + RUN, len(pieces) if first else len(pieces) - 1)):
            span = pieces[first][0][0], pieces[last][0][1]
            own, hits = (
                sum(len(keys) for _, keys in pieces[first : last + 1]),
                sum(len(keys & there) for _, keys in pieces[first : last + 1]),
            )
            share = min(RENDERED[1], max(RENDERED[0], (met - hits) / max(1, said - own)))
            evidence = (own - hits) * math.log((1 - CHANCE) / (1 - share)) + hits * math.log(CHANCE / share)
            gain = abs(over) - abs(over - surplus(letters, letters - weight(source[slice(*span)])))
            if best is None or evidence + GAIN * gain > best[1][0] + GAIN * best[1][2]:
                best = (span, (evidence, over, gain, 1.0))
    return best


def _pieces(source: str) -> list[Span]:
    """Return the clauses of a sentence; one with too few words goes with the one before it.

    >>> text = "Members shall pay their annual dues by June, and the secretariat shall publish a list."
    >>> [text[a:b] for a, b in _pieces(text)]
    ['Members shall pay their annual dues ', 'by June, ', 'and the secretariat shall publish a list.']
    """
    cuts = [0, *(m.end() for m in CUT.finditer(source)), len(source)]
    words = lexicon.load()
    found: list[Span] = []
    few = False
    for start, end in pairwise(cuts):
        own = len(words.of_english(shown(source[start:end]))) < FEWEST
        if found and (own or few):
            found[-1] = (found[-1][0], end)
            few = len(words.of_english(shown(source[slice(*found[-1])]))) < FEWEST
        else:
            found.append((start, end))
            few = own
    return found
