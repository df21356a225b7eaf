"""Find what an editor must know: a collation in, issues out. Each check is one file of this folder.

A check yields findings; this module finds the checks, runs them, gives issues their ids, and lets the most specific check
speak where several see the same words. A new check is a new file; nothing else changes.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path

from ..language.inline import marks
from ..language.sayings import settled
from ..language.script import in_simplified, is_simplified, traditional_throughout, written_in
from ..language.tables import rows
from ..model import (
    Bead,
    Bilingual,
    Bitext,
    Collation,
    Document,
    Finding,
    Glossary,
    Issue,
    Place,
    Saying,
    Segment,
    Settings,
    Severity,
    SourceError,
    digest,
)

Run = Callable[[Collation], Iterator[Finding]]
Says = Callable[[Collation], Iterator[Saying]]
PAGES = Path(__file__).parent / "pages"
MOST = 50  # issues of one check in one segment
TOGETHER = 128  # loose pairs that a check looks at before the next check does

# Where two checks see the same words, the one that stands earlier in its row speaks and the later ones are silent.
PRECEDENCE: tuple[tuple[str, ...], ...] = (
    ("untranslated", "omission", "addition"),
    # What is missing or in English as a whole says nothing in particular; a number in it still counts.
    ("untranslated", "omission", "modality", "negation", "quantifiers", "terms", "acronyms", "name-forms"),
    ("addition", "modality", "negation", "quantifiers"),  # of may and 不得 the force says more than the 不
    ("headings", "references", "numbers"),
    ("footnotes", "omission"),
    ("counts", "numbers"),
    ("counts", "lists"),
    ("dates", "numbers"),
    ("references", "numbers"),
    ("units", "bounds", "numbers"),
    ("lists", "names", "omission", "addition"),
    ("names", "numbers"),  # another group of countries: G7, G20
    ("names", "terms"),
    ("names", "acronyms"),
    ("opposites", "terms"),
    ("forbidden-terms", "terms", "same-source-different-target"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """Hold a check: its name, what its issues are called, whether it needs a whole document, and what it compares across works."""

    name: str
    type: str
    mqm: str
    severity: Severity
    whole: bool
    run: Run
    bare: Run  # the same for a translation that is in simplified characters
    says: Says | None = None

    @property
    def page(self) -> str:
        """Return the check's documentation: its module's docstring."""
        return (importlib.import_module(self.run.__module__).__doc__ or "").strip()

    @property
    def page_zh(self) -> str:
        """Return the same in Chinese: `pages/<name>.zh.md`, with the docstring's own examples."""
        return (PAGES / f"{self.name}.zh.md").read_text(encoding="utf-8").strip()


_found: dict[str, Check] = {}


def check(
    *, type: str, mqm: str, severity: Severity, whole: bool = False, says: Says | None = None, simplified: bool = False
) -> Callable[[Run], Run]:
    """Register a check under its function's name (`name_forms` is `name-forms`).

    `type` is an ITS 2.0 locQualityIssueType, `mqm` an MQM type. A check with `whole=True` runs on documents only, not on
    loose pairs. `says` yields what a work renders that other works may render otherwise; what they do, the check finds in the
    collation's `elsewhere`. One that is `simplified` knows words in simplified characters, and is shown any translation so.
    """

    def register(run: Run) -> Run:
        name = run.__name__.replace("_", "-")
        _found[name] = Check(name, type, mqm, severity, whole, in_simplified(run) if simplified else run, run, says)
        return run

    return register


@cache
def checks() -> dict[str, Check]:
    """Return every check by name, in alphabetical order."""
    return dict(sorted(_found.items()))


def _chosen(only: Sequence[str], off: Sequence[str]) -> dict[str, Check]:
    """Return the checks to run: all, or only those named; without those that are off."""
    every = {name: checks()[name] for name in sorted(only)} if only else checks()
    return {name: each for name, each in every.items() if name not in off}


@cache
def renamed() -> dict[str, str]:
    """Return the present name of every check that had another one, by the old name (`words/renamed.tsv`)."""
    return {row[0]: row[1] for row in rows(Path(__file__).parent / "words" / "renamed.tsv")}


def with_present_names(settings: Settings) -> Settings:
    """Return the settings with the present names of checks that they name by an old one."""
    known = renamed()
    off = tuple(sorted({known.get(name, name) for name in settings.off}))
    return replace(settings, off=off, severities=tuple(sorted((known.get(n, n), s) for n, s in settings.severities)))


@cache
def pages() -> dict[str, Bilingual]:
    """Return every check's documentation by name."""
    return {name: Bilingual(each.page, each.page_zh) for name, each in checks().items()}


def demand_known(settings: Settings) -> None:
    """Raise SourceError where the settings name a check that does not exist: a slip of the pen must not leave a check on."""
    for name in (*settings.off, *(name for name, _ in settings.severities)):
        if name not in checks():
            raise SourceError(
                "duikan.toml",
                Bilingual(f"there is no check {name!r}", f"没有检查项“{name}”"),
                Bilingual("duikan explain lists them", "duikan explain 可列出全部检查项"),
            )


