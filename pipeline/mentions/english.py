"""Read the values that an English text states."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from ..model import Bound
from .dates_en import dates
from .numeral import Numeral
from .numerals_en import numerals, words
from .reading import BLANK, Reading, mask, narrow, reading
from .references import references_en
from .tables import bounds, currency_words, either, shared_signs, stop, unit_words

WORD = re.compile(r"[a-z]+")
DIGIT = re.compile(r"\d")
PERCENT = re.compile(
    r"(?:\s|-)?(?P<point>(?:percentage[\s-]points?|percent points?|pp\b))|\s?%|(?:\s|-)?(?:per\s?cents?|percentages?|pct)\b|\s?(?P<mille>‰|per (?:mille|thousand)\b|permille\b)",
    re.IGNORECASE,
)
OF_PERCENT = re.compile(r"\bper\s?cent of\s+$", re.IGNORECASE)  # percent of 10
TIMES = re.compile(
    r"(?:\s|-)?(?:times\b(?!\s+(?:a|an|per|each|every|in a)\b)|fold\b|x\b(?!\s?\d))", re.IGNORECASE
)  # three times, tenfold, 10x
FREQUENCY = re.compile(
    r"\s+times\s+(?:a|an|per|each|every|in a)\s+(second|minute|hour|day|week|month|quarter|year)\b", re.IGNORECASE
)  # three times a year
TWICE = re.compile(
    r"\b(?P<w>once|twice|thrice)(?:\s+(?:a|an|per|each|every|in a|in every)\s+(?P<u>second|minute|hour|day|week|month|quarter|year))?\b",
    re.IGNORECASE,
)  # twice a year
OFTEN = re.compile(
    r"\b(biannual|biannually|semi-annual|semiannual|semi-annually|half-yearly|biennial|biennially|quarterly)\b", re.IGNORECASE
)
OFTEN_VALUES = {"biannual": 2, "biannually": 2, "semi-annual": 2, "semiannual": 2, "semi-annually": 2, "half-yearly": 2, "quarterly": 4}
MULTIPLE = re.compile(
    r"\b(doubl(?:e|es|ed|ing)|twofold|tripl(?:e|es|ed|ing)|trebl(?:e|es|ed|ing)|threefold|quadrupl(?:e|es|ed|ing)|fourfold|fivefold|sixfold|tenfold)\b",
    re.IGNORECASE,
)
MULTIPLES = {"dou": 2, "two": 2, "tri": 3, "tre": 3, "thr": 3, "qua": 4, "fou": 4, "fiv": 5, "six": 6, "ten": 10}
AGE = re.compile(r"(?:\s|-)years?(?:\s|-)olds?\b", re.IGNORECASE)  # 18 years old
HALF_UNIT = re.compile(
    r"\bhalf(?:\s+an?|-an?|-)?\s?(?P<u>year|month|hour|day|century|decade)\b|\bhalf of an?\s(?P<u2>year|hour|day)\b", re.IGNORECASE
)  # half a year
GROUP = re.compile(
    r"\b(?:G-?(?P<g>7|8|10|20|77)|Group of (?P<w>Seven|Eight|Ten|Twenty|77)|(?P<e>Two|Three|Five|Nine|Fourteen) Eyes|EU-?(?P<u>2[578])|P-?(?P<p>5))(?:\s?\+\s?\d)?\b"
)
GROUP_WORDS = {"Two": 2, "Three": 3, "Five": 5, "Seven": 7, "Eight": 8, "Nine": 9, "Ten": 10, "Fourteen": 14, "Twenty": 20}
IDENTIFIER = re.compile(r"[A-Za-z_\ufffc#/\\+.@=-]$")
ROMAN_PART = re.compile(r"[a-z.] [IVXLCA-H]+\b")  # Annex III
STUCK = re.compile(r"\d|[A-Za-z_]|-?\d|[./:]\d")


@cache
def _before() -> re.Pattern[str]:
    table = bounds("en", "before")
    return re.compile(
        rf"(?:(?<![A-Za-z])(?:{either(w for w in table if w[0].isalpha())})\s+(?:about\s+|the\s+|a\s+|an\s+|US|EUR\s)?|(?:{either(w for w in table if not w[0].isalpha())})\s?)$",
        re.IGNORECASE,
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s?\+(?!\d)|[\s-](?:{either(w for w in bounds('en', 'after') if w[0].isalpha())})\b", re.IGNORECASE)


@cache
def _sign() -> re.Pattern[str]:
    signs = currency_words("en")[1]
    names = "dollar|dollars"
    return re.compile(rf"(?:(?<![A-Za-z])(?:{either(signs)}|{names})|[A-Za-z]{{0,3}}\$)\s?$", re.IGNORECASE)


@cache
def _money() -> re.Pattern[str]:
    spelt, signs = currency_words("en")
    return re.compile(rf"(?:\s|-)?(?:(?:{either(spelt)})(?![A-Za-z])|(?:{either(signs)})(?![A-Za-z]))", re.IGNORECASE)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"(?:\s|-)(?:{either(unit_words('en')[0])})(?![A-Za-z])(?!-long)", re.IGNORECASE)


@cache
def _symbol() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{either(unit_words('en')[1])})(?![A-Za-z0-9])")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{either(stop('en'))})\b", re.IGNORECASE)


@cache
def _triggers() -> frozenset[str]:
    return words() | frozenset(
        [
            "once",
            "twice",
            "thrice",
            "doubled",
            "double",
            "doubles",
            "doubling",
            "tripled",
            "triple",
            "triples",
            "tripling",
            "trebled",
            "quadrupled",
            "twofold",
            "threefold",
            "fourfold",
            "fivefold",
            "tenfold",
            "biannual",
            "biannually",
            "annual",
            "semi",
            "quarterly",
            "biennial",
            "eyes",
            "january",
            "february",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    )


def read(text: str) -> tuple[Reading, ...]:
    """Return what an English text states, in order and without overlaps; names are not read here."""
    text = narrow(text)
    if not DIGIT.search(text) and _triggers().isdisjoint(WORD.findall(text.lower())):
        return tuple(references_en(text)) if ROMAN_PART.search(text) else ()
    text = mask(text)
    found = list(references_en(text))
    found += dates(text)
    found += _groups(text)
    found += _multiples(text)
    taken = _free(found)
    banned = [m.span() for m in _stop().finditer(text)]
    for n in numerals(text):
        if any(r.mention.span[0] < n.end and n.start < r.mention.span[1] for r in taken) or any(
            a < n.end and n.start < b for a, b in banned
        ):
            continue
        if one := _classify(text, n):
            taken.append(one)
    return tuple(sorted(taken, key=lambda r: r.mention.span))


def _free(found: list[Reading]) -> list[Reading]:
    """Keep, where readings overlap, the longest."""
    taken: list[Reading] = []
    for r in sorted(found, key=lambda r: (r.mention.span[0] - r.mention.span[1], r.mention.span)):
        if all(r.mention.span[1] <= t.mention.span[0] or t.mention.span[1] <= r.mention.span[0] for t in taken):
            taken.append(r)
    return taken


def _groups(text: str) -> list[Reading]:
    found = []
    for m in GROUP.finditer(text):
        n = m["g"] or m["u"] or m["p"] or str(GROUP_WORDS.get(m["w"] or m["e"], m["w"]))
        head = "EYES" if m["e"] else "EU" if m["u"] else "P" if m["p"] else "G"
        found.append(reading("name", m.start(), m.end(), f"{head}{n}"))
    return found


def _multiples(text: str) -> list[Reading]:
    found = []
    for m in TWICE.finditer(text):
        n = {"once": 1, "twice": 2, "thrice": 3}[m["w"].lower()]
        if m["u"]:
            found.append(reading("quantity", m.start(), m.end(), Fraction(n), f"per-{m['u'].lower()}"))
        elif n > 1:
            found.append(reading("quantity", m.start(), m.end(), Fraction(n), "times", strong=False))
    for m in OFTEN.finditer(text):
        word = m[1].lower()
        if word in OFTEN_VALUES:
            found.append(reading("quantity", m.start(), m.end(), Fraction(OFTEN_VALUES[word]), "per-year", strong=False))
        else:
            found.append(reading("quantity", m.start(), m.end(), Fraction(1, 2), "per-year", strong=False))
    for m in MULTIPLE.finditer(text):
        found.append(reading("quantity", m.start(), m.end(), Fraction(MULTIPLES[m[1][:3].lower()]), "times", strong=False))
    for m in HALF_UNIT.finditer(text):
        unit = (m["u"] or m["u2"]).lower()
        value, unit = (Fraction(6), "month") if unit == "year" else (Fraction(1, 2), unit)
        found.append(reading("duration", m.start(), m.end(), value, unit))
    return found


def _classify(text: str, n: Numeral) -> Reading | None:
    start, end, value = n.start, n.end, n.value
    codes: frozenset[str] = frozenset()
    unit, kind = "", "quantity"
    left = text[max(0, start - 12) : start]
    money = _sign().search(left) if left else None
    if money is None and n.form == "digits" and left and IDENTIFIER.search(left) and not _loose(left):
        return None
    if n.sort == "ordinal":
        return reading("ordinal", start, end, value, strong=value > 1 and not n.small)
    if money is not None:
        start -= len(left) - money.start()
        unit, codes = _currency(money[0].strip())
        if n.form == "digits" and (m := SHORT_SCALE.match(text, end)):
            value *= SHORT[m[1].lower()]
            end = m.end()
    elif m := PERCENT.match(text, end):
        end = m.end()
        unit = "percentage-point" if m["point"] else "%"
        if m["mille"]:
            value /= 10
    elif OF_PERCENT.search(text[max(0, start - 12) : start]):
        unit = "%"
    elif m := FREQUENCY.match(text, end):
        end, unit = m.end(), f"per-{m[1].lower()}"
    elif m := TIMES.match(text, end):
        end, unit = m.end(), "times"
    elif m := AGE.match(text, end):
        end, unit, kind = m.end(), "year", "duration"
    elif m := _money().match(text, end):
        end = m.end()
        unit, codes = _currency(m[0].strip(" -"))
    elif m := _unit().match(text, end):
        end, unit = m.end(), unit_words("en")[0][m[0][1:].lower()]
    elif n.form == "digits" and (m := _symbol().match(text, end)):
        symbol = m[0].strip()
        if not (symbol in ("in", "m", "d", "s", "h", "w", "y", "l", "t", "g") and m[0][0] == " "):
            end, unit = m.end(), unit_words("en")[1][symbol]
    if not unit and n.form == "digits":
        if m := SHORT_K.match(text, end):
            value, end = value * SHORT[m[1].lower()], m.end()
        elif STUCK.match(text, end) and not PAGES.match(text, end):
            return None
    if unit in DURATIONS:
        kind = "duration"
    bound, start, end = _bound(text, n, start, end)
    strong = not ((n.small and value <= 1) or (n.sort == "fraction" and n.form == "words" and n.small))
    if n.small and value <= 1 and not unit and n.sort == "cardinal":
        return None
    return reading(kind, start, end, value, unit, bound, strong=strong, codes=codes)  # type: ignore[arg-type]


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
SHORT = {"k": 1000, "m": 10**6, "b": 10**9, "t": 10**12, "million": 10**6, "billion": 10**9, "trillion": 10**12, "thousand": 1000}
SHORT_SCALE = re.compile(r"\s?([kmbt])(?![A-Za-z0-9])", re.IGNORECASE)  # £125m
SHORT_K = re.compile(r"(k)(?![A-Za-z0-9])")  # 10k
PAGES = re.compile(r"[./:-]\d")
LOOSE = re.compile(
    r"(?:^|[\s(\[\"'\u201c\u2018,;:\u2013\u2014/>+~=-])[-+=/.@]?$|(?:^|[^A-Za-z])[a-z]{2,}-$|[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]$|\d-$|\d/$"
)


def _loose(left: str) -> bool:
    """Tell whether what stands left of digits leaves them a number: not `v1`, `CO2`, `COVID-19`, `10.0.0.1`."""
    return bool(LOOSE.search(left)) and not left.endswith(BLANK)


def _currency(word: str) -> tuple[str, frozenset[str]]:
    spelt, signs = currency_words("en")
    key = word.lower()
    code = spelt.get(key) or signs.get(word) or next((c for s, c in signs.items() if s.lower() == key), "")
    if not code and key.endswith("$"):
        code = "USD"
    return code or "USD", shared_signs().get(key, frozenset())


def _bound(text: str, n: Numeral, start: int, end: int) -> tuple[Bound, int, int]:
    if n.bound != "exact":
        return n.bound, start, end
    left = text[max(0, start - 26) : start]
    if left and (m := _before().search(left)):
        key = re.sub(r"\s+(?:about|the|a|an|US|EUR)?\s*$", "", m[0].lower()).strip()
        bound = bounds("en", "before").get(key) or bounds("en", "before").get(m[0].lower().strip())
        if bound:
            return bound, start - (len(left) - m.start()), end  # type: ignore[return-value]
    if m := _after().match(text, end):
        bound = bounds("en", "after").get(m[0].strip(" -").lower())
        if bound:
            return bound, start, m.end()  # type: ignore[return-value]
    return "exact", start, end
