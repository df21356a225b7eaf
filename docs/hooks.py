"""Make a page of every check from its own documentation, so that the site says what `duikan explain` says."""

from __future__ import annotations

import re
from typing import Any

from mkdocs.structure.files import File, Files

from pipeline.checks import checks


def on_config(config: Any) -> Any:
    """Name the checks in the site's contents."""
    config.nav.append({"The checks": [f"checks/{name}.md" for name in checks()]})
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add a page a check."""
    for name, check in checks().items():
        files.append(File.generated(config, f"checks/{name}.md", content=page(name, check.severity, check.type, check.mqm, check.page)))
    return files


def page(name: str, severity: object, type_: str, mqm: str, text: str) -> str:
    """Return a check's documentation as Markdown; its examples become code."""
    parts = []
    for part in re.split(r"\n\s*\n", text.strip()):
        parts.append("```text\n" + part + "\n```" if part.lstrip().startswith(">>>") else part.replace("<", "&lt;"))
    return f"# {name}\n\nSeverity {severity} · ITS 2.0 `{type_}` · MQM `{mqm}`\n\n" + "\n\n".join(parts) + "\n"
