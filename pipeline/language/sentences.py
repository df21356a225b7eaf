"""Split a text into sentences, in English, Chinese and the mixture of both that policy texts are.

The aligner ties sentences, so the two languages must be cut alike: at `.`, `!`, `?` and at `。`, `！`, `？`, with closing quotes
and brackets left to the sentence that they close, and not inside brackets or quotes. A Chinese `；` ends no sentence, since
policy texts join the parts of one rule with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ..model import Span

PAIRS = dict(zip("（(【[《〈「『“〔［{｛", "）)】]》〉」』”〕］}｝", strict=True))
QUOTES = frozenset("“「『")
TITLES = frozenset("《〈")  # 《谁在说话？》一书
CLOSERS = frozenset(PAIRS.values()) | frozenset("’'»")
BRACKET = re.compile("[" + re.escape("".join(PAIRS) + "".join(PAIRS.values())) + "]")  # ( or 》
ENCLOSED = 240  # characters in brackets or quotes beyond which sentences inside them are cut all the same

FULL = frozenset("。！？｡‼⁇⁈⁉")
_FULL, _ANY = "".join(sorted(FULL)), "".join(sorted(FULL)) + ".!?．…"
# "end.", "完。", "……", an empty line; not the point of example.org, since no sentence ends where a Latin word goes on
END = re.compile(rf"[{_ANY}\n](?:(?<=\n)[ \t\r]*\n|(?<=[{_FULL}])[{_ANY}]*+|(?<!\n)[.!?．…]*+(?![A-Za-z0-9])[{_ANY}]*+)")
WORDED = re.compile(r"[^\W_]")
REFERENCE = re.compile(r"\[\d{1,3}\]|[¹²³⁴-⁹⁰]+")  # the [1] of "done.[1] Next"
MARKER = re.compile(r"[(（]?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[IVXLC]{1,6}|[ivxlc]{1,6})")  # "1", "2.3", "(a", "IV"
WORD = re.compile(r"(?<![A-Za-z0-9_/.:@-])(?:et |op\. )?[A-Za-z][A-Za-z.]{0,11}\Z")  # the "e.g" of "see e.g", the "U.S" of "the U.S"
NEXT = re.compile(r"[^\W\d_]+")  # the "The" of "“The end"
SAYS = re.compile(r"[^，。！？；：“”「」\n]{0,12}(?:说|问|道|称|表示|指出|写道|认为|强调|回答|补充)")  # the 他问 of “来吗？”他问。
ROMAN = re.compile(r"[IVXLC]{1,6}")  # the IV of "ch. IV"
LABEL = re.compile(r"(?:Annex|Appendix|Schedule|Part|Section|Exhibit|Table|Figure|Group|Option|Plan|Class|Category|Type) \Z")  # "Annex A."


def split(text: str, locale: str) -> tuple[Span, ...]:  # noqa: ARG001
    """Return the spans of the sentences, trimmed and in order; they cover every character that is not white space.

    Linear in the length of the text. The rules of both languages hold in either `locale`, since a Chinese text quotes English
    and must be cut where its original is.

    >>> def show(text, locale="en"):
    ...     return [text[a:b] for a, b in split(text, locale)]
    >>> show('It cost 2.5 million, i.e. more than planned. "Why?" he asked. Nobody knew.')
    ['It cost 2.5 million, i.e. more than planned.', '"Why?" he asked.', 'Nobody knew.']
    >>> show("依据第3条（见附件。）办理；另有规定的除外。“完毕。”附则另定！", "zh-Hans")
    ['依据第3条（见附件。）办理；另有规定的除外。', '“完毕。”', '附则另定！']
    """
    first, start, last = END.search(text), _skip_space(text, 0), len(text.rstrip())
    if first is None or first.end() >= last:  # one sentence, as most texts are
        return ((start, last),) if start < last else ()
    around = _enclosures(text)
    spans: list[Span] = []
    for stop, end in _candidates(text):
        if stop < start:
            continue
        following = _skip_space(text, end)
        if following == len(text) or text[stop] == "\n" or _ends(text, start, stop, end, following, around):
            _keep(spans, text, start, end)
            start = following
    if start < last:
        _keep(spans, text, start, last)
    return tuple(spans)


def _keep(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add a sentence; what holds no letter and no digit, such as a stray quotation mark, stays with the sentence before."""
    sentence = text[start:end].rstrip()
    if spans and not WORDED.search(sentence):
        spans[-1] = (spans[-1][0], start + len(sentence))
    else:
        spans.append((start, start + len(sentence)))


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _candidates(text: str) -> Iterator[Span]:
    """Yield where a sentence may end: the place of its stop, and the end of all that belongs to the stop."""
    seen, opened = 0, False  # a straight quotation mark closes where another is open
    for found in END.finditer(text):
        stop, end = found.span()
        opened ^= text.count('"', seen, end) % 2 == 1
        seen = end
        while end < len(text) and (sign := text[end]) != " " and not "\u4e00" <= sign <= "\u9fff":
            if sign in CLOSERS or _attached(sign) or (sign == '"' and opened and '"' not in text[seen:end]):
                end += 1
            elif reference := REFERENCE.match(text, end):
                end = reference.end()
            else:
                break
        yield stop, end


