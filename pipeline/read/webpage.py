"""Take the text of a web page out of its surroundings: menus, forms, scripts, banners.

What is left is HTML for pandoc. lxml parses without entities, network and huge trees.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element as Element

from ..model import Bilingual, SourceError
from .files import MARK, decode

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.I)  # <meta charset="gb18030">
# What XML may not hold, raw and as a reference: \x0b, &#27;, &#x1b;
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[\da-fA-F]))(?![\da-fA-F]);?"
)
DROPPED = frozenset(
    (
        "script",
        "style",
        "nav",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "applet",
        "noscript",
        "template",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "dialog",
        "menu",
        "link",
        "meta",
        "base",
        "frame",
        "frameset",
        "head",
    )
)
CHROME = frozenset(["header", "footer", "aside"])
CHROME_ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "dialog",
        "alert",
        "menu",
        "menubar",
        "toolbar",
    )
)
MAIN = ("//main", "//*[@role='main']", "//article")


def main_text(content: bytes, path: Path) -> bytes:
    """Return the page's main content as UTF-8 HTML."""
    tree = _parse(_decode(content, path), path)
    page = tree.getroottree().getroot()
    chosen = _main(page)
    for element in list(chosen.iter()):
        if element is not chosen and element.getparent() is not None and _is_dropped(element):
            element.drop_tree()  # type: ignore[attr-defined]
    for element in list(chosen.iter("ruby")):
        _keep_readings(element)
    return etree.tostring(chosen, encoding="utf-8", method="html", with_tail=False)


def _decode(content: bytes, path: Path) -> str:
    declared = CHARSET.search(content[:4096])
    charset = declared[1].decode("ascii").lower() if declared else "utf-8"
    if charset in ("gb2312", "gbk", "gb18030", "big5", "big5-hkscs", "iso-8859-1", "windows-1252") and not content.startswith(
        MARK.encode()
    ):
        try:
            return content.decode(
                {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}.get(charset, charset)
            )
        except UnicodeDecodeError:
            pass  # many pages declare one thing and are another
    return decode(content, path).removeprefix(MARK)


def _parse(text: str, path: Path) -> Element:
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = lxml_html.document_fromstring(CONTROL.sub("", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            path, Bilingual(f"this is no HTML: {error}", f"这不是 HTML：{error}"), Bilingual("save the page again", "请重新保存网页")
        ) from error
    return tree


def _main(page: Element) -> Element:
    """Return the element that holds the text: `main`, else the only `article`, else the whole body."""
    for path in MAIN:
        found = page.xpath(path)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], etree._Element):
            return found[0]
    body = page.find("body")
    return page if body is None else body


def _keep_readings(ruby: Element) -> None:
    """Turn each word with a reading into a span that says the reading, which pandoc keeps."""
    base = etree.Element("span")
    base.text = ruby.text
    for child in list(ruby):
        after, child.tail = child.tail or "", None
        if child.tag == "rt":
            base.set("data-ruby", " ".join("".join(map(str, child.itertext())).split()))
            ruby.insert(ruby.index(child), base)
            base = etree.Element("span")
        elif child.tag != "rp":
            base.append(child)
            child.tail, after = after, ""
        ruby.text = None
        if child.getparent() is ruby:
            ruby.remove(child)
        _append(base, after)
    ruby.append(base)
    ruby.tag = "span"


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _is_dropped(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in DROPPED or element.get("role") in CHROME_ROLES or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" and element.tag != "img":
        return True
    return element.tag in CHROME and element.find(".//h1") is None
