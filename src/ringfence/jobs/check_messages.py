"""The messages and documents that are known: is everything in its place?

A message names its format; a document for a node or for `ringfence assess` is known by its keys.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ringfence.jobs.check_file import FileFound, conforming
from ringfence.jobs.document_kinds import kinds
from ringfence.law.movement import Movement, movement_from
from ringfence.law.record import InputNotUnderstood, Problem, key_of, read_record
from ringfence.store.node import NodeConfig, read_config
from ringfence.terms import read_day
from ringfence.trade.line_facts import LineVerdict, Said
from ringfence.trade.paper import DAY_MIN, read_paper
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.receipt import Verdict, receipt_for, receipt_hash
from ringfence.trade.returns.cell import Cell, CellNotUnderstood, Status
from ringfence.trade.returns.compute import FORMS
from ringfence.trade.returns.form import Form

Found = dict[str, Any]
BESIDE = "what is known beside a paper"


def check_message(path: Path, text: str, found: Found, named: str) -> FileFound | None:
    """The verdict on a message of a known format; `None` for another format."""
    if named == "ringfence.paper/1":
        from ringfence.exchange.papers.content import read_content

        says = ("the content of a paper, in order, and not signed: it proves nothing by itself",)
        raw = text.encode()
        return conforming("content of a paper", lambda: says if read_content(raw) else ())
    if named == "ringfence.key/1":
        from ringfence.exchange.papers.seal import read_published

        return conforming(
            "published key",
            lambda: tuple(
                f"{one.name} ({one.territory}): {one.key_id}"
                for one in read_published(text, path.name).values()
            ),
        )
    check = _MESSAGES.get(named)
    if check is None:
        return None
    return _checked(path, f"message {named}", lambda: check(path.name, found))


def _checked(path: Path, kind: str, check: Callable[[], tuple[str, ...]]) -> FileFound:
    """A check that reads keys by name: one that is missing is a problem with its name."""

    def run() -> tuple[str, ...]:
        try:
            return check()
        except KeyError as error:
            problem = Problem(str(error.args[0]), "is missing", "Ask for the file again")
            raise InputNotUnderstood(path.name, (problem,)) from error
        except (TypeError, ValueError, AttributeError) as error:
            problem = Problem(
                "the file", f"holds a value of another kind: {error}", "Ask for the file again"
            )
            raise InputNotUnderstood(path.name, (problem,)) from error

    return conforming(kind, run)


def _filing(file: str, found: Found) -> tuple[str, ...]:
    """The receipt's own hash, from the lines that it answers."""
    verdicts = [
        Verdict(
            one["line_id"],
            one["row"],
            LineVerdict(one["verdict"]),
            one["content_hash"],
            tuple(Said(**said) for said in one["says"]),
            one["is_repeat"],
        )
        for one in found["lines"]
    ]
    told = found["receipt"]
    period = (read_day(told["first"]), read_day(told["last"]))
    names = ("number", "operator", "filed_at", "file_sha256")
    number, operator, filed_at, hashed = (told[name] for name in names)
    made = receipt_for(number, operator, period, filed_at, hashed, verdicts)
    problems = [
        Problem(
            f"receipt.{name}",
            f"says {told[name]}, the lines give {count}",
            "Ask for the file again",
        )
        for name in ("accepted", "accepted_with_remark", "refused")
        if told[name] != (count := getattr(made, name))
    ]
    if receipt_hash(made) != told["sha256"]:
        remedy = "A line, an answer or the receipt was changed: ask for the file again"
        problems.append(Problem("receipt.sha256", "is not the hash of the receipt", remedy))
    if problems:
        raise InputNotUnderstood(file, tuple(problems))
    return (f"the receipt {number} has the hash that its {len(verdicts)} lines and answers give",)


def _return(file: str, found: Found) -> tuple[str, ...]:
    """Every figure stands in a column of its form, with an amount that its status allows."""
    spec = FORMS[Form(found["form"])]
    columns = {one.name for one in spec.columns}
    problems = [
        Problem(f"figures[{count}].{place}", problem, remedy)
        for count, one in enumerate(found["figures"], 1)
        for place, problem, remedy in _figure_problems(one, columns)
    ]
    first, last = read_day(found["first"]), read_day(found["last"])
    if last < first:
        problems.append(Problem("last", f"{last} lies before {first}", "Correct the period"))
    if problems:
        raise InputNotUnderstood(file, tuple(problems))
    return (
        f"form {spec.form}, {len(found['figures'])} figures, each in a column of the form",
        "its hash is over the books' own entries and was not made again from this file",
    )


def _figure_problems(one: Mapping[str, Any], columns: set[str]) -> Iterator[tuple[str, str, str]]:
    if one["column"] not in columns:
        yield "column", f"{one['column']!r} is no column of the form", "Compute the return again"
    amount = one["amount_ug"]
    if amount is not None and (isinstance(amount, bool) or not isinstance(amount, int)):
        yield "amount_ug", f"{amount!r} is not in whole micrograms", "Compute the return again"
        return
    if one["status"] == Status.REVISED:
        return
    try:
        Cell(Status(one["status"]), amount, tuple(one["rests_on"]), why=one["why"])
    except (ValueError, CellNotUnderstood) as error:
        yield "status", str(error), "Compute the return again"


_MESSAGES: dict[str, Callable[[str, Found], tuple[str, ...]]] = {
    "ringfence.filing/1": _filing,
    "ringfence.return/1": _return,
}


def check_document(path: Path, found: Found) -> FileFound | None:
    """The verdict on a document that somebody wrote; `None` where its keys fit none well."""
    kind = _kind_by_keys(found)
    if kind is None:
        return None
    if kind == "movement":
        says = ("every key is known and readable: ringfence assess decides on it",)
        return conforming("movement", lambda: says if movement_from(found, path.name) else ())
    if kind == "node":
        says = ("it can be given to ringfence node init",)
        return conforming("node.toml", lambda: says if read_config(found, path.name) else ())
    if kind == BESIDE:
        dated = {"day": str(DAY_MIN), **found}  # the act brings its own day
        says = ("it can be given with --known",)
        return conforming(
            kind, lambda: says if read_record(Circumstances, dated, path.name) else ()
        )
    record, says = _records()[kind], (f"it can be entered in a node as {kind}; it carries no seal",)
    return conforming(kind, lambda: says if read_paper(record, found, path.name) else ())


@cache
def _records() -> Mapping[str, Any]:
    """What a person may write in a file, by its name in words."""
    own: dict[str, Any] = {"movement": Movement, "node": NodeConfig}
    own |= {name.replace("_", " "): kind.paper for name, kind in kinds().items()}
    for kind in kinds().values():
        for verb, told in kind.verbs.items():
            if told.told is not None and told.told not in own.values():
                own[f"what {verb} of {kind.name.replace('_', ' ')} tells"] = told.told
    return {**own, BESIDE: Circumstances}


def _kind_by_keys(found: Found) -> str | None:
    """The kind whose keys the document uses most; at least half must be known to it."""
    scores = {name: _share(record, found) for name, record in _records().items()}
    best = max(scores.values())
    return next((name for name, one in scores.items() if one == best and one[0] >= 0.5), None)


def _share(record: Any, found: Found) -> tuple[float, float]:
    """How many of the file's keys the record knows, and how many of its own the file uses."""
    known = {key_of(field) for field in dataclasses.fields(record)}
    both = len(known & set(found))
    return both / max(1, len(found)), both / max(1, len(known))
