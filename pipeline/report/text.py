"""Write a report for the terminal: one line an issue, as compilers do, and a summary."""

from __future__ import annotations

import unicodedata

from ..model import Collation, Issue, Language, Place, Scores, Severity, Verification
from .phrases import phrase
from .position import line_of

# Never printed as they are: control characters (they drive terminals), format characters (they turn the direction of text
# or hide it), surrogates, and line or paragraph separators (they would break the line).
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def render(collation: Collation, verification: Verification, language: Language = "en", *, summary: bool = True) -> str:
    """Return `path:line: check (severity): message` for every unsettled issue, and a summary unless it is not wanted."""
    lines = [_line(issue, language) for issue in verification.issues if issue.unsettled]
    if summary:
        lines += [*([""] if lines else []), *_summary(collation, verification, language)]
    return "".join(f"{line}\n" for line in lines)


def escape(text: str) -> str:
    r"""Return the text with characters that could deceive or drive a terminal shown as escapes.

    >>> escape("a\x1b[31mb\u202ec　d")
    'a\\x1b[31mb\\u202ec　d'
    """
    return "".join(c.encode("unicode_escape").decode() if unicodedata.category(c) in UNSAFE else c for c in text)


def where(place: Place | None) -> str:
    """Return `path:line` of a place; of a loose pair its id. The line is the place's own where a segment spans several."""
    if place is None:
        return "-"
    segment = place.segment
    if not segment.line:
        return segment.id
    return f"{segment.path}:{line_of(place)}"


def _line(issue: Issue, language: Language) -> str:
    severity = phrase(str(issue.severity), language)
    after = f" [{phrase('lapsed', language)}]" if issue.status == "lapsed" else ""
    brackets = "（{}）：" if language == "zh" else " ({}): "
    message = issue.message.text(language)
    return escape(f"{where(issue.target or issue.source)}: {issue.check}{brackets.format(severity)}{message}{after}")


def _summary(collation: Collation, verification: Verification, language: Language) -> list[str]:
    bitext, scores = collation.bitext, verification.scores
    counts = [(s, verification.count(s)) for s in sorted(Severity, reverse=True)]
    said = [f"{number} {phrase(str(severity), language)}" for severity, number in counts if number]
    waived = sum(i.status == "waived" for i in verification.issues)
    if waived:
        said.append(f"{waived} {phrase('waived', language)}")
    joint, colon = ("，", "：") if language == "zh" else (", ", ": ")
    covered = joint.join(f"{escape(path)} {share:.0%}" for path, share in verification.coverage)
    lines = [
        phrase("issues", language) + colon + (joint.join(said) or phrase("none", language)),
        phrase("beads", language) + f"{colon}{len(bitext.beads)}",
        phrase("coverage", language) + colon + covered,
        phrase("unchecked", language) + f"{colon}{len(verification.unchecked)}",
        phrase("score", language) + colon + _scores(scores, language),
        phrase("state", language) + colon + phrase(verification.state, language),
    ]
    return lines + [escape(notice.message.text(language)) for notice in verification.notices]


def _scores(scores: Scores, language: Language) -> str:
    mqm, gbt = f"MQM {scores.mqm:.1f}", f"GB/T 19682 {scores.gbt19682 * 1000:.2f}‰"
    if language == "zh":
        return f"{mqm}（校准 {scores.calibrated:.1f}，合格线 {scores.threshold:g}），{gbt}；为自动检查结果，非人工评价"
    return f"{mqm} ({scores.calibrated:.1f} calibrated, {scores.threshold:g} passes), {gbt}; automatic findings, no human evaluation"
