"""Say what a region calls a thing: the glossary's terms, the table of regional words, names of countries, words beside others.

`words(locale, glossary)` are the rows to look up; an empty form says that the word stays and only its characters change.
`beside` knows the words whose form hangs on their neighbours: 数字 is 數位 before 图书馆, but a number before 显示.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale

from ..language.tables import rows
from ..model import Concept, Glossary
from .characters import characters

WORDS = Path(__file__).parent / "words"
COLUMNS = ("zh-Hant-TW", "zh-Hant-HK", "zh-Hans-SG")
PEOPLE = re.compile(r"^(?:[人语文]|政府|共和国|联邦|法律|公民|国会)$")  # 意大利|语: a longer word that begins with a country
# 《个人信息保护法》: a law of the mainland keeps its words in every region.
LAW = re.compile(r"《[^《》]{1,60}(?:法|条例|办法|规定|规则|决定|通知|意见|宪法|细则)(?:（[^《》（）]{1,12}）)?》")
FOREIGN = re.compile(r"人工智能(?:与数据|责任|基本)?法》|法案》|公约》")  # 《人工智能法》: the mainland has none
# 中国信息安全测评中心: so does a body of the mainland.
BODY = re.compile(
    r"(?:中国|国务院|中共|中央|全国|中华全国)[\u4e00-\u9fff]{2,22}?(?:研究院|科学院|委员会|协会|学会|联合会|办公室|总局|管理局|测评中心|信息中心|应急中心|出版社)"
)
NOT_IN_BODY = re.compile(r"[的在是对从将向于被由与同]|其他|以及|各国")


@dataclass(frozen=True, slots=True)
class Beside:
    """Hold one rule for a word: its form beside some words, or beside any but some."""

    side: str  # before, after: the word stands before or after a neighbour; "not" turns it round
    neighbours: tuple[str, ...]
    form: str


@lru_cache(maxsize=16)
def words(locale: str, glossary: Glossary | None) -> Mapping[str, str]:
    """Return the words that this region says otherwise; what the glossary says comes last and wins."""
    found = {**territories(locale), **_regional(locale)}
    for concept in glossary.concepts if glossary else ():
        found.update(_renderings(concept, locale))
    for concept in glossary.concepts if glossary else ():
        found.update(_renderings(concept, locale, first=True))
    return found


@cache
def _regional(locale: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in table("regional.tsv"):
        if row[locale]:
            found[row["zh-Hans"]] = row[locale]
        elif "Hant" in locale:
            found[row["zh-Hans"]] = ""
    return found


def beside(word: str, before: str, after: str, next_word: str, locale: str) -> str:
    """Return the form of a word between these texts, empty where no rule holds.

    >>> beside("数字", "", "图书馆", "图书馆", "zh-Hant-TW"), beside("数字", "", "显示", "显示", "zh-Hant-TW")
    ('數位', '')
    """
    for rule in _beside(locale).get(word, ()):
        if rule.side == "before" and after.startswith(rule.neighbours):
            return rule.form
        if rule.side == "after" and before.endswith(rule.neighbours):
            return rule.form
        if rule.side == "not before" and len(next_word) > 1 and not after.startswith(rule.neighbours):
            return rule.form
    return ""


@cache
def _beside(locale: str) -> Mapping[str, tuple[Beside, ...]]:
    found: dict[str, tuple[Beside, ...]] = {}
    for row in table("beside.tsv"):
        if row[locale]:
            rule = Beside(row["side"], tuple(row["neighbours"].split()), row[locale])
            found[row["zh-Hans"]] = (*found.get(row["zh-Hans"], ()), rule)
    return found


def keeps_its_words(title: str) -> bool:
    """Tell whether the title of a law is one of the mainland, whose words stay.

    >>> keeps_its_words("《网络安全法》"), keeps_its_words("《欧盟人工智能法》")
    (True, False)
    """
    abroad = any(name in title for name in territories("zh-Hant-TW") if name != "中国") or "欧盟" in title
    return not abroad and not FOREIGN.search(title)


def bodies(text: str) -> list[tuple[int, int]]:
    """Return where bodies of the mainland are named, whose words stay.

    >>> bodies("由中国信息安全测评中心发布")
    [(1, 11)]
    """
    return [m.span() for m in BODY.finditer(text) if not NOT_IN_BODY.search(m[0])]


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
    known = {word: characters(word, locale) for word in ours[1:]}
    return {word: form if form in theirs else min(theirs, key=lambda t: abs(len(t) - len(word))) for word, form in known.items()}


@cache
def territories(locale: str) -> Mapping[str, str]:
    """Return the names of countries and territories as Unicode CLDR has them for the region."""
    if "Hant" not in locale:
        return {}
    ours = Locale.parse("zh_Hans").territories
    theirs = Locale.parse(locale.replace("-", "_")).territories
    return {name: theirs[code] for code, name in ours.items() if code.isalpha() and code in theirs and "（" not in name + theirs[code]}


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Return a table of this room, row by row."""
    head, *body = rows(WORDS / name)
    return tuple(dict(zip(head, [*row, *[""] * (len(head) - len(row))], strict=True)) for row in body)
