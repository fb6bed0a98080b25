"""What all verbs share: options, errors in one line, and lists as table, JSON or CSV."""

from __future__ import annotations

import csv as csv_module
import io
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from .. import __version__
from ..errors import AktenlageError

Verb = TypeVar("Verb", bound=Callable[..., Any])

DEFAULT_STORE = Path("outputs/aktenlage.db")


class Verbs(click.Group):
    """Turns every error into one line that names the file and the cause, and into exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AktenlageError as error:
            if debugging(ctx):
                raise
            click.echo(f"aktenlage: {printable(' '.join(str(error).split()))}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # Somebody closed the pipe (`| head`); Python would complain once more while it flushes stdout at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("aktenlage: interrupted; what was finished is kept", err=True)
            ctx.exit(130)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if debugging(ctx):
                raise
            click.echo(f"aktenlage: {type(error).__name__}: {error} (run with --debug to see where)", err=True)
            ctx.exit(1)


def debugging(ctx: click.Context) -> bool:
    """Whether tracebacks are asked for."""
    return bool(ctx.meta.get("debug") or os.environ.get("AKTENLAGE_DEBUG"))


def _set_debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta["debug"] = True


debug_option = click.option(
    "--debug", is_flag=True, expose_value=False, callback=_set_debug, help="Show the traceback of an error."
)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="aktenlage")
@debug_option
def aktenlage() -> None:
    """Read German press releases, repair them, and say what they claim and where they disagree.

    Example: aktenlage build corpus --out outputs
    """


def verb(name: str | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of `aktenlage`, with --debug after the verb too."""

    def make(function: Callable[..., Any]) -> click.Command:
        return aktenlage.command(name)(debug_option(function))

    return make


store_option = click.option(
    "--store",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_STORE,
    show_default=True,
    envvar="AKTENLAGE_STORE",
    help="The store to use.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is printed."""

    as_json: bool
    as_csv: bool


def shaped(function: Verb) -> Verb:
    """--json and --csv."""
    function = click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")(function)
    return json_option(function)


def filtered(function: Verb) -> Verb:
    """The filters every list shares."""
    options = (
        ("--document", "Only this document (beginning of its id, or part of its file name)."),
        ("--district", "Only this district (name or official key)."),
        ("--person", "Only this person."),
        ("--property", "Only this property."),
        ("--since", "Not before this day (2016, 2016-06 or 2016-06-28)."),
        ("--until", "Not after this day."),
    )
    for name, text in reversed(options):
        function = click.option(name, callback=_iso if name in ("--since", "--until") else None, help=text)(function)
    return function


def _iso(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The first day of a period for --since, the last one for --until."""
    from ..values import Period

    if value is None:
        return None
    try:
        period = Period.from_iso(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error
    day = period.first if param.name == "since" else period.last
    return day.isoformat() if day else None


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(words: str) -> str:
    """Text of a document made safe to show: escape codes in it could rewrite the terminal."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)


def say(words: str = "") -> None:
    """A line for people, folded at the width of the terminal."""
    console().print(printable(words))


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_csv(rows: Sequence[dict[str, Any]], columns: Sequence[str] = ()) -> None:
    """Rows as CSV, cells a spreadsheet would run as a formula made harmless."""
    from ..export.tables import cell

    out = io.StringIO()
    writer = csv_module.writer(out, lineterminator="\n")
    names = list(columns) or list(rows[0] if rows else ())
    writer.writerow(names)
    writer.writerows([cell(row.get(name)) for name in names] for row in rows)
    click.echo(out.getvalue(), nl=False)


def print_rows(rows: Sequence[dict[str, Any]], shape: Shape, columns: dict[str, tuple[str, int]], nothing: str) -> None:
    """Rows as the user wants them; `columns` are those of the table: key -> heading and share of the width."""
    if shape.as_json:
        print_json(list(rows))
    elif shape.as_csv:
        print_csv(rows)
    elif not rows:
        click.echo(nothing, err=True)
    else:
        print_table(rows, columns)


NUMBERS = frozenset({"value", "of", "claims", "documents", "mentions", "gold", "precision", "recall", "f1"})


def print_table(rows: Sequence[dict[str, Any]], columns: dict[str, tuple[str, int]]) -> None:
    """A table as wide as the terminal; a column with a share gives way, one without (0) keeps its width."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    flexible = any(share for _, share in columns.values())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=flexible, show_edge=False)
    for name, (heading, share) in columns.items():
        justify: Any = "right" if name in NUMBERS else "left"
        table.add_column(heading, justify=justify, overflow="fold", ratio=share or None, no_wrap=not share)
    for row in rows:
        table.add_row(*(Text(printable(shown(name, row.get(name)))) for name in columns))
    console().print(table)


def shown(name: str, value: Any) -> str:
    """A value in a cell of a table for people."""
    from ..store.explain import german

    if name in ("id", "claim", "document") and isinstance(value, str):
        return value if ":" in value else value[:8]
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str):
        # A date is as wide as a day; of an interval each end has a line of its own.
        return value.replace("/", "/\n") if name in ("date", "time", "as_of") else " ".join(value.split())
    return german(value)


def console(*, stderr: bool = False) -> Any:
    """A terminal as wide as it is, or 80 columns when piped; no colours there."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else int(os.environ.get("COLUMNS") or 80)
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


@contextmanager
def progress(what: str) -> Any:
    """A bar on stderr where that is a terminal; a function to call with (done, total, name)."""
    if not sys.stderr.isatty():
        yield lambda done, total, name: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name[-40:])

        yield advance
