"""Name everything that the pipeline speaks of.

A work has originals (English) and one translation (Chinese). Reading turns each file into a document of segments; aligning
ties segments into beads, which make the bitext; checks look at the collation and yield findings; a finding with its check
and severity is an issue; people's decisions and the issues make the verification, and from that everything is written.

All nouns are frozen and hold tuples. Offsets are in characters (code points), half open; lines and columns count from 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

Span = tuple[int, int]
Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Say one thing in English and in Chinese: a message, a title.

    >>> Bilingual("still in English", "仍为英文").text("zh")
    '仍为英文'
    """

    en: str
    zh: str

    def text(self, language: Language) -> str:
        """Return the wording in that language, or the other one where it has none."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


NOTHING = Bilingual("", "")


class SourceError(Exception):
    """Tell a person that an input is broken: where, what is wrong, what to do. The command line prints it and exits 2."""

    def __init__(self, path: Path | str, problem: Bilingual, remedy: Bilingual, line: int | None = None) -> None:
        super().__init__(str(path), problem, remedy, line)
        self.path, self.problem, self.remedy, self.line = str(path), problem, remedy, line

    def text(self, language: Language) -> str:
        """Return one line: `path:line: problem; remedy`."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        joint = "；" if language == "zh" else "; "
        return f"{place}: {self.problem.text(language)}{joint}{self.remedy.text(language)}"

    @property
    def both(self) -> Bilingual:
        """Return the line in both languages."""
        return Bilingual(self.text("en"), self.text("zh"))

    def __str__(self) -> str:
        return self.text("en")


# ---------------------------------------------------------------- texts


class Kind(StrEnum):
    """Tell what a segment is part of. `FRONT` is front matter: the lines under the title that no original has."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"
    CAPTION = "caption"
    NOTE = "note"
    CODE = "code"
    FRONT = "front"


@dataclass(frozen=True, slots=True)
class Run:
    """Place a stretch of a segment's text in its source file.

    `text[start:end]` stands in the file's decoded characters at `[at:until]`. The run is verbatim where both are equally
    long; elsewhere (an escape, an entity, a soft line break) it is replaced as a whole. Runs are in order and do not
    overlap; characters between runs (the `**` of Markdown) belong to no text.
    """

    start: int
    end: int
    at: int
    until: int
    line: int
    column: int


MarkKind = Literal["strong", "emphasis", "code", "link", "image", "note", "underline", "strike", "ruby"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Say what a stretch of a segment's text is besides text. `target`: address of a link or image, id of a note, reading of a word."""

    kind: MarkKind
    start: int
    end: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Hold the smallest thing that is aligned: a sentence, heading, list item, table cell, caption or note.

    A block of several sentences becomes several segments with the same `block`. `text` is plain text as written, never
    normalised. `path` is the document's, so that a segment alone says where it stands. `group` is the id of the list or
    table it stands in ("" outside), `index` the item's place there, from 1: (3,) or nested (3, 1); a cell's (row, column).
    `level` is a heading's level or a list's depth. `section` is the id of the heading segment it stands under ("" before
    the first). `label` is the marker that the source shows before it (`1.`, `(a)`, `-`) and that is not in `text`.
    `expected` is false where the original's `scope` or `excerpt` says that no translation is due.
    """

    id: str
    path: str
    text: str
    kind: Kind = Kind.PARAGRAPH
    block: str = ""
    line: int = 1
    column: int = 1
    level: int = 0
    group: str = ""
    index: tuple[int, ...] = ()
    section: str = ""
    label: str = ""
    expected: bool = True
    runs: tuple[Run, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one text in one language, in reading order.

    `path` is relative to the work's folder (or as given to `check`). `html` is the whole text as an HTML fragment in which
    every block that has segments carries the segments' `block` as its `id`. `sha256` is of the file's bytes.
    """

    path: str
    locale: str
    sha256: str
    segments: tuple[Segment, ...]
    html: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """Describe one original of a work and hold its text. Dates are ISO 8601, empty where not given."""

    document: Document
    title: str = ""
    url: str = ""
    retrieved: str = ""
    sha256: str = ""
    licence: str = ""
    attribution: str = ""
    scope: tuple[str, ...] = ()
    excerpt: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """Record one published version of a translation."""

    version: str
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Describe the translation of a work and hold its text."""

    document: Document
    translator: str = ""
    version: str = ""
    revisions: tuple[Revision, ...] = ()


Layout = Literal["single", "parallel"]
Format = Literal["html", "pdf", "epub", "docx"]


@dataclass(frozen=True, slots=True)
class Edition:
    """Describe one thing to publish. `theme` is a stylesheet's path relative to the work's folder, or empty.

    >>> Edition("zh-Hant-TW").name, Edition("zh-Hans", "parallel").name
    ('zh-Hant-TW', 'en+zh-Hans')
    """

    locale: str
    layout: Layout = "single"
    formats: tuple[Format, ...] = ("html", "pdf")
    theme: str = ""

    @property
    def name(self) -> str:
        """Return the stem of the edition's files."""
        return self.locale if self.layout == "single" else f"en+{self.locale}"


