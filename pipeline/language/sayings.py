"""Compare what a work says with what others say: one thing rendered in two ways, or two things alike.

A check that compares works tells with `says=` how a work renders what others may render too. A work that renders a thing in
several ways sets nothing: that is told of the work itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..model import Saying

NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[〇零一二三四五六七八九十百千万亿两萬億兩]+")  # 1,200; 三十
SPELT = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)\b",
    re.IGNORECASE,
)  # thirty-five
SPACE = re.compile(r"[\s*_]+")


def plain(text: str) -> str:
    """Return a text in the form in which repetitions are compared: numbers masked, small letters, no last stop.

    >>> plain("In 2024 the council  met."), plain("Three years."), plain("任期三年。")
    ('in # the council met', '# years', '任期#年')
    """
    text = SPELT.sub("#", text) if text.isascii() else text
    return SPACE.sub(" ", NUMBER.sub("#", text)).strip().rstrip(".。：:").casefold()


def settled(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """Return, of each thing that is rendered in one way only, where it stands first."""
    found: dict[tuple[str, str], Saying | None] = {}
    for saying in sayings:
        key = (saying.check, saying.key)
        first = found.setdefault(key, saying)
        if first is not None and first.wording != saying.wording:
            found[key] = None
    return tuple(s for s in found.values() if s is not None)


def otherwise(sayings: Iterable[Saying], elsewhere: Sequence[Saying], check: str) -> Iterator[tuple[Saying, Saying]]:
    """Yield what a work says and another says otherwise, as far as a check compares it: its own saying, and the other's."""
    others = {other.key: other for other in elsewhere if other.check == check}
    for own in settled(sayings) if others else ():
        other = others.get(own.key)
        if other is not None and other.wording != own.wording:
            yield own, other
