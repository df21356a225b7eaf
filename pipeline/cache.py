"""Remember what each work was built from, so that a build does nothing that is not needed.

A work's record says what it was made of (its files, the glossary, the settings, this code, the fonts) and what was made (its
files, and how it stands). Where all of that is as it was, nothing is done, and nothing but the file system's word for it is
read (`stamps.py`). What single stages made is kept beside it (`store.py`). All lies in `.cache` of the output folder; it can
be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import stamps, store
from .model import Bilingual, Concept, Glossary, Limits, SourceError
from .stamps import Seen
from .store import Store

if TYPE_CHECKING:
    from .house import House, Summary
    from .mentions.bearing import Traces

FORMAT = 3
MB = 2**20
GLOSSARY = ("terms.csv", "names.csv")


@dataclass(frozen=True, slots=True)
class Common:
    """Hold the digests of what all works of a house depend on: its glossary, the fonts, and the rest: settings and code."""

    glossary: str
    fonts: str
    rest: str


@dataclass(frozen=True, slots=True)
class Record:
    """Hold how the last good build of a work ended, what it was made of, and what it made. `boot`: when it was written.

    `says` is what it says that other works may say otherwise, `told` the digest of what it was told of them (`library.py`).
    """

    common: Common
    inputs: dict[str, Seen]
    outputs: dict[str, Seen]
    summary: Summary
    boot: str
    says: str = ""
    told: str = ""


def common(house: House) -> Common:
    """Return the digests of what all works of a house depend on."""
    from .publish.fonts import faces

    terms = [(name, stamps.sha256(house.glossary / name)) for name in GLOSSARY if (house.glossary / name).is_file()]
    fonts = sorted((str(path), stamps.stamp(path)[:2]) for path in faces().values())
    return Common(_digest(repr(terms)), _digest(repr(fonts)), _digest(repr((FORMAT, store.everything(), house.settings))))


def kept(house: House) -> Store:
    """Return where the results of single stages are kept."""
    return Store(house.output / ".cache" / "kept")


def recall(house: House, folder: Path, now: Common) -> tuple[Record | None, bool]:
    """Return the record of a work, and whether it still holds but for the glossary: everything else is as it was.

    Stamps that have come to be trusted are noted, so that the next build need not read those files.
    """
    record = load(house, folder.name)
    if record is None or (record.common.rest, record.common.fonts) != (now.rest, now.fonts):
        return record, False
    try:
        found = inputs(folder, house.settings.limits, record.inputs)
    except (SourceError, OSError):  # building it says what is wrong
        return record, False
    if _bytes(found) != _bytes(record.inputs):
        return record, False
    made = outputs(house, folder.name, record.outputs, record.boot == stamps.boot())
    if made is None:
        return record, False
    if found != record.inputs or made != record.outputs or record.boot != stamps.boot():
        record = replace(record, inputs=found, outputs=made, boot=stamps.boot())
        with contextlib.suppress(OSError):
            remember(house, record)
    return record, True


def inputs(folder: Path, limits: Limits, before: dict[str, Seen] | None = None) -> dict[str, Seen]:
    """Return all that stands in a work's folder."""
    return stamps.inputs(folder, before or {}, limits.files, limits.file * MB)


def outputs(house: House, work: str, before: dict[str, Seen], trusted: bool) -> dict[str, Seen] | None:
    """Return what a build made as it stands there now, or None where a file is missing or another."""
    found = {}
    for name, seen in before.items():
        try:
            found[name] = stamps.look(house.output / work / name, seen if trusted else None)
        except OSError:
            return None
        if found[name].sha256 != seen.sha256:
            return None
    return found


def _bytes(files: dict[str, Seen]) -> dict[str, str]:
    return {name: seen.sha256 for name, seen in files.items()}


