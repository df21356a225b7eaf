"""Read the word tables that stand beside this module, so that a linguist can edit them without touching code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from ..language import tables
from ..model import Bound

WORDS = Path(__file__).parent / "words"
LETTER, LETTERS = re.compile(r"[A-Za-z]"), re.compile(r"[A-Za-z]+")


def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table of this room."""
    return tables.rows(WORDS / name)


def words(field: str) -> list[str]:
    """Split a field of variants."""
    return [w for w in field.split("|") if w]


def either(variants: Iterable[str]) -> str:
    """Return a pattern of all the variants, the longest first, so that the longest wins.

    >>> either(["a", "ab", "a.b"])
    'a\\\\.b|ab|a'
    """
    return "|".join(re.escape(w) for w in sorted(set(variants), key=lambda w: (-len(w), w)))


class Phrases:
    """Find which of many English phrases stands at a place, whatever the case: the longest, with no letter behind it.

    A pattern of hundreds of phrases takes longer to make than to look them up by their first word.

    >>> Phrases(["year", "years", "light years"]).at("5 Light years ago", 2), Phrases(["year"]).at("yearly", 0)
    ('light years', '')
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.heads: dict[str, list[str]] = {}
        for phrase in sorted({p.lower() for p in phrases}, key=len, reverse=True):
            self.heads.setdefault(self._head(phrase, 0), []).append(phrase)

    def at(self, text: str, start: int) -> str:
        """Return the phrase in small letters, or nothing."""
        for phrase in self.heads.get(self._head(text, start), ()):
            end = start + len(phrase)
            if text[start:end].lower() == phrase and not LETTER.match(text, end):
                return phrase
        return ""

    def _head(self, text: str, start: int) -> str:
        word = LETTERS.match(text, start)
        return word[0].lower() if word else text[start : start + 1]


def number(text: str) -> Fraction:
    """Read a number of a table: `1000`, `0.3048`, `1/10`."""
    return Fraction(text)


class Unit(NamedTuple):
    """Say what a unit measures and how large it is in the base unit of its dimension (None: not comparable)."""

    id: str
    dimension: str
    factor: Fraction | None


@cache
def units() -> dict[str, Unit]:
    """Return every unit of measure by its id."""
    return {r[0]: Unit(r[0], r[1], number(r[2]) if r[2] else None) for r in rows("units.tsv")}


SPECIAL = {"times": ("times", "倍"), "percentage-point": ("percentage points", "个百分点")}


@cache
def unit_name(unit: str, language: str, many: bool = True) -> str:
    """Return a unit as a reader knows it; a currency keeps its code, as does what has no word in that language.

    >>> unit_name("month", "en"), unit_name("month", "en", many=False), unit_name("month", "zh"), unit_name("EUR", "zh")
    ('months', 'month', '个月', 'EUR')
    """
    if unit in SPECIAL:
        return SPECIAL[unit][language == "zh"]
    row = next(([*r, *[""] * (6 - len(r))] for r in rows("units.tsv") if r[0] == unit), None)
    known = words(row[5] if language == "zh" else row[3]) if row else []
    return (known[1] if many and language != "zh" and len(known) > 1 else known[0]) if known else unit


@cache
def durations() -> frozenset[str]:
    """Return the units that measure how long something lasts."""
    return frozenset(u.id for u in units().values() if u.dimension in ("duration", "month"))


@cache
def unit_words(locale: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return words and symbols of units in a language, each with the unit's id; the first that claims a word keeps it."""
    spelt: dict[str, str] = {}
    signs: dict[str, str] = {}
    for r in rows("units.tsv"):
        cells = [*r, *[""] * (6 - len(r))]
        for w in words(cells[3] if locale == "en" else cells[5]):
            spelt.setdefault(w.lower(), r[0])
        for w in words(cells[4]):
            signs.setdefault(w, r[0])
    return spelt, signs


@cache
def currency_words(locale: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return words and signs of currencies in a language, each with its ISO 4217 code."""
    spelt: dict[str, str] = {}
    signs: dict[str, str] = {}
    for name in ("currencies.tsv", "signs.tsv"):
        for r in rows(name):
            cells = [*r, *[""] * (4 - len(r))]
            for w in words(cells[1] if locale == "en" else cells[3]):
                spelt.setdefault(w.lower(), r[0])
            for w in words(cells[2]):
                signs.setdefault(w, r[0])
    return spelt, signs


@cache
def shared_signs() -> dict[str, frozenset[str]]:
    """Return, for a word or sign that several currencies share, the codes that it may stand for."""
    found: dict[str, frozenset[str]] = {}
    for r in rows("signs.tsv"):
        for w in (*words(r[1]), *words(r[2]), *words(r[3])):
            found[w.lower()] = frozenset(r[4].split())
    return found


@cache
def cents(locale: str) -> dict[str, tuple[int, str]]:
    """Return the words for parts of a currency unit: how many make one, and the currency, empty where it is the one before."""
    column = 0 if locale == "en" else 1
    return {w: (int(r[2]), r[3] if len(r) > 3 else "") for r in rows("cents.tsv") for w in words(r[column])}


@cache
def currency(locale: str, word: str) -> tuple[str, frozenset[str]]:
    """Return the ISO 4217 code that a word or sign means, and the codes that it may stand for where several share it."""
    spelt, signs = currency_words(locale)
    key = word.lower()
    code = spelt.get(key) or signs.get(word) or next((c for s, c in signs.items() if s.lower() == key), "USD")
    return code, shared_signs().get(key, frozenset())


@cache
def bounds(locale: str, side: str) -> dict[str, Bound]:
    """Return the words on that side of a number that bound it, each with its bound."""
    return {w: cast(Bound, r[2]) for r in rows("bounds.tsv") if r[0] == locale and r[1] == side for w in words(r[3])}


@cache
def counted() -> frozenset[str]:
    """Return the English nouns that show the number before them to be one of something: no year, no article."""
    return frozenset(w for r in rows("after-numbers.txt") for w in r[0].split())


@cache
def stop(locale: str) -> tuple[str, ...]:
    """Return the words that hold a numeral but state no value."""
    found: list[str] = []
    for r in rows("stop.tsv"):
        if r[0] == locale:
            found += words(r[1]) if locale == "en" else r[1].split()
    return tuple(dict.fromkeys(found))


@cache
def months() -> dict[str, int]:
    """Return English names of months in lower case, and abbreviations, with their number."""
    return {w.lower(): int(r[0]) for r in rows("months.tsv") for w in words(r[1])}


@cache
def eras(locale: str) -> dict[str, int]:
    """Return the names of reign eras in a language, each with its first year."""
    return {w: int(r[2]) for r in rows("eras.tsv") for w in words(r[0 if locale == "zh" else 1])}


TURNED: dict[Bound, Bound] = {"more-than": "at-most", "at-most": "more-than", "at-least": "less-than", "less-than": "at-least"}


def turned(bound: Bound) -> Bound:
    """Return what a bound says after a `not`: not more than 5 is at most 5."""
    return TURNED.get(bound, bound)
