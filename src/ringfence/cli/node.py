"""`ringfence node`: make a node, say how it is, copy it and put it back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.node_parts import check_installed, node_option
from ringfence.cli.parts import HELD, DayType, json_option, print_json
from ringfence.cli.printing import columns
from ringfence.terms import Day

if TYPE_CHECKING:
    from ringfence.jobs.background import Background
    from ringfence.store.node import Node

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("node")
def node_group() -> None:
    """A national node: the books of one authority in one folder."""
    check_installed()


@node_group.command("init")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@node_option
@click.option("--territory", help="Asked when FILE is not given: the code of the territory.")
@click.option("--name", help="Asked when FILE is not given: a name without blanks.")
@click.option(
    "--journal-key/--no-journal-key",
    default=None,
    help="Make the key that signs checkpoints of the journal; asked when not given.",
)
def init_command(
    file: Path | None, node: Path, territory: str | None, name: str | None, journal_key: bool | None
) -> None:
    """Make a node in a new folder, from FILE (TOML) or from answers.

    It holds no account, no password and no key but the one that is asked for.
    """
    from ringfence.jobs.node_work import init_node

    answers: dict[str, Any] = {}
    if file is None:
        answers["territory"] = territory or click.prompt("Code of the territory")
        answers["name"] = name or click.prompt("Name of the node, without blanks")
    if journal_key is None:
        journal_key = click.confirm("Make the key that signs checkpoints of the journal?")
    made = init_node(node, file, answers, journal_key)
    click.echo(f"made the node of {made.config.territory} in {made.folder}")
    click.echo("nobody may act in it yet: ringfence person add")


@node_group.command("status")
@node_option
@json_option
def status_command(node: Path, as_json: bool) -> None:
    """Say how the node is: database, age of the lists, journal, documents."""
    from ringfence.jobs.background import background_of
    from ringfence.jobs.node_work import node_status
    from ringfence.store.node import open_node

    status, work = node_status(node), background_of(open_node(node))
    if as_json:
        told = {
            "runs": work.runs(datetime.now(UTC)),
            "seen_at": work.seen_at.isoformat() if work.seen_at else None,
            "waiting": work.waiting,
            "oldest_asked_at": work.oldest_asked_at.isoformat() if work.oldest_asked_at else None,
        }
        print_json({"format": "ringfence.node.status/1", **asdict(status), "work": told})
        return
    rows = [
        ("territory", status.territory),
        ("database", status.database),
        ("rule book", f"{status.rule_book}, {status.list_age_days} days old"),
        ("may act", f"{status.persons} roles of persons"),
        ("journal", f"{status.journal_size} acts, root {status.journal_root[:16]}"),
        ("checkpoints", f"{status.checkpoints} kept, {'signs' if status.signs else 'no key'}"),
        ("node work", _work_words(work)),
        (
            "returns of firms",
            f"{status.returns_waiting} wait to be signed, {status.returns_late} of them late",
        ),
        *(
            ("time limit", f"{one.name} = {one.value}, default {one.default}: {one.says}")
            for one in status.time_limits
        ),
        *((f"{kind.replace('_', ' ')}", count) for kind, count in status.documents.items()),
    ]
    click.echo("\n".join(columns(rows)))


def _work_words(work: Background) -> str:
    """Whether the work in the background runs, and what waits for it."""
    if work.runs(datetime.now(UTC)):
        runs = "runs"
    elif work.seen_at is None:
        runs = "does not run, and never did here: start  ringfence node work"
    else:
        runs = f"does not run since {work.seen_at:%Y-%m-%d %H:%M} UTC: start  ringfence node work"
    if not work.waiting or work.oldest_asked_at is None:
        return f"{runs}; no file waits"
    return f"{runs}; {work.waiting} files wait, since {work.oldest_asked_at:%Y-%m-%d %H:%M} UTC"


@node_group.command("look-over")
@click.option("--year", type=int, help="The year of ceilings and supplies; this year if not given.")
@click.option("--as", "by", required=True, help="The person who looks: an auditor, or PERSON:ROLE.")
@node_option
@json_option
def look_over_command(year: int | None, by: str, node: Path, as_json: bool) -> None:
    """Everything that the checks found and nobody has settled: refusals, questions, patterns.

    Exit code 2 where there is anything to look at.
    """
    from ringfence.exchange.document_format import noticed_to_wire
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.look_over import look_over

    desk = open_desk(node)
    asked = year or desk.today.year
    found = look_over(desk, by, asked)
    if as_json:
        rows = [noticed_to_wire(one.subject, one.finding) for one in found]
        print_json({"format": "ringfence.node.look_over/1", "year": asked, "findings": rows})
    else:
        lines = [(one.finding.rule, one.subject, one.finding.reason) for one in found]
        click.echo("\n".join(columns(lines)) if lines else "nothing is open")
    raise click.exceptions.Exit(HELD if found else 0)


@node_group.command("purge")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Only say what would be taken out.")
@click.option("--as-of", "day", type=DayType(), help="The day that counts, such as 2031-12-31.")
@node_option
@json_option
def purge_command(is_dry_run: bool, day: Day | None, node: Path, as_json: bool) -> None:
    """Take out personal data past its keeping day; books, papers and hashes stay."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.purge_personal import purge

    found = purge(open_desk(node), day, is_dry_run=is_dry_run)
    if as_json:
        rows = [
            {
                "kind": one.kind,
                "number": one.number,
                "last_used": str(one.last_used),
                "kept_until": str(one.kept_until),
            }
            for one in found
        ]
        print_json({"format": "ringfence.node.purge/1", "dry_run": is_dry_run, "purged": rows})
        return
    lines = [(one.kind, one.number, f"kept until {one.kept_until}") for one in found]
    click.echo("\n".join(columns(lines)) if lines else "nothing is past its day")
    if lines:
        word = "would be taken out" if is_dry_run else "taken out"
        click.echo(f"{len(lines)} {word}; copies made before still hold them", err=True)


