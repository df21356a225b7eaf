"""Walk the beads of a collation, compare what their sides state, and say it as findings that tell the reader what to change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..language.memo import by_collation
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity, Span
from .compare import compare
from .difference import At, Difference
from .identifiers import changed
from .originals import disagreements
from .reading import BLANK, Reading, reading
from .relative import spoken
from .tables import unit_name

HAN = re.compile(r"[\u4e00-\u9fff]")  # 每
AROUND = 2  # how many beads on either side may hold a value that moved


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold a bead with the segments that were compared, in the order in which differences count them."""

    bead: Bead
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]


def visible(segment: Segment) -> str:
    """Return a segment's text with what is code or a picture blotted out."""
    text = segment.text
    if segment.kind is not Kind.CODE and not segment.marks:
        return text
    if segment.kind is Kind.CODE:
        return BLANK * len(text)
    for mark in segment.marks:
        if mark.kind in ("code", "image"):
            text = text[: mark.start] + BLANK * (mark.end - mark.start) + text[mark.end :]
    return text


def _visible(segments: Iterable[Segment]) -> tuple[str, ...]:
    return tuple([visible(s) for s in segments])


@by_collation
def differences(collation: Collation) -> tuple[tuple[Compared, Difference], ...]:
    """Return every difference of every bead that has both sides; the five checks that ask for one collation share the answer."""
    return tuple(_differences(collation))


def _differences(collation: Collation) -> Iterator[tuple[Compared, Difference]]:
    beads = collation.bitext.beads
    currency = collation.work.currency if collation.work else ""
    whole = collation.bitext.whole
    for n, bead in enumerate(beads):
        if not bead.source or not bead.target:
            continue
        segments = (*bead.source, *bead.twins)
        source, target = _visible(segments), _visible(bead.target)
        around: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        if whole:
            near = [b for b in beads[max(0, n - AROUND) : n + AROUND + 1] if b is not bead]
            around = _visible(s for b in near for s in (*b.source, *b.twins)), _visible(s for b in near for s in b.target)
        found = compare(source, target, around, currency)
        if bead.twins:
            found = _of_twins(found, disagreements(source[: len(bead.source)], source[len(bead.source) :], target), len(bead.source))
        exchanged = list(changed([s.text for s in segments], [s.text for s in bead.target]))
        if found or exchanged:
            compared = Compared(bead, segments, bead.target)
            yield from ((compared, difference) for difference in found)
            for pair in exchanged:
                yield compared, Difference("changed", _verbatim(segments, pair.source), _verbatim(bead.target, pair.target))


def _of_twins(found: tuple[Difference, ...], disagreed: tuple[Difference, ...], own: int) -> tuple[Difference, ...]:
    """Put in what the originals disagree about, and take out what follows from it.

    A twin answers for values, but asks for none: what only it states is not missing. Where the translation follows one of two
    originals that disagree, the other's value is not missing either.
    """
    settled = [at for d in disagreed if d.target for at in (d.source, d.twin)]
    kept = (d for d in found if d.source not in settled and not (d.what == "missing" and d.source and d.source[0] >= own))
    return (*kept, *disagreed)


def _verbatim(segments: tuple[Segment, ...], at: tuple[int, Span]) -> At:
    n, (start, end) = at
    return n, reading("reference", start, end, segments[n].text[start:end].strip("`"))


def finding(compared: Compared, difference: Difference) -> Finding:
    """Say a difference in both languages, with its places and its severity."""
    source = _place(compared.source, difference.source)
    target = _place(compared.target, difference.target)
    if twin := _place(compared.source, difference.twin):
        message = _disagreed(difference, source, twin)
        return Finding(message, source, target, related=(twin,), severity=Severity.NEUTRAL, bead=compared.bead)
    severity, mqm = _grade(difference)
    return Finding(_message(difference, source, target), source, target, severity=severity, mqm=mqm, bead=compared.bead)


def _place(segments: tuple[Segment, ...], at: At | None) -> Place | None:
    if at is None:
        return None
    start, end = at[1].mention.span
    return Place(segments[at[0]], start, end)


HAIR = ({"more-than", "at-least"}, {"less-than", "at-most"}, {"about", "exact"}, {"less-than", "about"})


def _grade(d: Difference) -> tuple[Severity, str]:
    if d.what == "bound" and d.source and d.target:
        pair = {d.source[1].mention.bound, d.target[1].mention.bound}
        return (Severity.MINOR if pair in HAIR else Severity.MAJOR), "accuracy/mistranslation"
    if d.what == "unit":
        return Severity.CRITICAL if _money(d.source) or _money(d.target) else Severity.MAJOR, "accuracy/mistranslation"
    if d.what == "missing":
        return Severity.MAJOR, "accuracy/omission"
    if d.what == "invented":
        return Severity.MAJOR, "accuracy/addition"
    return Severity.CRITICAL if _grave(d) else Severity.MAJOR, "accuracy/mistranslation"


def _money(at: At | None) -> bool:
    return at is not None and len(at[1].mention.unit) == 3 and at[1].mention.unit.isupper()


def _grave(d: Difference) -> bool:
    for at in (d.source, d.target):
        if at and (at[1].mention.kind in ("date", "reference") or _money(at) or at[1].mention.unit == "%"):
            return True
    values = [at[1].mention.value for at in (d.source, d.target) if at]
    if len(values) == 2 and all(isinstance(v, Fraction) and v for v in values):
        ratio = Fraction(values[0]) / Fraction(values[1])
        return max(abs(ratio), 1 / abs(ratio)) >= 10
    return False


REFERENCE = re.compile(r"^([a-z]+):(?=\w)")  # article:21/3


