"""The life of a return: open, computed, checked, proposed, approved, sent, acknowledged.

What is proposed is frozen: the return itself with its hash. A return that was sent is never
changed; computing it again begins a revision, and every version that was sent stays in the
history with what was told. Three states are read and not taken: `proposed` while a proposal
waits, `overdue` from the day after the day due, `revised(day)` once a revision was sent.

The acts are those of the permission table. What the Board answers is told with `explain`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ringfence.terms import Answer, Day, Finding, Period
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.claim import stands
from ringfence.trade.life import Life
from ringfence.trade.returns.cell import Cell
from ringfence.trade.returns.checking import Checked
from ringfence.trade.returns.form import Figure, Form, Return

THING = "return"
RULE = "trade.return.approve"


@dataclass(frozen=True, slots=True)
class Owed:
    """The return that is owed; what is computed for it is told in its acts."""

    form: Form
    territory: str
    period: Period


@dataclass(frozen=True)
class Frozen:
    """A return as it was proposed, with the hash that proves it."""

    return_: Return
    content_hash: str

    @property
    def is_intact(self) -> bool:
        """True while what stands here is what was frozen."""
        return self.return_.content_hash == self.content_hash


def freeze(return_: Return) -> Frozen:
    """The snapshot to propose."""
    return Frozen(return_, return_.content_hash)


@dataclass(frozen=True, slots=True)
class ChecksRun:
    """What the checks found, on which return."""

    findings: tuple[Checked, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a check that is not met, or could not run, may stand: a sentence that is kept."""

    check: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sent:
    """When and how a frozen return went to the Board."""

    on: Day
    how: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The Board took it."""

    on: Day
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Queried:
    """The Board asked about it."""

    on: Day
    question: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question of the Board, without a change of figures."""

    on: Day
    answer: str


def _last(found: tuple[object, ...]) -> object | None:
    return found[-1] if found else None


def _computes_what_is_owed(held: Held[Owed], act: Act) -> Iterable[Finding]:
    """Only a return of the form, territory and period that is owed belongs here."""
    told, owed = act.told, held.paper
    fits: bool | None = None
    if isinstance(told, Return):
        of = (told.form, told.territory, told.period)
        fits = of == (owed.form, owed.territory, owed.period)
    lacks = f"compute Form {owed.form} of {owed.territory}, {owed.period.first} on"
    yield stands("trade.return.compute", fits, "it is the return that is owed", lacks)


def _checks_what_was_computed(held: Held[Owed], act: Act) -> Iterable[Finding]:
    run, last = act.told, _last(held.happened(Return))
    fits: bool | None = None
    if isinstance(run, ChecksRun) and isinstance(last, Return):
        fits = run.content_hash == last.content_hash
    says, lacks = "the checks ran on the last computed return", "run the checks on the last one"
    yield stands("trade.return.check", fits, says, lacks)


def _is_what_was_checked(held: Held[Owed], act: Act) -> Iterable[Finding]:
    """What is approved is intact, and is the return that was computed and checked last."""
    told, run = act.told, _last(held.happened(ChecksRun))
    fits: bool | None = None
    if isinstance(told, Frozen) and isinstance(run, ChecksRun):
        fits = told.is_intact and told.content_hash == run.content_hash
    says, lacks = "the snapshot is what was checked", "freeze and propose what was checked last"
    yield stands(RULE, fits, says, lacks)


def _failures_are_explained(held: Held[Owed], act: Act) -> Iterator[Finding]:
    """Each check that is not met, or could not run, has its sentence, told after that run."""
    run = _last(held.happened(ChecksRun))
    if not isinstance(run, ChecksRun):
        yield stands(RULE, None, "", "run the checks first")
        return
    since = max(number for number, told in enumerate(held.told) if told is run)
    told_since = [one for one in held.told[since:] if isinstance(one, Explained)]
    explained = {one.check for one in told_since if one.sentence.strip()}
    for finding in run.findings:
        if finding.is_advice or finding.answer in (Answer.MET, Answer.NOT_APPLICABLE):
            continue
        lacks = f"{finding.check}: {finding.reason}: put it right, or explain it"
        says = f"{finding.check} is explained"
        yield stands(finding.rule, finding.check in explained, says, lacks)


