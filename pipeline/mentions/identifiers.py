"""Compare what is carried over letter by letter: versions, standards, document symbols, code.

`ISO/IEC 42001:2023`, `A/RES/78/265`, `v1.26` and a stretch of code state no quantity, but a digit changed in one of them is an
error all the same. Two identifiers belong together where they differ in nothing but their digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..model import Span
from .reading import narrow
from .tables import currency_words

CODE = re.compile(r"`[^`\n]+`")
ADDRESS = re.compile(r"\]\([^()\s]*[^()\n]{0,200}\)|https?://[^\s<>\"'`)\]）】》，。；、！？“”]+|<!?/?[A-Za-z][^<>\n]{0,300}>|&#?\w{1,12};")
TOKEN = re.compile(
    r"24/7|(?:COM|SWD|JOIN|SEC)\(\d{4}\) ?\d{1,5}"
    r"|(?<![\d/.])(?:(?:19|20)\d\d/(?!\d\d?(?!\d)|(?:19|20)\d\d)\d{2,4}|(?:1[3-9]|[2-9]\d|\d{3,4})/(?:19|20)\d\d|\d{2}/\d{3})(?![\d/]|\.\d)"
    r"|(?:[A-Z]{2,5}/){0,3}(?:ISO|IEC|IEEE|GB|GB/T|RFC|CEN|ITU|ETSI|NIST|BS|DIN|JIS|EN)(?:[ -][A-Z]{1,3})?[ -]?\d[\d.:-]*\d"
    r"|[A-Za-z0-9_$][A-Za-z0-9_$]*(?:(?:[-./:+#=*&]|::)[A-Za-z0-9_$]+)*"
)  # 24/7, COM(2021) 206, 2024/1689, 1049/2001, 78/265, ISO-8601, A/RES/78/265, v1.26, PKCS#10
DIGITS = re.compile(r"\d\d*")  # finds its first digit faster than one or more
LETTER = re.compile(r"[A-Za-z_$]")
# What a reader of values reads itself: 10km, 21st, 1990s, 6-foot, mid-2024, 3x, EUR20, Q3
QUANTITY = re.compile(
    r"(?:FY|CY|fy|cy|Q|H|q|h)\d+|[A-Z]{0,3}\$?\d[\d,.]*[A-Za-z%]{0,3}|\d[\d,.]*[a-z]+|\d+(?:st|nd|rd|th)(?:-\w+)*|\d[\d.]*(?:-[a-z]+)+|[a-z]+(?:-\d+)+|\d+(?:[-./:]\d+)?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d+(?:[:-]\d+)*"
)
# What only looks like one: H100, CC0, TLS1.3, 5G, 4K; no money, no half-year or quarter, no group of countries
CODED = re.compile(r"(?!FY|CY|Q\d\Z|H[12]\Z|G\d\d?\Z)([A-Z]{1,3})\d[\d.]*[A-Z]{0,3}|()(?:\dG|[48]K)")
# an act or a resolution by year and number, which are no quantities
SYMBOL = re.compile(r"24/7|(?:19|20)\d\d/(?!\d\d?$|(?:19|20)\d\d$)\d{2,4}|(?:1[3-9]|[2-9]\d|\d{3,4})/(?:19|20)\d\d|\d{2}/\d{3}")
MONEY = frozenset(currency_words("en")[1])  # EUR20, S5
ZONES = ("UTC+", "UTC-", "GMT+", "GMT-")  # told with the time that they belong to


class Changed(NamedTuple):
    """Hold an identifier and its changed counterpart: the index of the text and the span on either side."""

    source: tuple[int, Span]
    target: tuple[int, Span]


@lru_cache(maxsize=512)
def identifiers(text: str) -> tuple[tuple[str, Span], ...]:
    """Return the identifiers of a text that hold a digit, each with its span; a stretch of code is one.

    >>> [i for i, _ in identifiers("`N+1`, ISO/IEC 42001:2023 and 10 km")]
    ['N+1', 'ISO/IEC 42001:2023']
    """
    if not DIGITS.search(text):
        return ()
    text = narrow(text)
    found: list[tuple[str, Span]] = []
    if "`" in text:
        for m in CODE.finditer(text):
            if DIGITS.search(m[0]):
                found.append((" ".join(m[0].strip("`").split()), m.span()))
        text = CODE.sub(_blank, text)
    if "](" in text or "://" in text or "<" in text or "&" in text:
        text = ADDRESS.sub(_blank, text)
    for window in _windows(text):
        for m in TOKEN.finditer(text, *window):
            token = m[0]
            if not token.isalpha() and DIGITS.search(token) and not _is_quantity(token):
                found.append((token, m.span()))
    return tuple(found)


def _is_quantity(token: str) -> bool:
    if not QUANTITY.fullmatch(token) or SYMBOL.fullmatch(token):
        return False
    code = CODED.fullmatch(token)
    return code is None or code[1] in MONEY


RATIO = re.compile(r"(?<![\d.,:/])(\d{1,3}):(\d{1,3})(?![\d:/]|[.,]\d)")  # 60:40


def _ratios(source: Sequence[str], target: Sequence[str]) -> Iterator[Changed]:
    """Yield the ratios whose sides changed places: 60:40, 40:60."""
    theirs = {(m[1], m[2]): (n, m.span()) for n, text in enumerate(target) if ":" in text for m in RATIO.finditer(text)}
    for n, text in enumerate(source) if theirs else ():
        for m in RATIO.finditer(text):
            if m[1] != m[2] and (m[1], m[2]) not in theirs and (at := theirs.get((m[2], m[1]))):
                yield Changed((n, m.span()), at)


JOINTS = frozenset("-./:+#=*&")
TIED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$)") | JOINTS  # what joins the parts of an identifier
WORDS = 3  # an identifier may begin so many words before its digits: ISO TR 1234


def _windows(text: str) -> list[Span]:
    """Return the stretches of whole words in which identifiers with digits may stand; most words have none near."""
    found: list[Span] = []
    for m in DIGITS.finditer(text):
        start, end = m.span()
        if (found and end <= found[-1][1]) or _alone(text, start, end):
            continue
        end = text.find(" ", end)
        for _ in range(WORDS):
            start = text.rfind(" ", 0, max(start, 0))
        start, end = start + 1, end if end >= 0 else len(text)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether digits touch nothing that could make an identifier of them, nor stand behind its capitals (ISO 42001) or brackets."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in TIED or (after in TIED and (after not in JOINTS or text[end + 1 : end + 2].strip())):
        return False
    led = text[start - 2 : start - 1] if before in (" ", "(") else ""
    return not (led.isupper() or led == ")")


def _blank(m: re.Match[str]) -> str:
    return " " * len(m[0])


def changed(source: Sequence[str], target: Sequence[str]) -> Iterator[Changed]:
    """Yield the identifiers that stand on both sides with other digits.

    >>> [c.target[1] for c in changed(("see v1.26",), ("见 v1.56",))]
    [(2, 7)]
    """
    figures = [d for text in target for d in DIGITS.findall(text)]
    if not figures or figures == [d for text in source for d in DIGITS.findall(text)]:
        return  # the same digits in the same order
    yield from _ratios(source, target)
    theirs = [(n, token, span) for n, text in enumerate(target) for token, span in identifiers(text)]
    if not theirs:
        return
    ours = [(n, token, span) for n, text in enumerate(source) for token, span in identifiers(text)]
    here, there = {token for _, token, _ in ours}, {token for _, token, _ in theirs}
    lost: dict[str, list[tuple[int, Span]]] = {}
    for n, token, span in ours:
        if token not in there:
            lost.setdefault(DIGITS.sub("0", token), []).append((n, span))
    for n, token, span in theirs:
        if token not in here and not token.startswith(ZONES) and (twins := lost.get(DIGITS.sub("0", token))):
            yield Changed(twins.pop(0), (n, span))
