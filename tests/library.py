"""Make libraries of any size for measuring: works of sixty segments that share no sentence, and a glossary."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

BODIES = (
    ("council", "理事会"),
    ("ministry", "部委"),
    ("agency", "机构"),
    ("commission", "委员会"),
    ("secretariat", "秘书处"),
    ("laboratory", "实验室"),
    ("university", "大学"),
    ("foundation", "基金会"),
    ("regulator", "监管机构"),
    ("working group", "工作组"),
)
VERBS = (
    ("review", "审查"),
    ("publish", "公布"),
    ("assess", "评估"),
    ("adopt", "通过"),
    ("fund", "资助"),
    ("register", "登记"),
    ("inspect", "检查"),
    ("approve", "批准"),
    ("collect", "收集"),
    ("translate", "翻译"),
)
THINGS = (
    ("safety reports", "安全报告"),
    ("data sets", "数据集"),
    ("training programmes", "培训项目"),
    ("technical standards", "技术标准"),
    ("risk assessments", "风险评估"),
    ("licence applications", "许可申请"),
    ("audit records", "审计记录"),
    ("research projects", "研究项目"),
    ("guidance documents", "指导文件"),
    ("test results", "测试结果"),
)
PLACES = (
    ("Singapore", "新加坡"),
    ("France", "法国"),
    ("Japan", "日本"),
    ("Canada", "加拿大"),
    ("Brazil", "巴西"),
    ("India", "印度"),
    ("Kenya", "肯尼亚"),
    ("Germany", "德国"),
)
REASONS = (
    ("because public trust depends on openness", "因为公众信任有赖于公开"),
    ("so that small companies can take part", "以便小型企业能够参与"),
    ("in order to protect children", "以保护儿童"),
    ("without delaying other work", "同时不耽误其他工作"),
    ("after hearing civil society", "并事先听取民间社会的意见"),
    ("with the help of outside experts", "并由外部专家协助"),
    ("as the law requires", "这是法律的要求"),
    ("where resources allow", "前提是资源允许"),
)
RARE = ("quantum annealing", "量子退火")
EVERY = 100  # one work in so many holds the rare term
PARAGRAPHS = 18
TERMS = "id,en,zh-Hans,status\n" + "".join(f"t{n},{en},{zh},preferred\n" for n, (en, zh) in enumerate((*BODIES, *THINGS), 1))


def sentences(number: int) -> Iterator[tuple[str, str]]:
    """Yield a work's sentences, English and Chinese: no two works have one in common, since each states its own numbers."""
    draw = random.Random(number)
    for n in range(60):
        (b, bz), (v, vz), (t, tz), (p, pz), (r, rz) = (draw.choice(c) for c in (BODIES, VERBS, THINGS, PLACES, REASONS))
        count, year = 1000 + number * 60 + n, 2000 + draw.randrange(30)
        if number % EVERY == 0 and n == 30:
            t, tz = f"{t} on {RARE[0]}", f"{RARE[1]}方面的{tz}"
        yield f"In {year} the {b} in {p} shall {v} {count} {t} {r}.", f"{year}年，{pz}的{bz}应{vz}{count}份{tz}，{rz}。"


def write_work(folder: Path, number: int) -> None:
    """Write one work: three chapters, paragraphs of three sentences, sixty segments in all."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = sentences(number)
    english, chinese = [f"# Programme {number}"], [f"# 第{number}号方案"]
    for n in range(PARAGRAPHS):
        if n % 3 == 0:
            english.append(f"## Part {n // 3 + 1} of programme {number}")
            chinese.append(f"## 第{number}号方案第{n // 3 + 1}部分")
        block = [next(pairs) for _ in range(3 if n else 2)]
        english.append(" ".join(en for en, _ in block))
        chinese.append("".join(zh for _, zh in block))
    (folder / "en.md").write_text("\n\n".join(english) + "\n", encoding="utf-8")
    (folder / "zh-Hans.md").write_text("\n\n".join(chinese) + "\n", encoding="utf-8")
    title = f'title = {{ en = "Programme {number}", zh-Hans = "第{number}号方案" }}\n'
    rest = '[[original]]\npath = "en.md"\n[translation]\npath = "zh-Hans.md"\n[[edition]]\nlocale = "zh-Hans"\nformats = ["html"]\n'
    (folder / "work.toml").write_text(title + rest, encoding="utf-8")


def write_library(root: Path, works: int, encoder: str = "lexical") -> None:
    """Write a house of so many works, with a glossary of twenty-one terms."""
    for number in range(works):
        write_work(root / "sources" / f"w{number:06}", number)
    (root / "glossary").mkdir(exist_ok=True)
    (root / "glossary" / "terms.csv").write_text(f"{TERMS}rare,{RARE[0]},{RARE[1]},preferred\n", encoding="utf-8")
    (root / "duikan.toml").write_text(f'encoder = "{encoder}"\n', encoding="utf-8")
