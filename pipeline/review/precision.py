"""Say how far each check is right on a house's own work, from the kinds of its waivers.

Of the issues on which people decided, those that are no false alarms were right. What was mended leaves no waiver and is not
counted, so that a check is better than its figure: a low one says where to tune, a high one where to trust.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Verification


@dataclass(frozen=True, slots=True)
class Precision:
    """Hold how many of a check's issues people decided on, and how many of these they let stand as intended or accepted."""

    check: str
    right: int
    decided: int

    @property
    def share(self) -> float:
        """Return the share that was no false alarm, from 0 to 1."""
        return self.right / self.decided


def precision(verifications: Iterable[Verification]) -> tuple[Precision, ...]:
    """Return the figures of every check on which somebody decided, the most decided first.

    A waiver tells its check by itself, or by the issue that it fits.
    """
    decided: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for verification in verifications:
        names = {i: issue.check for issue in verification.issues for i in (*issue.former, issue.id)}
        for waiver in verification.waivers:
            name = names.get(waiver.issue, waiver.check)
            if name:
                decided[name] += 1
                right[name] += waiver.kind != "false-alarm"
    return tuple(Precision(name, right[name], n) for name, n in sorted(decided.items(), key=lambda x: (-x[1], x[0])))
