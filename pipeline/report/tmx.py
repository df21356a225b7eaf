"""Write beads as a translation memory: TMX 1.4b, which translation tools import."""

from __future__ import annotations

from .. import __version__
from ..model import Bead, Bitext, Segment, join
from .xml import attribute, content, distinct

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
 <header creationtool="duikan" creationtoolversion="{version}" segtype="block" o-tmf="duikan"
  adminlang="en" srclang="en" datatype="plaintext"/>
 <body>
"""


def render(bitext: Bitext) -> str:
    """Return the memory; a bead with an empty side has one variant only, its score and status stand as properties."""
    names = distinct(bead.id for bead in bitext.beads)
    units = (_unit(name, bead, bitext.translation.locale) for name, bead in zip(names, bitext.beads, strict=True))
    return HEAD.format(version=__version__) + "".join(units) + " </body>\n</tmx>\n"


def _unit(name: str, bead: Bead, locale: str) -> str:
    properties = f'   <prop type="x-score">{bead.score:.3f}</prop>\n   <prop type="x-status">{bead.status}</prop>\n'
    variants = _variant(bead.source, "en") + _variant(bead.target, locale)
    return f"  <tu tuid={attribute(name)}>\n{properties}{variants}  </tu>\n"


def _variant(segments: tuple[Segment, ...], locale: str) -> str:
    if not segments:
        return ""
    return f"   <tuv xml:lang={attribute(locale)}><seg>{content(join(segments, locale))}</seg></tuv>\n"
