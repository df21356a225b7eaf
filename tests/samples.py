"""Make collations and verifications by hand: a small work with every kind of issue, and long ones for measuring."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from pipeline.model import (
    Bead,
    Bilingual,
    Bitext,
    Collation,
    Decisions,
    Document,
    Glossary,
    Issue,
    Kind,
    Mark,
    Original,
    Place,
    Segment,
    Settings,
    Severity,
    Translation,
    Verification,
    Waiver,
    Work,
    digest,
)
from pipeline.review import review

ENGLISH = "The members agreed that the committee shall report each year on progress and on what remains to be done"
CHINESE = "各成员同意委员会应每年报告进展情况以及有待完成的工作并提出改进建议和后续安排供大会审议通过"
PAGES = {
    "numbers": Bilingual(
        "Compare the values that both sides state.\n\nA wrong number in print is what readers `remember`.\n\n"
        '>>> on("15 members", "16个成员")\nnumbers (major): ...\n\nDoes not see a number that is spelled in a picture.',
        "比较两侧所说的数值。\n\n不能发现：图片里的数字。",
    ),
    "omission": Bilingual(
        "Find source sentences that the translation leaves out.\n\nDoes not see a clause lost inside a sentence.",
        "找出译文漏译的句子。\n\n不能发现：句中漏掉的分句。",
    ),
}

# English, Chinese, and what the segment is; an empty side is unmatched.
TEXTS = (
    ("GPAI and Singapore", "全球人工智能合作伙伴关系与新加坡", Kind.HEADING, 1),
    ("", "2020年成立 · 中文翻译版，仅供参考", Kind.FRONT, 0),
    ("Founding members", "创始成员", Kind.HEADING, 2),
    (
        "Singapore is one of the 15 founding members of GPAI, which was launched on 15 June 2020.",
        "新加坡是 GPAI 的16个创始成员之一，该组织于2020年6月15日启动。",
        Kind.PARAGRAPH,
        0,
    ),
    ("Members meet twice a year.", "成员每年召开三次会议。", Kind.PARAGRAPH, 0),
    ("The Secretariat does not vote.", "", Kind.PARAGRAPH, 0),
    ("Each member contributes EUR 20,000 a year.", "每个成员每年缴纳2亿欧元。", Kind.PARAGRAPH, 0),
    ("The Council", "理事会", Kind.HEADING, 2),
    ("Ministers of the member countries", "成员国部长", Kind.ITEM, 0),
    ("Representatives of civil society", "民间社会代表", Kind.ITEM, 0),
    ("", "理事会的决定须经协商一致。", Kind.PARAGRAPH, 0),
    ("The Multi-stakeholder Experts Group supports it.", "多利益相关方专家组为其提供支持。", Kind.PARAGRAPH, 0),
    ("Funding is described in another document.", "", Kind.PARAGRAPH, -1),
)


def work_sample(settings: Settings | None = None, decisions: Decisions | None = None) -> tuple[Collation, Verification]:
    """Return a small work: six issues of all severities, one of them waived, text without an original, a doubtful bead."""
    settings = settings or Settings(off=("spacing",))
    source, target, beads = _texts()
    original = Original(source, "About GPAI", "https://example.org/gpai", "2026-10-01", licence="CC BY-SA 4.0", sha256="0" * 64)
    work = Work(
        "sample",
        Path("sources/sample"),
        Bilingual("GPAI and Singapore", "全球人工智能合作伙伴关系与新加坡"),
        (original,),
        Translation(target),
    )
    collation = Collation(Bitext((source,), target, beads), Glossary(), settings, work)
    issues = _issues(beads)
    return collation, review(collation, issues, decisions or Decisions((Waiver(issues[5].id, "intended", "本馆统一使用“民间社会”。"),)))


def _texts() -> tuple[Document, Document, tuple[Bead, ...]]:
    source: list[Segment] = []
    target: list[Segment] = []
    beads: list[Bead] = []
    for n, (en, zh, kind, level) in enumerate(TEXTS):
        line = 2 * n + 1
        en_segments = (Segment(f"e{n}", "en.md", en, kind, f"p{n}", line, 1, max(level, 0), expected=level >= 0),) if en else ()
        zh_segments: tuple[Segment, ...] = (Segment(f"z{n}", "zh-Hans.md", zh, kind, f"q{n}", line, 1, max(level, 0)),) if zh else ()
        if zh.startswith("新加坡"):
            zh_segments = tuple(replace(s, marks=(Mark("strong", 10, 17),)) for s in zh_segments)
        source += en_segments
        target += zh_segments
        beads.append(Bead(digest(en, zh), en_segments, zh_segments, 0.3 if "Group" in en else 0.9))
    return Document("en.md", "en", "1" * 64, tuple(source)), Document("zh-Hans.md", "zh-Hans", "2" * 64, tuple(target)), tuple(beads)


def _place(segment: Segment, text: str) -> Place:
    at = segment.text.index(text)
    return Place(segment, at, at + len(text))


def _issues(beads: tuple[Bead, ...]) -> tuple[Issue, ...]:
    def issue(check: str, type_: str, severity: Severity, bead: int, en: str, zh: str, message: Bilingual, suggestion: str | None) -> Issue:
        at = beads[bead]
        source = _place(at.source[0], en) if en else None
        target = _place(at.target[0], zh) if zh else None
        return Issue(digest(check, en, zh), check, type_, "accuracy", severity, message, source, target, suggestion=suggestion, bead=at.id)

    first = beads[3].target[0]
    found = [
        issue(
            "counts", "numbers", Severity.MAJOR, 3, "15 founding members", "16个创始成员",
            Bilingual(
                "“15 founding members” is rendered 16个创始成员; expected 15个",
                "“15 founding members”译作“16个创始成员”，应为15个",
            ), "15个创始成员",
        ),
        issue(
            "numbers", "numbers", Severity.MAJOR, 4, "twice a year", "每年召开三次",
            Bilingual(
                '"twice a year" is rendered 每年召开三次; expected 两次',
                "“twice a year”译作“每年召开三次”，应为两次",
            ), "每年召开两次",
        ),
        issue(
            "omission", "omission", Severity.MAJOR, 5, "The Secretariat does not vote.", "",
            Bilingual("not translated: “The Secretariat does not vote.”", "漏译：“The Secretariat does not vote.”"), None,
        ),
        issue(
            "numbers", "numbers", Severity.CRITICAL, 6, "EUR 20,000", "2亿欧元",
            Bilingual(
                "EUR 20,000 is rendered 2亿欧元 (200,000,000); expected 2万欧元",
                "“EUR 20,000”译作“2亿欧元”（200,000,000），应为2万欧元",
            ), "2万欧元",
        ),
        issue(
            "spacing", "whitespace", Severity.NEUTRAL, 3, "", " GPAI ",
            Bilingual("spaces around Latin words: the house does without", "西文两侧有空格：本馆不加"), "GPAI",
        ),
        issue(
            "terms", "terminology", Severity.MINOR, 9, "civil society", "民间社会",
            Bilingual(
                "“civil society” is rendered 民间社会; expected 公民社会",
                "“civil society”译作“民间社会”，应为“公民社会”",
            ), "公民社会",
        ),
    ]  # fmt: skip
    found[0] = replace(found[0], related=(_place(first, "2020年6月15日"),))
    return tuple(found)


def long_sample(segments: int = 5000, issues: int = 2000, seed: int = 1) -> tuple[Collation, Verification]:
    """Return a generated work: `segments` in both texts together, `issues` spread over them."""
    chance = random.Random(seed)
    english = ENGLISH.split()
    chinese = CHINESE
    source, target, beads = [], [], []
    for n in range(segments // 2):
        head = n % 25 == 0
        en = (
            f"Part {n // 25 + 1}"
            if head
            else " ".join(chance.choices(english, k=chance.randint(8, 26))) + f" in {chance.randint(3, 99)} cases."
        )
        zh = (
            f"第{n // 25 + 1}部分"
            if head
            else "".join(chance.choices(chinese, k=chance.randint(16, 50))) + f"共{chance.randint(3, 99)}项。"
        )
        kind, level = (Kind.HEADING, 2) if head else (Kind.PARAGRAPH, 0)
        source.append(Segment(f"e{n}", "en.md", en, kind, f"p{n // 3}" if not head else f"h{n}", 2 * n + 1, 1, level))
        target.append(Segment(f"z{n}", "zh-Hans.md", zh, kind, f"q{n // 3}" if not head else f"g{n}", 2 * n + 1, 1, level))
        beads.append(Bead(digest(str(n)), (source[-1],), (target[-1],), 0.9))
    bitext = Bitext(
        (Document("en.md", "en", "1" * 64, tuple(source)),), Document("zh-Hans.md", "zh-Hans", "2" * 64, tuple(target)), tuple(beads)
    )
    title = Bilingual("A long report", "一份长报告")
    work = Work("long", Path("sources/long"), title, (Original(bitext.originals[0]),), Translation(bitext.translation))
    collation = Collation(bitext, work=work)
    return collation, review(collation, _many(beads, issues, chance), Decisions())


def _many(beads: list[Bead], issues: int, chance: random.Random) -> tuple[Issue, ...]:
    kinds = (("numbers", "numbers"), ("terms", "terminology"), ("omission", "omission"), ("names", "inconsistent-entities"))
    found = []
    for n, bead in enumerate(sorted(chance.choices(range(len(beads)), k=issues))):
        check, type_ = chance.choice(kinds)
        en, zh = beads[bead].source[0], beads[bead].target[0]
        at = chance.randrange(max(len(zh.text) - 4, 1))
        severity = chance.choices(list(Severity), weights=[3, 8, 6, 1])[0]
        found.append(
            Issue(
                digest(check, str(n)), check, type_, "accuracy", severity,
                Bilingual(
                    f'"{en.text[:24]}" is rendered {zh.text[at : at + 4]}; expected 另一说法',
                    f"“{en.text[:24]}”译作“{zh.text[at : at + 4]}”，应为“另一说法”",
                ),
                Place(en, 0, min(24, len(en.text))), Place(zh, at, min(at + 4, len(zh.text))), suggestion="另一说法", bead=beads[bead].id,
            )
        )  # fmt: skip
    return tuple(found)
