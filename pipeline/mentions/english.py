"""Read the values that an English text states."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from ..model import Bound, MentionKind
from .dates_en import dates
from .identifiers import identifiers
from .numeral import Numeral
from .numerals_en import numerals
from .reading import BLANK, NO_CODES, PAIRED, STRONG, WEAK, Reading, Room, in_order, longest, mask, narrow, reading
from .references import references_en
from .tables import bounds, currency_words, either, rows, shared_signs, stop, unit_words
from .tokens_en import words

WORD = re.compile(r"[a-z]+")
DIGIT = re.compile(r"[\d\u00bc-\u00be]")
ROMAN_PART = re.compile(r"[a-z.] [IVXLCA-H]+\b")  # Annex III
_PERIOD = "second|minute|hour|day|week|month|quarter|year"
_EVERY = r"(?:an?|per|each|every|in an?|in every)"
# 7 % | 3.5 percentage points | 3 per thousand
PERCENT = re.compile(
    r"[\s-]?(?P<point>percentage[\s-]points?|percent points?|pp\b)|\s?%|[\s-]?(?:per\s?cents?|percentages?|pct)\b"
    r"|\s?(?P<mille>‰|per (?:mille|thousand)\b|permille\b)",
    re.IGNORECASE,
)
OF_PERCENT = re.compile(r"\bper\s?cent of\s+$", re.IGNORECASE)  # percent of 10
FREQUENCY = re.compile(rf"\s+times\s+{_EVERY}\s+(?P<u>{_PERIOD})\b", re.IGNORECASE)  # three times a year
TIMES = re.compile(r"[\s-]?(?:times\b|fold\b|x\b(?!\s?\d))", re.IGNORECASE)  # three times, tenfold, 10x
TWICE = re.compile(rf"\b(?P<w>once|twice|thrice)(?:\s+{_EVERY}\s+(?P<u>{_PERIOD}))?\b", re.IGNORECASE)  # twice a year
AGE = re.compile(r"[\s-]years?[\s-]olds?\b", re.IGNORECASE)  # 18 years old
HALF_UNIT = re.compile(
    r"(?<!and a )(?<!and )\bhalf(?:\s+an?|-an?|-| of an?)?\s?(?P<u>year|month|hour|day|century|decade)\b", re.IGNORECASE
)  # half a year
ONE_HALF = re.compile(
    r"\s+and\s+(?:(?:an?\s+)?half|a\s+(?P<q>quarter))\b(?!\s+(?:million|billion|trillion|dozen))", re.IGNORECASE
)  # one hour and a half
INCHES = re.compile(r"\s?(?:and\s+)?(?P<n>\d{1,2}(?:\.\d+)?)\s?(?:in\b|inch(?:es)?\b|\")", re.IGNORECASE)  # 5 ft 2 in
# G7 | Group of Seven | Five Eyes | EU27 | P5
GROUP = re.compile(
    r"\b(?:G-?(?P<g>7|8|10|20|77)|Group of (?P<w>Seven|Eight|Ten|Twenty|77)|(?P<e>Two|Three|Five|Nine|Fourteen) Eyes"
    r"|EU-?(?P<u>2[578])|P-?(?P<p>5))(?:\s?\+\s?\d)?\b"
)
GROUP_WORDS = {"Two": 2, "Three": 3, "Five": 5, "Seven": 7, "Eight": 8, "Nine": 9, "Ten": 10, "Fourteen": 14, "Twenty": 20}
DURATIONS = frozenset(
    [
        "second",
        "millisecond",
        "microsecond",
        "nanosecond",
        "minute",
        "hour",
        "day",
        "night",
        "week",
        "fortnight",
        "month",
        "quarter",
        "year",
        "decade",
        "century",
    ]
)
SHORT = {"k": 1000, "m": 10**6, "b": 10**9, "t": 10**12}
SHORT_SCALE = re.compile(r"\s?([kmbt])(?![A-Za-z0-9])", re.IGNORECASE)  # £125m
SHORT_K = re.compile(r"\s?([kb])(?![A-Za-z0-9])|(M)(?![A-Za-z0-9])")  # 10k
STUCK = re.compile(r"\d|[A-Za-z_]")  # 3D, 2FA: no number of something
IDENTIFIER = re.compile(r"[A-Za-z_\ufffc#/\\+.@=-]$")
LOOSE = re.compile(
    r"(?:^|[\s(\[\"'\u201c\u2018,;:\u2013\u2014>+~=])[-+=/.@#]?$|(?:^|[^A-Za-z])[a-z]{2,}-$|[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]$|\d[-/]$"
)  # (5, mid-5, 第5, 3-5
SYMBOL_WORDS = frozenset(
    ["in", "m", "d", "s", "h", "w", "y", "l", "t", "g", "B", "W", "V", "J", "Ki", "Mi", "Gi", "Ti", "rad", "cal", "hp", "ha"]
)


@cache
def _before() -> re.Pattern[str]:
    table = bounds("en", "before")
    spelt = either(w for w in table if w[0].isalpha())
    signs = either(w for w in table if not w[0].isalpha())
    return re.compile(rf"(?:(?<![A-Za-z])(?P<w>{spelt})\s+(?:about\s+|the\s+|an?\s+)?|(?P<s>{signs})\s?)$", re.IGNORECASE)


@cache
def _bound_tails() -> frozenset[str]:
    """Return the last words of all that may bound a number from before: a quick look saves the long one."""
    return frozenset([w.split()[-1] for w in bounds("en", "before")] + ["the", "a", "an"])


@cache
def _after() -> re.Pattern[str]:
    spelt = either(w for w in bounds("en", "after") if w[0].isalpha())
    return re.compile(rf"\s?\+(?!\d)|[\s-](?:{spelt})\b(?!\s+(?:one|an?|\d))", re.IGNORECASE)


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<![A-Za-z])(?:{either(currency_words('en')[1])}|dollars?|[MK](?=[A-Z]{{3}}))|[A-Za-z]{{0,3}}\$|\b[MK](?P<mega>{either(_codes())}))\s?$",
        re.IGNORECASE,
    )


def _codes() -> list[str]:
    return [s for s in currency_words("en")[1] if len(s) == 3 and s.isalpha() and s.isupper()]


@cache
def _money() -> re.Pattern[str]:
    spelt, signs = currency_words("en")
    return re.compile(rf"[\s-]?(?:(?:{either(spelt)})(?![A-Za-z])|(?P<mega>[MK])?(?:{either(signs)})(?![A-Za-z]))", re.IGNORECASE)


@cache
def _cents() -> dict[str, tuple[int, str]]:
    return {w: (int(r[2]), r[3] if len(r) > 3 else "") for r in rows("cents.tsv") for w in r[0].split("|") if w}


@cache
def _cent() -> re.Pattern[str]:
    return re.compile(rf"[\s-]?(?:{either(_cents())})(?![A-Za-z])", re.IGNORECASE)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"[\s-](?:of\s)?(?P<w>{either(unit_words('en')[0])})(?![A-Za-z])", re.IGNORECASE)


@cache
def _symbol() -> re.Pattern[str]:
    return re.compile(rf"\s?[\[<]?(?P<w>{either(unit_words('en')[1])})(?![A-Za-z0-9])[\]>]?")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(stop('en'))})\b", re.IGNORECASE)


@cache
def _often() -> tuple[re.Pattern[str], dict[str, tuple[Fraction, str]]]:
    table = {r[0]: (Fraction(r[1]), r[2]) for r in rows("often.tsv")}
    return re.compile(rf"\b(?:{either(table)})\b", re.IGNORECASE), table


@cache
def _often_words() -> frozenset[str]:
    return frozenset(WORD.findall(phrase)[-1] for phrase in _often()[1])


@cache
def _triggers() -> frozenset[str]:
    months = "january february april june july august september october november december march may eyes seven twenty once twice thrice"
    return words() | _often_words() | frozenset(months.split())


def read(text: str) -> tuple[Reading, ...]:
    """Return what an English text states, in order and without overlaps; names are not read here."""
    text = narrow(text)
    spelt = set(WORD.findall(text.lower()))
    if not DIGIT.search(text) and _triggers().isdisjoint(spelt):
        return tuple(references_en(text)) if ROMAN_PART.search(text) else ()
    text = mask(text)
    found = [*references_en(text), *dates(text, spelt), *_groups(text), *_multiples(text, spelt)]
    named = [span for _, span in identifiers(text)]
    if named:
        marked = Room(len(text), named)
        found = [r for r in found if len(str(r.mention.value)) != 4 or r.mention.kind != "date" or marked.free(*r.mention.span)]
    room = Room(len(text))
    taken = longest(found, room)
    counted = [n for n in numerals(text, spelt) if room.free(n.start, n.end)]
    if not counted:
        return in_order(taken)
    for span in named:
        room.take(*span)
    if any(n.form == "words" for n in counted):
        for m in _stop().finditer(text):
            room.take(*m.span())
    for n in counted:
        if room.free(n.start, n.end) and (one := _classify(text, n)) is not None:
            taken.append(room.fit(one, n.start, n.end))
    return in_order(taken)


def _groups(text: str) -> list[Reading]:
    found = []
    for m in GROUP.finditer(text):
        n = m["g"] or m["u"] or m["p"] or str(GROUP_WORDS.get(m["w"] or m["e"], m["w"]))
        head = "EYES" if m["e"] else "EU" if m["u"] else "P" if m["p"] else "G"
        found.append(reading("name", m.start(), m.end(), f"{head}{n}"))
    return found


def _multiples(text: str, spelt: set[str]) -> list[Reading]:
    """Return what words say that hold no numeral: twice a year, doubled, biennial, half a year."""
    found = []
    if not spelt.isdisjoint(("once", "twice", "thrice")):
        for m in TWICE.finditer(text):
            n = {"once": 1, "twice": 2, "thrice": 3}[m["w"].lower()]
            if m["u"]:
                strength = STRONG if n > 1 else WEAK
                found.append(reading("quantity", m.start(), m.end(), Fraction(n), f"per-{m['u'].lower()}", strength=strength))
            elif n > 1:
                found.append(reading("quantity", m.start(), m.end(), Fraction(n), "times", strength=PAIRED))
    if not spelt.isdisjoint(_often_words()):
        pattern, table = _often()
        for m in pattern.finditer(text):
            value, unit = table[m[0].lower()]
            found.append(reading("quantity", m.start(), m.end(), value, unit, strength=WEAK if unit.startswith("per-") else PAIRED))
    if "half" in spelt:
        for m in HALF_UNIT.finditer(text):
            unit = m["u"].lower()
            value, unit = (Fraction(6), "month") if unit == "year" else (Fraction(1, 2), unit)
            found.append(reading("duration", m.start(), m.end(), value, unit))
    return found


def _classify(text: str, n: Numeral) -> Reading | None:
    """Read what a numeral counts; None where it is no number of anything."""
    left = text[max(0, n.start - 12) : n.start]
    money = _sign().search(left) if left and (left[-1] in "$€£¥￥₹₩₽₺฿₱₫₪₦₴₡₭＄円 ." or left[-1].isalpha()) else None
    if money is None and n.form == "digits" and IDENTIFIER.search(left) and not _loose(left):
        return None
    if n.sort == "ordinal":
        return _ordinal(text, n)
    if n.sort == "year" or (n.form == "words" and 1500 <= n.value <= 2199 and IN_YEAR.search(left)):
        return reading("date", n.start, n.end, str(n.value))
    if money is not None:
        return _priced(text, n, money, left)
    end, value, unit, codes = _measured(text, n)
    digits = n.form == "digits"
    if not unit and digits:
        if m := SHORT_K.match(text, end):
            value, end = value * SHORT[m[0].strip().lower()], m.end()
        elif STUCK.match(text, end):
            return None
    if (n.small and value == 1 and not unit) or (value == 0 and not digits):
        return None
    kind: MentionKind = "duration" if unit in DURATIONS else "quantity"
    bound, start, end = _bound(text, n, n.start, end)
    return reading(kind, start, end, value, unit, bound, strength=_strength(text, n, unit), digits=digits, codes=codes)


def _strength(text: str, n: Numeral, unit: str) -> int:
    if n.form == "digits":
        return STRONG
    if (n.small and n.value <= 1) or (n.sort == "fraction" and n.value == Fraction(1, 2)):
        return WEAK
    if n.sort == "vague" or (
        n.small
        and not unit
        and text[n.start].isupper()
        and n.start
        and text[n.start - 1] == " "
        and text[n.end : n.end + 2].strip()[:1].isupper()
    ):
        return PAIRED  # Four Corners
    return STRONG


IN_YEAR = re.compile(r"\b(?:in|year|of|since|until|by)\s$", re.IGNORECASE)  # in two thousand and fifteen
ORDINAL_UNIT = re.compile(
    r"[\s-](second|minute|hour|day|week|month|year|anniversary|birthday|floor|century)\b", re.IGNORECASE
)  # 34th-minute


def _ordinal(text: str, n: Numeral) -> Reading:
    m = ORDINAL_UNIT.match(text, n.end)
    of = {"anniversary": "year", "birthday": "year", "floor": ""}.get(m[1].lower(), m[1].lower()) if m else ""
    strength = WEAK if n.value == 1 else STRONG if n.form == "digits" else PAIRED
    return reading("ordinal", n.start, n.end, n.value, strength=strength, digits=n.form == "digits", of=of)


def _priced(text: str, n: Numeral, money: re.Match[str], left: str) -> Reading:
    """Read an amount whose currency stands before it: £125m, EUR 20 000."""
    start, end, value = n.start - (len(left) - money.start()), n.end, n.value
    sign = money[0].strip()
    if money["mega"]:
        value, sign = value * SHORT[sign[0].lower()], money["mega"]
    unit, codes = _currency(sign)
    if n.form == "digits" and (m := SHORT_SCALE.match(text, end)):
        value, end = value * SHORT[m[1].lower()], m.end()
    if m := _money().match(text, end):
        other, more = _currency(m[0].strip(" -"))
        if codes and other != unit and (other in codes or more):
            unit, codes = other, more
        if (other in codes or other == unit) and not NEXT.match(text, m.end()):
            end = m.end()
    bound, start, end = _bound(text, n, start, end)
    return reading("quantity", start, end, value, unit, bound, digits=n.form == "digits", codes=codes)


NEXT = re.compile(r"\s?\d")  # EUR 1 EUR 2: the second sign is the second number's


def _measured(text: str, n: Numeral) -> tuple[int, Fraction, str, frozenset[str]]:
    """Return where an amount ends, its value, unit, and the currencies that a shared word may stand for."""
    end, value = n.end, n.value
    if m := PERCENT.match(text, end):
        return m.end(), value / 10 if m["mille"] else value, "percentage-point" if m["point"] else "%", NO_CODES
    if n.start > 9 and text[n.start - 1] == " " and OF_PERCENT.search(text, max(0, n.start - 13), n.start):
        return end, value, "%", NO_CODES
    if m := FREQUENCY.match(text, end):
        return m.end(), value, f"per-{m['u'].lower()}", NO_CODES
    if m := TIMES.match(text, end):
        return m.end(), value, "times", NO_CODES
    if m := AGE.match(text, end):
        return m.end(), value, "year", NO_CODES
    if m := _money().match(text, end):
        return _paid(text, m, value)
    if (m := _cent().match(text, end)) and n.value >= 1:
        parts, code = _cents()[m[0].strip(" -").lower()]
        return m.end(), value / parts, code or "USD", NO_CODES if code else shared_signs()["dollars"]
    if m := _unit().match(text, end):
        return _sized(text, n, m.end(), unit_words("en")[0][m["w"].lower()])
    if (
        n.form == "digits"
        and (m := _symbol().match(text, end))
        and not (m["w"] in SYMBOL_WORDS and m[0][0] == " ")
        and not _decade(text, n, m[0])
    ):
        return _sized(text, n, m.end(), unit_words("en")[1][m["w"]])
    return end, value, "", NO_CODES


SECONDS = re.compile(r"(?:\b(?:within|every|after|for|to|of|is|than|default|least|most|about)\s|[=:(]\s?)$", re.IGNORECASE)  # within 90s


def _decade(text: str, n: Numeral, symbol: str) -> bool:
    """Tell whether `80s` is a decade, an age or a temperature and not a time."""
    return symbol == "s" and n.value % 10 == 0 and 20 <= n.value <= 90 and not SECONDS.search(text, max(0, n.start - 10), n.start)


def _sized(text: str, n: Numeral, end: int, unit: str) -> tuple[int, Fraction, str, frozenset[str]]:
    value = n.value
    if unit in DURATIONS and (m := ONE_HALF.match(text, end)):
        return m.end(), value + Fraction(1, 4 if m["q"] else 2), unit, NO_CODES
    if unit == "foot" and (m := INCHES.match(text, end)):
        return m.end(), value + Fraction(m["n"]) / 12, unit, NO_CODES
    return end, value, unit, NO_CODES


SMALL_CHANGE = re.compile(
    r"(?:\s+and)?\s+(?P<n>[a-z]+(?:[ -][a-z]+)?|\d{2})(?P<c>\s+cents?\b)?(?![\w,]|\.\d)", re.IGNORECASE
)  # 15 dollars 50


def _paid(text: str, m: re.Match[str], value: Fraction) -> tuple[int, Fraction, str, frozenset[str]]:
    end = m.end()
    sign = m[0].strip(" -")
    if m["mega"] and len(sign) == 4:
        value, sign = value * SHORT[sign[0].lower()], sign[1:]
    unit, codes = _currency(sign)
    if more := SCALE_AFTER.match(text, end):  # 75 USD million
        value, end = value * {"m": 10**6, "b": 10**9, "t": 10**12}[more[1][0].lower()], more.end()
    elif change := SMALL_CHANGE.match(text, end):
        n = next(iter(numerals(change["n"])), None)
        if (
            n is not None
            and n.end == len(change["n"])
            and n.start == 0
            and 1 <= n.value < 100
            and (change["c"] or (n.value >= 10 and not NOUN.match(text, change.end())))
        ):
            value, end = value + n.value / 100, change.end()
    return end, value, unit, codes


SCALE_AFTER = re.compile(r"\s(million|billion|trillion)\b", re.IGNORECASE)
NOUN = re.compile(r"\s+[a-z]")


def _loose(left: str) -> bool:
    """Tell whether what stands left of digits leaves them a number: not `v1`, `CO2`, `COVID-19`, `10.0.0.1`."""
    return bool(LOOSE.search(left)) and not left.endswith(BLANK)


def _currency(word: str) -> tuple[str, frozenset[str]]:
    spelt, signs = currency_words("en")
    key = word.lower()
    code = spelt.get(key) or signs.get(word) or next((c for s, c in signs.items() if s.lower() == key), "USD")
    return code, shared_signs().get(key, NO_CODES)


RANGE = re.compile(r"\s?(?:to|and|[-\u2013\u2014~])\s?[\d$£€]")  # 2 to 4 inches


def _bound(text: str, n: Numeral, start: int, end: int) -> tuple[Bound, int, int]:
    if n.bound != "exact" or RANGE.match(text, n.end):
        return n.bound, start, end
    left = text[max(0, start - 30) : start]
    tail = left.split()[-1:] or [""]
    if (tail[0].lower().lstrip("(") in _bound_tails() or tail[0][-1:] in "<>~≈≥≤=") and (m := _before().search(left)):
        bound = bounds("en", "before").get((m["w"] or m["s"]).lower())
        if bound and not (n.small and bound == "about" and end == n.end):  # talking about two environments
            return bound, start - (len(left) - m.start()), end
    if m := _after().match(text, end):
        bound = bounds("en", "after").get(m[0].strip(" -").lower())
        if bound:
            return bound, start, m.end()
    return "exact", start, end
