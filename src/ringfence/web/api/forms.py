"""The JSON forms of answers as the reference shows them; docs/formats.md says what each key holds.

Answers are written by `exchange/`; here they are only described. Keys may be added.
"""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class Form(Schema):
    """A form of ours: further keys may follow in later releases."""

    model_config = ConfigDict(extra="allow")


class Place(Schema):
    """One thing wrong with what was sent."""

    place: str = Field(description="where it stands, such as lines[2].quantity")
    problem: str
    remedy: str = Field(description="what to do")


class Finding(Form):
    """What one rule says, with its citation, its reason and the facts that it used."""

    rule: str = Field(description="instrument/article/paragraph, or a decision")
    answer: Literal["met", "not met", "not applicable", "undetermined"]
    reason: str
    is_advice: bool = False
    facts: dict[str, Any] = Field(default_factory=dict)


class ProblemDetails(Form):
    """What went wrong (RFC 9457), with what would change it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    problems: list[Place]
    findings: list[Finding]
    would_change_it: list[str]


class Done(Schema):
    """One act in the life of a document."""

    act: str
    person: str
    role: str
    day: str


class Document(Form):
    """A document as it stands, `ringfence.document/1`."""

    format: Literal["ringfence.document/1"]
    kind: str
    number: str
    state: str
    version: int = Field(description="how many acts made it what it is; an act names it")
    is_proposed: bool = Field(description="another person must still decide")
    territory: str
    operators: list[str]
    paper: dict[str, Any]
    history: list[Done]
    findings: list[Finding]
    is_replay: bool = Field(False, description="it was done before: nothing was changed now")


class Row(Form):
    """A document in a list."""

    number: str
    state: str
    version: int
    is_proposed: bool
    operators: list[str]
    last_day: str


class DocumentList(Form):
    """A page of documents, `ringfence.document.list/1`."""

    format: Literal["ringfence.document.list/1"]
    kind: str
    documents: list[Row]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class Identified(Form):
    """What each thing is, `ringfence.identify/1`."""

    format: Literal["ringfence.identify/1"]
    items: list[dict[str, Any]]


class Assessed(Form):
    """The decision on a movement, `ringfence.assess/1`."""

    format: Literal["ringfence.assess/1"]
    outcome: Literal["granted", "held", "refused"]
    day: str
    rule_book: str
    papers: list[dict[str, Any]]
    findings: list[Finding]


class Asked(Schema):
    """One thing to identify: a text alone, or several signals of one thing."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field("", max_length=2000)
    cas: str = Field("", max_length=2000)
    inchikey: str = Field("", max_length=2000)
    smiles: str = Field("", max_length=2000)
    inchi: str = Field("", max_length=2000)


class ToIdentify(Schema):
    """Things to identify by the law of a day."""

    model_config = ConfigDict(extra="forbid")
    items: list[Asked] = Field(min_length=1, max_length=20)
    day: str | None = Field(None, description="YYYY-MM-DD; today if it is left out")
    country: str | None = Field(None, description="only this country's own lists")


class LawList(Form):
    """The list of a day, `ringfence.law.list/1`."""

    format: Literal["ringfence.law.list/1"]
    day: str
    rule_book: str
    entries: list[dict[str, Any]]
    national: list[dict[str, Any]]
    notes: list[str]


class LawShow(Form):
    """All that is held on one substance, `ringfence.law.show/1`."""

    format: Literal["ringfence.law.show/1"]


class LawDiff(Form):
    """What changed between two days, `ringfence.law.diff/1`."""

    format: Literal["ringfence.law.diff/1"]


class LawGaps(Form):
    """The conventions against one national law, `ringfence.law.gaps/1`."""

    format: Literal["ringfence.law.gaps/1"]


class LawMatrix(Form):
    """The conventions against every national law that is held, `ringfence.law.matrix/1`."""

    format: Literal["ringfence.law.matrix/1"]


class Account(Form):
    """One account, in micrograms of anhydrous base."""

    kind: str
    substance: str
    place: str
    purpose: str
    amount_ug: int


class Balances(Form):
    """The accounts of an operator, `ringfence.balance/1`."""

    format: Literal["ringfence.balance/1"]
    operator: str
    accounts: list[Account]


