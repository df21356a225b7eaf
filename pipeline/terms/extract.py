"""Propose terms from a bitext: what the texts set side by side, and English phrases that recur with the Chinese that recurs beside them.

Headings, table cells, items, words in bold, members of lists and glosses are pairs of themselves (`given.py`). Other English
candidates are runs of capitalised words, acronyms, and phrases of two to four words between function words and verbs; a phrase
that only ever stands inside one longer phrase is left to that. The Chinese is looked for among the words (after CC-CEDICT) of
the beads in which the candidate stands: what keeps its company most exclusively (Dice coefficient), what the dictionary glosses
with its words, and of equals the one of a usual length. It is a list for a person to judge: rules know no grammar.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from ..language.lexicon import HAN, load
from ..language.mask import shown
from ..language.stems import FOLDER, stem
from ..language.tables import words
from ..language.termbase import termbase
from ..mentions.names import sightings
from ..mentions.wordings import Strength
from ..model import Bead, Bitext, Glossary, Kind, join
from .given import LEAD, acts, given

TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9’'&-]*")  # co-operation
GAP = re.compile(r"[ \u00a0]+")  # what stands between the words of one phrase
LINKS = frozenset(("of", "for", "on", "and", "the", "in", "to"))  # inside a name: Partnership on AI
RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9&-]*")  # 数据治理 | GPAI
JOINT = re.compile(r"[\s·]*")  # what may stand between the words of one Chinese wording
LONGEST, WIDEST, CAPITALS = 4, 8, 2  # words of a phrase, words of a Chinese wording, capitals of an acronym
PER_WORD = 2.8  # Chinese characters for one English word
LOOSE = 1 / 3  # how exclusive a pair must be that the texts set side by side
KEPT, SURE = 0.5, 0.9  # how exclusive a name must be that the Chinese keeps, and a wording that the dictionary does not know
SHOUTED = 0.5  # the share of capitals in a text that is all in capitals: its words are no acronyms
IDLE = 0.1  # what a word takes from the evidence for a wording that renders nothing of the phrase and has nothing left to render
TIMES = 2  # beads in which a candidate must stand
COLUMNS = ("en", "zh-Hans", "count", "together", "score", "example 1 en", "example 1 zh", "example 2 en", "example 2 zh")
WORDS = Path(__file__).parent / "words" / "no-term-en.txt"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold an English phrase, in how many beads it stands, the Chinese that goes with it, how often, and how exclusively (0 to 1)."""

    english: str
    count: int
    chinese: str
    together: int
    score: float
    examples: tuple[tuple[str, str], ...]


def candidates(bitext: Bitext, glossary: Glossary) -> tuple[Candidate, ...]:
    """Return the candidates of a bitext that the glossary does not know, the most frequent first."""
    beads = [b for b in bitext.beads if b.source and b.target and b.source[0].kind is not Kind.CODE]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, set[int]] = defaultdict(set)
    for n, bead in enumerate(beads):
        for text in (shown(s.text) for s in bead.source if sum(c.isupper() for c in s.text) < SHOUTED * len(s.text)):
            for phrase in phrases(text):
                key = _key(phrase)
                forms[key][phrase] += 1
                places[key].add(n)
    base = termbase(glossary, bitext.translation.locale, names=True)

    def known(english: str) -> bool:
        if any(seen.strength is Strength.NAME and seen.span == (0, len(english)) for seen in sightings(english, "en", None)):
            return True
        return base is not None and any(f.end - f.start == len(english) for f in base.source(english))

    wordings = _Wordings(beads)
    found: dict[str, Candidate] = {}
    for english, chinese in given(beads):
        if not known(english) and _key(english) not in found:
            candidate = _candidate(english, chinese, beads)
            if candidate.score > LOOSE and candidate.together >= min(TIMES, candidate.count):
                found[_key(english)] = candidate
    for key in _independent(places):
        english = min(forms[key], key=lambda f: (-forms[key][f], f))
        if known(english) or key in found:
            continue
        chinese, together, score = wordings.best(english, places[key])
        if not chinese:
            continue
        examples = tuple(_example(beads[n]) for n in sorted(places[key])[:2])
        found[key] = Candidate(english, len(places[key]), chinese, together, round(score, 3), examples)
    return tuple(sorted(found.values(), key=lambda c: (-c.count, -c.score, c.english)))


