"""Write a report as Markdown: a summary to post under a change, in Chinese and English."""

from __future__ import annotations

import re

from ..model import Collation, Issue, Severity, Verification
from .phrases import label
from .text import escape, where

MOST = 50  # a comment is read, not searched: what is beyond this stands in report.html
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")  # what Markdown could take for markup


def render(collation: Collation, verification: Verification) -> str:
    """Return a heading, a table of open issues by severity, and the issues, gravest first."""
    title = collation.work.title.zh or collation.work.id if collation.work else collation.bitext.translation.path
    counts = [(s, verification.count(s)) for s in sorted(Severity, reverse=True)]
    state = label(verification.state)
    lines = [
        f"### {_plain(title)}: {state.zh} / {state.en}",
        "",
        "| " + " | ".join(f"{label(str(s)).zh} {s}" for s, _ in counts) + " |",
        "|" + "---:|" * len(counts),
        "| " + " | ".join(str(number) for _, number in counts) + " |",
        "",
    ]
    unsettled = sorted((i for i in verification.issues if i.unsettled), key=lambda i: -i.severity)
    lines += [_line(issue) for issue in unsettled[:MOST]]
    if len(unsettled) > MOST:
        more = len(unsettled) - MOST
        lines += ["", f"另有 {more} 个问题，见 report.html / {more} more in report.html"]
    lines += [f"- {_plain(n.message.zh)} / {_plain(n.message.en)}" for n in verification.notices]
    return "\n".join(lines).rstrip("\n") + "\n"


def _line(issue: Issue) -> str:
    place = escape(where(issue.target or issue.source)).replace("`", "'")
    fix = f" → **{_plain(issue.suggestion)}**" if issue.suggestion else ""
    severity = label(str(issue.severity))
    return f"- **{severity.zh} {severity.en}** `{place}` {issue.check}: {_plain(issue.message.zh)} / {_plain(issue.message.en)}{fix}"


def _plain(text: str) -> str:
    return SPECIAL.sub(r"\\\1", escape(text))
