"""How the command line speaks: its options, one Vietnamese line for a mistake, JSON, a bar for long work."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from service.errors import is_for_people, message_for_people
from service.plan_files import PlanFileError
from service.plan_text import NotAPlanError

log = logging.getLogger(__name__)

F = TypeVar("F", bound=Callable[..., Any])
Progress = Callable[[str], None]

#: Exit code for a mistake that a person can mend.
PERSONS_MISTAKE = 2
_BAR = 24

# --- values of options -----------------------------------------------------------------------------


class Day(click.ParamType[dt.date]):
    """A date as 2025-10-20."""

    name = "NĂM-THÁNG-NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date; fails with a Vietnamese line."""
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"«{value}» không phải là một ngày có thật; xin viết như 2025-10-20.", param, ctx)


class Folder(click.ParamType[Path]):
    """A folder that exists or can be made."""

    name = "THƯ MỤC"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder; fails where a file has its name."""
        path = Path(value)
        if path.exists() and not path.is_dir():
            self.fail(f"«{value}» là một tệp; xin chỉ tới một thư mục.", param, ctx)
        return path


class Port(click.ParamType[int]):
    """A port to listen on."""

    name = "CỔNG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; fails outside of 1 to 65535."""
        text = str(value)
        if not (text.isdecimal() and text.isascii() and 0 < int(text) < 65536):
            self.fail(f"«{value}» không phải là số cổng; xin dùng một số từ 1 đến 65535.", param, ctx)
        return int(text)


def data_option(command: F) -> F:
    """`--data`."""
    return click.option("--data", type=Folder(), help="Thư mục dữ liệu (mặc định: dunghan-data).")(command)


def as_of_option(command: F) -> F:
    """`--as-of`."""
    return click.option("--as-of", type=Day(), help="Xem như hôm nay là ngày này, ví dụ 2025-10-20.")(command)


def json_option(command: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="In JSON cho máy đọc.")(command)


def port_option(command: F) -> F:
    """`--port` of the pages."""
    return click.option("--port", type=Port(), help="Cổng của các trang (mặc định: PORT hoặc 8080).")(command)


# --- commands that speak Vietnamese ----------------------------------------------------------------


class Command(click.Command):
    """A command whose help is in Vietnamese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[TÙY CHỌN]", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Xem hướng dẫn này."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """«Cách dùng: dunghan …»."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options."""
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        with formatter.section("Tùy chọn"):
            formatter.write_dl([(name, text.replace("[required]", "(bắt buộc)")) for name, text in records])


class Commands(Command, click.Group):
    """Commands whose failures are one line for a person; the cause goes to the log."""

    command_class = Command
    #: Groups inside this one are of its own kind.
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "LỆNH …", **kwargs})

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        commands = [(name, self.commands[name].get_short_help_str(90)) for name in self.list_commands(ctx)]
        with formatter.section("Các lệnh"):
            formatter.write_dl(commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a school needs them."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command; a Vietnamese line if there is none of that name."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise click.UsageError(f"Không có lệnh «{args[0]}».", ctx)
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]  # click overloads it by standalone_mode
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run and exit, with one line for what a person can mend."""
        speak_utf8()
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **extra)
        try:
            code = super().main(args, standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(PERSONS_MISTAKE)
        except click.UsageError as error:
            click.echo(usage_line(error), err=True)
            sys.exit(PERSONS_MISTAKE)
        except click.Abort:
            click.echo("Đã dừng.", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it raises becomes a line."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            known = is_for_people(error) or isinstance(error, (PlanFileError, NotAPlanError))
            if not known:
                log.exception("unexpected failure")
            click.echo(str(error) if known else message_for_people(error), err=True)
            ctx.exit(PERSONS_MISTAKE if known else 1)


def usage_line(error: click.UsageError) -> str:
    """A command that was typed wrong, in one line with where to look."""
    if isinstance(error, click.NoSuchOption):
        told = f"Không có tùy chọn {error.option_name}."
    elif isinstance(error, click.MissingParameter):
        told = f"Còn thiếu {_name_of(error)}."
    elif isinstance(error, click.BadOptionUsage):
        told = f"Tùy chọn {error.option_name} cần một giá trị."
    elif isinstance(error, click.BadParameter):
        told = f"{_name_of(error)}: {error.message}"
    elif error.message.startswith("Got unexpected"):  # click's own words
        told = "Lệnh viết chưa đúng hoặc thừa phần sau cùng."
    else:
        told = error.message
    path = error.ctx.command_path if error.ctx else "dunghan"
    return f"{told} Xem cách dùng: {path} --help"


def _name_of(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return str(error.param.human_readable_name) if error.param else ""


# --- what is printed -------------------------------------------------------------------------------


def speak_utf8() -> None:
    """Let Vietnamese through where the console's own letters lack it, as on Windows by default."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def show(as_json: bool, data: Any, text: str) -> None:
    """Either for machines or for people."""
    if as_json:
        print_json(data)
    else:
        click.echo(text)


def print_json(data: Any) -> None:
    """Values as JSON, Vietnamese readable."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@contextmanager
def progress_bar(steps: int, *, quiet: bool) -> Iterator[Progress]:
    """A bar over so many steps, on a terminal only; it stretches if there are more."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    room = max(shutil.get_terminal_size().columns - _BAR - 14, 10)
    told: tuple[str, ...] = ()  # steps come one by one, as they begin
    with click.progressbar(
        told,
        length=max(steps, 1),
        file=sys.stderr,
        width=_BAR,
        fill_char="█",
        empty_char="░",
        show_eta=False,
        show_percent=False,
        show_pos=True,
        item_show_func=lambda step: step[:room] if step else "",
        bar_template="%(bar)s %(info)s",
    ) as bar:

        def say(step: str) -> None:
            bar.length = max(bar.length or 0, bar.pos + 1)
            bar.update(1, step)

        yield say
        bar.update(max((bar.length or 0) - bar.pos, 0), "Xong")
