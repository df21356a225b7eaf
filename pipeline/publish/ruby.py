"""Carry readings over words and dots under them through pandoc, which knows neither.

A ruby element goes through as text between characters that Unicode has for no text (U+FDD0 and its neighbours), and becomes ruby
again in what pandoc wrote: HTML's own in an EPUB, `w:ruby` in a DOCX (ECMA-376-1, 17.3.3.25), where slanted Chinese gets dots
below (`w:em`, 17.3.2.12).
"""

from __future__ import annotations

import copy
import re
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html import HtmlElement

from .body import drop, strings

BASE, OVER, END, BLANK = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
CARRIED = re.compile(f"{BASE}([^{BASE}{OVER}{END}<]*){OVER}([^{BASE}{OVER}{END}<]*){END}")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")  # 甲
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "http://www.w3.org/XML/1998/namespace"


def carry(tree: Element) -> None:
    """Turn each ruby of a page into text; spaces go through as a fourth such character, since pandoc parts what it writes at spaces."""
    for ruby in list(tree.iter("ruby")):
        over = "".join(str(x) for rt in ruby.iter("rt") for x in rt.itertext())
        text = f"{BASE}{''.join(strings(ruby))}{OVER}{over}{END}".replace(" ", BLANK)
        for child in list(ruby):
            drop(child)
        ruby.text = text
        cast(HtmlElement, ruby).drop_tag()


def in_epub(name: str, content: bytes) -> bytes:
    """Return a file of an EPUB with the readings where they belong; what holds plain text alone keeps the words alone."""
    if BASE.encode() not in content:
        return content
    to = r"<ruby>\1<rt>\2</rt></ruby>" if name.endswith(".xhtml") else r"\1"
    return CARRIED.sub(lambda m: m.expand(to).replace(BLANK, " "), content.decode("utf-8")).encode("utf-8")


def in_docx(content: bytes) -> bytes:
    """Return the text of a DOCX with the readings over their words and dots under emphasised Chinese."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for run in list(root.iter(f"{W}r")):
        text = "".join(t.text or "" for t in run.iter(f"{W}t"))
        if HAN.search(text):
            _dotted(run)
        if CARRIED.search(text):
            _with_ruby(run, text)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _dotted(run: Element) -> None:
    properties = run.find(f"{W}rPr")
    slanted = properties.find(f"{W}i") if properties is not None else None
    if properties is None or slanted is None:
        return
    for each in (slanted, properties.find(f"{W}iCs")):
        if each is not None:
            properties.remove(each)
    etree.SubElement(properties, f"{W}em", {f"{W}val": "dot"})


def _with_ruby(run: Element, text: str) -> None:
    """Part a run where words have a reading."""
    parent, at = run.getparent(), 0
    if parent is None:
        return
    made: list[Element] = []
    for found in CARRIED.finditer(text):
        if at < found.start():
            made.append(_run(run, text[at : found.start()]))
        made.append(_ruby(run, *(part.replace(BLANK, " ") for part in found.groups())))
        at = found.end()
    if at < len(text):
        made.append(_run(run, text[at:]))
    place = parent.index(run)
    parent.remove(run)
    parent[place:place] = made


def _run(like: Element, text: str = "") -> Element:
    run = etree.Element(f"{W}r")
    if (properties := like.find(f"{W}rPr")) is not None:
        run.append(copy.deepcopy(properties))
    if text:
        etree.SubElement(run, f"{W}t", {f"{{{SPACE}}}space": "preserve"}).text = text
    return run


def _ruby(like: Element, base: str, over: str) -> Element:
    run = _run(like)
    ruby = etree.SubElement(run, f"{W}ruby")
    properties = etree.SubElement(ruby, f"{W}rubyPr")
    sizes = (("rubyAlign", "center"), ("hps", "10"), ("hpsRaise", "20"), ("hpsBaseText", "21"), ("lid", "zh-CN"))  # half points
    for name, value in sizes:
        etree.SubElement(properties, f"{W}{name}", {f"{W}val": value})
    for name, text in (("rt", over), ("rubyBase", base)):
        etree.SubElement(ruby, f"{W}{name}").append(_run(like, text))
    return run
