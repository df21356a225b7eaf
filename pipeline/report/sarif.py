"""Write a report for code hosts and editors: SARIF 2.1.0 (OASIS Standard, Errata 01).

The checks are its rules, with their pages as help; an issue's id is its fingerprint; a waiver is a suppression with its
reason as justification; a suggestion is a fix where the source file holds exactly the words that it replaces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..model import NOTHING, Bilingual, Collation, Document, Issue, Place, Severity, Verification
from .position import Region, region

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.NEUTRAL: "note", Severity.MINOR: "warning", Severity.MAJOR: "error", Severity.CRITICAL: "error"}


def render(collation: Collation, verification: Verification, pages: Mapping[str, Bilingual] | None = None) -> str:
    """Return the report as SARIF; `pages` are the checks' own pages by name."""
    return log([run(collation, verification, pages or {})])


def log(runs: Sequence[dict[str, Any]]) -> str:
    """Return the runs (one a work) as one log."""
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": list(runs)}
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8") + "\n"


def run(collation: Collation, verification: Verification, pages: Mapping[str, Bilingual], base: str = "") -> dict[str, Any]:
    """Return the run of one work; `base` is the folder of its texts as seen from the repository."""
    bitext = collation.bitext
    names = sorted({i.check for i in verification.issues})
    rules = [_rule(n, verification, pages.get(n, NOTHING).en) for n in names]
    own = {"automationDetails": {"id": f"duikan/{collation.work.id}/"}} if base and collation.work else {}
    return {
        "tool": {"driver": {"name": "Duikan", "semanticVersion": __version__, "rules": rules}},
        **own,
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(d, base) for d in (*bitext.originals, bitext.translation)],
        "results": [_result(i, names.index(i.check), base) for i in verification.issues],
    }


def _rule(name: str, verification: Verification, page: str) -> dict[str, Any]:
    first = next(i for i in verification.issues if i.check == name)
    rule: dict[str, Any] = {"id": name, "properties": {"itsType": first.type, "mqm": first.mqm}}
    if page:
        rule |= {"shortDescription": {"text": page.splitlines()[0]}, "help": {"text": page}}
    return rule


def _artifact(document: Document, base: str) -> dict[str, Any]:
    hashes = {"hashes": {"sha-256": document.sha256}} if document.sha256 else {}
    return {"location": _location(base + document.path), **hashes}


def _location(path: str) -> dict[str, str]:
    return {"uri": quote(path.encode("utf-8", "replace"))}


def _result(issue: Issue, rule: int, base: str) -> dict[str, Any]:
    places = [p for p in (issue.target or issue.source,) if p is not None]
    others = [p for p in (issue.source if issue.target else None, *issue.related) if p is not None]
    result: dict[str, Any] = {
        "ruleId": issue.check,
        "ruleIndex": rule,
        "level": LEVELS[issue.severity],
        "rank": float(issue.severity),
        "message": {"text": issue.message.en},
        "locations": [_place(p, base) for p in places],
        "partialFingerprints": {"duikan/v1": issue.id},
        "properties": {"severity": str(issue.severity), "type": issue.type, "mqm": issue.mqm, "zh": issue.message.zh},
    }
    if others:
        result["relatedLocations"] = [{"id": n, **_place(p, base), "message": {"text": p.text}} for n, p in enumerate(others)]
    if not issue.unsettled:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": issue.reason or issue.status}]
    fix = _fix(issue, base)
    if fix:
        result["fixes"] = [fix]
    return result


def _place(place: Place, base: str) -> dict[str, Any]:
    at = region(place)
    physical: dict[str, Any] = {"artifactLocation": _location(base + place.segment.path)}
    if at is not None:
        physical["region"] = {**_region(at), "snippet": {"text": place.text}}
    return {"physicalLocation": physical, "logicalLocations": [{"name": place.segment.id, "kind": "element"}]}


def _region(at: Region) -> dict[str, int]:
    return {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}


def _fix(issue: Issue, base: str) -> dict[str, Any] | None:
    at = region(issue.target) if issue.target and issue.suggestion is not None else None
    if issue.target is None or at is None or not at.verbatim:
        return None
    replacement = {"deletedRegion": _region(at), "insertedContent": {"text": issue.suggestion}}
    change = {"artifactLocation": _location(base + issue.target.segment.path), "replacements": [replacement]}
    return {"description": {"text": f"{issue.target.text} → {issue.suggestion}"}, "artifactChanges": [change]}
