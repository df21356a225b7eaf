"""Teach WeasyPrint 70 to set Chinese: line breaks, punctuation squeeze, gaps beside Latin, justification.

WeasyPrint leaves lines to Pango, which stretches only spaces, never squeezes punctuation, and breaks lines early at quotes.
Here Chinese text is broken by the rules of `clreq` over measured widths, and when a line is aligned, all its marks, gaps and
stretches are settled at once, across the inline elements in it. The glyphs are then moved when the line is drawn; the text
itself stays as it is. Text in other languages keeps WeasyPrint's way.

Four functions of `weasyprint.layout` are replaced by `install`. They are not public, so the version is pinned, and tests on
rendered pages would fail where an upgrade changed them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from ..model import Bilingual, SourceError
from . import clreq
from .lines import Line, Row
from .measure import Analysis, analysis, is_centred, ruler

PINNED = "70.0"
CHINESE = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff‘’“”—…]")
UNUSUAL = re.compile(
    "[\n\r\t\x0b\x0c\x85\xad\u2028\u2029\u202a-\u202e\u0590-\u08ff]"
)  # left to WeasyPrint: breaks, hyphens, other directions
SHORT = 48  # characters that are enough to find the first place to break

_split: Callable[..., Any] = inline.split_text_box
_first_line: Callable[..., Any] = line_break.split_first_line
_align: Callable[..., Any] = inline.text_align
_can_break: Callable[..., Any] = line_break.can_break_text


def install() -> None:
    """Put Chinese setting in place; calling it again does nothing. Raises SourceError for another version of WeasyPrint."""
    if weasyprint.__version__ != PINNED:
        raise SourceError(
            "weasyprint",
            Bilingual(f"version {weasyprint.__version__}, not {PINNED}", f"版本为 {weasyprint.__version__}，应为 {PINNED}"),
            Bilingual(f"run `pip install weasyprint=={PINNED}`", f"请运行 pip install weasyprint=={PINNED}"),
        )
    inline.split_text_box = split_text_box
    inline.text_align = text_align
    inline.can_break_text = preferred.can_break_text = can_break_text
    preferred.split_first_line = split_first_line


# ---------------------------------------------------------------- breaking


def is_chinese(text: str, style: Any) -> bool:
    """Tell whether a text is set by these rules."""
    return (
        (style["lang"] or "").startswith("zh")
        and style["white_space"] in ("normal", "nowrap")
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
        and style["direction"] == "ltr"
        and style["font_size"] > 0
        and CHINESE.search(text) is not None
        and UNUSUAL.search(text) is None
    )


def split_text_box(context: Any, box: Any, available_width: float | None, skip: int, is_line_start: bool = True) -> Any:
    """Take the place of WeasyPrint's function of that name: cut the next line off a text box."""
    if not is_chinese(box.text, box.style):
        return _split(context, box, available_width, skip, is_line_start)
    found = analysis(box.text, box.style)
    start = found.at_byte.index(skip or 0)
    if start == len(box.text):
        return None, None, False
    end, width = _cut(found, start, available_width, box.style, is_line_start)
    whole = end == len(box.text)
    text = box.text[start:end]
    resume = None if whole else found.at_byte[end]
    if not whole and not (text := text.rstrip(" ")):
        return None, resume, False
    box = box.copy_with_text(text)
    box.width, box.pango_layout = width, _line(found, start, start + len(text), box.style)
    box.pango_layout.max_width = available_width
    box.height = found.ruler.height
    line_height, _ = line_break.strut(box.style)
    box.margin_top = box.margin_bottom = (line_height - box.height) / 2
    box.baseline = found.ruler.baseline + box.margin_top
    return box, resume, False


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Take the place of WeasyPrint's function of that name where it asks how wide a text is."""
    if not is_chinese(text, style):
        return _first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    head = text[:SHORT] if max_width == 0 and len(text) > SHORT else text
    found = analysis(head, style)
    if head is not text and not found.places:
        found = analysis(text, style)
    end, width = _cut(found, 0, max_width, style, is_line_start, minimum)
    if end == len(text):
        return _line(found, 0, end, style), found.at_byte[end], None, width, found.ruler.height, found.ruler.baseline
    length = len(found.text[:end].rstrip(" "))
    return _line(found, 0, length, style), found.at_byte[length], found.at_byte[end], width, found.ruler.height, found.ruler.baseline


def can_break_text(text: str, lang: str | None) -> bool:
    """Take the place of WeasyPrint's function of that name: tell whether a line may end inside the text."""
    if not (lang or "").startswith("zh") or len(text) < 2 or not CHINESE.search(text):
        return bool(_can_break(text, lang))
    classes = clreq.kinds(text)

    def latin(i: int) -> bool:
        return bool(_can_break(text[i - 1 : i + 1], lang))

    return any(clreq.may_break(text, classes, i, latin) for i in range(1, len(text)))


