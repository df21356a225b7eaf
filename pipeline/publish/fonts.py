"""Find the four faces that pages are set in, and show them, and only them, to fontconfig.

An edition looks the same on every machine because Pango sees nothing but Noto Serif CJK and Noto Sans CJK, Regular and Bold:
a private fontconfig lists a folder of links to these files and nothing else. A character that none of them has is therefore
an error that is found, not a glyph of whatever font the machine happens to have.

`python -m pipeline.publish.fonts faces` prints the missing faces and exits 1 if there are any; `libraries` does so for Pango.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import os
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from xml.sax.saxutils import escape

from ..language.kept import cache_folder
from ..model import Bilingual, SourceError

# A face and the files that hold it: one weight each, or all weights in one collection.
FACES = {
    "Noto Serif CJK Regular": ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK.ttc"),
    "Noto Serif CJK Bold": ("NotoSerifCJK-Bold.ttc", "NotoSerifCJK.ttc"),
    "Noto Sans CJK Regular": ("NotoSansCJK-Regular.ttc", "NotoSansCJK.ttc"),
    "Noto Sans CJK Bold": ("NotoSansCJK-Bold.ttc", "NotoSansCJK.ttc"),
}
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/opt/homebrew/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
)
# As WeasyPrint looks for them: the names on Linux, on macOS, and what find_library knows.
LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.dylib", "gobject-2.0"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "pangoft2-1.0"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.dylib", "harfbuzz"),
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "harfbuzz-subset"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.dylib", "fontconfig"),
}
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{faces}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@cache
def _files() -> dict[str, Path]:
    """Return the files found, by name; fonts of the system win over fetched ones, earlier folders over later ones."""
    wanted = {name for names in FACES.values() for name in names}
    found: dict[str, Path] = {}
    for folder in (*FOLDERS, cache_folder() / "fonts"):
        for top, folders, names in os.walk(Path(folder).expanduser()):
            folders.sort()
            for name in sorted(wanted.intersection(names) - found.keys()):
                found[name] = Path(top) / name
    return found


def faces() -> dict[str, Path]:
    """Return the file of each face that is there."""
    files = _files()
    return {face: files[name] for face, names in FACES.items() for name in names[::-1] if name in files}


def check_fonts() -> list[str]:
    """Return the names of the faces that are missing; empty where all four are there."""
    return [face for face in FACES if face not in faces()]


def check_libraries() -> list[str]:
    """Return the names of the libraries that WeasyPrint needs and the machine does not have."""
    return [name for name, files in LIBRARIES.items() if not _loads(files)]


def _loads(files: tuple[str, ...]) -> bool:
    for file in files:
        found = file if "." in file and file.startswith("lib") else ctypes.util.find_library(file)
        try:
            if found and ctypes.CDLL(found):
                return True
        except OSError:
            continue
    return False


def use_fonts() -> None:
    """Point fontconfig at the four faces alone. Call it before Pango is loaded; calling it again does nothing.

    Raises SourceError where a face is missing.
    """
    missing = check_fonts()
    if missing:
        raise SourceError(
            missing[0],
            Bilingual(f"font not found ({', '.join(missing)})", f"缺少字体（{'、'.join(missing)}）"),
            Bilingual("run `sh pipeline/prepare.sh` or install fonts-noto-cjk", "请运行 sh pipeline/prepare.sh，或安装 fonts-noto-cjk"),
        )
    files = sorted(set(faces().values()))
    key = hashlib.sha256("\0".join(str(f) for f in files).encode()).hexdigest()[:12]
    folder = cache_folder() / "faces" / key
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        link = folder / file.name
        if not link.exists():
            _place(partial(_link, file), link)
    configuration = folder.with_suffix(".conf")
    text = CONFIGURATION.format(faces=escape(str(folder)), cache=escape(str(cache_folder() / "fontconfig")))
    if not configuration.is_file() or configuration.read_text(encoding="utf-8") != text:
        _place(lambda path: path.write_text(text, encoding="utf-8"), configuration)
    os.environ["FONTCONFIG_FILE"] = str(configuration)


def _link(file: Path, path: Path) -> None:
    path.symlink_to(file)


def _place(write: Callable[[Path], object], path: Path) -> None:
    """Write beside the path and move there, so that processes that start together see a whole file or none."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    write(beside)
    beside.replace(path)


if __name__ == "__main__":
    lacking = check_libraries() if sys.argv[1:] == ["libraries"] else check_fonts()
    print(", ".join(lacking))
    sys.exit(1 if lacking else 0)
