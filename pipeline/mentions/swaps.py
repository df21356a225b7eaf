"""Find values that changed places: both sides state both, but each stands where the other belongs.

From 12 % to 15 % became 从15%升至12%; 45 votes for and 12 against became 12票赞成、45票反对; of 38 countries and 8 partners the
numbers were swapped. Order alone says nothing, since Chinese often turns it round: what counts is what a value is said of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ..language.gaps import common
from .difference import At, Difference, Texts
from .reading import STRONG

Tie = tuple[At, At]

FROM_EN, TO_EN = re.compile(r"\bfrom\s$", re.IGNORECASE), re.compile(r"\sto\s", re.IGNORECASE)
FROM_ZH, TO_ZH = re.compile(r"[从由自從]\s?$"), re.compile(r"[^。；，]{0,8}[至到为為]\s?")  # 从12%升至15%
# What votes were for: before or behind their number.
VOTES_EN = {
    "for": re.compile(r"(?:\svotes?|\smembers?|\sstates)?\s(?:in favou?r|for)\b", re.IGNORECASE),
    "against": re.compile(r"(?:\svotes?|\smembers?|\sstates)?\s(?:against|oppos)", re.IGNORECASE),
    "abstaining": re.compile(r"(?:\svotes?|\smembers?|\sstates)?\sabst", re.IGNORECASE),
}
SCORE_EN = re.compile(r"(?:\svotes?)?\s?(?:\sto\s|[-\u2013\u2014])\s?")  # 45 to 12: for and against
VOTING = re.compile(r"\bvot(?:e|es|ed|ing)\b|\bballot", re.IGNORECASE)
VOTES_ZH = {"for": "赞成|贊成|支持|同意", "against": "反对|反對", "abstaining": "弃权|棄權"}
BEFORE_ZH = {role: re.compile(rf"(?:{words})(?:票|的)?(?:数|數)?[为為：:]?\s?$") for role, words in VOTES_ZH.items()}
BEHIND_ZH = {role: re.compile(rf"\s?[票人国國个個]?(?:成员|国家)?(?:投|表示)?(?:了)?(?:{words})") for role, words in VOTES_ZH.items()}
# What a number counts: members of "12 members", 成员 of 12名成员.
SMALL_WORDS = "and|or|of|to|in|by|from|per|at|on|for|with|is|are|was|were|out"
NOUN_EN = re.compile(rf"[\s-](?!(?:{SMALL_WORDS})\b)(?P<n>(?:[A-Za-z]+[\s-]?){{1,3}}?)(?=[,.;:)]|$|\s(?:{SMALL_WORDS})\b)")
COUNTING = "个|個|名|位|项|項|家|份|条|條|件|种|種|类|類|次|场|場|所"
NOUN_ZH = re.compile(rf"\s?[多余餘]?(?:{COUNTING})?\s?(?P<n>[\u4e00-\u9fff]{{2,6}}?)(?=[和与與及或、，。；：）的在中]|$)")
MOST = 12  # values of a passage that are compared two by two
AGREED, SURER = 1.0, 0.25  # shares of words in which two values' nouns must agree crosswise, and by which better than straight


def swapped(tied: Sequence[Tie], source: Texts, target: Texts) -> Iterator[Difference]:
    """Yield values that changed places, one difference for each two.

    >>> from .compare import compare
    >>> [d.what for d in compare(("It rose from 12% to 15%.",), ("从15%升至12%。",))]
    ['changed']
    >>> compare(("15 of the 20 members",), ("20个成员中的15个",))
    ()
    """
    amounts = [t for t in tied if t[0][1].mention.kind == "quantity" and t[0][1].strength == STRONG]
    for one, other in combinations(amounts, 2) if 1 < len(amounts) <= MOST else ():
        (a, b), (c, d) = sorted((one, other), key=lambda t: (t[0][0], t[0][1].mention.span))
        same = a[0] == c[0] and b[0] == d[0] and a[1].unit in (c[1].unit, "") and a[1].mention.value != c[1].mention.value
        if same and _crossed(a, b, c, d, source[a[0]], target[b[0]]):
            yield Difference("changed", a, d)


def _crossed(a: At, b: At, c: At, d: At, here: str, there: str) -> bool:
    """Tell whether two values, of which `a` stands before `c` and which `b` and `d` render, changed places."""
    first, second, its, others = (at[1].mention.span for at in (a, c, b, d))
    if FROM_EN.search(here, max(0, first[0] - 6), first[0]) and TO_EN.fullmatch(here, first[1], second[0]):
        return FROM_ZH.search(there, max(0, others[0] - 2), others[0]) is not None and TO_ZH.fullmatch(there, others[1], its[0]) is not None
    votes = _votes_en(here, first, second)
    if votes:
        said = tuple(_vote_zh(there, span) for span in (its, others))
        return said == votes[::-1]
    if c[1].unit:
        return False
    nouns, theirs = [NOUN_EN.match(here, span[1]) for span in (first, second)], [NOUN_ZH.match(there, span[1]) for span in (its, others)]
    if not all(nouns) or not all(theirs):
        return False
    (x, y), (u, v) = (m["n"].strip() for m in nouns if m), (m["n"] for m in theirs if m)
    if x.lower() == y.lower() or u == v:
        return False
    across = common(x, v) + common(y, u)
    return across >= AGREED and across - common(x, u) - common(y, v) >= SURER


def _votes_en(text: str, first: tuple[int, int], second: tuple[int, int]) -> tuple[str, str] | None:
    """Return what two numbers of votes were for, where it is said."""
    if not VOTING.search(text):
        return None
    if SCORE_EN.fullmatch(text, first[1], second[0]):
        return "for", "against"
    said = [next((role for role, form in VOTES_EN.items() if form.match(text, span[1])), "") for span in (first, second)]
    return (said[0], said[1]) if all(said) and said[0] != said[1] else None


def _vote_zh(text: str, span: tuple[int, int]) -> str:
    behind = next((role for role, form in BEHIND_ZH.items() if form.match(text, span[1])), "")
    return behind or next((role for role, form in BEFORE_ZH.items() if form.search(text, max(0, span[0] - 6), span[0])), "")
