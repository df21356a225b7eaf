"""Part a long title into the lines of a cover: between words, of like length, before a conjunction rather than inside a name."""

from __future__ import annotations

import re
from itertools import combinations
from math import ceil

from ..language.cedict import headwords

LINE = 15  # Chinese characters that a line of the cover's title holds
ENGLISH = 58  # Latin letters that a line of the original's title holds
WORTH = {"and": 16, "or": 16, "for": 12, "with": 12}  # what a break before these is worth, in letters of the longest line
SMALL = 8  # and before any other word in small letters
FEW = 30  # words that are still tried in every way; a longer title is left to the page
TOKEN = re.compile(r"[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+\s*|\s+")  # 全球, GPAI, 《
CLOSING = "》〉）」』”’，、。：；！？·)"  # begins no line
OPENING = "《〈（「『“‘("  # ends no line
TURN = 40.0  # what a break before 与, 和 or after ： is worth, in squared characters of difference


def title_lines(title: str) -> tuple[str, ...]:
    """Return the lines of a title; one where it fits, or where it has too many words to weigh.

    >>> title_lines("全球人工智能合作伙伴关系与新加坡"), title_lines("人工智能原则")
    (('全球人工智能合作伙伴关系', '与新加坡'), ('人工智能原则',))
    """
    count = ceil(_width(title) / LINE)
    words = _words(title)
    if count < 2 or not count <= len(words) <= FEW or count > 4:
        return (title,)
    parted = min(combinations(range(1, len(words)), count - 1), key=lambda breaks: (_cost(words, breaks), breaks))
    return tuple("".join(words[a:b]).strip() for a, b in zip((0, *parted), (*parted, len(words)), strict=True))


def english_lines(title: str) -> tuple[str, ...]:
    """Return the lines of an English title: of like length, before a small word where that costs little.

    >>> english_lines("The Global Partnership on Artificial Intelligence and Singapore")
    ('The Global Partnership', 'on Artificial Intelligence and Singapore')
    """
    words, count = title.split(), ceil(len(title) / ENGLISH)
    if count < 2 or not count <= len(words) <= FEW or count > 4:
        return (title,)

    def cost(breaks: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        longest = max(len(" ".join(words[a:b])) for a, b in zip((0, *breaks), (*breaks, len(words)), strict=True))
        return longest - sum(WORTH.get(words[n], SMALL * words[n][0].islower()) for n in breaks), breaks

    best = min(combinations(range(1, len(words)), count - 1), key=cost)
    return tuple(" ".join(words[a:b]) for a, b in zip((0, *best), (*best, len(words)), strict=True))


def _cost(words: list[str], breaks: tuple[int, ...]) -> float:
    lines = ["".join(words[a:b]) for a, b in zip((0, *breaks), (*breaks, len(words)), strict=True)]
    mean = sum(map(_width, lines)) / len(lines)
    cost = sum((_width(line) - mean) ** 2 for line in lines) + sum(1000.0 for line in lines if _width(line) > LINE)
    turns = sum(lines[n].startswith(("与", "與", "和", "及", "暨")) or lines[n - 1].endswith(("：", "——")) for n in range(1, len(lines)))
    return cost - TURN * turns


def _words(title: str) -> list[str]:
    """Return the title word by word, each with the marks that may not be parted from it."""
    words: list[str] = []
    for token in TOKEN.findall(title):
        for word in headwords().cut(token) if "\u3400" <= token[0] <= "\u9fff" else [token]:
            if words and (word[0] in CLOSING or word.isspace() or words[-1][-1] in OPENING):
                words[-1] += word
            else:
                words.append(word)
    return words


def _width(text: str) -> float:
    return sum(0.5 if c.isascii() else 1.0 for c in text)
