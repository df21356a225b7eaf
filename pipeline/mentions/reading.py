"""Say how a mention was read: besides its value, how firmly it stands and what else it may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ..model import Bound, Mention, MentionKind


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a mention and how firmly it stands.

    A strong mention must be met on the other side of a bead; a weak one (`one`, `half`, a month's name alone) only meets.
    `codes` are the currencies that a shared sign may stand for; empty where the currency is named. `verbatim` marks
    identifiers, which are compared as text.
    """

    mention: Mention
    strong: bool = True
    codes: frozenset[str] = frozenset()


def reading(
    kind: MentionKind,
    start: int,
    end: int,
    value: Fraction | str,
    unit: str = "",
    bound: Bound = "exact",
    *,
    strong: bool = True,
    codes: frozenset[str] = frozenset(),
) -> Reading:
    """Make a reading in one line."""
    return Reading(Mention(kind, (start, end), value, unit, bound), strong, codes)


BLANK = "\ufffc"  # stands for each masked character: neither a space, nor a letter, nor a digit
# `code` | ](address "title") | https://… | <tag> | &amp; | {#id} {{< shortcode >}} | name@example.org | /path/to/file
MASK = re.compile(
    r"`[^`\n]+`|\]\([^()\s]*[^()\n]{0,200}\)|https?://[^\s<>\"'`)\]）】》，。；、！？“”]+|www\.[^\s<>\"'`)\]）】》，。；、！？“”]+"
    r"|<!?/?[A-Za-z][^<>\n]{0,300}>|&#?\w{1,12};|\{[^{}\n]{0,200}\}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}|(?<![\w\u4e00-\u9fff])/[A-Za-z][\w./-]*"
)
MASKED = re.compile(r"[`<{@&]|\]\(|://|www\.|/[A-Za-z]")


def mask(text: str) -> str:
    """Return the text with code, addresses, tags and the like blotted out, character for character.

    >>> mask("See `x2` and [two](http://a.b/3).").replace(BLANK, "_")
    'See ____ and [two________________).'
    """
    if not MASKED.search(text):
        return text
    return MASK.sub(_blot, text)


def _blot(m: re.Match[str]) -> str:
    return BLANK * len(m[0])


WIDE = str.maketrans(
    {**{0xFF10 + n: ord("0") + n for n in range(10)}, 0xFF0E: ".", 0xFF05: "%", 0xFF0D: "-", 0xFF0F: "/", 0xFF1A: ":", 0xFF0B: "+"}
)
FULL_WIDTH = re.compile(r"[０-９％]")
WIDE_COMMA = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")  # １１１，１１１


def narrow(text: str) -> str:
    """Turn full-width digits and the signs among them into their half-width forms, character for character.

    >>> narrow("１１１，１１１个，５％")
    '111,111个，5%'
    """
    if not FULL_WIDTH.search(text):
        return text
    return WIDE_COMMA.sub(",", text.translate(WIDE))
