"""The JSON forms of figures, returns owed, firms and links, as the reference shows them."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from ringfence.web.api.forms import Finding, Form


class Estimates(Form):
    """How far the ceilings of a year are used, `ringfence.figures.estimates/1`."""

    format: Literal["ringfence.figures.estimates/1"]
    year: int
    gauges: list[dict[str, Any]]
    imported_ug: int
    covered_ug: int = Field(description="of it on certificates of this node")
    without: list[dict[str, Any]] = Field(description="imported, and no ceiling is set")


class Estimate(Form):
    """One ceiling and what arrived by months, `ringfence.figures.estimate/1`."""

    format: Literal["ringfence.figures.estimate/1"]
    substance: str
    year: int
    gauge: dict[str, Any] | None
    arrived_by_month_ug: list[int]


class Times(Form):
    """How long decisions took in a year, `ringfence.figures.times/1`."""

    format: Literal["ringfence.figures.times/1"]
    year: int
    decided: int
    with_authority: dict[str, int] | None = Field(description="half, nine_of_ten, longest")
    in_all: dict[str, int] | None = Field(description="with the time of letters to the firm")


class Flows(Form):
    """Trade with other territories, `ringfence.figures.flows/1`."""

    format: Literal["ringfence.figures.flows/1"]
    year: int
    flows: list[dict[str, Any]]


class Year(Form):
    """One substance in one year, `ringfence.figures.year/1`."""

    format: Literal["ringfence.figures.year/1"]
    substance: str
    year: int
    opening_ug: dict[str, int]
    closing_ug: dict[str, int]
    flows: list[dict[str, Any]]


class Entries(Form):
    """Entries behind a figure, `ringfence.figures.entries/1`."""

    format: Literal["ringfence.figures.entries/1"]
    substance: str
    year: int
    has_more: bool
    entries: list[dict[str, Any]]


class OwedReturns(Form):
    """Returns owed of a year, `ringfence.return.owed/1`."""

    format: Literal["ringfence.return.owed/1"]
    year: int
    returns: list[dict[str, Any]]


class Nil(Form):
    """Whether a nil return may be filed, `ringfence.return.nil/1`."""

    format: Literal["ringfence.return.nil/1"]
    number: str
    findings: list[Finding]
    asks_reason: bool
    is_against: bool


class Firm(Form):
    """One firm, `ringfence.firm/1`; no balances for who may not read its stock."""

    format: Literal["ringfence.firm/1"]
    number: str
    state: str
    paper: dict[str, Any]
    case_count: int
    licences: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    inspections: list[dict[str, Any]]
    losses: list[dict[str, Any]]
    balances: list[dict[str, Any]] | None


class Links(Form):
    """Links by which partners are asked, `ringfence.partner.links/1`."""

    format: Literal["ringfence.partner.links/1"]
    links: list[dict[str, Any]]


class NewLink(Schema):
    """The case about which a partner is asked."""

    model_config = ConfigDict(extra="forbid")
    kind: str = Field(max_length=60)
    number: str = Field(max_length=120)


class Link(Form):
    """A new link, `ringfence.partner.link/1`."""

    format: Literal["ringfence.partner.link/1"]
    code: str
    path: str
