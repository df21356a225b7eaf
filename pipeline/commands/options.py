"""Know the language of this call, and the options that commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from .. import library
from ..build import House, collate, folders
from ..model import Bilingual, Collation, Language, Settings, Severity, Verification
from ..settings import read_settings
from ..writing import write_whole

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


def folder_option(name: str, default: str, en: str, zh: str, must_exist: bool = False) -> Callable[[F], F]:
    """Make an option that names one of the house's folders."""
    return click.option(
        name,
        type=click.Path(path_type=Path, file_okay=False),
        default=default,
        show_default=True,
        callback=_demand_folder if must_exist else None,
        help=t(en, zh),
    )


def _demand_folder(context: click.Context, parameter: click.Parameter, value: Path) -> Path:
    """Refuse a folder that the call names and that is not there; the default one may be missing."""
    if parameter.name and context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE and not value.is_dir():
        raise click.BadParameter(t(f"there is no folder {value}", f"没有文件夹 {value}"), context, parameter)
    return value


glossary_option = folder_option(
    "--glossary", "glossary", "Folder of terms.csv and names.csv.", "术语表文件夹（terms.csv、names.csv）。", must_exist=True
)
output_file = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=t("Write to this file.", "写入此文件。"))
sources_option = folder_option("--sources", "sources", "Folder of works.", "作品文件夹。")
OUTPUT = "output"
built_option = folder_option("--output", OUTPUT, "Folder for what is built.", "输出文件夹。")
encoder_option = click.option(
    "--encoder", default=None, help=t("Sentence encoder: use, lexical, or a model's name.", "句向量编码器：use、lexical 或模型名称。")
)


def settings_of(encoder: str | None = None) -> Settings:
    """Return the house's settings, with another encoder where the call names one."""
    settings = read_settings(Path())
    if settings.off or settings.severities:
        from ..checks import demand_known, with_present_names

        settings = with_present_names(settings)
        demand_known(settings)
    return replace(settings, encoder=encoder) if encoder else settings


def give(content: str | bytes, output: Path | None) -> None:
    """Print what a command made, or write it to the file that the call names; what is no text only to a file or a pipe."""
    if isinstance(content, bytes):
        if output is None and sys.stdout.isatty():
            raise click.UsageError(t("this format is no text: name a file with -o", "此格式不是文本，请用 -o 指定文件"))
        write_whole(output, content) if output else sys.stdout.buffer.write(content)
    elif output is None:
        click.echo(content, nl=bool(content) and not content.endswith("\n"))
    else:
        write_whole(output, content.encode("utf-8", "replace"))


def collated(sources: Path, glossary: Path, encoder: str | None, work: str) -> Iterator[tuple[Path, Collation, Verification]]:
    """Collate the named work, or all, and yield each with its folder; of other works it is told what the last build told it."""
    from ..read import read_decisions, read_glossary, read_work

    concepts, settings = read_glossary(glossary), settings_of(encoder)
    house = House(sources, glossary, Path(OUTPUT), settings)
    for folder in folders(sources, [work] if work else []):
        decisions, told = read_decisions(folder / "review.toml"), library.told(house, folder.name)
        yield folder, *collate(read_work(folder), concepts, settings, decisions, told=told)
