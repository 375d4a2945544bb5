"""`ringfence stock`: what operators report, line by line, and what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.document_commands import (
    FILE,
    Noun,
    as_option,
    deciding,
    group_of,
    print_refusal,
)
from ringfence.cli.node_parts import node_option
from ringfence.cli.parts import HELD, STOPPED, json_option, print_json
from ringfence.cli.printing import columns
from ringfence.trade.life import ActRefused

if TYPE_CHECKING:
    from ringfence.jobs.record_stock import Filed

stock_group = group_of(
    Noun(
        "stock",
        ("company_return",),
        "Company returns: every line gets its own verdict, every filing a receipt.",
        {"close": "Close a period that was signed."},
    )
)
operator_option = click.option("--operator", required=True, help="The number of the operator.")
period_option = click.option("--period", "text", required=True, help="2031Q1, 2031-03 or 2031.")


@stock_group.command("open")
@operator_option
@period_option
@as_option
@node_option
@json_option
def open_command(operator: str, text: str, by: str, node: Path, as_json: bool) -> None:
    """Open the period of an operator."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.periods import read_period
    from ringfence.jobs.record_stock import open_period

    desk = open_desk(node)
    deciding(lambda: open_period(desk, operator, read_period(text), by), as_json)


@stock_group.command("file")
@click.argument("file", type=FILE)
@operator_option
@period_option
@click.option("--encoding", default="", help="Of a CSV file that does not show its own.")
@click.option("--date-order", default="", help="Of days such as 03/04/2031, when it is asked for.")
@as_option
@node_option
@json_option
def file_command(
    file: Path,
    operator: str,
    text: str,
    encoding: str,
    date_order: str,
    by: str,
    node: Path,
    as_json: bool,
) -> None:
    """File the lines of FILE (CSV or XLSX): the verdict of every line, and the receipt.

    Exit code 1 where a line was refused: put right and send again only those.
    """
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.periods import read_period
    from ringfence.jobs.record_stock import file_lines

    desk = open_desk(node)
    try:
        filed = file_lines(
            desk,
            file,
            operator,
            read_period(text),
            by,
            encoding=encoding,
            date_order=date_order,
        )
    except ActRefused as refused:
        print_refusal(refused, as_json)
        raise click.exceptions.Exit(STOPPED) from refused
    if as_json:
        from ringfence.exchange.stock_format import filing_to_wire

        answers = (filed.verdicts, filed.receipt, filed.receipt_hash, filed.waiting)
        print_json(filing_to_wire(*answers, filed.notes))
    else:
        click.echo(_text(filed))
    raise click.exceptions.Exit(STOPPED if filed.receipt.refused else 0)


def _text(filed: Filed) -> str:
    rows = []
    for one in filed.verdicts:
        says = "; ".join(f"{said.sentence}. {said.remedy}".rstrip(". ") for said in one.says)
        again = "filed before" if one.is_repeat else ""
        rows.append((one.row, one.line_id, one.verdict.replace("_", " "), again, says))
    receipt = filed.receipt
    counts = (
        f"receipt {receipt.number}: {receipt.accepted} accepted, "
        f"{receipt.accepted_with_remark} with a remark, {receipt.refused} refused"
    )
    waiting = [f"waiting to be sent again: {', '.join(filed.waiting)}"] if filed.waiting else []
    told = [counts, f"sha256 {filed.receipt_hash}", *waiting, *filed.notes]
    return "\n".join([*columns(rows), *told])