def run(collation: Collation, only: Sequence[str] = (), most: int = MOST) -> tuple[Issue, ...]:
    """Run the checks that the settings leave on (or `only` those named) and return their issues in reading order.

    Of what a check has to say of one segment only the first `most` are told, the last of them with how many more there are.
    """
    chosen = _chosen(only, collation.settings.off).values()
    return _run([collation], [each for each in chosen if collation.bitext.whole or not each.whole], most)[0]


def _run(collations: Sequence[Collation], chosen: Sequence[Check], most: int = MOST) -> list[tuple[Issue, ...]]:
    """Run checks on collations, one check on all of them before the next: what it needs then stays near the processor."""
    found: list[list[tuple[Check, Finding]]] = [[] for _ in collations]
    usual = [is_simplified(collation) for collation in collations]
    for each in chosen:
        for collation, plain, own in zip(collations, usual, found, strict=True):
            findings = each.bare(collation) if plain else each.run(collation)
            if first := next(findings, None):  # most checks find nothing in most texts
                few = [first, *islice(findings, most - 1)]
                own += [(each, finding) for finding in (few if len(few) < most else _first(chain(few, findings), most))]
    return [_issues(collation, own) for collation, own in zip(collations, found, strict=True)]


def _run_loose(collations: Iterable[Collation], chosen: Sequence[Check]) -> Iterator[tuple[Issue, ...]]:
    """Run checks on loose pairs, so many at a time that what the checks remember of texts lasts from one check to the next."""
    rest = iter(collations)
    while some := list(islice(rest, TOGETHER)):
        yield from _run(some, chosen)


def _issues(collation: Collation, found: Sequence[tuple[Check, Finding]]) -> tuple[Issue, ...]:
    if not found:
        return ()
    severities = dict(collation.settings.severities)
    issues = []
    for each, finding in found:
        severity = severities.get(each.name, each.severity if finding.severity is None else finding.severity)
        issues.append(_issue(each, finding, severity))
    return _in_order(_ranked(_most_specific(issues)), collation.bitext)


def _first(findings: Iterable[Finding], most: int) -> list[Finding]:
    """Return findings without those that would be the same words over and over: a text of nothing but quotation marks has thousands."""
    told: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    kept: list[Finding] = []
    for finding in findings:
        place = finding.target or finding.source
        key = (place.segment.path, place.segment.id) if place else ("", str(len(kept)))
        told[key] += 1
        if told[key] <= most:
            last[key] = len(kept)
            kept.append(finding)
    for key, n in last.items():
        if more := max(0, told[key] - most):
            said = kept[n].message
            kept[n] = replace(kept[n], message=Bilingual(f"{said.en} (and {more} more here)", f"{said.zh}（此处另有{more}处）"))
    return kept


def sayings(collation: Collation) -> tuple[Saying, ...]:
    """Return what a work renders, in one way only, that other works may render otherwise."""
    return settled(saying for each in checks().values() if each.says for saying in each.says(collation))


def check_pairs(
    pairs: Iterable[tuple[str, str]], glossary: Glossary | None = None, *, encoder: str | None = "use", only: Sequence[str] = ()
) -> list[list[Issue]]:
    """Check loose pairs (English, Chinese), each as its own small bitext; checks that need a document do not run.

    `encoder` names the sentence encoder that checks may use; None runs without.

    >>> [[str(i.severity) for i in issues] for issues in check_pairs([("Good morning.", "Good morning.")], encoder=None)]
    [['major']]
    """
    settings = Settings(encoder=encoder or "lexical")
    own = glossary or Glossary()
    chosen = [each for each in _chosen(only, ()).values() if not each.whole]
    texts = list(pairs)
    issues: list[list[Issue]] = []
    with _uncollected():
        found = _run_loose((Collation(_loose(en, zh, "1", ""), own, settings) for en, zh in texts), chosen)
        for (en, zh), those in zip(texts, found, strict=True):
            issues.append([replace(issue, bead=digest(en, zh)) if issue.bead == "" else issue for issue in those])
    return issues


@contextmanager
def _uncollected() -> Iterator[None]:
    """Rest the collector of cycles: checks make none, and its looks at all that tables and caches hold find nothing.

    What was made meanwhile counts as old at once, as if it had been looked at.
    """
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def run_pairs(
    pairs: Sequence[tuple[str, str, str]], glossary: Glossary, settings: Settings, loose: bool
) -> tuple[Collation, tuple[Issue, ...]]:
    """Check pairs (id, English, Chinese) that are aligned already: as one document in their order, or each by itself (`loose`).

    Returns the collation of all and its issues; their segments have `line` 0, since they stand in no file, and the pair's id.
    """
    bitexts = [pair(en, zh, key) for key, en, zh in pairs]
    beads = tuple(replace(b.beads[0], id=digest(en, zh, rank=n)) for n, (b, (_, en, zh)) in enumerate(zip(bitexts, pairs, strict=True)))
    source = Document("en", "en", "", tuple(b.source[0] for b in beads))
    told = written_in("\n".join(zh for _, _, zh in pairs))
    target = Document("zh", told, "", tuple(b.target[0] for b in beads))
    everything = Collation(Bitext((source,), target, beads, whole=not loose), glossary, settings)
    if not loose:
        return everything, run(everything)
    alone = (Collation(replace(own, beads=(bead,)), glossary, settings) for own, bead in zip(bitexts, beads, strict=True))
    chosen = [each for each in _chosen((), settings.off).values() if not each.whole]
    return everything, _in_order(_ranked([issue for found in _run_loose(alone, chosen) for issue in found]), everything.bitext)


