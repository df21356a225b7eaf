"""Find the clause of a sentence that its rendering leaves out.

A lost clause shows in two ways: the rendering is too short, and it has next to none of the clause's words where it has many of
the others'. A logistic model weighs both; it is asked only where the rendering is short. Weights: `python -m tests.train_clauses`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from . import lexicon
from .length import surplus, weight
from .mask import shown

# Where a sentence may be cut: behind a mark, and before the words that open a clause.
OPENS = "and|or(?! not)|which|that|who|where|when|if|unless|while|because|in order to|by|for|including|such as|without|with"
CUT = re.compile(rf"(?<=[,;:])\s+|\s(?=(?:{OPENS})\s)")
FEWEST = 3  # words of a clause that say what it is about; shorter ones go with their neighbour
LEAST = 70.0  # letters: shorter sentences say too little
LONG = 0.3  # surplus of the source from which a clause is looked for
RUN = 3  # clauses that may be lost together
GAIN = 4.0  # what lengths that agree better weigh against words, where clauses are compared
CHANCE = 0.15  # how often a word meets one of a text that does not render it
RENDERED = (0.3, 0.95)  # the share of words that a rendering meets, at least and at most
# Of the words' evidence, the surplus, how much better the lengths agree without the clause, bias.
WEIGHTS = (0.86, 4.58, 3.78, -1.71)

Signs = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Clause:
    """Name a clause by its place in the sentence; `score` is the log odds that the rendering lacks it."""

    start: int
    end: int
    score: float


class Piece(NamedTuple):
    """Hold a stretch of a sentence, how many words it has, and how many of them the rendering may have too."""

    start: int
    end: int
    words: int
    met: int


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
    piece, values = found
    return Clause(piece.start, piece.end, sum(v * w for v, w in zip(values, WEIGHTS, strict=True)))


def signs(source: str, target: str, usual: float = 0.0) -> tuple[Piece, Signs] | None:
    """Return the clause of the source that is missed most, and what the model weighs."""
    over = surplus(weight(target), weight(source)) + usual
    if over < LONG or weight(source) < LEAST:
        return None
    words = lexicon.load()
    there = words.meant(shown(target))

    def counted(text: str) -> tuple[int, int]:
        keys = words.of_english(shown(text)).keys()
        return len(keys), len(keys & there)

    return _most_missed(source, over, list(_pieces(source, counted)))


def _most_missed(text: str, over: float, pieces: list[Piece]) -> tuple[Piece, Signs] | None:
    letters, words, met = weight(text), sum(p.words for p in pieces), sum(p.met for p in pieces)
    best: tuple[Piece, Signs] | None = None
    for first in range(len(pieces)):
        run = Piece(pieces[first].start, pieces[first].start, 0, 0)
        for piece in pieces[first : first + RUN]:
            run = Piece(run.start, piece.end, run.words + piece.words, run.met + piece.met)
            if run.end - run.start == len(text):
                break
            share = min(RENDERED[1], max(RENDERED[0], (met - run.met) / max(1, words - run.words)))
            evidence = (run.words - run.met) * math.log((1 - CHANCE) / (1 - share)) + run.met * math.log(CHANCE / share)
            gain = abs(over) - abs(over + surplus(letters, letters - weight(text[run.start : run.end])))
            if best is None or evidence + GAIN * gain > best[1][0] + GAIN * best[1][2]:
                best = (run, (evidence, over, gain, 1.0))
    return best


def _pieces(text: str, counted: Callable[[str], tuple[int, int]]) -> Iterator[Piece]:
    """Yield the clauses of a sentence; one with too few words goes with the one beside it.

    >>> text = "Members shall pay their annual dues by June, and the secretariat shall publish a list."
    >>> [text[p.start : p.end] for p in _pieces(text, lambda piece: (len(piece.split()), 0))]
    ['Members shall pay their annual dues by June, ', 'and the secretariat shall publish a list.']
    """
    last: Piece | None = None
    for start, end in pairwise([0, *(m.end() for m in CUT.finditer(text)), len(text)]):
        here = Piece(start, end, *counted(text[start:end]))
        if last is None:
            last = here
        elif min(last.words, here.words) < FEWEST:
            last = Piece(last.start, end, last.words + here.words, last.met + here.met)
        else:
            yield last
            last = here
    if last is not None:
        yield last