class Ceiling(Form):
    """A total of a year and what is left of it, in micrograms of anhydrous base."""

    territory: str
    substance: str
    year: int
    allowed_ug: int
    used_ug: int
    left_ug: int


class Room(Form):
    """What is left of the totals, `ringfence.estimate.room/1`."""

    format: Literal["ringfence.estimate.room/1"]
    ceilings: list[Ceiling]


class Return(Form):
    """A return to the Board as it was computed, `ringfence.return/1`."""

    format: Literal["ringfence.return/1"]
    form: str
    territory: str
    first: str
    last: str
    content_hash: str
    figures: list[dict[str, Any]]


class Checks(Form):
    """What the checks of a return found, `ringfence.return.checks/1`."""

    format: Literal["ringfence.return.checks/1"]
    number: str
    checks: list[dict[str, Any]]


class Owed(Schema):
    """Which return is to be computed."""

    model_config = ConfigDict(extra="forbid")
    form: str = Field(description="A, B, C, P, A/P, B/P, D ...")
    period: str = Field(description="2031 or 2031Q1")


class OwedNil(Owed):
    """Of which return it is said that there is nothing to report."""

    reason: str = Field("", description="why, where the same period of the year before had figures",
                        max_length=2000)  # fmt: skip


class Filing(Form):
    """The verdict of every line and the receipt, `ringfence.filing/1`."""

    format: Literal["ringfence.filing/1"]
    lines: list[dict[str, Any]]
    receipt: dict[str, Any]
    waiting: list[str]
    notes: list[str] = Field(description="what of the file was not read, such as a hidden sheet")


class WaitingLine(Form):
    """A refused line that was neither sent again nor said to be another's."""

    line: str = Field(description="how `not_ours` names it")
    row: str
    receipt: str
    cells: dict[str, str]
    says: list[dict[str, Any]]


class StockPeriod(Form):
    """A period of a firm, `ringfence.stock.period/1`."""

    format: Literal["ringfence.stock.period/1"]
    number: str
    operator: str
    first: str
    last: str
    state: str
    version: int
    accepted: int
    accepted_with_remark: int
    waiting: list[WaitingLine]
    receipts: list[dict[str, Any]]


class NotOursLine(Schema):
    """A refused line that is not sent again."""

    model_config = ConfigDict(extra="forbid")
    line: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=1, max_length=2000, description="why it is not the firm's")


class ToSign(Schema):
    """That a period is true and complete; as nil, or with what becomes of lines that wait."""

    model_config = ConfigDict(extra="forbid")
    declared: Literal[True] = Field(description="that it is true and complete")
    version: int | None = Field(
        None, ge=0, lt=2**31, description="the version that was read; the newest if left out"
    )
    nil: bool = Field(False, description="nothing to report")
    nil_reason: str = Field("", max_length=2000, description="asked for if the last had figures")
    not_ours: list[NotOursLine] = Field(default_factory=list, max_length=10_000)


class Receipts(Form):
    """The receipts of a period, `ringfence.receipt.list/1`."""

    format: Literal["ringfence.receipt.list/1"]
    operator: str
    period: str
    receipts: list[dict[str, Any]]


class Acts(Form):
    """Acts of the journal, the latest first, `ringfence.journal.list/1`."""

    format: Literal["ringfence.journal.list/1"]
    size: int
    acts: list[dict[str, Any]]


class Verified(Form):
    """Whether the journal is whole, `ringfence.journal.verify/1`."""

    format: Literal["ringfence.journal.verify/1"]
    size: int
    root: str
    checkpoints: int
    troubles: list[str]


class NearMisses(Form):
    """What an auditor looks at in four eyes, `ringfence.journal.near_misses/1`."""

    format: Literal["ringfence.journal.near_misses/1"]
    since: str
    pairs: list[dict[str, Any]]
    tried: list[dict[str, Any]]


class Proof(Form):
    """The proof that an act is in the journal, `ringfence.journal.proof/1`."""

    format: Literal["ringfence.journal.proof/1"]
    position: int
    size: int
    root: str
    leaf: str
    leaf_hash: str
    path: list[str]


class Persons(Form):
    """Who may act, `ringfence.person.list/1`."""

    format: Literal["ringfence.person.list/1"]
    persons: list[dict[str, Any]]
