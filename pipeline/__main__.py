"""Run Duikan from the shell: hand the call to its command, tell the person what went wrong, set the exit status.

Exit status: 0 all is well; 1 an issue at or above the asked severity is open; 2 the call or an input is wrong. This is the
only place that catches errors for the user; the commands stand in `commands/`.
"""

from __future__ import annotations

import signal
import sys
import threading
from importlib import import_module
from typing import Any

import click

from . import __version__
from .commands.options import LANGUAGE, common, t
from .model import SourceError
from .report.text import escape
from .said import in_chinese, trouble

ROOMS = {  # the modules of `commands/`, each with its commands
    "making": ("build", "init", "doctor", "fetch"),
    "comparing": ("check", "align", "explain"),
    "fixing": ("fix",),
    "serving": ("serve",),
    "looking": ("status", "diff", "verify"),
    "deciding": ("waive", "sign-off", "baseline", "decisions"),
    "terminology": ("terms",),
}


class Commands(click.Group):
    """Load a command when it is called for, and catch errors for the user: one line, exit 2; the traceback with `--debug`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, in alphabetical order."""
        return sorted(name for names in ROOMS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name; only its own module is loaded."""
        for room, names in ROOMS.items():
            if cmd_name in names:
                command: click.Command = getattr(import_module(f".commands.{room}", __package__), cmd_name.replace("-", "_"))
                return command
        return None

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and exit. Whoever is asked to end (SIGTERM) ends as one who is interrupted at the keyboard."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _interrupt)
        try:
            super().main(*args, **{**kwargs, "standalone_mode": False})
            sys.exit(0)
        except click.exceptions.Exit as stop:
            sys.exit(stop.exit_code)
        except click.exceptions.NoArgsIsHelpError as asked:
            click.echo(asked.format_message(), err=True)
            sys.exit(2)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "duikan"
            _fail(_usage(error) + t(f"; see {command} --help", f"；用法见 {command} --help"), error)
        except click.ClickException as error:
            _fail(error.format_message(), error)
        except SourceError as error:
            _fail(error.text(LANGUAGE), error)
        except (OSError, MemoryError) as error:
            _fail(trouble(error).text(LANGUAGE), error)
        except (KeyboardInterrupt, click.Abort) as error:
            number = next(iter((error.__cause__ or error).args), signal.SIGINT)  # click hands an interrupt on as an Abort
            _fail(t("stopped; the last good output stays", "已中止；上一次的输出保持不变"), error, 128 + number)


def _interrupt(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


def _usage(error: click.UsageError) -> str:
    """Return what is wrong with the call, in the language of this call; click itself knows English only."""
    if LANGUAGE == "en":
        return error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {_name(error)}"
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param else None
        reason = f"可选：{'、'.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else in_chinese(error.message)
        return f"参数 {_name(error)} 的值有误：{reason}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 须带一个值"
    if error.message.startswith("No such command"):
        return f"没有命令 {error.message.split()[-1].rstrip('.')}"
    if error.message.startswith("Missing command"):
        return "请指明命令"
    return in_chinese(error.format_message())


def _name(error: click.BadParameter) -> str:
    """Return the option or the argument that an error is about, as the person writes it."""
    if error.param is None or error.ctx is None:
        return ""
    named = [o for o in error.param.opts if o.startswith("-")]
    return max(named, key=len) if named else error.param.make_metavar(error.ctx)


def _fail(line: str, error: BaseException, status: int = 2) -> None:
    if "--debug" in sys.argv:
        raise error
    click.echo(f"duikan: {escape(line)}", err=True)
    sys.exit(status)


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


if __name__ == "__main__":
    main(prog_name="duikan")
