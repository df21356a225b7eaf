"""Add up the pieces of an English whole number: twelve million three hundred and forty-five thousand, nineteen eighty-four."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .tokens_en import ARTICLE, Token

HUGE = 10**36  # beyond it nobody counts


class Whole:
    """Hold the number that the pieces of a chain make, from one of them on, up to `until`, and how many they are.

    `year` tells that it is read in pairs of digits, `bare` that it is a word of scale that counts nothing (a hundred is not bare),
    `scale` is its last word of scale.
    """

    def __init__(self, text: str, chain: Sequence[Token], at: int, until: int | None = None) -> None:
        self.text, self.chain = text, chain
        self.total, self.current, self.scale = Fraction(0), None, Fraction(0)  # type: Fraction, Fraction | None, Fraction
        self.last: Token | None = None
        self.year = self.bare = False
        self.start, self.length = chain[at].start, 0
        takes = {"C": self._cardinal, "D": self._digits, "S": self._scaled, "Z": self._dozen}
        for i in range(at, len(chain) if until is None else until):
            take = takes.get(chain[i].sort)
            if take is None or not take(chain[i], i):
                break
            self.last = chain[i]
            self.length += 1
            if self.bare or chain[i].sort == "Z":
                break
        if self.length and chain[at].sort in "SZ" and (m := ARTICLE.search(text, max(0, self.start - 4), self.start)):
            self.start = m.start()

    @property
    def value(self) -> Fraction:
        """Return what the pieces come to."""
        return self.total + (self.current or 0)

    @property
    def end(self) -> int:
        """Return where the last piece ends."""
        return self.last.end if self.last else self.start

    def and_before(self, token: Token) -> bool:
        """Tell whether an `and` stands between the number so far and a piece."""
        return self.last is not None and "and" in self.text[self.last.end : token.start].lower()

    def and_article(self, token: Token) -> bool:
        """Tell whether `and a` stands between the number so far and a piece."""
        return self.last is not None and " a" in self.text[self.last.end : token.start].lower().replace("and", "")

    def _cardinal(self, t: Token, _: int) -> bool:
        if self.current is None:
            if self.last is not None and not (self.scale and t.value < self.scale):
                return False
            self.current = t.value
        elif self._fits(t):
            self.current += t.value
        elif not self.scale and self.current in (19, 20) and 10 <= t.value <= 99 and not self.and_before(t) and not self.year:
            self.current, self.year = self.current * 100 + t.value, True  # nineteen eighty-four
        else:
            return False
        return True

    def _fits(self, t: Token) -> bool:
        """Tell whether tens or units go on from hundreds or tens: hundred and five, twenty-one."""
        assert self.current is not None
        joined = self.and_before(t)
        if self.current >= 100 and self.current % 100 == 0 and t.value < 100:
            return joined or (self.last is not None and self.last.sort == "S")
        return self.current % 100 >= 20 and self.current % 10 == 0 and 0 < t.value < 10 and not joined

    def _digits(self, t: Token, i: int) -> bool:
        if self.last is None:
            self.current = t.value
        elif self.last.sort != "S" or t.value >= self.scale:
            return False
        elif self.and_before(t) and t.value.denominator == 1:
            self.current = (self.current or 0) + t.value
        elif self.current is None and self._scaled_next(i, t):
            self.current = t.value  # 5 million 300 thousand
        else:
            return False
        return True

    def _scaled_next(self, i: int, t: Token) -> bool:
        following = self.chain[i + 1] if i + 1 < len(self.chain) else None
        return following is not None and following.sort == "S" and following.value * t.value < self.scale

    def _scaled(self, t: Token, i: int) -> bool:
        if self.year or self.total > HUGE:
            return False
        if self.last is None and not self._countable(t, i):
            self.bare = True
            return True
        if t.value == 100:
            if self.current is not None and (self.current >= 100 or self.current == 0):
                return False
            self.current = Fraction(self.current or 1) * 100
            self.scale = self.scale or Fraction(100)
            return True
        if self.current is None and self.total and self.last is not None and self.last.sort == "S":
            self.total *= t.value
        else:
            self.total += (1 if self.current is None else self.current) * t.value
        self.current, self.scale = None, t.value
        return True

    def _countable(self, t: Token, i: int) -> bool:
        """Tell whether a word of scale without a number before it counts: `a hundred`, `hundred thousand`."""
        if ARTICLE.search(self.text, max(0, t.start - 4), t.start):
            return True
        return i + 1 < len(self.chain) and self.chain[i + 1].sort == "S"

    def _dozen(self, t: Token, _: int) -> bool:
        if self.last is None and not ARTICLE.search(self.text, max(0, t.start - 4), t.start):
            self.bare = True
            return True
        if self.last is not None and self.current is None and not self.total:
            return False
        self.total, self.current = self.total + (self.current if self.current is not None else 1) * 12, None
        return True
