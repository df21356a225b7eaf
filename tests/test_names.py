"""Names: what a wording means, what it hides, and what is weak evidence only."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pipeline.align import align
from pipeline.checks import check_pairs, pair, run
from pipeline.mentions.names import label, names, sightings
from pipeline.mentions.naming import naming
from pipeline.mentions.rolls import partners, rolls
from pipeline.mentions.wordings import Strength
from pipeline.model import Bilingual, Collation, Concept, Decisions, Glossary, Original, Settings, Severity, Term, Translation, Work
from pipeline.read import read_markdown

NO_STATES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
GPAI = Concept("gpai", (Term("en", "GPAI"), Term("zh-Hans", "全球人工智能合作伙伴关系")), "organisation")
OWN_OECD = Concept("house-oecd", (Term("en", "OECD"), Term("zh-Hans", "经合组织")), "organisation")
GLOSSARY = Glossary((GPAI, OWN_OECD, Concept("term", (Term("en", "Plenary"),))))


@pytest.mark.parametrize(
    ("locale", "text", "ids"),
    [
        ("zh-Hans", "大韩民国、韩国、南韩", ["KR", "KR", "KR"]),
        ("zh-Hans", "朝鲜和北韩", ["KP", "KP"]),
        ("zh-Hans", "澳洲、纽西兰、沙特、义大利、捷克共和国", ["AU", "NZ", "SA", "IT", "CZ"]),
        ("zh-Hant-TW", "義大利、紐西蘭、沙烏地阿拉伯", ["IT", "NZ", "SA"]),
        ("zh-Hans", "中国香港、中华台北", ["HK", "TW"]),
        ("zh-Hans", "印度尼西亚在印度洋", ["ID"]),
        ("zh-Hans", "发展中国家", []),
        ("zh-Hans", "美国家庭", ["US"]),
        ("zh-Hans", "刚果（金）与刚果（布）", ["CD", "CG"]),
        ("zh-Hans", "对美国、在美国", ["US", "US"]),
        ("zh-Hans", "马里兰州与马里奥", []),
        ("zh-Hans", "多米尼克·斯特劳斯", []),
        ("zh-Hans", "七国集团、欧盟、欧洲联盟", ["G7", "EU", "EU"]),
        ("en", "Republic of Korea, Korea and South Korea", ["KR", "KR", "KR"]),
        ("en", "Türkiye’s and Turkey's", ["TR", "TR"]),
        ("en", "a turkey on fine china tells us", []),
        ("en", "CONTACT US", []),
        ("en", "the US, the U.S. and the USA", ["US", "US", "US"]),
        ("en", "Niger, Nigeria, Dominica, the Dominican Republic", ["NE", "NG", "DM", "DO"]),
        ("en", "Papua New Guinea, Guinea-Bissau, Equatorial Guinea", ["PG", "GW", "GQ"]),
        ("en", "Hong Kong, China and Chinese Taipei", ["HK", "TW"]),
        ("en", "South America, Northern Ireland, New England", []),
        ("en", "German, French and Chinese from Berlin", []),
        ("en", "Georgia, Jordan and Chad", []),
        ("en", "see https://example.org/Singapore and `France`", []),
    ],
)
def test_names(locale: str, text: str, ids: list[str]) -> None:
    assert [m.value for m in names(text, locale, None)] == ids


def test_glossary_names_come_first() -> None:
    found = names("GPAI is hosted by the OECD in Plenary.", "en", GLOSSARY)
    assert [m.value for m in found] == ["gpai", "house-oecd"]
    assert [m.value for m in names("经济合作与发展组织", "zh-Hans", GLOSSARY)] == ["house-oecd"], (
        "the table's other forms follow the house's id"
    )


@pytest.mark.parametrize(
    ("locale", "text", "identity"), [("en", "German", "DE"), ("en", "Beijing", "CN"), ("zh", "德语", "DE"), ("zh", "巴黎", "FR")]
)
def test_weak_evidence(locale: str, text: str, identity: str) -> None:
    (found,) = sightings(text, locale, None)
    assert identity in found.ids
    assert found.strength < Strength.NAME


def test_label() -> None:
    assert (label("SI", "zh-Hans"), label("gpai", "zh-Hans", GLOSSARY), label("nothing", "en")) == (
        "斯洛文尼亚",
        "全球人工智能合作伙伴关系",
        "nothing",
    )


@given(st.text(alphabet="中国美英法德印度尼西亚洋韩朝鲜 USAEUabc.、（）·", max_size=40), st.sampled_from(["en", "zh-Hans"]))
def test_spans_are_in_order_and_inside(text: str, locale: str) -> None:
    found = names(text, locale, None)
    assert all(0 <= a < b <= len(text) for a, b in (m.span for m in found))
    assert all(one.span[1] <= two.span[0] for one, two in itertools.pairwise(found))


def test_swap_prefers_the_look_alike() -> None:
    bead = pair("Slovenia and Sweden agreed.", "瑞士与斯洛伐克达成一致。").beads[0]
    swaps = naming(bead.source, bead.target, None).swaps()
    assert [(a.id, b.id) for a, b in swaps] == [("SE", "CH"), ("SI", "SK")]


def test_rolls_pass_over_emphasis() -> None:
    bead = pair("Canada, the **Republic of Korea**, Japan and the United Kingdom", "加拿大、**大韩民国**、日本和英国").beads[0]
    (source,), (target,) = rolls(bead.source, "en", None), rolls(bead.target, "zh", None)
    assert source.ids == target.ids
    assert list(partners([target], [source])) == [(target, source)]


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("In January 2019 it published a framework for companies.", "新加坡", []),
        ("In January 2019 it published a framework for companies.", "德国", ["德国"]),
        ("In January 2019 experts published a framework for companies.", "新加坡", ["新加坡"]),
    ],
)
def test_a_pronoun_points_to_the_name_in_its_heading(source: str, name: str, expected: list[str]) -> None:
    en = f"# The work\n\n## Singapore's part\n\nThe experience is practical.\n\nThe steps follow.\n\n{source}\n"
    zh = f"# 工作\n\n## 新加坡的参与\n\n这些经验很实际。\n\n步骤如下。\n\n2019年1月，{name}发布了面向企业的框架。\n"
    work = Work(
        "w",
        Path(),
        Bilingual("", ""),
        (Original(read_markdown(en, "en.md", "en")),),
        Translation(read_markdown(zh, "zh-Hans.md", "zh-Hans")),
    )
    bitext = align(work, Glossary(), Settings(encoder="lexical"), Decisions())
    issues = run(Collation(bitext, Glossary(), Settings(encoder="lexical"), work), only=["names"])
    assert [i.target.text for i in issues if i.target] == expected


# ISO 3166-1, all codes in use in 2026.
ISO_3166 = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI "
    "CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ "
    "GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS "
    "LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG "
    "PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK "
    "TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh_Hant", "zh_Hant_HK"])
def test_every_country_of_iso_3166(locale: str) -> None:
    """CLDR names every code in every locale, and the name is read back: no other table of countries is needed."""
    named = Locale.parse(locale).territories
    frame = "the {} side" if locale == "en" else "会见{}代表"
    unread = [
        code
        for code in ISO_3166.split()
        if not any(code in s.ids for s in sightings(frame.format(named[code]), locale.partition("_")[0], None))
    ]
    assert not unread


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("Rwandese Republic", "RW"),
        ("Bonaire, Sint Eustatius and Saba", "BQ"),
        ("South Georgia and the South Sandwich Islands", "GS"),
        ("Virgin Islands, British", "VG"),
        ("Virgin Islands (U.S.)", "VI"),
        ("Plurinational State of Bolivia", "BO"),
        ("Democratic Socialist Republic of Sri Lanka", "LK"),
        ("Iran, Islamic Republic of", "IR"),
    ],
)
def test_formal_names(form: str, code: str) -> None:
    found = [s.ids[0] for s in sightings(f"The delegation of {form} spoke.", "en", None)]
    assert found == [code]


@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant_TW", "zh_Hant_HK"])
def test_every_country_of_cldr_is_known_and_missed_in_every_region(locale: str) -> None:
    english, chinese = Locale("en").territories, Locale.parse(locale).territories
    codes = [c for c in sorted(english) if len(c) == 2 and c in chinese and c not in NO_STATES]
    pairs = [(f"Officials from {english[c]} attended.", chinese[c] + "的官員出席。") for c in codes]
    assert [c for c, told in zip(codes, check_pairs(pairs, encoder=None, only=("names", "lists")), strict=True) if told] == []
    others = [codes[(n + 7) % len(codes)] for n in range(len(codes))]
    pairs = [(f"Officials from {english[a]} attended.", chinese[b] + "的官員出席。") for a, b in zip(codes, others, strict=True)]
    found = check_pairs(pairs, encoder=None, only=("names", "lists"))
    assert [(a, b) for a, b, told in zip(codes, others, found, strict=True) if not any(i.severity >= Severity.MAJOR for i in told)] == []


def test_a_list_of_countries_is_compared_in_any_order_and_region() -> None:
    english, chinese = Locale("en").territories, Locale.parse("zh_Hant_TW").territories
    codes = [c for c in sorted(english) if len(c) == 2 and c in chinese and c not in NO_STATES][::9]
    en = "Members: " + ", ".join(english[c] for c in codes[:-1]) + " and " + english[codes[-1]] + "."
    names = [chinese[c] for c in reversed(codes)]
    texts = ["、".join(names[:-1]) + "與" + names[-1], *("；".join(n for n in names if n != one) for one in names)]
    clean, *dropped = check_pairs([(en, f"成員：{text}。") for text in texts], encoder=None, only=("lists",))
    assert clean == []
    assert [len(told) for told in dropped] == [1] * len(names)
