"""Build works: the whole pipeline on one page.

    read -> align -> check -> review -> report, publish

`collate` is the heart: a work in, what was found out. `build` does it for every work of a house, in several processes or on a
cluster (`crew.py`), leaves alone what has not changed (`cache.py`), writes a work's files only when all of them are made, and
goes on with the other works when one is broken. Of few works the editions are made side by side too (`editions.py`).

What depends on what: a document on its file; the beads on the documents, on what the glossary can say of them, and on people's
confirmed beads; the issues on the beads, the settings, and what other works say otherwise (`library.py`: what is to be told
something else after all are built is built once more); an edition on what it shows of all that. Each is kept under the digest of
what it depends on and of the code that made it (`store.py`), so that a build does again only what has changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from . import cache, crew, library, stamps, store
from .editions import Made, Maker, bare, render_edition
from .editions import recheck as recheck
from .house import House as House
from .house import Summary as Summary
from .house import folders as folders
from .house import summarise as summarise
from .model import (
    Bilingual,
    Bitext,
    Collation,
    Decisions,
    Glossary,
    Issue,
    Settings,
    SourceError,
    Verification,
    Work,
)
from .said import trouble
from .store import Kept
from .writing import unwritable, write_folder, write_whole

CACHE_SIZE = 4096  # MB that the cache may hold
RESTING = 16  # works that are built while the files of one come to rest (`stamps.py`)
NOTHING_KEPT = Kept()
Tell = Callable[[str, int, int], object]  # (work, how many are done, of how many)
FEW = 2  # works for each process: fewer, and their editions are made apart
QUICK = {"html"}  # formats that cost less than handing them to another process


def collate(
    work: Work, glossary: Glossary, settings: Settings, decisions: Decisions, kept: Kept = NOTHING_KEPT, told: library.Told = ()
) -> tuple[Collation, Verification]:
    """Align a work, check it, and set what people decided against what was found."""
    from .review import review

    collation, issues = find(work, glossary, settings, decisions, kept, told)
    return collation, review(collation, issues, decisions)


def find(
    work: Work, glossary: Glossary, settings: Settings, decisions: Decisions, kept: Kept = NOTHING_KEPT, told: library.Told = ()
) -> tuple[Collation, tuple[Issue, ...]]:
    """Align a work and check it; of the decisions only the beads that people tied matter. `told` is what other works say otherwise."""

    def beads() -> Bitext:
        from .align import align

        return align(work, glossary, settings, decisions)

    def findings() -> tuple[Issue, ...]:
        from .checks import run

        return run(collation)

    key = repr((bare(work), kept.concepts, settings.encoder, decisions.beads))
    collation = Collation(kept.keep("align", key, beads), glossary, settings, work, told)
    return collation, kept.keep("checks", repr((key, settings, told)), findings)


def render(collation: Collation, verification: Verification) -> Iterator[tuple[str, bytes]]:
    """Make every file of a work: reports, record, editions."""
    assert collation.work is not None
    yield from render_reports(collation, verification)
    for edition in collation.work.editions:
        yield from render_edition(collation, verification, edition)


def render_reports(collation: Collation, verification: Verification) -> Iterator[tuple[str, bytes]]:
    """Make the report for people, the report for programs, and the record."""
    from .checks import pages
    from .publish import record
    from .report import html, json

    yield "report.html", html.render(collation, verification, pages()).encode()
    yield "report.json", json.render(collation, verification).encode()
    yield "verification.json", record.render(collation, verification).encode()


def build(
    house: House, names: Sequence[str] = (), jobs: int = 0, tell: Tell = lambda *_: None, cluster: str = "", cache_size: int = CACHE_SIZE
) -> tuple[Summary, ...]:
    """Build the named works (all, where none is named) and the index page; return how each ended, in order of their names.

    In `jobs` processes (0: in this one), or on the Dask cluster of that address; `cache_size` is in MB. `tell` is called when a
    work is done. Raises SourceError where the house itself is broken: no works, an unknown name, a bad glossary.
    """
    wanted = folders(house.sources, names)
    now = cache.common(house)
    stands, changed = _unchanged(house, wanted, now)
    if changed:
        from .language import encoder

        encoder.load(house.settings.encoder)  # one that is not there is told once, and not by every work
    done = {work: replace(record.summary, fresh=False) for work, record in stands.items()}
    built: list[Path] = []
    for summary, total in _build_all(Plan(house, now, stands, tuple(changed), bool(names)), jobs, cluster):
        done[summary.work] = summary
        built.append(house.sources / summary.work)
        tell(summary.work, len(built), total)
        if len(built) > RESTING:  # its files can be told from later ones by now: the next build need not read them
            cache.recall(house, built[-RESTING - 1], now)
    everything = tuple(done[f.name] for f in wanted)
    try:
        if built:
            store.trim(house.output / ".cache", cache_size * cache.MB)
        if not names:
            _remove_gone(house, {f.name for f in wanted})
        _write_index(house, everything)
    except OSError as error:
        wrong = unwritable(house.output / "index.html", error)
        everything += (_broken(house.output / "index.html", wrong.both),)
    return everything


def _unchanged(house: House, wanted: Sequence[Path], now: cache.Common) -> tuple[dict[str, cache.Record], list[Path]]:
    """Return the records of the works that are as they were, and the folders of the others."""
    stands: dict[str, cache.Record] = {}
    changed, doubtful = [], []
    for folder in wanted:
        record, holds = cache.recall(house, folder, now)
        if record is None or not holds:
            changed.append(folder)
        elif record.common == now:
            stands[folder.name] = record
        else:
            doubtful.append((folder, record))
    if changed or doubtful:
        _glossary(house, now.glossary)
        for folder, record in doubtful:
            if cache.untouched(house, record, now.glossary):
                stands[folder.name] = replace(record, common=now)
                cache.remember(house, stands[folder.name])
            else:
                changed.append(folder)
    return stands, sorted(changed, key=lambda f: f.name)


@lru_cache(maxsize=2)
def _glossary(house: House, digest: str) -> Glossary:
    """Read the glossary, once in each process, and keep it: what changes later is told by comparing."""
    from .read import read_glossary

    glossary = read_glossary(house.glossary)
    if cache.common(house).glossary != digest:
        raise changed_meanwhile(house.glossary)
    cache.kept(house).put("glossary", digest, glossary)
    return glossary


def changed_meanwhile(path: Path) -> SourceError:
    """Return the error of a file that was written to while it was read."""
    return SourceError(
        path,
        Bilingual("changed while it was read", "读取期间内容有变"),
        Bilingual("build again", "请重新构建"),
    )


@dataclass(frozen=True, slots=True)
class Task:
    """Name one work to be built, the digests of what all works of the house share, and what others say otherwise."""

    house: House
    folder: Path
    now: cache.Common
    told: library.Told = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold which works are as they were, with their records, and the folders of those that changed; in a `part` of a house or all of it."""

    house: House
    now: cache.Common
    stands: dict[str, cache.Record]
    changed: tuple[Path, ...]
    part: bool

    def first(self) -> list[Task]:
        """Return what changed, to be built with what it was told last of other works."""
        return [Task(self.house, folder, self.now, library.told(self.house, folder.name)) for folder in self.changed]

    def then(self, built: Sequence[Summary] = ()) -> list[Task]:
        """Return what is to be built once more, now that it is known what all works say: those that are to be told something else."""
        house, sources = self.house, self.house.sources
        changed, good = {folder.name for folder in self.changed}, dict(self.stands)
        if self.part:  # of works that are left out counts what they said last
            good |= {r.summary.work: r for r in cache.records(house, changed) if (sources / r.summary.work).is_dir()}
        good |= {s.work: record for s in built if not s.error.en and (record := cache.load(house, s.work))}
        news = library.news(house, [good[work] for work in sorted(good)], self.look)
        return [Task(house, sources / work, self.now, what) for work, what in news.items() if work in changed or work in self.stands]

    def look(self, work: str) -> Collation | None:
        """Return the collation of a work that is built, from what is kept of it; None where it was spoilt meanwhile."""
        with contextlib.suppress(SourceError, OSError):
            return _found(Task(self.house, self.house.sources / work, self.now, library.told(self.house, work))).maker.collation
        return None


