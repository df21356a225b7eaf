"""Find two countries that stand in each other's place: 德国农民和法国工人 for French farmers and German workers.

Nothing is missing and nothing is added; only what stands beside the names tells. Each name's neighbours in the source are compared,
by what the dictionary says they may render, with those of its own rendering and of the other's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..language.stems import STOP_EN
from ..model import Place
from .naming import Named, Naming
from .ties import chinese, english_keys
from .wordings import Strength

WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
LED = re.compile(r"([A-Za-z-]+) (?:of|in|from|to|for|by|with|against|on) (?:the )?$")  # the president of
BREAK_EN, BREAK_ZH = re.compile(r"[,.;:()]"), re.compile(r"[，。；：、（）]")
REACH_EN, REACH_ZH = 60, 6  # characters on either side that are looked at
WORDS = 2  # words on either side of a name that stand with it
LEAST = 2  # how many more neighbours must agree with the other's rendering than with a name's own


class Exchange(NamedTuple):
    """Hold two names of the source and their renderings, each of which has the other's neighbours."""

    first: Named
    second: Named
    of_first: Named
    of_second: Named


def exchanged(found: Naming) -> Exchange | None:
    """Return two countries that have each other's neighbours, where the passage names two, and each once on both sides.

    >>> from pipeline.checks import pair
    >>> from pipeline.mentions.naming import naming
    >>> def told(en, zh):
    ...     bead = pair(en, zh).beads[0]
    ...     return bool(exchanged(naming(bead.source, bead.target, None)))
    >>> en = "French farmers and German workers protested."
    >>> told(en, "法国农民和德国工人举行抗议。"), told(en, "德国农民和法国工人举行抗议。")
    (False, True)
    """
    here, there = _once(found.source, Strength.WEAK), _once(found.target, Strength.NAME)
    if len(here) != 2 or here.keys() != there.keys():
        return None
    (a, first), (b, second) = sorted(here.items(), key=lambda x: x[1].place.start)
    beside = {i: _window(n.place, here[b if i == a else a].place, REACH_EN) for i, n in here.items()}
    around = {i: _chinese(*_window(n.place, there[b if i == a else a].place, REACH_ZH)) for i, n in there.items()}
    # What stands between the two may belong to either: once all of it is taken, and once what a preposition ties.
    if any(_crossed(_english(*beside[a], tied), _english(*beside[b], tied), around[a], around[b]) >= LEAST for tied in (False, True)):
        return Exchange(first, second, there[a], there[b])
    return None


def _crossed(first: Beside, second: Beside, of_first: Beside, of_second: Beside) -> int:
    """Return how many more neighbours agree with the other name's rendering than with its own."""
    return _agree(first, of_second) + _agree(second, of_first) - _agree(first, of_first) - _agree(second, of_second)


def _once(names: tuple[Named, ...], least: Strength) -> dict[str, Named]:
    """Return the countries of one side by their ids; none where one is named twice."""
    found: dict[str, Named] = {}
    for name in names:
        if name.kind == "country" and name.sighting.strength >= least:
            if name.id in found:
                return {}
            found[name.id] = name
    return found


Beside = tuple[frozenset[str], frozenset[str]]  # what stands before a name and behind it, in the dictionary's keys


def _window(place: Place, other: Place, reach: int) -> tuple[str, str]:
    """Return the text before and behind a name, as far as it reaches and the other name lets it."""
    text, start, end = place.segment.text, max(0, place.start - reach), place.end + reach
    if other.segment is place.segment:
        start, end = (max(start, other.end), end) if other.end <= place.start else (start, min(end, other.start))
    return text[start : place.start], text[place.end : end]


def _english(before: str, behind: str, tied: bool) -> Beside:
    led = LED.search(before) if tied else None
    ahead = [led[1].lower()] if led else [] if tied else _words(BREAK_EN.split(before)[-1])[-WORDS:]
    return _keys(ahead), _keys(_words(BREAK_EN.split(behind)[0])[:WORDS])


def _words(text: str) -> list[str]:
    return [word for m in WORD.finditer(text) if (word := m[0].lower()) not in STOP_EN and word != "s"]


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset().union(*map(english_keys, words))


def _chinese(before: str, behind: str) -> Beside:
    before, behind = BREAK_ZH.split(before)[-1], BREAK_ZH.split(behind)[0]
    return chinese(before) if before else frozenset(), chinese(behind) if behind else frozenset()


def _agree(english: Beside, rendering: Beside) -> int:
    """Return how often neighbours agree; what stands before a name in English may stand behind it in Chinese: president of France."""
    (before, behind), (ahead, after) = english, rendering
    return sum(not one.isdisjoint(other) for one, other in ((behind, after), (before, ahead), (before, after)))
