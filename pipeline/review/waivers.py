"""Let waivers speak for their issues, and say of the others whether they have lapsed or never fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..model import Bitext, Issue, Waiver

# Two wordings are the same passage after an edit when at least so much of them is equal (difflib's ratio): a sentence with
# a number or a clause changed keeps more, two sentences of one document that merely share a subject keep less.
ALIKE = 0.6


def apply(
    waivers: Sequence[Waiver], issues: Sequence[Issue], bitext: Bitext
) -> tuple[tuple[Issue, ...], tuple[Waiver, ...], tuple[Waiver, ...]]:
    """Return the issues with their status, the waivers that have lapsed, and those that fit nothing.

    A waiver whose id fits an issue waives it. One whose id fits none has lapsed when its `check` still reports a passage
    like its `text` (that issue then has the status `lapsed` and the old reason), or when its `text` is no longer to be
    found; without those two keys nothing can be said, and it is unused.
    """
    by_id = {w.issue: w for w in reversed(waivers)}  # of two for one issue the first holds
    settled = [_waived(issue, by_id[issue.id]) if issue.id in by_id else issue for issue in issues]
    known = {issue.id for issue in issues}
    lapsed: list[Waiver] = []
    unused: list[Waiver] = []
    for waiver in waivers:
        if waiver.issue in known:
            if by_id[waiver.issue] is not waiver:
                unused.append(waiver)
            continue
        heir = _heir(waiver, settled)
        if heir is not None:
            settled[heir] = replace(settled[heir], status="lapsed", reason=waiver.reason)
        (lapsed if heir is not None or _gone(waiver, bitext) else unused).append(waiver)
    return tuple(settled), tuple(lapsed), tuple(unused)


def _waived(issue: Issue, waiver: Waiver) -> Issue:
    return replace(issue, status="waived", reason=waiver.reason)


def _heir(waiver: Waiver, issues: Sequence[Issue]) -> int | None:
    """Return the index of the open issue that the waiver was meant for before a text changed."""
    if not (waiver.check and waiver.text):
        return None
    candidates = [n for n, issue in enumerate(issues) if issue.check == waiver.check and issue.status == "open"]
    likeness, index = max(((_likeness(waiver.text, issues[n]), -n) for n in candidates), default=(0.0, 0))
    return -index if likeness >= ALIKE else None


def _likeness(text: str, issue: Issue) -> float:
    texts = {t for p in (issue.source, issue.target) if p is not None for t in (p.text, p.segment.text)}
    return max((SequenceMatcher(None, text, t, autojunk=False).ratio() for t in sorted(texts)), default=0.0)


def _gone(waiver: Waiver, bitext: Bitext) -> bool:
    documents = (*bitext.originals, bitext.translation)
    return bool(waiver.text) and not any(waiver.text in s.text for d in documents for s in d.segments)
