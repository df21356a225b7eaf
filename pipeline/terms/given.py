"""Read the pairs of terms that two texts set side by side: headings, table cells, items, words in bold, members of lists, glosses.

Such a pair needs not recur: what stands whole in its place on both sides is rendered by what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ..language.lexicon import HAN
from ..language.stems import FOLDER
from ..language.tables import words
from ..mentions.glosses import declared
from ..mentions.listing import listings
from ..mentions.ties import english, tie
from ..model import Bead, Kind, Segment

WHOLE = frozenset([Kind.HEADING, Kind.ITEM, Kind.CELL, Kind.CAPTION])
ENGLISH = re.compile(r"[A-Za-z][\w’'&-]*(?: [A-Za-z][\w’'&-]*){0,4}")  # one to five words
CHINESE = re.compile(r"[\u3400-\u9fffA-Za-z·《》 -]{2,14}")
# What leads into a wording and belongs to none: 与个人资料保护委员会, 您的反馈
LEAD = re.compile(
    r"^(?:以及|和|与|及|或|並|與|您的|你的|我们的|我們的|其他|其它|其|任何|多项|有关|所有|各|该|本)(?=[\u3400-\u9fffA-Za-z]{2})"
)
NUMBERS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third"])
EDGES = " \t.,;:。，；：*_"
ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|our|your|any|all|other|such) ", re.I)
GLOSS = re.compile(r"\s*[（(][^（）()]*[）)]")  # 理事会（Council）
LINKS = frozenset(("of", "for", "on", "and", "the", "in", "to", "with", "by"))  # inside a term: rule of law
# Endings of nouns that may be terms alone: accountability, robustness, provenance; else the Chinese must be long enough to be one
NOUN = re.compile(r"(?:ity|ness|[st]ion|ment|[ae]nce|[ae]ncy|ship|ism|sis)s?$|^[A-Z]{2,6}$")
BRIEF, ACRONYM = 2, 6
WORDS = Path(__file__).parent / "words"
NO_END = ("的", "地", "了", "等", "中", "时")


def given(beads: Sequence[Bead]) -> Iterator[tuple[str, str]]:
    """Yield the pairs (English, Chinese) that beads of one segment on either side set side by side, then the names that are glossed.

    >>> from pipeline.checks import pair
    >>> list(given([pair("It covers safety, fairness, privacy and trust.", "涵盖安全、公平、隐私和信任。").beads[0]]))
    [('fairness', '公平')]
    """
    for bead in beads:
        if len(bead.source) == len(bead.target) == 1:
            for pair in _pairs(bead.source[0], bead.target[0]):
                yield from _term(*pair)
    if names := declared(beads):
        for identity, gloss in names.known.items():
            yield from _term(gloss.latin[0].text, names.label(identity))


def _pairs(source: Segment, target: Segment) -> Iterator[tuple[str, str]]:
    if source.kind in WHOLE and source.kind is target.kind:
        yield source.text, target.text
    marked = [[s.text[m.start : m.end] for m in s.marks if m.kind in ("strong", "emphasis")] for s in (source, target)]
    if len(marked[0]) == len(marked[1]):
        yield from zip(*marked, strict=True)
    here = [each for each in listings(source.text, "en") if not each.flat]
    there = listings(target.text, "zh") if here else ()
    for one in here:
        keys = english(source.text, one)
        for other in there:
            if len(other.members) != len(one.members):
                continue
            tied = {(t.source, t.target) for t in tie(keys, target.text, other)}
            if all(a == b for a, b in tied) and 2 * len(tied) >= len(keys):
                inner = range(1, len(keys) - 1)
                yield from ((source.text[slice(*one.members[n])], target.text[slice(*other.members[n])]) for n in inner)


def _term(english: str, chinese: str) -> Iterator[tuple[str, str]]:
    """Yield the pair if either side may be a term."""
    english = ARTICLE.sub("", GLOSS.sub("", english).strip(EDGES))
    chinese = LEAD.sub("", GLOSS.sub("", chinese).strip(EDGES))
    said = english.split()
    if english.isupper() and len(english) > ACRONYM:  # USING
        return
    if not ENGLISH.fullmatch(english) or not CHINESE.fullmatch(chinese) or not HAN.search(chinese) or chinese.endswith(NO_END):
        return
    stop = words(FOLDER / "stop-en.txt")
    if said[0].lower() in stop or said[-1].lower() in stop or any(w.lower() in stop and w not in LINKS for w in said):
        return
    if (
        said[0].lower() in NUMBERS
        or acts(said[0])
        or (len(said) == 1 and not (NOUN.search(english) or sum(map(len, HAN.findall(chinese))) > BRIEF))
    ):
        return
    yield english, chinese


def acts(word: str) -> bool:
    """Tell whether a word is a form of a verb with which no term begins: collecting data.

    >>> acts("collecting"), acts("collection"), acts("data")
    (True, False, False)
    """
    return word in _verbs()


@cache
def _verbs() -> frozenset[str]:
    found = set[str]()
    for verb in words(WORDS / "verbs-en.txt"):
        short = verb.removesuffix("e")
        last = verb[:-1] + "ie" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb
        found.update(
            (verb, f"{last}s", f"{last}es", f"{last.removesuffix('e')}ed", f"{short}ing", f"{verb}{verb[-1]}ing", f"{verb}{verb[-1]}ed")
        )
    return frozenset(found)
