"""Write EPUB 3 and DOCX editions through pandoc, from the page that the other editions are made of.

Pandoc reads nothing but the page and our own style: images come inside the page, and whatever else has an address to load is
taken out (its sandbox would also refuse the style). Containers are packed anew with the work's
date and in a fixed order, since zip files carry the time of day.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import uuid
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from lxml import html as lxml_html
from lxml.etree import _Element as Element

from ..model import Bilingual, Collation, Edition, SourceError, Verification, Work
from . import ruby
from .body import drop, find
from .dates import UNDATED, moment
from .page import render_page, work_of
from .phrases import phrases
from .regional import converter
from .templates import FOLDER

SECONDS = 300
NAMESPACE = uuid.UUID("5d3a1c1e-60a5-5c2e-9a53-6f1d5b1f9f0e")  # of the identifiers of books; a work keeps its own for ever
CLOCK = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")  # <dcterms:created xsi:type="...">2026-...
FONTS = {
    "zh-Hans": ("宋体", "黑体", "zh-CN"),
    "zh-Hans-SG": ("宋体", "黑体", "zh-SG"),
    "zh-Hant-TW": ("新細明體", "微軟正黑體", "zh-TW"),
    "zh-Hant-HK": ("新細明體", "微軟正黑體", "zh-HK"),
}


def render_epub(collation: Collation, verification: Verification, edition: Edition) -> bytes:
    """Return the edition as EPUB 3. Raises SourceError where pandoc fails and for what `render_page` refuses."""
    with TemporaryDirectory() as folder:
        style = Path(folder) / "book.css"
        style.write_text((FOLDER / "book.css").read_text(encoding="utf-8"), encoding="utf-8")
        options = ["--to=epub3", "--toc", "--toc-depth=2", "--split-level=1", f"--css={style}"]
        return _repacked(_pandoc(collation, verification, edition, options), work_of(collation), edition.locale)


def render_docx(collation: Collation, verification: Verification, edition: Edition) -> bytes:
    """Return the edition as DOCX, in Word's own Chinese faces. Raises SourceError as `render_epub` does."""
    with TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(_reference(edition.locale))
        options = ["--to=docx", "--toc", "--toc-depth=2", f"--reference-doc={reference}"]
        return _repacked(_pandoc(collation, verification, edition, options), work_of(collation), edition.locale)


def _pandoc(collation: Collation, verification: Verification, edition: Edition, options: list[str]) -> bytes:
    work = work_of(collation)
    tree = lxml_html.document_fromstring(render_page(collation, verification, edition, "screen"))
    title = "".join(str(x) for x in next(tree.iter("title")).itertext())
    cover = find(tree, "//header")[0]
    said = [str(cover.get(name)) for name in ("data-disclaimer", "data-state")]
    _plain(tree)
    ruby.carry(tree)
    when = moment(work.date) or UNDATED
    metadata = {
        "title": title,
        "subtitle": "　".join(said),
        "toc-title": phrases(edition.locale)["contents"],
        "lang": edition.locale,
        "identifier": f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{work.id}/{edition.name}')}",
        "date": work.date,
        "publisher": converter(collation, edition)(work.publisher),
        "rights": "; ".join(dict.fromkeys(o.licence for o in work.originals if o.licence)),
    }
    command = [_program(), "--from=html", "--standalone", "--shift-heading-level-by=-1", "--output=-", *options]
    command += [f"--metadata={name}={value}" for name, value in metadata.items() if value]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(when.timestamp())), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    page = lxml_html.tostring(tree, encoding="utf-8")
    done = subprocess.run(command, input=page, capture_output=True, timeout=SECONDS, check=False, env=environment)
    if done.returncode != 0:
        said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {done.returncode}"])[0]
        raise SourceError(
            work.translation.document.path,
            Bilingual(f"pandoc cannot write {edition.name}: {said}", f"pandoc 无法写出 {edition.name}：{said}"),
            Bilingual("publish it as HTML or PDF, and report the text", "请改以 HTML 或 PDF 发布，并反馈该文"),
        )
    return bytes(done.stdout)


