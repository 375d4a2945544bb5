"""The folder of a node: made once, opened by every command.

    node.toml         territory, authorities, languages, database, the journal's public key
    books.sqlite3     the books, where no PostgreSQL is set
    keys/journal.pem  signs checkpoints; made only where it is asked for, readable by its owner only

Making a node creates no account and no password. `RINGFENCE_DATABASE_URL` goes before the database
that node.toml names, so that no password needs to stand in a file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ringfence.law.lists import ListBook, go_by, package_lists
from ringfence.law.receipts import Receipt, as_bound, receipt_of
from ringfence.law.record import InputNotUnderstood, Problem, read_record
from ringfence.law.record_text import read_text
from ringfence.store.canonical import instant_text, plain
from ringfence.store.errors import NodeError
from ringfence.store.places import Place, degrees_of
from ringfence.store.settings import Database, configure, is_current, migrate, read_database
from ringfence.terms import Day, Party, RingfenceError, read_country
from ringfence.trade.time_limits import TimeLimits
from ringfence.trade.working_days import Calendar, Weekday

if TYPE_CHECKING:
    from ringfence.store.signed_note import OwnKey

FORMAT = "ringfence.node/1"
ENVIRONMENT = "RINGFENCE_DATABASE_URL"
DEMONSTRATION_MARK = "demonstration.json"
"""The file by which the folder of a demonstration is known."""

RECORDS_YEARS_MIN = 2
"""For records of operators, un1961/34(b) and un1971/11/7: they are kept for at least two years."""


def _says(text: str, **more: Any) -> Any:
    return field(metadata={"says": text}, **more)


@dataclass(frozen=True, slots=True)
class Authority:
    """One competent authority of the territory."""

    number: str = _says("a short name, unique in the node, such as XA-NDA")
    name: str = _says("its name as it stands on papers")
    functions: tuple[str, ...] = _says("what it decides on", default=())
    contact: str = _says("where and when it answers questions, as pages show it", default="")


@dataclass(frozen=True, slots=True)
class Keys:
    """Public keys of the node; the private ones are files of their own."""

    journal: str = _says("public key of the journal: name+hash+key", default="")
    since: str = _says("the instant from which it is in use", default="")


@dataclass(frozen=True, slots=True)
class EndedKey:
    """A key that signs no more: what it signed before stays good."""

    journal: str = _says("its public part: name+hash+key")
    ended_at: str = _says("the instant at which it was ended")
    because: str = _says("replaced, or leaked")
    since: str = _says("the instant from which it was in use", default="")


@dataclass(frozen=True, slots=True)
class Retention:
    """For how long things are kept; the law of the territory may ask for more."""

    records_years: int = _says("records of operators and papers, at least 2", default=5)
    journal_years: int = _says("the journal, 0 for ever", default=0)
    backups_years: int = _says("copies, at least 2", default=2)
    exports_days: int = _says("files of long lists, made in the background, at least 1", default=7)


@dataclass(frozen=True, slots=True)
class Received:
    """A notification of a decision under the 1961 Convention, as the Party received it."""

    day: Day = _says("the day of receipt, from which the decision binds (un1961/3/7)")
    source: str = _says("how that is known, such as the stamp on the letter")
    decision: str = _says("the Commission's decision, such as 63/17", default="")
    substance: str = _says("the substance, where a decision has several", default="")
    schedule: str = _says("the Schedule, where one changed alone", default="")


@dataclass(frozen=True, slots=True)
class NodeConfig:
    """What node.toml says."""

    territory: str = _says("the code of the territory, ISO 3166-1 alpha-2 or a part of it")
    name: str = _says("the name of the node, without blanks: the origin of its checkpoints")
    authority: tuple[Authority, ...] = _says("the competent authorities", default=())
    languages: tuple[str, ...] = _says("languages of pages and papers", default=("en",))
    time_zone: str = _says("where its days begin, such as Asia/Almaty", default="UTC")
    calendar: Calendar = _says("its working days: weekend and days_off", default=Calendar())
    time_limits: TimeLimits = _says("what the authority sets for itself", default=TimeLimits())
    database: str = _says("postgresql://user@host/name, or a file", default="books.sqlite3")
    keys: Keys = _says("public keys", default=Keys())
    ended_key: tuple[EndedKey, ...] = _says("keys that sign no more", default=())
    retention: Retention = _says("how long things are kept", default=Retention())
    received: tuple[Received, ...] = _says("notifications under the 1961 Convention", default=())
    place: tuple[Place, ...] = _says("where territories lie on maps", default=())
    days_back: int = _says("of a demonstration: its today lies so far back", default=0)
    format: str = _says("the format of this file", default=FORMAT)


@dataclass(frozen=True, slots=True)
class Node:
    """An opened node: this process works on its books."""

    folder: Path
    config: NodeConfig
    database: Database

    @property
    def key_file(self) -> Path:
        """Where the journal's key is, if there is one."""
        return self.folder / "keys" / "journal.pem"

    @property
    def exports(self) -> Path:
        """Where files of long lists lie until they are over."""
        return self.folder / "exports"

    @property
    def has_key(self) -> bool:
        """True where this node can sign checkpoints; without a key it reads and books."""
        return self.key_file.exists()


