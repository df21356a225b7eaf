"""Write decisions into the text of a `review.toml`: text in, text out.

A file that people read and git compares is not written anew: one table is put in, replaced or taken out, and every other
character stays, comments with the table that they stand above. New tables stand in a fixed order (waivers by their issues'
ids, then beads by their segments, the sign-off last), so that two editors' additions seldom meet on one line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit

from ..model import Baseline, Bilingual, ConfirmedBead, SignOff, SourceError, Waiver

Values = Mapping[str, Any]
# The order of the kinds of table in a file; a kind that is not named stands before the sign-off, which is the longest.
ORDER = ("waiver", "bead", "", "baseline", "sign-off")
HEADER = re.compile(r"^[ \t]*\[\[?[^\[\]\n]+\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)  # [[waiver]]   # so the treaty
# Comment lines right above a header belong to it; those above the first header may be the file's own, and stay.
ABOVE = re.compile(r"(?:(?<=\n)[ \t]*#[^\n]*\n)+\Z")
WAIVER_KEYS = ("issue", "check", "text", "kind", "reason", "by", "second", "date")
BEAD_KEYS = ("source", "target", "by", "date", "hash")


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold one table as it stands in the file, with the comments above it. `name` is empty for what precedes all tables."""

    text: str
    name: str
    values: Values


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
    values = {key: getattr(waiver, key) for key in WAIVER_KEYS}
    return put(text, "waiver", values, lambda v: bool(v.get("issue") == waiver.issue), lambda v: str(v.get("issue")))


def drop_waivers(text: str, issues: Iterable[str]) -> str:
    """Return the file's text without the waivers of those issues.

    >>> drop_waivers(add_waiver("# ours\\n", Waiver("8c1f0a52", "intended", "so the source")), ["8c1f0a52"])
    '# ours\\n'
    """
    gone = set(issues)
    return drop(text, "waiver", lambda v: v.get("issue") in gone)


def set_beads(text: str, beads: Iterable[ConfirmedBead]) -> str:
    """Return the file's text with those beads; an earlier one that ties any of their segments is taken out.

    >>> text = set_beads("", [ConfirmedBead(("en.md#p1",), ("zh.md#p1", "zh.md#p2"), "a@example.org")])
    >>> print(set_beads(text, [ConfirmedBead(("en.md#p1",), ("zh.md#p1",))]))
    [[bead]]
    source = ["en.md#p1"]
    target = ["zh.md#p1"]
    <BLANKLINE>
    """
    wanted = tuple(beads)
    names = {name for bead in wanted for name in (*bead.source, *bead.target)}
    text = drop(text, "bead", lambda v: not names.isdisjoint([*v.get("source", ()), *v.get("target", ())]))
    for bead in wanted:
        values = {key: getattr(bead, key) for key in BEAD_KEYS} | {"source": list(bead.source), "target": list(bead.target)}
        text = put(text, "bead", values, None, _by_segments)
    return text


def set_sign_off(text: str, sign_off: SignOff) -> str:
    """Return the file's text with that sign-off in place of an earlier one."""
    text = drop(text, "sign-off", lambda _: True)
    table = _table("sign-off", {"by": sign_off.by, "date": sign_off.date})
    beads = "".join(f"{tomlkit.key(key).as_string()} = {_value(value)}\n" for key, value in sorted(sign_off.beads))
    return _spaced([p.text for p in _pieces(text)] + [f"{table}\n[sign-off.beads]\n{beads}"])


def set_baseline(text: str, baseline: Baseline) -> str:
    """Return the file's text with that baseline in place of an earlier one; one without issues is taken out.

    >>> print(set_baseline("", Baseline("a@example.org", "2026-11-03", ("8c1f0a52", "0a1b2c3d"))))
    [baseline]
    by = "a@example.org"
    date = 2026-11-03
    issues = [
        "0a1b2c3d",
        "8c1f0a52",
    ]
    <BLANKLINE>
    """
    text = drop(text, "baseline", lambda _: True)
    if not baseline.issues:
        return text
    table = _table("baseline", {"by": baseline.by, "date": baseline.date})
    issues = "".join(f"    {_value(issue)},\n" for issue in sorted(set(baseline.issues)))
    pieces = _pieces(text)
    at = next((n for n, p in enumerate(pieces) if n and _rank(p.name) > _rank("baseline")), len(pieces))
    return _spaced([*(p.text for p in pieces[:at]), f"{table}issues = [\n{issues}]\n", *(p.text for p in pieces[at:])])


