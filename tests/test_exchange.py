"""Hand decisions out and take them back: spreadsheet, Word, XLIFF."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from translate.storage.xliff2 import Xliff2File

from pipeline.checks import pair
from pipeline.language.decisions import AUTHOR, COLUMNS, SHEET, offered
from pipeline.model import Bilingual, Collation, Decisions, Issue, Place, Severity, SourceError, Verification, Waiver, join
from pipeline.read import read_decisions, read_returned
from pipeline.report import docx, junit, xliff, xlsx
from pipeline.review import review
from tests.samples import long_sample, work_sample
from tests.test_command import duikan

FLAGS = ("--encoder", "lexical")
SCHEMAS = Path(__file__).parent / "schemas"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
ENGLISH = "# Fee\n\nMembers pay EUR 20 000 a year. The council has 15 members.\n\nThe council meets in Paris, and sets the fee.\n"
CHINESE = "# 会费\n\n成员每年缴纳**2亿**欧元。理事会有16名成员。\n\n理事会在巴黎开会,并确定会费。\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    work = tmp_path / "sources" / "fee"
    work.mkdir(parents=True)
    (work / "en.md").write_text(ENGLISH, encoding="utf-8")
    (work / "zh-Hans.md").write_text(CHINESE, encoding="utf-8")
    return tmp_path


def written(house: Path, format_: str) -> Path:
    path = house / f"report.{format_}"
    run = duikan("check", "sources/fee/en.md", "sources/fee/zh-Hans.md", *FLAGS, "--format", format_, "-o", path, cwd=house)
    assert run.returncode == 1, run.stderr
    return path


def waivers(house: Path) -> dict[str, Waiver]:
    return {w.issue: w for w in read_decisions(house / "sources" / "fee" / "review.toml").waivers}


def taken(house: Path, path: Path, *flags: str) -> tuple[int, str, str]:
    run = duikan("decisions", "import", path, "--by", "editor@example.org", *FLAGS, *flags, cwd=house)
    return run.returncode, run.stdout, run.stderr


def one(en: str, zh: str, message: str) -> tuple[Collation, Verification]:
    collation = Collation(pair(en, zh, "a"))
    target = collation.bitext.beads[0].target[0]
    place = Place(target, 0, len(zh))
    issue = Issue("8c1f0a52", "numbers", "numbers", "", Severity.MAJOR, Bilingual(message, message), target=place, suggestion=message)
    return collation, review(collation, [issue], Decisions())


# ---- spreadsheets


def fill(path: Path, rows: dict[int, tuple[str, str]]) -> None:
    """Decide in the rows (from 2) of a sheet, as a person does."""
    book = load_workbook(path, rich_text=True)
    sheet = book[SHEET]
    keys = list(COLUMNS)
    for row, (kind, reason) in rows.items():
        sheet.cell(row, keys.index("kind") + 1, kind)
        sheet.cell(row, keys.index("reason") + 1, reason)
    book.save(path)


def test_a_spreadsheet_keeps_every_decision(house: Path) -> None:
    path = written(house, "xlsx")
    sheet = load_workbook(path)[SHEET]
    ids = [str(sheet.cell(row, 1).value) for row in range(2, sheet.max_row + 1)]
    assert len(ids) >= 2
    words = [offered("false-alarm"), "有意为之", "accepted"]
    decided = {n: (words[n % 3], f"理由 {n}：=1+1 “甲”\n第二行") for n in range(2, len(ids) + 2)}
    fill(path, decided)
    status, out, err = taken(house, path)
    assert (status, err) == (0, ""), err
    assert f"{len(ids)} decisions taken" in out
    found = waivers(house)
    kinds = ["false-alarm", "intended", "accepted"]
    assert {i: (w.kind, w.reason) for i, w in found.items()} == {i: (kinds[n % 3], decided[n][1]) for n, i in enumerate(ids, 2)}
    assert all(w.check and w.text and w.by == "editor@example.org" for w in found.values())
    before = (house / "sources" / "fee" / "review.toml").read_bytes()
    assert taken(house, path)[1].startswith("0 decisions taken")
    assert (house / "sources" / "fee" / "review.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({3: ("maybe", "so")}, "row 3: maybe is no decision"),
        ({2: ("accepted", "  ")}, "row 2: there is a decision and no reason"),
        ({2: ("accepted", "so"), 3: ("", "why?")}, "row 3: there is a reason and no decision"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_named_and_nothing_is_taken(house: Path, rows: dict[int, tuple[str, str]], said: str) -> None:
    path = written(house, "xlsx")
    fill(path, rows)
    status, _, err = taken(house, path)
    assert (status, len(err.splitlines())) == (2, 1)
    assert f"sheet {SHEET}, {said}" in err
    assert not (house / "sources" / "fee" / "review.toml").exists()


def test_a_decision_whose_issue_is_gone_is_kept_and_said(house: Path) -> None:
    path = written(house, "xlsx")
    fill(path, {2: ("accepted", "so")})
    text = house / "sources" / "fee" / "zh-Hans.md"
    text.write_text(CHINESE.replace("2亿", "2万").replace("16", "15"), encoding="utf-8")
    status, _, err = taken(house, path)
    assert status == 0
    assert "fits no issue" in err
    assert [w.reason for w in waivers(house).values()] == ["so"]


@pytest.mark.parametrize("content", [b"no archive", b""])
@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.txt"])
def test_what_is_no_file_of_decisions_is_refused(house: Path, name: str, content: bytes) -> None:
    (house / name).write_bytes(content)
    status, _, err = taken(house, house / name)
    assert (status, len(err.splitlines())) == (2, 1)


def test_a_sheet_of_something_else_is_refused(house: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(house / "a.xlsx")
    status, _, err = taken(house, house / "a.xlsx")
    assert (status, "no sheet has the columns" in err) == (2, True)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["=", "+", "-", "@", "=cmd|' /C calc'!A1", "\t="]), st.text(st.characters(), max_size=20))
def test_no_text_becomes_a_formula(head: str, tail: str) -> None:
    content = xlsx.render(*one(head + tail + "x", head + tail + "一", head + tail))
    for book in (load_workbook(BytesIO(content)), load_workbook(BytesIO(content), rich_text=True)):
        assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert not any(re.search(rb"<f[ >]", archive.read(n)) for n in archive.namelist() if n.startswith("xl/worksheets/"))


@pytest.mark.parametrize("writer", [xlsx, docx])
def test_the_same_input_gives_the_same_bytes(writer: Any) -> None:
    assert writer.render(*work_sample()) == writer.render(*work_sample())


# ---- Word


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def save(path: Path, content: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in content.items():
            archive.writestr(name, body)


def words_of(element: Any) -> str:
    return "".join(map(str, element.itertext()))


def accept(path: Path, which: str) -> None:
    """Accept the tracked changes that put those words in, as Word does."""
    content = parts(path)
    tree = etree.fromstring(content["word/document.xml"])
    for ins in list(tree.iter(f"{W}ins")):
        if words_of(ins) == which:
            gone = ins.getprevious()
            assert gone is not None
            assert gone.tag == f"{W}del"
            parent = ins.getparent()
            assert parent is not None
            for run in list(ins):
                ins.addprevious(run)
            parent.remove(gone)
            parent.remove(ins)
    content["word/document.xml"] = etree.tostring(tree)
    save(path, content)


def reply(path: Path, issue: str, words: str, threaded: bool = True) -> None:
    """Answer the comment on an issue, as Word does: one more comment, tied to the first by the ids of their paragraphs."""
    content = parts(path)
    tree = etree.fromstring(content["word/comments.xml"])
    (ours,) = [c for c in tree if f"[{issue}]" in words_of(c)]
    for n, p in enumerate(tree.iter(f"{W}p")):
        p.set(f"{W14}paraId", f"{n + 1:08X}")
    parent = list(ours.iter(f"{W}p"))[-1].get(f"{W14}paraId")
    said = words if threaded else f"[{issue}] {words}"
    tree.append(
        etree.fromstring(
            f'<w:comment xmlns:w="{W[1:-1]}" xmlns:w14="{W14[1:-1]}" w:id="900" w:author="审校" w:date="2026-11-05T09:00:00Z">'
            f'<w:p w14:paraId="0000FFFF"><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>'
        )
    )
    content["word/comments.xml"] = etree.tostring(tree)
    if threaded:
        content["word/commentsExtended.xml"] = (
            '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
            f'<w15:commentEx w15:paraId="0000FFFF" w15:paraIdParent="{parent}" w15:done="0"/></w15:commentsEx>'
        ).encode()
    save(path, content)


def ids(path: Path) -> dict[str, str]:
    """Return the issues of the comments: id by check."""
    tree = etree.fromstring(parts(path)["word/comments.xml"])
    lines = [re.search(r"\[([0-9a-f]{8})\].* · ([a-z-]+)", words_of(c)) for c in tree if c.get(f"{W}author") == AUTHOR]
    return {found[2]: found[1] for found in lines if found}


def test_every_open_issue_is_a_comment_at_its_words() -> None:
    collation, verification = work_sample()
    with zipfile.ZipFile(BytesIO(docx.render(collation, verification))) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
        comments = {c.get(f"{W}id"): words_of(c) for c in etree.fromstring(archive.read("word/comments.xml"))}
    assert len(comments) == 5
    marked: dict[str, str] = {}
    for number, said in comments.items():
        inside, words = False, ""
        for element in tree.iter():
            if element.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd") and element.get(f"{W}id") == number:
                inside = element.tag == f"{W}commentRangeStart"
            elif inside and element.tag in (f"{W}t", f"{W}delText") and not any(a.tag == f"{W}ins" for a in element.iterancestors()):
                words += element.text or ""
        found = re.search(r"\[([0-9a-f]{8})\]", said)
        assert found
        marked[found[1]] = words
    assert marked == {i.id: i.target.text if i.target else "" for i in verification.issues if i.unsettled}


def test_replies_and_accepted_changes_come_back(house: Path) -> None:
    path = written(house, "docx")
    known = ids(path)
    accept(path, "，")
    reply(path, known["numbers"], "误报：脚注另有说明")
    status, out, err = taken(house, path)
    assert (status, err) == (0, ""), err
    assert "zh-Hans.md" in out
    (waiver,) = waivers(house).values()
    assert (waiver.kind, waiver.reason, waiver.by, waiver.date) == ("false-alarm", "脚注另有说明", "审校", "2026-11-05")
    assert (house / "sources" / "fee" / "zh-Hans.md").read_text(encoding="utf-8") == CHINESE.replace("开会,", "开会，")


def test_a_change_that_is_only_tracked_is_not_taken(house: Path) -> None:
    path = written(house, "docx")
    assert b"<w:ins " in parts(path)["word/document.xml"]
    assert taken(house, path)[0] == 0
    assert (house / "sources" / "fee" / "zh-Hans.md").read_text(encoding="utf-8") == CHINESE


def test_a_reply_without_a_thread_names_its_issue(house: Path) -> None:
    path = written(house, "docx")
    issue = next(iter(ids(path).values()))
    reply(path, issue, "Accepted - so the treaty", threaded=False)
    assert taken(house, path)[0] == 0
    assert (waivers(house)[issue].kind, waivers(house)[issue].reason) == ("accepted", "so the treaty")


def test_a_reply_that_decides_nothing_is_said(house: Path) -> None:
    path = written(house, "docx")
    reply(path, next(iter(ids(path).values())), "请译者再看一遍")
    status, _, err = taken(house, path)
    assert (status, "请译者再看一遍" in err, waivers(house)) == (0, True, {})


def edited(path: Path, change: Any) -> None:
    content = parts(path)
    tree = etree.fromstring(content["word/document.xml"])
    change(tree)
    content["word/document.xml"] = etree.tostring(tree)
    save(path, content)


def test_words_that_an_editor_changed_come_back_and_markup_stays(house: Path) -> None:
    path = written(house, "docx")

    def change(tree: Any) -> None:
        for t in tree.iter(f"{W}t"):
            if "在巴黎开会" in (t.text or ""):
                t.text = t.text.replace("在巴黎开会", "每年在巴黎召开会议")

    edited(path, change)
    assert taken(house, path)[0] == 0
    assert (house / "sources" / "fee" / "zh-Hans.md").read_text(encoding="utf-8") == CHINESE.replace("在巴黎开会", "每年在巴黎召开会议")


def remove(tree: Any) -> None:
    last = list(tree.iter(f"{W}p"))[-1]
    last.getparent().remove(last)


def add(tree: Any) -> None:
    last = list(tree.iter(f"{W}p"))[-1]
    last.addnext(etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>新的一段</w:t></w:r></w:p>'))


@pytest.mark.parametrize(("change", "said"), [(remove, "a paragraph is gone: 理事会在巴黎开会"), (add, "新的一段")])
def test_paragraphs_that_went_or_came_are_refused(house: Path, change: Any, said: str) -> None:
    path = written(house, "docx")
    edited(path, change)
    status, _, err = taken(house, path)
    assert (status, len(err.splitlines())) == (2, 1)
    assert said in err
    assert (house / "sources" / "fee" / "zh-Hans.md").read_text(encoding="utf-8") == CHINESE


def test_a_document_of_an_older_text_is_refused(house: Path) -> None:
    path = written(house, "docx")
    (house / "sources" / "fee" / "zh-Hans.md").write_text(CHINESE.replace("巴黎", "柏林"), encoding="utf-8")
    status, _, err = taken(house, path)
    assert (status, "was changed since" in err) == (2, True)


def test_a_document_that_is_not_for_review_is_refused(house: Path) -> None:
    import docx as word

    word.Document().save(str(house / "a.docx"))
    with pytest.raises(SourceError, match="not made for review"):
        read_returned(house / "a.docx")


# ---- XLIFF, JUnit


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / name)))


def crossing() -> tuple[Collation, Verification]:
    """Return a pair whose issues nest, cross, touch and are empty."""
    collation, verification = one("One two three.", "一二三四五六七。", "m<&\"'>")
    target = collation.bitext.beads[0].target[0]
    spans = [(0, 4), (1, 2), (2, 6), (4, 5), (5, 5), (8, 8), (0, 8)]
    issues = [replace(verification.issues[0], id=f"{n:08x}", target=Place(target, a, b)) for n, (a, b) in enumerate(spans)]
    return collation, review(collation, issues, Decisions((Waiver("00000001", "intended", "so"),)))


@pytest.mark.parametrize("sample", [work_sample, lambda: long_sample(200, 80), crossing, lambda: one("a", "甲", "x")])
def test_xliff_with_issues_is_valid_and_reads_as_written(sample: Any) -> None:
    collation, verification = sample()
    text = xliff.render(collation.bitext, verification.issues)
    tree = etree.fromstring(text.encode())
    schema("xliff21-its.xsd").assertValid(tree)
    space = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    notes = tree.xpath("//x:mrk | //x:sm", namespaces=space)
    assert isinstance(notes, list)
    assert len(notes) == sum(bool(i.target or i.source) for i in verification.issues)
    plain = [(str(u.source), str(u.target)) for u in Xliff2File.parsestring(xliff.render(collation.bitext).encode()).units]  # type: ignore[no-untyped-call]
    words = [tuple(words_of(side) for side in unit.iterfind(".//x:segment/*", space)) for unit in tree.iterfind(".//x:unit", space)]
    assert [p[: len(w)] for p, w in zip(plain, words, strict=True)] == words


@pytest.mark.parametrize("sample", [work_sample, lambda: long_sample(200, 80), crossing])
def test_another_tool_opens_xliff_with_issues_and_keeps_them(sample: Any) -> None:
    collation, verification = sample()
    opened = Xliff2File.parsestring(xliff.render(collation.bitext, verification.issues).encode())  # type: ignore[no-untyped-call]
    written = {i for i in verification.issues if i.unsettled and (i.target or i.source)}
    assert written

    def issues(units: Any) -> list[tuple[str, str]]:
        return sorted(
            (unit.getid(), note.text) for unit in units for note in unit.getunitelement().iter("{*}note") if note.get("category") == "issue"
        )

    by_segment = {s.id: bead.id for bead in collation.bitext.beads for s in (*bead.source, *bead.target)}
    wanted = [
        (by_segment[(i.target or i.source).segment.id], f"{i.check} ({i.severity}): {i.message.zh} / {i.message.en}") for i in written
    ]
    assert issues(opened.units) == sorted(wanted)
    for unit, bead in zip(opened.units, collation.bitext.beads, strict=True):  # what the tool shows is what stands in the texts
        assert str(unit.source) == join(bead.source, "en")
        assert (str(unit.target) if unit.target is not None else "") == join(bead.target, "zh")
    again = etree.fromstring(bytes(opened))
    schema("xliff21-its.xsd").assertValid(again)
    enabled = again.xpath("//*[@its:locQualityIssueEnabled='yes']", namespaces={"its": "http://www.w3.org/2005/11/its"})
    assert isinstance(enabled, list)
    assert len(enabled) == len(written)


def test_xliff_names_type_severity_and_state() -> None:
    collation, verification = work_sample()
    text = xliff.render(collation.bitext, verification.issues)
    assert 'its:version="2.0"' in text
    assert 'its:locQualityIssueType="numbers"' in text
    assert 'its:locQualityIssueSeverity="100"' in text
    assert text.count('its:locQualityIssueEnabled="no"') == 1
    assert ">2亿欧元</mrk>" in text


def test_the_schema_of_xliff_refuses_what_is_wrong() -> None:
    collation, verification = work_sample()
    text = xliff.render(collation.bitext, verification.issues)
    for old, new in [
        ('Type="numbers"', 'Type="sums"'),
        ('Severity="100"', 'Severity="101"'),
        ('"its:generic"', '"its:odd"'),
        ("<source>", "<src/><source>"),
    ]:
        assert old in text
        assert not schema("xliff21-its.xsd").validate(etree.fromstring(text.replace(old, new).encode())), old


@pytest.mark.parametrize("sample", [work_sample, lambda: long_sample(60, 20), lambda: one("a", "甲", "x\0\ud800<")])
def test_junit_is_valid(sample: Any) -> None:
    schema("junit.xsd").assertValid(etree.fromstring(junit.render(*sample()).encode()))
    assert not schema("junit.xsd").validate(etree.fromstring(b"<testsuites><testsuite/></testsuites>"))
