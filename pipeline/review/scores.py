"""Score a translation by its open issues: automatic findings, no human evaluation.

Two measures that Chinese publishers are asked for. MQM (Multidimensional Quality Metrics, themqm.org) weighs neutral, minor,
major and critical errors 0, 1, 5 and 25 and sets them against the words of the original. Its raw score is 100 less the penalty
per 100 words, so that even a bad text scores above 90; the calibrated one is set against what the house tolerates. GB/T
19682-2005, Target text quality requirements for translation services, sorts errors into four classes and sets them against the
characters of the text. Its weights and limit (3, 1, 0.5, 0.25; 1.5 per thousand) were not read in the standard itself: they are
settings, as are its factors for difficulty and purpose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Bitext, Issue, Kind, Scores, Scoring, Severity

WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")  # "co-operation", "20,000", "don't" are one word each

# ITS types whose errors GB/T 19682 calls terms and names (class III), and signs, units and layout (class IV); the others are
# of meaning: class I where the severity is major or critical, else class II.
TERMS = frozenset({"terminology", "inconsistency", "inconsistent-entities"})
SIGNS = frozenset(
    (
        "locale-specific-content",
        "locale-violation",
        "characters",
        "typographical",
        "formatting",
        "markup",
        "whitespace",
        "length",
        "non-conformance",
        "pattern-problem",
        "misspelling",
        "register",
        "style",
        "internationalization",
        "uncategorized",
        "other",
    )
)


def scores(issues: Sequence[Issue], bitext: Bitext, scoring: Scoring = Scoring()) -> Scores:  # noqa: B008 - frozen
    """Return the MQM scores, the penalty per 1,000 words and characters, and the error rate of GB/T 19682.

    Only unsettled issues count. Words are those of the original that a translation is due for, counted once where several
    originals say the same; characters are those of the translation without white space. Neutral issues are no errors. In the
    rate of GB/T 19682 an error that comes again counts once.
    """
    words = sum(len(WORD.findall(s.text)) for bead in bitext.beads for s in bead.source if s.expected)
    characters = sum(len("".join(s.text.split())) for s in bitext.translation.segments if s.kind is not Kind.FRONT)
    errors = [i for i in issues if i.unsettled and i.severity is not Severity.NEUTRAL]
    weights = dict(zip(Severity, scoring.weights, strict=True))
    penalty = sum(weights[i.severity] for i in errors)
    once = {(error_class(i), i.check, i.source.text if i.source else "", i.target.text if i.target else "") for i in errors}
    weighted = sum(scoring.gbt_weights[number - 1] for number, *_ in once)
    per_words = 1000 * penalty / words if words else 0.0
    return Scores(
        mqm=round(100 - per_words / 10, 2),
        words=words,
        characters=characters,
        gbt19682=round(weighted * scoring.gbt_difficulty * scoring.gbt_purpose / characters, 6) if characters else 0.0,
        calibrated=round(calibrate(per_words, scoring), 2),
        per_words=round(per_words, 2),
        per_characters=round(1000 * penalty / characters, 2) if characters else 0.0,
        threshold=scoring.threshold,
    )


def calibrate(per_words: float, scoring: Scoring) -> float:
    """Return the calibrated score: 100 without a penalty, the threshold where it is just tolerable, never below 0.

    >>> [calibrate(p, Scoring(tolerance=5, threshold=95)) for p in (0, 5, 10, 1000)]
    [100.0, 95.0, 90.0, 0.0]
    """
    return max(0.0, 100.0 - (100.0 - scoring.threshold) * per_words / scoring.tolerance)


def error_class(issue: Issue) -> int:
    """Return the class of error, 1 to 4, that GB/T 19682-2005 would give an issue."""
    if issue.type in TERMS:
        return 3
    if issue.type in SIGNS:
        return 4
    return 1 if issue.severity >= Severity.MAJOR else 2
