"""Find the pieces of English numerals: figures with what is stuck to them (`21st`, `10k`, `1.5 bn`), and words of number by their sort."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from .numeral import DIGITS, digits
from .reading import lower
from .tables import either, rows

ABBREVIATED = frozenset(["mil", "mln", "mn", "bn", "bln", "tn", "trn", "tln"])


@cache
def cardinals() -> dict[str, int]:
    """Return the English cardinals with their values."""
    return {r[0]: int(r[1]) for r in rows("cardinals.en.tsv")}


@cache
def ordinals() -> dict[str, int]:
    """Return the English ordinals with their values."""
    return {r[0]: int(r[1]) for r in rows("ordinals.en.tsv")}


@cache
def scales() -> dict[str, int]:
    """Return the English words of scale with their values."""
    return {r[0]: int(r[1]) for r in rows("scales.en.tsv")}


@cache
def _vague() -> dict[str, int]:
    return {r[1]: int(r[2]) for r in rows("vague.tsv") if r[0] == "en"}


class Token(NamedTuple):
    """Hold one piece of a numeral: what sort (D digits, C cardinal, S scale, O ordinal, H half or quarter, Z dozen, P point, V vague)."""

    start: int
    end: int
    sort: str
    value: Fraction
    plural: bool = False
    text: str = ""


def _table() -> dict[str, tuple[str, Fraction, bool]]:
    """Return every word that may make a numeral: its sort, its value, whether it is a plural."""
    found = {w: ("C", Fraction(v), False) for w, v in cardinals().items()}
    found |= {w: ("S", Fraction(v), False) for w, v in scales().items() if w not in ABBREVIATED}
    for w, v in ordinals().items():
        found[w] = ("O", Fraction(v), False)
        found[w + "s"] = ("O", Fraction(v), True)
    found |= {w: ("H", Fraction(1, 2 if w[0] == "h" else 4), w[-1] == "s") for w in ("half", "halves", "quarter", "quarters")}
    found |= {w: ("Z", Fraction(12), False) for w in ("dozen", "dozens", "dozs")}
    found["point"] = ("P", Fraction(0), False)
    return found


TABLE = _table()
VAGUE_WORDS = frozenset(phrase.split()[0] for phrase in _vague())
WORDS = frozenset(w for w in TABLE if w != "point") | VAGUE_WORDS  # words that may begin or make a numeral: a quick look at a text
_SEVERAL = either(phrase for phrase in _vague() if " " in phrase)
VAGUE = re.compile(rf"\b(?:{_SEVERAL})\b|\b(?:{either(_vague())})(?= of\b| [a-z]+s\b)")  # tens of thousands, dozens of
ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)  # "a hundred"
START = re.compile(r"[\d.\u00bc-\u00be]")  # what a token in digits begins with
FIGURES = re.compile(rf"{DIGITS}|[\u00bc-\u00be]")
SUFFIX = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z0-9])", re.IGNORECASE)  # 21st
SHORT = re.compile(r"[ -]?(?:mil|mln|mn|bn|bln|tn|trn|tln)(?![A-Za-z0-9])", re.IGNORECASE)  # 1.5 bn
KILO = re.compile(r"\s?k(?![A-Za-z0-9/])")  # 10k
VULGAR = {"\u00bc": Fraction(1, 4), "\u00bd": Fraction(1, 2), "\u00be": Fraction(3, 4)}


def tokens(text: str, spelt: Collection[str] | None = None, figures: bool = True) -> list[Token]:
    """Return the pieces of numerals in a text, in order.

    `spelt` are its words in lower case, where they are known, and `figures` tells whether it may have digits.
    """
    low = lower(text)
    found = list(_figures(low)) if figures else []
    known = WORDS.intersection(spelt if spelt is not None else WORD.findall(low))
    if not known:
        return found
    if spelt is None or "point" in spelt:
        known |= {"point"}
    for word in known:
        found += _occurrences(low, word)
    found.sort()
    kept: list[Token] = []
    for token in found:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
        elif token.sort == "V" and token.end > kept[-1].end:
            kept[-1] = token
    return kept


WORD = re.compile(r"[a-z]+")


def _figures(low: str) -> Iterator[Token]:
    """Yield every token in digits; a look for where one may begin is cheaper than a try at every letter."""
    at = START.search(low)
    while at:
        m = FIGURES.match(low, at.start())
        if m and (token := _figure(low, m)) is not None:
            yield token
        at = START.search(low, m.end() if m else at.end())


def _figure(low: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    if m[0] in VULGAR:
        return Token(start, end, "H", VULGAR[m[0]], text=m[0])
    value = digits(m[0])
    if suffix := SUFFIX.match(low, end):
        return Token(start, suffix.end(), "O", value, text=low[start : suffix.end()])
    if kilo := KILO.match(low, end):
        return Token(start, kilo.end(), "D", value * 1000, True, low[start : kilo.end()])
    if short := SHORT.match(low, end):
        return Token(start, short.end(), "D", value * scales()[short[0].strip(" -")], True, low[start : short.end()])
    return Token(start, end, "D", value, text=m[0])


def _occurrences(low: str, word: str) -> Iterator[Token]:
    """Yield every place where a word of a numeral stands by itself."""
    known = TABLE.get(word)
    vague = word in VAGUE_WORDS
    for at in standing(low, word):
        if vague and (v := VAGUE.match(low, at)):
            yield Token(at, v.end(), "V", Fraction(_vague()[v[0]]), text=v[0])
        elif known is not None:
            yield Token(at, at + len(word), *known, word)


def standing(low: str, phrase: str) -> Iterator[int]:
    """Yield every place where a phrase stands by itself, no letter before or behind it.

    >>> list(standing("one or none, one", "one"))
    [0, 13]
    """
    at, size = low.find(phrase), len(phrase)
    while at >= 0:
        end = at + size
        if not (at and low[at - 1].isalpha()) and not low[end : end + 1].isalpha():
            yield at
        at = low.find(phrase, end)
