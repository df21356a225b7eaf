"""Read the values that a Chinese text states."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from ..model import Bound, MentionKind
from .dates_zh import dates
from .english import DURATIONS, IDENTIFIER, NEXT, _loose
from .identifiers import identifiers
from .numeral import Numeral
from .numerals_zh import ALL, ANY, evaluate, numerals
from .reading import BLANK, NO_CODES, PAIRED, STRONG, WEAK, Reading, Room, blot, in_order, longest, mask, narrow, reading
from .references import references_zh
from .tables import bounds, currency_words, either, rows, shared_signs, stop, unit_words

PERCENT_BEFORE = re.compile(r"(?P<neg>[负負]?)(?P<d>[百佰千万萬]|百万|万万|一百|一千|一万)\s*分\s*之\s*$")  # 百分之五十
BASES = {"百": 100, "佰": 100, "千": 1000, "万": 10**4, "萬": 10**4, "百万": 10**6, "万万": 10**8, "一百": 100, "一千": 1000, "一万": 10**4}
PERCENT = re.compile(r"\s{0,3}[个個]?\s?(?P<point>百\s?分\s?[点點])|\s?%|\s?(?P<mille>‰)")  # 3.5个百分点
# 七成 | 七成六 | 八五折
TENTHS = re.compile(
    r"\s?成(?![立为為员員功果本年长長都就分千交绩熟语品因了批人型效])\s?(?P<more>[一二三四五六七八九半](?![个十百千万项]))?"
    r"|\s?(?P<off>折)(?![叠中磨扣射合返断旧价])"
)
MORE_THAN_ONE = re.compile(ANY.pattern.replace("一", ""))
ONE = re.compile(
    r"第\s?一|一\s?[月日号年周天季世百千万萬亿億兆十小分秒倍成折旬楼美欧元番]|一\s?个[月小世季百十钟鐘]|[附表图]件?\s?一|[负負]一"
)  # the 一 that may count
TIMES = re.compile(r"\s?倍(?![数率增感])")  # 两倍
OVER = re.compile(r"(?:增长|增加|提高|上升|扩大|翻|多|高出|增)了?\s?$")  # 增长了两倍 is tripled
FREQUENCY_BEFORE = re.compile(
    r"每(?P<n>[一两二三四五六七八九十\d]*)\s?[个個]?(?P<u>年|月|周|週|日|天|小时|小時|季度|季|分钟|秒)[^，。；、\d一二三四五六七八九十两]{0,8}$"
)  # 每年召开两次
FREQUENCY = re.compile(r"\s?[次回届屆期](?!序)")
FREQUENCY_AFTER = re.compile(r"\s?[次回]\s?[/每]\s?(?P<u>年|月|周|日|天|小时|秒)")  # 两次/年
UNIT_OF = {
    "年": "year", "月": "month", "周": "week", "週": "week", "日": "day", "天": "day", "小时": "hour", "小時": "hour",
    "季度": "quarter", "季": "quarter", "分钟": "minute", "秒": "second", "世纪": "century", "世紀": "century",
}  # fmt: skip
DOUBLED = re.compile(r"翻\s?了?\s?(?P<n>[一两二三四\d])?\s?(?:番|倍)|加倍|倍增")  # 翻一番
HALF = re.compile(r"(?P<b>[上下前后後])?半\s?[个個]?(?P<u>年|月|小时|小時|世纪|世紀|天|日)(?!节)|一半|半数|半數|过半")  # 半年
# 七国集团 | 五眼联盟 | G20 | 欧盟27国
GROUP = re.compile(
    r"(?P<n>[七八十]|二十|七十七|77|20|10|8|7)\s?国\s?集\s?团|(?P<n2>[七八十]|二十|七十七|77|20|10|8|7)\s?國\s?集\s?團|(?P<e>[五两三九]|十四)眼[联聯]盟"
    r"|(?<![A-Za-z])G-?(?P<g>7|8|10|20|77)(?!\d)|[欧歐]盟\s?(?P<u>2[578]|二十[五七八])\s?[国國]"
)
WHOLE = re.compile(r"(?P<all>[百佰]\s?分\s?之\s?[百佰]|百分百)|(?P<five>半成)(?![立为功品熟])|(?<=打)对折")  # 百分之百
BIENNIAL = re.compile(r"每(?P<n>两|二|三|四|五|十|2|3|4|5)年[^，。；、]{0,4}?一[次届度]|[两二]年(?:一[度次届])")  # 每两年一次
ORDINAL_UNIT = re.compile(r"\s?(?:个)?(?P<u>分钟|小时|周年|秒|天|年|周|个月|世纪|岁生日|岁)")  # 第34分钟
WEEKDAY = re.compile(r"(?<![一二三四五六七八九十两几\d])(?:周|週|星期|礼拜|禮拜)[一二三四五六日天](?![个條条月])")  # 周五一名
MORE = re.compile(
    r"\s?(?P<v>[多余餘来來几幾])(?=\s?[个個名位项項次条條种種人家年月天岁歲万亿元分米公吨倍国國件部所场場美欧英日小页頁])"
)  # 500多名
STUCK = re.compile(r"[A-Za-z_]|[./]\d")
NUMERALS = frozenset(ALL)
NUMERALS_BEFORE = frozenset(ALL + "0123456789第几数")


@cache
def _measure() -> re.Pattern[str]:
    words = [w for r in rows("measures.zh.txt") for w in r[0].split()]
    return re.compile(rf"\s?(?:{either(words)})")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(either(stop("zh")))


BEYOND = frozenset("点點钟鐘")


def _masked(text: str) -> str:
    """Blot out weekdays and the words that hold a numeral but state no value."""
    plain = WEEKDAY.sub(blot, text) if "周" in text or "星" in text or "週" in text or "拜" in text else text
    return _stop().sub(_idle, plain)


def _idle(m: re.Match[str]) -> str:
    """Blot out a word, but not where a numeral goes on beyond it: 一点五, 三十分, 第一线."""
    word, text = m[0], m.string
    if (word == "之一" and text[: m.start()].rstrip().endswith("分")) or (word == "万分" and text.startswith("之", m.end())):
        return word
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    if word[0] in NUMERALS and (before in NUMERALS_BEFORE and before):
        return word
    if word[0] in NUMERALS and word[-1] not in NUMERALS and after and (after in NUMERALS or after in BEYOND) and word[-1] in "点分":
        return word
    return BLANK * len(word)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?P<w>{either(bounds('zh', 'before'))})\s?(?:[了为有过达]|达到)?\s?$")


@cache
def _before_ends() -> frozenset[str]:
    return frozenset([w[-1] for w in bounds("zh", "before")] + list("了为有过达到"))


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<w>{either(bounds('zh', 'after'))})")


@cache
def _money() -> re.Pattern[str]:
    spelt, signs = currency_words("zh")
    return re.compile(rf"\s?(?:(?:{either(spelt)})(?![件素旦首宵气老月年])|(?:{either(signs)})(?![A-Za-z]))", re.IGNORECASE)


@cache
def _sign() -> re.Pattern[str]:
    spelt, signs = currency_words("zh")
    return re.compile(rf"(?:{either([*signs, *(w for w in spelt if len(w) > 1)])})\s*$", re.IGNORECASE)


@cache
def _sign_ends() -> frozenset[str]:
    spelt, signs = currency_words("zh")
    return frozenset(w[-1].upper() for w in (*signs, *spelt))


@cache
def _cents() -> dict[str, tuple[int, str]]:
    return {w: (int(r[2]), r[3] if len(r) > 3 else "") for r in rows("cents.tsv") for w in r[1].split("|") if w}


@cache
def _cent() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(_cents())})")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<w>{either(unit_words('zh')[0])})(?![会會际際民籍家部王]|[级級]别|[份]?之一)")


@cache
def _symbol() -> re.Pattern[str]:
    return re.compile(rf"\s?(?P<w>{either(unit_words('zh')[1])})(?![A-Za-z0-9])")


def read(text: str) -> tuple[Reading, ...]:
    """Return what a Chinese text states, in order and without overlaps; names are not read here."""
    text = narrow(text)
    if not (MORE_THAN_ONE.search(text) or ONE.search(text)):
        return ()
    text = mask(text)
    room = Room(len(text))
    taken = longest([*references_zh(text), *dates(text), *_groups(text), *_multiples(text)], room)
    plain = _masked(text)
    for _, span in identifiers(text):
        room.take(*span)
    for n in numerals(plain):
        if room.free(n.start, n.end) and (one := _classify(plain, n)) is not None:
            taken.append(room.fit(one, n.start, n.end))
    return in_order(taken)


def _groups(text: str) -> list[Reading]:
    found = []
    if "盟" in text or "集" in text or "G" in text:
        for m in GROUP.finditer(text):
            spelt = m["n"] or m["n2"] or m["e"] or m["u"] or m["g"]
            n = spelt if spelt.isdigit() else str(int(evaluate(spelt)[0] or 0))
            head = "EYES" if m["e"] else "EU" if m["u"] else "G"
            found.append(reading("name", m.start(), m.end(), f"{head}{n}"))
    return found


def _multiples(text: str) -> list[Reading]:
    """Return what words say that hold no plain numeral: 翻一番, 半年, 每两年一次."""
    found = []
    if "翻" in text or "倍" in text:
        for m in DOUBLED.finditer(text):
            n = 1 if not m["n"] else int(evaluate(m["n"])[0] or 1)
            value = 2**n if m[0].endswith("番") else max(2, n)
            found.append(reading("quantity", m.start(), m.end(), Fraction(value), "times", strength=PAIRED))
    if "分" in text or "折" in text or "成" in text:
        for m in WHOLE.finditer(text):
            found.append(reading("quantity", m.start(), m.end(), Fraction(100 if m["all"] else 5 if m["five"] else 50), "%"))
    if "半" in text:
        for m in HALF.finditer(text):
            if m["u"] is None:
                found.append(reading("quantity", m.start(), m.end(), Fraction(1, 2), strength=WEAK))
            elif not m["b"]:
                unit = UNIT_OF[m["u"]]
                value = Fraction(6) if unit == "year" else Fraction(1, 2)
                found.append(reading("duration", m.start(), m.end(), value, "month" if unit == "year" else unit))
    if "年" in text and "一" in text:
        for m in BIENNIAL.finditer(text):
            n = int(evaluate(m["n"])[0] or 2) if m["n"] else 2
            found.append(reading("quantity", m.start(), m.end(), Fraction(1, n), "per-year", strength=WEAK))
    return found


def _classify(text: str, n: Numeral) -> Reading | None:
    """Read what a numeral counts; None where it is no number of anything."""
    left = text[max(0, n.start - 14) : n.start]
    last = left.rstrip()[-1:]
    if last == "第":
        return _ordinal(text, n, left)
    if last == "之" and (m := PERCENT_BEFORE.search(left)):
        value = n.value * 100 / BASES[m["d"]] * (-1 if m["neg"] else 1)
        start, end = n.start - (len(left) - m.start()), n.end
        bound, start, end = _bound(text, n, start, end)
        return reading("quantity", start, end, value, "%", bound)
    money = _sign().search(left) if last and last.upper() in _sign_ends() else None
    if n.form == "digits" and money is None and left and IDENTIFIER.search(left) and not _loose(left):
        return None
    start, end, value = n.start, n.end, n.value
    if money is not None and not n.small:
        unit, codes = _currency(money[0].strip())
        start -= len(left) - money.start()
        if (m := _money().match(text, end)) and not NEXT.match(text, m.end()):
            end = m.end()
        bound, start, end = _bound(text, n, start, end)
        return reading("quantity", start, end, value, unit, bound, digits=n.form == "digits", codes=codes)
    return _amount(text, n, start, end, value, left)


def _ordinal(text: str, n: Numeral, left: str) -> Reading:
    m = ORDINAL_UNIT.match(text, n.end)
    of = {"周年": "year", "岁": "year", "岁生日": "year", "个月": "month"}.get(m["u"]) or UNIT_OF[m["u"]] if m else ""
    start = n.start - (len(left) - left.rindex("第"))
    strength = STRONG if n.value > 1 else PAIRED
    return reading("ordinal", start, n.end, n.value, strength=strength, digits=n.form == "digits", of=of)


def _amount(text: str, n: Numeral, start: int, end: int, value: Fraction, left: str) -> Reading | None:
    """Read a number with what follows it: measure word, unit, currency, per cent."""
    digits = n.form == "digits"
    after = MORE.match(text, end)
    at = after.end() if after else end
    unit, codes, counted = "", NO_CODES, False
    if m := PERCENT.match(text, at):
        end, unit = m.end(), "percentage-point" if m["point"] else "%"
        value = value / 10 if m["mille"] else value
    elif (m := TENTHS.match(text, at)) and value <= 100:
        end, unit, value = m.end(), "%", _tenths(value, m)
    elif m := _money().match(text, at):
        end, value = _with_cents(text, m.end(), value)
        unit, codes = _currency(m[0].strip())
    elif m := FREQUENCY_AFTER.match(text, at):
        end, unit = m.end(), f"per-{UNIT_OF[m['u']]}"
    elif (f := FREQUENCY.match(text, at)) and (m := FREQUENCY_BEFORE.search(left)) and m["n"] in ("", "一"):
        end, unit, start = f.end(), f"per-{UNIT_OF[m['u']]}", start - (len(left) - m.start())
    elif m := TIMES.match(text, at):
        end, unit = m.end(), "times"
        value += 1 if OVER.search(left) else 0
    elif m := _unit().match(text, at):
        end, value, unit = _with_half(text, m.end(), value, unit_words("zh")[0][m["w"].lower()])
    elif digits and (m := _symbol().match(text, at)):
        end, unit = m.end(), unit_words("zh")[1][m["w"]]
    elif digits and STUCK.match(text, end):
        return None
    elif m := _measure().match(text, at):
        counted = True
    elif n.small and (n.value == 1 or not _alone(text, n)):
        return None
    if n.small and n.value == 1 and not unit:
        return None
    if after and n.bound == "exact":
        n = n._replace(bound="about" if after["v"] in "来來几幾" else "more-than")
        end = max(end, at)
    kind: MentionKind = "duration" if unit in DURATIONS else "quantity"
    bound, start, end = _bound(text, n, start, end)
    strength = _strength(n, unit, counted)
    return reading(kind, start, end, value, unit, bound, strength=strength, digits=digits, codes=codes)


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


PIECE = re.compile(r"\s?(?:又|零)?(?P<n>[一二三四五六七八九两\d]{1,2})\s?")


def _with_cents(text: str, end: int, value: Fraction) -> tuple[int, Fraction]:
    """Add smaller coins: 50元6角三分 is 50.63."""
    while (p := PIECE.match(text, end)) and (m := _cent().match(text, p.end())):
        amount = evaluate(p["n"])[0]
        if amount is None:
            break
        value += amount / _cents()[m[0].strip()][0]
        end = m.end()
    return end, value


def _with_half(text: str, end: int, value: Fraction, unit: str) -> tuple[int, Fraction, str]:
    """Add a half: 两米半 is 2.5 metres."""
    if text.startswith("半", end) and text[end + 1 : end + 2] not in tuple("年天个小月数以径"):
        return end + 1, value + Fraction(1, 2), unit
    return end, value, unit


def _currency(word: str) -> tuple[str, frozenset[str]]:
    spelt, signs = currency_words("zh")
    key = word.lower()
    code = spelt.get(key) or signs.get(word) or next((c for s, c in signs.items() if s.lower() == key), "USD")
    return code, shared_signs().get(key, NO_CODES)


RANGE = re.compile(r"\s?[%个]?\s?(?:至|到|[-\u2013\u2014~～])\s?[\d一二三四五六七八九十]")  # 2 至 4 英寸


def _bound(text: str, n: Numeral, start: int, end: int) -> tuple[Bound, int, int]:
    if n.bound != "exact" or RANGE.match(text, n.end):
        return n.bound, start, end
    left = text[max(0, start - 8) : start]
    tail = left.rstrip()[-1:]
    if tail and tail in _before_ends() and (m := _before().search(left)):
        return bounds("zh", "before")[m["w"]], start - (len(left) - m.start()), end
    if m := _after().match(text, end):
        return bounds("zh", "after")[m["w"]], start, m.end()
    return "exact", start, end
