"""Find ranks: from the end, as negative ordinals (the last paragraph, 最后一段, 倒数第二), 首次, and in Roman numerals (Phase II)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from .numerals_zh import evaluate
from .reading import PAIRED, WEAK, Reading, reading
from .references import roman
from .tables import either, rows, words

FROM_END = re.compile(r"倒[数數]第\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})")  # 倒数第二


FIRST = re.compile(r"首(?:次|个|個|届|屆|批|位|轮|輪|项|項|部|份|家|名|例|款)(?![数位])")  # 首次


ROMANS = ("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX")
NUMBERED_EN = re.compile(rf"\b[A-Z][a-z]+ (?P<n>{either(ROMANS)})(?![A-Za-z0-9-])")  # World War II
NUMBERED_ZH = re.compile(rf"(?<=[\u4e00-\u9fff])\s?(?P<n>{either(ROMANS)})(?![A-Za-z0-9-])")  # 巴塞尔协议III


@cache
def _ranks(locale: str) -> dict[str, int]:
    return {w: int(r[1]) for r in rows("ranks.tsv") if r[0] == locale for w in words(r[2])}


ENGLISH = re.compile(rf"\b(?:{either(_ranks('en'))})\b(?!\s+of\s+all)", re.IGNORECASE)  # the last
WORDS = tuple(frozenset(re.findall("[a-z]+", rank)) for rank in _ranks("en"))  # of each rank
CHINESE = re.compile(either(_ranks("zh")))  # 最后一
LAST = frozenset(["last", "final", "penultimate", "antepenultimate"])  # of which one stands in every such English rank
HEADS = LAST | {n.lower() for n in ROMANS}


def ranks_en(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    """Yield the ranks from the end in an English text; `spelt` are its words in lower case.

    >>> [int(r.mention.value) for r in ranks_en("the penultimate article", {"penultimate"})]
    [-2]
    """
    if not LAST.isdisjoint(spelt) and any(map(spelt.issuperset, WORDS)):
        for m in ENGLISH.finditer(text):
            yield reading("ordinal", m.start(), m.end(), Fraction(_ranks("en")[m[0].lower()]), strength=PAIRED)
    if not HEADS.isdisjoint(spelt):
        yield from _numbered(NUMBERED_EN, text)


def _numbered(form: re.Pattern[str], text: str) -> Iterator[Reading]:
    for m in form.finditer(text):
        yield reading("ordinal", m.start("n"), m.end(), Fraction(roman(m["n"])), strength=PAIRED)


def ranks_zh(text: str) -> Iterator[Reading]:
    """Yield the ranks from the end in a Chinese text.

    >>> [int(r.mention.value) for r in ranks_zh("倒数第二条的最后一款")]
    [-2, -1]
    """
    if "倒" in text:
        for m in FROM_END.finditer(text):
            yield reading("ordinal", m.start(), m.end(), -(evaluate(m["n"])[0] or Fraction(1)), strength=PAIRED)
    if "首" in text:
        for m in FIRST.finditer(text):
            yield reading("ordinal", m.start(), m.end(), Fraction(1), strength=WEAK)
    if "II" in text or "V" in text or "X" in text:
        yield from _numbered(NUMBERED_ZH, text)
    if "末" in text or "最后" in text:
        for m in CHINESE.finditer(text):
            yield reading("ordinal", m.start(), m.end(), Fraction(_ranks("zh")[m[0]]), strength=PAIRED)
