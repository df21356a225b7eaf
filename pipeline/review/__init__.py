"""Set what people decided against what was found: issues and decisions in, a verification out.

A waiver holds for one issue on its two texts; when either changes it lapses and the issue is open again. A sign-off holds for
the beads whose hashes it recorded. Nothing is decided here: what stays open is open.

    waivers   waivers and baseline -> the status of every issue       drift     sign-off -> what changed since, and how gravely
    coverage  what was checked, and what was not                      scores    open issues -> MQM, GB/T 19682
    signing   what a sign-off vouches for                             notices   what concerns the work as a whole
    precision the kinds of waivers -> how far each check is right     record    decisions -> the text of review.toml
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Bitext, Change, Collation, Decisions, Issue, Severity, SignOff, State, Verification
from .coverage import coverage, unchecked
from .drift import changes
from .notices import notices
from .scores import scores
from .signing import fingerprint, gone, kept, sign, stale_beads
from .waivers import apply

__all__ = ["fingerprint", "review", "sign", "stale_beads"]


def review(collation: Collation, issues: Sequence[Issue], decisions: Decisions) -> Verification:
    """Apply waivers, set the state, and count what was covered, what was not checked, and how good it is."""
    bitext, sign_off = collation.bitext, decisions.sign_off
    ruling = apply(decisions, issues, bitext, collation.settings.second)
    since = changes(collation, sign_off)
    holds = sign_off is not None and approved(bitext, sign_off, since)
    return Verification(
        issues=ruling.issues,
        unchecked=unchecked(bitext),
        coverage=coverage(bitext),
        scores=scores(ruling.issues, bitext, collation.settings.scoring),
        state=_state(ruling.issues, holds),
        sign_off=sign_off,
        lapsed=ruling.lapsed,
        unused=ruling.unused,
        notices=notices(collation, ruling, since, broken=sign_off is not None and not holds),
        changes=since,
        history=decisions.history,
        waivers=decisions.waivers,
    )


def approved(bitext: Bitext, sign_off: SignOff, since: Sequence[Change]) -> bool:
    """Tell whether a sign-off still holds: every bead reads as it was signed off.

    Where the texts were kept, white space and punctuation that changed in an original do not undo it, nor does another
    alignment of the same texts; a changed translation always does.
    """
    texts = kept(sign_off)
    if texts and len(texts) == len(sign_off.beads):
        return all(c.side == "source" and c.weight == "cosmetic" for c in since)
    return not stale_beads(bitext, sign_off) and not gone(bitext, sign_off)


def _state(issues: Sequence[Issue], holds: bool) -> State:
    if any(i.unsettled and i.severity >= Severity.MAJOR for i in issues):
        return "draft"
    return "approved" if holds else "unapproved"