@node_group.command("key")
@click.option("--make", is_flag=True, help="Make the key of a node that has none.")
@click.option(
    "--end",
    "because",
    type=click.Choice(["replaced", "leaked"]),
    help="End the key in use, say why, and make another.",
)
@click.option("--as", "by", default="", help="The administrator who proposes to end it.")
@click.option("--confirmed-by", default="", help="The approver who decides on that.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it here, not to the screen.",
)
@node_option
def key_command(
    make: bool, because: str | None, by: str, confirmed_by: str, out: Path | None, node: Path
) -> None:
    """The public keys as others keep them, to check papers and checkpoints with.

    A key that was ended stays among them with its dates: what it sealed before stays good.
    """
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.node_work import make_key
    from ringfence.jobs.print_paper import published_key, write_whole

    if make:
        make_key(node)
    if because is not None:
        from ringfence.jobs.node_keys import end_key

        end_key(open_desk(node), because, by=by, confirmed_by=confirmed_by)
        click.echo("another key signs from now on: publish the list of keys anew", err=True)
    text = json.dumps(published_key(open_desk(node)), indent=2, ensure_ascii=False)
    if out is None:
        click.echo(text)
        return
    write_whole(out, f"{text}\n".encode())
    click.echo(f"{out}: publish it, so that anyone can check your papers")


@node_group.command("night")
@node_option
@json_option
def night_command(node: Path, as_json: bool) -> None:
    """Do what happens by itself when a day has passed: papers run out, estimates take effect."""
    from ringfence.jobs.doing import open_desk
    from ringfence.jobs.nightly import night

    done = [(one.kind, one.number, one.held.state) for one in night(open_desk(node))]
    if as_json:
        rows = [{"kind": kind, "number": number, "state": state} for kind, number, state in done]
        print_json({"format": "ringfence.node.night/1", "done": rows})
        return
    click.echo("\n".join(columns(done)) if done else "nothing is due")


