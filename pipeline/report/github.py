"""Write a report as annotations of GitHub Actions: workflow commands, one line an unsettled issue.

Documented under "Workflow commands for GitHub Actions": ::error file={name},line={line},col={col},title={title}::{message}
"""

from __future__ import annotations

from ..model import Collation, Issue, Severity, Verification
from .position import line_of, region

COMMANDS = {Severity.NEUTRAL: "notice", Severity.MINOR: "warning", Severity.MAJOR: "error", Severity.CRITICAL: "error"}
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}


def render(_: Collation, verification: Verification, base: str = "") -> str:
    """Return the annotations; settled issues are left out. `base` is the folder of the texts as seen from the repository."""
    return "".join(f"{_line(issue, base)}\n" for issue in verification.issues if issue.unsettled)


def _line(issue: Issue, base: str) -> str:
    properties = {**_where(issue, base), "title": f"{issue.check} ({issue.severity})"}
    said = ",".join(f"{key}={_escaped(str(value), PROPERTY)}" for key, value in properties.items())
    return f"::{COMMANDS[issue.severity]} {said}::{_escaped(f'{issue.message.en} / {issue.message.zh}', DATA)}"


def _where(issue: Issue, base: str) -> dict[str, str | int]:
    place = issue.target or issue.source
    if place is None or not place.segment.line:
        return {}
    at = region(place)
    columns = {"col": at.column, "endColumn": at.end_column} if at and at.line == at.end_line else {}
    return {"file": base + place.segment.path, "line": line_of(place), **columns}


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(c, c) for c in text.encode("utf-8", "replace").decode("utf-8"))
