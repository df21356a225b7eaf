"""Convert Chinese between scripts and regions, word by word.

Stock conversion matches its phrases anywhere, across words (多|数组|织), and turns the words of policy into those of
computing (法律程序 into 法律程式). Here the text is cut into words first, by the fewest words of a dictionary (CC-CEDICT, the
tables beside this module, the glossary). Each word is then converted by the first that knows it: the rules of words beside
others, the glossary's own term for the region, the table of regional words, the names of countries (Unicode CLDR); a longer
word of the dictionary that none of them has is cut again into its parts (网络|空间). What no table knows keeps its words:
only the characters change. So do laws in 《》 and bodies of the mainland.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from ..language.cedict import traditional_forms
from ..model import Glossary
from .characters import by_word, cut, word_characters
from .vocabulary import LAW, PEOPLE, beside, bodies, keeps_its_words, territories, words

LOCALES = ("zh-Hans", "zh-Hans-SG", "zh-Hant-TW", "zh-Hant-HK")
HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff《》（）]+")  # 《个人信息保护法》
QUOTES = str.maketrans("“”‘’", "「」『』")


def convert(text: str, locale: str, glossary: Glossary | None = None) -> str:
    """Return simplified Chinese text in the script and the words of `locale`.

    Raises ValueError for a locale that Duikan does not publish.

    >>> convert("少数组织通过法律程序保护个人数据。", "zh-Hant-TW")
    '少數組織通過法律程序保護個人資料。'
    >>> convert("合作伙伴“隐私保护”的市场准入", "zh-Hant-HK")
    '合作夥伴「私隱保障」的市場准入'
    """
    return convert_parts([text], locale, glossary)[0]


def convert_parts(parts: Sequence[str], locale: str, glossary: Glossary | None = None) -> list[str]:
    """Return the parts of one text converted, each part by what stands in all of them; raises ValueError as `convert` does.

    >>> convert_parts(["他说：“反", "复", "”。"], "zh-Hant-TW")
    ['他說：「反', '覆', '」。']
    """
    if locale not in LOCALES:
        raise ValueError(f"unknown locale {locale!r}; one of {', '.join(LOCALES)}")
    if locale == "zh-Hans" or not parts:
        return list(parts)
    found = list(pieces("".join(parts), locale, glossary))
    converted = "".join(to for _, to in found)
    ends = _ends(found, list(accumulate(map(len, parts))))
    whole = _quotes(converted) if "Hant" in locale else converted
    return [whole[a:b] for a, b in pairwise([0, *ends[:-1], len(whole)])]


def _ends(found: Sequence[tuple[str, str]], ends: Sequence[int]) -> list[int]:
    """Return where parts that end at these places of the text end after its conversion.

    A word that goes on in the next part and has another length there belongs to the part in which it begins.
    """
    placed, at, to_at, words = [], 0, 0, iter(found)
    word, to = "", ""
    for end in ends:
        while at + len(word) <= end:
            at, to_at = at + len(word), to_at + len(to)
            following = next(words, None)
            if following is None:
                word, to = "", ""
                break
            word, to = following
        inside = end - at
        placed.append(to_at + (inside if len(word) == len(to) else len(to)) if inside else to_at)
    return placed


def pieces(text: str, locale: str, glossary: Glossary | None = None) -> Iterator[tuple[str, str]]:
    """Yield the text word by word, as written and as converted; what is not Chinese stays as it is."""
    known, at = words(locale, glossary), 0
    for run in HAN_RUN.finditer(text):
        if at < run.start():
            yield text[at : run.start()], text[at : run.start()]
        yield from _run(run[0], locale, known)
        at = run.end()
    if at < len(text):
        yield text[at:], text[at:]


def _run(text: str, locale: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the words of a run of Han; names that keep their words are converted by their characters."""
    at = 0
    for start, end in _kept(text, known):
        yield from _words(text[at:start], locale, known)
        name = text[start:end]
        yield from [(name, known[name])] if known.get(name) else [(w, word_characters(w, locale)) for w in cut(name, ())]
        at = end
    yield from _words(text[at:], locale, known)


def _kept(text: str, known: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return the spans of laws and bodies of the mainland, and of laws that have a row of their own; none inside another."""
    laws = [m.span() for m in LAW.finditer(text) if keeps_its_words(m[0]) or m[0] in known]
    inside = [(a, b) for a, b in bodies(text) if text[a:b] not in known and not any(a < y and x < b for x, y in laws)]
    return sorted((*laws, *inside))


def _words(text: str, locale: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    parts = cut(text, known)
    for word, form in zip(parts, _forms(parts, locale, known), strict=True):
        yield word, form or _word(word, locale, known)


def _forms(parts: list[str], locale: str, known: Mapping[str, str]) -> list[str]:
    """Return what the region says for each of a text's words, beside its neighbours or by itself; empty where nothing is known."""
    ends, text = [0, *accumulate(map(len, parts))], "".join(parts)
    following = [*parts[1:], ""]
    return [beside(word, text[: ends[i]], text[ends[i + 1] :], following[i], locale) or known.get(word, "") for i, word in enumerate(parts)]


def _word(word: str, locale: str, known: Mapping[str, str]) -> str:
    """Return a word as it is written in the region; one without a row is taken apart, if that finds words that have one."""
    if word in known or len(word) < 3 or word in by_word() or word not in traditional_forms():
        return word_characters(word, locale)
    parts = cut(word, known, len(word) - 1)
    forms = _forms(parts, locale, known)
    for i, part in enumerate(parts):
        if part in territories(locale) and not (i == 0 and len(parts) == 2 and PEOPLE.match(parts[1])):
            forms[i] = ""  # 马里|兰州: a country is part of a longer word only before its people or tongue
    if not any(forms):
        return word_characters(word, locale)
    return "".join(form or word_characters(part, locale) for part, form in zip(parts, forms, strict=True))


# ---------------------------------------------------------------- quotation marks

HAN = re.compile(r"[\u3400-\u9fff]")  # 甲
PAIRS = (re.compile(r"“([^“”]*)”"), re.compile(r"‘([^‘’]*)’"))  # “甲”, ‘乙’


def _quotes(text: str) -> str:
    """Return the text with Chinese quotation marks as Taiwan and Hong Kong set them; English ones stay."""

    def turn(match: re.Match[str]) -> str:
        around = text[max(0, match.start() - 1) : match.start()] + match[1] + text[match.end() : match.end() + 1]
        return match[0][0].translate(QUOTES) + match[1] + match[0][-1].translate(QUOTES) if HAN.search(around) else match[0]

    for pair in PAIRS:
        text = pair.sub(turn, text)
    return text
