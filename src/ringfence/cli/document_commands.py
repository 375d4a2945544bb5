"""What the commands of every document share: entering, showing, listing, and the next act.

A noun names its kinds of document; its verbs are those that the life of the kind has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.node_parts import check_installed, node_option
from ringfence.cli.parts import HELD, STOPPED, json_option, print_json
from ringfence.cli.printing import columns
from ringfence.terms import Answer, Finding
from ringfence.trade.life import ActRefused

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

as_option = click.option(
    "--as",
    "by",
    required=True,
    help="The person who acts, as registered; person:ROLE for one who has several roles.",
)
because_option = click.option(
    "--because",
    default="",
    help="Why it is read, for who may read with a reason alone; the journal keeps it.",
)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

ActJob = Callable[["Desk", str, str, str, "Asked", "Path | None"], "Outcome"]
"""Desk, kind, number, verb, what is asked, the file of what is known beside it."""


def by_kind(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    """The act of the job that the kind has."""
    from ringfence.jobs.acts import act_by_kind, takes_known

    beside = known_of(desk, known) if takes_known(kind) else None
    return act_by_kind(desk, kind, number, verb, asked, beside)


@dataclass(frozen=True, slots=True)
class Noun:
    """One group of commands: the kinds of document under it, and the job that acts on them.

    verbs       every verb with what it is for
    is_printed  True where its documents are official papers
    is_reasoned True where a reason for reading may be told, which the journal keeps
    """

    name: str
    kinds: tuple[str, ...]
    help: str
    verbs: dict[str, str]
    act: ActJob = by_kind
    is_printed: bool = False
    is_reasoned: bool = False


def group_of(noun: Noun) -> click.Group:
    """The group with `show`, `list` and every verb."""

    def group() -> None:
        check_installed()

    made = click.Group(noun.name, callback=group, help=noun.help)
    made.add_command(_show(noun))
    made.add_command(_list(noun))
    made.add_command(_template(noun))
    if noun.is_printed:
        made.add_command(_print(noun))
    for verb, says in noun.verbs.items():
        made.add_command(_verb(noun, verb, says))
    return made


def _show(noun: Noun) -> click.Command:
    @click.command("show", help="The document with its history and findings; notes who opened it.")
    @click.argument("number")
    @as_option
    @node_option
    @json_option
    def show(number: str, by: str, node: Path, as_json: bool, because: str = "") -> None:
        from ringfence.jobs.doing import kind_of, open_desk, opened

        desk = open_desk(node)
        kind = kind_of(desk, number, noun.kinds)
        print_outcome(opened(desk, kind, number, by, because), as_json)

    return because_option(show) if noun.is_reasoned else show


def _list(noun: Noun) -> click.Command:
    @click.command("list", help="The documents that the person may read, by number.")
    @click.option("--state", default="", help="Only those in this state.")
    @click.option("--operator", default="", help="Only those about this firm.")
    @as_option
    @node_option
    @json_option
    def list_(state: str, operator: str, by: str, node: Path, as_json: bool) -> None:
        from ringfence.exchange.document_format import list_to_wire
        from ringfence.jobs.doing import listed, open_desk

        filters = {"state": state, "operator": operator}
        asked = {name: value for name, value in filters.items() if value}
        desk = open_desk(node)
        found = [(kind, listed(desk, kind, by, asked)) for kind in noun.kinds]
        if as_json:
            rows = [one for _, every in found for one in every]
            print_json(list_to_wire(noun.name, rows))
            return
        lines = [
            (number, kind.replace("_", " "), held.state, f"version {held.version}", held.days[-1])
            for kind, every in found
            for number, held in every
        ]
        click.echo("\n".join(columns(lines)) if lines else "none")

    return list_


def _template(noun: Noun) -> click.Command:
    says = (
        "Print the file that a command reads, with what each key holds: of the document, or of the "
        "verb WHAT. Fill it in; what is not needed stands as a comment."
    )

    @click.command("template", help=says)
    @click.argument("what", default="")
    def template(what: str) -> None:
        from ringfence.jobs.file_templates import LINES, templates_of
        from ringfence.trade.paper_template import keys_of, template_of

        found = templates_of(noun.kinds)
        own = noun.kinds[0].replace("_", "-")
        asked = what or (own if own in found and len(noun.kinds) == 1 else "")
        if asked not in found:
            raise click.UsageError(f"say which file: {', '.join(found)}")
        if asked == LINES:
            click.echo("\n".join(columns(keys_of(found[asked]))))
            return
        click.echo(template_of(found[asked]), nl=False)

    return template


def _print(noun: Noun) -> click.Command:
    @click.command("print", help="Write the official paper to a PDF that carries its own seal.")
    @click.argument("number")
    @click.option(
        "--out",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="The PDF to be written; an older one is replaced.",
    )
    @click.option(
        "--language", default="", help="Such as en or ru; the first of the node if not given."
    )
    @as_option
    @node_option
    @json_option
    def print_(number: str, out: Path, language: str, by: str, node: Path, as_json: bool) -> None:
        from ringfence.jobs.doing import kind_of, open_desk
        from ringfence.jobs.print_paper import print_paper, write_whole

        desk = open_desk(node)
        kind = kind_of(desk, number, noun.kinds)
        sealed = print_paper(desk, kind, number, by, language)
        write_whole(out, sealed.pdf)
        if as_json:
            found = {"number": sealed.number, "code": sealed.code, "bytes": len(sealed.pdf)}
            print_json({"format": "ringfence.print/1", "kind": kind, **found})
            return
        click.echo(f"{out}: {sealed.number}, code {sealed.code}, {len(sealed.pdf)} bytes")

    return print_


def _verb(noun: Noun, verb: str, says: str) -> click.Command:
    @click.command(verb, help=says)
    @click.argument("number")
    @click.argument("file", type=FILE, required=False)
    @click.option("--known", type=FILE, help="What is known beside the paper, as TOML or JSON.")
    @click.option("--version", type=int, help="The version that was seen; the newest if not given.")
    @as_option
    @node_option
    @json_option
    def act(
        number: str,
        file: Path | None,
        known: Path | None,
        version: int | None,
        by: str,
        node: Path,
        as_json: bool,
    ) -> None:
        from ringfence.jobs.doing import Asked, kind_of, open_desk, read_told

        desk = open_desk(node)
        kind = kind_of(desk, number, noun.kinds)
        told = None if file is None else read_told(kind, verb, file)
        asked = Asked(by, version, told)
        deciding(lambda: noun.act(desk, kind, number, verb, asked, known), as_json)

    return act


def entering(name: str, kind: str, says: str) -> Any:
    """The command that enters a document from a file."""

    @click.command(name, help=says)
    @click.argument("file", type=FILE)
    @click.option("--known", type=FILE, help="What is known beside the paper, as TOML or JSON.")
    @as_option
    @node_option
    @json_option
    def enter_(file: Path, known: Path | None, by: str, node: Path, as_json: bool) -> None:
        from ringfence.jobs.acts import enter_by_kind, takes_known
        from ringfence.jobs.document_kinds import kinds
        from ringfence.jobs.doing import new_paper, open_desk, read_mapping

        paper = new_paper(kinds()[kind], read_mapping(file), file.name)
        desk = open_desk(node)
        beside = known_of(desk, known) if takes_known(kind) else None
        deciding(lambda: enter_by_kind(desk, kind, paper, by, beside), as_json)

    return enter_


def known_of(desk: Desk, file: Path | None) -> Any:
    """What is known beside a paper, from a file."""
    from ringfence.jobs.doing import read_mapping
    from ringfence.jobs.standing import read_circumstances

    if file is None:
        return None
    return read_circumstances(read_mapping(file), desk.today, file.name)


def deciding(job: Callable[[], Outcome], as_json: bool) -> None:
    """Do it and print what it left; a refusal prints its findings and what would change it."""
    try:
        outcome = job()
    except ActRefused as refused:
        print_refusal(refused, as_json)
        raise click.exceptions.Exit(code_of(refused)) from refused
    print_outcome(outcome, as_json)


def code_of(refused: ActRefused) -> int:
    """2 where only something is not known, else 1."""
    binding = [one for one in refused.findings if not one.is_advice]
    answers = {one.answer for one in binding}
    is_open = Answer.UNDETERMINED in answers and Answer.NOT_MET not in answers
    return HELD if is_open else STOPPED


def print_refusal(refused: ActRefused, as_json: bool) -> None:
    """The findings that stand against an act, and those that would change it."""
    from ringfence.exchange.document_format import finding_to_wire

    against = [one for one in refused.findings if _is_against(one)]
    outcome = "held" if code_of(refused) == HELD else "refused"
    if as_json:
        print_json(
            {
                "format": "ringfence.act/1",
                "outcome": outcome,
                "act": refused.act,
                "reason": refused.reason,
                "findings": [finding_to_wire(one) for one in refused.findings],
                "would_change_it": [one.reason for one in against],
            }
        )
        return
    if not against:
        click.echo(f"{outcome}   {refused.act}: {refused.reason}", err=True)
        return
    click.echo(f"{outcome}   {refused.act}", err=True)
    rows = [(one.rule, one.answer.value, one.reason) for one in against]
    click.echo("\n".join(f"  {line}" for line in columns(rows)), err=True)
    click.echo("what would change it: put right or tell each of these", err=True)


def _is_against(one: Finding) -> bool:
    return one.is_against


def print_outcome(outcome: Outcome, as_json: bool) -> None:
    """The document as it stands, with its history and findings."""
    from ringfence.exchange.document_format import document_to_wire

    held = outcome.held
    if as_json:
        print_json(
            document_to_wire(
                outcome.kind, outcome.number, held, outcome.findings, is_replay=outcome.is_replay
            )
        )
        return
    notes = [
        "proposed: another person decides" if outcome.is_proposed else "",
        "done before: nothing changed" if outcome.is_replay else "",
    ]
    says = "".join(f"   {one}" for one in notes if one)
    kind = outcome.kind.replace("_", " ")
    click.echo(f"{kind} {outcome.number}   {held.state}   version {held.version}{says}")
    rows = [
        (str(day), done.act, done.person, done.role.value)
        for done, day in zip(held.history, held.days, strict=True)
    ]
    click.echo("\n".join(f"  {line}" for line in columns(rows)))
    found = [(one.rule, one.answer.value, one.reason) for one in outcome.findings]
    click.echo("\n".join(f"  {line}" for line in columns(found)), nl=bool(found))
