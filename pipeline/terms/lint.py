"""Find faults in the glossary itself: conflicts, overlaps, characters of the wrong script, slips of the pen.

A glossary that contradicts itself makes the check of terms contradict itself. Each fault says where it stands and what to
change. Warnings are wrong or will raise false alarms; notes are for a linguist to look at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..language.script import others
from ..language.terms import WORD, inflections
from ..model import Bilingual, Severity
from .table import LOCALES, Row, rows

ACCEPTED = ("preferred", "admitted")
WIDE = re.compile(r"[！-～]*[Ａ-Ｚａ-ｚ０-９][！-～]*")  # ＡＩ
SPACES = re.compile(r"[\u00a0\u200b-\u200f\u2028-\u202f\u2060\ufeff\t\r\n]|  ")  # characters that look like a space or like nothing


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold a fault: where, how grave (neutral is a note, minor a warning), and what to change."""

    path: str
    line: int
    severity: Severity
    message: Bilingual


def lint(files: Iterable[tuple[str, str]]) -> tuple[Fault, ...]:
    """Return the faults of glossary files (path, text), in order of their places.

    >>> [f.message.en for f in lint([("terms.csv", "id,en,zh-Hans,status\\na,node,节点 ,\\nb,node,结点,\\n")])]
    ['spaces around the cell zh-Hans', '"node" is 节点 in line 2 and 结点 here; scope one of them or join them']
    """
    table = [row for path, text in files for row in rows(text, path)]
    found = [*_cells(table), *_english(table), *_chinese(table), *_banned(table), *_orphans(table), *_overlaps(table)]
    return tuple(sorted(set(found), key=lambda f: (f.path, f.line, -f.severity, f.message.en)))


# ---------------------------------------------------------------- one row


def _cells(table: Sequence[Row]) -> Iterator[Fault]:
    for row in table:
        if row.status == "preferred" and row.variants("en") and not row.variants("zh-Hans"):
            yield _fault(row, Severity.MINOR, "no zh-Hans: nothing to expect in a translation", "缺少 zh-Hans，无法核对译文")
        for column, cell in row.cells.items():
            yield from _spaces(row, column, cell)
        for locale in LOCALES:
            variants = row.variants(locale)
            if any(not v.strip() for v in row.cells.get(locale, "").split("|")) and variants:
                yield _fault(
                    row, Severity.MINOR, f"an empty variant in {locale}: remove a |", f"{locale} 中有空白的并列译法，请删去多余的 |"
                )
            for text in sorted({v for v in variants if variants.count(v) > 1}):
                yield _fault(row, Severity.MINOR, f"{text} stands twice in {locale}", f"{locale} 中“{text}”重复")
            if locale != "en":
                yield from _script(row, locale, variants)


def _spaces(row: Row, column: str, cell: str) -> Iterator[Fault]:
    if cell != cell.strip(" "):
        yield _fault(row, Severity.MINOR, f"spaces around the cell {column}", f"{column} 单元格首尾有空格")
    if SPACES.search(cell.strip(" ")):
        yield _fault(row, Severity.MINOR, f"a doubled or invisible space in {column}", f"{column} 中有连续空格或不可见字符")
    if column != "note" and (wide := WIDE.search(cell)):
        yield _fault(row, Severity.MINOR, f"full-width {wide[0]} in {column}; write it half-width", f"{column} 中的“{wide[0]}”应为半角")


def _script(row: Row, locale: str, variants: Sequence[str]) -> Iterator[Fault]:
    hant = locale.startswith("zh-Hant")
    for text in variants:
        wrong = "".join(others(locale).findall(text))
        if wrong:
            en, zh = ("simplified", "简体") if hant else ("traditional", "繁体")
            yield _fault(row, Severity.MINOR, f"{en} {wrong} in {locale}: {text}", f"{locale} 中有{zh}字“{wrong}”：{text}")


# ---------------------------------------------------------------- rows against rows


def _english(table: Sequence[Row]) -> Iterator[Fault]:
    """Yield English wordings that two concepts of a scope render differently."""
    seen: dict[tuple[str, str], Row] = {}
    for row in table:
        if row.status not in ACCEPTED:
            continue
        for text in row.variants("en"):
            first = seen.setdefault((_key(text), row.cell("scope")), row)
            a, b = first.variants("zh-Hans"), row.variants("zh-Hans")
            if first.cell("id") != row.cell("id") and a and b and a[0] != b[0]:
                where = _where(first, row)
                yield _fault(
                    row,
                    Severity.MINOR,
                    f'"{text}" is {a[0]} in {where} and {b[0]} here; scope one of them or join them',
                    f"“{text}”在{_where(first, row, 'zh')}译作“{a[0]}”，此处译作“{b[0]}”；请限定适用范围或合并",
                )


