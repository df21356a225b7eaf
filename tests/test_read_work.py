"""Hold how works, glossaries, decisions and pairs are read, and that each mistake is told with its line."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import Decisions, Edition, Glossary, Limits, SourceError, Status
from pipeline.read import pandoc, read_decisions, read_document, read_files, read_glossary, read_pairs, read_work
from pipeline.read.bounds import bounded

WORK = """\
title = { en = "Title", zh-Hans = "题" }
publisher = "House"
date = 2026-11-01
currency = "SGD"

[[original]]
path = "en.md"
url = "https://example.org"
retrieved = "2026-10"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
scope = ["B"]

[translation]
path = "zh-Hans.md"
version = "1.1"

[[translation.revision]]
version = "1.0"
date = 2026-10-01
note = "first"

[[edition]]
locale = "zh-Hans"

[[edition]]
locale = "zh-TW"
layout = "parallel"
formats = ["epub"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "en.md").write_text("# A\n\na[^1]\n\n## B\n\nb[^2]\n\n### C\n\nc\n\n## D\n\nd\n\n[^1]: one\n[^2]: two\n", encoding="utf-8")
    (folder / "zh-Hans.md").write_text("# 甲\n\n中文翻译版\n\n正文。\n", encoding="utf-8")
    return folder


def error(read: Callable[[], object]) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read()
    for language in ("en", "zh"):
        assert "\n" not in caught.value.text(language)
    assert caught.value.problem.zh != caught.value.problem.en
    return caught.value


def test_a_folder_without_work_toml(folder: Path) -> None:
    work = read_work(folder)
    assert (work.id, work.title.en, work.title.zh) == ("sample", "A", "甲")
    assert work.translation.document.path == "zh-Hans.md"
    assert [str(s.kind) for s in work.translation.document.segments] == ["heading", "front", "paragraph"]


def test_work_toml(folder: Path) -> None:
    (folder / "work.toml").write_text(WORK, encoding="utf-8")
    work = read_work(folder)
    (original,) = work.originals
    assert (work.title.zh, work.date, work.currency, original.retrieved) == ("题", "2026-11-01", "SGD", "2026-10")
    assert original.sha256 != original.document.sha256, "both are kept: drift is for review to tell"
    assert work.editions == (Edition("zh-Hans"), Edition("zh-Hant-TW", "parallel", ("epub",)))
    assert work.translation.revisions[0].date == "2026-10-01"


def test_scope_covers_headings_with_what_stands_under_them(folder: Path) -> None:
    (folder / "work.toml").write_text(WORK, encoding="utf-8")
    segments = read_work(folder).originals[0].document.segments
    assert [s.text for s in segments if s.expected] == ["B", "b", "C", "c", "two"]


