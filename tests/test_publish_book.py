"""Publish EPUB and DOCX editions and read them back."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.model import Edition, Format
from pipeline.publish import publish
from tests.publishing import NOTE, NOTES, collation, verification

TEXT = (
    f'<h2 id="h1">总则</h2><p id="p1">经济合作与发展组织通过了建议。{NOTE}</p><h3 id="h2">定义</h3><ul><li id="a">甲</li></ul>'
    f"<table><thead><tr><th>类别</th></tr></thead><tbody><tr><td>高</td></tr></tbody></table>{NOTES}"
)
BUILD = """
import sys
from pathlib import Path
from pipeline.model import Edition
from pipeline.publish import publish
from tests.publishing import collation, verification
folder = Path(sys.argv[1])
one = collation(sys.argv[2], folder)
for name, content in publish(one, verification(one), Edition("zh-Hans", formats=("epub", "docx"))):
    (folder / name).write_bytes(content)
"""


def _book(tmp_path: Path, edition: Edition) -> zipfile.ZipFile:
    one = collation(TEXT, tmp_path)
    ((_, content),) = publish(one, verification(one), edition)
    return zipfile.ZipFile(io.BytesIO(content))


def _text(book: zipfile.ZipFile, suffix: str) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    trees = [etree.fromstring(book.read(name), parser) for name in book.namelist() if name.endswith(suffix)]
    return "\n".join("".join(str(x) for x in tree.itertext()) for tree in trees)


def test_epub_has_title_chapters_notes_and_colophon(tmp_path: Path) -> None:
    book = _book(tmp_path, Edition("zh-Hans", formats=("epub",)))
    assert book.namelist()[0] == "mimetype"
    assert book.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    text = _text(book, ".xhtml")
    for said in ("人工智能的治理", "未经审定", "以英文原文为准", "总则", "目录", "注文在页脚。", "来源与核验", "b" * 64):
        assert said in text, said
    assert b"2026-11-01T00:00:00Z" in book.read("EPUB/content.opf")
    assert b"noteref" in b"".join(book.read(name) for name in book.namelist() if name.endswith(".xhtml"))


def test_docx_has_title_text_note_and_chinese_faces(tmp_path: Path) -> None:
    book = _book(tmp_path, Edition("zh-Hant-TW", formats=("docx",)))
    text = _text(book, "word/document.xml")
    for said in ("人工智慧的治理", "總則", "經濟合作", "來源與核驗", "高"):
        assert said in text, said
    assert "注文" in _text(book, "word/footnotes.xml").replace("註", "注")
    styles = book.read("word/styles.xml").decode("utf-8")
    assert "新細明體" in styles
    assert "zh-TW" in styles


@pytest.mark.parametrize("format", ["epub", "docx"])
def test_a_parallel_book_holds_both_texts(format: Format, tmp_path: Path) -> None:
    book = _book(tmp_path, Edition("zh-Hans", "parallel", (format,)))
    text = _text(book, ".xhtml" if format == "epub" else "word/document.xml")
    assert "The OECD adopted the Recommendation." in text
    assert "经济合作与发展组织通过了建议。" in text


def test_readings_and_dots_are_in_books(tmp_path: Path) -> None:
    text = '<h2 id="h1"><ruby>对勘<rt>duì kān</rt></ruby></h2><p id="p1"><em>着重</em>于<ruby>校对<rt>jiào duì</rt></ruby>。</p>'
    one = collation(text, tmp_path)
    found = dict(publish(one, verification(one), Edition("zh-Hant-TW", formats=("epub", "docx"))))
    epub, docx = (zipfile.ZipFile(io.BytesIO(found[f"zh-Hant-TW.{f}"])) for f in ("epub", "docx"))
    chapter = b"".join(epub.read(name) for name in epub.namelist() if name.endswith(".xhtml")).decode("utf-8")
    assert "於<ruby>校對<rt>jiào duì</rt></ruby>。" in chapter
    assert "<text>對勘</text>" in epub.read("EPUB/toc.ncx").decode("utf-8")
    body = docx.read("word/document.xml").decode("utf-8")
    assert body.count("<w:ruby>") == 2
    assert body.count('<w:em w:val="dot"/>') == 1
    assert "jiào duì" in body
    assert not any(c in part for c in "\ufdd0\ufdd1\ufdd2\ufdd3" for part in (chapter, body))


def test_same_sources_same_books(tmp_path: Path) -> None:
    found = []
    for n, zone in enumerate(("UTC", "America/New_York")):
        folder = tmp_path / f"place-{n}"
        folder.mkdir()
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(n)}
        subprocess.run([sys.executable, "-c", BUILD, str(folder), TEXT], check=True, cwd=Path(__file__).parents[1], env=environment)
        found.append([(folder / f"zh-Hans.{suffix}").read_bytes() for suffix in ("epub", "docx")])
    assert found[0] == found[1]


def test_nothing_outside_the_page_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("geheim", encoding="utf-8")
    one = collation(f'<p id="p1">甲</p><iframe src="file://{tmp_path}/secret.txt"></iframe><object data="secret.txt">乙</object>', tmp_path)
    ((_, content),) = publish(one, verification(one), Edition("zh-Hans", formats=("epub",)))
    assert b"geheim" not in b"".join(zipfile.ZipFile(io.BytesIO(content)).read(n) for n in zipfile.ZipFile(io.BytesIO(content)).namelist())
