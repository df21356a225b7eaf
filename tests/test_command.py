"""Run the command as people do: what it prints, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.library import write_library

ROOT = Path(__file__).parents[1]


def duikan(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "COLUMNS": "100", **environment}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)], capture_output=True, text=True, cwd=cwd, env=known, check=False
    )


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "en.md").write_text("# Fee\n\nMembers pay EUR 20 000 a year.\n", encoding="utf-8")
    (tmp_path / "zh-Hans.md").write_text("# 会费\n\n成员每年缴纳2万欧元。\n", encoding="utf-8")
    (tmp_path / "wrong.md").write_text("# 会费\n\n成员每年缴纳2亿欧元。\n", encoding="utf-8")
    return tmp_path


def test_check_is_silent_where_the_texts_agree(files: Path) -> None:
    run = duikan("check", "en.md", "zh-Hans.md", "--encoder", "lexical", "--quiet", cwd=files)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_who_asks_for_help_waits_for_no_check_and_no_dictionary() -> None:
    code = (
        "import sys; from pipeline.__main__ import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: sys.exit([m for m in ('pipeline.checks', 'pipeline.mentions.ties') if m in sys.modules] or None)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "sign-off" in run.stdout


def test_check_names_place_and_values(files: Path) -> None:
    run = duikan("check", "en.md", "wrong.md", "--encoder", "lexical", cwd=files)
    assert run.returncode == 1
    line = next(x for x in run.stdout.splitlines() if x.startswith("wrong.md:3"))
    assert "200,000,000" in line
    assert "20,000" in line
    assert "critical" in line


def test_messages_come_in_chinese(files: Path) -> None:
    run = duikan("check", "en.md", "wrong.md", "--encoder", "lexical", "--lang", "zh", cwd=files)
    assert "2亿欧元" in run.stdout
    assert "原文" in run.stdout
    assert duikan("check", "en.md", "wrong.md", "--encoder", "lexical", cwd=files, LC_ALL="zh_CN.UTF-8").stdout == run.stdout


def test_fail_on_moves_the_threshold(files: Path) -> None:
    (files / "missing.md").write_text("# 会费\n\n成员每年缴纳2亿欧元。\n", encoding="utf-8")
    assert duikan("check", "en.md", "missing.md", "--encoder", "lexical", "--fail-on", "critical", cwd=files).returncode == 1
    assert duikan("check", "en.md", "zh-Hans.md", "--encoder", "lexical", "--fail-on", "neutral", cwd=files).returncode == 0


def test_json_goes_to_a_file(files: Path) -> None:
    run = duikan("check", "en.md", "wrong.md", "--encoder", "lexical", "--format", "json", "-o", "report.json", cwd=files)
    assert (run.returncode, run.stdout) == (1, "")
    report = json.loads((files / "report.json").read_text(encoding="utf-8"))
    assert {"duikan", "work", "documents", "issues", "beads", "unchecked", "coverage", "score"} <= report.keys()


def test_bitext_names_the_pair(files: Path) -> None:
    (files / "pairs.jsonl").write_text(
        '{"id": "a1", "en": "It has 15 members.", "zh": "它有15个成员。"}\n'
        '{"id": "a2", "en": "It has 15 members.", "zh": "它有16个成员。"}\n',
        encoding="utf-8",
    )
    for flags in ([], ["--pairs"]):
        run = duikan("check", "--bitext", "pairs.jsonl", *flags, "--encoder", "lexical", "--format", "json", cwd=files)
        issues = json.loads(run.stdout)["issues"]
        assert [(i["target"]["segment"], "path" in i["target"]) for i in issues if i["type"] == "numbers"] == [("a2", False)]


@pytest.mark.parametrize("format_", ["tsv", "json", "tmx", "xliff"])
def test_align_writes_every_format(files: Path, format_: str) -> None:
    run = duikan("align", "en.md", "zh-Hans.md", "--encoder", "lexical", "--format", format_, cwd=files)
    assert run.returncode == 0, run.stderr
    assert "成员每年缴纳2万欧元。" in run.stdout


def test_align_takes_lines_as_segments(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("Good morning. It rains.\nThe council has 15 members.\n", encoding="utf-8")
    (tmp_path / "zh.txt").write_text("早上好。下雨了。\n理事会有15名成员。\n", encoding="utf-8")
    run = duikan("align", "en.txt", "zh.txt", "--lines", "--encoder", "lexical", "--format", "json", cwd=tmp_path)
    beads = json.loads(run.stdout)["beads"]
    assert [[s["text"] for s in b["target"]] for b in beads] == [["早上好。下雨了。"], ["理事会有15名成员。"]]


def test_explain_lists_and_shows(tmp_path: Path) -> None:
    assert "numbers" in duikan("explain", cwd=tmp_path).stdout
    page = duikan("explain", "numbers", cwd=tmp_path).stdout
    assert "Does not" in page or "Cannot" in page


BROKEN = {
    "no such file": (["check", "en.md", "nowhere.md"], "nowhere.md"),
    "empty": (["check", "en.md", "empty.md"], "empty.md"),
    "not UTF-8": (["check", "en.md", "latin.md"], "latin.md"),
    "not a DOCX": (["check", "en.md", "fake.docx"], "fake.docx"),
    "unknown format": (["check", "en.md", "a.xyz"], "a.xyz"),
    "another language": (["align", "french.md", "zh-Hans.md"], "french.md"),
    "no JSON": (["check", "--bitext", "broken.json"], "broken.json:1"),
    "doubled id": (["check", "en.md", "zh-Hans.md", "--glossary", "doubled"], "terms.csv:3"),
    "one file": (["check", "en.md"], "two files"),
    "no such option": (["check", "--bad"], "--bad"),
    "no such command": (["chekc"], "chekc"),
    "no such check": (["explain", "nothing"], "nothing"),
    "broken work.toml": (["build", "--sources", "broken"], "work.toml:2"),
    "unknown locale": (["build", "--sources", "locale"], "work.toml:5"),
    "missing translation": (["build", "--sources", "missing"], "zh-Hans"),
    "no such glossary": (["check", "en.md", "zh-Hans.md", "--glossary", "nope"], "nope"),
    "broken settings": (["check", "en.md", "zh-Hans.md", "--encoder", "no-such-model"], "no-such-model"),
}


@pytest.fixture
def broken(files: Path) -> Path:
    (files / "empty.md").write_bytes(b"")
    (files / "latin.md").write_bytes(b"# caf\xe9\n")
    (files / "fake.docx").write_bytes(b"no zip at all")
    (files / "a.xyz").write_text("text", encoding="utf-8")
    french = "Le conseil se réunit deux fois par an dans une ville qui est choisie par les membres. " * 12
    (files / "french.md").write_text(french, encoding="utf-8")
    (files / "broken.json").write_text('{"beads": [,', encoding="utf-8")
    (files / "doubled").mkdir()
    (files / "doubled" / "terms.csv").write_text("id,en,zh-Hans,status\na,one,一,preferred\na,two,二,preferred\n", encoding="utf-8")
    toml = {
        "broken": 'title = { en = "A", zh-Hans = "甲" }\npublisher = \n',
        "locale": '[[original]]\npath = "en.md"\n\n[[edition]]\nlocale = "zh-Klingon"\n',
        "missing": "",
    }
    for name, text in toml.items():
        work = files / name / "work"
        work.mkdir(parents=True)
        (work / "en.md").write_text("# Fee\n\nIt is due.\n", encoding="utf-8")
        if name != "missing":
            (work / "zh-Hans.md").write_text("# 会费\n\n会费到期。\n", encoding="utf-8")
            (work / "work.toml").write_text(text, encoding="utf-8")
    return files


@pytest.mark.parametrize("case", BROKEN, ids=lambda c: c.replace(" ", "-"))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_input_gets_a_line_and_exit_2(broken: Path, case: str, language: str) -> None:
    arguments, said = BROKEN[case]
    run = duikan(*arguments, "--lang", language, "--quiet", cwd=broken)
    assert run.returncode == 2, run.stdout + run.stderr
    assert run.stdout == ""
    lines = run.stderr.splitlines()
    assert len(lines) == (2 if arguments[0] == "build" else 1), lines
    assert lines[0].startswith("duikan: ")
    if language == "en" or said != "two files":
        assert said in lines[0]
    assert not (broken / "output" / "work").exists()


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    run = duikan("check", "a\x1b[31m.md", "b.md", cwd=tmp_path)
    assert "\x1b" not in run.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"off = [\n", "duikan.toml:"),
        (b"# caf\xe9\n", "not UTF-8"),
        (b'off = ["nosuch"]\n', "nosuch"),
        (b'[severity]\nterms = "minor"\nnumbers = "dire"\n', "duikan.toml:3: setting 'severity.numbers'"),
        (b"[severity]\nterms = 3\n", "duikan.toml:2: "),
        (b"encoder = 'lexical'\ncolour = 1\n", "duikan.toml:2: "),
        (b'[review]\nsecond = "maybe"\n', "review.second"),
        (b"review = 3\n", "review"),
        (b"[score]\nweights = [1, 2]\n", "score.weights"),
        (b"[score]\ntolerance = 0\n", "score.tolerance"),
        (b"[score.gbt19682]\nlimits = 0\n", "score.gbt19682.limits"),
    ],
)
def test_broken_settings_get_a_line_and_exit_2(files: Path, content: bytes, said: str) -> None:
    (files / "duikan.toml").write_bytes(content)
    run = duikan("check", "en.md", "zh-Hans.md", "--encoder", "lexical", cwd=files)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1), run.stderr
    assert said in run.stderr


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("build", "--jobs", "many"), "'many' 不是整数"),
        (("build", "--jobs", "0"), "0 不在允许范围 x>=1 内"),
        (("status", "a", "b"), "多出参数 b"),
        (("check", "en.md", "zh-Hans.md", "-o", "en.md/a.json"), "en.md/a.json：路径中有一段不是文件夹"),
    ],
)
def test_what_libraries_say_is_said_in_chinese(files: Path, call: tuple[str, ...], said: str) -> None:
    run = duikan(*call, "--lang", "zh", cwd=files)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1), run.stderr
    assert said in run.stderr
    assert not list(files.glob(".*"))


def test_a_project_file_whose_table_is_none_is_refused(files: Path) -> None:
    (files / "pyproject.toml").write_text("tool = 3\n", encoding="utf-8")
    run = duikan("check", "en.md", "zh-Hans.md", "--encoder", "lexical", cwd=files)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1), run.stderr


def test_an_encoder_that_is_not_there_is_told_once_and_not_by_every_work(tmp_path: Path) -> None:
    write_library(tmp_path, 2, "no-such-model")
    run = duikan("build", cwd=tmp_path)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1), run.stderr + run.stdout
    assert run.stderr.startswith(("encoder no-such-model: ", "duikan: encoder no-such-model: "))
