"""Find a language that a translation takes for another: done in the English language, 以中文写成.

English names a language and what is of its country alike; a language is meant where a text, a version, or `in` says so.
"""

from __future__ import annotations

import re

from ..language.signs import spelt
from ..model import Span
from .tables import either, rows, words


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Return the language, by its first English name, of English names and of what stands before 文 or 语."""
    english, chinese = {}, {}
    for names, stems in rows("languages.tsv"):
        own = words(names)
        english.update(dict.fromkeys(own, own[0]))
        chinese.update(dict.fromkeys(words(stems), own[0]))
    return english, chinese


ENGLISH, CHINESE = _tables()
HEARD = frozenset(name.lower() for name in ENGLISH)


def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = either(ENGLISH)
    of = "language|text|version|translation|original|edition|script|alphabet"
    return (
        re.compile(
            rf"(?:\b(?:in|into|from)\s(?:the\s)?(?=(?:{name})\b(?!\s(?!and\b|or\b|only\b|as\b)[a-z]{{2,}}|\s[A-Z])))?\b(?P<n>{name})\b(?P<of>[\s-](?:{of})s?\b)?"
        ),
        re.compile(rf"(?P<n>{either(CHINESE)})(?:文|[语語](?!音))(?![件化字学學体體献獻物本明章])"),
    )


NAMED_EN, NAMED_ZH = _patterns()


def mistaken(source: str, target: str) -> tuple[Span, Span] | None:
    """Return where a source names a language that its rendering lacks, and where that has one of which the source knows nothing.

    >>> mistaken("Done in English.", "以中文写成。"), mistaken("Done in English.", "以英文写成。")
    (((8, 15), (1, 3)), None)
    >>> mistaken("Done in English and French.", "以中文和法文写成。")
    ((8, 15), (1, 3))
    >>> mistaken("A Chinese company wrote in French.", "一家中国公司用法文撰写。"), mistaken("English firms", "中文公司")
    (None, None)
    """
    if HEARD.isdisjoint(spelt(source)):
        return None
    here = [(m, ENGLISH[m["n"]]) for m in NAMED_EN.finditer(source)]
    there = [(m, CHINESE[m["n"]]) for m in NAMED_ZH.finditer(target)] if here else []
    named, rendered = {name for _, name in here}, {name for _, name in there}
    lost = [m for m, name in here if name not in rendered and (m["of"] or m.start() < m.start("n"))]
    new = [m for m, name in there if name not in named]
    return (lost[0].span("n"), new[0].span()) if lost and new else None
