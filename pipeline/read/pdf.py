"""Read a PDF into pandoc's tree: headings, paragraphs, lists, footnotes; running heads and page numbers are left out.

A PDF says where letters stand, not what they are. What they are is read off their size, weight and place, as a person reads it:
what is larger than the body is a heading, what returns at the edge of page after page is furniture, small print at the foot that
begins with a number is the note that the raised number calls. pdfium (through pypdfium2) gives the letters in reading order.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from ..model import Bilingual, SourceError
from .bounds import limits
from .pandoc import Node, Tree

EDGE = 0.12  # of a page's height: where running heads and page numbers stand
PAGE = re.compile(r"[-–— ]*(?:page|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[-–— ]*", re.I)  # Page 3 of 12
DIGITS = re.compile(r"\d+")
BULLET = re.compile(r"([•◦▪■●○‣∙·–—*-])\s+(?=\S)")
NUMBERED = re.compile(r"(\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")  # 1. a) (iv)
MARKER = re.compile(r"[•◦▪■●○‣∙·–—*-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]")  # a marker by itself
NOTE = re.compile(r"\s*(\d{1,3})[.)]?\s+(?=\S)|\s*(\d{1,3})(?=[A-Z“\"])")
SECTION = re.compile(r"(?:\d+(?:\.\d+)*\.?|[A-Z]\.|(?:chapter|part|annex|article|section)\s+\w+)\s", re.I)
ENDS = (".", "!", "?", ":", ";", "”", '"', ")")
BREAK = "\x02"  # as pdfium gives a hyphen at the end of a line
HYPHENS = (BREAK, "-", "\u00ad", "\u2010")
BOLD = 600  # weight


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of a page: its text, place (points, upwards), letter size, weight, and the numbers raised in it.

    `calls` are pairs of an offset in the text and the number that stands raised there.
    """

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    height: float
    calls: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """Hold one letter of a page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    weight: int


def parse_pdf(content: bytes, path: Path | str) -> Tree:
    """Parse a PDF; SourceError where it is broken, locked, or holds no text."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _failed(path, str(error)) from error
    try:
        if len(document) > limits().parts:
            raise _failed(path, f"{len(document)} pages")
        lines = [line for number in range(len(document)) for line in _lines(document, number, path)]
    finally:
        document.close()
    if not lines:
        raise SourceError(
            path,
            Bilingual("the PDF holds pictures of text only", "该 PDF 只有图像，没有文字"),
            Bilingual("run text recognition on it first", "请先做文字识别（OCR）"),
        )
    return Tree(_blocks(_with_markers(_without_furniture(lines))), [])


def _failed(path: Path | str, why: str) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"this PDF cannot be read: {why}", f"无法读取该 PDF：{why}"),
        Bilingual("save it anew without a password", "请去除密码后重新保存"),
    )


# ---------------------------------------------------------------- letters and lines


def _lines(document: Any, number: int, path: Path | str) -> Iterator[Line]:
    import pypdfium2 as pdfium

    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise _failed(path, f"page {number + 1}: {error}") from error
    height = page.get_height()
    own: list[Letter] = []
    for letter in _letters(text):
        if letter.text in "\r\n":
            if own:
                yield _line(own, number, height)
            own = []
        else:
            own.append(letter)
    if own:
        yield _line(own, number, height)
    text.close()
    page.close()


def _letters(text: Any) -> Iterator[Letter]:
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for n in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, n)
        raw.FPDFText_GetCharBox(text, n, *map(ctypes.byref, (left, right, bottom, top)))
        character = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
        yield Letter(
            character,
            left.value,
            right.value,
            top.value,
            bottom.value,
            raw.FPDFText_GetFontSize(text, n),
            raw.FPDFText_GetFontWeight(text, n),
        )


