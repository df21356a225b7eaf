"""Say how a mention was read: besides its value, how firmly it stands and what else it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from ..model import Bound, Mention, MentionKind, Span

STRONG, PAIRED, WEAK, HINT = 2, 1, 0, -1


class Reading(NamedTuple):
    """Hold a mention and how firmly it stands.

    `strength`: a strong mention must be met on the other side of a bead; a paired one (`second`, 两) is missed only when the other
    side has one left over too; a weak one (`one`, `half`) only meets; a hint (`annual`) is no mention and only speaks against another.
    `digits` tells that it is written in digits. `codes` are the currencies that a shared sign may stand for; empty where the currency
    is named. `of` is the unit that an ordinal counts. `hours` is 12 where a time does not say which half of the day it means; `grown`
    tells that a share was added to a whole (by 200 %).
    """

    mention: Mention
    strength: int = STRONG
    digits: bool = False
    codes: frozenset[str] = frozenset()
    of: str = ""
    hours: int = 24
    grown: bool = False

    @property
    def unit(self) -> str:
        """Return the unit of the amount, or the one that the ordinal counts."""
        return self.mention.unit or self.of


NO_CODES: frozenset[str] = frozenset()


def reading(
    kind: MentionKind,
    start: int,
    end: int,
    value: Fraction | str,
    unit: str = "",
    bound: Bound = "exact",
    *,
    strength: int = STRONG,
    digits: bool = False,
    codes: frozenset[str] = NO_CODES,
    of: str = "",
    hours: int = 24,
    grown: bool = False,
) -> Reading:
    """Make a reading in one line."""
    return Reading(Mention(kind, (start, end), value, unit, bound), strength, digits, codes, of, hours, grown)


def settled(r: Reading, currency: str) -> Reading:
    """Return a reading whose shared sign means the currency that the work names, where it may.

    >>> settled(reading("quantity", 0, 4, Fraction(500), "USD", codes=frozenset({"USD", "SGD"})), "SGD").unit
    'SGD'
    """
    if currency not in r.codes:
        return r
    return r._replace(mention=replace(r.mention, unit=currency), codes=NO_CODES)


BLANK = "\ufffc"  # stands for each masked character: neither a space, nor a letter, nor a digit
# `code` | ](address "title") | https://… | <tag> | &amp; | {#id} {{< shortcode >}} | name@example.org | /path/to/file
_MASK = (
    r"`[^`\n]+`|\]\([^()\s]*[^()\n]{0,200}\)|https?://[^\s<>\"'`)\]）】》，。；、！？“”]+|www\.[^\s<>\"'`)\]）】》，。；、！？“”]+"
    r"|<!?/?[A-Za-z][^<>\n]{0,300}>|&#?\w{1,12};|\{[^{}\n]{0,200}\}"
)
_PATH = r"/(?<![\w\u4e00-\u9fff]/)[A-Za-z][\w./-]*"
MASK = re.compile(f"{_MASK}|{_PATH}")
MASK_MAIL = re.compile(rf"{_MASK}|[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,5}}|{_PATH}")  # tried at every word
SLASHED = re.compile(r"/[/A-Za-z]")


def mask(text: str) -> str:
    """Return the text with code, addresses, tags and the like blotted out, character for character.

    >>> mask("See `x2` and [two](http://a.b/3).").replace(BLANK, "_")
    'See ____ and [two_______________.'
    """
    if "@" in text:
        return MASK_MAIL.sub(blot, text)
    signs = "`" in text or "<" in text or "{" in text or "&" in text or "](" in text or "www." in text
    return MASK.sub(blot, text) if signs or ("/" in text and SLASHED.search(text)) else text


def blot(m: re.Match[str]) -> str:
    """Blot out a match."""
    return BLANK * len(m[0])


WIDE: dict[int, int | str] = {
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    0xFF0E: ".",
    0xFF05: "%",
    0xFF0D: "-",
    0xFF0F: "/",
    0xFF1A: ":",
    0xFF0B: "+",
}
FULL_WIDTH = re.compile(r"[０-９％]")
WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")  # １１１，１１１


def narrow(text: str) -> str:
    """Turn full-width digits and the signs among them into their half-width forms, character for character.

    >>> narrow("１１１，１１１个，５％")
    '111,111个，5%'
    """
    if text.isascii() or not FULL_WIDTH.search(text):
        return text
    return WIDE_COMMA.sub(",", text.translate(WIDE))


NO_DIGITS = bytes(c for c in range(256) if chr(c) not in "0123456789")
DIGIT = re.compile(r"[\d\u00bc-\u00be]")  # 5, ½


def has_digits(text: str) -> bool:
    """Tell whether a text has a digit or a sign for a fraction; of plain ASCII its bytes tell that sooner than a search.

    >>> has_digits("10 km"), has_digits("½ km"), has_digits("ten km")
    (True, True, False)
    """
    return bool(text.encode().translate(None, NO_DIGITS)) if text.isascii() else DIGIT.search(text) is not None


def lower(text: str) -> str:
    """Return the text in lower case, character for character: the dotted capital I, which grows, stays.

    >>> len(lower("\u0130")), lower("One")
    (1, 'one')
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


class Room:
    """Keep account of which characters of a text are taken, so that readings never overlap and many cost no more than few."""

    def __init__(self, length: int, spans: Iterable[Span] = ()) -> None:
        self.taken = bytearray(length)
        for start, end in spans:
            self.take(start, end)

    def free(self, start: int, end: int) -> bool:
        """Tell whether nothing stands there yet."""
        return self.taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as taken."""
        self.taken[start:end] = b"\1" * (end - start)

    def fit(self, r: Reading, start: int, end: int) -> Reading:
        """Take the reading of a free numeral, cut back to the numeral where its sign or bound is another's: the euro of `1€1`."""
        if not self.free(*r.mention.span):
            r = r._replace(mention=replace(r.mention, span=(start, end)))
        self.take(*r.mention.span)
        return r


def longest(found: list[Reading], room: Room) -> list[Reading]:
    """Keep, where readings overlap, the longest, and mark their places as taken."""
    kept: list[Reading] = []
    for r in sorted(found, key=lambda r: (r.mention.span[0] - r.mention.span[1], r.mention.span)):
        if room.free(*r.mention.span):
            room.take(*r.mention.span)
            kept.append(r)
    return kept


def in_order(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return readings as they stand in the text."""
    return tuple(sorted(found, key=lambda r: r.mention.span))
