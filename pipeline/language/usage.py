"""Apply rules of Chinese usage that stand in a table: a pattern, what should stand there, how grave it is, and which clause says so.

Rules see prose only: code, addresses, tags and stretches of English are hidden first (GB/T 15834-2011 clause 1 rules the Chinese
part of a mixed text only). In patterns, `H` in braces stands for a Han character, `L` for a Latin letter, a digit or something
hidden, `F` for a full-width mark, `C` for a closing and `O` for an opening one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ..model import Bilingual, Kind, Segment, Severity
from .mask import HIDDEN, prose
from .signs import HAN as HAN_SIGN
from .signs import Screen
from .tables import rows

HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
CLASSES = {
    "{H}": f"[{HAN}]",
    "{L}": f"[A-Za-z0-9{HIDDEN}]",
    "{F}": "[，。、；：？！（）《》〈〉“”‘’【】—…]",
    "{C}": "[）》〉”’】」』]",
    "{O}": "[（《〈“‘【「『]",
}
HANS = re.compile(CLASSES["{H}"])
PLAIN = "汉"  # stands for any Han character before rules that name none: to look for it costs less than for a class of all
MARKED = re.compile(r"[,.;:!?()\"']")  # without one of these no clause is English enough to keep its own marks
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,.;:!?&/()\"'-]{1,3}[A-Za-z][A-Za-z'’-]*){2,}")  # an English clause keeps its own marks
# Rules whose correction needs no person: a form that the standard gives, between Chinese characters, code and English hidden.
SAFE = re.compile(r"P(?:01|02|05|06|07|09|11|13|14|24|25|28|29|32|35|37|39|45|47|48|49|50|51|57)|N(?:04|05|07|11|13|17|21|24)")
# Rules that traditional texts do not know: Taiwan and Hong Kong keep 、 between titles, write 1、 and years with 零 or ○.
SIMPLIFIED_ONLY = re.compile(r"P13(?:-mixed)?|P49|N13")
# Corrections that no template can write: each character of the stretch by its counterpart.
COUNTERPARTS = {
    "{half}": str.maketrans("０１２３４５６７８９", "0123456789"),
    "{nought}": str.maketrans("零○0O", "〇〇〇〇"),
    "{full}": str.maketrans(",;:", "，；："),
    "{han}": str.maketrans("123456", "一二三四五六"),
}
GROUPED = "{grouped}"  # 1234567 as 1,234,567
ROUND, ROUNDS = "{round}", " 十百千万"  # 几10 as 几十
GRAVITY = {"minor": Severity.MINOR, "slight": Severity.MINOR, "neutral": Severity.NEUTRAL}


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold one rule.

    `slight` is of minor severity in documents and neutral in loose pairs. `fix` is a template for `Match.expand`, None where no
    correction is safe; `kinds` limits the rule to kinds of segments. One of `literal` must occur: characters, pairs, `^` and the
    first, the last and `$`. A rule of `marks` names no Han character, and is looked for where all of them are alike.
    """

    id: str
    clause: str
    severity: Severity
    pattern: re.Pattern[str]
    fix: str | None
    kinds: tuple[str, ...]
    message: Bilingual
    literal: frozenset[str]
    slight: bool = False
    marks: bool = False

    def grade(self, whole: bool) -> Severity:
        """Return the severity: loose pairs are raw strings cut from their page, in which typing habits are not the translator's."""
        return Severity.NEUTRAL if self.slight and not whole else self.severity


@dataclass(frozen=True, slots=True)
class Slip:
    """Hold a stretch of a segment that breaks a rule, and what should stand there."""

    rule: Rule
    start: int
    end: int
    suggestion: str | None

    @property
    def safe(self) -> bool:
        """Tell whether the suggestion may be put in without a person's look."""
        return self.suggestion is not None and bool(SAFE.fullmatch(self.rule.id))


@cache
def rules(path: Path) -> tuple[Rule, ...]:
    """Read a table: id, clause, severity, kinds or -, a character that must occur or -, pattern, fix or -, English, Chinese."""
    found = []
    for id_, clause, severity, kinds, literal, pattern, fix, en, zh in rows(path):
        marks = "{H}" in pattern and not HANS.search(pattern)
        for name, characters in (CLASSES | {"{H}": PLAIN} if marks else CLASSES).items():
            pattern = pattern.replace(name, characters)
        ready = re.compile(pattern)
        limits = () if kinds == "-" else tuple(kinds.split(","))
        right = None if fix == "-" else fix.replace("_", " ")
        only = frozenset() if literal == "-" else frozenset(_signs(literal.replace("_", " ")))
        found.append(Rule(id_, clause, GRAVITY[severity], ready, right, limits, Bilingual(en, zh), only, severity == "slight", marks))
    return tuple(found)