def _build_all(plan: Plan, jobs: int, cluster: str) -> Iterator[tuple[Summary, int]]:
    """Yield how each work ended, as they end, and of how many: what changed, then what is to be told something else of it."""
    if not plan.changed and not plan.then():
        return
    if cluster:
        plan = replace(plan, house=plan.house.absolute(), changed=tuple(f.resolve() for f in plan.changed))
    limits = plan.house.settings.limits
    with crew.places(jobs, limits, cluster) as where:
        first, built = plan.first(), list[Summary]()
        for summary in _run(first, where, limits.work_seconds):
            built.append(summary)
            yield summary, len(first)
        then = plan.then(built)
        yield from ((summary, len(first) + len(then)) for summary in _run(then, where, limits.work_seconds))


def _run(tasks: Sequence[Task], where: Sequence[crew.Place], seconds: float) -> Iterator[Summary]:
    """Build works side by side; without places, here, one after the other."""
    if not where:
        yield from map(build_work, tasks)
        return
    lost: dict[int, crew.Lost] = {}
    if len(tasks) < FEW * sum(place.room for place in where) > FEW:
        lost = _make_ahead(tasks, where, seconds)
    left = [n for n in range(len(tasks)) if n not in lost]
    ends = ((left[n], end) for n, end in crew.run(build_work, [tasks[n] for n in left], where, seconds))
    for n, end in (*lost.items(), *ends):
        folder = tasks[n].folder
        yield _broken(folder, SourceError(folder, end.problem, end.remedy).both) if isinstance(end, crew.Lost) else end