def _attached(character: str) -> bool:
    """Say whether a character is part of the one before: a combining mark, a joiner, a variation selector."""
    return ord(character) > 0x2FF and (character in "\u200d\u200c\u2060" or unicodedata.category(character).startswith("M"))


def _enclosures(text: str) -> list[int]:
    """Return for every character where the outermost brackets or quotes around it open, -1 outside.

    Brackets without a partner, and those whose partner is further than `ENCLOSED` characters away, enclose nothing.
    """
    partner: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for found in BRACKET.finditer(text):
        at, character = found.start(), found[0]
        if character in PAIRS:
            waiting.setdefault(PAIRS[character], []).append(at)
        elif waiting.get(character):
            opened = waiting[character].pop()
            if at - opened <= ENCLOSED:
                partner[opened] = at
    around = [-1] * len(text)
    outside = 0
    for opened in sorted(partner):
        if opened >= outside:
            outside = partner[opened] + 1
            around[opened:outside] = [opened] * (outside - opened)
    return around


def _ends(text: str, start: int, stop: int, end: int, following: int, around: list[int]) -> bool:
    """Decide whether the sentence that began at `start` ends with the stop at `stop`, whose signs reach to `end`, before more text."""
    enclosure = around[stop]
    if enclosure >= 0 and around[following] == enclosure:
        return False  # still inside
    signs = text[stop:end]
    full = FULL.intersection(signs)
    if enclosure >= 0 and not _ends_with_enclosure(text, start, enclosure, end, "。" in signs or "." in signs):
        return False
    if full:
        return not (signs == "。" and text[stop - 1 : stop].isdigit() and text[end].isdigit())  # 0。46, a slip for 0.46
    if signs[0] == "．" and text[stop - 1 : stop].isdigit() and text[end].isdigit():
        return False
    return _latin_ends(text, start, stop, end, following)


def _ends_with_enclosure(text: str, start: int, opened: int, end: int, plain: bool) -> bool:
    """Decide for a stop just inside brackets or quotes that close with it whether it ends the sentence around them too."""
    if text[opened] not in QUOTES:
        return opened == start and text[opened] not in TITLES
    if SAYS.match(text, end):
        return False
    return plain or opened == start or text[opened - 1] in "：:，,"


def _latin_ends(text: str, start: int, stop: int, end: int, following: int) -> bool:
    """Decide for `.`, `!`, `?` and `…`, which stand in names, numbers and addresses too."""
    after, following_word = text[following], NEXT.search(text, following, following + 40)
    if following == end and not _is_wide(after):
        return False  # 2.5, example.org, "v1.2", "..." before a word
    word = following_word[0] if following_word else ""
    if after.islower() and word.islower():
        return False
    group = text[stop:end]
    if group.startswith("…"):
        return not _is_wide(after) or after in PAIRS
    if group.startswith(".") and not group.startswith(".."):
        return _stop_ends(text, start, stop, after, word)
    return True


def _stop_ends(text: str, start: int, stop: int, after: str, word: str) -> bool:
    """Decide for one full stop: not after list markers, abbreviations and initials."""
    if MARKER.fullmatch(text, start, stop) or _foreign().match(text, stop - 2):
        return False
    before = WORD.search(text, max(start, stop - 16), stop)
    if not before:
        return True
    term = before[0]
    if len(term) == 1 and term.isupper() and term != "I":
        return word in _starters() or bool(LABEL.search(text, max(start, stop - 16), stop - 1))
    meaning = _abbreviations().get(term.lower(), "")
    if meaning == "number":
        return not (after.isdigit() or after in "(（" or ROMAN.fullmatch(word))
    if meaning == "never":
        return False
    if meaning == "maybe" or "." in term:
        return word in _starters()
    return True


def _is_wide(character: str) -> bool:
    """Say whether a character is Han or full-width punctuation, before which no space stands.

    >>> _is_wide("中"), _is_wide("（"), _is_wide("“"), _is_wide("a")
    (True, True, True, False)
    """
    return character >= "\u2e80" or character in "“‘"


@cache
def _abbreviations() -> dict[str, str]:
    rows = (line.partition("\t")[::2] for line in _lines("abbreviations.txt"))
    return dict(rows)


@cache
def _foreign() -> re.Pattern[str]:
    """Return the pattern of a point inside a foreign name: 约翰.史密斯."""
    sounds = "".join(_lines("name-characters.txt"))
    return re.compile(rf"[{sounds}]{{2}}\.[{sounds}]{{2}}")


@cache
def _starters() -> frozenset[str]:
    return frozenset(_lines("sentence-starters.txt"))


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("words", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


_abbreviations(), _starters(), _foreign()  # are read when what cuts texts is, and not with the first stop
