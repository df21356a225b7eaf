"""Set issues into the text of an XLIFF unit as ITS 2.0 localization quality issues (XLIFF 2.1, ITS module).

An issue becomes an annotation `mrk` around its words; where two cross each other, the second is a pair `sm` and `em`. The id of
the annotation is the issue's, prefixed, since ids of a unit must differ from those of its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Issue, Place, Segment, join
from .xml import attribute, content

NAMESPACE = "http://www.w3.org/2005/11/its"
PROFILE = "https://themqm.org/"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Note:
    """Hold an issue and the stretch of a unit's text that it is about; `paired` where it crosses another."""

    start: int
    end: int
    issue: Issue
    paired: bool = False


def by_segment(issues: Iterable[Issue]) -> dict[Key, list[tuple[Place, Issue]]]:
    """Return the issues by the segment that they mark: the translation's, else the original's."""
    found: dict[Key, list[tuple[Place, Issue]]] = defaultdict(list)
    for issue in issues:
        place = issue.target or issue.source
        if place is not None:
            found[place.segment.path, place.segment.id].append((place, issue))
    return found


def annotated(segments: Sequence[Segment], locale: str, marks: dict[Key, list[tuple[Place, Issue]]]) -> str:
    """Return the segments' text as one, escaped, with its issues as annotations.

    >>> from ..model import Bilingual, Severity
    >>> segment = Segment("z1", "zh.md", "共16人<")
    >>> issue = Issue("8c1f0a52", "numbers", "numbers", "", Severity.MAJOR, Bilingual("wrong", "有误"), target=Place(segment, 1, 3))
    >>> annotated((segment,), "zh-Hans", {("zh.md", "z1"): [(Place(segment, 1, 3), issue)]})[:44]
    '共<mrk id="i8c1f0a52" type="its:generic" its:'
    """
    notes: list[Note] = []
    for n, segment in enumerate(segments):
        base = len(join(segments[: n + 1], locale)) - len(segment.text)
        notes += [Note(base + p.start, base + p.end, issue) for p, issue in marks.get((segment.path, segment.id), ())]
    text = join(segments, locale)
    if not notes:
        return content(text)
    placed = _placed(sorted(notes, key=lambda n: (n.start, -n.end)))
    parts: list[str] = []
    at = 0
    for offset, markup in _events(placed):
        parts += (content(text[at:offset]), markup)
        at = offset
    return "".join((*parts, content(text[at:])))


def _placed(notes: Sequence[Note]) -> list[Note]:
    """Mark those that cross an earlier one; what remains is nested, so that of the open ones the last ends first."""
    kept: list[Note] = []
    nested: list[Note] = []
    for note in notes:
        while nested and nested[-1].end <= note.start:
            nested.pop()
        crosses = bool(nested) and nested[-1].end < note.end
        kept.append(Note(note.start, note.end, note.issue, crosses))
        if not crosses:
            nested.append(note)
    return kept


def _events(notes: Sequence[Note]) -> list[tuple[int, str]]:
    """Return where which markup stands, in order: ends before beginnings, the outer one of two beginnings first."""
    out: list[tuple[tuple[int, int, int], str]] = []
    for n, note in enumerate(notes):
        name, about = f"i{note.issue.id}", _attributes(note.issue)
        empty = note.start == note.end
        if note.paired:
            out.append(((note.start, 1, n), f"<sm id={attribute(name)}{about}/>"))
            out.append(((note.end, 0, -n), f"<em startRef={attribute(name)}/>"))
        elif empty:
            out.append(((note.start, 2, n), f"<mrk id={attribute(name)}{about}></mrk>"))
        else:
            out.append(((note.start, 1, n), f"<mrk id={attribute(name)}{about}>"))
            out.append(((note.end, 0, -n), "</mrk>"))
    return [(key[0], markup) for key, markup in sorted(out)]


def _attributes(issue: Issue) -> str:
    comment = f"{issue.check}: {issue.message.zh} / {issue.message.en}" + (f" → {issue.suggestion}" if issue.suggestion else "")
    values = {
        "locQualityIssueType": issue.type,
        "locQualityIssueComment": comment,
        "locQualityIssueSeverity": str(int(issue.severity)),
        "locQualityIssueProfileRef": PROFILE,
        "locQualityIssueEnabled": "yes" if issue.unsettled else "no",
    }
    return ' type="its:generic"' + "".join(f" its:{name}={attribute(value)}" for name, value in values.items())