def test_of_an_excerpt_nothing_is_expected(folder: Path) -> None:
    (folder / "work.toml").write_text(WORK.replace('scope = ["B"]', "excerpt = true"), encoding="utf-8")
    assert not any(s.expected for s in read_work(folder).originals[0].document.segments)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('publisher = "House"', "publisher = House", 2, "not TOML"),
        ('publisher = "House"', 'publiser = "House"', 2, "unknown key publiser"),
        ('publisher = "House"', "publisher = 3", 2, "publisher is 3"),
        ("date = 2026-11-01\nc", 'date = "November"\nc', 3, "November"),
        ("date = 2026-11-01\nc", 'date = "2026-13-01"\nc', 3, "2026-13"),
        ('"SGD"', '"dollar"', 4, "currency"),
        ('path = "en.md"', 'path = "no.md"', 7, "no file no.md"),
        ('path = "en.md"', 'path = "../x.md"', 7, "leads out"),
        ('path = "en.md"', 'path = "/etc/passwd"', 7, "leads out"),
        ('path = "en.md"', 'path = "link.md"', 7, "leads out"),
        ('path = "en.md"', 'file = "en.md"', 7, "unknown key file in [original]"),
        ('path = "en.md"', "", 6, "path is missing"),
        ("https:", "ftp:", 8, "url"),
        ("0000000000", "xyz", 10, "sha256"),
        ('["B"]', '["B", "X"]', 11, "no heading “X”"),
        ('["B"]', '"B"', 11, "scope is B"),
        ('["B"]', '["B"]\nexcerpt = "yes"', 12, "excerpt"),
        ('path = "zh-Hans.md"', 'path = "zh.md"', 14, "no file"),
        ('path = "zh-Hans.md"', 'path = "en.md"', 14, "named twice"),
        ("date = 2026-10-01", "day = 1", 19, "unknown key day"),
        ('locale = "zh-Hans"', 'locale = "fr"', 23, "unknown locale fr"),
        ('locale = "zh-TW"', 'locale = "tlh"', 26, "unknown locale tlh"),
        ('layout = "parallel"', 'layout = "wide"', 27, "layout"),
        ('["epub"]', '["mobi"]', 28, "formats"),
        ('["epub"]', "[]", 28, "formats"),
        ('["epub"]', '["epub"]\ntheme = "../x.css"', 29, "leads out"),
        ('locale = "zh-TW"\nlayout = "parallel"', 'locale = "zh-Hans"', 26, "named twice"),
    ],
)
def test_mistakes_in_work_toml(folder: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in WORK
    (folder.parent / "x.md").write_text("# X", encoding="utf-8")
    (folder / "link.md").symlink_to(folder.parent / "x.md")
    (folder / "work.toml").write_text(WORK.replace(old, new, 1), encoding="utf-8")
    found = error(lambda: read_work(folder))
    assert says in found.problem.en
    assert (found.line, Path(found.path).name) == (line, "work.toml")


def test_work_toml_may_leave_the_files_to_their_names(folder: Path) -> None:
    (folder / "work.toml").write_text('title = "书名"', encoding="utf-8")
    work = read_work(folder)
    assert (work.title.en, work.title.zh, work.originals[0].document.path, work.translation.document.path) == (
        "A",
        "书名",
        "en.md",
        "zh-Hans.md",
    )


@pytest.mark.parametrize(
    ("name", "text", "locale"),
    [
        ("zh.md", "软件与网络的报告", "zh-Hans"),
        ("translation.md", "報告說明軟體與網路的資訊安全。", "zh-Hant-TW"),
        ("zh.md", "報告說明軟件與網絡的數據安全。", "zh-Hant-HK"),
        ("guide-zh-HK.md", "報告說明軟體與網路的資訊安全。", "zh-Hant-HK"),
        ("zh-Hans.md", "報告說明軟體與網路的資訊安全。", "zh-Hans"),
        ("translation.md", "该报告说明於五月发布的数据。", "zh-Hans"),
    ],
)
def test_the_name_or_else_the_text_tells_the_locale(tmp_path: Path, name: str, text: str, locale: str) -> None:
    (tmp_path / "en.md").write_text("A report.\n", encoding="utf-8")
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    assert read_files([tmp_path / "en.md"], tmp_path / name).translation.document.locale == locale


def test_a_missing_translation(folder: Path) -> None:
    (folder / "zh-Hans.md").unlink()
    assert "translation" in error(lambda: read_work(folder)).problem.en


# ---------------------------------------------------------------- broken files


def write(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "line", "says"),
    [
        ("a.md", b"", None, "empty"),
        ("a.md", b" \n\n", None, "empty"),
        ("a.md", b"one\ntw\xe9", 2, "byte 0xe9 at offset 6"),
        ("a.md", b"\xff\xfea\x00", 1, "0xff"),
        ("a.md", b"one\ntwo\x00", 2, "NUL"),
        ("a.md", b"<!-- nothing -->", None, "no text"),
        ("a.docx", b"no archive", None, "no DOCX"),
        ("a.docx", b"PK\x03\x04cut off", None, "no DOCX"),
        ("a.odt", b"no archive", None, "no ODT"),
        ("a.epub", b"no archive", None, "no EPUB"),
        ("a.xyz", b"text", None, "unknown format .xyz"),
        ("a", b"text", None, "unknown format"),
        ("a.html", b"<p>caf\xe9", 1, "0xe9"),
        ("a.html", b"<!-- -->", None, ""),
    ],
)
def test_broken_files(tmp_path: Path, name: str, content: bytes, line: int | None, says: str) -> None:
    path = write(tmp_path, name, content)
    found = error(lambda: read_document(path, "en"))
    assert says in found.problem.en
    assert (found.path, found.line) == (str(path), line)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "no such file" in error(lambda: read_document(tmp_path / "no.md", "en")).problem.en
    assert "folder" in error(lambda: read_document(tmp_path, "en")).problem.en
    (tmp_path / "dir.md").mkdir()
    assert "folder" in error(lambda: read_document(tmp_path / "dir.md", "en")).problem.en


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.md", b"text")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "no permission" in error(lambda: read_document(path, "en")).problem.en


