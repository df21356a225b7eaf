"""Find many terms in a text at once: the longest wins, English in its inflections, Chinese without word boundaries.

>>> [m.text for m in finder("en", [("policy", "a"), ("AI policy", "b")]).find("Policies on AI policies.")]
['Policies', 'AI policies']
>>> [m.text for m in finder("zh-Hans", [("数据", "a"), ("数据治理", "b"), ("鲁塞", "c")]).find("布鲁塞尔的数据治理与数据")]
['数据治理', '数据']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from .cedict import LONGEST, headwords
from .signs import Signs, spelt

WORD = re.compile(r"[A-Za-z0-9À-ÿ]+")  # co | ordinating
HAN = re.compile(r"[\u3400-\u9fff]")  # 数
HAN_RUN = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")  # 数据 | AI
# Endings of nouns that are no verbs: government, policy, trustworthiness; such words are not put into -ed and -ing.
NOMINAL = re.compile(r"(?:tion|sion|ment|ity|ness|ance|ence|ency|acy|ship|ism|ist|ology|er|or|al|ics|ary|ory)$")
VERBAL = re.compile(r"(?:ed|ing)$")
BETWEEN = re.compile(r"[\s\u00a0‐‑–/-]*(?:['’]s?\s*)?")  # what may stand between a term's words: spaces, hyphens, possessives
DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")  # plan: planned


@dataclass(frozen=True, slots=True)
class Found:
    """Hold a term in a text: where, its wording there, and the keys it was given. `verbal`: only as an -ed or -ing form."""

    start: int
    end: int
    text: str
    keys: tuple[str, ...]
    verbal: bool = False


class Finder(Protocol):
    """Find terms in a text, in order and without overlap."""

    def find(self, text: str) -> list[Found]:
        """Return the terms that the text holds."""


def finder(locale: str, terms: Iterable[tuple[str, str]]) -> Finder:
    """Return what finds these terms (wording, key) in texts of a locale; a wording with several keys is found once with all."""
    return Chinese(terms) if locale.startswith("zh") else English(terms)


class Chinese:
    """Find Chinese terms (and Latin ones among them) that are no part of another word."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self.heads: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        keys: dict[str, tuple[str, ...]] = {}
        for text, key in terms:
            if text and key not in keys.get(text, ()):
                keys[text] = (*keys.get(text, ()), key)
        for text in sorted(keys, key=lambda t: (-len(t), t)):
            self.heads.setdefault(text[:2], []).append((text, keys[text]))
        self.single = {head: found for head, found in self.heads.items() if len(head) == 1}
        self.signs = Signs(self.heads)

    def find(self, text: str) -> list[Found]:
        """Return the terms of the text; the longest at each place, none inside another."""
        found: list[Found] = []
        past = 0
        for at in self.signs.places(text):
            if at < past:
                continue
            for term, keys in (*self.heads.get(text[at : at + 2], ()), *self.single.get(text[at], ())):
                if text.startswith(term, at) and stands(text, at, at + len(term)):
                    past = at + len(term)
                    found.append(Found(at, past, term, keys))
                    break
        return found