def _make_ahead(tasks: Sequence[Task], where: Sequence[crew.Place], seconds: float) -> dict[int, crew.Lost]:
    """Make the editions of few works side by side, for the processes that will build the works; return what was lost on the way.

    Works are built side by side; a house of few works would leave most processes idle while one lays out a work's editions.
    """
    ends = dict(crew.run(prepare, tasks, where, seconds))
    pieces = [(n, index) for n, end in sorted(ends.items()) if not isinstance(end, crew.Lost) for index in end]
    made = crew.run(make_ahead, [(tasks[n], index) for n, index in pieces], where, seconds)
    lost = {pieces[n][0]: end for n, end in made if isinstance(end, crew.Lost)}
    return {**lost, **{n: end for n, end in ends.items() if isinstance(end, crew.Lost)}}


def prepare(task: Task) -> tuple[int, ...]:
    """Read, align and check a work, and return which of its editions are to be made and worth a process of their own.

    None where something is wrong: `build_work` meets it again, and tells.
    """
    with contextlib.suppress(Exception):
        maker = _found(task).maker
        assert maker.collation.work is not None
        editions = list(enumerate(maker.collation.work.editions))
        return tuple(n for n, edition in editions if not QUICK.issuperset(edition.formats) and not maker.stands(edition))
    return ()


def make_ahead(piece: tuple[Task, int]) -> None:
    """Make one edition of a work that was prepared; what goes wrong here goes wrong again in `build_work`, which tells."""
    task, index = piece
    with contextlib.suppress(Exception):
        maker = _prepared(task).maker
        assert maker.collation.work is not None
        maker.make_ahead(maker.collation.work.editions[index])


@lru_cache(maxsize=1)
def _prepared(task: Task) -> Found:
    """Return what was found of a work, kept while its editions are made one after the other."""
    return _found(task)