def _signs(written: str) -> Iterator[str]:
    """Yield the signs of a rule: characters, or between `|` characters and pairs, in which classes are written as in patterns."""
    for sign in written.split("|") if "|" in written else written:
        if sign.startswith("{C}"):
            yield from (closing + sign[3:] for closing in CLASSES["{C}"].strip("[]"))
        elif sign:
            yield sign.replace("{H}", HAN_SIGN)


def slips(segment: Segment, path: Path, locale: str = "zh-Hans") -> Iterator[Slip]:
    """Yield where a segment breaks the rules of a table; where two rules meet, the one that stands earlier speaks."""
    likely = _likely(path, segment.kind, prose(segment))
    if likely and locale.startswith("zh-Hant"):
        likely = [rule for rule in likely if not SIMPLIFIED_ONLY.fullmatch(rule.id)]
    if not likely:
        return
    text = usable(segment)
    alike = HANS.sub(PLAIN, text) if any(rule.marks for rule in likely) else text
    taken: list[tuple[int, int]] = []
    for rule in likely:
        for m in rule.pattern.finditer(alike if rule.marks else text):
            start, end = m.span("x") if "x" in m.re.groupindex else m.span()
            if any(a < max(end, start + 1) and start < max(b, a + 1) for a, b in taken):
                continue
            taken.append((start, end))
            yield Slip(rule, start, end, _right(rule, m, segment.text))


def _likely(path: Path, kind: Kind, text: str) -> list[Rule]:
    """Return the rules for that kind of segment that the signs of a text may break, in the table's order."""
    table, every, by_sign, screen = _indexed(path, kind)
    signs = screen.of(text)
    if not (signs or every):
        return []
    found = every.union(*[by_sign[sign] for sign in signs])
    return [table[n] for n in sorted(found)]


@cache
def _indexed(path: Path, kind: Kind) -> tuple[tuple[Rule, ...], frozenset[int], dict[str, set[int]], Screen]:
    """Return a table's rules for a kind of segment, the numbers of those that any text may break, and of the others by their signs."""
    table = tuple(rule for rule in rules(path) if not rule.kinds or kind.value in rule.kinds)
    by_sign: dict[str, set[int]] = {}
    for n, rule in enumerate(table):
        for sign in rule.literal:
            by_sign.setdefault(sign, set()).add(n)
    return table, frozenset(n for n, rule in enumerate(table) if not rule.literal), by_sign, Screen(by_sign)


def _right(rule: Rule, m: re.Match[str], text: str) -> str | None:
    """Return what should stand there, with what was hidden shown again; None where the rule has no correction."""
    if rule.fix is None:
        return None
    if rule.fix == GROUPED:
        return f"{int(m['x']):,}"
    if rule.fix == ROUND:
        return "几" + ROUNDS[len(m[1])]
    table = COUNTERPARTS.get(rule.fix)
    right = m.expand(rule.fix) if table is None else m[0].translate(table)
    veils = HIDDEN + PLAIN if rule.marks else HIDDEN
    veiled = sum(map(right.count, veils))
    if not veiled:
        return right
    hidden = [c for c, shown in zip(text[m.start() : m.end()], m[0], strict=True) if shown in veils]
    return "".join(hidden.pop(0) if c in veils else c for c in right) if veiled == len(hidden) else None


def cited(message: Bilingual, clause: str, standard: str) -> Bilingual:
    """Add the clause to a message, where one is known."""
    if clause == "usage":
        return message
    return Bilingual(f"{message.en} ({standard}, {clause})", f"{message.zh}（{standard} 第{clause}条）")


def usable(segment: Segment) -> str:
    """Return a segment's text with code, addresses and stretches of English hidden."""
    return _usable(prose(segment))


@lru_cache(maxsize=20_000)
def _usable(text: str) -> str:
    if not MARKED.search(text):
        return text
    return ENGLISH.sub(lambda m: HIDDEN * len(m[0]), text)
