"""Say what changed since a work was signed off: which sentences, what in them, how grave it is, what it makes stale.

Sentences are compared in the order of each document. What only moved has not changed; of the rest the most alike in the same
place are taken for the same sentence in an older and a newer wording. A changed number comes first, since it is what a reader
remembers; white space and punctuation come last, and make nothing stale.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from ..language.tables import rows
from ..mentions import mentions
from ..model import Bead, Change, Collation, Document, Glossary, Piece, Segment, SignedBead, SignOff, Weight
from .signing import due, fingerprint, kept

NEGATION = {language: re.compile(form, re.I) for language, form in rows(Path(__file__).parent / "words" / "negation.tsv")}
# What a comparison never cuts: a number with its separators, a Latin word, a run of white space; else single characters.
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_⺀-鿿]+(?:['’-][^\W\d_⺀-鿿]+)*|\s+|.", re.DOTALL)
CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w-]*")  # a capital inside a sentence: "the Council"
ORDER: tuple[Weight, ...] = ("number", "name", "negation", "words", "unknown", "cosmetic")
# Two wordings are one sentence when so much of their words is common (Dice's coefficient); below it one went and one came.
ALIKE = 0.4
MANY = 40_000  # pairs of sentences beyond which only those in the same place are compared

Key = tuple[str, str]


def changes(collation: Collation, sign_off: SignOff | None) -> tuple[Change, ...]:
    """Return what changed since the sign-off, gravest first, then in the order of the documents. Without a sign-off, nothing."""
    if sign_off is None:
        return ()
    texts = kept(sign_off)
    if not texts or len(texts) < len(sign_off.beads):
        return tuple(_unknown(collation, sign_off))
    bitext = collation.bitext
    found = [c for document in bitext.originals for c in _of_original(document, texts, collation)]
    found += _of_translation(texts, collation)
    return tuple(sorted(found, key=lambda c: ORDER.index(c.weight)))


def _unknown(collation: Collation, sign_off: SignOff) -> Iterator[Change]:
    """Yield the beads that the hashes do not know, where the texts were not kept."""
    known = set(sign_off.beads)
    for bead in collation.bitext.beads:
        if due(bead) and (bead.id, fingerprint(bead)) not in known:
            side = bead.source or bead.target
            yield Change("source" if bead.source else "target", side[0].path, "unknown", "", side[0], (), bead.target, bead.id)


def _of_original(document: Document, texts: Sequence[SignedBead], collation: Collation) -> Iterator[Change]:
    beads = {(s.path, s.id): b for b in collation.bitext.beads for s in (*b.source, *b.twins)}
    old = [(text, signed) for signed in texts for path, text in (*signed.source, *signed.twins) if path == document.path]
    new = [s for s in document.segments if (s.path, s.id) in beads and (s.expected or beads[s.path, s.id].target)]
    free = _targets(collation)
    for before, segment in _pairs([text for text, _ in old], [s.text for s in new]):
        was = old[before][0] if before is not None else ""
        now = new[segment] if segment is not None else None
        change = _change("source", document.path, was, now, "en", collation.glossary, beads)
        stale: tuple[Segment, ...] = ()
        if before is not None and change.weight != "cosmetic":
            stale = tuple(free[text].pop(0) for text in old[before][1].target if free.get(text))
        bead = change.bead or (_bead_of(stale[0], collation) if stale else "")
        yield Change("source", document.path, change.weight, was, now, change.diff, stale, bead)


def _of_translation(texts: Sequence[SignedBead], collation: Collation) -> Iterator[Change]:
    document = collation.bitext.translation
    beads = {(s.path, s.id): b for b in collation.bitext.beads for s in b.target}
    order = {s.text: n for n, s in reversed(list(enumerate(document.segments)))}
    # the kept texts stand in the order of the originals; what still reads the same says where the rest of them stood
    old = [text for signed in _by_translation(texts, order) for text in signed.target]
    new = list(document.segments)
    for before, after in _pairs(old, [s.text for s in new]):
        was, now = (old[before] if before is not None else ""), (new[after] if after is not None else None)
        yield _change("target", document.path, was, now, document.locale, collation.glossary, beads)


def _by_translation(texts: Sequence[SignedBead], order: dict[str, int]) -> list[SignedBead]:
    at, keys = -1, []
    for n, signed in enumerate(texts):
        at = min((order[t] for t in signed.target if t in order), default=at)
        keys.append((at, n, signed))
    return [signed for _, _, signed in sorted(keys, key=lambda k: k[:2])]


def _change(side: str, path: str, old: str, new: Segment | None, locale: str, glossary: Glossary, beads: dict[Key, Bead]) -> Change:
    now = new.text if new else ""
    bead = beads.get((new.path, new.id)) if new else None
    weight = weigh(old, now, locale, glossary)
    return Change("source" if side == "source" else "target", path, weight, old, new, pieces(old, now), (), bead.id if bead else "")


def _targets(collation: Collation) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = defaultdict(list)
    for s in collation.bitext.translation.segments:
        found[s.text].append(s)
    return found


def _bead_of(segment: Segment, collation: Collation) -> str:
    return next((b.id for b in collation.bitext.beads for s in b.target if s is segment), "")


# ---------------------------------------------------------------- which sentence became which


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Return the sentences that are not the same on both sides, paired where one became the other, in the new order."""
    gone: list[int] = []
    come: list[int] = []
    blocks: list[tuple[list[int], list[int]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            blocks.append((list(range(a, b)), list(range(c, d))))
            gone += range(a, b)
            come += range(c, d)
    moved = Counter(old[n] for n in gone) & Counter(new[n] for n in come)
    left, right = _without(gone, old, Counter(moved)), _without(come, new, Counter(moved))
    found: list[tuple[int | None, int | None]] = []
    for a_side, b_side in blocks:
        found += _tie([n for n in a_side if n in left], [n for n in b_side if n in right], old, new)
    return found


def _without(numbers: Sequence[int], texts: Sequence[str], moved: Counter[str]) -> set[int]:
    rest = set()
    for n in numbers:
        if moved[texts[n]] > 0:
            moved[texts[n]] -= 1
        else:
            rest.add(n)
    return rest


def _tie(a: list[int], b: list[int], old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Tie the sentences of one stretch in their order so that as much as possible of their words is common."""
    if len(a) * len(b) > MANY:
        ties = [(x, y) for x, y in zip(a, b, strict=False) if _alike(old[x], new[y]) >= ALIKE]
    else:
        ties = _best(a, b, old, new)
    tied_a, tied_b = {x for x, _ in ties}, {y: x for x, y in ties}
    out: list[tuple[int | None, int | None]] = [(x, None) for x in a if x not in tied_a]
    return [*((tied_b.get(y), y) for y in b), *out]


def _best(a: list[int], b: list[int], old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    score = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    step = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            alike = _alike(old[a[i]], new[b[j]])
            options = [(score[i + 1][j], "a"), (score[i][j + 1], "b")]
            if alike >= ALIKE:
                options.append((alike + score[i + 1][j + 1], "both"))
            score[i][j], step[i][j] = max(options)
    ties, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if step[i][j] == "both":
            ties.append((a[i], b[j]))
            i, j = i + 1, j + 1
        elif step[i][j] == "a":
            i += 1
        else:
            j += 1
    return ties


@lru_cache(maxsize=10_000)
def _words(text: str) -> Counter[str]:
    return Counter(t for t in TOKEN.findall(text.lower()) if not t.isspace())


def _alike(old: str, new: str) -> float:
    a, b = _words(old), _words(new)
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


# ---------------------------------------------------------------- what changed in it


def weigh(old: str, new: str, locale: str, glossary: Glossary | None = None) -> Weight:
    """Return the gravest thing that changed between two wordings.

    >>> weigh("It has 15 members.", "It has 16 members.", "en"), weigh("It has 15 members.", "It  has 15 members!", "en")
    ('number', 'cosmetic')
    >>> weigh("Members may vote.", "Members may not vote.", "en"), weigh("Members may vote.", "All members may vote.", "en")
    ('negation', 'words')
    """
    said = [Counter((m.kind, m.value, m.unit, m.bound) for m in mentions(t, locale, glossary)) for t in (old, new)]
    values = [Counter({k: n for k, n in each.items() if k[0] != "name"}) for each in said]
    digits = ["".join(c for c in t if c.isdigit()) for t in (old, new)]
    if values[0] != values[1] or digits[0] != digits[1]:
        return "number"
    bare = ["".join(c for c in unicodedata.normalize("NFKC", t) if c.isalnum() or c in "%‰$€£¥") for t in (old, new)]
    if bare[0] == bare[1]:
        return "cosmetic"
    if said[0] != said[1] or Counter(CAPITAL.findall(old)) != Counter(CAPITAL.findall(new)):
        return "name"
    negation = NEGATION["zh" if locale.startswith("zh") else "en"]
    return "words" if len(negation.findall(old)) == len(negation.findall(new)) else "negation"


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return both wordings as one text in pieces: what stayed, what went, what came.

    >>> pieces("It has 15 members.", "It has 16 members.")
    (('same', 'It has '), ('gone', '15'), ('come', '16'), ('same', ' members.'))
    """
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    parts: list[tuple[bool, str, str]] = []  # equal, what went, what came
    for tag, *at in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        went, came = "".join(a[at[0] : at[1]]), "".join(b[at[2] : at[3]])
        bridge = tag == "equal" and went.isspace() and bool(parts)
        if parts and not parts[-1][0] and (tag != "equal" or (bridge and at[1] < len(a) and at[3] < len(b))):
            parts[-1] = (False, parts[-1][1] + went, parts[-1][2] + came)
        else:
            parts.append((tag == "equal", went, came))
    return tuple(p for equal, went, came in parts for p in _piece(equal, went, came))


def _piece(equal: bool, went: str, came: str) -> Iterator[Piece]:
    if equal:
        yield "same", went
        return
    if went:
        yield "gone", went
    if came:
        yield "come", came
