"""Write decisions into the text of a `review.toml`: text in, text out, comments and order kept.

Waivers stand in the order of their issues' ids, so that two editors' additions seldom meet on one line.
"""

from __future__ import annotations

import tomlkit
from tomlkit.items import AoT, Table

from ..model import SignOff, Waiver

KEYS = ("issue", "check", "text", "kind", "reason", "by", "date")


def add_waiver(text: str, waiver: Waiver) -> str:
    """Return the file's text with that waiver; one for the same issue is replaced.

    >>> print(add_waiver("", Waiver("8c1f0a52", "intended", "so the source", date="2026-11-02")))
    [[waiver]]
    issue = "8c1f0a52"
    kind = "intended"
    reason = "so the source"
    date = 2026-11-02
    <BLANKLINE>
    """
    document = tomlkit.parse(text)
    known = document.get("waiver")
    waivers: list[Table] = list(known) if isinstance(known, AoT) else []
    kept = [w for w in waivers if w.get("issue") != waiver.issue]
    kept.append(_table(waiver))
    kept.sort(key=lambda w: str(w.get("issue")))
    document["waiver"] = tomlkit.aot()
    for each in kept:
        document["waiver"].append(each)
    return tomlkit.dumps(document)


def _table(waiver: Waiver) -> Table:
    table = tomlkit.table()
    for key in KEYS:
        value = getattr(waiver, key)
        if value:
            table[key] = tomlkit.date(value) if key == "date" else value
    return table


def set_sign_off(text: str, sign_off: SignOff) -> str:
    """Return the file's text with that sign-off in place of an earlier one."""
    document = tomlkit.parse(text)
    table = tomlkit.table()
    table["by"] = sign_off.by
    table["date"] = tomlkit.date(sign_off.date)
    beads = tomlkit.table()
    for key, value in sorted(sign_off.beads):
        beads[key] = value
    table["beads"] = beads
    document.pop("sign-off", None)
    document["sign-off"] = table
    return tomlkit.dumps(document)
