"""Write a report for programs: JSON after `report.schema.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .. import __version__
from ..model import Bead, Bilingual, Change, Collation, Issue, Place, Segment, Severity, Standing, Unchecked, Verification

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")


def render(collation: Collation, verification: Verification) -> str:
    """Return the report as JSON, indented, ending in a line feed; the same input gives the same bytes."""
    # Lone surrogates cannot be written as UTF-8; a hostile file's text may hold them, so they are replaced.
    text = json.dumps(report(collation, verification), ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def report(collation: Collation, verification: Verification) -> dict[str, Any]:
    """Return the report as plain values."""
    bitext = collation.bitext
    return {
        "duikan": __version__,
        "work": collation.work.id if collation.work else "",
        "documents": [{"path": d.path, "locale": d.locale, "sha256": d.sha256} for d in (*bitext.originals, bitext.translation)],
        "issues": [_issue(i) for i in verification.issues],
        "beads": [_bead(b) for b in bitext.beads],
        "unchecked": [_unchecked(u, bitext.translation.path) for u in verification.unchecked],
        "coverage": dict(verification.coverage),
        "score": verification.scores.plain(),
        "changes": [_change(c) for c in verification.changes],
        "history": [_standing(s) for s in verification.history],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "side": change.side,
        "path": change.path,
        "kind": change.kind,
        "weight": change.weight,
        "bead": change.bead,
        "old": change.old,
        "new": _segment(change.new) if change.new else None,
        "diff": [list(piece) for piece in change.diff],
        "stale": [_segment(s) for s in change.stale],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "date": standing.date,
        "version": standing.version,
        "issues": {str(s): n for s, n in zip(Severity, standing.issues, strict=True)},
        "waived": standing.waived,
        "mqm": standing.mqm,
        "calibrated": standing.calibrated,
        "gbt19682": standing.gbt19682,
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "id": issue.id,
        "check": issue.check,
        "type": issue.type,
        "mqm": issue.mqm,
        "severity": str(issue.severity),
        "status": issue.status,
        "reason": issue.reason,
        "bead": issue.bead,
        "message": _bilingual(issue.message),
        "suggestion": issue.suggestion,
        "source": _place(issue.source),
        "target": _place(issue.target),
        "related": [_place(p) for p in issue.related],
        **({"former": list(issue.former)} if issue.former else {}),
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    segment = place.segment
    at = {"path": segment.path, "line": segment.line, "column": segment.column} if segment.line else {"segment": segment.id}
    return {**at, "text": segment.text, "span": [place.start, place.end]}


def _bead(bead: Bead) -> dict[str, Any]:
    return {
        "id": bead.id,
        "source": [_segment(s) for s in bead.source],
        "target": [_segment(s) for s in bead.target],
        "twins": [_segment(s) for s in bead.twins],
        "score": round(float(bead.score), 4),
        "status": bead.status,
        "moved": bead.moved,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    at = {"path": segment.path, "line": segment.line} if segment.line else {"segment": segment.id}
    return {**at, "text": segment.text}


def _unchecked(unchecked: Unchecked, translation: str) -> dict[str, Any]:
    side = "target" if unchecked.place.segment.path == translation else "source"
    return {"why": unchecked.why.en, "source": None, "target": None, side: _place(unchecked.place)}


def _bilingual(text: Bilingual) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}
