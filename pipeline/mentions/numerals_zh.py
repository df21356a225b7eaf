"""Find Chinese numerals: hanzi, digits, and both mixed (`一千二百三十四万`, `1.5亿`, `十几`, `三分之二`, `二〇二四`)."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from .numeral import DIGITS, LONGEST, NOTING, Form, Numeral, digits, noted, over, slashed
from .tables import rows


@cache
def _table() -> dict[str, tuple[int, str]]:
    return {r[0]: (int(r[1]), r[2]) for r in rows("numerals.zh.tsv")}


def _of(*roles: str) -> str:
    return "".join(c for c, (_, role) in _table().items() if role in roles)


PLAIN = _of("digit", "unit", "myriad")
ALL = PLAIN + _of("capital")
UNITS = _of("unit")
MYRIADS = _of("myriad")
SMALL = _of("digit")
ANY = re.compile(rf"[0-9{PLAIN}{_of('capital')}半]")

# 五亿零六 | 1.5亿 | 5万4千6百 | 二〇二四 | 两千点五 | 十几万 | 1,100万 | 3 万
_PIECE = rf"(?:{DIGITS}|[{ALL}])"
# a numeral goes on with 千, but not with the 千 of 千克; with 两 only before a unit (一百二十两 is a weight)
_MORE = rf"(?!千[克米瓦卡帕赫伏焦兆周]|兆[赫瓦帕位]|[千兆](?:字节|比特)|百帕)(?![两兩](?![百千万萬亿億]))[{ALL}]"
CHAIN = re.compile(
    rf"(?:(?P<vague>(?<![位人总總函指系參参分次倍])[数數]|[几幾上成近]|好几)(?=[{UNITS}{MYRIADS}]))?"
    rf"{_PIECE}(?:[ \u3000]?(?:{_MORE}|(?<=[{ALL}])[ ]?{DIGITS}|[点點](?=[ ]?[{ALL}])"
    rf"|[几幾](?=[ ]?[{MYRIADS}{UNITS}])|(?<=[{UNITS}{MYRIADS}])[多余餘来](?=[{MYRIADS}])))*"
)
START = re.compile(rf"[\d.数數几幾上成近好{ALL}]")  # what a chain begins with: a look for one is cheaper than a try at every character
POWERS = frozenset("百千万萬亿億")
FRACTION = re.compile(r"\s{0,3}分\s{0,3}之\s{0,3}(?P<neg>[负負])?\s?")  # 三分之二


def numerals(text: str) -> list[Numeral]:
    """Return the numerals of a text, in order.

    >>> [str(n.value) for n in numerals("一千二百万和1.5亿，三分之二，二〇二四")]
    ['12000000', '150000000', '2/3', '2024']
    """
    found: list[Numeral] = []
    start = START.search(text)
    while start:
        m = CHAIN.match(text, start.start())
        if m:
            found += _split(m.start(), m[0].rstrip(" \u3000"))
        start = START.search(text, m.end() if m else start.end())
    found = _fractions(text, found)
    if "/" in text:
        found = over(slashed(text), found)
    if any(text[n.end : n.end + 1] in NOTING for n in found):
        found = over(noted(text), found)
    if "次方" in text:
        found = over([Numeral(m.start(), m.end(), Fraction(int(m[1])) ** int(m[2])) for m in POWER.finditer(text)], found)
    found = [_extended(text, n) for n in found]
    return _mixed(text, found) if "又" in text else found


POWER = re.compile(r"(?<![\d.])(\d{1,3})\s?的\s?(\d{1,3})\s?次方")  # 10的25次方
NEGATIVE = re.compile(r"(?:[负負]|零下|(?:^|[\s（(：:=])[-\u2212])\s?$")  # 负13.5, -10
EXTRA = re.compile(r"\s?(?P<v>[多余餘几幾])\s?(?P<s>[万萬亿億千百])(?!一)|\s{2,3}(?P<s2>[万萬亿億])")  # 500余万
EXTRA_SCALE = {"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
DOZEN = re.compile(r"\s?打(?![开击造印算架破败扮电工断到动球扫])")  # 一打
AND = re.compile(r"\s?又\s?")  # 一又二分之一
KILO = re.compile(r"\s?k(?![A-Za-z0-9/])")  # 40k
EXTENDING = frozenset("多余餘几幾万萬亿億打k")


def _extended(text: str, n: Numeral) -> Numeral:
    """Add to a numeral what stands around it: a sign, 余万, 打."""
    start, end, value = n.start, n.end, n.value
    if n.start and text[n.start - 1] in "负負下-\u2212 " and (m := NEGATIVE.search(text, max(0, n.start - 3), n.start)):
        value, start = -value, m.end() - len(m[0].lstrip())
        n = n._replace(small=False)
    following = text[end : end + 3].lstrip()[:1]
    if not following or following not in EXTENDING:
        return n if value is n.value or value == n.value else n._replace(start=start, value=value)
    if m := EXTRA.match(text, end):
        value, end = value * EXTRA_SCALE[m["s"] or m["s2"]], m.end()
        bound = n.bound if m["s2"] else "about" if m["v"] in "几幾" else "more-than"
        return Numeral(start, end, value, n.form, n.sort, bound)
    if m := DOZEN.match(text, end):
        return Numeral(start, m.end(), value * 12, n.form, n.sort, n.bound)
    if n.form == "digits" and (m := KILO.match(text, end)):
        return n._replace(end=m.end(), value=value * 1000)
    return n if value == n.value else n._replace(start=start, value=value)


def _mixed(text: str, found: list[Numeral]) -> list[Numeral]:
    """Join `一又二分之一`."""
    joined: list[Numeral] = []
    for n in found:
        last = joined[-1] if joined else None
        if last is not None and n.sort == "fraction" and AND.fullmatch(text, last.end, n.start):
            value = last.value + (n.value if last.value >= 0 else -n.value)
            joined[-1] = Numeral(last.start, n.end, value, last.form, "fraction")
        else:
            joined.append(n)
    return joined


def _split(start: int, chain: str) -> list[Numeral]:
    """Read a chain of numeral characters; one that makes no single number is read piece by piece."""
    if len(chain) > LONGEST:
        return []
    bound_about = False
    body = chain
    offset = 0
    if body[0] in "数數几幾上成近好":
        offset = 2 if body.startswith("好") else 1
        bound_about = body[0] not in "近"
        body = body[offset:]
        if len(body) == 1 and body in UNITS + MYRIADS:
            body = f"一{body}"  # 数百
    value, about, small = evaluate(body)
    if value is None:
        return _pieces(start + offset, body)
    if bound_about or about:
        return [Numeral(start if offset and bound_about else start + offset, start + len(chain), value, "words", "vague", "about")]
    form: Form = "digits" if any(c.isdigit() for c in body) else "words"
    return [Numeral(start + offset, start + len(chain), value, form, small=small)]


LEADING = re.compile(rf"{DIGITS}|[{ALL}]+")


def _pieces(start: int, body: str) -> list[Numeral]:
    found = []
    for m in LEADING.finditer(body):
        value, about, small = evaluate(m[0])
        if value is not None:
            found.append(
                Numeral(
                    start + m.start(),
                    start + m.end(),
                    value,
                    "digits" if m[0][0].isdigit() else "words",
                    bound="about" if about else "exact",
                    small=small,
                )
            )
    return found


_SCAN = re.compile(rf"(?P<d>{DIGITS})|(?P<h>[{ALL}])|(?P<p>[点點])|(?P<v>[几幾多余餘来])|[ \u3000]+")


def evaluate(body: str) -> tuple[Fraction | None, bool, bool]:
    """Return a chain's value (None: not one number), whether it is approximate, and whether it is a single small numeral.

    >>> evaluate("四百五")[0], evaluate("二〇二四")[0], evaluate("三四")[:2]
    (Fraction(450, 1), Fraction(2024, 1), (Fraction(3, 1), True))
    """
    table = _table()
    if len(body) == 1 and body in table:
        value, role = table[body]
        return (Fraction(value), False, True) if role == "digit" or body in "十廿卅壹贰貳叁柒捌玖" else (None, False, True)
    if body.isdigit() and body.isascii():
        return Fraction(int(body)), False, False
    if all(table.get(c, (0, ""))[1] == "digit" for c in body):
        return _positional(body)
    return _spelt(body)


def _positional(body: str) -> tuple[Fraction | None, bool, bool]:
    table = _table()
    if any(c in "两兩" for c in body):
        return (Fraction(2), True, True) if body in ("两三", "兩三") else (None, False, False)
    values = [table[c][0] for c in body]
    if len(values) == 2 and 0 < values[0] == values[1] - 1 and values[0] < 9:  # 三四个
        return Fraction(values[0]), True, False
    return Fraction(int("".join(map(str, values)))), False, False


def _spelt(body: str) -> tuple[Fraction | None, bool, bool]:
    total = Fraction(0)
    section = Fraction(0)
    current: Fraction | None = None
    previous = 0
    last_unit = 0
    zero = False
    about = False
    smallest = Fraction(10**20)
    pending = ""
    for m in _SCAN.finditer(body):
        if m["d"]:
            if current is not None:
                return None, False, False
            current, pending = digits(m["d"]), "d"
        elif m["v"]:
            about = True
        elif m["p"]:
            return _decimals(body, m.end(), total + section + (current or 0), last_unit, current, zero)
        elif m["h"]:
            n, role = _table()[m["h"]]
            if role == "capital":
                role = "unit" if n >= 10 else "digit"
            if role == "digit":
                if n == 0:
                    if current is not None:
                        return None, False, False
                    zero = True
                elif current is not None:
                    if pending == "h" and current < 10 and n == current + 1:  # 三四百, 七八十
                        about = True
                        continue
                    return None, False, False
                else:
                    current, pending = Fraction(n), "h"
            elif role == "unit":
                if n in (20, 30):
                    section, current, last_unit = section + n, None, 10
                    continue
                if last_unit and n >= last_unit and section % (n * 10) and section:
                    return None, False, False
                if current is None and (last_unit == n and section):
                    return None, False, False
                section += (current if current is not None else 1) * n
                current, last_unit, zero = None, n, False
            else:
                if total and n > smallest:
                    section += total
                    total = Fraction(0)
                if current is None and not section and not total:
                    if m.start() == 0:
                        section = Fraction(1)
                    else:
                        return None, False, False
                if total and not section and current is None:
                    total *= n
                else:
                    total += (section + (current or 0)) * n
                smallest = min(smallest, Fraction(n))
                section, current, last_unit, zero = Fraction(0), None, n, False
            previous = n
    _ = previous
    if current is not None and last_unit >= 100 and not zero and pending == "h":
        current *= Fraction(last_unit, 10)  # 四百五 is 450
    return total + section + (current or 0), about, False


def _decimals(
    body: str, at: int, whole: Fraction, last_unit: int, current: Fraction | None, zero: bool
) -> tuple[Fraction | None, bool, bool]:
    if current is not None and last_unit >= 100 and not zero:
        whole += current * Fraction(last_unit, 10) - current
    tail = body[at:].replace(" ", "")
    table = _table()
    end = 0
    read = ""
    while end < len(tail) and (tail[end].isdigit() or table.get(tail[end], (10, ""))[0] < 10):
        read += tail[end] if tail[end].isdigit() else str(table[tail[end]][0])
        end += 1
    if not read:
        return None, False, False
    value = whole + Fraction(int(read), 10 ** len(read))
    for c in tail[end:]:
        if c not in table or table[c][0] < 10:
            return None, False, False
        value *= table[c][0]
    return value, False, False


def _fractions(text: str, found: list[Numeral]) -> list[Numeral]:
    """Join `三分之二` (value 2/3) into one numeral; per cent, per mille and the like are read later."""
    if "分" not in text or "之" not in text:
        return found
    joined: list[Numeral] = []
    i = 0
    while i < len(found):
        a = found[i]
        if i + 1 < len(found) and (m := FRACTION.match(text, a.end)) and m.end() == found[i + 1].start and a.value:
            if set(text[a.start : a.end]) <= POWERS:
                i += 1  # 百万分之五 is a share, which is read later as per cent
                continue
            b = found[i + 1]
            value = b.value / a.value * (-1 if m["neg"] else 1)
            joined.append(Numeral(a.start, b.end, value, a.form, "fraction", b.bound))
            i += 2
        else:
            joined.append(a)
            i += 1
    return joined


DIGIT_VALUES = {c: n for c, (n, _) in _table().items()}