@dataclass(frozen=True, slots=True)
class Work:
    """Hold the originals, their one translation, and how they are to be published. `id` is the folder's name."""

    id: str
    folder: Path
    title: Bilingual
    originals: tuple[Original, ...]
    translation: Translation
    editions: tuple[Edition, ...] = (Edition("zh-Hans"),)
    publisher: str = ""
    date: str = ""
    disclaimer: str = "中文翻译版 · 仅供参考，以英文原文为准"
    currency: str = ""


# ---------------------------------------------------------------- alignment


@dataclass(frozen=True, slots=True)
class Bead:
    """Tie the segments of one original to the segments of the translation that render them.

    One side may be empty (unmatched): whether that is an omission or an addition is for a check to say. `twins` are
    segments of further originals that say the same; they are covered, not omitted. `score` in [0, 1] is the aligner's
    confidence. `moved` is true where the passage stands in another order than in its original.
    """

    id: str
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]
    score: float = 1.0
    status: Literal["computed", "confirmed"] = "computed"
    twins: tuple[Segment, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Bitext:
    """Hold the documents of a work and the beads that tie them.

    Every segment stands in exactly one bead. Beads are in the order of the translation; a bead without a target stands
    where its text would have stood. `whole` is false where the beads are loose pairs and not one document: checks that
    need a document then do not run. `dropped` are beads that people confirmed and that no longer hold: their text has
    changed or is gone, or an earlier one ties the same segments.
    """

    originals: tuple[Document, ...]
    translation: Document
    beads: tuple[Bead, ...]
    whole: bool = True
    dropped: tuple[ConfirmedBead, ...] = ()


# ---------------------------------------------------------------- what a text states

Bound = Literal["exact", "more-than", "at-least", "at-most", "less-than", "about"]
MentionKind = Literal["quantity", "duration", "ordinal", "reference", "date", "name"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold one value that a text states, and where.

    `value` is a Fraction for quantities, durations and ordinals (two thirds stays exact), EDTF (ISO 8601-2) for dates,
    `article:21/3/b` for references, a concept's id for names. `unit` is an ISO 4217 code, a CLDR unit id, `%`,
    `percentage-point`, `times`, `per-year` or empty.
    """

    kind: MentionKind
    span: Span
    value: Fraction | str
    unit: str = ""
    bound: Bound = "exact"


# ---------------------------------------------------------------- glossary

Status = Literal["preferred", "admitted", "deprecated", "forbidden"]


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one wording of a concept in one locale, with its status as in TBX (ISO 30042).

    `scope` and `note` are its own where they differ from the concept's: a wording may be forbidden in one work only.
    """

    locale: str
    text: str
    status: Status = "preferred"
    scope: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """Hold one idea or name and its terms per locale.

    `kind` is `term`, or for names `country`, `organisation`, `person`, `place`, `title`, `acronym`. `scope` limits the
    concept to works or issuers ("" is everywhere). `path` and `line` say where people wrote it.
    """

    id: str
    terms: tuple[Term, ...]
    kind: str = "term"
    scope: str = ""
    note: str = ""
    path: str = ""
    line: int = 0

    def texts(self, locale: str, *status: Status) -> tuple[str, ...]:
        """Return the wordings in that locale, preferred first; all but deprecated and forbidden unless statuses are named.

        >>> Concept("ai", (Term("en", "AI"), Term("zh-Hans", "人工智能"))).texts("zh-Hans")
        ('人工智能',)
        """
        wanted = status or ("preferred", "admitted")
        return tuple(t.text for t in self.terms if t.locale == locale and t.status in wanted)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Hold the concepts of a house, in the order of their files."""

    concepts: tuple[Concept, ...] = ()


# ---------------------------------------------------------------- issues


class Severity(IntEnum):
    """Grade an issue as MQM does; the numbers are ITS 2.0 locQualityIssueSeverity."""

    NEUTRAL = 0
    MINOR = 25
    MAJOR = 60
    CRITICAL = 100

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Place:
    """Point at a stretch of a segment's text."""

    segment: Segment
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the stretch itself."""
        return self.segment.text[self.start : self.end]

    @staticmethod
    def whole(segment: Segment) -> Place:
        """Point at all of a segment."""
        return Place(segment, 0, len(segment.text))


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what a check yields. `type`, `mqm` and `severity` are given only where they differ from the check's own.

    `suggestion` is what the target's stretch should read; None where there is none. `safe` says that it may be put in without
    a person's look: `duikan fix` does.
    """

    message: Bilingual
    source: Place | None = None
    target: Place | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    severity: Severity | None = None
    type: str = ""
    mqm: str = ""
    bead: Bead | None = None
    safe: bool = False


IssueStatus = Literal["open", "waived", "lapsed", "baseline"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Hold a finding with its check, ITS type, MQM type, severity, stable id and status. `bead` is a bead's id or empty.

    `former` are the ids that it had under earlier names of its check: decisions made of those still hold.
    """

    id: str
    check: str
    type: str
    mqm: str
    severity: Severity
    message: Bilingual
    source: Place | None = None
    target: Place | None = None
    suggestion: str | None = None
    related: tuple[Place, ...] = ()
    bead: str = ""
    status: IssueStatus = "open"
    reason: str = ""
    safe: bool = False
    former: tuple[str, ...] = ()

    @property
    def unsettled(self) -> bool:
        """Tell whether it still waits for a person: open, or open again because its waiver has lapsed."""
        return self.status in ("open", "lapsed")


# ---------------------------------------------------------------- what a check may look at


@dataclass(frozen=True, slots=True)
class Scoring:
    """Hold how a house weighs errors.

    `weights` are MQM's for neutral, minor, major and critical. The calibrated score is `threshold` where the penalty reaches
    `tolerance` points per 1,000 words; from `threshold` on a translation passes. `gbt_weights` are those of the four classes
    of GB/T 19682-2005, `gbt_difficulty` and `gbt_purpose` its two factors, `gbt_limit` the error rate that it allows.
    """

    weights: tuple[float, float, float, float] = (0, 1, 5, 25)
    tolerance: float = 5
    threshold: float = 95
    gbt_weights: tuple[float, float, float, float] = (3, 1, 0.5, 0.25)
    gbt_difficulty: float = 1
    gbt_purpose: float = 1
    gbt_limit: float = 0.0015


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound what a file may ask of the machine; sizes in MB (2**20 bytes), times in seconds.

    `file`, `text`: sizes of any file and of a text file. `unpacked`, `part`, `parts`, `ratio`: what an archive (DOCX, ODT,
    EPUB) holds in all, in one part, how many parts, and a part against its compressed size. `depth`: nested blocks.
    `segments` of a document, `cells` of a table. `files` in a work's folder. `picture`, `pixels`: a picture of an edition, in MB
    and in millions of pixels. `seconds` and `memory` of each run of an outer program. `work_seconds` and `work_memory` of
    building one work.
    """

    file: int = 64
    text: int = 16
    unpacked: int = 256
    part: int = 64
    parts: int = 5000
    ratio: int = 120
    depth: int = 200
    segments: int = 50_000
    cells: int = 100_000
    files: int = 2000
    picture: int = 16
    pixels: int = 100
    seconds: int = 120
    memory: int = 1500
    work_seconds: int = 1800
    work_memory: int = 6000


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold a house's choices: `duikan.toml` or `[tool.duikan]`.

    `off` names checks that do not run; `severities` gives a check another default severity; `encoder` is `use` (bundled),
    `lexical` (none) or the name of a sentence-transformers model. From the severity `second` on a waiver holds only with the
    name of a second person; None asks for none. `limits` bounds what files may ask of the
    machine.
    """

    off: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    encoder: str = "use"
    second: Severity | None = None
    scoring: Scoring = Scoring()
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Saying:
    """Hold how a work renders something that other works may render too: a sentence, a heading, a term, a name.

    `check` compares it: `key` is what is rendered and `wording` how, both in the form in which they are compared. `source` and
    `target` are where it stands first, in the bead with the id `bead`. `work` names the work, where it is another one: the paths
    then lead there from the folder of the work that is told.
    """

    check: str
    key: str
    wording: str
    source: Place
    target: Place
    bead: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class Collation:
    """Hold all that a check may look at. `title` and the like stand in `work`; loose pairs have no work.

    `elsewhere` is what other works of the house say otherwise, as far as this one says it too.
    """

    bitext: Bitext
    glossary: Glossary = Glossary()
    settings: Settings = Settings()
    work: Work | None = None
    elsewhere: tuple[Saying, ...] = ()


# ---------------------------------------------------------------- decisions

WaiverKind = Literal["false-alarm", "intended", "accepted"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """Record that a person let an issue stand, and why.

    `check` and `text` (the marked words, or their sentence) are optional memory: an id says nothing once a text has changed,
    but with them review can tell a waiver that has lapsed from one that never fitted. `second` is a second person who agreed.
    """

    issue: str
    kind: WaiverKind
    reason: str
    by: str = ""
    date: str = ""
    line: int = 0
    check: str = ""
    text: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmedBead:
    """Record that a person tied these segments (`path#id`), or that these of one side have no partner.

    `hash` seals both texts as they were then (`seal`): a bead whose text has changed no longer holds, and one whose segments
    only have other ids is found again. Without it, the bead holds as long as the ids are there.
    """

    source: tuple[str, ...]
    target: tuple[str, ...]
    by: str = ""
    line: int = 0
    date: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class SignedBead:
    """Keep the texts of a bead as they were signed off: the sentences of the originals as (path, text), those of the translation."""

    id: str
    source: tuple[tuple[str, str], ...]
    target: tuple[str, ...]
    twins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """Record that a person approved the work; `beads` are pairs of bead id and the hash of both its texts.

    `texts` are those beads' texts in the order of the originals (`signed.jsonl`), empty where they were not kept.
    """

    by: str
    date: str
    beads: tuple[tuple[str, str], ...] = ()
    texts: tuple[SignedBead, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """Record that a person took a work over with these issues (ids): only new ones count."""

    by: str = ""
    date: str = ""
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Keep how a work stood on a day: its open issues (neutral, minor, major, critical), those waived, and its scores."""

    date: str
    version: str
    issues: tuple[int, int, int, int]
    waived: int
    mqm: float
    calibrated: float
    gbt19682: float


Decision = Waiver | ConfirmedBead | SignOff | Baseline


@dataclass(frozen=True, slots=True)
class Decisions:
    """Hold all that people decided of one work: its `review.toml`, and what is kept beside it."""

    waivers: tuple[Waiver, ...] = ()
    beads: tuple[ConfirmedBead, ...] = ()
    sign_off: SignOff | None = None
    baseline: Baseline | None = None
    history: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """Hold what comes back from people who decided in a spreadsheet, in Word, or in a report without the desk.

    `blocks` are the texts of the translation's blocks by their number in reading order, as they now read, of the file with the
    hash `sha256`; a spreadsheet has none. `loose` are replies that decide nothing, `beads` corrections of the alignment.
    """

    work: str
    waivers: tuple[Waiver, ...]
    sha256: str = ""
    blocks: tuple[tuple[int, str], ...] = ()
    loose: tuple[str, ...] = ()
    beads: tuple[ConfirmedBead, ...] = ()


# ---------------------------------------------------------------- what became of a text since it was signed off

Weight = Literal["number", "name", "negation", "words", "unknown", "cosmetic"]
Piece = tuple[Literal["same", "gone", "come"], str]


@dataclass(frozen=True, slots=True)
class Change:
    """Tell what became of a sentence since the sign-off.

    `old` is how it was signed off ("" where it is new), `new` the segment that it is now (None where it is gone). `diff`
    holds both in pieces. `weight` is the gravest thing that changed: a number, a name, a negation, other words, or only white
    space and punctuation (`cosmetic`); `unknown` where the old text was not kept. `stale` are the segments of the translation
    that rendered the old wording and still read as they did. `bead` is the id of the bead it stands in now, or empty.
    """

    side: Literal["source", "target"]
    path: str
    weight: Weight
    old: str
    new: Segment | None
    diff: tuple[Piece, ...] = ()
    stale: tuple[Segment, ...] = ()
    bead: str = ""

    @property
    def kind(self) -> Literal["new", "gone", "changed"]:
        """Tell whether the sentence is new, gone, or reads otherwise."""
        if self.new is None:
            return "gone"
        return "changed" if self.old or self.weight == "unknown" else "new"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Name a passage that nothing was checked against, and why: text without an original, a doubtful bead, a picture."""

    why: Bilingual
    place: Place


NoticeKind = Literal["drift", "licence", "bead", "waiver", "sign-off", "baseline", "off"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell what concerns a work as a whole: an original that has drifted, a licence, a check switched off."""

    kind: NoticeKind
    message: Bilingual


State = Literal["draft", "unapproved", "approved"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Hold quality scores of the automatic findings; they are no human evaluation.

    `mqm` is 100 minus the penalty per 100 words of the originals (MQM raw score); `calibrated` sets it against what the house
    tolerates (`Scoring`). `per_words` and `per_characters` are penalty points per 1,000 words of the originals and per 1,000
    characters of the translation; `gbt19682` is the weighted error rate per character after GB/T 19682-2005.
    """

    mqm: float
    words: int
    characters: int
    gbt19682: float
    calibrated: float = 100.0
    per_words: float = 0.0
    per_characters: float = 0.0
    threshold: float = 95.0

    @property
    def passed(self) -> bool:
        """Tell whether the calibrated score reaches the house's threshold."""
        return self.calibrated >= self.threshold

    def plain(self) -> dict[str, Any]:
        """Return the scores as plain values, under the names that the JSON report and the verification record have for them."""
        mqm = {
            "raw": self.mqm,
            "calibrated": self.calibrated,
            "threshold": self.threshold,
            "passed": self.passed,
            "per_1000_words": self.per_words,
            "per_1000_characters": self.per_characters,
            "words": self.words,
            "characters": self.characters,
        }
        return {"mqm": mqm, "gbt19682": self.gbt19682}


@dataclass(frozen=True, slots=True)
class Verification:
    """Hold what was checked against what, and how it ended: all that reports and editions state.

    `coverage` is, per document path, the share of its characters that stand in a bead with two sides. `lapsed` are
    waivers whose texts have changed, `unused` those that fit no issue. `notices` concern the work as a whole. `changes` are
    those since the sign-off, gravest first; `history` is how the work stood before, oldest first; `waivers` are all that
    people wrote.
    """

    issues: tuple[Issue, ...]
    unchecked: tuple[Unchecked, ...]
    coverage: tuple[tuple[str, float], ...]
    scores: Scores
    state: State
    sign_off: SignOff | None = None
    lapsed: tuple[Waiver, ...] = ()
    unused: tuple[Waiver, ...] = ()
    notices: tuple[Notice, ...] = ()
    changes: tuple[Change, ...] = ()
    history: tuple[Standing, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def trend(self) -> tuple[tuple[str, float], ...]:
        """Return the calibrated scores by day, oldest first; the present one stands last and has no day."""
        return (*((s.date, s.calibrated) for s in self.history), ("", self.scores.calibrated))

    def count(self, severity: Severity, status: IssueStatus = "open") -> int:
        """Return how many issues of that severity have that status; those whose waiver has lapsed are open again."""
        return sum(i.severity is severity and (i.status == status or (status == "open" and i.unsettled)) for i in self.issues)


# ---------------------------------------------------------------- identity


def digest(*parts: str, rank: int = 0) -> str:
    """Return eight hexadecimal digits that depend on the parts and the rank among equals only.

    >>> digest("a", "b") == digest("a", "b"), digest("a", "b") == digest("ab"), digest("a") == digest("a", rank=1)
    (True, False, False)
    """
    return hashlib.sha256("\x1f".join([*parts, str(rank)]).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def seal(source: str, target: str) -> str:
    """Return the hash of both texts of a confirmed bead: eight hexadecimal digits a side.

    >>> seal("Good morning.", "早上好。")
    '8ef7daab-87819240'
    """
    return f"{digest(source)}-{digest(target)}"


def join(segments: Sequence[Segment], locale: str) -> str:
    """Return the segments' text as one: English with spaces between, Chinese without."""
    return ("" if locale.startswith("zh") else " ").join(s.text for s in segments)
