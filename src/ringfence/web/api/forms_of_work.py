"""The JSON forms of a person's own desk, as the reference shows them."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from ringfence.web.api.forms import Form

DAY = r"^\d{4}-\d{2}-\d{2}$"


class Work(Form):
    """What waits, a page of it, `ringfence.work/1`."""

    format: Literal["ringfence.work/1"]
    tab: str
    rows: list[dict[str, Any]]
    total: int
    counts: dict[str, int] = Field(description="rows under mine, others and office")


class MarkTold(Schema):
    """Until when and why something is put off; nothing for taking and giving back."""

    model_config = ConfigDict(extra="forbid")
    until: str = Field("", max_length=10, description="YYYY-MM-DD")
    reason: str = Field("", max_length=500)


class Kept(Form):
    """What was marked, `ringfence.kept/1`."""

    format: Literal["ringfence.kept/1"]
    kind: str
    number: str


class Chosen(Schema):
    """One document."""

    model_config = ConfigDict(extra="forbid")
    kind: str = Field(max_length=60)
    number: str = Field(min_length=1, max_length=120)


class ToClose(Schema):
    """Documents that are closed with one reason."""

    model_config = ConfigDict(extra="forbid")
    rows: list[Chosen] = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=1, max_length=2000)


class Closed(Form):
    """What became of each document, `ringfence.closed/1`."""

    format: Literal["ringfence.closed/1"]
    verdicts: list[dict[str, Any]]


class Reminders(Form):
    """What ends or is due soon, `ringfence.reminders/1`."""

    format: Literal["ringfence.reminders/1"]
    reminders: list[dict[str, Any]]


class Found(Form):
    """Documents that were found, `ringfence.found/1`."""

    format: Literal["ringfence.found/1"]
    documents: list[dict[str, Any]]


class Deputies(Form):
    """Deputies of the person, `ringfence.deputies/1`."""

    format: Literal["ringfence.deputies/1"]
    named: list[dict[str, Any]]
    stands_for: list[dict[str, Any]]


class NewDeputy(Schema):
    """Who stands for the person, from which day to which, and why."""

    model_config = ConfigDict(extra="forbid")
    deputy: str = Field(min_length=1, max_length=120)
    first: str = Field(pattern=DAY, description="YYYY-MM-DD")
    last: str = Field(pattern=DAY, description="YYYY-MM-DD")
    reason: str = Field("", max_length=200)


class NewDeputyFor(NewDeputy):
    """The same, for somebody who is absent."""

    person: str = Field(min_length=1, max_length=120)


class Proposed(Form):
    """Deputies proposed for somebody absent, `ringfence.deputies.proposed/1`."""

    format: Literal["ringfence.deputies.proposed/1"]
    proposed: list[dict[str, Any]]


class DeputyDecision(Schema):
    """Whether a proposed deputy stands."""

    model_config = ConfigDict(extra="forbid")
    approves: bool


class Named(Form):
    """The number of what was made or ended, `ringfence.named/1`."""

    format: Literal["ringfence.named/1"]
    number: str


class Views(Form):
    """The views of a list, `ringfence.views/1`."""

    format: Literal["ringfence.views/1"]
    kind: str
    views: list[dict[str, Any]]


class NewView(Schema):
    """What the address of a list says behind its question mark."""

    model_config = ConfigDict(extra="forbid")
    query: str = Field(max_length=4000, description="such as state=issued&sort=-since&column=about")


class NewExport(Schema):
    """A list as a file: its kind, the form, and the address of the list."""

    model_config = ConfigDict(extra="forbid")
    kind: str = Field(max_length=60)
    form: Literal["csv", "xlsx"]
    query: str = Field("", max_length=4000, description="filter, columns and order, as on the page")


class Exports(Form):
    """Files of lists, `ringfence.exports/1`."""

    format: Literal["ringfence.exports/1"]
    exports: list[dict[str, Any]]


class Settings(Form):
    """The settings of the node, `ringfence.settings/1`."""

    format: Literal["ringfence.settings/1"]
    settings: list[dict[str, Any]]
