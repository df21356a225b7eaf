"""Find the sentence of one side that the other side does not have.

A passage and its rendering are compared as wholes and piece by piece. The odd piece is like nothing on the other side, or
what is like it belongs to a neighbour; without it the two wholes are more alike, and their lengths agree better. A logistic
model weighs these signs. Where no sentence ends (headlines, a tail glued to a sentence), clauses and tails are tried too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Place
from . import lexicon
from .length import HAN, surplus, weight
from .mask import hide, shown
from .pairs import Side
from .stems import stem

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[float32]"]
# Called only where something raises suspicion: a model takes seconds to load. None where there is none to load.
Loader = Callable[[], Encode | None] | None
Values = tuple[float, ...]

# Weights of gain, likeness, margin, likeness of the wholes (these four are the encoder's); share of words that the other side
# may render, the same of words that the piece has alone; surplus, surplus without the piece, improvement, bias. Fitted
# (logistic regression, four folds) on paragraphs of Kubernetes' documentation and Mozilla's policies and on NTREX-128 news,
# from which one sentence was dropped or to which a foreign one was added.
ADDED: Values = (13.4, 4.8, -13.8, -9.3, -2.3, -5.7, -5.6, 5.0, 2.4, 4.3)
OMITTED: Values = (0.9, -1.3, -0.9, 2.7, -2.4, -11.4, 1.9, -0.6, 0.4, 1.5)
ADDED_LEXICAL: Values = (-5.3, -9.0, -2.2, 1.0, 3.3, 3.3)  # the same without an encoder
OMITTED_LEXICAL: Values = (-4.9, -12.1, 1.8, 0.3, 0.1, 3.7)
CLAUSE_DOUBT = 1.5  # log odds against a lost or added clause, which is rarer than a sentence and looks more like the rest
LONG = re.compile(r"[a-z][a-z]{4,}")  # members
FEWEST = 4  # words or characters of prose: what has fewer is markup, a name, a sign
WORD = re.compile(r"[A-Za-z]{2,}")
SHORTEST = 15.0  # letters: shorter pieces say too little to miss
CLOSE = 0.25  # lengths that differ by less are no reason to look closely where both sides have equally many sentences
CLAUSE = re.compile(r"(?<=[，；：,;:])\s*|(?<=\s[-–—])\s+")  # where a clause may be cut off
TAILS = 5  # places near the expected end where a glued tail is looked for


@dataclass(frozen=True, slots=True)
class Gap:
    """Name the odd piece; `score` is the log odds that the other side lacks it."""

    place: Place
    score: float


def added(
    source: Sequence[Place], target: Sequence[Place], load: Loader, least: float, usual: float = 0.0, *, tails: bool = False
) -> Gap | None:
    """Return the piece of the target's sentences that the source most likely lacks, or None where no score is `least` or more.

    `usual` is the surplus that renderings of this text have as a rule. With `tails`, a sentence that is too long is also cut where no
    mark stands, as something may be glued to it.
    """
    over = _over(target, source, load, -usual)
    if over is None:
        return None
    return _look(Side(tuple(target), ""), Side(tuple(source), " "), load, (ADDED, ADDED_LEXICAL), least, over, tails)


def omitted(source: Sequence[Place], target: Sequence[Place], load: Loader, least: float, usual: float = 0.0) -> Gap | None:
    """Return the piece of the source's sentences that the target most likely lacks, or None where no score is `least` or more."""
    over = _over(source, target, load, usual)
    if over is None:
        return None
    return _look(Side(tuple(source), " "), Side(tuple(target), ""), load, (OMITTED, OMITTED_LEXICAL), least, over)


def rendered(source: str, target: str) -> float:
    """Return the share of an English text's numbers, or where it has none of its words, that a Chinese text may render.

    >>> rendered("Effective June 10, 2025", "2025年6月10日生效"), rendered("The secretariat is financed", "2025年生效")
    (1.0, 0.0)
    """
    keys, there = _keys(source, target)
    telling = {k for k in keys if k.startswith("#")} or keys
    return len(telling & there) / max(1, len(telling))


def common(source: str, target: str) -> float:
    """Return the share of all words of an English text that a Chinese text may render."""
    keys, there = _keys(source, target)
    return len(keys & there) / max(1, len(keys))


def akin(source: str, target: str) -> bool:
    """Tell at a glance that the texts share words: two of the target's words whose glosses have one of the source's.

    Cheaper than `common` by far, and never surer: what it does not see must still be compared.

    >>> akin("Members of the council", "理事会的成员"), akin("Members of the council", "火车站明年翻修")
    (True, False)
    """
    words, known = lexicon.load(), set(map(stem, LONG.findall(source.lower())))
    words.headwords.meet(target)
    heads, stems = words.headwords.said, words.stems
    seen, past = 0, 0
    for at in range(len(target) - 1) if known else ():
        if at >= past and (two := target[at : at + 2]) in heads and not known.isdisjoint(stems(two)):
            seen, past = seen + 1, at + 2
            if seen > 1:
                return True
    return False


def _keys(source: str, target: str) -> tuple[set[str], frozenset[str]]:
    """Return the keys of an English text, and those that a Chinese text may render."""
    words = lexicon.load()
    return set(words.of_english(source)), words.meant(target)


def _over(own: Sequence[Place], other: Sequence[Place], load: Loader, usual: float) -> float | None:
    """Return by how much a side outweighs the other, None where nothing raises suspicion: as in most texts."""
    if load is None and len(own) < 2:
        return None
    over = surplus(*(sum([weight(s.text) for s in side]) for side in (other, own))) + usual
    return None if over < CLOSE and len(own) <= len(other) else over