def read_config(mapping: Mapping[str, Any], file: str = "node.toml") -> NodeConfig:
    """Read a configuration; raises InputNotUnderstood or NodeError with what to write."""
    config = read_record(NodeConfig, mapping, file)
    if config.format != FORMAT:
        raise NodeError(f"{file}: {config.format!r} is not {FORMAT}: use the release that wrote it")
    _check_names(config, file)
    retention = config.retention
    if min(retention.records_years, retention.backups_years) < RECORDS_YEARS_MIN:
        raise NodeError(
            f"{file}: records are kept for at least {RECORDS_YEARS_MIN} years (un1961/34(b)): "
            "write records_years = 2 or more"
        )
    degrees_of(config.place, file)
    wrong = (*_of_config(config), *config.time_limits.problems())
    if wrong:
        raise InputNotUnderstood(file, wrong)
    if retention.exports_days < 1:
        raise NodeError(
            f"{file}: files of lists are kept for a day: write exports_days = 1 or more"
        )
    try:
        ZoneInfo(config.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        says = f"{file}: {config.time_zone!r} is no time zone: write one such as Asia/Almaty"
        raise NodeError(says) from error
    return config


def _check_names(config: NodeConfig, file: str) -> None:
    if not _TERRITORY.fullmatch(config.territory) or not _NAME.fullmatch(config.name):
        raise NodeError(
            f"{file}: write a territory such as XA or XA-01, and a name without blanks and "
            "without +"
        )


_TERRITORY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_NAME = re.compile(r"[^\s+]{1,80}")
YEARS_MAX = 200
"""Nothing is kept for longer, but for ever (journal_years = 0)."""


def _of_config(config: NodeConfig) -> Iterator[Problem]:
    """What is wrong in itself: a week without a working day, years without end, a name twice."""
    if set(Weekday) <= set(config.calendar.weekend):
        remedy = "Leave at least one day of the week out"
        yield Problem("calendar.weekend", "leaves no working day", remedy)
    kept = config.retention
    for name in ("records_years", "journal_years", "backups_years"):
        if getattr(kept, name) > YEARS_MAX:
            problem = f"{getattr(kept, name)} years are longer than anybody means"
            yield Problem(f"retention.{name}", problem, f"Write at most {YEARS_MAX}")
    if kept.exports_days > 366 * YEARS_MAX:
        remedy = f"Write at most {366 * YEARS_MAX}"
        yield Problem("retention.exports_days", "is longer than anybody means", remedy)
    numbers = [one.number for one in config.authority]
    for place, number in enumerate(numbers, 1):
        if number in numbers[: place - 1]:
            remedy = "Give each authority a short name of its own"
            yield Problem(f"authority[{place}].number", f"{number!r} stands twice", remedy)


def create_node(
    folder: Path,
    config: NodeConfig,
    *,
    make_journal_key: bool,
    environment: Mapping[str, str] = os.environ,
) -> Node:
    """Make a node in a folder that is new or empty, with its tables, and open it.

    Raises NodeError where a node or anything else is there already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NodeError(f"{folder} is not empty: name a new folder; nothing was changed")
    config = read_config(plain(config))
    go_by(lists_of(config, "node.toml"))
    database = database_of(config, folder, environment)
    configure(database)
    check_unused(database)
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _made(folder, config, database, make_journal_key)
    except Exception as error:
        _take_away(folder, was_there)
        from django.db import DatabaseError

        if isinstance(error, DatabaseError):
            says = f"the database cannot be made: {error}".strip()
            raise NodeError(f"{says}: name another one, nothing was left behind") from error
        raise


def _made(folder: Path, config: NodeConfig, database: Database, make_journal_key: bool) -> Node:
    (folder / "keys").mkdir(mode=0o700)
    if make_journal_key:
        from ringfence.store.checkpoints import create_key

        signer = create_key(folder / "keys" / "journal.pem", config.name)
        config = replace(config, keys=Keys(signer.public_text, _now()))
    write_config(folder, config)
    migrate()
    return Node(folder, config, database)


def _take_away(folder: Path, was_there: bool) -> None:
    """Take away what was begun in a folder that was new or empty, so that it can be done anew."""
    for path in folder.iterdir():
        if path.is_dir():
            rmtree(path)
        else:
            path.unlink()
    if not was_there:
        folder.rmdir()


def add_key(node: Node) -> Node:
    """Make the key of a node that has none, and name it in node.toml; raises NodeError."""
    from ringfence.store.checkpoints import create_key

    node.key_file.parent.mkdir(exist_ok=True, mode=0o700)
    signer = create_key(node.key_file, node.config.name)
    config = replace(node.config, keys=Keys(signer.public_text, _now()))
    write_config(node.folder, config)
    return replace(node, config=config)


def replace_key(node: Node, because: str, now: datetime) -> Node:
    """End the key in use and make another in its place; raises NodeError where there is none.

    The private part of the old one is written over: it can sign nothing more from here on.
    """
    from ringfence.store.checkpoints import create_key, load_key

    old = load_key(node.key_file, node.config.name)
    part = node.key_file.with_name("journal.pem.new")
    part.unlink(missing_ok=True)
    signer = create_key(part, node.config.name)
    at = instant_text(now)
    whole = config_from((node.folder / "node.toml").read_bytes(), "node.toml")
    ended = EndedKey(old.public_text, at, because, whole.keys.since)
    config = replace(whole, keys=Keys(signer.public_text, at), ended_key=(*whole.ended_key, ended))
    part.replace(node.key_file)
    write_config(node.folder, config)
    return replace(node, config=config)


def own_keys(node: Node) -> tuple[OwnKey, ...]:
    """The key in use and those that were ended, as node.toml says now; none where it never had one.

    It is read anew, so that a server knows of a key that was replaced since it began.
    """
    from ringfence.store.signed_note import OwnKey

    config = config_from((node.folder / "node.toml").read_bytes(), str(node.folder / "node.toml"))
    used = [OwnKey(config.keys.journal, config.keys.since)] if config.keys.journal else []
    ended = [OwnKey(one.journal, one.since, one.ended_at, one.because) for one in config.ended_key]
    return (*used, *ended)


def _now() -> str:
    return instant_text(datetime.now(UTC))


def check_unused(database: Database) -> None:
    """Raise NodeError where the database holds anything already, or does not answer."""
    if database.is_sqlite:
        if Path(database.name).exists():
            raise NodeError(f"{database.name} is there already: name another file as database")
        return
    from django.db import OperationalError, connection

    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        raise NodeError(f"the database does not answer: {error}".strip()) from error
    if tables:
        raise NodeError("the database holds tables already: name an empty one")


def write_config(folder: Path, config: NodeConfig) -> None:
    """Write node.toml whole or not at all, readable by its owner only.

    Time limits at their defaults are left out, so that the file says what the authority chose.
    """
    part = folder / "node.toml.part"
    part.touch(mode=0o600)
    table: dict[str, Any] = dict(plain(config))
    table["time_limits"] = {one.name: value for one, value in config.time_limits.changed()}
    if not table["time_limits"]:
        del table["time_limits"]
    part.write_text(_toml(table), encoding="utf-8")
    part.replace(folder / "node.toml")


def _toml(table: Mapping[str, Any]) -> str:
    """The table as TOML: plain keys first, then tables, then lists of tables."""
    plain_lines, blocks = [], []
    for key, value in sorted(table.items()):
        if isinstance(value, Mapping):
            blocks.append(f"\n[{key}]\n{_toml(value)}")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            blocks.extend(f"\n[[{key}]]\n{_toml(one)}" for one in value)
        else:
            plain_lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}\n")
    return "".join([*plain_lines, *blocks])


def open_node(
    folder: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    bring_up_to_date: bool = False,
    **settings: Any,
) -> Node:
    """Open a node, so that `work` and `look` act on its books.

    `settings` go to `settings.configure`. Raises NodeError where there is no node, its database
    does not answer, or its tables are those of another release (unless they shall be brought up
    to date).
    """
    node = _node_at(folder, environment)
    if node.database.is_sqlite and not Path(node.database.name).exists():
        raise NodeError(f"{node.database.name} is missing: restore a backup, or name the database")
    configure(node.database, **settings)
    from django.db import OperationalError

    try:
        if bring_up_to_date:
            migrate()
        elif not is_current():
            raise NodeError(
                "the tables are those of an older release: copy the folder and the database, then "
                "`ringfence node upgrade`"
            )
    except OperationalError as error:
        raise NodeError(f"the database does not answer: {error}".strip()) from error
    return node


def _node_at(folder: Path, environment: Mapping[str, str]) -> Node:
    path = folder / "node.toml"
    if not path.exists():
        raise NodeError(f"{folder} holds no node: make one with `ringfence node init`")
    config = config_from(path.read_bytes(), str(path))
    if config.days_back and not (folder / DEMONSTRATION_MARK).exists():
        raise NodeError(
            f"{path}: only a demonstration has a day of its own: take days_back out of the file"
        )
    go_by(lists_of(config, str(path)))
    return Node(folder, config, database_of(config, folder, environment))


def lists_of(config: NodeConfig, file: str) -> ListBook:
    """The lists that bind the Party whose territory it is; raises NodeError."""
    party = config.territory.partition("-")[0]
    try:
        own = [_receipt(one, read_country(party), file) for one in config.received]
        return as_bound(package_lists(), own, read_country(party)) if own else package_lists()
    except RingfenceError as error:
        raise NodeError(str(error)) from error


def _receipt(one: Received, party: Party, file: str) -> Receipt:
    if not one.decision and not one.substance:
        raise NodeError(f"{file}: received {one.day}: name its decision, or its substance")
    return receipt_of(
        party, one.day, one.source, decision=one.decision, substance=one.substance,
        schedule=one.schedule, place=file,
    )  # fmt: skip


def config_from(content: bytes, file: str) -> NodeConfig:
    """Read the bytes of a node.toml; raises NodeError with what to write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NodeError(f"{file} cannot be read: {error}: write TOML in UTF-8") from error
    try:
        return read_config(read_text(text, file, remedy="Write TOML in UTF-8"), file)
    except RingfenceError as error:
        raise NodeError(str(error)) from error


def database_of(config: NodeConfig, folder: Path, environment: Mapping[str, str]) -> Database:
    """Where the books of a node in that folder are: the environment goes before node.toml."""
    return read_database(environment.get(ENVIRONMENT, "") or config.database, folder)
