"""Find groups whose name holds a number, so that it is known and counts nothing: G7, 七国集团, Five Eyes, 五眼联盟, EU27."""

from __future__ import annotations

import re

from .numerals_zh import evaluate
from .reading import Reading, reading

# G7 | Group of Seven | Five Eyes | EU27 | P5
ENGLISH = re.compile(
    r"\b(?:G-?(?P<g>7|8|10|20|24|77)|Group of (?P<w>Seven|Eight|Ten|Twenty|7|8|10|20|24|77)|(?P<e>Two|Three|Five|Nine|Fourteen) Eyes"
    r"|EU-?(?P<u>2[578])|P-?(?P<p>5))(?:\s?\+\s?\d)?\b"
)
WORDS = {"Two": 2, "Three": 3, "Five": 5, "Seven": 7, "Eight": 8, "Nine": 9, "Ten": 10, "Fourteen": 14, "Twenty": 20}
# 七国集团 | 五眼联盟 | G20 | 欧盟27国
CHINESE = re.compile(
    r"(?P<n>[七八十]|二十四?|七十七|77|24|20|10|8|7)\s?[国國]\s?集\s?[团團]|(?P<e>[五两三九]|十四)眼[联聯]盟"
    r"|(?<![A-Za-z])G-?(?P<g>7|8|10|20|24|77)(?!\d)|[欧歐]盟\s?(?P<u>2[578]|二十[五七八])\s?[国國]"
)
HEADS = frozenset(["g", "group", "eyes", "eu", "p"])  # the words of which one stands in every such English name


def groups_en(text: str, spelt: frozenset[str]) -> list[Reading]:
    """Return the groups that an English text names; `spelt` are its words in lower case.

    >>> [r.mention.value for r in groups_en("the G7 and the Five Eyes", {"the", "g", "and", "five", "eyes"})]
    ['G7', 'EYES5']
    """
    if HEADS.isdisjoint(spelt):
        return []
    found = []
    for m in ENGLISH.finditer(text):
        n = m["g"] or m["u"] or m["p"] or str(WORDS.get(m["w"] or m["e"], m["w"]))
        head = "EYES" if m["e"] else "EU" if m["u"] else "P" if m["p"] else "G"
        found.append(reading("name", m.start(), m.end(), f"{head}{n}"))
    return found


def groups_zh(text: str) -> list[Reading]:
    """Return the groups that a Chinese text names.

    >>> [r.mention.value for r in groups_zh("二十国集团与五眼联盟")]
    ['G20', 'EYES5']
    """
    if not ("盟" in text or "团" in text or "團" in text or "G" in text):
        return []
    found = []
    for m in CHINESE.finditer(text):
        spelt = m["n"] or m["e"] or m["u"] or m["g"]
        n = spelt if spelt.isdigit() else str(int(evaluate(spelt)[0] or 0))
        head = "EYES" if m["e"] else "EU" if m["u"] else "G"
        found.append(reading("name", m.start(), m.end(), f"{head}{n}"))
    return found