class English:
    """Find English terms in any number and inflection; a term with capitals is found with capitals only."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self.ends: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.bases: dict[str, list[tuple[str, bool]]] = {}
        for text, key in terms:
            words = tuple(WORD.findall(text.removeprefix("to ")))
            if not words or key in self.ends.get(words, ()):
                continue
            self.ends[words] = (*self.ends.get(words, ()), key)
            for word in words:
                self._learn(word, alone=len(words) == 1)
        self.firsts: dict[str, list[tuple[str, ...]]] = {}
        for words in sorted(self.ends, key=lambda w: (-len(w), w)):
            self.firsts.setdefault(words[0], []).append(words)
        self.starts = {
            form: [base for base in bases if base[0] in self.firsts]
            for form, bases in self.bases.items()
            if any(b in self.firsts for b, _ in bases)
        }
        self.cues = frozenset(max(spelt(form), key=lambda word: (len(word), word), default="") for form in self.starts)

    def _learn(self, word: str, alone: bool) -> None:
        for form, verbal in inflections(word, verbs=alone):
            known = self.bases.setdefault(form.lower(), [])
            if (word, verbal) not in known and (word, False) not in known:
                known.append((word, verbal))

    def find(self, text: str) -> list[Found]:
        """Return the terms of the text; the longest at each place, none inside another."""
        if "" not in self.cues and self.cues.isdisjoint(spelt(text)):
            return []
        found: list[Found] = []
        tokens = list(WORD.finditer(text))
        past = 0
        for n, token in enumerate(tokens):
            starts = self.starts.get(token[0].lower()) if n >= past else None
            best = self._longest(text, tokens, n, starts) if starts else None
            if best is not None:
                words, verbal = best
                past = n + len(words)
                start, end = token.start(), tokens[past - 1].end()
                found.append(Found(start, end, text[start:end], self.ends[words], verbal))
        return found

    def _longest(
        self, text: str, tokens: Sequence[re.Match[str]], n: int, starts: Sequence[tuple[str, bool]]
    ) -> tuple[tuple[str, ...], bool] | None:
        best: tuple[tuple[str, ...], bool] | None = None
        for base, verbal in starts:
            if not _cased(base, tokens[n][0]):
                continue
            for words in self.firsts.get(base, ()):
                if best is not None and len(words) <= len(best[0]):
                    break
                if self._follows(text, tokens, n, words):
                    best = (words, verbal)
                    break
        return best

    def _follows(self, text: str, tokens: Sequence[re.Match[str]], n: int, words: tuple[str, ...]) -> bool:
        if n + len(words) > len(tokens):
            return False
        for k in range(1, len(words)):
            token = tokens[n + k]
            if not any(base == words[k] and _cased(base, token[0]) for base, _ in self.bases.get(token[0].lower(), ())):
                return False
            if not BETWEEN.fullmatch(text, tokens[n + k - 1].end(), token.start()):
                return False
        return True


def _cased(base: str, token: str) -> bool:
    """Tell whether a token may be the base: AI is not ai, Plenary not plenary, but policy may be Policy or POLICY."""
    if len(base) > 1 and base.isupper():
        return token.startswith(base)
    return not base[0].isupper() or token[0].isupper()


@lru_cache(maxsize=10_000)
def inflections(word: str, verbs: bool = True) -> tuple[tuple[str, bool], ...]:
    """Return a word's forms, each with whether it is verbal (-ed, -ing).

    >>> [w for w, _ in inflections("policy")], [w for w, _ in inflections("govern")]
    (['policy', 'policies'], ['govern', 'governs', 'governed', 'governing'])
    """
    found = [(word, False)]
    low = word.lower()
    if not word.isalpha() or len(word) < 2:
        return tuple(found)
    if word.isupper():
        return (*found, (word + "s", False))
    if low.endswith("y") and low[-2] not in "aeiou":
        found.append((word[:-1] + "ies", False))
    elif low.endswith(("s", "x", "z", "ch", "sh")):
        found.append((word + "es", False))
    else:
        found.append((word + "s", False))
    if low.endswith("ies") and len(low) > 4:
        found.append((word[:-3] + "y", False))
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        found.append((word[:-1], False))
    if verbs and len(low) > 3 and low.isascii() and not low.endswith("y") and not NOMINAL.search(low) and not VERBAL.search(low):
        stem = word[:-1] if low.endswith("e") else word + word[-1] if DOUBLED.match(low) else word
        found += [(stem + "ed", True), (stem + "ing", True)]
    return tuple(found)


def stands(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of Chinese may be a word of its own, after CC-CEDICT's headwords.

    It may not where it lies inside one headword (鲁塞 in 布鲁塞尔), where two headwords meet in it (程序 in 工程序列), or, a single
    character, where a headword takes it. At either end of a longer word it counts: 数据 in 大数据. Latin is cut at its letters.

    >>> [stands(t, t.index(w), t.index(w) + len(w)) for t, w in [("布鲁塞尔", "鲁塞"), ("工程序列", "程序"), ("大数据", "数据")]]
    [False, False, True]
    """
    if text[start].isascii():
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
    if (start == 0 or not HAN.match(text[start - 1])) and (end == len(text) or not HAN.match(text[end])):
        return True
    return _free(text[max(0, start - LONGEST) : end + LONGEST], min(start, LONGEST), min(start, LONGEST) + end - start)


@lru_cache(maxsize=50_000)
def _free(text: str, start: int, end: int) -> bool:
    cuts, at = {0}, 0
    for run in HAN_RUN.findall(text):
        for word in headwords().cut(run) if HAN.match(run) else [run]:
            at += len(word)
            cuts.add(at)
    if end - start == 1:
        return start in cuts and end in cuts
    if start in cuts or end in cuts:
        return True
    before, after = max(c for c in cuts if c < start), min(c for c in cuts if c > end)
    if any(start < c < end for c in cuts):
        return False  # 工程 and 序列 meet in 程序
    knows = headwords().knows  # 世界贸易组织 is made of words, 布鲁塞尔 is not
    return start - before > 1 and after - end > 1 and knows(text[before:start]) and knows(text[end:after])
