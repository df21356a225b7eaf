"""Run the cases that stand as data in `tests/cases/<check>.toml`.

[[case]]
en = "..."
zh = "..."
issues = ["major"]        # severities of this check's issues, in order; [] where it must be silent
locale = "..."            # of the translation (optional)
where = "..."             # where a false alarm was seen (optional)
terms = "..."             # rows of terms.csv; names = rows of names.csv (optional)
known = "..."             # a known failure and why: must fail until it is mended (optional)
"""

from __future__ import annotations

import doctest
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks import checks
from pipeline.report.phrases import label
from tests.support import issues_of

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


def _cases() -> list[Any]:
    found = []
    for path in FILES:
        for n, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"]):
            marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{n}", marks=marks))
    return found


@pytest.mark.parametrize(("check", "case"), _cases())
def test_case(check: str, case: dict[str, Any], tmp_path: Path) -> None:
    more = {key: case[key] for key in ("terms", "names", "locale") if key in case}
    issues = issues_of(check, case["en"], case["zh"], tmp_path, **more)
    assert [str(i.severity) for i in issues] == case["issues"], [i.message.en for i in issues]


@pytest.mark.parametrize("name", checks())
def test_check_has_its_page(name: str) -> None:
    """Every check shows a good and a bad pair, says what it does not catch, and has a positive and a negative case."""
    page = checks()[name].page
    assert page.count(">>> on(") >= 2, "a good and a bad pair"
    assert page.rstrip().splitlines()[-1].startswith(("Does not", "Cannot")), "the last line says what it does not catch"
    path = Path(__file__).parent / "cases" / f"{name}.toml"
    cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    assert {bool(c["issues"]) for c in cases} == {True, False}, "positive and negative cases"


@pytest.mark.parametrize("name", checks())
def test_check_has_its_chinese_page(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every check's page stands in Chinese too, with the same examples, whose messages are those that Chinese readers get."""
    check = checks()[name]
    first, *_, last = check.page_zh.splitlines()
    assert re.match(r"[找比核列指把]\S*", first), "a sentence that begins with what the check does"
    assert last.startswith(("不能发现：", "不判断：")), "the last line says what it does not catch"

    def on(en: str, zh: str, terms: str = "", names: str = "") -> None:
        for issue in issues_of(name, en, zh, tmp_path, terms, names):
            print(f"{issue.check}（{label(str(issue.severity)).zh}）：{issue.message.zh}")

    examples = doctest.DocTestParser().get_examples(check.page_zh)
    assert [e.source for e in examples] == [e.source for e in doctest.DocTestParser().get_examples(check.page)], "the same examples"
    values: dict[str, Any] = {"on": on}
    for example in examples:
        exec(example.source, values)
        assert capsys.readouterr().out == example.want