def _line(letters: Sequence[Letter], page: int, height: float) -> Line:
    inked = [c for c in letters if c.text.strip()] or list(letters)
    size = Counter(round(c.size, 1) for c in inked).most_common(1)[0][0]
    base = sorted(c.bottom for c in inked)[len(inked) // 2]
    text, calls = "", []
    for raised, group in groupby(letters, key=lambda c: c.text.isdigit() and c.size < 0.8 * size and c.bottom > base + 0.15 * size):
        part = "".join(c.text for c in group)
        if raised and text.strip():
            calls.append((len(text), part))
        else:
            text += part
    bold = sum(c.weight >= BOLD for c in inked) > 0.8 * len(inked)
    box = (min(c.left for c in inked), max(c.right for c in inked), max(c.top for c in inked), min(c.bottom for c in inked))
    shift = len(text) - len(text.lstrip())
    plain = unicodedata.normalize("NFC", text.strip())
    return Line(plain, page, *box, float(size), bold, height, tuple((max(0, at - shift), number) for at, number in calls))


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Leave out what stands at the edge of a page and is a page number, or returns on other pages with other figures."""

    def at_edge(line: Line) -> bool:
        return line.bottom > (1 - EDGE) * line.height or line.top < EDGE * line.height

    def key(line: Line) -> tuple[str, int]:
        return DIGITS.sub("#", line.text), round(line.bottom / 6)

    pages = len({line.page for line in lines})
    seen = Counter(key(line) for line in lines if at_edge(line))
    often = max(2, min(3, pages // 2))
    return [
        line
        for line in lines
        if line.text and not (at_edge(line) and (PAGE.fullmatch(line.text) or (pages > 1 and seen[key(line)] >= often)))
    ]


def _with_markers(lines: list[Line]) -> list[Line]:
    """Put markers of lists that stand by themselves (often they are drawn last) before the lines that they belong to."""
    alone = [line for line in lines if MARKER.fullmatch(line.text)]
    marked: dict[int, str] = {}
    for marker in alone:
        beside = [
            (line.left - marker.right, n)
            for n, line in enumerate(lines)
            if line.page == marker.page and line.left > marker.right and line.bottom - line.size / 3 < marker.top < line.top + line.size / 3
        ]
        if beside and min(beside)[0] < 4 * marker.size:
            marked[min(beside)[1]] = marker.text
    used = set(marked.values())
    return [
        replace(line, text=f"{marked[n]} {line.text}", calls=tuple((at + len(marked[n]) + 1, c) for at, c in line.calls))
        if n in marked
        else line
        for n, line in enumerate(lines)
        if not (line in alone and line.text in used)
    ]


# ---------------------------------------------------------------- lines to blocks


def _blocks(lines: list[Line]) -> list[Node]:
    weight = Counter[float]()
    for line in lines:
        weight[line.size] += len(line.text)
    body = weight.most_common(1)[0][0]
    text, notes = _parted(lines, body)
    words = {w for line in lines for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())}
    levels = sorted({line.size for line in text if line.size > 1.12 * body}, reverse=True)
    blocks: list[Node] = []
    items: list[tuple[str, Node]] = []
    for kind, group in _grouped(text, body):
        inlines = _inlines(group, words, notes)
        if kind != "item":
            _close(items, blocks)
        if kind == "heading":
            level = min(levels.index(group[0].size) + 1, 6) if group[0].size in levels else min(len(levels) + 1, 6)
            blocks.append({"t": "Header", "c": [level, ["", [], []], inlines]})
        elif kind == "item":
            items.append((_marker(group[0].text), _cut(inlines, _marker(group[0].text))))
        else:
            blocks.append({"t": "Para", "c": inlines})
    _close(items, blocks)
    rest = [{"t": "Note", "c": [{"t": "Para", "c": _plain(t)}]} for t in notes.values()]  # whose call was not seen
    if rest and blocks:
        blocks.append({"t": "Para", "c": rest})
    return blocks


def _parted(lines: list[Line], body: float) -> tuple[list[Line], dict[tuple[int, str], str]]:
    """Part the text from the footnotes: small print that begins with a number and has only small print below it."""
    text: list[Line] = []
    notes: dict[tuple[int, str], str] = {}
    for page, group in groupby(lines, key=lambda line: line.page):
        own = list(group)
        start = len(own)
        while start and own[start - 1].size < 0.93 * body:
            start -= 1
        while start < len(own) and not NOTE.match(own[start].text):
            start += 1
        text += own[:start]
        number = ""
        for line in own[start:]:
            if found := NOTE.match(line.text):
                number = found[1] or found[2]
                notes[page, number] = line.text[found.end() :]
            else:
                notes[page, number] = _joined(notes[page, number], line.text, set())
    return text, notes


def _grouped(lines: list[Line], body: float) -> Iterator[tuple[str, list[Line]]]:
    """Put lines together that are one heading, one paragraph or one item."""
    right = sorted(line.right for line in lines)[int(len(lines) * 0.9)] if lines else 0
    steps = sorted(a.bottom - b.bottom for a, b in pairwise(lines) if a.page == b.page and 0 < a.bottom - b.bottom < 4 * body)
    step = steps[len(steps) // 2] if steps else 1.4 * body
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line, body, right, step):
            yield _kind(group, body), group
            group = []
        group.append(line)
    if group:
        yield _kind(group, body), group


def _continues(group: list[Line], line: Line, body: float, right: float, step: float) -> bool:
    last, first = group[-1], group[0]
    if BULLET.match(line.text) or NUMBERED.match(line.text) or abs(line.size - last.size) > 0.08 * body or line.bold != last.bold:
        return False
    if line.page != last.page or line.bottom > last.top:  # the next page or column
        return _kind(group, body) != "heading" and not last.text.endswith(ENDS) and line.text[:1].islower()
    if _kind([first], body) == "heading":
        return last.bottom - line.bottom < 2 * first.size
    if last.bottom - line.bottom > 1.3 * step:
        return False
    full = last.right > right - 0.18 * (right - last.left)
    indented = line.left > last.left + 0.8 * line.size and len(group) > 1
    return (full or not last.text.endswith(ENDS)) and not (indented and last.text.endswith(ENDS))


def _kind(group: list[Line], body: float) -> str:
    first = group[0]
    if BULLET.match(first.text):
        return "item"
    short = sum(len(line.text) for line in group) < 200 and not group[-1].text.endswith((".", ";", ","))
    if first.size > 1.12 * body and short:
        return "heading"
    if first.bold and short and len(group) < 3 and (SECTION.match(first.text) or first.text[:1].isupper()):
        return "heading"
    return "item" if NUMBERED.match(first.text) else "paragraph"


def _marker(text: str) -> str:
    found = BULLET.match(text) or NUMBERED.match(text)
    return found[0] if found else ""


def _close(items: list[tuple[str, Node]], blocks: list[Node]) -> None:
    """End the list that was being read: runs of bullets, and of numbers."""
    for bulleted, group in groupby(items, key=lambda item: bool(BULLET.match(item[0]))):
        own = list(group)
        plain = [[{"t": "Plain", "c": inlines}] for _, inlines in own]
        if bulleted:
            blocks.append({"t": "BulletList", "c": plain})
            continue
        label = own[0][0].strip("(). \t")
        style = "Decimal" if label.isdigit() else "LowerRoman" if set(label) <= set("ivx") and label != "v" else "LowerAlpha"
        first = int(label) if label.isdigit() else ord(label) - 96 if style == "LowerAlpha" and len(label) == 1 else 1
        form = "TwoParens" if own[0][0].startswith("(") else "OneParen" if ")" in own[0][0] else "Period"
        blocks.append({"t": "OrderedList", "c": [[first, {"t": style}, {"t": form}], plain]})
    items.clear()


# ---------------------------------------------------------------- text


def _joined(text: str, more: str, words: set[str]) -> str:
    """Put the next line to a text: a word that was parted at the line's end is one again.

    >>> _joined("inter-", "national law", set()), _joined("well-", "known", {"well-known"}), _joined("a", "b", set())
    ('international law', 'well-known', 'a b')
    """
    if text.endswith(HYPHENS) and more[:1].isalpha():
        head = text[:-1]
        before, after = re.findall(r"[^\W\d_]*$", head)[0].lower(), re.findall(r"^[^\W\d_]*", more)[0].lower()
        keeps = f"{before}-{after}" in words and before + after not in words
        return f"{head}-{more}" if keeps or not more[0].islower() else head + more
    return f"{text} {more}" if text else more


def _inlines(group: list[Line], words: set[str], notes: dict[tuple[int, str], str]) -> list[Node]:
    text, calls = "", list[tuple[int, Node]]()
    for line in group:
        text = _joined(text, line.text, words)
        start = len(text) - len(line.text)
        for at, number in line.calls:
            if (said := notes.pop((line.page, number), None)) is not None:
                calls.append((start + at, {"t": "Note", "c": [{"t": "Para", "c": _plain(said)}]}))
    nodes: list[Node] = []
    past = 0
    for at, note in calls:
        nodes += [*_plain(text[past:at]), note]
        past = at
    return nodes + _plain(text[past:])


def _plain(text: str) -> list[Node]:
    nodes: list[Node] = []
    for n, word in enumerate(text.replace(BREAK, "-").split(" ")):
        if n:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def _cut(inlines: list[Node], marker: str) -> list[Node]:
    """Take an item's marker away: it is its label."""
    words = marker.split()
    while inlines and (inlines[0]["t"] == "Space" or (words and inlines[0].get("c") == words[0])):
        if inlines[0]["t"] != "Space":
            words.pop(0)
        inlines = inlines[1:]
    return inlines
