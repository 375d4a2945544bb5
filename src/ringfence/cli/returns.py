"""`ringfence return`: the returns to the Board, from the books to two signatures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.document_commands import (
    FILE,
    Noun,
    as_option,
    deciding,
    group_of,
)
from ringfence.cli.node_parts import node_option
from ringfence.cli.parts import HELD, json_option, print_json
from ringfence.cli.printing import columns

if TYPE_CHECKING:
    from ringfence.jobs.compare_partners import Compared
    from ringfence.jobs.doing import Desk, Outcome
    from ringfence.ledger.entry import Entry
    from ringfence.trade.returns.form import Form, Return


returns_group = group_of(
    Noun(
        "return",
        ("return",),
        "Returns to the Board: computed from the books, checked, approved by two persons.",
        {
            "check": "Run the checks of the form on what was computed last.",
            "explain": "Explain a check that is not met or could not run; FILE says which.",
            "approve": "Freeze and propose it; then another person approves.",
            "send": "Note that it was sent: two persons; FILE says when, how and which.",
            "acknowledge": "Note that the Board took it; FILE says when, under which reference.",
            "note-query": "Note a question of the Board; FILE holds it.",
            "answer": "Note the answer to a question, without a change of figures; FILE holds it.",
        },
    )
)


@returns_group.command("compute")
@click.argument("form")
@click.option("--period", "text", required=True, help="2031 or 2031Q1.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it as XLSX too."
)
@click.option("--open", "figure", help="Open a figure: column/substance or column/substance/other.")
@as_option
@node_option
@json_option
def compute_command(
    form: str, text: str, out: Path | None, figure: str | None, by: str, node: Path, as_json: bool
) -> None:
    """Compute FORM (A, B, C, P, A/P, B/P, D ...) of a period from the books, and keep it."""
    from ringfence.jobs.compute_return import compute_return, write_xlsx
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.periods import read_period

    desk = open_desk(node)
    made: list[Return] = []

    def job() -> Outcome:
        outcome, found = compute_return(desk, _form(form), read_period(text), by)
        made.append(found)
        return outcome

    if as_json:
        job()
        from ringfence.exchange.return_format import return_to_wire

        behind = None if figure is None else _behind(desk, made[0], figure)
        print_json(return_to_wire(made[0], behind))
    else:
        deciding(job, as_json=False)
        click.echo(_text(made[0]))
    if out is not None:
        write_xlsx(desk, made[0], out)
        click.echo(f"wrote {out}: our own layout, not the Board's template", err=True)
    if figure is not None and not as_json:
        click.echo(_opened(desk, made[0], figure))


@returns_group.command("nil")
@click.argument("form")
@click.option("--period", "text", required=True, help="2031 or 2031Q1.")
@click.option("--reason", default="", help="Why, where the year before had figures.")
@as_option
@node_option
@json_option
def nil_command(form: str, text: str, reason: str, by: str, node: Path, as_json: bool) -> None:
    """Propose that there is nothing to report in FORM (A, A/P, C, P, D) of a period."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.nil_return import file_nil
    from ringfence.jobs.periods import read_period

    desk = open_desk(node)
    deciding(lambda: file_nil(desk, _form(form), read_period(text), by, reason), as_json)


@returns_group.command("checks")
@click.argument("number")
@as_option
@node_option
@json_option
def checks_command(number: str, by: str, node: Path, as_json: bool) -> None:
    """What the checks found on NUMBER (such as A:2031Q1), each with its citation."""
    from ringfence.jobs.compute_return import last_checks
    from ringfence.jobs.doing import open_desk

    run = last_checks(open_desk(node), number, by)
    if as_json:
        from ringfence.exchange.return_format import checks_to_wire

        print_json(checks_to_wire(number, run))
        return
    rows = [(one.check, one.rule, one.answer.value, one.reason) for one in run]
    click.echo("\n".join(columns(rows)) if rows else "the checks were not run")


@returns_group.command("mirror")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--year", required=True, type=click.IntRange(1961, 2199), help="The year compared.")
@as_option
@node_option
@json_option
def mirror_command(files: tuple[Path, ...], year: int, by: str, node: Path, as_json: bool) -> None:
    """Compare what partners report in FILE... (CSV, or their returns as JSON or XLSX) with ours.

    Each pair is classed: match, unit, salt for base, partner, timing, missing, unexplained. Our
    papers stand beside each difference. Exit code 2 where there is one that documents of goods
    which crossed the end of the year do not account for.
    """
    from ringfence.exchange.return_format import mirror_to_wire
    from ringfence.jobs.compare_partners import compare_partners
    from ringfence.jobs.doing import open_desk

    found = compare_partners(open_desk(node), files, by, year)
    differing = [one for one in found if one.is_difference]
    crossed = [one for one in found if one.is_crossing]
    if as_json:
        print_json(mirror_to_wire(year, [(one.mirrored, one.papers) for one in found]))
    else:
        for one in (*differing, *crossed):
            click.echo(_mirrored(one))
        counts = f"{len(found)} pairs of partner and substance compared, {len(differing)} differ"
        over = f", {len(crossed)} by goods that crossed the end of the year" if crossed else ""
        click.echo(f"{counts}{over}")
    sys.exit(HELD if differing else 0)


def _mirrored(one: Compared) -> str:
    told = one.mirrored.reported
    sides = [
        "not reported" if side is None else f"{side.normalize():f} g"
        for side in (told.exported_g, told.imported_g)
    ]
    head = f"{told.exporter} to {told.importer}  {told.substance}  {told.year}"
    figures = f"exported {sides[0]}, imported {sides[1]}"
    papers = [f"  our papers: {', '.join(one.papers)}"] if one.papers else []
    says = f"  {one.mirrored.kind}: {one.mirrored.reason}"
    return "\n".join([f"{head}: {figures}", says, *papers])


def _form(text: str) -> Form:
    from ringfence.trade.returns.form import Form

    words = {one.value.casefold(): one for one in Form}
    if text.casefold() not in words:
        raise click.BadParameter(f"{text!r} is no form: write one of {', '.join(Form)}")
    return words[text.casefold()]


def _text(made: Return) -> str:
    rows = [
        (str(figure), "" if cell.amount_ug is None else _g(cell.amount_ug), cell.words, cell.why)
        for figure, cell in sorted(made.figures.items())
    ]
    nil = "nothing to report: a nil return is still a return"
    return "\n".join(f"  {line}" for line in columns(rows)) or nil


def _opened(desk: Desk, made: Return, text: str) -> str:
    rows = [
        (str(entry.day), _g(amount), entry.number, entry.because)
        for entry, amount in _behind(desk, made, text)
    ]
    return "\n".join(columns(rows)) if rows else f"no entry stands behind {text}"


def _behind(desk: Desk, made: Return, text: str) -> tuple[tuple[Entry, int], ...]:
    """The entries behind a figure; raises BadParameter for one that the return does not have."""
    from ringfence.jobs.compute_return import open_figure
    from ringfence.trade.returns.form import Figure

    figure = Figure(*(part.strip() for part in text.split("/", 2)))
    if figure not in made.figures:
        says = f"{text!r} is no figure of the return: its figures are printed as column/substance"
        raise click.BadParameter(says, param_hint="--open")
    return open_figure(desk, made, figure)


def _g(amount_ug: int) -> str:
    from ringfence.trade.line_checks import grams

    return grams(amount_ug)