def _candidate(english: str, chinese: str, beads: Sequence[Bead]) -> Candidate:
    """Return a candidate whose rendering is given, with the beads in which it stands."""
    low = re.compile(rf"(?<![\w-]){re.escape(english.lower())}(?:e?s)?(?![\w-])")
    here = [bead for bead in beads if any(low.search(s.text.lower()) for s in bead.source)]
    both = sum(any(chinese in s.text for s in bead.target) for bead in here)
    there = sum(any(chinese in s.text for s in bead.target) for bead in beads)
    score = round(2 * both / max(1, len(here) + there), 3)
    return Candidate(english, len(here), chinese, both, score, tuple(map(_example, here[:2])))


def to_csv(found: Iterable[Candidate]) -> str:
    """Write candidates as CSV, with two examples each."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for c in found:
        examples = [text for pair in (*c.examples, ("", ""), ("", ""))[:2] for text in pair]
        writer.writerow((c.english, c.chinese, c.count, c.together, f"{c.score:.2f}", *examples))
    return out.getvalue()


def phrases(text: str) -> Iterator[str]:
    """Yield the candidates of an English text: names, acronyms, and phrases without function words.

    >>> list(phrases("The Global Partnership on AI supports data governance."))
    ['Global Partnership on AI', 'data governance']
    """
    stop = words(FOLDER / "stop-en.txt") | words(WORDS)
    for chunk in _chunks(text):
        n = 0
        plain: list[str] = []
        while n < len(chunk):
            size = _name(chunk, n, stop)
            if size == 1 and chunk[n].isupper() and len(chunk[n]) >= CAPITALS:  # AI in AI systems
                yield chunk[n]
                plain.append(chunk[n])
            elif size:
                yield from _grams(plain)
                plain = []
                name = chunk[n : n + size]
                if size > 1 or sum(c.isupper() for c in name[0]) >= CAPITALS:
                    yield " ".join(name)
            elif chunk[n].lower() in stop or chunk[n].endswith("ly") or acts(chunk[n]):
                yield from _grams(plain)
                plain = []
            else:
                plain.append(chunk[n])
            n += size or 1
        yield from _grams(plain)


def _chunks(text: str) -> Iterator[list[str]]:
    """Yield the words of a text that only spaces divide."""
    chunk: list[str] = []
    end = 0
    for m in TOKEN.finditer(text):
        if chunk and not GAP.fullmatch(text, end, m.start()):
            yield chunk
            chunk = []
        chunk.append(m[0].removesuffix("’s").removesuffix("'s"))
        end = m.end()
    if chunk:
        yield chunk


def _name(chunk: Sequence[str], start: int, stop: frozenset[str]) -> int:
    """Return how many words a name has that begins here: capitalised words, with of, on, and the like between; 0 where none begins."""

    def capital(word: str) -> bool:
        return word[0].isupper() and word.lower() not in stop

    if not capital(chunk[start]):
        return 0
    end = start + 1
    for n in range(start + 1, len(chunk)):
        if capital(chunk[n]):
            end = n + 1
        elif chunk[n] not in LINKS or n - end > 1:
            break
    return end - start


def _grams(plain: Sequence[str]) -> Iterator[str]:
    for start in range(len(plain)):
        for end in range(start + 2, min(len(plain), start + LONGEST) + 1):
            yield " ".join(plain[start:end])


def _key(phrase: str) -> str:
    """Return a phrase in small letters, its last word in the singular; acronyms keep their capitals."""
    if phrase.isupper():
        return phrase
    low = phrase.lower()
    if low.endswith("ies") and len(low) > 5:
        return low[:-3] + "y"
    return low[:-1] if low.endswith("s") and not low.endswith(("ss", "us", "is")) else low


def _independent(places: dict[str, set[int]]) -> list[str]:
    """Return the phrases that recur, without those that stand in no bead without one and the same longer phrase."""
    together: dict[frozenset[int], list[str]] = defaultdict(list)
    for key, mine in places.items():
        if len(mine) >= TIMES:
            together[frozenset(mine)].append(key)
    found = []
    for keys in together.values():
        longer: list[str] = []
        for key in sorted(keys, key=lambda k: (-len(k), k)):
            if not any(f" {key.lower()} " in f" {other.lower()} " for other in longer):
                longer.append(key)
        found += longer
    return found


class _Wordings:
    """Know in which beads each Chinese wording stands."""

    def __init__(self, beads: Sequence[Bead]) -> None:
        stop = words(FOLDER / "stop-zh.txt")
        self.of_bead: list[frozenset[str]] = []
        self.beads: Counter[str] = Counter()
        for bead in beads:
            mine = frozenset(w for s in bead.target for w in _wordings(shown(s.text), stop))
            self.of_bead.append(mine)
            self.beads.update(mine)

    def best(self, english: str, places: set[int]) -> tuple[str, int, float]:
        """Return the wording that goes with these beads best, in how many of them it stands, and its Dice coefficient.

        A wording whose words CC-CEDICT glosses with the phrase's words counts up to half as much again; of equals the one whose
        length is usual for so many English words is taken.
        """
        together: Counter[str] = Counter()
        for n in places:
            together.update(self.of_bead[n])
        scored = [(2 * c / (len(places) + self.beads[w]), w) for w, c in together.items() if c >= TIMES]
        own = next((s for s in scored if s[1] == english), None)
        if own is not None and own[0] >= KEPT:
            return english, together[english], own[0]
        if not scored:
            return "", 0, 0.0
        least = max(s for s, _ in scored) / 1.5
        stems = frozenset(stem(w.lower()) for w in TOKEN.findall(english) if w not in LINKS)

        def rank(scored: tuple[float, str]) -> tuple[float, float, str]:
            share, w = scored
            return round(share * (1 + _glossed(w, stems) / 2), 6), -abs(_size(w) - PER_WORD * len(stems)), w

        score, wording = max((s for s in scored if s[0] >= least), key=rank)
        if not _glossed(wording, stems) and (score < SURE or not HAN.search(wording)):
            return "", 0, 0.0
        return self._whole(wording, together), together[wording], score

    def _whole(self, wording: str, together: Counter[str]) -> str:
        """Return a wording with the one character that always follows it: 人工智能行为|体."""
        longer = [w for w, c in together.items() if len(w) == len(wording) + 1 and w.startswith(wording) and c == together[wording]]
        return longer[0] if len(longer) == 1 and self.beads[longer[0]] == self.beads[wording] else wording


def _glossed(wording: str, stems: frozenset[str]) -> float:
    """Return the share of the stems that the dictionary renders in a Chinese wording, less where words of it have nothing to render.

    Latin words of a wording render what they hold of the phrase.
    """
    covered: set[str] = set()
    telling, every = 0, 0
    for m in RUN.finditer(wording):
        for word in load().cut(m[0]) if m[0][0] > "\u3400" else [m[0]]:
            said = ({each for each, _ in load().renders(word)} | {stem(word.lower())}) & stems
            covered |= said
            telling, every = telling + bool(said), every + 1
    idle = max(0, every - telling - (len(stems) - len(covered)))
    return max(0.0, len(covered) / len(stems) - IDLE * idle) if stems else 0.0


def _size(wording: str) -> float:
    """Return a wording's length in Chinese characters, a Latin word being as long as one usually is in Chinese."""
    return sum(len(m[0]) if m[0][0] > "\u3400" else PER_WORD for m in RUN.finditer(wording))


def _wordings(text: str, stop: frozenset[str]) -> Iterator[str]:
    """Yield every sequence of whole words of a Chinese text that begins and ends with no function word."""
    cut: list[tuple[int, int]] = []
    for m in RUN.finditer(text):
        at = m.start()
        for word in load().cut(m[0]) if m[0][0] > "\u3400" else [m[0]]:
            cut.append((at, at + len(word)))
            at += len(word)
    for first, (start, end) in enumerate(cut):
        if text[start:end] in stop:
            continue
        for n in range(first, min(len(cut), first + WIDEST)):
            if n > first and not JOINT.fullmatch(text, cut[n - 1][1], cut[n][0]):
                break
            wording = text[start : cut[n][1]]
            if LEAD.match(wording):
                break
            if len(wording) > 1 and text[cut[n][0] : cut[n][1]] not in stop:
                yield wording


def _example(bead: Bead) -> tuple[str, str]:
    return join(bead.source, "en"), join(bead.target, "zh")
