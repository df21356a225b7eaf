"""Look at a text once for what many tables ask of it, so that a table none of whose words stands there costs next to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase

from ..model import Segment
from .tables import lower, union

SPACED = bytes(c if chr(c) in ascii_lowercase else 32 for c in range(256))  # any letter as it is, all else as a space


@lru_cache(maxsize=512)
def spelt(text: str) -> frozenset[str]:
    """Return the words of an English text in small letters, cut at whatever is no letter.

    >>> sorted(spelt("It's the EU's."))
    ['eu', 'it', 's', 'the']
    """
    return frozenset(text.lower().encode("ascii", "replace").translate(SPACED).decode("ascii").split())


def spelt_in(segments: Sequence[Segment]) -> frozenset[str]:
    """Return the words of some English segments together."""
    return spelt(segments[0].text) if len(segments) == 1 else frozenset().union(*[spelt(s.text) for s in segments])


class Cue:
    """Find forms in English texts in small letters: regular expressions, each with the words of which it needs one, `must|shall`.

    A look for the words, among those that `spelt` returns, is cheaper than the search.
    """

    def __init__(self, forms: Iterable[Sequence[str]]) -> None:
        table = list(forms)
        self.pattern = re.compile(union(form for form, _ in table))
        self.words = frozenset(word for _, words in table for word in words.split("|"))

    def likely(self, words: frozenset[str]) -> bool:
        """Tell whether a text with these words may have one of the forms."""
        return not self.words.isdisjoint(words)

    def any_in(self, segments: Iterable[Segment], words: frozenset[str]) -> bool:
        """Tell whether one of the segments, whose words these are, has one of the forms."""
        return not self.words.isdisjoint(words) and any(self.pattern.search(lower(s.text)) for s in segments)


class Signs:
    """Find where a text may hold any of many strings that a table knows by their first one or two characters.

    One look for characters that may be the first and the second passes over nearly all of a text.

    >>> list(Signs(["欧盟", "法国", "。"]).places("欧洲的法国与欧盟。"))
    [3, 6, 8]
    """

    def __init__(self, beginnings: Iterable[str]) -> None:
        self.beginnings = frozenset(beginnings)
        pairs = {b for b in self.beginnings if len(b) == 2}
        single = _either({b for b in self.beginnings if len(b) == 1})
        first, second = (_either({b[n] for b in pairs}) for n in (0, 1))
        looks = (single, first and f"{first}(?={second})")
        self.finditer = re.compile("|".join(filter(None, looks)) or "(?!)").finditer

    def places(self, text: str) -> Iterator[int]:
        """Yield, in order, every place of a text at which one of the beginnings stands."""
        for m in self.finditer(text):
            at = m.start()
            if text[at : at + 2] in self.beginnings or text[at] in self.beginnings:
                yield at


HAN = "\ue000"  # stands in a pair for any Han character
HANS = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"


class Screen:
    """Tell which signs of a table a text has: characters, pairs that stand side by side, `^` and the first character, the last and `$`.

    >>> table = Screen(["。", "、等", "^（", "”$", HAN + ","])
    >>> sorted(table.of("（他说：“美国、法国等。”")), table.of("美国,1、2等") == {HAN + ","}, table.of("1,")
    (['^（', '”$', '。'], True, set())
    """

    def __init__(self, signs: Iterable[str]) -> None:
        self.signs = frozenset(signs)
        pairs = {s for s in self.signs if len(s) == 2 and s[0] not in (HAN, "^") and s[1] != "$"}
        single, behind = _either({s for s in self.signs if len(s) == 1}), _either({s[1] for s in self.signs if s[0] == HAN})
        first, second = (_either({s[n] for s in pairs}) for n in (0, 1))
        self.single = re.compile(single).findall if single else None
        self.pairs = re.compile(f"({first})(?=({second}))").findall if pairs else None
        self.behind = re.compile(f"{behind}(?<={HANS}.)").findall if behind else None

    def of(self, text: str) -> set[str]:
        """Return the signs that stand in a text."""
        found = {"^" + text[:1], text.removesuffix("\n")[-1:] + "$"}
        if self.single:
            found.update(self.single(text))
        if self.pairs:
            found.update([one + other for one, other in self.pairs(text)])
        if self.behind:
            found.update([HAN + mark for mark in self.behind(text)])
        return found.intersection(self.signs)


def _either(characters: Iterable[str]) -> str:
    """Return a class of characters, or nothing where there are none."""
    inner = "".join(map(re.escape, sorted(characters)))
    return f"[{inner}]" if inner else ""
