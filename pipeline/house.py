"""Say what a house of works is, and how the works in it stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .model import NOTHING, Bilingual, Collation, Settings, Severity, SourceError, Verification


@dataclass(frozen=True, slots=True)
class House:
    """Say where a house keeps its works and glossary, where it publishes, and its choices."""

    sources: Path
    glossary: Path
    output: Path
    settings: Settings

    def absolute(self) -> House:
        """Return the house with paths that hold in any folder."""
        return replace(self, sources=self.sources.resolve(), glossary=self.glossary.resolve(), output=self.output.resolve())


@dataclass(frozen=True, slots=True)
class Summary:
    """Tell how the build of one work ended: what the index page and the last table on the terminal show.

    `drift` counts what changed since the sign-off: sentences, those with other numbers, sentences of the translation that are
    stale. `history` are calibrated scores by day, oldest first, the present one last with no day. `issues` counts open ones
    as (neutral, minor, major, critical). `error` is empty unless the work could not be built; its
    last good files then stay. `fresh` is false where nothing had changed.
    """

    work: str
    title: Bilingual
    state: str = ""
    segments: int = 0
    beads: int = 0
    issues: tuple[int, int, int, int] = (0, 0, 0, 0)
    waived: int = 0
    drift: tuple[int, int, int] = (0, 0, 0)
    history: tuple[tuple[str, float], ...] = ()
    files: tuple[str, ...] = ()
    error: Bilingual = NOTHING
    fresh: bool = True


def summarise(collation: Collation, verification: Verification, files: Iterable[str]) -> Summary:
    """Return how a work stands, for the index page and the terminal."""
    assert collation.work is not None
    bitext = collation.bitext
    neutral, minor, major, critical = (verification.count(s) for s in Severity)
    changes = [c for c in verification.changes if c.weight != "cosmetic"]
    return Summary(
        work=collation.work.id,
        title=collation.work.title,
        state=verification.state,
        segments=sum(len(d.segments) for d in (*bitext.originals, bitext.translation)),
        beads=len(bitext.beads),
        issues=(neutral, minor, major, critical),
        waived=sum(i.status == "waived" for i in verification.issues),
        drift=(len(changes), sum(c.weight == "number" for c in changes), sum(len(c.stale) for c in changes)),
        history=verification.trend,
        files=tuple(sorted(files)),
    )


def folders(sources: Path, names: Sequence[str]) -> list[Path]:
    """Return the folders of the named works (all, where none is named), in order of their names."""
    if not sources.is_dir():
        raise SourceError(
            sources,
            Bilingual("there is no such folder", "没有这个文件夹"),
            Bilingual("name the folder of works with --sources", "请用 --sources 指明作品所在的文件夹"),
        )
    found = {f.name: f for f in sorted(sources.iterdir()) if f.is_dir() and not f.name.startswith(".")}
    for name in names:
        if name not in found:
            raise SourceError(
                sources / name,
                Bilingual("there is no such work", "没有这部作品"),
                Bilingual(f"name one of: {', '.join(found) or 'none yet'}", f"可选的作品：{'、'.join(found) or '尚无'}"),
            )
    if not found:
        raise SourceError(
            sources,
            Bilingual("there are no works", "这里还没有作品"),
            Bilingual("make one with duikan init", "请用 duikan init 新建一部"),
        )
    return [found[name] for name in sorted(set(names) or found)]
