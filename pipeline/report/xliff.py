"""Write beads as XLIFF 2.1 (OASIS), which translation editors open: one file element an original, one unit a bead.

With issues they stand in the units as ITS 2.0 localization quality issues; for editors that do not know ITS each is a note of its
unit as well. One of the whole document is a note of the first file.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Bead, Bitext, Issue, Place
from .its import NAMESPACE, Key, annotated, by_segment
from .xml import attribute, content, distinct

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang={locale}{its}>
"""
ITS = f' xmlns:its="{NAMESPACE}" its:version="2.0"'


def render(bitext: Bitext, issues: Sequence[Issue] = ()) -> str:
    """Return the document. Units stand in the translation's order; one without a source follows those of the text before it.

    XLIFF wants a source in every unit: where there is none it is empty. It wants a unit, too, where there are no beads.
    """
    marks, locale = by_segment(issues), bitext.translation.locale
    paths = [d.path for d in bitext.originals] or [""]
    names = distinct(bead.id for bead in bitext.beads)
    units: dict[str, list[str]] = {path: [] for path in paths}
    at = paths[0]
    for name, bead in zip(names, bitext.beads, strict=True):
        at = bead.source[0].path if bead.source else at
        units.setdefault(at, []).append(_unit(name, bead, locale, marks))
    files = [
        f"<file id={attribute(f'f{n}')} original={attribute(path)}>\n{_whole(issues) if n == 1 else ''}{''.join(inside)}</file>\n"
        for n, (path, inside) in enumerate(units.items(), 1)
        if inside
    ] or [f'<file id="f1" original={attribute(at)}>\n <unit id="none"><segment><source></source></segment></unit>\n</file>\n']
    return HEAD.format(locale=attribute(locale), its=ITS if issues else "") + "".join(files) + "</xliff>\n"


def _whole(issues: Sequence[Issue]) -> str:
    """Return the notes on issues that mark no words: those of the whole document."""
    said = "".join(_note(i) for i in issues if not (i.target or i.source) and i.unsettled)
    return f"<notes>{said}</notes>\n" if said else ""


def _note(issue: Issue) -> str:
    side = ' appliesTo="target"' if issue.target else ' appliesTo="source"' if issue.source else ""
    return f'<note category="issue"{side}>{content(f"{issue.check} ({issue.severity}): {issue.message.zh} / {issue.message.en}")}</note>'


def _unit(name: str, bead: Bead, locale: str, marks: dict[Key, list[tuple[Place, Issue]]]) -> str:
    found = [issue for s in (*bead.source, *bead.target) for _, issue in marks.get((s.path, s.id), ()) if issue.unsettled]
    notes = f'<note category="score">{bead.score:.3f}</note><note category="status">{bead.status}</note>' + "".join(map(_note, found))
    state = "final" if bead.status == "confirmed" else "translated" if bead.target else "initial"
    target = f"<target>{annotated(bead.target, locale, marks)}</target>" if bead.target else ""
    source = f"<source>{annotated(bead.source, 'en', marks)}</source>"
    return f' <unit id={attribute(name)}><notes>{notes}</notes>\n  <segment state="{state}">{source}{target}</segment>\n </unit>\n'
