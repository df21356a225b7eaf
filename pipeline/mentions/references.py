"""Find references to parts of laws, treaties and reports: `Article 21(3)(b)` and `第二十一条第三款第二项` are `article:21/3/b`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from .numerals_zh import evaluate
from .reading import Reading, lower, reading
from .tables import counted, either, rows, words

ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(text: str) -> int:
    """Read a Roman numeral.

    >>> roman("XIV")
    14
    """
    total = 0
    for c, after in zip(text, [*text[1:], ""], strict=True):
        total += -_ROMAN[c] if after and _ROMAN[after] > _ROMAN[c] else _ROMAN[c]
    return total


@cache
def _kinds(locale: str) -> dict[str, str]:
    column = 1 if locale == "en" else 2
    found: dict[str, str] = {}
    for r in rows("references.tsv"):
        for w in words(r[column] if len(r) > column else ""):
            found.setdefault(w, r[0])
    return found


# Article 21(3)(b) | Annex III | Chapters 2 | Recital 26 | § 5
ENGLISH = re.compile(
    rf"(?<![A-Za-z])(?P<k>{either(_kinds('en'))})[\s\u00a0]{{1,2}}(?P<n>\d{{1,6}}(?:\.\d{{1,6}}){{0,5}}[A-Za-z]?|[IVXLC]+|[A-H])(?![\w%])(?P<rest>(?:\s?\((?:\d{{1,6}}|[a-z]{{1,4}})\)){{0,6}})"
)
PART = re.compile(r"\((\w+)\)")
WORD = re.compile(r"[a-z]+")


HEADS = frozenset(m[0] for w in _kinds("en") if (m := WORD.match(w.lower())))  # English words that name a part of a text


def references_en(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    """Yield the references of an English text; `spelt` are its words in lower case."""
    known = HEADS & spelt
    if not known and "§" not in text:
        return
    past = 0
    for at in _places(lower(text), [*known, "§"]):
        m = ENGLISH.match(text, at) if at >= past else None
        if m is None:
            continue
        past, n = m.end(), m["n"]
        if n[0] in "IVXLC" and ROMAN.fullmatch(n):
            n = str(roman(n))
        elif m["k"][0].islower() and not n[0].isdigit():
            continue
        kind, parts = _kinds("en")[m["k"]], [n, *PART.findall(m["rest"])]
        start = m.start()
        if kind in ("article", "paragraph") and (within := WITHIN.search(text, max(0, start - 80), start)):
            parts += [step[1] for step in reversed(list(STEP_EN.finditer(within[0])))]
            start = within.start()
        yield reading("reference", start, m.end(), f"{kind}:{'/'.join(parts)}")
        if m["k"][-1] in "s.":
            yield from _listed_en(text, kind, m.end())


def _places(text: str, words: Iterable[str]) -> list[int]:
    """Return where words stand in a text, in order, also as parts of others: to try there is cheaper than at every letter."""
    found: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    return sorted(found)


# paragraph 3 of Article 7, point (b) of paragraph 2 of Article 5
WITHIN = re.compile(r"(?:\b(?:[Ss]ub)?(?:[Pp]aragraph|[Pp]oint|[Ii]ndent)\s\(?[0-9a-z]{1,3}\)?,?\s(?:of|in|under)\s){1,3}$")
STEP_EN = re.compile(r"(?:aragraph|oint|ndent)\s\(?([0-9a-z]{1,3})\)?")
# Articles 5, 6 and 7; Chapters II to IV
NEXT_EN = re.compile(
    r"(?:,\s?(?:and\s|or\s)?|\s(?:and|or|to|through|&)\s|\s?[-\u2013\u2014]\s?)(?P<n>\d{1,6}[a-z]?|[IVXLC]+)(?![\w%.]\w|[\w%])(?P<rest>(?:\s?\((?:\d{1,6}|[a-z]{1,4})\)){0,6})"
)
COUNTING = re.compile(r"\s([a-z]+)")  # Articles 5 and 10 members


def _listed_en(text: str, kind: str, end: int) -> Iterator[Reading]:
    """Yield the further parts that a plural names: 6 and 7 of `Articles 5, 6 and 7`."""
    while (m := NEXT_EN.match(text, end)) and not ((noun := COUNTING.match(text, m.end())) and noun[1] in counted()):
        n = str(roman(m["n"])) if m["n"][0] in "IVXLC" and ROMAN.fullmatch(m["n"]) else m["n"]
        if n[0].isdigit():
            yield reading("reference", m.start("n"), m.end(), f"{kind}:{'/'.join([n, *PART.findall(m['rest'])])}")
        end = m.end()


_N = r"(?:\d{1,6}(?:\.\d{1,6}){0,5}|[一二三四五六七八九十百零〇]{1,9})"


def _chinese() -> re.Pattern[str]:
    kinds = _kinds("zh")
    after = either(w for w in kinds if not w.startswith("^"))
    before = either(w[1:] for w in kinds if w.startswith("^"))
    # 第二十一条第三款第二项 | 附件三 | 第 5 章
    return re.compile(
        rf"(?P<recital>序言|前言)(?:部分)?第\s?(?P<n3>{_N})\s?[段条款]"
        rf"|第\s?(?P<n>{_N})(?P<sub>[A-Za-z]?(?:[（(](?:\d{{1,3}}|[a-z]{{1,4}})[)）]){{0,4}})\s?(?P<k>{after})(?P<rest>(?:之[一二三四五六七八九])?(?:第?\s?[（(]?{_N}[）)]?\s?[款项項目])*(?:\s?[（(](?:{_N}|[a-z])[）)])*)"
        rf"|(?<![A-Za-z])(?P<letter>[A-H])\s?部分"
        rf"|(?P<b>{before})\s?(?P<n2>{_N}|[IVXLC]+|[A-H])(?![A-Za-z0-9%月日年个])"
    )


CHINESE = _chinese()
STEP = re.compile(rf"({_N}|[a-z])[）)]?\s?([款项項目]?)")
LISTED = re.compile(r"[项項目]")


def _listed_zh() -> re.Pattern[str]:
    """Return the pattern of several parts under one word: 第十至十五条, 第五、六条."""
    after = either(w for w in _kinds("zh") if not w.startswith("^"))
    n = r"(?:\d{1,6}|[一二三四五六七八九十百]{1,5})"
    return re.compile(rf"第\s?{n}(?:\s?(?:、|和|及|至|到|或|[-\u2014～~])\s?{n})+\s?(?P<k>{after})")


LISTED_ZH = _listed_zh()
NUMBER = re.compile(r"\d{1,6}|[一二三四五六七八九十百]{1,5}")


def _value(text: str) -> str:
    return text if text[0].isdigit() else str(int(evaluate(text)[0] or 0))


def references_zh(text: str) -> Iterator[Reading]:
    """Yield the references of a Chinese text; 项 is the lettered point of an English article: 第二项 is (b)."""
    if (
        "第" not in text
        and "附" not in text
        and "表" not in text
        and "图" not in text
        and "圖" not in text
        and "序" not in text
        and "前言" not in text
        and "部分" not in text
    ):
        return
    for m in LISTED_ZH.finditer(text):
        numbers = list(NUMBER.finditer(text, m.start(), m.start("k")))
        for k, number in enumerate(numbers):
            start, end = number.start() if k else m.start(), m.end() if k + 1 == len(numbers) else number.end()
            yield reading("reference", start, end, f"{_kinds('zh')[m['k']]}:{_value(number[0])}")
    for m in CHINESE.finditer(text):
        if m["recital"]:
            yield reading("reference", m.start(), m.end(), f"recital:{_value(m['n3'])}")
            continue
        if m["letter"]:
            yield reading("reference", m.start(), m.end(), f"part:{m['letter']}")
            continue
        if m["b"]:
            n = m["n2"]
            n = str(roman(n)) if ROMAN.fullmatch(n) and n[0] in "IVXLC" else n if n[0].isalpha() and n[0].isascii() else _value(n)
            yield reading("reference", m.start(), m.end(), f"{_kinds('zh')['^' + m['b']]}:{n}")
            continue
        parts = [_value(m["n"]) + m["sub"][:1].strip("(（"), *PART.findall(m["sub"].replace("（", "(").replace("）", ")"))]
        kind = _kinds("zh")[m["k"]]
        if kind == "point" and not m["rest"] and not m[0].startswith("第"):
            continue
        for step in STEP.finditer(m["rest"]):
            n = step[1] if step[1].isascii() and step[1].isalpha() else _value(step[1])
            if LISTED.match(step[2] or "") and n.isdigit() and 1 <= int(n) <= 26:
                n = chr(96 + int(n))
            parts.append(n)
        yield reading("reference", m.start(), m.end(), f"{kind}:{'/'.join(parts)}")
