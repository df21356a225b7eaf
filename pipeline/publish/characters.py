"""Write a word in the characters of a region; the word itself stays.

One simplified character may stand for several traditional ones (发: 發, 髮), so characters are converted word by word: by the
table of characters in words, by CC-CEDICT's own traditional form, then by OpenCC's tables.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache, lru_cache
from pathlib import Path

import opencc

from ..language.cedict import traditional_forms
from ..language.tables import rows

TABLE = Path(__file__).parent / "words" / "characters.tsv"
ALONE = TABLE.with_name("alone.tsv")
FREQUENT = TABLE.with_name("frequent.tsv")
KNOWN, LISTED = 1.0, 0.98  # what a word of the dictionary costs when a text is cut, and one that a table here lists
COMMON = 0.5 / 9  # how much less it costs for each class of how common it is
RARE = 1.4  # what a word costs that is hardly ever meant
LONGEST = 24


def cut(text: str, words: Container[str], longest: int = LONGEST) -> list[str]:
    """Return the text as its fewest words, none longer than `longest`; of ways equally short, the one of the commonest words
    that leaves alone what stands alone in other texts.

    >>> cut("少数组织通过法律程序", {}), cut("落实时应当", {}), cut("船只能停靠", {})
    (['少数', '组织', '通过', '法律', '程序'], ['落实', '时', '应当'], ['船', '只能', '停靠'])
    """
    known, common = traditional_forms(), _common()
    size = len(text)
    best = [0.0] + [float("inf")] * size
    back = [0] * (size + 1)
    for start in range(size):
        for end in range(start + 1, min(size, start + longest) + 1):
            piece = text[start:end]
            if end - start == 1:
                cost = _alone().get(piece, 2 * KNOWN)
            elif piece in words or piece in by_word():
                cost = min(LISTED, common.get(piece, KNOWN))
            elif piece in known:
                cost = common.get(piece, KNOWN)
            else:
                continue
            if best[start] + cost < best[end]:
                best[end], back[end] = best[start] + cost, start
    pieces = []
    while size:
        pieces.append(text[back[size] : size])
        size = back[size]
    return pieces[::-1]


def characters(text: str, locale: str) -> str:
    """Return a text in the region's characters, word by word."""
    return "".join(word_characters(word, locale) for word in cut(text, ()))


@lru_cache(maxsize=200_000)
def word_characters(word: str, locale: str) -> str:
    """Return a word in the region's characters.

    >>> word_characters("理发", "zh-Hant-TW"), word_characters("合作伙伴", "zh-Hant-HK")
    ('理髮', '合作夥伴')
    """
    if "Hant" not in locale:
        return word
    known = by_word().get(word)
    if known is None and len(word) > 2:
        parts = cut(word, (), len(word) - 1)
        if any(len(part) > 1 and part in by_word() for part in parts):  # 合作|伙伴: a long word is written as the words in it
            return "".join(word_characters(part, locale) for part in parts)
    if known is None:
        forms = traditional_forms().get(word, ())
        known = _opencc("tw2t").convert(forms[0]) if len(forms) == 1 and len(word) > 1 else _opencc("s2t").convert(word)
    return str(_opencc("t2tw" if locale.endswith("TW") else "t2hk").convert(known))


@cache
def by_word() -> Mapping[str, str]:
    """Return the words whose characters the table settles, in OpenCC's standard traditional forms."""
    return {row[0]: row[1] for row in rows(TABLE)[1:]}


@cache
def _alone() -> Mapping[str, float]:
    """Return what a single character costs: that of a word where it mostly stands alone, twice as much where it never does."""
    return {c: 2 * KNOWN - KNOWN * (int(percent) / 50) ** 0.3 for percent, characters in rows(ALONE)[1:] for c in characters}


@cache
def _common() -> Mapping[str, float]:
    """Return what a word costs that is common, or hardly ever meant."""
    costs = ((KNOWN - COMMON * int(level) if int(level) else RARE, words) for level, words in rows(FREQUENT)[1:])
    return {word: cost for cost, words in costs for word in words.split()}


@cache
def _opencc(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)
