"""Let waivers speak for their issues, and say of the others whether they have lapsed or never fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ..model import Bitext, Decisions, Issue, Severity, Waiver

# Two wordings are the same passage after an edit when at least so much of them is equal (difflib's ratio): a sentence with
# a number or a clause changed keeps more, two sentences of one document that merely share a subject keep less.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Ruling:
    """Hold what decisions made of the issues: `single` are waivers that wait for the name of a second person."""

    issues: tuple[Issue, ...]
    lapsed: tuple[Waiver, ...]
    unused: tuple[Waiver, ...]
    single: tuple[Waiver, ...]


def apply(decisions: Decisions, issues: Sequence[Issue], bitext: Bitext, second: Severity | None = None) -> Ruling:
    """Return the issues with their status, and the waivers that have lapsed, that fit nothing, that want a second name.

    A waiver whose id fits an issue waives it; of two for one issue the first holds. One whose id fits none has lapsed when
    its `check` still reports a passage like its `text` (that issue then has the status `lapsed` and the old reason), or when
    its `text` is no longer to be found; without those two keys nothing can be said, and it is unused. From the severity
    `second` on a waiver needs two different names. What is left and stands in the baseline has that status.
    """
    known = {i: n for n, issue in reversed(list(enumerate(issues))) for i in (*issue.former, issue.id)}
    settled = list(issues)
    lapsed: list[Waiver] = []
    unused: list[Waiver] = []
    single: list[Waiver] = []
    for waiver in decisions.waivers:
        at = known.get(waiver.issue)
        if at is not None and settled[at].status == "open":
            if second is not None and settled[at].severity >= second and not agreed(waiver):
                single.append(waiver)
            else:
                settled[at] = replace(settled[at], status="waived", reason=waiver.reason)
        elif at is not None:
            unused.append(waiver)
    for waiver in decisions.waivers:
        if waiver.issue in known:
            continue
        heir = _heir(waiver, settled)
        if heir is not None:
            settled[heir] = replace(settled[heir], status="lapsed", reason=waiver.reason)
        (lapsed if heir is not None or _gone(waiver, bitext) else unused).append(waiver)
    old = set(decisions.baseline.issues) if decisions.baseline else set()
    settled = [replace(i, status="baseline") if i.status == "open" and old & {i.id, *i.former} else i for i in settled]
    order = {id(w): n for n, w in enumerate(decisions.waivers)}
    return Ruling(tuple(settled), tuple(lapsed), tuple(sorted(unused, key=lambda w: order[id(w)])), tuple(single))


def agreed(waiver: Waiver) -> bool:
    """Tell whether two different people stand for a waiver."""
    return bool(waiver.by.strip() and waiver.second.strip()) and waiver.by.strip().casefold() != waiver.second.strip().casefold()


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
