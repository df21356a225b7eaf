"""Find words of another region: 软体 in a mainland text, 軟件 in a Taiwan text.

Names of laws and agencies keep the wording of their own place, so words inside 《》 and glossary names are passed over.

>>> on("The software is free.", "该软件是免费的。")
>>> on("The software is free.", "该软体是免费的。")
regional-words (minor): 软体 is not said in zh-Hans; use 软件

Does not catch a word that the reader's region uses too with another meaning (质量, 品质).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..language.mask import prose
from ..language.tables import rows
from ..model import Bilingual, Collation, Finding, Glossary, Kind, Place, Severity
from . import check

TABLE = Path(__file__).parent / "words" / "regional.tsv"
TITLE = re.compile(r"《[^《》]{1,80}》")


@check(type="locale-specific-content", mqm="locale-convention/vocabulary", severity=Severity.MINOR)
def regional_words(collation: Collation) -> Iterator[Finding]:
    """Yield words that the translation's locale does not use, with those it does."""
    locale = collation.bitext.translation.locale
    pattern, right = _words(locale)
    if pattern is None:
        return
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is Kind.CODE:
                continue
            text = prose(segment)
            for m in pattern.finditer(text):
                before, after = right[m[0]][1:]
                if (
                    text[m.end() : m.end() + 1] in before
                    or text[max(0, m.start() - 1) : m.start()] in after
                    or _inside(m, text, collation.glossary, locale)
                ):
                    continue
                word = right[m[0]][0]
                at = m.start() - max(0, word.find(m[0]))
                if m[0] in word and text.startswith(word, at):
                    continue  # 算法 in 演算法
                message = Bilingual(f"{m[0]} is not said in {locale}; use {word}", f"“{m[0]}”不是{locale}的用语，应作“{word}”")
                yield Finding(message, None, Place(segment, *m.span()), word, bead=bead)


@cache
def _words(locale: str) -> tuple[re.Pattern[str] | None, dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]]:
    """Return a pattern of the words that are foreign there, the longest first, and per word: the right one, what may not stand beside."""
    right = {}
    own = "zh-Hans-CN" if locale == "zh-Hans" else locale
    for locales, word, proper, after, before in rows(TABLE):
        if any(own == each or own.startswith(each + "-") for each in locales.split(",")):
            right[word] = (proper, tuple(after.strip("-")), tuple(before.strip("-")))
    ordered = sorted(right, key=lambda w: (-len(w), w))
    return (re.compile("|".join(map(re.escape, ordered))) if ordered else None), right


@cache
def _kept(glossary: Glossary, locale: str) -> tuple[str, ...]:
    """Return the glossary's wordings: what a house has settled is no slip."""
    return tuple(sorted({text for c in glossary.concepts for text in c.texts(locale)}))


def _inside(m: re.Match[str], text: str, glossary: Glossary, locale: str) -> bool:
    if any(t.start() < m.start() and m.end() < t.end() for t in TITLE.finditer(text)):
        return True
    for word in _kept(glossary, locale):
        at = text.find(word) if m[0] in word else -1
        while at >= 0:
            if at <= m.start() and m.end() <= at + len(word):
                return True
            at = text.find(word, at + 1)
    return False
