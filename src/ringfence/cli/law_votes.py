"""`ringfence law votes`: the Commission's votes, by the rule of voting, beside the lists."""

from __future__ import annotations

import click

from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import columns
from ringfence.exchange.votes_format import told, votes_to_wire
from ringfence.law.cnd.replay import Disagreement, Vote, disagreements, judged, load_votes
from ringfence.law.lists import load_lists


@click.command("votes")
@click.option("--session", default="", help="Only the votes of this session, such as 63rd.")
@json_option
def votes_command(session: str, as_json: bool) -> None:
    """The votes that are held, replayed into the lists, and where both disagree.

    For each vote whether it passes by the rule of its convention (a simple majority of members
    present and voting under 1961, two thirds of the members under 1971 and 1988).
    """
    votes = [one for one in load_votes().votes if session in ("", one.session)]
    differ = [one for one in disagreements(load_lists()) if session in ("", one.session)]
    if as_json:
        print_json(votes_to_wire([(one, judged(one)) for one in votes], differ))
        return
    if not votes:
        raise click.UsageError(f"no vote of {session!r} is held: write a session such as 63rd")
    click.echo("\n".join(columns([_HEAD, *(_row(one) for one in votes)])))
    click.echo(f"{len(votes)} votes; the lists disagree with {len(differ)} of what they say")
    for one in differ:
        click.echo(_difference(one))


_HEAD = ("session", "decision", "list", "yes-no-abstain", "result", "by the rule", "subject")


def _row(vote: Vote) -> tuple[str, ...]:
    counts = (vote.tally.yes, vote.tally.no, vote.tally.abstain)

    return (
        vote.session,
        vote.decision or "",
        "" if vote.convention is None else vote.convention.value,
        str(vote.tally) if vote.tally.by_consensus or any(counts) else "not told",
        vote.result.value,
        told(judged(vote))[0],
        vote.subject,
    )


def _difference(one: Disagreement) -> str:
    return (
        f"  {one.kind.value}, {one.session}, {one.subject}\n"
        f"    votes  {one.votes_say} ({one.votes_source})\n"
        f"    lists  {one.lists_say} ({one.lists_source})"
    )
