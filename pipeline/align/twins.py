"""Find passages that further originals share with the one that was translated: they are covered, not omitted.

Two sentences are twins where they are alike as wholes, or where one repeats the numbers and names of a part of the other: *The
partnership has 44 members* beside *It has 44 members, namely ...*, whose *it* the sentence before explains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from ..model import Bead, Kind, Segment, join
from .sides import Reader

MEANING = 0.72  # cosine of two English texts from which they may say the same
OVERLAP = 0.5  # share of the shorter text's words that the other has
STATED = 0.75  # share of a sentence's words that the other and the one before it must have where its numbers and names are there
FORMS = 8  # hosts of the same words that are asked
NAME = re.compile(r"(?<=[a-z0-9,;’'”)] )(?:the )?[\W_]?([A-Z][\w’'-]+)")  # in Montreal, of the OECD


@dataclass(frozen=True, slots=True)
class _Host:
    """Hold a tied bead that twins may join: its number, its source's file, kind, text, keys and words, and what stands before it."""

    bead: int
    path: str
    kind: Kind
    text: str
    keys: frozenset[str]
    words: frozenset[str]
    before: str
    ahead: frozenset[str]


def with_twins(beads: Sequence[Bead], reader: Reader) -> list[Bead]:
    """Give unmatched source segments to the bead whose source, from another original, says the same.

    Only sentences that share their rarer words, or a number, are compared: the time grows with the text.
    """
    alone = [(n, s) for n, bead in enumerate(beads) if bead.source and not bead.target for s in bead.source]
    hosts = _hosts(beads, reader) if alone else []
    if len({host.path for host in hosts} | {s.path for _, s in alone}) < 2:
        return list(beads)
    out: list[Bead | None] = list(beads)
    for (n, segment), found in zip(alone, _found([s for _, s in alone], hosts, reader), strict=True):
        if found is not None:
            host, lone = out[found.bead], out[n]
            assert host is not None
            assert lone is not None
            out[found.bead] = replace(host, twins=(*host.twins, segment))
            rest: tuple[Segment, ...] = tuple(s for s in lone.source if s is not segment)
            out[n] = replace(lone, source=rest) if rest else None
    return [bead for bead in out if bead is not None]


def _hosts(beads: Sequence[Bead], reader: Reader) -> list[_Host]:
    tied = [n for n, bead in enumerate(beads) if bead.source and bead.target]
    out = []
    for n, before in zip(tied, _before(beads, tied), strict=True):
        first, text = beads[n].source[0], join(beads[n].source, "en")
        keys = _keys(text, reader)
        out.append(_Host(n, first.path, first.kind, text, keys, _words(keys), before, _keys(before, reader)))
    return out


def _before(beads: Sequence[Bead], tied: Sequence[int]) -> list[str]:
    """Return for each tied bead the sentence that stands before its source in the same paragraph, empty at its beginning."""
    last: dict[tuple[str, str], str] = {}
    before: dict[tuple[str, str], str] = {}
    for s in sorted((s for bead in beads for s in bead.source), key=lambda s: (s.path, s.line, s.column)):
        before[s.path, s.id] = last.get((s.path, s.block), "")
        last[s.path, s.block] = s.text
    return [before[beads[n].source[0].path, beads[n].source[0].id] for n in tied]


def _found(alone: Sequence[Segment], hosts: Sequence[_Host], reader: Reader) -> list[_Host | None]:
    """Return for each sentence the host that says the same best, the first of equals; what comes again is looked for once."""
    asked = {(s.path, s.kind, s.text): s for s in alone}
    there: dict[tuple[str, Kind, str, str], _Host] = {}
    for host in hosts:
        there.setdefault((host.path, host.kind, host.text, host.before), host)
    found = dict(zip(asked, _searched(list(asked.values()), list(there.values()), reader), strict=True))
    return [found[s.path, s.kind, s.text] for s in alone]


def _searched(alone: Sequence[Segment], hosts: Sequence[_Host], reader: Reader) -> list[_Host | None]:
    keys = [_keys(s.text, reader) for s in alone]
    alike = [_sharing(*each, hosts) for each in zip(alone, keys, _by_words(keys, hosts), strict=True)]
    stated = [_stating(*each, hosts) for each in zip(alone, keys, _by_number(keys, hosts), strict=True)]
    if reader.encoder is not None:
        texts = {s.text for s, near in zip(alone, alike, strict=True) if near} | {hosts[h].text for near in alike for h in near}
        vectors = dict(zip(sorted(texts), reader.encoder(sorted(texts)), strict=True))
        for s, near in zip(alone, alike, strict=True):
            for h in list(near):
                meaning = float(vectors[s.text] @ vectors[hosts[h].text])
                near[h] += meaning
                if meaning < MEANING:
                    del near[h]
    return [_best({**said, **same}, own, hosts) for said, same, own in zip(stated, alike, keys, strict=True)]