def say(r: Reading, language: str) -> str:
    """Write a value as a reader knows it: `EUR 20,000`, `50%`, `2020-06-15`.

    >>> from .reading import reading
    >>> say(reading("quantity", 0, 1, Fraction(20000), "EUR"), "en")
    'EUR 20,000'
    >>> say(reading("quantity", 0, 1, Fraction(3), "per-year"), "zh"), say(reading("duration", 0, 1, Fraction(6), "month"), "en")
    ('每年 3 次', '6 months')
    """
    m = r.mention
    if isinstance(m.value, str):
        return REFERENCE.sub(r"\1 ", m.value) if m.kind == "reference" else spoken(m.value, language)
    if m.value.denominator == 1:
        number = f"{int(m.value):,}"
    elif len(str(float(m.value))) < 8:
        number = str(float(m.value))
    else:
        number = str(m.value)
    if m.unit == "%":
        return f"{number}%"
    if _money((0, r)):
        return f"{m.unit} {number}"
    if m.kind == "ordinal" and m.value < 0:
        return f"倒数第{-m.value}" if language == "zh" else f"no. {-m.value} from the end"
    if m.kind == "ordinal":
        return f"第{number}" if language == "zh" else f"no. {number}"
    if m.unit.startswith("per-"):
        every = unit_name(m.unit.removeprefix("per-"), language, many=False)
        return f"每{every} {number} 次" if language == "zh" else f"{number} per {every}"
    return f"{number} {unit_name(m.unit, language, many=m.value != 1)}".strip()


def _zh(r: Reading) -> str:
    """Write a value after a Chinese word: a space stands before digits and letters only.

    >>> from .reading import reading
    >>> _zh(reading("quantity", 0, 1, Fraction(3), "per-year")), _zh(reading("quantity", 0, 1, Fraction(3), "EUR"))
    ('每年 3 次', ' EUR 3')
    """
    said = say(r, "zh")
    return said if HAN.match(said) else f" {said}"


BOUNDS_EN = {
    "exact": "exactly ",
    "more-than": "more than ",
    "at-least": "at least ",
    "at-most": "at most ",
    "less-than": "less than ",
    "about": "about ",
}
ENDS = (Bilingual("until then", "该时间以前"), Bilingual("from then on", "该时间以后"))
BOUNDS_ZH = {"exact": "恰为", "more-than": "超过", "at-least": "至少", "at-most": "至多", "less-than": "不到", "about": "约"}


def _disagreed(d: Difference, source: Place | None, twin: Place) -> Bilingual:
    assert d.source is not None
    assert d.twin is not None
    assert source is not None
    a, b = d.source[1], d.twin[1]
    return Bilingual(
        f"the originals disagree: {_read(source.text, a)} in {source.segment.path}, {_read(twin.text, b)} in {twin.segment.path}",
        f"两份原文不一致：{source.segment.path} 作{_read_zh(source.text, a)}，{twin.segment.path} 作{_read_zh(twin.text, b)}",
    )


def _message(d: Difference, source: Place | None, target: Place | None) -> Bilingual:
    a, b = d.source[1] if d.source else None, d.target[1] if d.target else None
    here, there = source.text if source else "", target.text if target else ""
    if d.what == "invented" and b:
        return Bilingual(f"{_read(there, b)} has no counterpart in the original", f"{_read_zh(there, b)}在原文中没有对应的数值")
    if d.what == "missing" and a:
        return Bilingual(f"{_read(here, a)} is missing from the translation", f"原文的{_read_zh(here, a)}在译文中没有对应的数值")
    assert a is not None
    assert b is not None
    if d.what == "unit":
        own, theirs = ([unit_name(r.mention.unit, language) for language in ("en", "zh")] for r in (a, b))
        return Bilingual(
            f'"{there}" is in {theirs[0]}; the original has "{here}" in {own[0]}',
            f"“{there}”的单位是 {theirs[1]}；原文“{here}”的单位是 {own[1]}",
        )
    if d.what == "bound" and a.mention.kind == "date":
        there_is, here_is = (ENDS[r.mention.bound == "at-least"] for r in (b, a))
        return Bilingual(
            f'"{there}" is {there_is.en}; the original has "{here}", {here_is.en}',
            f"“{there}”指{there_is.zh}；原文“{here}”指{here_is.zh}",
        )
    if d.what == "bound":
        says, has = BOUNDS_EN[b.mention.bound] + say(b, "en"), BOUNDS_EN[a.mention.bound] + say(a, "en")
        return Bilingual(
            f'"{there}" says {says}; the original has "{here}", {has}',
            f"“{there}”意为{BOUNDS_ZH[b.mention.bound]}{_zh(b)}；原文“{here}”意为{BOUNDS_ZH[a.mention.bound]}{_zh(a)}",
        )
    return Bilingual(f"{_read(there, b)}; the original has {_read(here, a)}", f"{_read_zh(there, b)}；原文为{_read_zh(here, a)}")


SEPARATOR = re.compile(r",|(?<!\d)\s|\s(?!\d)")  # of thousands, and of a number and its unit


def _tells(text: str, said: str) -> bool:
    """Tell whether the value says more than the text: `46` is 46, and EUR 20,000 is what it says.

    >>> _tells("46", "46"), _tells("2万", "20,000"), _tells("46 %", "46%")
    (False, True, False)
    """
    return SEPARATOR.sub("", text).lower() != SEPARATOR.sub("", said).lower()


def _read(text: str, r: Reading) -> str:
    """Quote a text with what was read in it: `"2万" = 20,000`."""
    said = say(r, "en")
    return f'"{text}" = {said}' if _tells(text, said) else f'"{text}"'


def _read_zh(text: str, r: Reading) -> str:
    return f"“{text}”（即{_zh(r)}）" if _tells(text, say(r, "zh")) and _tells(text, say(r, "en")) else f"“{text}”"
