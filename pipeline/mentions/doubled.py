"""Find a member that a Chinese enumeration names twice and its source once: 农民、渔民、渔民和林业工人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model import Span
from .listing import Listing, listings

SHORTEST, LONGEST = 2, 8  # characters of a member that is compared; past a longer one another enumeration may begin
BRACKET = re.compile(r"[*_ ]*[（(][^（）()]{1,20}[）)]")  # （金）
LEAST = 3  # members of an enumeration that is looked at


class Doubled(NamedTuple):
    """Hold where a member stands for the second time, and where its enumeration stands."""

    member: Span
    listing: Span


def doubled(source: str, target: str) -> Iterator[Doubled]:
    """Yield the members that stand twice in an enumeration of the target, where the source enumerates and says nothing twice.

    >>> zh = "该基金帮助农民、渔民、渔民和林业工人。"
    >>> [zh[slice(*d.member)] for d in doubled("The fund helps farmers, fishers, miners and foresters.", zh)]
    ['渔民']
    >>> list(doubled("Lies, lies, and more lies.", "谎言、谎言、更多谎言。"))
    []
    """
    if "、" not in target:
        return
    here = listings(source, "en")
    if not here or any(_repeats(source, listing) for listing in here):
        return
    for listing in (x for x in listings(target, "zh") if len(x.members) >= LEAST):
        first, *rest = (_with_bracket(target, span) for span in listing.members)
        seen: set[str] = set()
        for span, text in zip(listing.members[1:], rest, strict=True):
            if len(text) >= SHORTEST and (text in seen or first.endswith(text)):
                yield Doubled(span, listing.span)
            seen.add(text)
            if len(text) > LONGEST:
                first, seen = "", set()


def _with_bracket(text: str, member: Span) -> str:
    """Return a member with the bracket behind it: 刚果（布）and 刚果（金）are two."""
    more = BRACKET.match(text, member[1])
    return text[slice(*member)].strip() + (more[0].strip() if more else "")


def _repeats(text: str, listing: Listing) -> bool:
    """Tell whether an English enumeration names something twice: its members end in the same word."""
    last = [text[slice(*span)].strip().lower().split()[-1:] for span in listing.members]
    return any(word in last[:n] for n, word in enumerate(last))
