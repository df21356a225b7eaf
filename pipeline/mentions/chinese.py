"""Read the values that a Chinese text states."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from ..model import Bound
from .dates_zh import dates
from .english import DURATIONS, _free, _loose
from .numeral import Numeral
from .numerals_zh import ANY, evaluate, numerals
from .reading import Reading, mask, narrow, reading
from .references import references_zh
from .tables import bounds, currency_words, either, rows, shared_signs, stop, unit_words

PERCENT_BEFORE = re.compile(r"(?P<neg>[负負]?)(?P<d>百|佰|千|万|萬|百万|万万|一百|一千|一万)\s*分\s*之\s*$")
PERCENT = re.compile(r"\s?(?:个\s?|個\s?)?(?P<point>百\s?分\s?[点點])|\s?(?P<sign>%)|\s?(?P<mille>‰)")
TENTHS = re.compile(
    r"\s?(?:成(?!立|为|為|员|員|功|果|本|年|长|長|都|就|分|千|交|绩|熟|语|品|因|了|批|人)(?P<half>半)?|(?P<off>折)(?!叠|中|磨|扣|射|合))"
)
TIMES = re.compile(r"\s?倍(?!数|率|增|感)")
FREQUENCY_BEFORE = re.compile(
    r"每(?P<n>[一两二三四五六七八九十\d]*)\s?(?:个|個)?(?P<u>年|月|周|週|日|天|小时|小時|季度|季|分钟|秒)[^，。；、\d一二三四五六七八九十两]{0,8}$"
)
FREQUENCY = re.compile(r"\s?(?:次|回|届|屆|期)(?!序)")
FREQUENCY_AFTER = re.compile(r"\s?(?:次|回)\s?(?:/|每)\s?(?P<u>年|月|周|日|天|小时|秒)")
UNIT_OF = {
    "年": "year",
    "月": "month",
    "周": "week",
    "週": "week",
    "日": "day",
    "天": "day",
    "小时": "hour",
    "小時": "hour",
    "季度": "quarter",
    "季": "quarter",
    "分钟": "minute",
    "秒": "second",
}
DOUBLED = re.compile(r"翻\s?了?\s?(?P<n>[一两二三四\d])?\s?(?:番|倍)|(?P<d>加倍|倍增|成倍)")
HALF = re.compile(r"(?P<b>[上下前后])?半\s?(?:个|個)?(?P<u>年|月|小时|小時|世纪|天|日)(?!节)|一半|(?P<h>半数|过半)")
GROUP = re.compile(
    r"(?P<n>[七八十]|二十|七十七|77|20|10|8|7)\s?国\s?集\s?团|(?P<e>[五两三九]|十四)眼联盟|(?<![A-Za-z])G-?(?P<g>7|8|10|20|77)(?!\d)|欧盟\s?(?P<u>2[578]|二十[五七八])\s?国"
)
ORDINAL = re.compile(r"第\s?$")
ITEM = re.compile(r"\s?(?:[）)]|[、．])")


@cache
def _measures() -> frozenset[str]:
    return frozenset(w for r in rows("measures.zh.txt") for w in r[0].split())


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(_measures())})")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(either(stop("zh")))


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(bounds('zh', 'before'))})\s?(?:了|为|有|过|达|达到)?\s?$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(bounds('zh', 'after'))})")


@cache
def _money() -> re.Pattern[str]:
    spelt, signs = currency_words("zh")
    return re.compile(rf"\s?(?:(?:{either(spelt)})(?!件|素|旦|首|宵|气|老|月|年)|(?:{either(signs)})(?![A-Za-z]))", re.IGNORECASE)


@cache
def _sign() -> re.Pattern[str]:
    spelt, signs = currency_words("zh")
    return re.compile(rf"(?:{either([*signs, *(w for w in spelt if len(w) > 1)])})\s*$", re.IGNORECASE)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(unit_words('zh')[0])})")


@cache
def _symbol() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(unit_words('zh')[1])})(?![A-Za-z0-9])")


def read(text: str) -> tuple[Reading, ...]:
    """Return what a Chinese text states, in order and without overlaps; names are not read here."""
    text = narrow(text)
    if not ANY.search(text):
        return ()
    text = mask(text)
    found = list(references_zh(text))
    found += dates(text)
    found += _groups(text)
    found += _multiples(text)
    taken = _free(found)
    banned = [m.span() for m in _stop().finditer(text)]
    for n in numerals(text):
        if any(r.mention.span[0] < n.end and n.start < r.mention.span[1] for r in taken):
            continue
        if n.form == "words" and any(a <= n.start and n.end <= b for a, b in banned):
            continue
        if one := _classify(text, n):
            taken.append(one)
    return tuple(sorted(taken, key=lambda r: r.mention.span))


def _groups(text: str) -> list[Reading]:
    found = []
    for m in GROUP.finditer(text):
        spelt = m["n"] or m["e"] or m["u"] or m["g"]
        n = spelt if spelt.isdigit() else str(int(evaluate(spelt)[0] or 0))
        head = "EYES" if m["e"] else "EU" if m["u"] else "G"
        found.append(reading("name", m.start(), m.end(), f"{head}{n}"))
    return found


def _multiples(text: str) -> list[Reading]:
    found = []
    if "翻" in text or "倍" in text:
        for m in DOUBLED.finditer(text):
            n = 1 if not m["n"] else int(evaluate(m["n"])[0] or 1)
            value = 2**n if m[0].endswith("番") else max(2, n)
            found.append(reading("quantity", m.start(), m.end(), Fraction(value), "times", strong=False))
    if "半" in text:
        for m in HALF.finditer(text):
            if m["u"] is None:
                found.append(reading("quantity", m.start(), m.end(), Fraction(1, 2), strong=False))
            elif not m["b"]:
                unit = UNIT_OF.get(m["u"], "century")
                value = Fraction(6) if unit == "year" else Fraction(1, 2)
                found.append(reading("duration", m.start(), m.end(), value, "month" if unit == "year" else unit))
    return found


def _classify(text: str, n: Numeral) -> Reading | None:
    start, end, value = n.start, n.end, n.value
    left = text[max(0, start - 14) : start]
    kind, unit = "quantity", ""
    codes: frozenset[str] = frozenset()
    strong = not n.small
    if ORDINAL.search(left):
        return reading("ordinal", start - (len(left) - left.rindex("第")), end, value, strong=value > 1 and (n.form == "digits" or True))
    if m := PERCENT_BEFORE.search(left):
        base = int(evaluate(m["d"].replace(" ", "").replace("佰", "百"))[0] or (1000 if m["d"] == "千" else 10000))
        base = {"百": 100, "佰": 100, "千": 1000, "万": 10000, "萬": 10000}.get(m["d"], base)
        value = value * 100 / base * (-1 if m["neg"] else 1)
        start -= len(left) - m.start()
        bound, start, end = _bound(text, n, start, end)
        return reading("quantity", start, end, value, "%", bound)
    money = _sign().search(left) if left else None
    if (
        n.form == "digits"
        and money is None
        and left
        and left[-1] not in " \u3000"
        and re.match(r"[A-Za-z_\ufffc#/\\+.@=-]", left[-1])
        and not _loose(left)
    ):
        return None
    if m := NEGATIVE.search(left):
        value, start = -value, start - (len(left) - m.start())
    if m := EXTRA.match(text, end):  # 500余万
        value *= 10000 if m["s"] in "万萬" else 100000000 if m["s"] in "亿億" else {"百": 100, "千": 1000}.get(m["s"], 1)
        n = n._replace(bound="about" if m["v"] in "几幾" else "more-than", small=False)
        end, strong = m.end(), True
    if money is not None and (n.form == "digits" or not n.small):
        unit, codes = _currency(money[0].strip())
        start, kind, strong = start - (len(left) - money.start()), "quantity", True
        if m2 := _money().match(text, end):
            end = m2.end()
        bound, start, end = _bound(text, n, start, end)
        return reading("quantity", start, end, value, unit, bound, codes=codes)
    more, at = _more(text, end)
    if m := PERCENT.match(text, at):
        end, unit, strong = m.end(), "percentage-point" if m["point"] else "%", True
        value = value / 10 if m["mille"] else value
    elif (m := TENTHS.match(text, at)) and value <= 100 and not (n.form == "words" and n.small and value < 1):
        tens = value * 10 if value <= 10 else value
        end, unit, strong = m.end(), "%", True
        value = tens + (5 if m["half"] else 0)
    elif m := _money().match(text, at):
        end, strong = m.end(), value != 1
        unit, codes = _currency(m[0].strip())
    elif (m := FREQUENCY_BEFORE.search(left)) and (f := FREQUENCY.match(text, at)) and m["n"] in ("", "一"):
        end, unit, strong = f.end(), f"per-{UNIT_OF[m['u']]}", value != 1
        start -= len(left) - m.start()
    elif m := FREQUENCY_AFTER.match(text, at):
        end, unit = m.end(), f"per-{UNIT_OF[m['u']]}"
    elif m := TIMES.match(text, at):
        end, unit, strong = m.end(), "times", value != 1
    elif m := _unit().match(text, at):
        word = m[0].strip().lower()
        unit, strong = unit_words("zh")[0][word], value != 1 or n.form == "digits"
        end = m.end()
        if text.startswith("半", end) and not text.startswith("半年", end):
            value, end = value + Fraction(1, 2), end + 1
    elif n.form == "digits" and (m := _symbol().match(text, at)):
        end, unit = m.end(), unit_words("zh")[1][m[0].strip()]
    elif n.form == "digits" and (m := re.match(r"k(?![A-Za-z0-9])", text[end : end + 2])):
        value, end = value * 1000, end + 1
    elif n.form == "digits" and re.match(r"[A-Za-z_]|[./]\d", text[end : end + 2]):
        return None
    elif m := _measure().match(text, at):
        strong = value >= 2 or n.form == "digits"
        if n.small and value == 1:
            return None
    elif n.small:
        return None
    if more and n.bound == "exact":
        n = n._replace(bound=more)
        end = max(end, at)
    if unit in DURATIONS:
        kind = "duration"
    if n.small and value == 1 and kind != "duration" and not unit:
        return None
    bound, start, end = _bound(text, n, start, end)
    return reading(kind, start, end, value, unit, bound, strong=strong, codes=codes)  # type: ignore[arg-type]


NEGATIVE = re.compile(r"(?:[负負]|(?:^|[\s（(：:])[-\u2212])\s?$")  # 负13.5, -10
EXTRA = re.compile(r"\s?(?P<v>[多余餘几幾])\s?(?P<s>[万萬亿億千百])(?!一)")  # 500余万
MORE = re.compile(r"\s?(?P<v>多|余|餘|来|几)(?=\s?[个個名位项項次条種种人家年月天岁万亿元分米公吨倍国國件部所场美欧英日小])")


def _more(text: str, end: int) -> tuple[Bound | None, int]:
    if m := MORE.match(text, end):
        return ("about" if m["v"] in "来几" else "more-than"), m.end()
    return None, end


def _currency(word: str) -> tuple[str, frozenset[str]]:
    spelt, signs = currency_words("zh")
    key = word.lower()
    code = spelt.get(key) or signs.get(word) or next((c for s, c in signs.items() if s.lower() == key), "USD")
    return code, shared_signs().get(key, frozenset())


def _bound(text: str, n: Numeral, start: int, end: int) -> tuple[Bound, int, int]:
    if n.bound != "exact":
        return n.bound, start, end
    left = text[max(0, start - 8) : start]
    if left and (m := _before().search(left)):
        key = re.sub(r"\s?(?:了|为|有|过|达|达到)?\s?$", "", m[0])
        bound = bounds("zh", "before").get(m[0].strip()) or bounds("zh", "before").get(key)
        if bound:
            return bound, start - (len(left) - m.start()), end  # type: ignore[return-value]
    if m := _after().match(text, end):
        bound = bounds("zh", "after").get(m[0].strip())
        if bound:
            return bound, start, m.end()  # type: ignore[return-value]
    return "exact", start, end
