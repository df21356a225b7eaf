"""Run Duikan from the shell: parse the call, hand it to the rooms, tell the person, set the exit status.

Exit status: 0 all is well; 1 an issue at or above the asked severity is open; 2 the call or an input is wrong. This is the
only place that catches errors for the user.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import __version__
from .model import Bilingual, Language, Settings, Severity, SourceError

if TYPE_CHECKING:
    from .build import Summary
    from .model import Collation, Glossary, Verification

F = TypeVar("F", bound=Callable[..., Any])
SEVERITIES = [str(s) for s in Severity]


def language_of(arguments: Sequence[str], environment: dict[str, str]) -> Language:
    """Return the language of messages: `--lang`, else the locale of the environment, else English.

    >>> language_of(["build", "--lang", "zh"], {}), language_of([], {"LANG": "zh_SG.UTF-8"}), language_of([], {})
    ('zh', 'zh', 'en')
    """
    for n, argument in enumerate(arguments):
        if argument == "--lang" and n + 1 < len(arguments):
            return "zh" if arguments[n + 1] == "zh" else "en"
        if argument.startswith("--lang="):
            return "zh" if argument.endswith("=zh") else "en"
    chosen = next((environment[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(k)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


LANGUAGE = language_of(sys.argv[1:], dict(os.environ))


def t(en: str, zh: str) -> str:
    """Return the wording in the language of this call."""
    return Bilingual(en, zh).text(LANGUAGE)


class Commands(click.Group):
    """Catch errors for the user: one line, exit 2; the traceback with `--debug`."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and exit."""
        try:
            super().main(*args, **{**kwargs, "standalone_mode": False})
            sys.exit(0)
        except click.exceptions.Exit as stop:
            sys.exit(stop.exit_code)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "duikan"
            _fail(_usage(error) + t(f"; see {command} --help", f"；用法见 {command} --help"), error)
        except click.ClickException as error:
            _fail(error.format_message(), error)
        except SourceError as error:
            _fail(error.text(LANGUAGE), error)
        except (OSError, MemoryError) as error:
            _fail(t(f"{error}", f"系统错误：{error}"), error)
        except (KeyboardInterrupt, click.Abort) as error:
            _fail(t("stopped; the last good output stays", "已中止；上一次的输出保持不变"), error, 130)


def _usage(error: click.UsageError) -> str:
    """Return what is wrong with the call, in the language of this call; click itself knows English only."""
    if LANGUAGE == "en":
        return error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return "缺少参数"
    if isinstance(error, click.BadParameter):
        return f"参数取值有误（{error.format_message().rstrip('.')}）"
    if error.message.startswith("No such command"):
        return f"没有命令 {error.message.split()[-1].rstrip('.')}"
    return error.format_message()


def _fail(line: str, error: BaseException, status: int = 2) -> None:
    if "--debug" in sys.argv:
        raise error
    click.echo(f"duikan: {escape(line)}", err=True)
    sys.exit(status)


def escape(text: str) -> str:
    """Return the text with control characters and direction overrides shown as escapes: a file's name may hold anything.

    >>> escape("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def common(command: F) -> F:
    """Add the options that every command has."""

    def keep(context: click.Context, _: click.Parameter, value: bool) -> None:
        context.meta["duikan.quiet"] = value or context.meta.get("duikan.quiet", False)

    for option in (
        click.option("--lang", type=click.Choice(["en", "zh"]), expose_value=False, help=t("Language of messages.", "提示信息的语言。")),
        click.option("--debug", is_flag=True, expose_value=False, help=t("Show tracebacks of errors.", "出错时显示调用栈。")),
        click.option("--quiet", "-q", is_flag=True, expose_value=False, callback=keep, help=t("Say only what is wrong.", "只报告错误。")),
    ):
        command = option(command)
    return command


def quiet() -> bool:
    """Return whether this call asked for silence."""
    return bool(click.get_current_context().meta.get("duikan.quiet"))


def folder_option(name: str, default: str, en: str, zh: str) -> Callable[[F], F]:
    """Make an option that names one of the house's folders."""
    return click.option(name, type=click.Path(path_type=Path, file_okay=False), default=default, show_default=True, help=t(en, zh))


