"""Build works: the whole pipeline on one page.

    read -> align -> check -> review -> report, publish

`collate` is the heart: a work in, what was found out. `build` does it for every work of a house, keeps what has not changed
(`cache.py`), writes a work's files only when all of them are made, and goes on with the other works when one is broken.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from . import cache
from .model import (
    NOTHING,
    Bilingual,
    Collation,
    Decisions,
    Edition,
    Glossary,
    Issue,
    Settings,
    Severity,
    SourceError,
    Verification,
    Work,
    trouble,
)


@dataclass(frozen=True, slots=True)
class House:
    """Say where a house keeps its works and glossary, where it publishes, and its choices."""

    sources: Path
    glossary: Path
    output: Path
    settings: Settings


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


def collate(work: Work, glossary: Glossary, settings: Settings, decisions: Decisions) -> tuple[Collation, Verification]:
    """Align a work, check it, and set what people decided against what was found."""
    from .review import review

    collation, issues = find(work, glossary, settings, decisions)
    return collation, review(collation, issues, decisions)


def find(work: Work, glossary: Glossary, settings: Settings, decisions: Decisions) -> tuple[Collation, tuple[Issue, ...]]:
    """Align a work and check it; of the decisions only the beads that people tied matter."""
    from .align import align
    from .checks import run

    collation = Collation(align(work, glossary, settings, decisions), glossary, settings, work)
    return collation, run(collation)


def render(collation: Collation, verification: Verification) -> Iterator[tuple[str, bytes]]:
    """Make every file of a work: reports, record, editions."""
    from .checks import pages
    from .publish import publish, record
    from .publish.readings import render_readings
    from .report import html, json

    assert collation.work is not None
    yield "report.html", html.render(collation, verification, pages()).encode()
    yield "report.json", json.render(collation, verification).encode()
    yield "verification.json", record.render(collation, verification).encode()
    for edition in collation.work.editions:
        recheck(collation, edition)
        if "Hant" in edition.locale and edition.layout == "single":
            yield f"conversion-{edition.locale}.html", render_readings(collation, edition.locale).encode()
        yield from publish(collation, verification, edition)


def recheck(collation: Collation, edition: Edition) -> None:
    """Read the numbers, dates and names of a converted edition again: one that loses any does not publish.

    Raises SourceError at the first passage that states less after conversion than before.
    """
    from .mentions import mentions
    from .publish import convert

    glossary, written = collation.glossary, collation.bitext.translation.locale
    if edition.locale == written:
        return
    renderings = {c.id: c.texts(edition.locale) for c in glossary.concepts}
    for segment in collation.bitext.translation.segments:
        text = convert(segment.text, edition.locale, glossary)
        kept = Counter((m.kind, m.value, m.unit) for m in mentions(text, edition.locale, glossary))
        for mention in mentions(segment.text, written, glossary):
            said = segment.text[slice(*mention.span)]
            if mention.kind == "name":
                lost = any(renderings.get(str(mention.value), ())) and not any(r in text for r in renderings[str(mention.value)])
                lost = lost and convert(said, edition.locale, glossary) not in text
            else:
                key = (mention.kind, mention.value, mention.unit)
                kept[key] -= 1
                lost = kept[key] < 0
            if lost:
                raise SourceError(
                    segment.path,
                    Bilingual(f"converting to {edition.locale} loses “{said}”: {text}", f"转换为 {edition.locale} 后丢失“{said}”：{text}"),
                    Bilingual("give its regional wording in the glossary", "请在术语表中补充该地区的写法"),
                    segment.line,
                )


def build(house: House, names: Sequence[str] = (), jobs: int = 1, tell: Callable[[str], object] = str) -> tuple[Summary, ...]:
    """Build the named works (all, where none is named) and the index page; return how each ended, in order of their names.

    `tell` is called with a work's name when it is done. Raises SourceError where the house itself is broken: no works, an
    unknown name, a bad glossary.
    """
    from .read import read_glossary

    wanted = folders(house.sources, names)
    glossary = read_glossary(house.glossary)
    kept = {f.name: summary for f in wanted if (summary := cache.recall(house, f)) is not None}
    for name in kept:
        tell(name)
    changed = [f for f in wanted if f.name not in kept]
    built: dict[str, Summary] = {}
    for folder, summary in zip(changed, _build_all(house, glossary, changed, jobs), strict=True):
        built[folder.name] = summary
        tell(folder.name)
    everything = tuple({**kept, **built}[f.name] for f in wanted)
    if built or not (house.output / "index.html").is_file():
        _write_index(house, everything)
    return everything


def _build_all(house: House, glossary: Glossary, folders: Sequence[Path], jobs: int) -> Iterator[Summary]:
    if jobs < 2 or len(folders) < 2:
        yield from (_build_work(house, glossary, folder) for folder in folders)
        return
    with ProcessPoolExecutor(min(jobs, len(folders)), get_context("spawn")) as pool:
        tasks = [pool.submit(_build_work, house, glossary, folder) for folder in folders]
        try:
            for task in tasks:
                yield task.result()
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _build_work(house: House, glossary: Glossary, folder: Path) -> Summary:
    from .read import read_decisions, read_work

    key = cache.key(house, folder)
    try:
        work = read_work(folder)
        collation, verification = collate(work, glossary, house.settings, read_decisions(folder / "review.toml"))
        files = tuple(render(collation, verification))
        _write(house.output / work.id, files)
    except SourceError as error:
        if not Path(error.path).is_relative_to(folder) and not Path(error.path).is_absolute():
            error.path = str(folder / error.path)
        return _broken(folder, Bilingual(error.text("en"), error.text("zh")))
    except Exception as error:  # whatever a strange file brings about, the other works are still built
        said = trouble(error)
        return _broken(folder, Bilingual(f"{folder}: {said.en}", f"{folder}：{said.zh}"))
    summary = summarise(collation, verification, [name for name, _ in files])
    cache.remember(house, folder, key, summary)
    return summary


def _broken(folder: Path, error: Bilingual) -> Summary:
    return Summary(folder.name, Bilingual(folder.name, folder.name), error=error)


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
        history=(*((s.date, s.calibrated) for s in verification.history), ("", verification.scores.calibrated)),
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


def _write(folder: Path, files: Sequence[tuple[str, bytes]]) -> None:
    """Write all files of a work, each whole or not at all, and remove those that are no longer made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        write_whole(folder / name, content)
    for old in sorted(folder.iterdir()):
        if old.name not in dict(files):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and move it into place, so that nobody meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_index(house: House, summaries: Sequence[Summary]) -> None:
    from .report import index

    built = {s.work for s in summaries}
    others = [s for s in cache.summaries(house) if s.work not in built and (house.sources / s.work).is_dir()]
    write_whole(house.output / "index.html", index.render(sorted([*summaries, *others], key=lambda s: s.work)).encode())
