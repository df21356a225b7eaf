"""Keep works read, aligned and checked, so that after a decision only what it touches is done again.

A waiver needs the review only, a corrected bead the alignment and the checks, an edited sentence the reading too. Whatever is on
disk is looked at before every answer: files may be changed by others at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from time import perf_counter

from .. import library
from ..build import House, Summary, find, folders, summarise
from ..checks import pages
from ..decide import DECISIONS, version, who
from ..model import Collation, Glossary, Issue, Verification, Work
from ..read import read_decisions, read_glossary, read_work
from ..report import html
from ..review import review
from ..writing import sweep


@dataclass(frozen=True, slots=True)
class State:
    """Hold a work as it stands. `version` is of its own files, `stamp` also of the glossary; `seconds` is what it took."""

    collation: Collation
    verification: Verification
    version: str
    stamp: str
    seconds: float


@dataclass(slots=True)
class Warm:
    """Keep what was found out of one work, each with the key of what it was made of."""

    folder: Path
    lock: RLock = field(default_factory=RLock)
    texts: tuple[str, Work] | None = None
    found: tuple[tuple[object, ...], Collation, tuple[Issue, ...]] | None = None
    state: State | None = None
    page: tuple[str, bytes] | None = None
    known: dict[str, Issue] = field(default_factory=dict)


class Desk:
    """Hold the works of a house. Threads may ask at once: each work is worked on by one at a time."""

    def __init__(self, house: House, names: Sequence[str] = (), tell: Callable[[str], object] = str) -> None:
        self.house = house
        self.tell = tell
        self.works = {folder.name: Warm(folder) for folder in folders(house.sources, names)}
        for warm in self.works.values():
            sweep(warm.folder)
        self.by = who(house.sources)
        self._glossary: tuple[str, Glossary] | None = None

    def state(self, work: str) -> State:
        """Return a work as its files now are; raises SourceError where they cannot be read, KeyError for an unknown work."""
        warm = self.works[work]
        with warm.lock:
            start = perf_counter()
            own, glossary = version(warm.folder), self._concepts()
            stamp = f"{own}.{glossary[0]}"
            if warm.state is None or warm.state.stamp != stamp:
                collation, verification = self._verify(warm, glossary)
                warm.state = State(collation, verification, own, stamp, perf_counter() - start)
                warm.known.update((i.id, i) for i in verification.issues)
                self.tell(f"{work} {warm.state.seconds:.2f} s")
            return warm.state

    def known(self, work: str, issue: str) -> Issue | None:
        """Return an issue that the work has, or had since the desk was opened."""
        return self.works[work].known.get(issue)

    def page(self, work: str) -> bytes:
        """Return the report page of a work, with what the desk adds."""
        state = self.state(work)
        warm = self.works[work]
        with warm.lock:
            if warm.page is None or warm.page[0] != state.stamp:
                served = html.Served(state.version, state.stamp, self.by)
                warm.page = (state.stamp, html.render(state.collation, state.verification, pages(), served).encode())
            return warm.page[1]

    def summary(self, work: str) -> Summary:
        """Return how a work stands, for the index page; its files are those that the last build made."""
        state = self.state(work)
        built = self.house.output / work
        files = [p.name for p in sorted(built.iterdir()) if p.is_file()] if built.is_dir() else []
        return summarise(state.collation, state.verification, {*files, "report.html"})

    def _concepts(self) -> tuple[str, Glossary]:
        seen = version(self.house.glossary)
        if self._glossary is None or self._glossary[0] != seen:
            self._glossary = (seen, read_glossary(self.house.glossary))
        return self._glossary

    def _verify(self, warm: Warm, glossary: tuple[str, Glossary]) -> tuple[Collation, Verification]:
        texts = version(warm.folder, but=DECISIONS)
        if warm.texts is None or warm.texts[0] != texts:
            warm.texts = (texts, read_work(warm.folder))
        decisions = read_decisions(warm.folder / "review.toml")
        told = library.told(self.house, warm.folder.name)  # of other works, what the last build told
        key = (texts, glossary[0], decisions.beads, told)
        if warm.found is None or warm.found[0] != key:
            warm.found = (key, *find(warm.texts[1], glossary[1], self.house.settings, decisions, told=told))
        return warm.found[1], review(warm.found[1], warm.found[2], decisions)