def pair(en: str, zh: str, key: str = "1") -> Bitext:
    """Return a loose pair as a bitext of one bead; `key` names its segments, whose `line` is 0."""
    return _loose(en, zh, key, digest(en, zh))


def _loose(en: str, zh: str, key: str, bead_id: str) -> Bitext:
    source = Segment(key, "en", en, block=key, line=0, column=0, marks=marks(en))
    target = Segment(key, "zh", zh, block=key, line=0, column=0, marks=marks(zh))
    bead = Bead(bead_id, (source,), (target,))
    locale = "zh-Hant" if traditional_throughout(zh) else "zh-Hans"
    return Bitext((Document("en", "en", "", (source,)),), Document("zh", locale, "", (target,)), (bead,), whole=False)


def _issue(each: Check, finding: Finding, severity: Severity) -> Issue:
    return Issue(
        id="",
        check=each.name,
        type=finding.type or each.type,
        mqm=finding.mqm or each.mqm,
        severity=severity,
        message=finding.message,
        source=finding.source,
        target=finding.target,
        suggestion=finding.suggestion,
        related=finding.related,
        bead=finding.bead.id if finding.bead else "",
        safe=finding.safe,
    )


def _same_words(strong: Issue, weak: Issue) -> bool:
    """Tell whether two issues see the same words: where one marks words on either side, its whole segments are context only."""
    return any(_overlap(a, b) for a, b in zip(_marked(strong), _marked(weak), strict=True))


def _marked(issue: Issue) -> tuple[Place | None, Place | None]:
    """Return an issue's places on both sides without those that merely say in which segment it stands."""
    both = (issue.source, issue.target)
    narrow = any(p is not None and p != Place.whole(p.segment) for p in both)
    return (_narrow(issue.source), _narrow(issue.target)) if narrow else both


def _narrow(place: Place | None) -> Place | None:
    return None if place is None or place == Place.whole(place.segment) else place


def _overlap(a: Place | None, b: Place | None) -> bool:
    return (
        a is not None
        and b is not None
        and a.segment is b.segment
        and a.start < max(b.end, b.start + 1)
        and b.start < max(a.end, a.start + 1)
    )


def _most_specific(issues: list[Issue]) -> list[Issue]:
    """Drop an issue whose words a more specific check reports too."""
    silent: set[int] = set()
    together: dict[int, list[int]] = {}
    for n, issue in enumerate(issues):
        for segment in {id(p.segment) for p in (issue.source, issue.target) if p}:
            together.setdefault(segment, []).append(n)
    for numbers in together.values():
        for row in PRECEDENCE if len(numbers) > 1 else ():
            present = [(row.index(issues[n].check), n) for n in numbers if issues[n].check in row]
            for rank, strong in present:
                silent |= {weak for other, weak in present if rank < other and _same_words(issues[strong], issues[weak])}
    return [i for n, i in enumerate(issues) if n not in silent]


def _ranked(issues: list[Issue]) -> list[Issue]:
    """Give ids that depend on the check, the two texts, the spans' text and the rank among equals, not on lines.

    A check that was renamed gives the ids of its old names too: what was decided of those issues holds.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    earlier: dict[str, list[str]] = {}
    for old, name in renamed().items():
        earlier.setdefault(name, []).append(old)
    result = []
    for issue in issues:
        key = (
            issue.check,
            *(p.segment.text if p else "" for p in (issue.source, issue.target)),
            *(p.text if p else "" for p in (issue.source, issue.target)),
        )
        former = tuple(digest(old, *key[1:], rank=seen[key]) for old in earlier.get(issue.check, ()))
        result.append(replace(issue, id=digest(*key, rank=seen[key]), former=former))
        seen[key] += 1
    return result


def _in_order(issues: list[Issue], bitext: Bitext) -> tuple[Issue, ...]:
    place = {(s.path, s.id): n for n, bead in enumerate(bitext.beads) for s in (*bead.source, *bead.twins, *bead.target)}

    def key(issue: Issue) -> tuple[int, int, str, str]:
        at = issue.target or issue.source
        return (place.get((at.segment.path, at.segment.id), -1) if at else -1, at.start if at else 0, issue.check, issue.id)

    return tuple(sorted(issues, key=key))


for module in pkgutil.iter_modules(__path__):  # every file of this folder registers its check
    importlib.import_module(f"{__name__}.{module.name}")
