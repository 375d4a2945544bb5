"""`ringfence screen`: many rows in, a cited verdict for each out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ringfence.cli.parts import (
    FOUND_NOTHING,
    HELD,
    NOT_UNDERSTOOD,
    STOPPED,
    CountryType,
    as_of_option,
    json_option,
    print_json,
)
from ringfence.cli.receipts_option import receipts_option
from ringfence.cli.screen_printing import ROWS_SHOWN, Shown, shown_text, summary_text
from ringfence.exchange.screen_format import first_rows_to_wire, screening_to_wire
from ringfence.jobs.columns import FIELDS
from ringfence.jobs.rows import UTF8
from ringfence.jobs.screen_file import (
    BATCH_ROWS,
    Progress,
    ScreeningInterrupted,
    Summary,
    screen_file,
)
from ringfence.law.lists import load_lists
from ringfence.terms import Country, Day, RingfenceError
from ringfence.watch.screening import EXAMINE, STOP, Row, RowVerdict, Screener

INTERRUPTED = 130
"""The exit code of a run that was stopped by hand, as of any command."""


class MappingNotUnderstood(RingfenceError):
    """A `--map` is not written FIELD=COLUMN, or names a field twice."""


class MappingType(click.ParamType[tuple[str, str]]):
    """A field and the column that holds it, `FIELD=COLUMN`."""

    name = "mapping"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the first `=`; raises MappingNotUnderstood."""
        if isinstance(value, tuple):
            return value
        field, sign, column = value.partition("=")
        if not sign or not column or field.strip() not in FIELDS:
            raise MappingNotUnderstood(
                f"{value!r} does not say which column holds what: write FIELD=COLUMN, for example "
                f"substance=Product; fields are {', '.join(FIELDS)}"
            )
        return field.strip(), column


@click.command("screen")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Write every row with its verdict here, as .csv or .parquet.",
)
@click.option("--country", type=CountryType(), default=None, metavar="CC", help="Also its own law.")
@click.option(
    "--map",
    "mapping",
    type=MappingType(),
    multiple=True,
    metavar="FIELD=COLUMN",
    help=f"Which column holds what; FIELD is one of {', '.join(FIELDS)}.",
)
@click.option("--encoding", default=UTF8, show_default=True, help="How the text is written.")
@click.option(
    "--batch",
    "batch_rows",
    type=click.IntRange(min=1),
    default=BATCH_ROWS,
    show_default=True,
    metavar="ROWS",
    help="How many rows are held in memory at a time.",
)
@click.option("--show", is_flag=True, help=f"Print the verdicts of the first {ROWS_SHOWN} rows.")
@click.option(
    "--progress/--no-progress", default=None, help="A progress bar, also where no terminal is."
)
@receipts_option
@as_of_option
@json_option
def screen_command(
    source: Path,
    out: Path | None,
    country: Country | None,
    mapping: tuple[tuple[str, str], ...],
    encoding: str,
    batch_rows: int,
    show: bool,
    progress: bool | None,
    as_of: Day,
    as_json: bool,
) -> None:
    """Say of each row of FILE whether to release, examine or stop it, and why.

    FILE is CSV, TSV, Parquet, NDJSON, SD or SMILES; text files may end in .gz. It is read in
    batches, so that it may be larger than memory. Nothing is written without --out.

    Exit codes: 1 a row is stopped, 2 a row is to be examined, 0 all released, 3 not understood.
    """
    shown = Shown()
    summary = _screened(
        source,
        out,
        screener=Screener(as_of, country),
        mapping=_fields(mapping),
        batch_rows=batch_rows,
        encoding=encoding,
        has_bar=sys.stderr.isatty() if progress is None else progress,
        on_row=shown.keep if show else None,
    )
    rule_book = load_lists().version
    if as_json:
        document = _document(summary, as_of, country, rule_book)
        first = {"first_rows": first_rows_to_wire(shown.rows)} if show else {}
        print_json({**document, **first})
    else:
        if show:
            click.echo(shown_text(shown, summary.rows))
        click.echo(summary_text(summary, as_of, country, rule_book))
    sys.exit(_exit_code(summary))


def _document(
    summary: Summary, day: Day, country: Country | None, rule_book: str
) -> dict[str, Any]:
    return screening_to_wire(
        day=day,
        country=country,
        rule_book=rule_book,
        source=str(summary.source),
        out=None if summary.out is None else str(summary.out),
        rows=summary.rows,
        verdicts=summary.verdicts,
        substances=dict(summary.substances.most_common()),
        columns=summary.columns,
        columns_not_read=summary.columns_not_read,
        unreadable_count=summary.unreadable_count,
        unreadable=[(one.row, one.line, one.reason) for one in summary.unreadable],
        seconds=summary.seconds,
    )


def _fields(mapping: tuple[tuple[str, str], ...]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field, column in mapping:
        if field in fields:
            raise MappingNotUnderstood(f"--map names {field} twice: map it to one column")
        fields[field] = column
    return fields


def _screened(
    source: Path,
    out: Path | None,
    *,
    screener: Screener,
    mapping: dict[str, str],
    batch_rows: int,
    encoding: str,
    has_bar: bool,
    on_row: Callable[[Row, RowVerdict], None] | None,
) -> Summary:
    """Run the job; an interruption or a file that fails is one sentence and its exit code."""
    try:
        with _bar(source, has_bar) as advance:
            return screen_file(
                source,
                out,
                screener=screener,
                mapping=mapping,
                batch_rows=batch_rows,
                encoding=encoding,
                progress=advance,
                on_row=on_row,
            )
    except ScreeningInterrupted as stopped:
        click.echo(f"ringfence: {stopped}", err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        says = error.strerror or str(error)
        click.echo(f"ringfence: {error.filename or source}: {says}; nothing was written", err=True)
        sys.exit(NOT_UNDERSTOOD)


@contextmanager
def _bar(source: Path, wanted: bool) -> Iterator[Callable[[Progress], None] | None]:
    """A bar on standard error that follows the part of the file that was read."""
    if not wanted:
        yield None
        return
    from tqdm import tqdm

    form = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}<{remaining}{postfix}"
    columns = shutil.get_terminal_size().columns  # 80 where the terminal tells no size
    with tqdm(total=1.0, desc=source.name, file=sys.stderr, bar_format=form, ncols=columns) as bar:

        def advance(done: Progress) -> None:
            bar.set_postfix_str(
                f"{done.rows:,} rows, {done.rows_per_second:,.0f} rows/s", refresh=False
            )
            bar.update(done.fraction - bar.n)

        yield advance


def _exit_code(summary: Summary) -> int:
    """The gravest verdict of any row."""
    if summary.verdicts[STOP]:
        return STOPPED
    return HELD if summary.verdicts[EXAMINE] else FOUND_NOTHING
