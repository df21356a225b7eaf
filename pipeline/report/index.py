"""Write the front page of a house: its works with their state, open issues, editions and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from markupsafe import Markup

from ..model import Bilingual, Severity
from .chart import chart
from .html import asset, common, environment, printable


class Entry(Protocol):
    """Say what the page needs of a work; the summary that a build returns has it."""

    @property
    def work(self) -> str:
        """Its id: the name of its folder."""
        ...

    @property
    def title(self) -> Bilingual:
        """Its title."""
        ...

    @property
    def state(self) -> str:
        """`draft`, `unapproved`, `approved`, or empty where it was not built."""
        ...

    @property
    def segments(self) -> int:
        """Segments of all its documents."""
        ...

    @property
    def issues(self) -> tuple[int, int, int, int]:
        """Unsettled issues: (neutral, minor, major, critical)."""
        ...

    @property
    def waived(self) -> int:
        """Waived issues."""
        ...

    @property
    def drift(self) -> tuple[int, int, int]:
        """What changed since the sign-off: sentences, those with other numbers, stale sentences of the translation."""
        ...

    @property
    def history(self) -> tuple[tuple[str, float], ...]:
        """Calibrated scores by day, oldest first; the last is the present one."""
        ...

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files in its folder."""
        ...

    @property
    def error(self) -> Bilingual:
        """Why it could not be built; empty where it was."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """Hold a work as the page shows it: `issues` gravest first, links as (address, label)."""

    entry: Entry
    issues: tuple[tuple[str, int], ...]
    report: str
    editions: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    records: tuple[tuple[str, str], ...]
    chart: Markup


def render(entries: Sequence[Entry]) -> str:
    """Return the page; its links are relative to the folder that holds one folder a work."""
    return printable(
        environment()
        .get_template("index.html")
        .render(
            **common("index.js"),
            style=asset("base.css") + asset("index.css"),
            items=[_item(e) for e in entries],
            total=[(str(s), sum(e.issues[n] for e in entries)) for n, s in reversed(list(enumerate(Severity)))],
        )
    )


def _item(entry: Entry) -> Item:
    def address(name: str) -> str:
        return f"{quote(entry.work)}/{quote(name)}"

    editions: dict[str, list[tuple[str, str]]] = {}
    for name in entry.files:
        stem, _, suffix = name.rpartition(".")
        if suffix in ("html", "pdf", "epub", "docx") and stem != "report" and not stem.startswith("conversion-"):
            editions.setdefault(stem, []).append((address(name), suffix.upper()))
    return Item(
        entry,
        tuple((str(s), entry.issues[n]) for n, s in reversed(list(enumerate(Severity)))),
        address("report.html") if "report.html" in entry.files else "",
        tuple((stem, tuple(links)) for stem, links in sorted(editions.items())),
        tuple((address(name), name) for name in entry.files if name.endswith(".json") or name.startswith("conversion-")),
        chart(entry.history),
    )