def _line(found: Analysis, start: int, end: int, style: Any) -> Line:
    natural = sum(found.raw[start:end])
    if end in found.inside or start in found.inside:  # a word broken by force
        natural = found.ruler.width(found.text[start:end])
    return Line(found.text[start:end], style, found.kinds[start:end], natural)


def _cut(found: Analysis, start: int, width: float | None, style: Any, at_start: bool, minimum: bool = False) -> tuple[int, float]:
    if width is None or style["white_space"] == "nowrap":
        width = inf
    wrap = style["overflow_wrap"]
    force = style["word_break"] == "break-all" or (at_start and (wrap == "anywhere" or (wrap == "break-word" and not minimum)))
    return found.line(start, width, at_start, force)


# ---------------------------------------------------------------- aligning


@dataclass(slots=True)
class Leaf:
    """Hold what stands in a line: a text box with its characters, or something else of one piece."""

    box: Any
    text: str
    kinds: list[int]
    natural: float
    space: float
    em: float
    centred: bool


def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
    """Take the place of WeasyPrint's function of that name: settle a line of Chinese and return its offset."""
    chinese = (line.style["lang"] or "").startswith("zh") and line.style["direction"] == "ltr"
    leaves = list(_leaves(line)) if chinese else []
    if not any(CHINESE.search(leaf.text) for leaf in leaves):
        return float(_align(context, line, available_width, last))
    align = line.style["text_align_all"]
    if last and line.style["text_align_last"] != "auto":
        align = line.style["text_align_last"]
    justify = align == "justify" and line.style["white_space"] == "normal"
    row = Row(
        "".join(leaf.text for leaf in leaves),
        [k for leaf in leaves for k in leaf.kinds],
        [leaf.em for leaf in leaves for _ in leaf.text],
        [leaf.space for leaf in leaves for _ in leaf.text],
        any(leaf.centred for leaf in leaves),
        [0.0] * sum(len(leaf.text) for leaf in leaves),
        {},
    )
    row.squeeze(last)
    width = line.width + sum(leaf.natural - leaf.box.width for leaf in leaves if leaf.natural) + sum(row.advances)
    if width > available_width + 0.01 and not row.centred:
        row.shrink(width - available_width)
    elif width < available_width and justify:
        row.stretch(available_width - width)
    _place(line, leaves, row)
    return 0.0 if justify else float(_align(context, line, available_width, last))


def _leaves(box: Any) -> Iterator[Leaf]:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, (boxes.LineBox, boxes.InlineBox)):
            yield from _leaves(child)
        elif isinstance(child, boxes.TextBox):
            if child.text:
                yield _leaf(child)
        else:
            yield Leaf(child, "\ufffc", [clreq.HAN], 0.0, 0.0, child.style["font_size"], False)


def _leaf(box: Any) -> Leaf:
    """Read a text box; its natural width is that before anything is squeezed or stretched."""
    lang, layout, text = box.style["lang"] or "", box.pango_layout, box.text
    space = ruler(box.style).width(" ") if " " in text else 0.0
    if not isinstance(layout, Line):
        return Leaf(box, text, clreq.kinds(text, lang.startswith("zh")), box.width, space, box.style["font_size"], is_centred(lang))
    trailing = len(layout.text) - len(text)  # spaces that WeasyPrint took off the end of the line
    natural = layout.natural - trailing * ruler(box.style).width(" ") if trailing else layout.natural
    return Leaf(box, text, layout.kinds[: len(text)], natural, space, box.style["font_size"], is_centred(lang))


def _place(line: Any, leaves: list[Leaf], row: Row) -> None:
    """Give each text its part of the advances, and move the boxes along."""
    changes: dict[int, float] = {}
    at = 0
    for leaf in leaves:
        own = row.advances[at : at + len(leaf.text)]
        if isinstance(leaf.box, boxes.TextBox):
            moved = {i - at: shift for i, shift in row.shifts.items() if at <= i < at + len(leaf.text)}
            changes[id(leaf.box)] = leaf.natural + sum(own) - leaf.box.width
            if any(own) or moved:
                if not isinstance(leaf.box.pango_layout, Line) or leaf.box.pango_layout.text != leaf.text:
                    widest = leaf.box.pango_layout.max_width
                    leaf.box.pango_layout = Line(leaf.text, leaf.box.style, leaf.kinds, leaf.natural)
                    leaf.box.pango_layout.max_width = widest
                leaf.box.pango_layout.advances, leaf.box.pango_layout.shifts = own, moved
        elif own:
            changes[id(leaf.box)] = own[0]
        at += len(leaf.text)
    _walk(line, changes, 0.0)


def _walk(box: Any, changes: dict[int, float], advance: float) -> float:
    """Move a box by the advance so far, widen it by its own change, and return the advance after it."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        box.width += changes.get(id(box), 0.0)
        return advance + changes.get(id(box), 0.0)
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += advance
        before = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _walk(child, changes, advance)
        box.width += advance - before
        return advance
    box.translate(advance, 0)
    return advance + changes.get(id(box), 0.0)
