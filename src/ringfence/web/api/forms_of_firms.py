"""The JSON forms of what a firm does on its pages, as the reference shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from ringfence.jobs.print_together import ROWS_MAX
from ringfence.trade.application import Wanted
from ringfence.trade.loss import LossKind
from ringfence.web.api.forms import Form


class Home(Form):
    """What waits for a firm, `ringfence.firm.home/1`."""

    format: Literal["ringfence.firm.home/1"]
    operator: str
    home: dict[str, Any]


class NewLoss(Schema):
    """What is missing and where it was; how it was lost, where that is known."""

    model_config = ConfigDict(extra="forbid")
    what: str = Field(min_length=1, max_length=2000)
    site: str = Field(min_length=1, max_length=120)
    kind: LossKind | Literal[""] = ""
    operator: str = Field("", max_length=120, description="the own firm where it is left out")


class NewApplication(Schema):
    """What is asked for, and for which firm."""

    model_config = ConfigDict(extra="forbid")
    wanted: Wanted
    operator: str = Field("", max_length=120, description="the own firm where it is left out")


class Echo(Form):
    """What is known of a line, `ringfence.echo/1`; null for what may not be read or is unknown."""

    format: Literal["ringfence.echo/1"]
    places: list[str]
    papers: list[dict[str, Any]]
    is_known: bool
    base_ug: int | None
    room_ug: int | None
    room_of: str
    year: int
    ceiling: dict[str, Any] | None
    stock_ug: int | None
    is_over: bool
    problem: str


class ReceiptList(Form):
    """Receipts, `ringfence.receipts/1`."""

    format: Literal["ringfence.receipts/1"]
    receipts: list[dict[str, Any]]


class Receipt(Form):
    """One receipt with its lines, `ringfence.receipt/1`."""

    format: Literal["ringfence.receipt/1"]
    sha256: str
    period: str
    lines: list[dict[str, Any]]
    receipt: dict[str, Any]


class FilesKept(Form):
    """Files of a firm, `ringfence.files/1`."""

    format: Literal["ringfence.files/1"]
    files: list[dict[str, Any]]


class KeptFile(Form):
    """A file that is kept, `ringfence.file/1`."""

    format: Literal["ringfence.file/1"]
    file: dict[str, Any]


class ToBeSigned(Form):
    """An order and the text that is signed, `ringfence.order.text/1`."""

    format: Literal["ringfence.order.text/1"]
    order: dict[str, Any]
    text: str


class Clerks(Form):
    """Who acts for a firm, `ringfence.firm.users/1`."""

    format: Literal["ringfence.firm.users/1"]
    users: list[dict[str, Any]]


class Clerk(Schema):
    """The name under which a clerk signs in."""

    model_config = ConfigDict(extra="forbid")
    person: str = Field(min_length=1, max_length=120)


class Invitation(Form):
    """The invitation of a clerk, `ringfence.firm.invitation/1`."""

    format: Literal["ringfence.firm.invitation/1"]
    person: str
    code: str


class ToPrint(Schema):
    """The numbers of the papers, and the language."""

    model_config = ConfigDict(extra="forbid")
    numbers: list[Annotated[str, Field(max_length=120)]] = Field(min_length=1, max_length=ROWS_MAX)
    language: str = Field("", max_length=10)
