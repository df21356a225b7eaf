"""Find wordings that the glossary disapproves of: deprecated ones where the term is meant, forbidden ones wherever they stand.

A termbase gives wordings a status (ISO 30042: preferredTerm, admittedTerm, deprecatedTerm, supersededTerm). A house that has left
a wording behind wants it gone everywhere, also where the sentence is otherwise right. The suggestion is the preferred wording.

>>> rows = "ai,artificial intelligence,人工智能,,,,preferred,,\\nai,,人工智慧,,,,deprecated,,"
>>> on("Artificial intelligence helps.", "人工智能有帮助。", terms=rows)
>>> on("Artificial intelligence helps.", "人工智慧有帮助。", terms=rows)
forbidden-terms (minor): 人工智慧 is deprecated; use 人工智能

Does not catch a disapproved wording that the glossary does not list.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language.termbase import Termbase, termbase
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

SAID = {"deprecated": "不再采用", "forbidden": "禁用"}


@check(type="terminology", mqm="terminology/wrong-term", severity=Severity.MINOR)
def forbidden_terms(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each disapproved wording, with the place of the English term where there is one."""
    base = termbase(collation.glossary, collation.bitext.translation.locale, collation.work, names=True)
    if base is None or not base.banned:
        return
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is not Kind.CODE and any(map(segment.text.__contains__, base.banned)):
                yield from _segment(base, bead, segment)


def _segment(base: Termbase, bead: Bead, segment: Segment) -> Iterator[Finding]:
    for found in base.target(segment.text):
        for identity in found.keys:
            status = base.disapproved(identity).get(found.text)
            accepted = base.accepted(identity)
            if status is None or any(found.text in base.accepted(i) for i in found.keys):
                continue
            source = _stated(base, bead, identity)
            if status == "deprecated" and source is None:
                continue
            use, instead = (f"; use {accepted[0]}", f"，应作“{accepted[0]}”") if accepted else ("", "")
            message = Bilingual(f"{found.text} is {status}{use}", f"“{found.text}”为{SAID[status]}的说法{instead}")
            place = Place(segment, found.start, found.end)
            severity = Severity.MAJOR if status == "forbidden" else Severity.MINOR
            yield Finding(message, source, place, suggestion=accepted[0] if accepted else None, severity=severity, bead=bead)
            break


def _stated(base: Termbase, bead: Bead, identity: str) -> Place | None:
    """Return where the bead's source states the concept."""
    for segment in (*bead.source, *bead.twins):
        for found in base.source(segment.text):
            if identity in found.keys:
                return Place(segment, found.start, found.end)
    return None
