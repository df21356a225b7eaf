"""Read the enumerations of a text with their members: `A, B and C`, `甲、乙和丙`, short ones and such without a conjunction too."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ..language.cedict import headwords
from ..language.lexicon import HAN
from ..model import Span

EN_CLAUSE = re.compile(r"[^.;:!?()\[\]“”\"\n—–]+(?:(?<=\b[A-Z])\.[^.;:!?()\[\]“”\"\n—–]*)*")  # such as Google, Amazon, and Microsoft
ASIDE = re.compile(r"\([^(),]{1,60}\)")  # underscores (`_`), periods (`.`)
EN_CONJUNCTIONS = ("and", "or", "as well as", "plus", "&")
EN_CONJUNCTION = r"(?:and/or|and|or|as well as|plus|&)\s+"
EN_JOINT = re.compile(rf"[,\s](?:(?<=,)\s+(?:{EN_CONJUNCTION})?|(?<!,)\s*{EN_CONJUNCTION})")  # A, B, and C
EN_CAPITALS = ("AND ", "OR ", "And ", "Or ")
EN_CAPITAL = re.compile(r"(?<=[ ,])(?:AND|OR|And|Or)(?= )")  # INDIRECT, SPECIAL OR OTHER DAMAGES
EN_COMMAS = re.compile(r"(?<=, and|., or), (?:where|when|if|as|in|to the extent)\b[^,.;:]{0,50},")  # and, where relevant, visitors
EN_PLAIN = ("", ",")  # joints that do not end an enumeration
# What leads into a sentence before its first comma and is no member: However, / As with the server, / more or less
EN_LEAD = re.compile(
    r"^\W*(?:(?:However|Then|Also|Here|Further|Furthermore|Therefore|Instead|Moreover|Alternately|Alternatively|Additionally|Finally|First|Next|"
    r"Similarly|Otherwise|Meanwhile|Still|Yet|But|So|Thus|Again|Today|Now|Later|Typically|Usually|Generally)\W*$"
    r"|(?:As|If|When|Once|While|After|Before|Although|Though|Because|Since|Over the|During|At this|In order|In this|To)\s)"
)
EN_VERB = re.compile(r"\b(?:may|might|shall|must|will|would|can|could|should)\Z")  # The Authority may, on its own initiative
EN_SET = re.compile(
    r"\bmore or less\b|\bsooner or later\b|\bover and over\b|\bone or more\b|\bto and from\b|\band so on\b|\band the like\b", re.IGNORECASE
)
EN_JOINED_SET = (" or less", " or later", " or more", " and over", " and from", " and so on", " and the like")  # what each of them has
EN_WORD = re.compile(r"[\w'’./+-]+")
# Words that begin a clause: what follows is no member.
EN_BREAK = re.compile(
    r"^(?:which|who|whom|whose|that|but|when|if|because|while|where|whereas|although|though|so|then|as|since|until|unless|he|she|it|they|"
    r"we|you|I|this|these|there|not|however|therefore|for example|e\.g|i\.e|in|on|at|by|with|after|before|also|said|including|such|like|"
    r"rather than|along with|together with|to the extent|if any|given|called|named|known as|unlike|compared|according|"
    r"followed|depending|whether|without limitation|where (?:appropriate|applicable|necessary|relevant|possible)|"
    r"[a-z]+ed (?:by|in|on|at|to|with|from|as))\b",
    re.IGNORECASE,
)
EN_WHERE = re.compile(r"(?:in|on|at|by|with)\b", re.IGNORECASE)  # on mailing lists, in channels, and on a page
# What leads into an enumeration between commas and is no member: including, without limitation, fire and flood
EN_BRIDGE = re.compile(
    r"\W*(?:(?:and )?(?:(?:including|includes?) )?(?:but )?(?:without limitation|not limited to)|including|such as"
    r"|inter alia|among (?:others|other things)|in particular|for (?:example|instance))\W*",
    re.IGNORECASE,
)
# What may lead into a first member: If you use a service like AKS, GKE or EKS
EN_INTRO = re.compile(r"\b(?:like|such as|including|include|includes|between|among)\s+(?=\S+(?:\s+\S+){0,2}$)")
ZH_CLAUSE = re.compile(r"[^，。；：:;！？!?\n（）()“”\"《》【】\[\]]+")  # 澳大利亚、加拿大和欧盟
ZH_BREAK = re.compile(r"(?<=.)(?:包括|在内的?)")  # 周一和周二包括甲、乙和丙在内的丁
ZH_YET = re.compile(r"(?<=[\u3400-\u9fff]{2})而(?=[\u3400-\u9fff]{2})")  # 简单、廉价而有效
# 下划线（`_`）、句点（`.`）和连字符; 以及（如适用）访客
ZH_ASIDE = re.compile(
    r"[（(][^（）()、，,和与及或]{1,60}[）)](?=\s*(?:、|和|与|及|或|以及))|(?<=[、和与及或])[（(](?:如|若|在)[^（）()、，,]{1,30}[）)]"
)
ZH_MARK = re.compile(r"\s*、\s*")  # 甲、乙
# A word of the cut text that ends an enumeration.
ZH_AND = frozenset({"以及", "和", "与", "及", "或", "或者", "还是", "还有", "并", "並", "與"})
_FIRSTS = "".join(sorted({word[0] for word in ZH_AND}))
ZH_JOINING = re.compile(f"[{_FIRSTS}]")  # without one of these a run has no such word
LISTED = re.compile(f"[、{_FIRSTS}]")  # without one of these nothing is enumerated
# salaries and travel and equipment
EN_REPEATED = re.compile(r"\s(and|or)\s+(?:[\w'’-]+\s+){1,3}?\1\s")
LONGEST_MEMBER = 9  # words of a member between two commas; longer ones are clauses
LEAST = 3


@dataclass(frozen=True, slots=True)
class Listing:
    """Hold an enumeration: its span and its members' spans, in order.

    A `flat` one is a whole row of joints, whatever each joins: `individual and collective needs, data, and deadlines`.
    """

    span: Span
    members: tuple[Span, ...]
    flat: bool = False


@lru_cache(maxsize=20_000)
def listings(text: str, locale: str) -> tuple[Listing, ...]:
    """Return the enumerations of a text; English ones have three members at least, Chinese ones two.

    >>> [len(e.members) for e in listings("You can create, inspect, update, and delete objects.", "en")]
    [4]
    >>> [len(e.members) for e in listings("你可以创建、检视、更新和删除对象，不过世界和平优先。", "zh")]
    [4]
    """
    return tuple(_chinese(text)) if locale.startswith("zh") else tuple(_english(text))


def _pieces(text: str, start: int, end: int, joint: re.Pattern[str]) -> list[tuple[int, int, str]]:
    """Return the stretches between joints, each with the joint that stands before it: nothing, `,`, `and` or `, and`."""
    found, at, before = [], start, ""
    for m in joint.finditer(text, start, end):
        found.append((at, m.start(), before))
        at, before = m.end(), m[0].strip()
    return [*found, (at, end, before)]


def _english(text: str) -> list[Listing]:
    if any(map(text.__contains__, EN_CAPITALS)):
        text = EN_CAPITAL.sub(lambda m: m[0].lower(), text)
    if ", and, " in text or ", or, " in text:
        text = EN_COMMAS.sub(lambda m: " " * len(m[0]), text)
    signs = text.count(",") + sum(map(text.count, EN_CONJUNCTIONS))
    if signs < LEAST - 1 or ("," not in text and not _repeats(text)):
        return []
    plain = text
    if "(" in text:
        plain = ASIDE.sub(lambda m: " " * len(m[0]), plain)
    if any(map(plain.lower().__contains__, EN_JOINED_SET)):
        plain = EN_SET.sub(lambda m: " " * len(m[0]), plain)
    if plain is not text and len(EN_JOINT.findall(text)) < LEAST - 1:
        return []  # what is left out joins nothing
    return _enumerated(plain)


def _enumerated(text: str) -> list[Listing]:
    found = []
    for clause in EN_CLAUSE.finditer(text):
        if "," not in clause[0] and not _repeats(clause[0]):
            continue
        pieces = _pieces(text, clause.start(), clause.end(), EN_JOINT)
        if len(pieces) < LEAST:
            continue
        group: list[Span] = []
        row: list[Span] = []
        rows = [row]
        aside = False
        for n, (start, end, before) in enumerate(pieces):
            if aside and before != ",":
                continue
            aside = n + 1 < len(pieces) and pieces[n + 1][2] == "," and EN_VERB.search(text, start, end) is not None
            if aside:  # what stands between its verb and the next comma is no member: may, on its own initiative or on request, extend
                found += _group([*group, (start, end)] if n else [])
                group, row = [], []
                rows.append(row)
                continue
            words = EN_WORD.search(text, start, end)
            last = before not in EN_PLAIN
            inner = 0 < n < len(pieces) - 1
            broken = n > 0 and (
                not words
                or (
                    not last
                    and EN_BREAK.match(text[start:end])
                    and not (EN_WHERE.match(text, start) and _placed(text, pieces))
                    and not _alike(text, pieces, n)
                )
            )
            if broken or (inner and not last and _long(text, start, end)):
                found += _group(group)
                group = [(start, end)] if words and not EN_BRIDGE.fullmatch(text, start, end) else []
                row = list(group)
                rows.append(row)
                continue
            if words and words[0] == "etc" and not EN_WORD.search(text, words.end(), end):
                continue
            if n == 0 and EN_LEAD.match(text[start:end]):
                intro = EN_INTRO.search(text[start:end])
                if intro is None:
                    continue
                start += intro.end()
            group.append((start, end))
            row.append((start, end))
            if last and "," in clause[0] and len(group) > 1 and (len(group) >= LEAST or not _goes_on(pieces, n)):
                found += _group(group)
                group = [(start, end)]
        found += _group(group)
        found += [replace(whole, flat=True) for each in rows for whole in _group(each) if whole not in found]
    return found


def _placed(text: str, pieces: list[tuple[int, int, str]]) -> bool:
    """Tell whether a preposition opens the last of some stretches: on mailing lists, in channels, and on a page."""
    return any(before not in EN_PLAIN and EN_WHERE.match(text, start) for start, _, before in pieces)


def _repeats(text: str) -> bool:
    """Tell whether a conjunction joins more than two things without a comma: salaries and travel and equipment."""
    return (text.count("and") > 1 or text.count("or") > 1) and EN_REPEATED.search(text) is not None


def _long(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch has too many words for a member."""
    return end - start > 2 * LONGEST_MEMBER and len(EN_WORD.findall(text, start, end)) > LONGEST_MEMBER