@node_group.command("serve")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port.")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    help="A name under which browsers reach it; may be given again. localhost always is.",
)
@click.option("--workers", default=2, show_default=True, help="Processes that answer.")
@click.option("--threads", default=8, show_default=True, help="Threads of each process.")
@click.option("--certificate", type=FILE, help="The chain of a TLS certificate, as PEM.")
@click.option("--certificate-key", type=FILE, help="Its private key, as PEM.")
@click.option("--behind-tls", is_flag=True, help="A proxy in front of it speaks TLS.")
@click.option("--with-work", is_flag=True, help="Run `ringfence node work` beside it; both end.")
@node_option
def serve_command(
    bind: str,
    hosts: tuple[str, ...],
    workers: int,
    threads: int,
    certificate: Path | None,
    certificate_key: Path | None,
    behind_tls: bool,
    with_work: bool,
    node: Path,
) -> None:
    """Serve the pages and the API of the node until interrupted; brings its tables up to date."""
    serving: Any = import_module("ringfence.web.serving")
    if (certificate is None) != (certificate_key is None):
        raise click.UsageError("give --certificate and --certificate-key together")
    is_secure = behind_tls or certificate is not None
    names = ("localhost", "127.0.0.1", *hosts)
    opened = serving.open_pages(node, names, is_secure=is_secure, is_behind_proxy=behind_tls)
    pair = None
    if certificate is not None and certificate_key is not None:
        pair = (str(certificate), str(certificate_key))
    click.echo(f"serving {node} on {'https' if pair else 'http'}://{bind}/")
    if not with_work:
        _tell_of_work(opened)
    serving.serve(bind, workers, threads, pair, node if with_work else None)


def _tell_of_work(node: Node) -> None:
    """Say so where nothing does the work in the background."""
    from ringfence.jobs.background import background_of

    if not background_of(node).runs(datetime.now(UTC)):
        says = "nothing works in the background: start  ringfence node work  beside it"
        click.echo(f"{says} (files of lists, papers that run out, reminders)", err=True)


@node_group.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, and stop.")
@click.option("--every-minutes", default=15, show_default=True, help="How often it looks.")
@click.option("--beside", default=0, hidden=True, help="The process with which it ends.")
@node_option
def work_command(once: bool, every_minutes: int, beside: int, node: Path) -> None:
    """Do what is due by itself, again and again until interrupted: a service beside `serve`.

    Asked to end (Ctrl+C, SIGTERM) it finishes what is under way.
    """
    from ringfence.jobs.background import Ending, work_on, work_once

    if once:
        click.echo(f"{work_once(node)} documents went on")
        return
    ending = Ending(beside)
    ending.listen()
    for done in work_on(node, every_minutes, ending):
        if not beside:
            click.echo(f"{done} documents went on")


@node_group.command("upgrade")
@node_option
def upgrade_command(node: Path) -> None:
    """Bring a node of an earlier release up to date: its tables, and what lists ask for.

    Copy the folder and the database first. Books, papers and the journal stay as they are.
    """
    from ringfence.jobs.upgrade import upgrade

    renewed = upgrade(node)
    click.echo(f"the tables are those of this release; {renewed} cards of documents were renewed")


@node_group.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@node_option
def backup_command(file: Path, node: Path) -> None:
    """Write a whole copy of the node to FILE, with checksums and the journal's root."""
    from ringfence.jobs.node_work import copy_node

    manifest = copy_node(node, file)
    click.echo(f"{file}: {manifest['size']} acts, root {manifest['root'][:16]}")


@node_group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@node_option
@click.option("--database", default="", help="Where the books go, if not where the copy says.")
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=FILE,
    help="A checkpoint that others hold; may be given again. A copy older than it is refused.",
)
def restore_command(file: Path, node: Path, database: str, checkpoints: tuple[Path, ...]) -> None:
    """Put the copy in FILE back into a new folder, verify it, and keep in the journal that it was.

    What was done after the copy was made is not in it.
    """
    from ringfence.jobs.putting_back import put_back

    made = put_back(file, node, database, checkpoints)
    territory, folder = made.node.config.territory, made.node.folder
    click.echo(f"put back the node of {territory} in {folder}; it verifies")
    click.echo(
        f"it ends with act {made.size} of {made.made_at}, what was done later is not in it: "
        + (
            "it goes as far as the checkpoints given"
            if checkpoints
            else "hold it against the latest checkpoint of others, `ringfence journal verify FILE`"
        )
    )
