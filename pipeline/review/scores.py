"""Score a translation by its open issues: automatic findings, no human evaluation.

Two measures that Chinese publishers are asked for. MQM (Multidimensional Quality Metrics, raw score: themqm.org) weighs
neutral, minor, major and critical errors 0, 1, 5 and 25 and sets them against the words of the original. GB/T 19682-2005,
Target text quality requirements for translation services, sorts errors into four classes with weights 3, 1, 0.5 and 0.25 and
sets them against the characters of the text; the standard's limit is 1.5 per thousand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Bitext, Issue, Kind, Scores, Severity

MQM_WEIGHTS = {Severity.NEUTRAL: 0, Severity.MINOR: 1, Severity.MAJOR: 5, Severity.CRITICAL: 25}
GBT_WEIGHTS = {1: 3.0, 2: 1.0, 3: 0.5, 4: 0.25}

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


def scores(issues: Sequence[Issue], bitext: Bitext) -> Scores:
    """Return the MQM raw score (100 minus the penalty per 100 words) and the weighted error rate per character.

    Only unsettled issues count. Words are those of the original that a translation is due for, counted once where several
    originals say the same; characters are those of the translation without white space. GB/T 19682's factors for purpose
    and difficulty are 1, as for texts that are published. Neutral issues are no errors in either.
    """
    words = sum(len(WORD.findall(s.text)) for bead in bitext.beads for s in bead.source if s.expected)
    characters = sum(len("".join(s.text.split())) for s in bitext.translation.segments if s.kind is not Kind.FRONT)
    errors = [i for i in issues if i.unsettled and i.severity is not Severity.NEUTRAL]
    penalty = sum(MQM_WEIGHTS[i.severity] for i in errors)
    weighted = sum(GBT_WEIGHTS[error_class(i)] for i in errors)
    return Scores(
        mqm=round(100 - 100 * penalty / words, 2) if words else 100.0,
        words=words,
        characters=characters,
        gbt19682=round(weighted / characters, 6) if characters else 0.0,
    )


def error_class(issue: Issue) -> int:
    """Return the class of error, 1 to 4, that GB/T 19682-2005 would give an issue."""
    if issue.type in TERMS:
        return 3
    if issue.type in SIGNS:
        return 4
    return 1 if issue.severity >= Severity.MAJOR else 2
