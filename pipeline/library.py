"""Set beside each other what the works of a house say: one sentence, term or name that two of them render in two ways.

The first work, in order of names, that renders a thing sets how; a later one that renders it otherwise is told, and its checks
say so (`language/sayings.py`). So each pair is told once, a change concerns only works that share what it changed, and neither
the number of processes nor the order of building has a say. What a work says stands in its record as digests, sixteen bytes for
each sentence, term and name; the words lie in the cache and are looked up only of works from which another differs.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import struct
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from . import store
from .cache import Record, kept
from .house import House
from .model import Collation, Place, Saying
from .store import Kept

Told = tuple[Saying, ...]
Said = tuple[tuple[int, Saying], ...]
Look = Callable[[str], Collation | None]
PAIR = struct.Struct("<QQ")  # what is rendered, and how


def says(collation: Collation) -> str:
    """Return what a work's record holds of what it says: the digest of all, and two of each thing: what is rendered, and how."""
    said = _said(collation)
    if not said:
        return ""
    key = _digest("\0".join(f"{n} {s.wording}\0{_at(s.source)}\0{_at(s.target)}" for n, s in said))
    return f"{key} {base64.b64encode(b''.join(sorted(PAIR.pack(n, _number(s.wording)) for n, s in said))).decode()}"


def _said(collation: Collation) -> Said:
    from .checks import sayings

    locale = collation.bitext.translation.locale
    return tuple((_number(locale, s.check, s.key), s) for s in sayings(collation))


def _at(place: Place) -> str:
    s = place.segment
    return f"{s.path}#{s.id}:{s.line}:{s.column}:{place.start}-{place.end} {s.text}"


def told(house: House, work: str) -> Told:
    """Return what a work was told last."""
    found: Told | None = _kept(house).recall("checks", f"told {work}")
    return found or ()


def news(house: House, records: Sequence[Record], look: Look) -> dict[str, Told]:
    """Return what works are to be told that they were not, by their names; nothing for a work that no longer is to be told anything.

    `records` are of all works that are good; `look` returns the collation of a work from which another differs, or None.
    """
    state = [(r.summary.work, r.says, r.told) for r in records]
    if _is_settled(house, state):
        return {}
    found = _differences(house, {work: said for work, said, _ in state}, look)
    fresh = {work: found[work] for work, _, last in state if seal(found[work]) != last}
    for work, what in fresh.items():
        _kept(house).put("checks", f"told {work}", what)
    _settle(house, [(work, said, seal(found[work])) for work, said, _ in state])
    return fresh


def seal(what: Told) -> str:
    """Return the digest of what a work is told; of nothing, the empty one."""
    return _digest(repr(what)) if what else ""


def _differences(house: House, says: Mapping[str, str], look: Look) -> dict[str, Told]:
    """Return what each work is to be told of the others."""
    found: dict[str, list[Saying]] = {work: [] for work in says}
    for first, later in sorted(_shared(says).items()):
        for number, saying in _words(house, first, says[first], look):
            for work in later.get(number, ()):
                found[work].append(_from_afar(first, saying))
    return {work: tuple(each) for work, each in found.items()}


def _words(house: House, work: str, says: str, look: Look) -> Said:
    key = f"sayings {work} {says}"
    found: Said | None = _kept(house).recall("checks", key)
    if found is None and (collation := look(work)) is not None:
        found = _said(collation)
        _kept(house).put("checks", key, found)
    return found or ()


def _shared(says: Mapping[str, str]) -> dict[str, dict[int, list[str]]]:
    """Return, by the first work that says them, what later works say otherwise, and which."""
    first: dict[int, tuple[str, int]] = {}
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for work, text in sorted(says.items()):
        for key, wording in PAIR.iter_unpack(base64.b64decode(text.partition(" ")[2])):
            one, its = first.setdefault(key, (work, wording))
            if its != wording:
                found[one][key].append(work)
    return found


def _from_afar(work: str, saying: Saying) -> Saying:
    """Return what another work says, with the paths that lead there."""

    def at(place: Place) -> Place:
        return replace(place, segment=replace(place.segment, path=f"../{work}/{place.segment.path}"))

    return replace(saying, work=work, source=at(saying.source), target=at(saying.target))


def _is_settled(house: House, state: list[tuple[str, str, str]]) -> bool:
    """Tell whether what works say and were told is as it stood when all had been told what they were to be told."""
    try:
        return bool(json.loads(_mark(house).read_bytes()) == _digest(repr(sorted(state))))
    except (OSError, ValueError):
        return False


def _settle(house: House, state: list[tuple[str, str, str]]) -> None:
    """Note how all stands once the works are built that are to be told something."""
    with contextlib.suppress(OSError):
        store.place(_mark(house), json.dumps(_digest(repr(sorted(state)))).encode())


def _mark(house: House) -> Path:
    return house.output / ".cache" / "library.json"


def _kept(house: House) -> Kept:
    return Kept(kept(house))


def _number(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:8], "little")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
