"""Compare negation: not, no, never, without against 不, 没有, 无, 非, 未, 勿.

A lost or an added 不 turns a statement round. Sentences are compared one by one where both sides have equally many; words
that say no by their meaning (避免, 拒绝, fail, lack) count for a negation of the other side.

>>> on("Members may not vote twice.", "成员不得投票两次。")
>>> on("Please avoid jargon.", "请不要使用行话。")
>>> on("Members may not vote twice.", "成员可以投票两次。")
negation (major): “not” has no counterpart in the translation
>>> on("It encourages new members to join.", "它不鼓励新成员加入。")
negation (minor): “不” has no counterpart in the source

Does not catch a negation that moved to another verb of the same sentence, or one of several in a long sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..language import lexicon
from ..language.mask import HIDDEN, hide
from ..language.pairs import Couple, couples
from ..language.signs import Cue, spelt, spelt_in
from ..language.stems import stem
from ..language.tables import lower, rows, union
from ..model import Bilingual, Collation, Finding, Severity
from . import check

TABLE = rows(Path(__file__).parent / "words" / "negation.tsv")
LATIN = re.compile(r"[A-Za-z]+")


def _pattern(language: str, force: str) -> re.Pattern[str]:
    return re.compile(union(row[2] for row in TABLE if row[:2] == (language, force)))


SAID_EN = Cue(row[2:4] for row in TABLE if row[:2] == ("en", "negation"))
SAID_ZH = _pattern("zh", "negation")
IDLE_EN, IDLE_ZH = _pattern("en", "idle"), _pattern("zh", "idle")
UNSURE, MAYBE = _pattern("en", "weak"), _pattern("en", "maybe")
WEAK, TURNED = (
    [(re.compile(row[2]), re.compile(union([row[3]]))) for row in TABLE if row[:2] == ("zh", force)] for force in ("weak", "turned")
)
PAIRED = re.compile(r"\b(?:neither|not|no|never|without)\b[^.;]{0,80}?(\bnor\b)")  # neither A nor B is one negation
SURE = ("not", "n't", "n’t", "cannot", "never", "neither", "nobody")  # those that hardly ever vanish in good Chinese
EXCEED = re.compile(r"\bnot (?:to )?exceed|\bno (?:more|less|fewer|later|earlier) than\b|\bup to\b|\bat (?:most|least)\b")
BOUND = re.compile(r"不(?:超[过過]|[多少低高大小长短早晚迟遲][于於])")  # 不超过, as good as up to
# What stands between a negation and the word that it denies: 没有得到遵守.
BETWEEN = re.compile(r"(?:[有曾能会可应必须需再太很够被获得予以是将在肯敢法]|可以|允许|得到|受到|进行|加以|十分|非常|完全|真正|已经|必要)*")
HAN = re.compile(r"[\u4e00-\u9fff]{1,8}")
SHORT = 12  # letters below which a source says too little to conclude that nothing is negated


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def negation(collation: Collation) -> Iterator[Finding]:
    """Yield sentences that are negated on one side only."""
    for bead in collation.bitext.beads:
        here, there = SAID_EN.likely(spelt_in(bead.source)), any(SAID_ZH.search(t.text) for t in bead.target)
        for couple in couples(bead) if here or there else ():
            source = lower(couple.source.text)
            negated = len(SAID_EN.pattern.findall(source)) if here else 0
            found = _lost(couple, source, negated) if negated else _added(couple, source) if there else None
            if found:
                yield found


def _hidden(m: re.Match[str]) -> str:
    return HIDDEN * len(m[0])


def _said_en(text: str) -> list[re.Match[str]]:
    """Return the negations of an English text in small letters."""
    seen = IDLE_EN.sub(_hidden, hide(text))
    second = {m.start(1) for m in PAIRED.finditer(seen)} if "nor" in seen else ()
    return [m for m in SAID_EN.pattern.finditer(seen) if m.start() not in second]


def _said_zh(text: str) -> list[re.Match[str]]:
    """Return the negations of a Chinese text."""
    return list(SAID_ZH.finditer(IDLE_ZH.sub(_hidden, hide(text)))) if SAID_ZH.search(text) else []


def _stand_in(source: str, target: str) -> int:
    """Count the words of the translation that say no by their meaning and render a negation of the source."""
    weak = sum(1 for form, counterpart in WEAK if form.search(target) and not counterpart.search(source))
    return weak + sum(1 for form, counterpart in TURNED if form.search(target) and counterpart.search(source))


def _lost(couple: Couple, source: str, most: int) -> Finding | None:
    """Find a lost negation; `most` is how many the source may have, the idle ones among them."""
    target = couple.target.text
    said = [m for m in _said_zh(target) if not BOUND.match(target, m.start()) or not EXCEED.search(source)]
    if len(said) >= most:
        return None
    quoted = {w.lower() for w in LATIN.findall(target)}
    strong = [m for m in _said_en(source) if m[0] not in quoted]
    if not strong or len(said) >= len(strong) or len(said) + _stand_in(source, target) >= len(strong):
        return None
    first = strong[0]
    place = couple.source.place(*first.span())
    message = Bilingual(f"“{place.text}” has no counterpart in the translation", f"原文的 “{place.text}” 在译文中没有对应的否定")
    sure = not said and len(strong) == 1 and not couple.loose and first[0] in SURE
    severity = Severity.MAJOR if sure else Severity.MINOR
    return Finding(message, place, couple.target.place(), severity=severity, bead=couple.bead)


def _added(couple: Couple, source: str) -> Finding | None:
    target = couple.target.text
    if couple.loose or len(source) < SHORT or not SAID_ZH.search(target):
        return None
    said = [m for m in _said_zh(target) if not BOUND.match(target, m.start())]
    if said and MAYBE.search(source):
        said = [m for m in said if _denied(target, m, source)]
    if not said or (UNSURE.search(source) and UNSURE.search(IDLE_EN.sub(_hidden, source))):  # not only: its only says nothing
        return None
    first = said[0]
    message = Bilingual(f"“{first[0]}” has no counterpart in the source", f"译文的“{first[0]}”在原文中没有对应的否定")
    place = couple.target.place(*first.span())
    return Finding(message, couple.source.place(), place, severity=Severity.MINOR, bead=couple.bead)


def _denied(target: str, negation: re.Match[str], source: str) -> bool:
    """Tell whether a negation denies a word that the source has: 没有通过 where it says adopted."""
    said = {stem(word) for word in spelt(source) if len(word) > 3}
    known = lexicon.load()
    word = next((w for w in known.headwords.inside(target[negation.start() : negation.start() + 4], 2, 4)), "")
    if word and target.startswith(word, negation.start()) and not said.isdisjoint(known.stems(word)):
        return False  # 不同 where it says different
    between = BETWEEN.match(target, negation.end())
    rest = HAN.match(target, between.end() if between else negation.end())
    first = known.cut(rest[0])[0] if rest else ""
    return len(first) > 1 and not said.isdisjoint(known.stems(first))
