"""Know the locales of this house, by BCP 47 tag, alias and file name."""

from __future__ import annotations

from pathlib import Path

LOCALES = ("en", "zh-Hans", "zh-Hans-SG", "zh-Hant-TW", "zh-Hant-HK")
ALIASES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-hans-cn": "zh-Hans",
    "zh-sg": "zh-Hans-SG",
    "zh-hant": "zh-Hant-TW",
    "zh-tw": "zh-Hant-TW",
    "zh-hk": "zh-Hant-HK",
    "en-gb": "en",
    "en-us": "en",
}
KNOWN = {locale.lower(): locale for locale in LOCALES} | ALIASES


def normalise(tag: str) -> str:
    """Return the locale that a tag means, or nothing.

    >>> normalise("zh-TW"), normalise("zh_hans_sg"), normalise("fr")
    ('zh-Hant-TW', 'zh-Hans-SG', '')
    """
    return KNOWN.get(tag.replace("_", "-").lower(), "")


def locale_of(path: Path) -> str:
    """Return the locale that a file's name tells, or nothing.

    >>> [locale_of(Path(name)) for name in ("zh-Hans.md", "en-observatory.html", "guide.zh-TW.docx", "report.md")]
    ['zh-Hans', 'en', 'zh-Hant-TW', '']
    """
    return KNOWN.get(tag_of(path), "")


def tag_of(path: Path) -> str:
    """Return the tag that stands in a file's name, in small letters; `zh` says that it is Chinese, and not which.

    >>> [tag_of(Path(name)) for name in ("zh-Hans.md", "guide-zh-TW.docx", "zh.md", "report.md")]
    ['zh-hans', 'zh-tw', 'zh', '']
    """
    stem = path.stem.lower().replace("_", "-")
    for tag in sorted(KNOWN, key=len, reverse=True):
        if stem == tag or stem.endswith(("." + tag, "-" + tag)) or stem.startswith((tag + "-", tag + ".")):
            return tag
    return ""


def says_script(path: Path) -> bool:
    """Tell whether a file's name says in which Chinese it is written."""
    return tag_of(path) not in ("", "zh") and locale_of(path).startswith("zh")
