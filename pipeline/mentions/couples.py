"""Find the second of two nouns that English joins where the translation has lost it: `questions or concerns` and 疑问.

A couple is too short to be counted, and its words may be said anywhere. So a loss is told only where the dictionary renders the first
in one clause alone, nothing in the whole passage renders the second, and near what renders the first nothing is joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..language.cedict import headwords
from ..language.lexicon import HAN, load
from ..language.stems import STOP_EN
from ..model import Span
from .listing import ZH_CLAUSE
from .ties import english_keys, rendered, rendering

JOINER = re.compile(r" (?:and|or) ")
FIRST = re.compile(r"(?<![\w'’-])[A-Za-z][\w-]*$")  # questions
SECOND = re.compile(r"((?:[A-Za-z][\w-]* )?[A-Za-z][\w-]*)(?![\w'’-])")  # concerns; no more than two words that belong to it
LONGEST = 32  # letters of a word
# What may stand behind a noun: else the words go on, or begin a clause
AFTER = re.compile(r"\W*$|[.;:)!?\"”]|, | (?:of|in|for|on|with|from|at|by|under|that|which|as|into|about|regarding|concerning)\b")
OPEN = re.compile(r",[^.;:!?]{0,40}\Z")  # a, b and c: an enumeration, which is counted
ENDED = re.compile(r"(?:ed|ly)$")  # terminated: no noun
JOINT = re.compile(r"[、和与及或并且而兼又跟同既各互相双两/与並與]|还|還")
GOES_ON = re.compile(r"[）)”]?\s*[，；,;]?\s*[并也又或还而且及以和与（(並與還]")  # 可能被批准，也可能被拒绝
NEAR = 8  # characters on either side of what is rendered in which nothing may be joined


class Half(NamedTuple):
    """Hold what is lost of a couple, the couple, and where its first member is rendered."""

    member: Span
    couple: Span
    rendering: Span


def couples(text: str) -> tuple[tuple[Span, Span], ...]:
    """Return the couples of nouns in an English text: the word before the conjunction, and the one or two after it.

    >>> couples("questions or concerns about it")
    (((0, 9), (13, 21)),)
    >>> couples("It was attacked and killed. Red, green or blue."), couples("Ships arrive and the crew leaves.")
    ((), ())
    """
    if " and " not in text and " or " not in text:
        return ()
    found = []
    for joiner in JOINER.finditer(text):
        one = FIRST.search(text, max(0, joiner.start() - LONGEST), joiner.start())
        two = SECOND.match(text, joiner.end())
        if not one or not two or one[0].lower() in STOP_EN:
            continue
        last, end = two[1].split(), two.end()
        if len(last) == 2 and not AFTER.match(text, end):
            last, end = last[:1], two.start() + len(last[0])
        plain = {one[0].lower(), *(w.lower() for w in last)}
        if (
            AFTER.match(text, end)
            and plain.isdisjoint(STOP_EN)
            and not any(map(ENDED.search, plain))
            and not OPEN.search(text, 0, one.start())
        ):
            found.append((one.span(), (two.start(), end)))
    return tuple(found)


def halved(source: str, target: str) -> Iterator[Half]:
    """Yield the second members of couples that a target lacks, as far as the dictionary tells.

    >>> text = "If you have any questions or concerns, write to us."
    >>> [text[slice(*h.member)] for h in halved(text, "如有任何疑问，请来信。")], list(halved(text, "如有任何疑问或疑虑，请来信。"))
    (['concerns'], [])
    """
    for first, second in couples(source):
        head = source[slice(*second)].split()[-1]
        kept, lost = english_keys(source[slice(*first)]), english_keys(head)
        if not kept or not lost or head[0].isupper() or any(key[0] == "#" for key in lost):
            continue
        if not _said(target, head) and lost.isdisjoint(rendered(target)) and (place := _alone(target, kept)):
            yield Half(second, (first[0], second[1]), place)


def _said(text: str, word: str) -> bool:
    """Tell whether some word of a Chinese text has an English word in its gloss; most have, and this is soon seen."""
    words, keys = load(), load().of_english(word).keys()
    if any(not keys.isdisjoint(words.stems(each)) for run in HAN.findall(text) for each in words.words_of(run)):
        return True
    return not words.meant(text).isdisjoint(keys)


def _alone(text: str, keys: frozenset[str]) -> Span | None:
    """Return where a text renders keys, if in one clause only and nothing is joined near it or behind the clause."""
    clauses = [(m, places) for m in ZH_CLAUSE.finditer(text) if (places := _places(text, m.span(), keys))]
    if len(clauses) != 1 or GOES_ON.match(text, clauses[0][0].end()):
        return None
    clause, places = clauses[0]
    start, end = clause.span()
    if any(JOINT.search(text, max(start, a - NEAR), min(end, b + NEAR)) for a, b in places):
        return None
    return places[0]


def _places(text: str, span: Span, keys: frozenset[str]) -> list[Span]:
    found = []
    for run in HAN.finditer(text, *span):
        at = run.start()
        for word in headwords().cut(run[0]):
            if not keys.isdisjoint(rendering(word)):
                found.append((at, at + len(word)))
            at += len(word)
    return found