def _look(
    own: Side, other: Side, load: Loader, models: tuple[Values, Values], least: float, over: float, tails: bool = False
) -> Gap | None:
    pieces = [(start, end) for start, end in _pieces(own, over, tails) if _prose(own, start, end)]
    if not pieces:
        return None
    encode = load() if load else None
    if encode is None and len(own.sentences) < 2:
        return None
    model = models[0] if encode else models[1]
    doubt = 0.0 if len(own.sentences) > 1 else CLAUSE_DOUBT
    lengths = _lengths(own, pieces, over)
    if encode is None and max(_weighed(each, model[-len(each) :]) for each in lengths) - doubt < least:
        return None  # whatever words it has: without an encoder these speak against a gap only
    meant = _meant(own, other, pieces, encode) if encode else [()] * len(pieces)
    values = zip(meant, _said(own, other, pieces), lengths, strict=True)
    scored = [(_weighed((*a, *b, *c), model) - doubt, piece) for (a, b, c), piece in zip(values, pieces, strict=True)]
    score, (start, end) = max(scored, key=lambda s: (s[0], -s[1][0]))
    return Gap(own.place(start, end), score) if score >= least else None


def _weighed(values: Values, model: Values) -> float:
    return sum(v * w for v, w in zip(values, model, strict=True))


def _prose(own: Side, start: int, end: int) -> bool:
    piece = own.text[start:end]
    return weight(piece) >= SHORTEST and len((WORD if own.joint else HAN).findall(hide(piece))) >= FEWEST


def _spans(own: Side) -> list[tuple[int, int]]:
    """Return where each sentence stands in the joined text."""
    found, at = [], 0
    for sentence in own.sentences:
        size = sentence.end - sentence.start
        found.append((at, at + size))
        at += size + len(own.joint)
    return found


def _pieces(own: Side, over: float, tails: bool) -> list[tuple[int, int]]:
    """Return the sentences, and where the side is one sentence that is too long, its first and last clauses and its tails."""
    spans = _spans(own)
    if len(spans) > 1:
        return spans
    if over < CLOSE:
        return []
    text = own.text
    cuts = [m.end() for m in CLAUSE.finditer(text)]
    if tails:
        due = len(text) / math.exp(over)
        cuts += [round(due * (0.7 + 0.15 * k)) for k in range(TAILS)]
    inner = sorted({c for c in cuts if 0 < c < len(text)})
    return [(0, c) for c in inner if own.joint] + [(c, len(text)) for c in inner]


def _lengths(own: Side, pieces: Sequence[tuple[int, int]], over: float) -> list[Values]:
    """Return per piece: the surplus, that without the piece, how much better the lengths agree without it; and 1 for the bias."""
    text = own.text
    total = weight(text)
    after = [over + surplus(total, total - weight(text[start:end])) for start, end in pieces]
    return [(over, each, abs(over) - abs(each), 1.0) for each in after]


def _without(own: Side, start: int, end: int) -> str:
    return own.joint.join(filter(None, (own.text[:start].strip(), own.text[end:].strip())))


def _meant(own: Side, other: Side, pieces: Sequence[tuple[int, int]], encode: Encode) -> list[Values]:
    """Return per piece: gain, likeness, margin over the neighbours; and how alike the two wholes are."""
    import numpy as np

    across = [shown(s.text) for s in other.sentences]
    mine = [shown(own.text[a:b]) for a, b in pieces]
    rests = [shown(_without(own, a, b)) for a, b in pieces]
    vectors = encode([shown(own.text), shown(other.text), *across, *mine, *rests, *(shown(s.text) for s in own.sentences)])
    whole, all_across, others, odd, without, every = np.split(vectors, np.cumsum([1, 1, len(across), len(mine), len(mine)]))
    alike, spans = float(whole[0] @ all_across[0]), _spans(own)
    found: list[Values] = []
    for n, piece in enumerate(pieces):
        to_each = others @ odd[n]
        likeness = max(float(to_each.max()), float(all_across[0] @ odd[n]))
        rivals = [k for k, span in enumerate(spans) if span != piece] if len(spans) > 1 else []
        margin = float((to_each - (others @ every[rivals].T).max(axis=1)).max()) if rivals else 0.0
        found.append((float(without[n] @ all_across[0]) - alike, likeness, margin, alike))
    return found


def _said(own: Side, other: Side, pieces: Sequence[tuple[int, int]]) -> list[Values]:
    """Return per piece: the share of its words that the other side may render, of all its words and of those it has alone."""
    words = lexicon.load()
    read = words.of_english if own.joint else words.of_chinese
    there = words.meant(shown(other.text)) if own.joint else words.of_english(shown(other.text)).keys()
    said = [read(shown(own.text[start:end])).keys() for start, end in pieces]
    often = Counter(key for keys in said for key in keys)
    found: list[Values] = []
    for (start, end), keys in zip(pieces, said, strict=True):
        if len(own.sentences) > 1:
            alone = {k for k in keys if often[k] == 1} or keys
        else:
            alone = keys - read(shown(_without(own, start, end))).keys() or keys
        covered = {k for k in keys if k in there or (not own.joint and not there.isdisjoint(words.stems(k)))}
        found.append((len(covered) / max(1, len(keys)), len(covered & alone) / max(1, len(alone))))
    return found
