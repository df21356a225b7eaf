"""Set what people decided against what was found: issues and decisions in, a verification out.

A waiver holds for one issue on its two texts; when either changes it lapses and the issue is open again. A sign-off holds for
the beads whose hashes it recorded. Nothing is decided here: what stays open is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from ..model import Bead, Bitext, Collation, Decisions, Issue, Severity, SignOff, State, Verification, join
from .coverage import coverage, unchecked
from .notices import notices
from .scores import scores
from .waivers import apply

__all__ = ["fingerprint", "review", "stale_beads"]


def review(collation: Collation, issues: Sequence[Issue], decisions: Decisions) -> Verification:
    """Apply waivers, set the state, and count what was covered, what was not checked, and how good it is."""
    settled, lapsed, unused = apply(decisions.waivers, issues, collation.bitext)
    return Verification(
        issues=settled,
        unchecked=unchecked(collation.bitext),
        coverage=coverage(collation.bitext),
        scores=scores(settled, collation.bitext),
        state=_state(settled, collation.bitext, decisions.sign_off),
        sign_off=decisions.sign_off,
        lapsed=lapsed,
        unused=unused,
        notices=notices(collation, lapsed, unused, stale(collation.bitext, decisions.sign_off)),
    )


def fingerprint(bead: Bead) -> str:
    """Return the hash of both texts of a bead, as a sign-off records it: 64 hexadecimal digits of SHA-256."""
    texts = (join(bead.source, "en"), join(bead.target, "zh"))
    return sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def stale(bitext: Bitext, sign_off: SignOff | None) -> int:
    """Return how many beads are not as they were signed off: changed, new, or gone. Without a sign-off, 0."""
    if sign_off is None:
        return 0
    return len(set(sign_off.beads) ^ {(b.id, fingerprint(b)) for b in bitext.beads})


def stale_beads(bitext: Bitext, sign_off: SignOff | None) -> tuple[Bead, ...]:
    """Return the beads that were not signed off as they now are, in order. Without a sign-off, none."""
    if sign_off is None:
        return ()
    known = set(sign_off.beads)
    return tuple(b for b in bitext.beads if (b.id, fingerprint(b)) not in known)


def _state(issues: Sequence[Issue], bitext: Bitext, sign_off: SignOff | None) -> State:
    if any(i.unsettled and i.severity >= Severity.MAJOR for i in issues):
        return "draft"
    return "approved" if sign_off is not None and not stale(bitext, sign_off) else "unapproved"
