"""Give every check's doctest its runner `on(en, zh)`: it prints the issues that the check finds on a pair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support import issues_of

settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _on(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any], tmp_path: Path) -> None:
    example = getattr(request.node, "dtest", None)
    if example is None or ".checks." not in example.globs["__name__"]:
        return
    check = example.globs["__name__"].rpartition(".")[2].replace("_", "-")

    def on(en: str, zh: str, terms: str = "", names: str = "") -> None:
        for issue in issues_of(check, en, zh, tmp_path, terms, names):
            print(f"{issue.check} ({issue.severity}): {issue.message.en}")

    doctest_namespace["on"] = on