def _alike(text: str, pieces: list[tuple[int, int, str]], n: int) -> bool:
    """Tell whether the same preposition opens a stretch and the one before: on national security, on Europe."""
    first, second = (EN_WHERE.match(text[start:end].lstrip()) for start, end, _ in pieces[n - 1 : n + 1])
    return bool(first and second and first[0].lower() == second[0].lower())


def _goes_on(pieces: list[tuple[int, int, str]], n: int) -> bool:
    """Tell whether `A and B and C` goes on; `A and B, and C` does not: the second conjunction joins a clause to a pair."""
    after = pieces[n + 1][2] if n + 1 < len(pieces) else ""
    return after not in EN_PLAIN and ("," in pieces[n][2] or "," not in after)


def _group(group: list[Span]) -> list[Listing]:
    return [Listing((group[0][0], group[-1][1]), tuple(group))] if len(group) >= LEAST else []


def _chinese(text: str) -> list[Listing]:
    if "（" in text or "(" in text:
        text = ZH_ASIDE.sub(lambda m: "\u3000" * len(m[0]), text)
    found = []
    for clause in ZH_CLAUSE.finditer(text):
        begin, end = clause.span()
        if not LISTED.search(text, begin, end):
            continue
        for part in ZH_BREAK.finditer(text, begin, end):
            found += _members(text, begin, part.start())
            begin = part.end()
        found += _members(text, begin, end)
    return found


