"""Write an edition as one HTML page: what a browser shows, and what WeasyPrint sets as a PDF.

Both come from one template and one stylesheet. They differ in the notes only: at the foot of the printed page, at the end of
the page on a screen.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .. import __version__
from ..model import Collation, Edition, Severity, Verification, Work
from .body import Body, footnotes, label_headings, mark_english, read_body, text_of
from .dates import moment
from .parallel import parallel_body
from .phrases import phrases
from .regional import convert_body, convert_work, converter
from .resources import embed_images
from .templates import environment
from .theme import stylesheet
from .titling import english_lines, title_lines

Medium = Literal["screen", "print"]
SEVERITIES = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.NEUTRAL)
EXAMPLES = 6  # of passages without check, for each reason; verification.json has them all
EXCERPT = 36  # characters of such a passage


@dataclass(frozen=True, slots=True)
class Passages:
    """Hold the passages that nothing was checked against for one reason."""

    why: str
    count: int
    examples: tuple[tuple[str, str], ...]  # locale and text


def render_page(collation: Collation, verification: Verification, edition: Edition, medium: Medium) -> str:
    """Return the edition as one self-contained page.

    Raises SourceError for an image or a theme that cannot be published.
    """
    to = converter(collation, edition)
    work = convert_work(work_of(collation), to)
    words = phrases(edition.locale)
    disclaimer = disclaimer_of(work, edition.locale)
    body = convert_body(_body(collation, edition), to)
    mark_english(body.tree)
    label_headings(body.tree)
    embed_images(body.tree, work.folder, work.translation.document.path, collation.settings.limits)
    if medium == "print":
        body = footnotes(body)
    else:
        _frame_tables(body, words["table"])
    template = environment().get_template("edition.html")
    return template.render(
        work=work,
        edition=edition,
        medium=medium,
        words=words,
        disclaimer=disclaimer,
        title=title_of(work, body),
        title_lines=title_lines(title_of(work, body)),
        english_lines=english_lines(work.title.en),
        body=body,
        style=stylesheet(work, edition),
        state=state_text(verification, edition.locale),
        drift=_drift(verification, words),
        verification=verification,
        issues=_issues(verification),
        severities=[str(s) for s in SEVERITIES],
        coverage=dict(verification.coverage),
        unchecked=_unchecked(verification, to),
        adapted=len(work.originals) > 1 or any(o.scope or o.excerpt for o in work.originals),
        version=__version__,
        moment=when.isoformat() if (when := moment(work.date)) else "",
    )


def _body(collation: Collation, edition: Edition) -> Body:
    work = work_of(collation)
    if edition.layout == "parallel":
        return parallel_body(collation, work.disclaimer)
    return read_body(work.translation.document, work.disclaimer)


def work_of(collation: Collation) -> Work:
    """Return the collation's work; loose pairs have none and cannot be published."""
    if collation.work is None:
        raise ValueError("loose pairs cannot be published")
    return collation.work


def title_of(work: Work, body: Body) -> str:
    """Return the title that the cover shows: the translation's own, else the one in work.toml."""
    return body.title or work.title.zh or work.title.en or work.id


def disclaimer_of(work: Work, locale: str) -> str:
    """Return the disclaimer in the edition's script; a house's own wording is kept as written."""
    standard = {phrases(column)["disclaimer"] for column in ("zh-Hans", "zh-Hant-TW")}
    return phrases(locale)["disclaimer"] if work.disclaimer in standard else work.disclaimer


def state_text(verification: Verification, locale: str) -> str:
    """Return how far the work is approved, as cover and foot say it."""
    words = phrases(locale)
    sign_off = verification.sign_off
    if verification.state == "approved" and sign_off is not None:
        return words["approved-by"].format(by=sign_off.by, date=sign_off.date)
    if verification.state == "unapproved" and sign_off is not None:
        return words["changed-since"].format(date=sign_off.date)
    return words[verification.state]


def _frame_tables(body: Body, label: str) -> None:
    """Let a wide table scroll in a frame of its own on a narrow screen; the keyboard can reach it."""
    from lxml import html as lxml_html

    for number, table in enumerate([t for t in body.tree.iter("table") if t.get("class") != "pairs"], 1):
        parent = table.getparent()
        if parent is None:
            continue
        caption = table.find("caption")
        name = text_of(caption) if caption is not None else f"{label} {number}"
        frame = lxml_html.Element("div", {"class": "frame", "role": "region", "tabindex": "0", "aria-label": name})
        frame.tail, table.tail = table.tail, None
        parent.replace(table, frame)
        frame.append(copy.copy(table))


def _drift(verification: Verification, words: dict[str, str]) -> str:
    """Return what the originals' changes since the sign-off mean for the translation; empty where they mean nothing."""
    changes = [c for c in verification.changes if c.side == "source" and c.weight != "cosmetic"]
    if not changes or verification.sign_off is None:
        return ""
    numbers, stale = sum(c.weight == "number" for c in changes), sum(len(c.stale) for c in changes)
    said = words["drift"].format(date=verification.sign_off.date, n=len(changes), numbers=numbers)
    return said + (words["drift-stale"].format(n=stale) if stale else "")


def _issues(verification: Verification) -> list[tuple[str, list[int]]]:
    """Return the counts by status, in the order of SEVERITIES; a status that no issue has is left out, but for open and waived."""
    count = Counter((i.status, i.severity) for i in verification.issues)
    rows = [(status, [count[status, s] for s in SEVERITIES]) for status in ("open", "lapsed", "waived", "baseline")]
    return [(status, numbers) for status, numbers in rows if status in ("open", "waived") or any(numbers)]


def _unchecked(verification: Verification, to: Callable[[str], str]) -> list[Passages]:
    """Group the passages without check by their reason, in the order of the text."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in verification.unchecked:
        groups.setdefault(to(each.why.text("zh")), []).append(_excerpt(each.place.text, to))
    return [Passages(why, len(all_), tuple(all_[:EXAMPLES])) for why, all_ in groups.items()]


def _excerpt(text: str, to: Callable[[str], str]) -> tuple[str, str]:
    """Return the language of a passage and its beginning; English is cut between words."""
    if not text.isascii():
        return "zh", to(text if len(text) <= EXCERPT else f"{text[:EXCERPT]}……")
    return "en", text if len(text) <= 2 * EXCERPT else f"{text[: 2 * EXCERPT].rpartition(' ')[0]} …"