def test_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(Limits().text * 2**20 + 1)
    assert "larger than 16 MB" in error(lambda: read_document(path, "en")).problem.en


def test_archive_that_bursts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 60 * 2**20)
    assert path.stat().st_size < 140_000
    assert "too large inside" in error(lambda: read_document(path, "en")).problem.en


def test_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", b"x")
    assert "no DOCX" in error(lambda: read_document(path, "en")).problem.en
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<broken")
    assert error(lambda: read_document(path, "en")).path == str(path)


def test_pandoc_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.md", b"text")
    slow = write(tmp_path, "slow", b"#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    with bounded(Limits(seconds=1)), monkeypatch.context() as patch:
        patch.setattr(pandoc, "_program", lambda: str(slow))
        assert "more than 1 seconds" in error(lambda: read_document(path, "en")).problem.en
    assert read_document(path, "en").segments[0].text == "text"


def test_pandoc_that_dies_and_pandoc_that_needs_too_much(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", b"text")
    with bounded(Limits(seconds=120)):
        assert read_document(path, "en").segments
    process = pandoc._idle[-1]
    process.popen.kill()
    process.popen.wait()
    assert read_document(path, "en").segments[0].text == "text"
    large = write(tmp_path, "b.md", b"*a* [b](c) " * 200_000)
    with bounded(Limits(memory=40, seconds=4)):
        assert "pandoc cannot read it" in error(lambda: read_document(large, "en")).problem.en
    assert not pandoc._idle or pandoc._idle[-1].popen.poll() is None


def test_limits_can_be_raised_and_lowered(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", b"- One. Two.\n  - Three.\n\n|a|b|\n|-|-|\n|c|d|\n")
    assert len(read_document(path, "en").segments) == 7
    for bounds, said in ((Limits(segments=6), "segments"), (Limits(cells=3), "cells"), (Limits(depth=1), "nested")):
        with bounded(bounds):
            assert said in error(lambda: read_document(path, "en")).problem.en


def test_nesting_without_end(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", b"<blockquote>" * 5000 + b"text")
    assert error(lambda: read_document(path, "en")).path == str(path)


# ---------------------------------------------------------------- glossary

HEAD = "id,en,zh-Hans,zh-Hans-SG,zh-Hant-TW,zh-Hant-HK,status,scope,note\n"


def glossary(tmp_path: Path, terms: str, names: str = "") -> Glossary:
    (tmp_path / "terms.csv").write_text(terms, encoding="utf-8")
    if names:
        (tmp_path / "names.csv").write_text(names, encoding="utf-8")
    return read_glossary(tmp_path)


def test_glossary_rows_of_one_id_are_one_concept(tmp_path: Path) -> None:
    rows = "\ufeff" + HEAD + "ai,AI | artificial intelligence,人工智能,,人工智慧,,preferred,,\n\nai,,人智,,,,forbidden,,\n"
    found = glossary(tmp_path, rows, "id,kind,en,zh-Hans,status\noecd,organisation,OECD,经合组织,preferred\n")
    ai, oecd = found.concepts
    statuses: tuple[Status, ...] = ("forbidden",)
    assert (ai.texts("en"), ai.texts("zh-Hans"), ai.texts("zh-Hans-SG")) == (("AI", "artificial intelligence"), ("人工智能",), ())
    assert (ai.texts("zh-Hans", *statuses), ai.line, ai.kind) == (("人智",), 2, "term")
    assert (oecd.kind, oecd.path, oecd.line) == ("organisation", str(tmp_path / "names.csv"), 2)


def test_no_glossary_is_an_empty_one(tmp_path: Path) -> None:
    assert read_glossary(tmp_path) == Glossary()


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ("id,en,status\n", 1, "column zh-Hans is missing"),
        ("id,en,zh-Hans,status,colour\n", 1, "unknown column colour"),
        (HEAD + "a,A,甲,,,,preferred,,\nb,B,乙,,,,preferred,,\na,C,丙,,,,preferred,,\n", 4, "used already in line 2"),
        (HEAD + "a,A,甲,,,,good,,\n", 2, "unknown status good"),
        (HEAD + "a,A,甲,,,,preferred,,,,\n", 2, "11 cells"),
        (HEAD + ",A,甲,,,,preferred,,\n", 2, "no id"),
        (HEAD + "a,,,,,,preferred,,\n", 2, "no term"),
        (HEAD + 'a,"A,甲,,,,preferred,,\n', 2, "not CSV"),
    ],
)
def test_mistakes_in_a_glossary(tmp_path: Path, rows: str, line: int, says: str) -> None:
    found = error(lambda: glossary(tmp_path, rows))
    assert says in found.problem.en
    assert found.line == line


def test_an_unknown_kind_and_an_id_in_both_files(tmp_path: Path) -> None:
    names = "id,kind,en,zh-Hans,status\na,ship,A,甲,preferred\n"
    assert "unknown kind ship" in error(lambda: glossary(tmp_path, HEAD + "b,B,乙,,,,preferred,,\n", names)).problem.en
    names = names.replace("ship", "place")
    assert "terms.csv:2" in error(lambda: glossary(tmp_path, HEAD + "a,A,甲,,,,preferred,,\n", names)).problem.en


# ---------------------------------------------------------------- decisions

REVIEW = """\
# kept by hand
[[waiver]]
issue = "8c1f0a52"
kind = "intended"
reason = "so it is"
date = 2026-11-02

[[bead]]
source = ["en.md#p12"]
target = ["zh-Hans.md#p9"]

[sign-off]
by = "editor"
date = 2026-11-03
beads = { "3f2a" = "h" }
"""


def test_decisions(tmp_path: Path) -> None:
    path = write(tmp_path, "review.toml", REVIEW.encode())
    found = read_decisions(path)
    assert (found.waivers[0].issue, found.waivers[0].line, found.waivers[0].date) == ("8c1f0a52", 3, "2026-11-02")
    assert (found.beads[0].source, found.beads[0].line) == (("en.md#p12",), 9)
    assert found.sign_off is not None
    assert found.sign_off.beads == (("3f2a", "h"),)
    assert read_decisions(tmp_path / "none.toml") == read_decisions(write(tmp_path, "empty.toml", b"")) == Decisions()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('kind = "intended"', 'kind = "whim"', 4, "kind is whim"),
        ('kind = "intended"\n', "", 2, "kind is missing"),
        ('reason = "so it is"', 'reason = " "', 5, "reason is empty"),
        ('"en.md#p12"', '"p12"', 9, "names no segment"),
        ("[sign-off]", "[signoff]", 12, "unknown key signoff"),
        ('"h"', "3", 15, "3f2a is 3"),
        ("[[bead]]", "[[bead]", 8, "not TOML"),
        ("[[bead]]", "[baseline]\nissues = 3\n\n[[bead]]", 9, "issues is 3"),
        ("[[bead]]", "[baseline]\nissue = []\n\n[[bead]]", 9, "unknown key issue"),
        ("date = 2026-11-02", "second = 3", 6, "second is 3"),
    ],
)
def test_mistakes_in_decisions(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = write(tmp_path, "review.toml", REVIEW.replace(old, new, 1).encode())
    found = error(lambda: read_decisions(path))
    assert says in found.problem.en
    assert found.line == line or says == "3f2a is 3"


# ---------------------------------------------------------------- pairs

TMX = """<?xml version="1.0"?><tmx version="1.4"><header/><body>
<tu tuid="x"><tuv xml:lang="en-GB"><seg>One <bpt i="1">&lt;b></bpt>two<ept i="1">&lt;/b></ept></seg></tuv>
<tuv xml:lang="zh-CN"><seg>一二</seg></tuv></tu></body></tmx>"""
XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en" target-language="zh"><body>
<trans-unit id="1"><source>One <g id="1">two</g></source><target>一二</target></trans-unit></body></file></xliff>"""
XLIFF2 = """<xliff version="2.0" srcLang="en" trgLang="zh" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u">
<segment id="s1"><source>One <pc id="1">two</pc></source><target>一二</target></segment>
<segment><source>Three</source></segment></unit></file></xliff>"""


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", '{"id": 7, "en": "One two", "zh": "一二"}\n\n{"en": "b", "zh": "乙"}', (("7", "One two", "一二"), ("3", "b", "乙"))),
        ("a.tsv", 'id\ten\tzh\nx\tOne "two\t一二\n', (("x", 'One "two', "一二"),)),
        ("a.tsv", "One two\t一二\r\nb\t乙\r\n", (("1", "One two", "一二"), ("2", "b", "乙"))),
        ("a.tsv", "9\tOne two\t一二\n", (("9", "One two", "一二"),)),
        ("a.tmx", TMX, (("x", "One two", "一二"),)),
        ("a.xlf", XLIFF1, (("1", "One two", "一二"),)),
        ("a.xliff", XLIFF2, (("s1", "One two", "一二"), ("u.2", "Three", ""))),
    ],
)
def test_pairs(tmp_path: Path, name: str, content: str, expected: tuple[tuple[str, str, str], ...]) -> None:
    assert read_pairs(write(tmp_path, name, content.encode())) == expected


BOMB = '<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx><body><tu><tuv xml:lang="en"><seg>&b;</seg></tuv></tu></body></tmx>'
THEFT = '<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><body><tu><tuv xml:lang="en"><seg>&a;</seg></tuv></tu></body></tmx>'


@pytest.mark.parametrize(
    ("name", "content", "line", "says"),
    [
        ("a.jsonl", '{"en": "a", "zh": "b"}\n{"en": 3}', 2, "does not hold"),
        ("a.jsonl", '{"en": "a", "zh": "b"}\n{', 2, "not JSON"),
        ("a.tsv", "a\tb\tc\nd\te", 2, "2 cells where 3"),
        ("a.tmx", "<tmx>\n<body>", 2, "not XML"),
        ("a.tmx", XLIFF1, None, "no TMX"),
        ("a.tmx", BOMB, None, "entities"),
        ("a.tmx", THEFT, None, "entities"),
        ("a.tmx", "<tmx/>", None, "no pairs"),
        ("a.csv", "x", None, "unknown format"),
    ],
)
def test_broken_pairs(tmp_path: Path, name: str, content: str, line: int | None, says: str) -> None:
    found = error(lambda: read_pairs(write(tmp_path, name, content.encode())))
    assert says in found.problem.en
    assert found.line == line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["review.toml", "a.jsonl", "a.tsv", "a.tmx", "a.xlf", "terms.csv"]),
    st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = write(tmp_path, name, content)
    readers: dict[str, Callable[[], object]] = {"review.toml": lambda: read_decisions(path), "terms.csv": lambda: read_glossary(tmp_path)}
    with contextlib.suppress(SourceError):
        assert readers.get(name, lambda: read_pairs(path))() is not None