def put(text: str, name: str, values: Values, same: Callable[[Values], bool] | None, order: Callable[[Values], Any]) -> str:
    """Return the file's text with one more table of an array: in place of the first that is the `same`, else in order.

    Empty values are left out. Raises SourceError where the file holds that array in another form than `[[name]]` tables.
    """
    pieces = _pieces(text)
    _demand_tables(pieces, name)
    for n, piece in enumerate(pieces):
        if same and piece.name == name and same(piece.values):
            above = piece.text[: _start(piece.text)]
            pieces[n] = Piece(above + _table(f"[{name}]", values), name, values)
            return _spaced(p.text for p in pieces)
    at = next((n for n, p in enumerate(pieces) if n and _after(p, name, values, order)), len(pieces))
    return _spaced([*(p.text for p in pieces[:at]), _table(f"[{name}]", values), *(p.text for p in pieces[at:])])


def drop(text: str, name: str, gone: Callable[[Values], bool]) -> str:
    """Return the file's text without the tables of that name whose values are `gone`, and without the comments above them."""
    pieces = _pieces(text)
    _demand_tables(pieces, name)
    kept = [p for p in pieces if not (p.name == name and gone(p.values))]
    return text if len(kept) == len(pieces) else _spaced(p.text for p in kept)


def _after(piece: Piece, name: str, values: Values, order: Callable[[Values], Any]) -> bool:
    if piece.name == name:
        return bool(order(piece.values) > order(values))
    return _rank(piece.name) > _rank(name)


def _rank(name: str) -> int:
    return ORDER.index(name if name in ORDER else "")


def _by_segments(values: Values) -> list[tuple[str, int, str]]:
    """Sort `zh.md#p9` before `zh.md#p10`, the translation's order first."""
    names = [*values.get("target", ()), *values.get("source", ())]
    numbers = [int(found[0]) if (found := re.findall(r"\d+", str(n).rpartition("#")[2])) else 0 for n in names]
    return [(str(n).rpartition("#")[0], number, str(n)) for n, number in zip(names, numbers, strict=True)]


def _pieces(text: str) -> list[Piece]:
    """Cut a file into what precedes all tables, and its tables; raises tomllib's error where it is no TOML.

    A line that looks like a header inside a string of several lines is none: what stands before it is no TOML by itself.
    """
    if text and not text.endswith("\n"):
        text += "\n"
    cuts = [m.start() for m in HEADER.finditer(text)]
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole = [parts[0]]
    for part in parts[1:]:
        if _parsed(whole[-1]) is None:
            whole[-1] += part
        else:
            whole.append(part)
    for n in range(1, len(whole)):
        comments = ABOVE.search(whole[n - 1])
        if comments and (n > 1 or whole[0][: comments.start()].strip()):
            whole[n - 1], whole[n] = whole[n - 1][: comments.start()], whole[n - 1][comments.start() :] + whole[n]
    return [_piece(part, n) for n, part in enumerate(whole)]


def _piece(text: str, number: int) -> Piece:
    values = tomllib.loads(text)
    if not number:
        return Piece(text, "", values)
    name, value = next(iter(values.items()))
    return Piece(text, name, value[0] if isinstance(value, list) else value)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _start(text: str) -> int:
    found = HEADER.search(text)
    return found.start() if found else 0


def _demand_tables(pieces: list[Piece], name: str) -> None:
    if name in pieces[0].values:
        raise SourceError(
            "review.toml",
            Bilingual(f"{name} is not written as tables, so nothing can be added to it", f"{name} 未写成表的形式，无法追加"),
            Bilingual(f"write each as a table under [[{name}]]", f"请将每一项写成 [[{name}]] 表"),
        )


def _table(header: str, values: Values) -> str:
    lines = [f"{key} = {_value(value, key)}\n" for key, value in values.items() if value or key in ("source", "target")]
    return f"[{header}]\n" + "".join(lines)


def _value(value: Any, key: str = "") -> str:
    return tomlkit.item(tomlkit.date(value) if key == "date" else value).as_string()


def _spaced(parts: Iterable[str]) -> str:
    """Return the parts as one text, with a blank line between them where there is none."""
    text = ""
    for part in parts:
        if text.strip() and part and not text.endswith("\n\n") and not part.startswith("\n"):
            text += "\n"
        text += part
    return text.rstrip("\n") + "\n" if text.strip() else ""