def build_work(task: Task) -> Summary:
    """Build one work and remember what it was made of; whatever is wrong with it is told in the summary."""
    house, folder = task.house, task.folder
    try:
        with cache.alone(house, folder.name):
            record, holds = cache.recall(house, folder, task.now)
            if record is not None and holds and record.common == task.now and record.told == library.seal(task.told):
                return replace(record.summary, fresh=False)  # another build was quicker
            return _build_work(task)
    except SourceError as error:
        if not Path(error.path).is_relative_to(folder) and not Path(error.path).is_absolute():
            error.path = str(folder / error.path)
        return _broken(folder, error.both)
    except OSError as error:
        return _broken(folder, unwritable(error.filename or house.output / folder.name, error).both)
    except MemoryError:
        wrong, less = Bilingual("needs more memory than it may have", "所需内存超过限制"), "limits.work_memory"
        return _broken(folder, SourceError(folder, wrong, Bilingual(f"split it, or raise {less}", f"请拆分，或调高 {less}")).both)
    except Exception as error:  # whatever a strange file brings about, the other works are still built
        said = trouble(error)
        return _broken(folder, Bilingual(f"{folder}: {said.en}", f"{folder}：{said.zh}"))


@dataclass(frozen=True, slots=True)
class Found:
    """Hold what was found of a work, and the files in its folder from which it was found."""

    inputs: dict[str, stamps.Seen]
    maker: Maker


def _found(task: Task) -> Found:
    """Read, align, check and review a work, or take from where results are kept what is as it was."""
    from .language.encoder import keep_in
    from .mentions.bearing import texts_of, traces
    from .read import read_decisions, read_work
    from .read.bounds import bounded

    house, folder, now = task.house, task.folder, task.now
    keep_in(house.output / ".cache")
    results, limits = cache.kept(house), house.settings.limits
    glossary, inputs = _glossary(house, now.glossary), cache.inputs(folder, limits)
    with bounded(limits, partial(Kept(results).keep, "read")):
        work, decisions = read_work(folder), read_decisions(folder / "review.toml")
    left = results.keep("traces", cache.traces_key(inputs), lambda: traces(texts_of(work)))
    kept = Kept(results, cache.bearing(glossary, left), cache.shown(inputs), now.fonts)
    collation, verification = collate(work, glossary, house.settings, decisions, kept, task.told)
    return Found(inputs, Maker(collation, verification, kept, house.output / folder.name))


def _build_work(task: Task) -> Summary:
    house, folder, found = task.house, task.folder, _found(task)
    collation, verification = found.maker.collation, found.maker.verification
    assert collation.work is not None
    files: list[Made] = list(render_reports(collation, verification))
    for edition in collation.work.editions:
        files += found.maker.make(edition)
    if stamps.digest(cache.inputs(folder, house.settings.limits, found.inputs)) != stamps.digest(found.inputs):
        raise changed_meanwhile(folder)
    write_folder(house.output / folder.name, files)
    summary = summarise(collation, verification, [name for name, _ in files])
    made = {name: stamps.look(house.output / folder.name / name) for name in summary.files}
    if any(content and made[name].sha256 != hashlib.sha256(content).hexdigest() for name, content in files):
        raise changed_meanwhile(house.output / folder.name)
    said, told = library.says(collation), library.seal(task.told)
    cache.remember(house, cache.Record(task.now, found.inputs, made, summary, stamps.boot(), said, told))
    return summary


def _broken(folder: Path, error: Bilingual) -> Summary:
    return Summary(folder.name, Bilingual(folder.name, folder.name), error=error)


def _remove_gone(house: House, works: set[str]) -> None:
    """Take away what was built of works that are no longer there."""
    for summary in cache.summaries(house, works):
        if not (house.sources / summary.work).exists():
            cache.forget(house, summary.work)
            shutil.rmtree(house.output / summary.work, ignore_errors=True)


def _write_index(house: House, summaries: Sequence[Summary]) -> None:
    """Write the index page, unless it says already how all works stand."""
    built = {s.work for s in summaries}
    others = [s for s in cache.summaries(house, built) if (house.sources / s.work).is_dir()]
    every = sorted((replace(s, fresh=True) for s in (*summaries, *others)), key=lambda s: s.work)
    key = hashlib.sha256(repr((store.everything(), every)).encode("utf-8", "surrogatepass")).hexdigest()
    if cache.index_stands(house, key):
        return
    from .report import index

    write_whole(house.output / "index.html", index.render(every).encode("utf-8", "replace"))
    cache.remember_index(house, key)