def _is_what_was_approved(held: Held[Owed], act: Act) -> Iterable[Finding]:
    told, approved = act.told, _last(held.happened(Frozen))
    fits: bool | None = None
    if isinstance(told, Sent) and isinstance(approved, Frozen):
        fits = approved.is_intact and told.content_hash == approved.content_hash
    says, lacks = "what is sent is what was approved", "send the snapshot that was approved"
    yield stands("trade.return.send", fits, says, lacks)


def _after_explaining(held: Held[Owed], act: Act) -> str:
    """Where what was told leads: an explanation of a check leaves the state as it is."""
    if isinstance(act.told, Queried) and held.state != "checked":
        return "queried"
    if isinstance(act.told, Acknowledged | Answered) and held.state != "checked":
        return "acknowledged" if isinstance(act.told, Acknowledged) else "sent"
    return held.state


def _says_something(held: Held[Owed], act: Act) -> Iterable[Finding]:
    """Before sending a check is explained; after it the Board's word, or an answer, is told."""
    kinds = (Explained,) if held.state == "checked" else (Acknowledged, Queried, Answered)
    lacks = "explain a check" if held.state == "checked" else "tell what the Board said"
    yield stands("trade.return.explain", isinstance(act.told, kinds), "it is told", lacks)


STATES = (
    "open",
    "computed",
    "checked",
    "proposed",
    "approved",
    "sent",
    "acknowledged",
    "queried",
    "revised",
    "overdue",
)

LIFE = Life(
    kind=THING,
    first="open",
    states=STATES,
    transitions=with_duties(
        ways_of(
            THING,
            ("compute", "open computed checked approved sent acknowledged queried", "computed"),
            ("check", "computed checked", "checked"),
            ("explain", "checked sent acknowledged queried", "checked"),
            ("approve", "checked", "approved", "2"),
            ("send", "approved", "sent", "2"),
        ),
        compute=Duty((_computes_what_is_owed,)),
        check=Duty((_checks_what_was_computed,)),
        explain=Duty((_says_something,), leads=_after_explaining),
        approve=Duty((_is_what_was_checked, _failures_are_explained)),
        send=Duty((_is_what_was_approved,)),
    ),
)


@dataclass(frozen=True)
class SentVersion:
    """One version that went to the Board: the snapshot, when and how, and its number from 1."""

    number: int
    frozen: Frozen
    sent: Sent


def versions_sent(held: Held[Owed]) -> tuple[SentVersion, ...]:
    """Every version that was sent, in order; none is ever lost to a revision."""
    found: list[SentVersion] = []
    approved: Frozen | None = None
    for told, done in zip(held.told, held.history, strict=True):
        if isinstance(told, Frozen) and done.act == "trade.return.approve":
            approved = told
        elif isinstance(told, Sent) and done.act == "trade.return.send" and approved:
            found.append(SentVersion(len(found) + 1, approved, told))
    return tuple(found)


def standing(held: Held[Owed], due: Day | None = None, today: Day | None = None) -> str:
    """The state as people read it: also proposed, overdue and revised(day)."""
    sent = versions_sent(held)
    if not sent and due is not None and today is not None and today > due:
        return "overdue"
    if held.proposal is not None and held.state == "checked":
        return "proposed"
    if held.state == "sent" and len(sent) > 1:
        return f"revised({sent[-1].sent.on})"
    return held.state


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that a revision changes; `None` where one of the two returns has none."""

    figure: Figure
    before: Cell | None
    after: Cell | None


def differences(before: Return, after: Return) -> tuple[Difference, ...]:
    """What a revision changes, amounts and whether they are reported at all."""
    keys = sorted({*before.figures, *after.figures})
    pairs = [Difference(one, before.figures.get(one), after.figures.get(one)) for one in keys]
    return tuple(one for one in pairs if _amount(one.before) != _amount(one.after))


def _amount(cell: Cell | None) -> int | None:
    return None if cell is None else cell.amount_ug


def revised_on(before: Return, after: Return, day: Day) -> dict[Figure, Day]:
    """The figures to be marked `revised(day)`, for the documents of the revision."""
    return {one.figure: day for one in differences(before, after) if one.after is not None}
