"""Say how alike a foreign name in Latin letters and one in Chinese characters sound: Babbage and 巴贝奇.

Chinese writes foreign names by their sound, one syllable a character, so that of a name its consonants remain, roughly. They are
compared in their order, in classes (`words/sounds.tsv`): what one has more costs little where it is often dropped or put in (r, n, h, w).
Readings are `pypinyin`'s. This is weak evidence: two of five names that are unlike each other have consonants enough in common.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate

from .romanised import syllables
from .stems import FOLDER
from .tables import rows

# What English spells with two letters, each for the letter that it sounds like; doubled letters count once.
SPELT = (("sch", "s"), ("sh", "s"), ("ch", "j"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("gh", "g"), ("kn", "n"), ("wr", "r"))
DOUBLED = re.compile(r"(.)\1")
NOT_LETTER = re.compile(r"[^a-z]")
INITIAL = re.compile(r"[zcs]h|[bpmfdtnlgkhjqxrzcsw]")
ROLLED = "尔儿爾兒"  # l or r behind a vowel
SLIGHT = frozenset("WHLN")  # classes that come and go
DROPPED, LOST, UNLIKE = 0.35, 0.7, 1.2  # what a consonant costs that has no fellow: a slight one, another; and two that are unlike


@cache
def _classes(side: str) -> dict[str, str]:
    return {row[1]: row[2] for row in rows(FOLDER / "sounds.tsv") if row[0] == side}


@lru_cache(maxsize=4096)
def of_latin(word: str) -> tuple[str, ...]:
    """Return the classes of a name's consonants.

    >>> of_latin("Babbage"), of_latin("Philippe")
    (('P', 'P', 'KJ'), ('PH', 'L', 'P'))
    """
    low = DOUBLED.sub(r"\1", NOT_LETTER.sub("", word.lower()))
    for letters, sound in SPELT:
        low = low.replace(letters, sound)
    known = _classes("en")
    return tuple(known[c] for c in low if c in known)


@lru_cache(maxsize=4096)
def of_character(character: str) -> tuple[str, ...]:
    """Return the classes of the consonants of a character.

    >>> of_character("贝"), of_character("尔"), of_character("逊")
    (('P',), ('L',), ('SKH', 'N'))
    """
    if character in ROLLED:
        return ("L",)
    read = next(iter(syllables(character)), "")
    initial = INITIAL.match(read)
    found = [_classes("zh")[initial[0]]] if initial else []
    return (*found, "N") if read.endswith(("n", "ng")) else tuple(found)


def alike(word: str, name: str, least: int = 1) -> float:
    """Return how alike a Latin word is to the beginning of a Chinese name that is most like it, of so many characters at least.

    >>> round(alike("Babbage", "巴贝奇在"), 2), alike("Babbage", "图灵") < 0.3
    (1.0, True)
    """
    return _best(of_latin(word), tuple(map(of_character, name)), least)


def alike_behind(word: str, name: str) -> float:
    """Return the same for the end of a name: 席大卫 for David."""
    return _best(of_latin(word)[::-1], tuple(of_character(c)[::-1] for c in reversed(name)), 1)


@lru_cache(maxsize=4096)
def _best(one: tuple[str, ...], characters: tuple[tuple[str, ...], ...], least: int) -> float:
    """Return the likeness of the best cut behind a character: one pass compares all of them (edit distance, row by row)."""
    other = [sound for character in characters for sound in character]
    ends = list(accumulate(map(len, characters)))[least - 1 :]
    if not one or not other:
        return 0.0
    costs = [DROPPED if sound[0] in SLIGHT else LOST for sound in other]
    above = [0.0, *accumulate(costs)]
    for a in one:
        own = DROPPED if a[0] in SLIGHT else LOST
        row = [left := above[0] + own]
        for n, b in enumerate(other):
            left = min(above[n] + (0.0 if _met(a, b) else UNLIKE), above[n + 1] + own, left + costs[n])
            row.append(left)
        above = row
    return max((1 - 2 * above[end] / (len(one) + end) for end in ends if end), default=0.0)


@cache
def _met(a: str, b: str) -> bool:
    return not set(a).isdisjoint(b)