@stock_group.command("begin")
@click.argument("file", type=FILE)
@click.option("--layout", type=FILE, help="FILE holds records of fixed width; their layout, TOML.")
@click.option("--encoding", default="", help="Of a CSV file that does not show its own.")
@click.option("--date-order", default="", help="Of days such as 03/04/2031, when it is asked for.")
@as_option
@node_option
@json_option
def begin_command(
    file: Path,
    layout: Path | None,
    encoding: str,
    date_order: str,
    by: str,
    node: Path,
    as_json: bool,
) -> None:
    """Begin the books with the past trade in FILE (CSV, XLSX, or records of fixed width).

    Exit code 1 where lines, or all of a firm's lines, were refused.
    """
    from ringfence.jobs.begin_books import begin_books
    from ringfence.jobs.doing import open_desk

    desk = open_desk(node)
    found = begin_books(desk, file, by, layout, encoding=encoding, date_order=date_order)
    if as_json:
        from ringfence.exchange.stock_format import begun_to_wire

        print_json(begun_to_wire(found))
    else:
        for one in found:
            taken = len(one.verdicts) - len(one.refused)
            counts = f"{taken} accepted, {len(one.refused)} refused, {one.booked} booked"
            click.echo(f"{one.operator}   {one.reason or counts}")
            for verdict in one.refused:
                said = verdict.main
                click.echo(f"  {verdict.row}  {verdict.line_id}  {said.sentence}. {said.remedy}")
    is_whole = not any(one.refused or one.reason for one in found)
    raise click.exceptions.Exit(0 if is_whole else STOPPED)


@stock_group.command("sign")
@operator_option
@period_option
@click.option("--nil", "is_nil", is_flag=True, help="Nothing to report.")
@click.option("--because", default="", help="Why nothing is reported.")
@click.option("--version", type=int, help="The version that was seen; the newest if not given.")
@click.option(
    "--not-ours",
    nargs=2,
    multiple=True,
    help="A refused line that is not sent again, as `stock file` names it, and why.",
)
@as_option
@node_option
@json_option
def sign_command(
    operator: str,
    text: str,
    is_nil: bool,
    because: str,
    version: int | None,
    not_ours: tuple[tuple[str, str], ...],
    by: str,
    node: Path,
    as_json: bool,
) -> None:
    """Sign the period, by the responsible person of the operator."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.periods import read_period
    from ringfence.jobs.record_stock import sign_for_firm

    desk, period = open_desk(node), read_period(text)
    nil = because if is_nil else None
    deciding(
        lambda: sign_for_firm(desk, operator, period, version, by, dict(not_ours), nil), as_json
    )


@stock_group.command("owed")
@click.option("--year", type=int, help="The year of the periods; this year if not given.")
@as_option
@node_option
@json_option
def owed_command(year: int | None, by: str, node: Path, as_json: bool) -> None:
    """The quarters that ended and licensed firms owe, whether anybody opened them or not.

    Exit code 2 where one is late.
    """
    from ringfence.exchange.stock_format import owed_to_wire
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.owed_periods import owed_periods

    desk = open_desk(node)
    asked = year or desk.today.year
    found = owed_periods(desk, by, asked)
    late = {(one.operator, one.text) for one in found if one.is_late(desk.today)}
    rows = [(one.operator, one.text, one.state, one.due, one.missing) for one in found]
    if as_json:
        print_json(owed_to_wire(asked, rows, late))
    else:
        told = [
            (firm, period, state, f"due {due}", "late" if (firm, period) in late else "")
            for firm, period, state, due, _ in rows
        ]
        click.echo("\n".join(columns(told)) if told else "nothing is owed yet")
    raise click.exceptions.Exit(HELD if late else 0)


@stock_group.command("balance")
@operator_option
@click.option("--substance", help="Only this substance.")
@as_option
@node_option
@json_option
def balance_command(
    operator: str, substance: str | None, by: str, node: Path, as_json: bool
) -> None:
    """What the books hold on the accounts of an operator now."""
    from ringfence.exchange.stock_format import balances_to_wire
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.record_stock import balances
    from ringfence.trade.line_checks import grams

    found = balances(open_desk(node), by, operator, substance)
    if as_json:
        print_json(balances_to_wire(operator, found))
        return
    rows = [
        (one.kind.value, one.substance, one.place, grams(amount))
        for one, amount in sorted(found.items())
    ]
    click.echo("\n".join(columns(rows)) if rows else "the books hold nothing there")
