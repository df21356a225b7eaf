"""Find dates that end a time on one side and begin it on the other: `by 1 May`, 5月1日之后."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ..model import Bound, Span
from .difference import At, Difference, Texts
from .tables import either, rows, words

End = Literal["until", "since"]
BOUND: dict[End, Bound] = {"until": "at-most", "since": "at-least"}
PART_EN = r"\s(?:the\s)?(?:(?:end|close|beginning|start|middle)\sof\s)?(?:the\s)?(?:year\s)?$"  # by the end of
PART_ZH = r"(?:年?[底末初中])?"  # 2026年底前
NEAR = 40  # characters before a date in which its word and a part of the year stand
# Beside a `not` before and after change places: not until May, 5月之后才.
NEGATED_EN = re.compile(
    r"\b(?:not|never|cannot|without|unless|except|only)\b|n['’]t\b|\bno\b(?!\s(?:later|earlier|sooner)\b)", re.IGNORECASE
)
NEGATED_ZH = re.compile(r"[没沒无無非未才再仅僅只]|不(?!迟于|遲於|晚于|晚於|早于|早於)|停|终止|終止|截止")
CLAUSE_END = re.compile(r"[，；。：！？、]|[,;.:!?](?!\d)")


def _words(locale: str, side: str) -> tuple[re.Pattern[str], dict[str, End]]:
    """Return the pattern of the words on that side of a date, and which end each says."""
    table: dict[str, End] = {
        w: "until" if r[2] == "until" else "since" for r in rows("ends.tsv") if tuple(r[:2]) == (locale, side) for w in words(r[3])
    }
    some = either(table)
    if locale == "en":
        return re.compile(rf"\b({some}){PART_EN}" if side == "before" else rf"\s({some})\b", re.IGNORECASE), table
    return re.compile(rf"({some})\s?$" if side == "before" else rf"{PART_ZH}({some})"), table


WORDS = {(locale, side): _words(locale, side) for locale in ("en", "zh") for side in ("before", "after")}


def ends_otherwise(tied: list[tuple[At, At]], source: Texts, target: Texts) -> Iterator[Difference]:
    """Yield dates that both sides state, of which the one says until then and the other from then on.

    >>> from .compare import compare
    >>> [d.what for d in compare(("It applies from 1 May 2025.",), ("适用至2025年5月1日之前。",))]
    ['bound']
    >>> compare(("It does not apply until 1 May 2025.",), ("2025年5月1日起适用。",))
    ()
    """
    for a, b in tied:
        if a[1].mention.kind == "date" and b[1].mention.kind == "date":
            here, there = _end(source[a[0]], a[1].mention.span, "en"), _end(target[b[0]], b[1].mention.span, "zh")
            if here and there and here[0] != there[0]:
                yield Difference("bound", _with(a, *here), _with(b, *there))


def _with(at: At, end: End, span: Span) -> At:
    return at[0], at[1]._replace(mention=replace(at[1].mention, bound=BOUND[end], span=span))


def _end(text: str, span: Span, locale: str) -> tuple[End, Span] | None:
    """Return which end of a time the date is, and its span with the word that says so; None where a negation stands beside it."""
    before, earlier = WORDS[locale, "before"]
    after, later = WORDS[locale, "after"]
    first, second = before.search(text, max(0, span[0] - NEAR), span[0]), after.match(text, span[1])
    ends = {*([earlier[first[1].lower()]] if first else []), *([later[second[1].lower()]] if second else [])}
    if len(ends) != 1 or (NEGATED_EN if locale == "en" else NEGATED_ZH).search(_clause(text, span)):
        return None
    return ends.pop(), (first.start(1) if first else span[0], second.end(1) if second else span[1])


def _clause(text: str, span: Span) -> str:
    start = max((m.end() for m in CLAUSE_END.finditer(text, 0, span[0])), default=0)
    end = CLAUSE_END.search(text, span[1])
    return text[start : end.start() if end else len(text)]
