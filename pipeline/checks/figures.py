"""Find pictures of the source that the translation leaves out, and pictures whose words it leaves out or in English.

A chart carries statements that no sentence repeats. Pictures are compared by their number and, where their files have the same
names, by these; a picture that stands inside a line of text is an address and told by `links`. A web page's own decoration counts
only where the translation shows pictures itself.

>>> on("The number of cases rose.\\n\\n![Cases](cases.png)\\n\\nThen costs fell.",
...     "案件数量上升。\\n\\n![案件](cases-zh.png)\\n\\n随后费用下降。")
>>> on("The number of cases rose.\\n\\n![Cases](cases.png)\\n\\nThen costs fell.", "案件数量上升。\\n\\n随后费用下降。")
figures (major): the picture cases.png (“Cases”) is missing
>>> on("The number of cases rose.\\n\\n![Cases per year](cases.png)", "案件数量上升。\\n\\n![](cases.png)")
figures (minor): the words of the picture cases.png are lost: “Cases per year”

Does not look into pictures, and does not see one that stands in the place of another.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..language.english import ordinary
from ..model import Bead, Bilingual, Collation, Document, Finding, Place, Segment, Severity
from . import check

TOKEN = re.compile(r'<\w+[^<>]* id="([^"]+)"|<img\b([^<>]*)>')  # <p id="p2"><img src="cases.png" alt="Cases">
ATTRIBUTE = re.compile(r'(src|alt)="([^"]*)"')
WORD = re.compile(r"[A-Za-z]{3,}")
LOCAL = re.compile(r"zh|cn|hans|hant|tw|hk|sg|\bc\b", re.I)  # a translated picture: cases-zh.png
ALIKE, ENGLISH = 0.85, 2  # share of two file names from which one is a slip for the other; ordinary words that make a text
DECORATED = (".html", ".htm")  # formats of web pages


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a picture's file name, its words, and the segment before it (after it, where none is before)."""

    name: str
    words: str
    near: Segment


@check(type="omission", mqm="accuracy/omission", severity=Severity.MAJOR, whole=True)
def figures(collation: Collation) -> Iterator[Finding]:
    """Yield the pictures of each original's translated parts that are more than the translation has."""
    bitext = collation.bitext
    pictures = _pictures(bitext.translation)
    there = [p.name for p in pictures]
    beads = {(s.path, s.id): bead for bead in bitext.beads for s in (*bead.source, *bead.twins)}
    for document in bitext.originals:
        if not there and document.path.lower().endswith(DECORATED):
            continue
        here = [p for p in _pictures(document) if p.near.expected and beads[p.near.path, p.near.id].target]
        fewer = len(here) - len(there)
        lost = [p for p in here if p.name not in there] if fewer > 0 else []
        for picture in lost[-fewer:] if fewer > 0 else ():
            bead = beads[picture.near.path, picture.near.id]
            words = (f" (“{picture.words}”)", f"（“{picture.words}”）") if picture.words else ("", "")
            message = Bilingual(f"the picture {picture.name}{words[0]} is missing", f"译文缺少图片 {picture.name}{words[1]}")
            yield Finding(message, Place.whole(picture.near), Place.whole(bead.target[-1]), bead=bead)
        if len(here) == len(there):
            yield from _differing(here, pictures, beads)


def _differing(here: Sequence[Picture], there: Sequence[Picture], beads: Mapping[tuple[str, str], Bead]) -> Iterator[Finding]:
    """Yield, of as many pictures on both sides, those that lost their words, kept them in English, or have a misspelt file."""
    for one, other in zip(here, there, strict=True):
        bead = beads[one.near.path, one.near.id]
        places = Place.whole(one.near), Place.whole(other.near)
        if one.name != other.name and not LOCAL.search(other.name) and SequenceMatcher(None, one.name, other.name).ratio() > ALIKE:
            message = Bilingual(f"the picture is {other.name}; the source's is {one.name}", f"图片为 {other.name}，原文为 {one.name}")
            yield Finding(message, *places, one.name, type="markup", mqm="design/markup", severity=Severity.MINOR, bead=bead)
        if one.words and not other.words:
            message = Bilingual(
                f"the words of the picture {one.name} are lost: “{one.words}”", f"图片 {one.name} 的说明文字“{one.words}”缺失"
            )
            yield Finding(message, *places, severity=Severity.MINOR, bead=bead)
        elif one.words == other.words and sum(map(ordinary, WORD.findall(one.words))) >= ENGLISH:
            message = Bilingual(f"the words of the picture are still in English: “{one.words}”", f"图片说明文字仍为英文：“{one.words}”")
            mqm = "accuracy/untranslated"
            yield Finding(message, *places, type="untranslated", mqm=mqm, severity=Severity.MINOR, bead=bead)


def _pictures(document: Document) -> list[Picture]:
    """Return the pictures that stand by themselves, in order."""
    first: dict[str, Segment] = {}
    for segment in document.segments:
        first.setdefault(segment.block, segment)
    if not first or "<img" not in document.html:
        return []
    found: list[Picture] = []
    near, block = document.segments[0], ""
    for token in TOKEN.finditer(document.html):
        if token[1] is not None:
            block, near = token[1], first.get(token[1], near)
        elif block not in first:
            said = {key: html.unescape(value) for key, value in ATTRIBUTE.findall(token[2])}
            found.append(Picture(said.get("src", "").rsplit("/", 1)[-1], said.get("alt", ""), near))
    return found
