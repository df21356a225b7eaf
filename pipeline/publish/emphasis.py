"""Draw dots under emphasised Chinese (着重号, CLREQ 3.7.2): slanted Han is never emphasis, and WeasyPrint has no `text-emphasis`.

The dots are shapes, not text, so that what is copied or read aloud stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import weasyprint.draw

from . import clreq
from .measure import analysis
from .typeset import is_chinese

BELOW, RADIUS = 0.3, 0.055  # em: from the baseline to the dot's centre, and its radius
ROUND = 0.5523  # of the radius: how far a Bézier curve reaches out that draws a quarter of a circle

_draw: Callable[..., Any] = weasyprint.draw.draw_text


def install() -> None:
    """Put the dots in place; calling it again does nothing."""
    weasyprint.draw.draw_text = draw_text


def draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: Any, block_ellipsis: Any = "none") -> None:
    """Take the place of WeasyPrint's function of that name: draw a text, and the dots under it where it is emphasised."""
    _draw(stream, textbox, offset_x, text_overflow, block_ellipsis)
    if textbox.element_tag == "em" and textbox.text and is_chinese(textbox.text, textbox.style):
        _dots(stream, textbox)


def _dots(stream: Any, textbox: Any) -> None:
    found = analysis(textbox.text, textbox.style)
    changes = getattr(textbox.pango_layout, "advances", []) or [0.0] * len(textbox.text)
    starts = [0.0, *accumulate(raw + change for raw, change in zip(found.raw, changes, strict=True))]
    y = textbox.position_y + textbox.baseline + BELOW * found.em
    for start, kind in zip(starts, found.kinds, strict=False):
        if kind == clreq.HAN:
            _dot(stream, textbox.position_x + start + found.em / 2, y, RADIUS * found.em)


def _dot(stream: Any, x: float, y: float, r: float) -> None:
    k = ROUND * r
    stream.move_to(x + r, y)
    stream.curve_to(x + r, y + k, x + k, y + r, x, y + r)
    stream.curve_to(x - k, y + r, x - r, y + k, x - r, y)
    stream.curve_to(x - r, y - k, x - k, y - r, x, y - r)
    stream.curve_to(x + k, y - r, x + r, y - k, x + r, y)
    stream.fill()