def _chinese(table: Sequence[Row]) -> Iterator[Fault]:
    """Yield Chinese wordings that two concepts of a scope both prefer."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in table:
        if row.status != "preferred":
            continue
        for locale in LOCALES[1:]:
            for text in row.variants(locale)[:1]:
                first = seen.setdefault((locale, text, row.cell("scope")), row)
                if (other := first.cell("id")) != row.cell("id"):
                    en = f"{text} ({locale}) is preferred for {other} too, in {_where(first, row)}; a reader cannot tell them apart"
                    zh = f"“{text}”（{locale}）也是 {other} 的首选译法，见{_where(first, row, 'zh')}；读者无从区分"
                    yield _fault(row, Severity.MINOR, en, zh)


def _banned(table: Sequence[Row]) -> Iterator[Fault]:
    """Yield disapproved wordings that another concept prefers, or that their own concept accepts.

    A deprecated wording is told where the English is said, so that a concept of other English words may well prefer it.
    """
    accepted: dict[tuple[str, str], list[Row]] = defaultdict(list)
    english: dict[str, set[str]] = defaultdict(set)
    for row in table:
        english[row.cell("id")].update(map(_key, row.variants("en")))
        for locale, text in _wordings(row) if row.status in ACCEPTED else ():
            accepted[locale, text].append(row)
    for row in table:
        for locale, text in _wordings(row) if row.status not in ACCEPTED else ():
            for other in accepted[locale, text]:
                own = (name := other.cell("id")) == row.cell("id")
                met = row.status == "forbidden" or not english[name].isdisjoint(english[row.cell("id")])
                if own or (met and other.variants(locale)[0] == text):
                    en, zh = ("accepts", "可用") if own else ("prefers", "首选")
                    yield _fault(
                        row,
                        Severity.MINOR if own or row.status == "forbidden" else Severity.NEUTRAL,
                        f"{text} ({locale}) is {row.status} here, but {name} {en} it in {_where(other, row)}",
                        f"“{text}”（{locale}）在此标为 {row.status}，却是 {name} 的{zh}译法，见{_where(other, row, 'zh')}",
                    )


def _orphans(table: Sequence[Row]) -> Iterator[Fault]:
    """Yield disapproved rows whose concept says nothing that could stand in their place."""
    led = {row.cell("id") for row in table if row.status in ACCEPTED}
    for row in table:
        if row.status not in ACCEPTED and row.cell("id") not in led:
            name = row.cell("id")
            yield _fault(row, Severity.MINOR, f"{name} has no accepted wording to use instead", f"{name} 没有可替代的译法")


def _wordings(row: Row) -> Iterator[tuple[str, str]]:
    return ((locale, text) for locale in LOCALES[1:] for text in row.variants(locale))


def _overlaps(table: Sequence[Row]) -> Iterator[Fault]:
    """Yield terms that hold another term whose rendering their own does not hold: AI system beside AI, where AI is not inside."""
    by_words: dict[tuple[str, ...], Row] = {}
    terms = [r for r in table if r.status == "preferred" and r.variants("zh-Hans") and r.cell("kind") in ("", "term")]
    for row in terms:
        for text in row.variants("en"):
            by_words.setdefault(tuple(WORD.findall(text.lower())), row)
    for row in terms:
        chinese = row.variants("zh-Hans")
        for text in row.variants("en")[:1]:
            for inner in _inside(tuple(WORD.findall(text.lower())), by_words):
                ours = inner.variants("zh-Hans")
                if inner.cell("id") != row.cell("id") and not any(i in c for i in ours for c in chinese):
                    held = inner.variants("en")[0]
                    en = f'"{text}" ({chinese[0]}) holds "{held}" ({ours[0]}), which is rendered otherwise'
                    zh = f"“{text}”（{chinese[0]}）含有“{held}”（{ours[0]}），但译法不同"
                    yield _fault(row, Severity.NEUTRAL, en, zh)


def _inside(words: tuple[str, ...], known: dict[tuple[str, ...], Row]) -> Iterator[Row]:
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            if row := known.get(words[start : start + size]):
                yield row


def _key(text: str) -> str:
    """Return an English wording for comparison, in the singular; capitals count where all are capitals: WHO is not who.

    >>> _key("AI Policies"), _key("WHO")
    ('ai policy', 'WHO')
    """
    if text.isupper():
        return text
    *words, last = text.casefold().split(" ")
    return " ".join((*words, min((form for form, _ in inflections(last, verbs=False)), key=len)))


def _where(row: Row, here: Row, language: str = "en") -> str:
    place = "" if row.path == here.path else row.path.rpartition("/")[2] + ":"
    return f"{place}第 {row.line} 行" if language == "zh" else f"{place}line {row.line}" if not place else f"{place}{row.line}"


def _fault(row: Row, severity: Severity, en: str, zh: str) -> Fault:
    return Fault(row.path, row.line, severity, Bilingual(en, zh))
