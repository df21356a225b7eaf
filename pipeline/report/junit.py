"""Write a report for build servers: JUnit XML, a test case for each issue.

There is no standard; this is the form that Jenkins, GitLab and others read: testsuites, testsuite, testcase, failure, skipped.
A major or critical issue is a failure; what is waived is skipped, with its reason; the rest passes with a note.
"""

from __future__ import annotations

from lxml import etree

from ..model import Collation, Issue, Severity, Verification
from .text import escape, where
from .xml import UNSPEAKABLE


def render(collation: Collation, verification: Verification) -> str:
    """Return the report as XML; a work without issues is one passing case."""
    cases = [_case(issue) for issue in verification.issues] or [etree.Element("testcase", classname="duikan", name="no issues")]
    numbers = {
        "tests": str(len(cases)),
        "failures": str(sum(c.find("failure") is not None for c in cases)),
        "errors": "0",
        "skipped": str(sum(c.find("skipped") is not None for c in cases)),
    }
    root = etree.Element("testsuites", {"name": "duikan", **numbers})
    name = collation.work.id if collation.work else collation.bitext.translation.path
    suite = etree.SubElement(root, "testsuite", {"name": _said(name), **numbers})
    suite.extend(cases)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode("utf-8")


def _case(issue: Issue) -> etree._Element:
    at = _said(where(issue.target or issue.source))
    case = etree.Element("testcase", classname=_said(f"duikan.{issue.check}"), name=f"{at} {issue.id}")
    message = _said(f"{issue.message.en} / {issue.message.zh}")
    if not issue.unsettled:
        etree.SubElement(case, "skipped", message=_said(issue.reason or issue.status))
    elif issue.severity >= Severity.MAJOR:
        failure = etree.SubElement(case, "failure", type=str(issue.severity), message=message)
        failure.text = f"{at}: {issue.check} ({issue.severity}): {message}"
    else:
        etree.SubElement(case, "system-out").text = f"{at}: {issue.check} ({issue.severity}): {message}"
    return case


def _said(text: str) -> str:
    return UNSPEAKABLE.sub("\ufffd", escape(text))
