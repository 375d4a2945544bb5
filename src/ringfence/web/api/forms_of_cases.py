"""The JSON forms of findings, decisions and papers of other authorities, for the reference."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from ringfence.web.api.forms import Finding, Form


class Findings(Form):
    """What the law would say of an act now, `ringfence.findings/1`."""

    format: Literal["ringfence.findings/1"]
    findings: list[Finding]


class Decision(Form):
    """Why it was decided so, and until when one may object, `ringfence.decision/1`."""

    format: Literal["ringfence.decision/1"]
    kind: str
    number: str
    state: str
    against: list[dict[str, Any]]
    met: list[Finding]
    reasons: list[dict[str, Any]]
    decided_on: str
    is_refused: bool
    hearing_until: str | None
    object_until: str | None
    may_object: bool
    objections: list[dict[str, Any]]


class NewObjection(Schema):
    """An objection: the keys of the paper `objection`, without number and decision."""

    model_config = ConfigDict(extra="forbid")
    paper: dict[str, Any]


class Follows(Form):
    """What a correction would change, `ringfence.correction.follows/1`."""

    format: Literal["ringfence.correction.follows/1"]
    is_on_books: bool
    changes: list[dict[str, Any]]
    returns: list[dict[str, Any]]


class Drawn(Form):
    """The paper that would grant an application, `ringfence.drawn/1`; no kind for a licence."""

    format: Literal["ringfence.drawn/1"]
    kind: str
    paper: dict[str, Any]
    known: dict[str, Any]


class Refusal(Schema):
    """Why an application is to be refused."""

    model_config = ConfigDict(extra="forbid")
    version: int = Field(ge=0, lt=2**31, description="the version that was read")
    reasons: list[str] = Field(min_length=1, max_length=50)


class ForeignList(Form):
    """Papers of other authorities, `ringfence.foreign.list/1`."""

    format: Literal["ringfence.foreign.list/1"]
    papers: list[dict[str, Any]]


class ForeignPaper(Form):
    """A paper of another authority as it was seen, `ringfence.foreign/1`."""

    format: Literal["ringfence.foreign/1"]
    what: str
    number: str
    state: str
    paper: dict[str, Any]


class ForeignMark(Schema):
    """What the authority that issued a paper said of it."""

    model_config = ConfigDict(extra="forbid")
    state: Literal["valid", "revoked"]
