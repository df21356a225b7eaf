"""Convert Chinese between scripts and regions, word by word.

Stock conversion matches its phrases anywhere, across words (多|数组|织), and turns the words of policy into those of
computing (法律程序 into 法律程式). Here the text is cut into words first, by the fewest words of a dictionary (CC-CEDICT, the
tables beside this module, the glossary). Each word is then converted by the first that knows it: the glossary's own term for the
region, the table of regional words, the names of countries (Unicode CLDR), the table of characters in words, CC-CEDICT's own
traditional form, and OpenCC's tables of characters. Titles of laws in 《》 and what no table knows keep their words: only
the characters change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import opencc
from babel import Locale

from ..language.lexicon import traditional_forms
from ..language.tables import rows
from ..model import Concept, Glossary

WORDS = Path(__file__).parent / "words"

LOCALES = ("zh-Hans", "zh-Hans-SG", "zh-Hant-TW", "zh-Hant-HK")
HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff《》（）]+")  # 《个人信息保护法》
LAW = re.compile(r"《[^《》]{1,60}(?:法|条例|办法|规定|规则|决定|通知|意见|宪法|细则)》")  # 《网络安全法》
QUOTES = str.maketrans("“”‘’", "「」『』")
# Characters that stand alone in running text far more often than at the edge of an unknown word.
FUNCTION = frozenset(
    "的了是在和与或及并而但则即又也都就才只不未无非没有为被把将向对从由于以因所其该此这那各每某个们着过等时中上下内外前后间里者性化我你他她它"
)
LONE = {True: 1.05, False: 1.6}
LONGEST = 16


def convert(text: str, locale: str, glossary: Glossary | None = None) -> str:
    """Return simplified Chinese text in the script and the words of `locale`.

    Raises ValueError for a locale that Duikan does not publish.

    >>> convert("少数组织通过法律程序保护个人数据。", "zh-Hant-TW")
    '少數組織通過法律程序保護個人資料。'
    >>> convert("合作伙伴“隐私保护”的市场准入", "zh-Hant-HK")
    '合作夥伴「私隱保障」的市場准入'
    """
    if locale not in LOCALES:
        raise ValueError(f"unknown locale {locale!r}; one of {', '.join(LOCALES)}")
    if locale == "zh-Hans":
        return text
    converted = "".join(to for _, to in pieces(text, locale, glossary))
    return _quotes(converted) if "Hant" in locale else converted


def pieces(text: str, locale: str, glossary: Glossary | None = None) -> Iterator[tuple[str, str]]:
    """Yield the text word by word, as written and as converted; what is not Chinese stays as it is."""
    words, at = _words(locale, glossary), 0
    for run in HAN_RUN.finditer(text):
        if at < run.start():
            yield text[at : run.start()], text[at : run.start()]
        yield from _run(run[0], locale, words)
        at = run.end()
    if at < len(text):
        yield text[at:], text[at:]


def _run(text: str, locale: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the words of a run of Han; a law's title without a row of its own keeps its words."""
    at = 0
    for law in LAW.finditer(text):
        yield from ((w, _word(w, locale, words)) for w in cut(text[at : law.start()], words))
        title = law[0]
        if known := words.get(title):
            yield title, known
        else:
            yield from ((w, _characters(w, locale)) for w in cut(title, {}))
        at = law.end()
    yield from ((w, _word(w, locale, words)) for w in cut(text[at:], words))


def _word(word: str, locale: str, words: Mapping[str, str]) -> str:
    return words.get(word) or _characters(word, locale)


def cut(text: str, words: Mapping[str, str], longest: int = LONGEST) -> list[str]:
    """Return the text as its fewest words, none longer than `longest`; of ways equally short, the one that leaves function
    characters alone.

    >>> cut("少数组织通过法律程序", {}), cut("落实时应当", {})
    (['少数', '组织', '通过', '法律', '程序'], ['落实', '时', '应当'])
    """
    known = traditional_forms()
    size = len(text)
    best = [0.0] + [float("inf")] * size
    back = [0] * (size + 1)
    for start in range(size):
        for end in range(start + 1, min(size, start + longest) + 1):
            piece = text[start:end]
            if end - start == 1:
                cost = LONE[piece in FUNCTION]
            elif piece in words or piece in _by_character():
                cost = 0.9
            elif piece in known:
                cost = 1.0
            else:
                continue
            if best[start] + cost < best[end]:
                best[end], back[end] = best[start] + cost, start
    pieces = []
    while size:
        pieces.append(text[back[size] : size])
        size = back[size]
    return pieces[::-1]


# ---------------------------------------------------------------- words


@lru_cache(maxsize=16)
def _words(locale: str, glossary: Glossary | None) -> Mapping[str, str]:
    """Return the words that this region says otherwise; what the glossary says comes last and wins."""
    words = dict(_territories(locale))
    for row in _table("regional.tsv"):
        if row[locale]:
            words[row["zh-Hans"]] = row[locale]
        elif "Hant" in locale and row["zh-Hans"]:
            words.setdefault(row["zh-Hans"], "")
    for concept in glossary.concepts if glossary else ():
        words.update(_renderings(concept, locale))
    for concept in glossary.concepts if glossary else ():
        words.update(_renderings(concept, locale, first=True))
    return words


def _renderings(concept: Concept, locale: str, first: bool = False) -> dict[str, str]:
    """Return the region's wording for each of a concept's wordings, or for the `first` only, which is the preferred one.

    An admitted wording stays where the region accepts it too; else it becomes the accepted one nearest in length: a short
    name stays short (东盟, 東協).
    """
    ours, theirs = concept.texts("zh-Hans"), concept.texts(locale)
    if not (ours and theirs):
        return {}
    if first:
        return {ours[0]: theirs[0]}
    known = {word: "".join(_characters(part, locale) for part in cut(word, {})) for word in ours[1:]}
    return {word: form if form in theirs else min(theirs, key=lambda t: abs(len(t) - len(word))) for word, form in known.items()}


@cache
def _territories(locale: str) -> Mapping[str, str]:
    """Return the names of countries and territories as Unicode CLDR has them for the region."""
    if "Hant" not in locale:
        return {}
    ours = Locale.parse("zh_Hans").territories
    theirs = Locale.parse(locale.replace("-", "_")).territories
    return {name: theirs[code] for code, name in ours.items() if code.isalpha() and code in theirs and "（" not in name + theirs[code]}


# ---------------------------------------------------------------- characters


@lru_cache(maxsize=200_000)
def _characters(word: str, locale: str) -> str:
    """Return the word in the region's characters; the word itself stays."""
    if "Hant" not in locale:
        return word
    known = _by_character().get(word)
    if known is None and len(word) > 2:
        parts = cut(word, {}, len(word) - 1)
        if not _by_character().keys().isdisjoint(parts):  # 合作|伙伴: a long word is written as the words in it
            return "".join(_characters(part, locale) for part in parts)
    if known is None:
        forms = traditional_forms().get(word, ())
        known = _opencc("tw2t").convert(forms[0]) if len(forms) == 1 and len(word) > 1 else _opencc("s2t").convert(word)
    return str(_opencc("t2tw" if locale.endswith("TW") else "t2hk").convert(known))


@cache
def _by_character() -> Mapping[str, str]:
    return {row["zh-Hans"]: row["traditional"] for row in _table("characters.tsv")}


@cache
def _opencc(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


@cache
def _table(name: str) -> tuple[Mapping[str, str], ...]:
    head, *body = rows(WORDS / name)
    return tuple(dict(zip(head, row, strict=True)) for row in body)


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