def _plain(tree: Element) -> None:
    """Leave out what a book has by itself, and what pandoc would load; lay chapters bare, since it looks for them at the top."""
    for path in ("//style", "//nav", "//a[@class='skip']", "//h1[@id='duikan-title']", "//meta", "//head/title", "//header/dl"):
        for element in find(tree, path):
            drop(element)
    for element in find(tree, "//a[@role='doc-backlink'] | //p[@class='disclaimer'] | //p[@class='publisher']"):
        drop(element)
    for element in find(tree, "//*[@src or @data or @srcset or @poster or self::iframe or self::object]"):
        if not (element.tag == "img" and str(element.get("src")).startswith("data:")) or element.get("srcset"):
            drop(element)
    for element in find(tree, "//a[@href and not(starts-with(@href, '#')) and not(contains(@href, ':'))]"):
        cast(lxml_html.HtmlElement, element).drop_tag()  # a file beside the page is not in the book
    for element in find(tree, "//p[@lang]"):  # pandoc keeps a language on a span, not on a paragraph
        inside = lxml_html.Element("span", {"lang": str(element.get("lang"))})
        inside.text, element.text = element.text, None
        inside.extend(list(element))
        element.append(inside)
    for element in find(tree, "//header | //header//div | //main | //section[not(@role)] | //dl/div | //div[@class='frame']"):
        cast(lxml_html.HtmlElement, element).drop_tag()


@cache
def _program() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


@cache
def _reference(locale: str) -> bytes:
    """Return pandoc's reference document with Chinese faces, first lines indented by two characters, and wider leading."""
    command = [_program(), "--print-default-data-file=reference.docx"]
    stock = subprocess.run(command, capture_output=True, check=True, timeout=SECONDS).stdout
    serif, sans, language = FONTS[locale]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(stock)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/styles.xml":
                content = _styles(content, serif, sans, language)
            target.writestr(name, content)
    return out.getvalue()


def _styles(content: bytes, serif: str, sans: str, language: str) -> bytes:
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for style in root.iter(f"{w}style", f"{w}docDefaults"):
        name = str(style.get(f"{w}styleId") or "")
        face = sans if name.startswith(("Heading", "Title", "TOC")) else serif
        for fonts in style.iter(f"{w}rFonts"):
            fonts.attrib.clear()
            fonts.set(f"{w}ascii", "Times New Roman")
            fonts.set(f"{w}hAnsi", "Times New Roman")
            fonts.set(f"{w}eastAsia", face)
        for lang in style.iter(f"{w}lang"):
            lang.set(f"{w}eastAsia", language)
        if name in ("BodyText", "FirstParagraph"):
            properties = style.find(f"{w}pPr")
            if properties is None:
                properties = etree.SubElement(style, f"{w}pPr")
            for tag in ("spacing", "ind", "jc"):
                for old in properties.findall(f"{w}{tag}"):
                    properties.remove(old)
            etree.SubElement(properties, f"{w}spacing", {f"{w}before": "0", f"{w}after": "60", f"{w}line": "360", f"{w}lineRule": "auto"})
            etree.SubElement(properties, f"{w}ind", {f"{w}firstLineChars": "200", f"{w}firstLine": "480"})
            etree.SubElement(properties, f"{w}jc", {f"{w}val": "both"})
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _repacked(content: bytes, work: Work, locale: str) -> bytes:
    """Pack a container anew: fixed order (an EPUB's `mimetype` first, not compressed), the work's date, no system's traces."""
    when = moment(work.date) or UNDATED
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in _in_order(source.namelist()):
            data = source.read(name)
            if name.endswith(("core.xml", ".opf")):
                data = CLOCK.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
            elif name == "word/styles.xml":  # Word knows zh-TW, not the zh-Hant-TW that pandoc writes
                data = data.replace(f'w:eastAsia="{locale}"'.encode(), f'w:eastAsia="{FONTS[locale][2]}"'.encode())
            elif name in ("word/document.xml", "word/footnotes.xml"):
                data = ruby.in_docx(data)
            data = ruby.in_epub(name, data) if name.startswith("EPUB/") else data
            info = zipfile.ZipInfo(name, (when.year, when.month, when.day, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return out.getvalue()


def _in_order(names: list[str]) -> Iterator[str]:
    yield from sorted(names, key=lambda name: (name != "mimetype", name != "[Content_Types].xml", name))