def _members(text: str, begin: int, until: int) -> list[Listing]:
    joints = sorted([m.span() for m in ZH_MARK.finditer(text, begin, until)] + _conjunctions(text, begin, until))
    if yet := joints and text[joints[-1][0]] == "、" and ZH_YET.search(text, joints[-1][1], until):
        joints.append(yet.span())
    members, at = [], begin
    for start, end in [*joints, (until, until)]:
        if text[at:start].strip():
            members.append((at, start))
        at = end
    return [Listing((members[0][0], members[-1][1]), tuple(members))] if len(members) > 1 else []


def joined(text: str) -> list[str]:
    """Cut a run of Han characters into words, a conjunction free of a word that it makes with half of its neighbour.

    >>> joined("来源和局限"), joined("和平与安全"), joined("薪酬和休假")
    (['来源', '和', '局限'], ['和平', '与', '安全'], ['薪酬', '和', '休假'])
    """
    words = list(headwords().cut(text))
    for n, (word, after) in enumerate(pairwise(words)):
        if len(word) == 2 and word[0] in ZH_AND and len(after) == 1 and headwords().knows(word[1] + after):
            words[n : n + 2] = [word[0], word[1] + after]
        elif len(word) == 1 and len(after) == 2 and after[1] in ZH_AND and headwords().knows(word + after[0]):
            words[n : n + 2] = [word + after[0], after[1]]
    return words


def _conjunctions(text: str, start: int, end: int) -> list[Span]:
    """Return where a word of the clause is a conjunction: 和 in 甲和乙, not in 亲和性."""
    if not ZH_JOINING.search(text, start, end):
        return []
    found = []
    for run in HAN.finditer(text, start, end):
        at = run.start()
        for word in joined(run[0]) if ZH_JOINING.search(run[0]) else ():
            if word in ZH_AND and at > start and (word != "还是" or "、" in text[start:at]):  # 但还是可以
                found.append((at, at + len(word)))
            at += len(word)
    return found