glossary_option = folder_option("--glossary", "glossary", "Folder of terms.csv and names.csv.", "术语表文件夹（terms.csv、names.csv）。")
output_file = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=t("Write to this file.", "写入此文件。"))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=t(
        "Collate a Chinese translation with its English originals, check it, and publish verified editions.\n\n"
        "Start with `duikan check ORIGINAL TRANSLATION` on any two files, or `duikan build` where there is a folder `sources`.",
        "对勘中文译文与英文原文，检查出入，出版经核对的版本。\n\n"
        "可先用 `duikan check 原文 译文` 检查任意两份文件；有 `sources` 文件夹时用 `duikan build` 全部构建。",
    ),
)
@click.version_option(__version__, prog_name="duikan")
@common
def main() -> None:
    """Hold the commands."""


@main.command(
    help=t("Build works: reports and editions (all works, or those named).", "构建作品：报告与各版本（全部作品，或指明的作品）。")
)
@click.argument("work", nargs=-1)
@folder_option("--sources", "sources", "Folder of works.", "作品文件夹。")
@glossary_option
@folder_option("--output", "output", "Folder for what is built.", "输出文件夹。")
@click.option(
    "--jobs", "-j", type=click.IntRange(1), default=None, help=t("Processes at once [default: one a core].", "并行进程数（默认每核一个）。")
)
@click.option("--strict", is_flag=True, help=t("Exit 1 when a major or critical issue is open.", "有重大或严重问题未决时退出状态为 1。"))
@common
def build(work: tuple[str, ...], sources: Path, glossary: Path, output: Path, jobs: int | None, strict: bool) -> None:
    """Build works."""
    from .build import House
    from .build import build as build_house
    from .settings import read_settings
    from .terminal import progress, table

    house = House(sources, glossary, output, read_settings(Path()))
    with progress(quiet()) as tell:
        summaries = build_house(house, work, jobs or os.cpu_count() or 1, tell)
    if not quiet():
        table(summaries, output, LANGUAGE)
    _end_of_build(summaries, strict)


def _end_of_build(summaries: Sequence[Summary], strict: bool) -> None:
    broken = [s for s in summaries if s.error.en]
    for summary in broken:
        click.echo(f"duikan: {summary.error.text(LANGUAGE)}", err=True)
    if broken:
        names = [s.work for s in broken]
        click.echo(
            "duikan: "
            + t(f"not built: {', '.join(names)}; the last good output stays", f"未能构建：{'、'.join(names)}；上一次的输出保持不变"),
            err=True,
        )
        sys.exit(2)
    if strict and any(s.issues[2] or s.issues[3] for s in summaries):
        sys.exit(1)


@main.command(
    help=t(
        "Check a translation against its originals: any two or more files, the translation last. No project is needed.",
        "检查译文与原文是否相符：两份或更多文件，译文放在最后；无需建立项目。",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--bitext",
    type=click.Path(path_type=Path),
    help=t("Check pairs that are aligned already: JSONL, TSV, TMX, XLIFF.", "检查已对齐的句对：JSONL、TSV、TMX、XLIFF。"),
)
@click.option(
    "--pairs",
    is_flag=True,
    help=t("Take every pair of --bitext by itself, not as one document.", "将 --bitext 的每一对各自检查，不视为同一文档。"),
)
@glossary_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=t("Form of the report.", "报告格式。"),
)
@output_file
@click.option(
    "--encoder", default=None, help=t("Sentence encoder: use, lexical, or a model's name.", "句向量编码器：use、lexical 或模型名称。")
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="major",
    show_default=True,
    help=t("Exit 1 from this severity on.", "达到此级别即以状态 1 退出。"),
)
@common
def check(
    files: tuple[Path, ...],
    bitext: Path | None,
    pairs: bool,
    glossary: Path,
    format_: str,
    output: Path | None,
    encoder: str | None,
    fail_on: str,
) -> None:
    """Check files."""
    from .read import read_glossary

    settings = _settings(encoder)
    if bitext is not None and files:
        raise click.UsageError(t("give either files or --bitext, not both", "文件与 --bitext 只能给出一种"))
    if bitext is not None:
        collation, verification = _check_bitext(bitext, read_glossary(glossary), settings, pairs)
    else:
        collation, verification = _check_files(files, read_glossary(glossary), settings)
    _give(_report(format_, collation, verification), output)
    if any(i.status == "open" and i.severity >= Severity[fail_on.upper()] for i in verification.issues):
        sys.exit(1)


