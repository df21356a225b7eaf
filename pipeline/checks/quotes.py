"""Find quotation marks that are straight, foreign to simplified Chinese, or not in pairs.

Simplified Chinese quotes with “ ” and, inside them, ‘ ’ (GB/T 15834-2011, 4.8); straight quotes belong to code, and 「」 to
other regions. Straight quotes around Latin words are neutral, and so is
everything in loose pairs, which are cut from their page. A quotation of several paragraphs may stay open at the end
of each but the last.

>>> on('GPAI is pronounced "gee-pay".', "GPAI 读作“gee-pay”。")
>>> on('He said "good".', '他说"好"。')
quotes (neutral): straight quotes (GB/T 15834-2011, 4.8.2)
>>> on("He said “good”.", "他说“好。")
quotes (neutral): “ is not closed

Does not judge whether words should be quoted, or on which side of a closing mark the stop stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..language.length import HAN
from ..language.mask import prose
from ..model import Bead, Bilingual, Bitext, Collation, Finding, Kind, Place, Segment, Severity
from . import check

STRAIGHT = re.compile(r"\"([^\"\n]{1,200})\"|(?<![A-Za-z0-9])'([^'\n]{1,200})'(?![A-Za-z0-9])")  # "gee-pay"
CORNER = re.compile(r"「([^「」]{1,200})」")
MARKS = ((("‘", "’"), ("“", "”")), (("『", "』"), ("「", "」")))  # by script, then single or double
QUOTE = re.compile("[\"'“「]")  # without one of these no quotation begins
PAIRS = {"“": "”", "《": "》", "（": "）", "【": "】"}
PAIRED = re.compile(f"[{''.join(PAIRS)}{''.join(PAIRS.values())}]")
INNER = re.compile(r"“[^“”]{0,200}(“[^“”]{0,200}”)[^“”]{0,200}”")  # “甲“乙”丙”


@check(type="typographical", mqm="linguistic-conventions/punctuation", severity=Severity.MINOR)
def quotes(collation: Collation) -> Iterator[Finding]:
    """Yield straight, foreign, nested and unpaired quotation marks and brackets."""
    locale, whole = collation.bitext.translation.locale, collation.bitext.whole
    grave = Severity.MINOR if whole else Severity.NEUTRAL
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is Kind.CODE or not QUOTE.search(segment.text) or not HAN.search(segment.text):
                continue
            text = prose(segment)
            yield from _straight(segment, text, bead, grave, locale)
            if locale.startswith("zh-Hans") or locale == "zh":
                yield from _shape(segment, text, bead, grave)
    yield from _unpaired(collation.bitext, grave)


def _straight(segment: Segment, text: str, bead: Bead, grave: Severity, locale: str) -> Iterator[Finding]:
    if '"' not in text and "'" not in text:
        return
    for m in STRAIGHT.finditer(text):
        double = m[1] is not None
        inside = segment.text[m.start() + 1 : m.end() - 1]
        severity = grave if HAN.search(inside) and not re.search(r"[A-Za-z`<*]", inside) else Severity.NEUTRAL
        left, right = MARKS[locale.startswith("zh-Hant")][double]
        message = Bilingual("straight quotes (GB/T 15834-2011, 4.8.2)", "误用直引号（GB/T 15834-2011 第4.8.2条）")
        safe = severity is grave and not set("“”‘’") & set(inside)  # else code, or half of a pair
        yield Finding(message, None, Place(segment, *m.span()), f"{left}{inside}{right}", severity=severity, bead=bead, safe=safe)


def _shape(segment: Segment, text: str, bead: Bead, grave: Severity) -> Iterator[Finding]:
    for m in CORNER.finditer(text):
        inside = segment.text[m.start(1) : m.end(1)]
        message = Bilingual("「」 are not used in simplified Chinese set horizontally", "横排简体中文不用直角引号")
        yield Finding(message, None, Place(segment, *m.span()), f"“{inside}”", type="locale-violation", severity=grave, bead=bead)
    for m in INNER.finditer(text):
        inside = segment.text[m.start(1) + 1 : m.end(1) - 1]
        message = Bilingual(
            "a quotation inside a quotation takes ‘ ’ (GB/T 15834-2011, 4.8.3.4)", "引号内再用引号应为单引号（GB/T 15834-2011 第4.8.3.4条）"
        )
        yield Finding(message, None, Place(segment, *m.span(1)), f"‘{inside}’", severity=grave, bead=bead)


def _unpaired(bitext: Bitext, grave: Severity) -> Iterator[Finding]:
    """Yield opening and closing marks that have no partner in their paragraph.

    A loose pair may be cut from a longer quotation, and a quotation that goes on opens again in the next paragraph.
    """
    if all(_even(prose(s)) for s in bitext.translation.segments if PAIRED.search(s.text)):
        return
    beads = {(s.path, s.id): bead for bead in bitext.beads for s in bead.target}
    blocks = [list(group) for _, group in groupby(bitext.translation.segments, key=lambda s: s.block)]
    for n, block in enumerate(blocks):
        if block[0].kind is Kind.CODE or (block[0].path, block[0].id) not in beads:
            continue
        goes_on = n + 1 < len(blocks) and blocks[n + 1][0].text.startswith("“")
        for opener, closer in PAIRS.items():
            for segment, at in _lone(block, opener, closer):
                mark, opens = segment.text[at], segment.text[at] == opener
                if opens and opener == "“" and goes_on:
                    continue
                message = Bilingual(f"{mark} is not {'closed' if opens else 'opened'}", f"{mark} {'没有闭合' if opens else '缺少前一半'}")
                place, bead = Place(segment, at, at + 1), beads[segment.path, segment.id]
                yield Finding(message, None, place, severity=grave, bead=bead)


def _even(text: str) -> bool:
    """Tell whether every mark of a text has its partner there."""
    opened = dict.fromkeys(PAIRS.values(), 0)
    for mark in PAIRED.findall(text):
        closer = PAIRS.get(mark)
        if closer:
            opened[closer] += 1
        elif opened[mark]:
            opened[mark] -= 1
        else:
            return False
    return not any(opened.values())


def _lone(block: Sequence[Segment], opener: str, closer: str) -> list[tuple[Segment, int]]:
    stack: list[tuple[Segment, int]] = []
    lone: list[tuple[Segment, int]] = []
    for segment in block:
        if opener not in segment.text and closer not in segment.text:
            continue
        for m in PAIRED.finditer(prose(segment)):
            if m[0] == opener:
                stack.append((segment, m.start()))
            elif m[0] == closer and stack:
                stack.pop()
            elif m[0] == closer:
                lone.append((segment, m.start()))
    return lone + stack