def _best(values: dict[int, float], keys: frozenset[str], hosts: Sequence[_Host]) -> _Host | None:
    """Return the best host; of equals the one with most of the sentence's words and numbers, and of those the first."""
    return hosts[max(values, key=lambda h: (values[h], len(keys & hosts[h].keys), -h))] if values else None


def _keys(text: str, reader: Reader) -> frozenset[str]:
    return frozenset(reader.lexicon.of_english(text))


def _words(keys: frozenset[str], but: str = "#@") -> frozenset[str]:
    return frozenset(k for k in keys if k[0] not in but)


def _by_words(keys: Sequence[frozenset[str]], hosts: Sequence[_Host]) -> Iterator[list[int]]:
    """Yield for each sentence the hosts that may share enough of its words.

    Where a share OVERLAP of the smaller set is in the other, so is one at least of the rarer words that the smaller set without
    that share has, and one more (prefix filtering; Chaudhuri, Ganti and Kaushik 2006): common words are seldom looked up. Of
    hosts that differ in nothing but their numbers, as the lines of a list may, the first FORMS are asked, and the one with the
    sentence's own numbers.
    """
    forms: dict[tuple[str, Kind, frozenset[str]], list[int]] = {}
    exact: dict[tuple[str, Kind, frozenset[str]], dict[frozenset[str], int]] = {}
    for h, host in enumerate(hosts):
        form = host.path, host.kind, host.words
        forms.setdefault(form, []).append(h)
        exact.setdefault(form, {}).setdefault(host.keys, h)
    words = [form[2] for form in forms]
    count = Counter(k for those in (*map(_words, keys), *words) for k in those)

    def rarer(those: frozenset[str]) -> list[str]:
        ordered = sorted(those, key=lambda k: (count[k], k))
        return ordered[: len(ordered) - ceil(OVERLAP * len(ordered)) + 1]

    in_all, in_rarer, those_hosts = _index(words), _index(map(rarer, words)), [(of[:FORMS], exact[form]) for form, of in forms.items()]
    for those in keys:
        own = _words(those)
        near = {f for k in rarer(own) for f in in_all.get(k, ())} | {f for k in own for f in in_rarer.get(k, ())}
        yield sorted({h for f in near for first, same in (those_hosts[f],) for h in (*first, *([same[those]] if those in same else []))})


def _index(those: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for n, keys in enumerate(those):
        for k in keys:
            index.setdefault(k, []).append(n)
    return index


def _by_number(keys: Sequence[frozenset[str]], hosts: Sequence[_Host]) -> Iterator[list[int]]:
    """Yield for each sentence the hosts that have the rarest of its numbers, so far as a rare word of it stands there or before.

    Of a sentence's words a share STATED must be in a host or before it: one at least of its rarer ones, as in `_by_words`.
    """
    index = _index((k for k in host.keys if k[0] == "#") for host in hosts)
    said = _index(_words(host.keys | host.ahead, "#@&") for host in hosts)
    for those in keys:
        listed = [index.get(k, []) for k in those if k[0] == "#"]
        words = sorted(_words(those, "#@&"), key=lambda k: (len(said.get(k, ())), k))
        rare = [said.get(k, []) for k in words[: len(words) - ceil(STATED * len(words)) + 1]]
        most = min(listed, key=len, default=[])
        yield most if len(most) <= sum(map(len, rare)) else sorted({h for of in rare for h in of}.intersection(most))


def _may_be_twins(segment: Segment, host: _Host) -> bool:
    return host.path != segment.path and host.kind is segment.kind


def _sharing(segment: Segment, keys: frozenset[str], near: Sequence[int], hosts: Sequence[_Host]) -> dict[int, float]:
    """Return how much of the shorter text's words the other has, where that is enough."""
    own, out = _words(keys), {}
    for h in near:
        host = hosts[h]
        shared, least, most = len(own & host.words), *sorted((len(own), len(host.words)))
        enough = shared >= min(2, len(own)) and shared >= OVERLAP * max(1, least) and least >= OVERLAP * max(1, most)
        if enough and _may_be_twins(segment, host):
            out[h] = shared / least + 1.0
    return out


def _stating(segment: Segment, keys: frozenset[str], near: Sequence[int], hosts: Sequence[_Host]) -> dict[int, float]:
    """Return the share of the sentence's words that the others have, where they state, as a part, all its numbers and names."""
    numbers, words = {k for k in keys if k[0] == "#"}, _words(keys, "#@&")
    names = {m[1].casefold() for m in NAME.finditer(segment.text)}
    out = {}
    for h in near:
        host = hosts[h]
        shared = len(words & (host.keys | host.ahead))
        named = all(name in f"{host.before} {host.text}".casefold() for name in names)
        stated = numbers <= host.keys and len(words & host.keys) > 1 and shared >= STATED * len(words)
        if stated and named and _may_be_twins(segment, host):
            out[h] = shared / len(words)
    return out
