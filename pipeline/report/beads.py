"""Write beads for programs: JSON."""

from __future__ import annotations

import json
from typing import Any

from ..model import Bead, Bitext, Segment


def render(bitext: Bitext) -> str:
    """Return the documents and the beads as JSON, indented, ending in a line feed; the same input gives the same bytes."""
    content = {
        "documents": [{"path": d.path, "locale": d.locale, "sha256": d.sha256} for d in (*bitext.originals, bitext.translation)],
        "beads": [_bead(b) for b in bitext.beads],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8") + "\n"


def _bead(bead: Bead) -> dict[str, Any]:
    sides = {name: [_segment(s) for s in side] for name, side in (("source", bead.source), ("target", bead.target), ("twins", bead.twins))}
    return {"id": bead.id, **sides, "score": round(bead.score, 4), "status": bead.status, "moved": bead.moved}


def _segment(segment: Segment) -> dict[str, Any]:
    return {"path": segment.path, "id": segment.id, "line": segment.line, "kind": segment.kind.value, "text": segment.text}