def remember(house: House, record: Record) -> None:
    """Write a work's record."""
    content = {
        "common": asdict(record.common),
        "boot": record.boot,
        "says": record.says,
        "told": record.told,
        "inputs": {n: [s.sha256, s.stamp] for n, s in record.inputs.items()},
        "outputs": {n: [s.sha256, s.stamp] for n, s in record.outputs.items()},
        "summary": asdict(record.summary),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    store.place(_place(house, record.summary.work), text.encode("utf-8", "surrogateescape"))


def load(house: House, work: str) -> Record | None:
    """Return the record of a work's last good build, or None."""
    from .house import Summary

    try:
        known = json.loads(_place(house, work).read_bytes().decode("utf-8", "surrogateescape"))
        summary = known["summary"]
        for name in ("title", "error"):
            summary[name] = Bilingual(**summary[name])
        for name in ("issues", "files", "drift"):
            summary[name] = tuple(summary[name])
        summary["history"] = tuple((day, score) for day, score in summary["history"])
        found, made = ({n: _seen(*s) for n, s in known[side].items()} for side in ("inputs", "outputs"))
        return Record(Common(**known["common"]), found, made, Summary(**summary), known["boot"], known["says"], known["told"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # no record, or one that another version wrote: build anew


def _seen(sha256: str, stamp: Any) -> Seen:
    return Seen(None if stamp is None else (int(stamp[0]), int(stamp[1]), int(stamp[2]), int(stamp[3])), sha256)


def summaries(house: House, but: Collection[str] = ()) -> list[Summary]:
    """Return how the last good builds of the other works ended: for the index page when only some were built."""
    return [replace(r.summary, fresh=False) for r in records(house, but)]


def records(house: House, but: Collection[str] = ()) -> list[Record]:
    """Return the records of the last good builds, in order of the works' names."""
    names = (p.stem for p in sorted((house.output / ".cache" / "works").glob("*.json")))
    return [r for r in (load(house, name) for name in names if name not in but) if r is not None]


def index_stands(house: House, key: str) -> bool:
    """Tell whether the index page stands there as it was made from what has that digest."""
    try:
        known = json.loads((house.output / ".cache" / "index.json").read_bytes())
        return bool(known["key"] == key and known["sha256"] == stamps.sha256(house.output / "index.html"))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember_index(house: House, key: str) -> None:
    """Note from what the index page was made."""
    content = {"key": key, "sha256": stamps.sha256(house.output / "index.html")}
    store.place(house.output / ".cache" / "index.json", json.dumps(content).encode())


def forget(house: House, work: str) -> None:
    """Drop the record of a work."""
    with contextlib.suppress(OSError):
        _place(house, work).unlink()


def _place(house: House, work: str) -> Path:
    return house.output / ".cache" / "works" / f"{work}.json"


@contextlib.contextmanager
def alone(house: House, work: str) -> Iterator[None]:
    """Hold a work's lock, so that two builds at once do not write the same files; a process that dies lets go of it."""
    import fcntl

    folder = house.output / ".cache" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / work).open("w") as lock:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------- the glossary, concept by concept


def untouched(house: House, record: Record, now: str) -> bool:
    """Tell whether a work holds no term in which the glossary of that digest differs from the one that it was built with."""
    from .mentions.bearing import bears

    changed = changed_concepts(house.output, record.common.glossary, now)
    left = kept(house).recall("traces", traces_key(record.inputs))
    return changed is not None and left is not None and not any(bears(concept, left) for concept in changed)


def traces_key(found: dict[str, Seen]) -> str:
    """Return the key under which the traces of a work's texts are kept."""
    return store.version("read") + stamps.digest(found)


@lru_cache(maxsize=8)
def changed_concepts(output: Path, then: str, now: str) -> tuple[Concept, ...] | None:
    """Return the concepts, as they were and as they are, in which the glossaries of two digests differ.

    None where it cannot be told: one is not kept, or what both hold stands in another order.
    """
    results = Store(output / ".cache" / "kept")
    before, after = results.recall("glossary", then), results.recall("glossary", now)
    if not isinstance(before, Glossary) or not isinstance(after, Glossary):
        return None
    old, new = (list(map(_unplaced, g.concepts)) for g in (before, after))
    both = set(old) & set(new)
    if [c for c in old if c in both] != [c for c in new if c in both]:
        return None
    return tuple(c for c in (*old, *new) if c not in both)


def bearing(glossary: Glossary, left: Traces) -> str:
    """Return the digest of those concepts of a glossary that can matter to texts of these traces."""
    from .mentions.bearing import held

    return _digest(repr(held(glossary, left)))


def _unplaced(concept: Concept) -> Concept:
    return replace(concept, path="", line=0)


def shown(found: dict[str, Seen]) -> str:
    """Return the digest of what editions may show besides the texts: images, stylesheets."""
    from .read.documents import READERS

    return stamps.digest({n: s for n, s in found.items() if Path(n).suffix.lower() not in (".toml", *READERS)})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
