"""Read what a Chinese numeral counts: an ordinal, money, a measure, a share, how many times; and how exactly it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from ..model import Bound, MentionKind
from .bounding_zh import bound_before, bound_behind, bound_within
from .context import NEXT, named
from .money_en import OF_MODELS, SHORT
from .multiples import UNITS_ZH
from .numeral import Numeral
from .numerals_zh import evaluate
from .reading import NO_CODES, PAIRED, STRONG, WEAK, Reading, reading
from .tables import cents, currency, currency_words, durations, either, rows, unit_words

Amount = tuple[int, int, Fraction, str, frozenset[str]]  # start, end, value, unit, the currencies that a shared word may mean

REACH = 14  # characters to the left that are looked at
PERCENT_BEFORE = re.compile(r"(?P<neg>[负負]?)(?P<d>[百佰千万萬]|[百千万]万|万亿|一[百千万])\s*分\s*之\s*$")  # 百分之五十
BASES = {"百": 100, "佰": 100, "千": 1000, "万": 10**4, "萬": 10**4, "百万": 10**6, "千万": 10**7, "万万": 10**8, "万亿": 10**12}
PERCENT = re.compile(r"\s{0,3}[个個]?\s?(?P<point>百\s?分\s?[点點])|\s?%|\s?(?P<mille>‰)")  # 3.5个百分点
# 七成 | 七成六 | 八五折
TENTHS = re.compile(
    r"\s?成(?![立员員功果本年长長都就分千交绩熟语品因了批人型效])\s?(?P<more>[一二三四五六七八九半](?![个十百千万项]))?"
    r"|\s?(?P<off>折)(?![叠中磨扣射合返断旧价])"
)
BECOMES = re.compile(r"成[为為]")  # 三者成为, but 其中九成为英文
SHARE_BEFORE = re.compile(r"[有占佔约約近超逾达達的中]$")
INCHES = re.compile(r"\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})\s?英寸")  # 5英尺2英寸
HOURS = re.compile(r"\s?时(?![间候代刻期段])")  # 8天20时
TIMES = re.compile(r"\s?倍(?![数率增感])")  # 两倍
OVER = re.compile(
    r"(?:增长|增加|提高|上升|扩大|上涨|[飙攀]升|激增|增多|膨胀|增長|上漲|擴大|翻|多|高出|增|[飞暴猛]?涨)了?\s?"
    r"(?:将近|近|约|大约|超过|超|逾|至少|不止|不到|不足|約|將近|超過)?$"
)  # 增长了两倍, 增长近两倍 is tripled
FREQUENCY_BEFORE = re.compile(
    r"每(?P<n>[一两二三四五六七八九十\d]*)\s?[个個]?(?P<u>年|月|周|週|日|天|小时|小時|季度|季|分钟|秒)[^，。；、\d一二三四五六七八九十两]{0,8}$"
)  # 每年召开两次
FREQUENCY = re.compile(r"\s?[次回届屆期](?!序)")
FREQUENCY_AFTER = re.compile(r"\s?[次回]\s?[/每]\s?(?P<u>年|月|周|日|天|小时|秒)")  # 两次/年
ORDINAL_UNIT = re.compile(r"\s?(?:个)?(?P<u>分钟|小时|周年|秒|天|年|周|个月|世纪|岁生日|岁)")  # 第34分钟
COUNTED_AS = {"周年": "year", "岁": "year", "岁生日": "year", "个月": "month"}
MORE = re.compile(
    r"\s?(?P<v>[多余餘来來几幾])(?=\s?[个個名位项項次条條种種人家年月天岁歲万亿元分米公吨倍国國件部所场場美欧英日小页頁])"
)  # 500多名
MORE_SIGNS = frozenset("多余餘来來几幾")
STUCK = re.compile(r"[A-Za-z_]|[./]\d")
PIECE = re.compile(r"\s?(?:又|零)?(?P<n>[一二三四五六七八九两\d]{1,2})\s?")  # 50元6角三分
SINCE = re.compile(r"[^，。；：、）)的\s]")  # 起施行
RANGE = re.compile(r"\s?[%个]?\s?(?:至|到|[-\u2013\u2014~～])\s?[\d一二三四五六七八九十]")  # 2 至 4 英寸


def _firsts(words: Iterable[str]) -> frozenset[str]:
    """Return the first characters of words: a quick look at the next character saves the long look."""
    return frozenset(c for w in words for c in (w[0].lower(), w[0].upper()))


def _measure() -> tuple[re.Pattern[str], frozenset[str]]:
    words = [w for r in rows("measures.zh.txt") for w in r[0].split()]
    return re.compile(rf"\s?(?:{either(words)})"), _firsts(words)


def _money() -> tuple[re.Pattern[str], frozenset[str]]:
    spelt, signs = currency_words("zh")
    pattern = rf"\s?(?:(?:{either(spelt)})(?![件素旦首宵气老月年])|(?:{either(signs)})(?![A-Za-z]))"
    return re.compile(pattern, re.IGNORECASE), _firsts((*spelt, *signs))


def _sign() -> tuple[re.Pattern[str], frozenset[str]]:
    spelt, signs = currency_words("zh")
    words = [*signs, *(w for w in spelt if len(w) > 1)]
    return re.compile(rf"(?:{either(words)})\s*$", re.IGNORECASE), frozenset(w[-1].upper() for w in words)


def _unit() -> tuple[re.Pattern[str], frozenset[str]]:
    words = unit_words("zh")[0]
    return re.compile(rf"\s?(?P<w>{either(words)})(?![会會际際民籍家部王]|[级級]别|[份]?之一)"), _firsts(words)


def _symbol() -> tuple[re.Pattern[str], frozenset[str]]:
    words = unit_words("zh")[1]
    return re.compile(rf"\s?(?P<w>{either(words)})(?![A-Za-z0-9])"), frozenset(w[0] for w in words)


MEASURE, MONEY, UNIT, SYMBOL = _measure(), _money(), _unit(), _symbol()
SIGN, SIGN_ENDS = _sign()
CENT = re.compile(rf"\s?(?:{either(cents('zh'))})")  # 角


def _at(look: tuple[re.Pattern[str], frozenset[str]], text: str, at: int) -> re.Match[str] | None:
    """Match a pattern where the next character, a space aside, may begin it."""
    pattern, firsts = look
    return pattern.match(text, at) if _next(text, at) in firsts else None


def _next(text: str, at: int) -> str:
    return text[at : at + 2].lstrip()[:1]


def amount(text: str, n: Numeral) -> Reading | None:
    """Read what a numeral counts; None where it is no number of anything."""
    left = text[max(0, n.start - REACH) : n.start]
    last = left.rstrip()[-1:]
    if last == "第":
        return _ordinal(text, n, left)
    if last == "之" and (m := PERCENT_BEFORE.search(left)):
        value = n.value * 100 / BASES[m["d"].lstrip("一")] * (-1 if m["neg"] else 1)
        bound, start, end = _bound(text, n, n.start - (len(left) - m.start()), n.end)
        return reading("quantity", start, end, value, "%", bound)
    money = SIGN.search(left) if last and last.upper() in SIGN_ENDS else None
    if n.form == "digits" and money is None and named(left):
        return None
    if money is None or n.small:
        return _counted(text, n, left)
    unit, codes = currency("zh", money[0].strip())
    start, end = n.start - (len(left) - money.start()), n.end
    if (m := _at(MONEY, text, end)) and not NEXT.match(text, m.end()):
        end = m.end()
    bound, start, end = _bound(text, n, start, end)
    return reading("quantity", start, end, n.value, unit, bound, digits=n.form == "digits", codes=codes)


def _ordinal(text: str, n: Numeral, left: str) -> Reading:
    m = ORDINAL_UNIT.match(text, n.end)
    of = COUNTED_AS.get(m["u"]) or UNITS_ZH[m["u"]] if m else ""
    start = n.start - (len(left) - left.rindex("第"))
    strength = STRONG if n.value > 1 else PAIRED
    return reading("ordinal", start, n.end, n.value, strength=strength, digits=n.form == "digits", of=of)


def _counted(text: str, n: Numeral, left: str) -> Reading | None:
    """Read a number with what follows it: measure word, unit, currency, per cent."""
    after = MORE.match(text, n.end) if _next(text, n.end) in MORE_SIGNS else None
    at = after.end() if after else n.end
    digits = n.form == "digits"
    found = _measured(text, n, at, left)
    counted: re.Match[str] | None = None
    if found is None:
        if digits and STUCK.match(text, n.end):
            return None
        counted = _at(MEASURE, text, at)
        if n.small and (n.value == 1 or not (counted or _alone(text, n))):
            return None
    start, end, value, unit, codes = found or (n.start, n.end, n.value, "", NO_CODES)
    if after and n.bound == "exact":
        n = n._replace(bound="about" if after["v"] in "来來几幾" else "more-than")
        end = max(end, at)
    kind: MentionKind = "duration" if unit in durations() else "quantity"
    bound, start, end = _bound(text, n, start, end)
    if bound == "exact" and unit.startswith("per-"):
        bound = bound_within(text, start, n.start)
    grown = unit == "%" and OVER.search(text, max(0, start - 4), start) is not None
    if counted and bound == "exact":  # 3人以上, 20个左右
        bound, at = bound_behind(text, counted.end())
        end = at if bound != "exact" else end
    strength = _strength(n, unit, counted is not None)
    return reading(kind, start, end, value, unit, bound, strength=strength, digits=digits, codes=codes, grown=grown)


def _measured(text: str, n: Numeral, at: int, left: str) -> Amount | None:
    """Read the unit that follows a number; None where none does."""
    start, value = n.start, n.value
    following = _next(text, at)
    if following in "%‰个個百 " and (m := PERCENT.match(text, at)):
        return start, m.end(), value / 10 if m["mille"] else value, "percentage-point" if m["point"] else "%", NO_CODES
    if (
        following in "成折"
        and (m := TENTHS.match(text, at))
        and value <= 100
        and not (BECOMES.match(text, at) and not SHARE_BEFORE.search(left))
    ):
        return start, m.end(), _tenths(value, m), "%", NO_CODES
    if m := _at(MONEY, text, at):
        end, value = _with_cents(text, m.end(), value)
        return start, end, value, *currency("zh", m[0].strip())
    if following in "次回届屆期" and (found := _frequency(text, n, at, left)):
        return found
    if following == "倍" and (m := TIMES.match(text, at)):
        return start, m.end(), value + (1 if OVER.search(left) else 0), "times", NO_CODES
    if following == "时" and left.endswith("天") and (m := HOURS.match(text, at)):
        return start, m.end(), value, "hour", NO_CODES
    if m := _at(UNIT, text, at):
        end, value = _with_half(text, m.end(), value)
        unit = unit_words("zh")[0][m["w"].lower()]
        if unit == "foot" and (inches := INCHES.match(text, end)):
            end, value = inches.end(), value + (evaluate(inches["n"])[0] or Fraction(0)) / 12
        return start, end, value, unit, NO_CODES
    if n.form == "digits" and (m := OF_MODELS.match(text, at)):
        return start, m.end(), value * SHORT[m["s"].lower()], "", NO_CODES
    if n.form == "digits" and (m := _at(SYMBOL, text, at)):
        return start, m.end(), value, unit_words("zh")[1][m["w"]], NO_CODES
    return None


def _frequency(text: str, n: Numeral, at: int, left: str) -> Amount | None:
    if m := FREQUENCY_AFTER.match(text, at):
        return n.start, m.end(), n.value, f"per-{UNITS_ZH[m['u']]}", NO_CODES
    if (f := FREQUENCY.match(text, at)) and (m := FREQUENCY_BEFORE.search(left)) and m["n"] in ("", "一"):
        return n.start - (len(left) - m.start()), f.end(), n.value, f"per-{UNITS_ZH[m['u']]}", NO_CODES
    return None


def _strength(n: Numeral, unit: str, counted: bool) -> int:
    if n.form == "digits":
        return STRONG
    if n.value == 1:
        return WEAK
    if n.small and n.value == 2 and not unit:
        return PAIRED  # 两国, 两种: Chinese counts what English only names
    return STRONG if counted or unit or not n.small else WEAK


def _alone(text: str, n: Numeral) -> bool:
    """Tell whether a small numeral stands between signs, as in a list of answers."""
    return not (text[n.start - 1 : n.start].strip() if n.start else "") and not text[n.end : n.end + 1].strip()


def _tenths(value: Fraction, m: re.Match[str]) -> Fraction:
    """Return per cent: 七成六 is 76, 八五折 is 85, 九折 is 90."""
    value = value * 10 if value <= 10 else value
    if m["more"]:
        value += 5 if m["more"] == "半" else evaluate(m["more"])[0] or 0
    return value


def _with_cents(text: str, end: int, value: Fraction) -> tuple[int, Fraction]:
    """Add smaller coins: 50元6角三分 is 50.63."""
    while (p := PIECE.match(text, end)) and (m := CENT.match(text, p.end())):
        coins = evaluate(p["n"])[0]
        if coins is None:
            break
        value += coins / cents("zh")[m[0].strip()][0]
        end = m.end()
    return end, value


def _with_half(text: str, end: int, value: Fraction) -> tuple[int, Fraction]:
    """Add a half: 两米半 is 2.5 metres."""
    if text.startswith("半", end) and text[end + 1 : end + 2] not in tuple("年天个小月数以径"):
        return end + 1, value + Fraction(1, 2)
    return end, value


def _bound(text: str, n: Numeral, start: int, end: int) -> tuple[Bound, int, int]:
    """Read the words before or behind an amount that bound it; return the bound, and the span with them."""
    if n.bound != "exact" or RANGE.match(text, n.end):
        return n.bound, start, end
    bound, at = bound_before(text, start)
    if bound != "exact":
        return bound, at, end
    bound, at = bound_behind(text, end)
    if text[end:at] == "起" and (end == n.end or SINCE.match(text, at)):  # 三起案件 counts cases; 30日起施行; 99元起 begins
        return "exact", start, end
    return (bound, start, at) if bound != "exact" else ("exact", start, end)
