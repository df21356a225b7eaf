"""Run what code hosts run: the steps of the action, the entries of the hooks."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml  # type: ignore[import-untyped]

from tests.test_command import ROOT, duikan
from tests.test_report_exchange import schema

CHINESE = "# 会费\n\n成员每年缴纳2亿欧元。\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, text in (("right", CHINESE.replace("亿", "万")), ("wrong", CHINESE)):
        work = tmp_path / "sources" / name
        work.mkdir(parents=True)
        (work / "en.md").write_text("# Fee\n\nMembers pay EUR 20 000 a year.\n", encoding="utf-8")
        (work / "zh-Hans.md").write_text(text, encoding="utf-8")
    (tmp_path / "duikan.toml").write_text('encoder = "lexical"\n', encoding="utf-8")
    return tmp_path


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def command(house: Path) -> Path:
    """Put a `duikan` on the path, as an installation does."""
    path = house / "bin" / "duikan"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m pipeline "$@"\n', encoding="utf-8"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path.parent


@pytest.mark.parametrize(("fail_on", "status"), [("major", 1), ("", 0)])
def test_the_action_annotates_sums_up_and_fails(house: Path, fail_on: str, status: int) -> None:
    action = load("action.yml")
    assert action["runs"]["using"] == "composite"
    (step,) = [s for s in action["runs"]["steps"] if s.get("id") == "check"]
    given = {key: str(action["inputs"][key.lower().replace("_", "-")]["default"]) for key in step["env"]}
    files = {key: str(house / key.lower()) for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    known = {**os.environ, **given, **files, "FAIL_ON": fail_on, "RUNNER_TEMP": str(house), "LC_ALL": "C.UTF-8"}
    known["PATH"] = f"{command(house)}:{known['PATH']}"
    run = subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=house, env=known, capture_output=True, text=True, check=False)
    assert run.returncode == status, run.stderr
    assert run.stdout.startswith("::error file=sources/wrong/zh-Hans.md,line=3,")
    assert "### " in (house / "github_step_summary").read_text(encoding="utf-8")
    log = json.loads((house / "duikan.sarif").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema()).validate(log)
    assert [r["automationDetails"]["id"] for r in log["runs"]] == ["duikan/right/", "duikan/wrong/"]
    (result,) = log["runs"][1]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sources/wrong/zh-Hans.md"


def test_nothing_of_a_caller_stands_in_a_script() -> None:
    for step in load("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hooks_run(house: Path) -> None:
    hooks = {h["id"]: h for h in load(".pre-commit-hooks.yaml")}
    assert all(h["language"] == "python" for h in hooks.values())
    check = duikan(*shlex.split(hooks["duikan"]["entry"])[1:], cwd=house)
    assert (check.returncode, "sources/wrong/zh-Hans.md" in check.stdout) == (1, True)
    text = house / "sources" / "right" / "zh-Hans.md"
    text.write_text("# 会费\n\n成员每年缴纳2万欧元,会费按年缴纳。\n", encoding="utf-8")
    assert duikan(*shlex.split(hooks["duikan-fix"]["entry"])[1:], text, cwd=house).returncode == 0
    assert "欧元，会费" in text.read_text(encoding="utf-8")


def test_a_waived_issue_fails_nothing(house: Path) -> None:
    key = json.loads(duikan("check", *(f"sources/wrong/{n}" for n in ("en.md", "zh-Hans.md")), "--format", "json", cwd=house).stdout)
    for issue in key["issues"]:
        assert duikan("waive", issue["id"], "--kind", "accepted", "--reason", "so", "--by", "a@example.org", cwd=house).returncode == 0
    run = duikan("status", "--fail-on", "neutral", "--format", "github", cwd=house)
    assert (run.returncode, run.stdout) == (0, "")
