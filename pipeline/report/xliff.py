"""Write beads as XLIFF 2.1 (OASIS), which translation editors open: one file element an original, one unit a bead."""

from __future__ import annotations

from ..model import Bead, Bitext, join
from .xml import attribute, content, distinct

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang={locale}>
"""


def render(bitext: Bitext) -> str:
    """Return the document. Units stand in the translation's order; one without a source follows those of the text before it.

    XLIFF wants a source in every unit: where there is none it is empty.
    """
    paths = [d.path for d in bitext.originals] or [""]
    names = distinct(bead.id for bead in bitext.beads)
    units: dict[str, list[str]] = {path: [] for path in paths}
    at = paths[0]
    for name, bead in zip(names, bitext.beads, strict=True):
        at = bead.source[0].path if bead.source else at
        units.setdefault(at, []).append(_unit(name, bead, bitext.translation.locale))
    files = [
        f"<file id={attribute(f'f{n}')} original={attribute(path)}>\n{''.join(inside)}</file>\n"
        for n, (path, inside) in enumerate(units.items(), 1)
        if inside
    ]
    return HEAD.format(locale=attribute(bitext.translation.locale)) + "".join(files) + "</xliff>\n"


def _unit(name: str, bead: Bead, locale: str) -> str:
    note = f'<notes><note category="score">{bead.score:.3f}</note><note category="status">{bead.status}</note></notes>'
    state = "final" if bead.status == "confirmed" else "translated" if bead.target else "initial"
    target = f"<target>{content(join(bead.target, locale))}</target>" if bead.target else ""
    source = f"<source>{content(join(bead.source, 'en'))}</source>"
    return f' <unit id={attribute(name)}>{note}\n  <segment state="{state}">{source}{target}</segment>\n </unit>\n'