def _settings(encoder: str | None) -> Settings:
    from dataclasses import replace

    from .settings import read_settings

    settings = read_settings(Path())
    return replace(settings, encoder=encoder) if encoder else settings


def _check_files(files: Sequence[Path], glossary: Glossary, settings: Settings) -> tuple[Collation, Verification]:
    from .build import collate
    from .model import Decisions
    from .read import read_files

    if len(files) < 2:
        raise click.UsageError(t("give at least two files, the translation last", "请至少给出两份文件，译文放在最后"))
    return collate(read_files(files[:-1], files[-1]), glossary, settings, Decisions())


def _check_bitext(path: Path, glossary: Glossary, settings: Settings, loose: bool) -> tuple[Collation, Verification]:
    from .checks import run_pairs
    from .model import Decisions
    from .read import read_pairs
    from .review import review

    collation, issues = run_pairs(read_pairs(path), glossary, settings, loose)
    return collation, review(collation, issues, Decisions())


def _report(format_: str, collation: Collation, verification: Verification) -> str:
    from .report import json, text

    if format_ == "json":
        return json.render(collation, verification)
    return text.render(collation, verification, LANGUAGE, summary=not quiet())


def _give(content: str, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=not content.endswith("\n") and bool(content))
    else:
        from .build import write_whole

        write_whole(output, content.encode())


@main.command(help=t("Align a translation with its originals and print the beads.", "将译文与原文对齐，输出对齐结果。"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lines", is_flag=True, help=t("Take each line as one segment.", "每行视为一个句段。"))
@click.option(
    "--encoder", default=None, help=t("Sentence encoder: use, lexical, or a model's name.", "句向量编码器：use、lexical 或模型名称。")
)
@glossary_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["tsv", "json", "tmx", "xliff"]),
    default="tsv",
    show_default=True,
    help=t("Form of the output.", "输出格式。"),
)
@output_file
@common
def align(files: tuple[Path, ...], lines: bool, encoder: str | None, glossary: Path, format_: str, output: Path | None) -> None:
    """Align files."""
    from .align import align as align_work
    from .model import Decisions
    from .read import read_files, read_glossary, read_lines
    from .report import beads, tmx, tsv, xliff

    if len(files) < 2:
        raise click.UsageError(t("give at least two files, the translation last", "请至少给出两份文件，译文放在最后"))
    work = (read_lines if lines else read_files)(files[:-1], files[-1])
    bitext = align_work(work, read_glossary(glossary), _settings(encoder), Decisions())
    _give({"tsv": tsv, "json": beads, "tmx": tmx, "xliff": xliff}[format_].render(bitext), output)


@main.command(
    help=t(
        "Explain a check: what it finds, why it matters, examples. Without a name: list all.",
        "说明某项检查：查什么、为何重要、示例；不给名称则列出全部。",
    )
)
@click.argument("name", metavar="[CHECK]", required=False)
@common
def explain(name: str | None) -> None:
    """Explain a check."""
    from .checks import checks

    known = checks()
    if name is None:
        width = max(map(len, known))
        for each in known.values():
            click.echo(f"{each.name:{width}}  {each.severity!s:8}  {each.page.splitlines()[0]}")
    elif name in known:
        each = known[name]
        click.echo(f"{each.name} ({each.severity}; ITS {each.type}; MQM {each.mqm})\n\n{each.page}")
    else:
        raise click.UsageError(
            t(f"there is no check {name!r}; duikan explain lists them", f"没有检查项“{name}”；duikan explain 可列出全部")
        )


@main.command(help=t("Start a house in a folder: a work to fill in, a glossary, a Makefile.", "在文件夹中新建项目：待填写的作品、术语表。"))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@common
def init(folder: Path) -> None:
    """Start a house."""
    from .start import start

    for path in start(folder):
        if not quiet():
            click.echo(str(path))


@main.command(help=t("Say what is missing on this machine.", "检查本机缺少什么。"))
@common
def doctor() -> None:
    """Examine the machine."""
    from .doctor import examine

    symptoms = list(examine())
    for symptom in symptoms:
        if not symptom.well or not quiet():
            click.echo(
                f"{'ok ' if symptom.well else '-- '} {symptom.what.text(LANGUAGE)}"
                + ("" if symptom.well else f": {symptom.remedy.text(LANGUAGE)}")
            )
    if not all(s.well for s in symptoms):
        sys.exit(2)


if __name__ == "__main__":
    main(prog_name="duikan")
