"""Find wordings in texts: at each place the longest wins; what is found names a thing, points to it, or hints at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from ..language.script import plain
from ..language.signs import Signs, spelt
from ..model import Span

WORD = re.compile(r"\w+")  # United | States
LOWER = re.compile(r"[a-z]{3}")  # any ordinary word: the text is not a line of capitals
FOLD = str.maketrans({"’": "'", "\u00a0": " ", "\n": " ", "（": "(", "）": ")"})


HINTED = "~"  # before an id at which a wording only hints: Silicon Valley at the United States


class Strength(IntEnum):
    """Say how surely a wording means the name: it hints at it, points to it (German, 柏林), or names it."""

    HINT = 0
    WEAK = 1
    NAME = 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """Hold a stretch of text that names or points to one of `ids` (several where the wording is ambiguous or joint)."""

    span: Span
    ids: tuple[str, ...]
    strength: Strength
    kind: str


Entry = tuple[str, tuple[str, ...], Strength, str]


class Index:
    """Hold the wordings of one language and find them: at each place the longest wins, and hides what lies inside it.

    Chinese wordings are held in simplified characters, and looked for in texts that are written so.
    """

    def __init__(self, entries: Iterable[Entry], language: str) -> None:
        self.language = language
        merged: dict[str, tuple[tuple[str, ...], Strength, str]] = {}
        simple: dict[str, set[str]] = {}  # what is meant where the characters are simplified: 欧洲理事会 is not what 歐洲理事會 may be
        for text, ids, strength, kind in entries:
            written = text.translate(FOLD)
            key = plain(written) if language == "zh" else written
            if not key:
                continue
            if key == written:
                simple.setdefault(key, set()).update(ids)
            old = merged.get(key)
            if old is not None:
                ids = (*old[0], *(i for i in ids if i not in old[0]))
                strength, kind = (strength if strength is Strength.HINT else max(old[1], strength)), kind if old[2] == "part" else old[2]
            merged[key] = (ids, strength, kind)
        self.foreign = merged.keys() - simple.keys()  # a region's own names, 馬利: in simplified characters they may be another's
        self.simple = {key: ids for key, ids in simple.items() if ids and not ids.issuperset(merged[key][0])}
        self.heads: dict[str, list[tuple[str, tuple[str, ...], Strength, str]]] = {}
        for key in sorted(merged, key=lambda k: (-len(k), k)):
            self.heads.setdefault(self._head(key), []).append((key, *merged[key]))
        self.words = _telling(merged) if language == "en" else frozenset()
        firsts = "".join(sorted({re.escape(head[0]) for head in self.heads if WORD.match(head)}))
        self.beginnings = re.compile(rf"[{firsts}](?<!\w.)\w*" if firsts else "(?!)")  # words that a wording may begin with
        self.signs = Signs(self.heads)

    def _head(self, key: str) -> str:
        if self.language == "zh":
            return key[:2]
        first = WORD.match(key)
        return first[0] if first else key[:1]

    def likely(self, text: str) -> bool:
        """Tell whether a text has a word of any wording; in Chinese to find them is no dearer."""
        return self.language == "zh" or not self.words.isdisjoint(spelt(text))

    def find(self, written: str) -> Iterator[Sighting]:
        """Yield what the text names or points to, in order and without overlap."""
        return self._chinese(written) if self.language == "zh" else self._english(written)

    def _chinese(self, written: str) -> Iterator[Sighting]:
        heads, past, text = self.heads, 0, plain(written)
        for at in self.signs.places(text):
            for key, ids, strength, kind in heads.get(text[at : at + 2], ()) if at >= past else ():
                if text.startswith(key, at) and not (key.isascii() and _inside_latin(text, at, at + len(key))):
                    if ids:
                        if (key in self.simple or key in self.foreign) and written.startswith(key, at):
                            ids = tuple(i for i in ids if i in self.simple.get(key, ids))
                            strength = min(strength, Strength.WEAK) if key in self.foreign else strength
                        yield Sighting((at, at + len(key)), ids, _in_person(text, at, at + len(key), strength), kind)
                    doubtful = ids and strength is Strength.HINT and kind == "country"
                    past = at + (1 if doubtful else len(key))  # 对美 must not hide 美国 in 对美国
                    break

    def _english(self, text: str) -> Iterator[Sighting]:
        heads, past, shouted = self.heads, 0, not LOWER.search(text)
        for word in self.beginnings.finditer(text):
            said = word[0]
            candidates = heads.get(said)
            if candidates is None and said[-1] == "s" and said[:-1].isupper():
                candidates = heads.get(said[:-1])  # APIs
            if candidates is None or (at := word.start()) < past:
                continue
            for key, ids, strength, kind in candidates:
                stop = at + len(key)
                if text.startswith(key, at) and not (key[-1].isalnum() and _goes_on(text, stop, key)):
                    if key == "US" and shouted:
                        strength = Strength.HINT  # CONTACT US
                    if ids:
                        yield Sighting((at, stop), ids, strength, kind)
                    past = stop
                    break


def _telling(keys: Iterable[str]) -> frozenset[str]:
    """Return words in small letters of which one stands in every text that has one of the wordings: its longest.

    Of an abbreviation they are two, since it may stand in the plural.

    >>> sorted(_telling(["The Hague", "API"]))
    ['api', 'apis', 'hague']
    """
    found = set[str]()
    for key in keys:
        word = max(spelt(key), key=lambda word: (len(word), word), default="")
        found.update((word, word + "s") if key.isupper() else (word,))
    return frozenset(found)


def _goes_on(text: str, stop: int, key: str) -> bool:
    """Tell whether the word goes on after a wording: API in APIs is whole, Niger in Nigeria is not."""
    if text[stop : stop + 1] == "s" and key.isupper():
        stop += 1
    return text[stop : stop + 1].isalnum()


def _inside_latin(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _in_person(text: str, start: int, end: int, strength: Strength) -> Strength:
    """Return a hint where the letters are part of a transliterated person's name: 多米尼克·斯特劳斯."""
    return Strength.HINT if "·" in (text[start - 1 : start], text[end : end + 1]) else strength
