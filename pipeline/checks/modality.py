"""Compare legal force: shall and must, should, may, may not, need not against 应, 须, 必须, 宜, 可, 不得, 不必.

A duty rendered as a permission, or a ban as a mere exemption, changes what the text obliges to. Only plain contrasts are
reported, sentence by sentence, where both sides have as many sentences.

>>> on("Each member shall pay an annual contribution.", "各成员应当缴纳年度会费。")
>>> on("Each member shall pay an annual contribution.", "各成员可以缴纳年度会费。")
modality (major): “shall” is a duty; the translation says 可以
>>> on("Members need not attend in person.", "成员不得亲自出席。")
modality (major): “need not” exempts; the translation forbids: 不得
>>> on("They do not have to pay a fee.", "他们须缴纳费用。")
modality (major): “do not have to” exempts; the translation obliges: 须

Does not tell 应 from 必须, nor a duty of one party from that of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..language.mask import HIDDEN, hide
from ..language.pairs import Couple, couples
from ..language.signs import Cue, spelt_in
from ..language.tables import lower, rows, union
from ..model import Bilingual, Collation, Finding, Severity
from . import check

TABLE = rows(Path(__file__).parent / "words" / "modality.tsv")


def _pattern(language: str, force: str) -> re.Pattern[str]:
    return re.compile(union(row[2] for row in TABLE if row[:2] == (language, force)))


FORCES = ("ban", "leave", "duty", "freedom", "advice")
EN = {force: Cue(row[2:4] for row in TABLE if row[:2] == ("en", force)) for force in FORCES}
WORDS = frozenset().union(*(said.words for said in EN.values()))
IDLE_EN = _pattern("en", "idle")
ZH = {force: _pattern("zh", force) for force in ("ban", "leave", "duty", "freedom", "idle")}
FORBIDDEN = re.compile(r"不得|禁止|严禁|不准")
DUE = re.compile(r"必须|须|应当|应|务必|有义务")
NEAR = 6  # characters before a word of duty in which a negation may stand: 不一定必须
# 年满18岁方可 and 登录后才可以 set a condition; the 方 of 缔约方可以 is a party.
THEN = "(?<!才)(?<![^约甲乙丙丁双各一多对两此该我他本买卖租受]方)"
PERMISSION = re.compile(rf"{THEN}可以|有权|允许|{THEN}可(?![能见靠])")
ADVICE = re.compile(r"(?<![适便事权合相时因机不])宜(?![居人])")
EXEMPTION = re.compile(r"无需|无须|毋须|不必|不需要|可以?不(?![可必])")
UNNEGATED = re.compile(r"\b(?:not|no|never|nor|neither|without|unless|only|free|exempt\w*|waive\w*|least|until|except)\b|n[’']t\b")
COMMAND = re.compile(r"必须|务必|应当|一律|须|有义务|应(?![届邀])")
SAID_NOT = re.compile(r"\bnot\b|\bnever\b")
POSSIBLE = re.compile(r"可能|也许|或许|不一定|未必")  # may not: perhaps not
FREELY = re.compile(r"可以|有权|允许")
MAY = re.compile(r"可以|有权")
ADVISED = re.compile(r"宜|当|该|建议|最好|值得|推荐|请|期望|希望|尽")
BANNED = re.compile(r"(?:不得|禁止|严禁|不准)(?![超少多高低晚迟早再])")
NEGATED = re.compile(r"不|无|没|未|非|勿|免")
# What a force cannot be contradicted without, and one of the characters of all of these: most translations have none of them.
AGAINST = {
    "duty": re.compile(union(p.pattern for p in (PERMISSION, ADVICE, EXEMPTION))),
    "ban": re.compile(union((ZH["leave"].pattern, FREELY.pattern))),
    "leave": re.compile(union((FORBIDDEN.pattern, DUE.pattern))),
    "freedom": re.compile(union((COMMAND.pattern, BANNED.pattern))),
    "advice": MAY,
}
CONTRARY = re.compile("[可有允宜无毋不免禁严必须应务一]")


@check(type="legal", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def modality(collation: Collation) -> Iterator[Finding]:
    """Yield sentences whose translation obliges, allows or forbids what the source does not."""
    for bead in collation.bitext.beads:
        words = spelt_in(bead.source)
        if WORDS.isdisjoint(words) or not any(CONTRARY.search(t.text) for t in bead.target):
            continue
        likely = [force for force, said in EN.items() if said.any_in(bead.source, words)]
        if not any(AGAINST[force].search(t.text) for force in likely for t in bead.target):
            continue
        for couple in couples(bead):
            if not couple.loose and (found := _contrast(couple, likely)):
                yield found


def _hidden(m: re.Match[str]) -> str:
    return HIDDEN * len(m[0])


def _contrast(couple: Couple, likely: Sequence[str]) -> Finding | None:
    source = IDLE_EN.sub(_hidden, lower(hide(couple.source.text)))
    forces = [(force, m) for force in likely for m in EN[force].pattern.finditer(source)]
    if len({force for force, _ in forces}) != 1 or POSSIBLE.search(couple.target.text):
        return None
    force, word = forces[0]
    said = couple.source.place(*word.span())
    target = ZH["idle"].sub(_hidden, hide(couple.target.text))
    contrast = {"duty": _duty, "ban": _ban, "leave": _leave, "freedom": _freedom, "advice": _advice}[force]
    found = contrast(target, said.text) or _denied(force, target, said.text, source)
    if found is None:
        return None
    stretch, message, severity = found
    return Finding(message, said, couple.target.place(*stretch.span()), severity=severity, bead=couple.bead)


Contrast = tuple[re.Match[str], Bilingual, Severity] | None
SOURCE = {
    "duty": ("is a duty", "为义务"),
    "ban": ("forbids", "为禁止"),
    "leave": ("exempts", "为免除"),
    "freedom": ("allows", "为许可"),
    "advice": ("advises", "为建议"),
}


def _against(force: str, said: str, rendering: re.Match[str], en: str, zh: str, severity: Severity = Severity.MAJOR) -> Contrast:
    """Return a contrast: what the source's word does, and what the translation's does instead, `exempts: ` and `“{}”却为免除`."""
    own_en, own_zh = SOURCE[force]
    message = Bilingual(f"“{said}” {own_en}; the translation {en}{rendering[0]}", f"原文 “{said}” {own_zh}，译文{zh.format(rendering[0])}")
    return rendering, message, severity


def _duty(target: str, said: str) -> Contrast:
    weak = PERMISSION.search(target) or ADVICE.search(target)
    if weak is None or ZH["duty"].search(target) or NEGATED.search(target):
        return None
    return _against("duty", said, weak, "says ", "却作“{}”")


def _denied(force: str, target: str, said: str, source: str) -> Contrast:
    """Find a duty that the translation lifts and a leave that it refuses, where nothing in the source is negated."""
    other = EXEMPTION.search(target) if force == "duty" else BANNED.search(target) if force == "freedom" else None
    if other is None or UNNEGATED.search(source):
        return None
    if force == "freedom":
        return _against(force, said, other, "forbids: ", "“{}”却为禁止")
    return _against(force, said, other, "exempts: ", "“{}”却为免除")


def _ban(target: str, said: str) -> Contrast:
    if ZH["ban"].search(target):
        return None
    if weak := ZH["leave"].search(target):
        return _against("ban", said, weak, "only exempts: ", "“{}”仅为免除")
    freely = FREELY.search(target)
    if freely is None or SAID_NOT.search(said) or NEGATED.search(target):  # a lost not is for the check of negation
        return None
    return _against("ban", said, freely, "allows: ", "“{}”却为许可")


def _leave(target: str, said: str) -> Contrast:
    if ZH["leave"].search(target):
        return None
    if strong := FORBIDDEN.search(target):
        return _against("leave", said, strong, "forbids: ", "“{}”却为禁止")
    due = DUE.search(target)
    if due is None or NEGATED.search(target[max(0, due.start() - NEAR) :]):
        return None
    return _against("leave", said, due, "obliges: ", "“{}”却为义务")


def _freedom(target: str, said: str) -> Contrast:
    strong = COMMAND.search(target)
    if strong is None or ZH["freedom"].search(target):
        return None
    return _against("freedom", said, strong, "commands: ", "“{}”却为义务")


def _advice(target: str, said: str) -> Contrast:
    weak = MAY.search(target)
    if weak is None or ZH["duty"].search(target) or ADVISED.search(target) or NEGATED.search(target):
        return None
    return _against("advice", said, weak, "only allows: ", "“{}”仅为许可", Severity.MINOR)
