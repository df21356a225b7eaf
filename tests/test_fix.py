"""Try what `duikan fix` puts into Markdown files: the corrections, and above all what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.commands.fixing import fix as command
from pipeline.fix import fix, skeleton
from pipeline.model import Settings, SourceError

PROTECTED = (
    "`a,b`",
    "[公约,草案](https://example.org/甲,乙)",
    "<https://example.org/a,b?c:d>",
    "desk@example.org",
    'It says "good", and ends here.',
    '`x="1"`',
    "![图,一](a.png)",
)
WRONG = (
    *("他说,好", "吗?", '说"好"的', "甲、乙、等", "甲,**乙,丙**", "约１２人", "甲、和乙", "好！。。", "(草案)", "15～30%"),
    *("\\*甲,乙\\*", "&amp;甲,乙", "A、目标", "1、目标"),
)


def _fixed(tmp_path: Path, text: str, name: str = "zh-Hans.md") -> str:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return fix(path, "zh-Hans", Settings(encoder="lexical")).after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("它设于巴黎,召开两次会议.", "它设于巴黎，召开两次会议。"),
        ('他说"好"。', "他说“好”。"),
        ('他说\\"好\\"。', "他说“好”。"),
        ('他说"**好**"。', "他说“**好**”。"),
        ("甲、乙、等", "甲、乙等"),
        ("A、目标,范围。", "A. 目标，范围。"),
        ("公约(草案)已通过。", "公约（草案）已通过。"),
        ("增长15～30%。", "增长15%～30%。"),
        ("一,二\n三,四。", "一，二\n三，四。"),
        ("共**１２**人,其中", "共**12**人，其中"),
        ("二零二四年，", "二〇二四年，"),
        ("国发(2017)35号", "国发〔2017〕35号"),
        ("| 甲,乙 | 丙 |\n|---|---|\n| 一,二\\|三,四 | 丁 |\n", "| 甲，乙 | 丙 |\n|---|---|\n| 一，二\\|三，四 | 丁 |\n"),
        ("## 目标。\n\n文,字。", "## 目标\n\n文，字。"),
        ('见"[甲](x.md)"。', "见“[甲](x.md)”。"),
        ("包括:\n\n* 甲;\n* 乙。\n", "包括：\n\n* 甲；\n* 乙。\n"),
        ("见《关于 `a.b` 和《乙》的通知》。", "见《关于 `a.b` 和〈乙〉的通知》。"),
        ("注[^1]。\n\n[^1]: 甲,乙。\n", "注[^1]。\n\n[^1]: 甲，乙。\n"),
        ("约翰.史密斯说,好.", "约翰·史密斯说，好。"),
        ("几10人,共20人。", "几十人，共20人。"),
    ],
)
def test_corrects(before: str, after: str, tmp_path: Path) -> None:
    assert _fixed(tmp_path, before) == after


@pytest.mark.parametrize(
    "text",
    [
        *(f"他说，{each} 很好。" for each in PROTECTED),
        "    甲,乙\n\n文字。",
        "```\n甲,乙\n```\n\n文字。",
        '<a href="甲,乙">文字</a>。',
        '读作"gee-pay"。',
        '统称"我们”和"他们”。',
        "见3:1的比例，时间10:30，共1,234人。",
        'The term "人工智能" means artificial intelligence, that is AI, in this document.',
        "一、二年级的学生。",
        "---\ntitle: 甲,乙\n---\n\n文字。",
    ],
)
def test_leaves_alone(text: str, tmp_path: Path) -> None:
    assert _fixed(tmp_path, text) == text


def test_refuses_what_would_change_an_identifier(tmp_path: Path) -> None:
    """A space in a heading changes the anchor that pandoc makes of it, and with it every link that leads there."""
    path = tmp_path / "zh-Hans.md"
    path.write_text("# 第一章总则\n\n见[总则](#第一章总则),好。甲,乙。\n", encoding="utf-8")
    fixed = fix(path, "zh-Hans", Settings(encoder="lexical"))
    assert fixed.after == "# 第一章总则\n\n见[总则](#第一章总则)，好。甲，乙。\n"
    assert [i.check for i in fixed.refused] == ["punctuation"]


@pytest.mark.parametrize("text", ["1、目标。\n", "1、目标\n2、范围\n", "# 1、目标\n\n文字。\n", "* 1、目标\n* 2、范围\n"])
def test_refuses_what_would_begin_a_list(text: str, tmp_path: Path) -> None:
    """A number and a point at the head of a line begin a list in Markdown; in a heading they change its anchor."""
    path = tmp_path / "zh-Hans.md"
    path.write_text(text, encoding="utf-8")
    fixed = fix(path, "zh-Hans", Settings(encoder="lexical"))
    assert fixed.after == text
    assert {(i.check, i.suggestion) for i in fixed.refused} >= {("punctuation", "1. ")}


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_keeps_bytes_that_are_no_text(end: str, tmp_path: Path) -> None:
    before = f"\ufeff甲,乙。  {end}丙\t,丁{end}{end}* 戊,己{end}"
    assert _fixed(tmp_path, before) == f"\ufeff甲，乙。  {end}丙\t,丁{end}{end}* 戊，己{end}"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from((*WRONG, *PROTECTED, "文字", " 。")), min_size=1, max_size=6), min_size=1, max_size=4))
def test_is_idempotent_and_changes_text_only(tmp_path: Path, paragraphs: list[list[str]]) -> None:
    text = "\n\n".join("，".join(p) + "。" for p in paragraphs)
    once = _fixed(tmp_path, text)
    assert _fixed(tmp_path, once) == once
    assert skeleton(text, "a.md") == skeleton(once, "a.md")
    for each in PROTECTED:
        assert once.count(each) == text.count(each)


def test_command_shows_a_difference_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "zh-Hans.md"
    path.write_text("甲,乙。\n", encoding="utf-8")
    shown = CliRunner().invoke(command, [str(path), "--diff"])
    assert shown.exit_code == 0
    assert "-甲,乙。\n+甲，乙。\n" in shown.output
    assert path.read_text(encoding="utf-8") == "甲,乙。\n"
    path.chmod(0o600)
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text(encoding="utf-8") == "甲，乙。\n"
    assert CliRunner().invoke(command, [str(path), "--diff"]).output == ""


def test_command_leaves_what_is_waived(tmp_path: Path) -> None:
    work = tmp_path / "sources" / "w"
    work.mkdir(parents=True)
    (work / "en.md").write_text("One. Two.\n", encoding="utf-8")
    (work / "zh-Hans.md").write_text("甲,乙。丙,丁。\n", encoding="utf-8")
    found = fix(work / "zh-Hans.md", "zh-Hans", Settings(encoder="lexical")).applied
    waiver = f'[[waiver]]\nissue = "{found[0].id}"\nkind = "intended"\nreason = "so it is"\n'
    (work / "review.toml").write_text(waiver, encoding="utf-8")
    ended = CliRunner().invoke(command, ["w", "--sources", str(tmp_path / "sources")])
    assert ended.exit_code == 0, ended.output
    assert (work / "zh-Hans.md").read_text(encoding="utf-8") == "甲,乙。丙，丁。\n"


def test_leaves_traditional_characters_of_a_file_that_does_not_say_its_script(tmp_path: Path) -> None:
    path = tmp_path / "translation.md"
    path.write_text('該報告於五月發布，說明"數據治理"。\n', encoding="utf-8")
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    assert path.read_text(encoding="utf-8") == "該報告於五月發布，說明「數據治理」。\n"


def test_refuses_other_formats(tmp_path: Path) -> None:
    for name in ("zh-Hans.docx", "zh-Hans.html"):
        path = tmp_path / name
        path.write_text("甲,乙", encoding="utf-8")
        with pytest.raises(SourceError, match="only Markdown"):
            fix(path, "zh-Hans", Settings())
        assert CliRunner().invoke(command, [str(path)]).exit_code == 2
    with pytest.raises(SourceError, match="no such file"):
        fix(tmp_path / "missing.md", "zh-Hans", Settings())


@pytest.mark.parametrize(
    "table",
    [
        "+-------+-------+\n| 甲,乙 | 丙    |\n+=======+=======+\n| 一,二 | 三(四)|\n+-------+-------+\n",
        "  甲,乙    丙,丁\n  -------  ------\n  一,二    三,四\n",
        "甲,乙    丙\n-------  ----\n一,二    三\n",
    ],
)
def test_leaves_tables_that_are_drawn_by_columns(table: str, tmp_path: Path) -> None:
    assert _fixed(tmp_path, f"前,后。\n\n{table}\n后,前。\n") == f"前，后。\n\n{table}\n后，前。\n"
