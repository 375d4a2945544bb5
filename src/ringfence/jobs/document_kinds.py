"""Every kind of document that a node keeps: its life, its paper, its acts, and what they tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ringfence.terms import RingfenceError
from ringfence.trade import (
    application,
    assessment,
    company_return,
    correction,
    customer_declaration,
    destruction,
    endorsement,
    estimate,
    export_authorisation,
    export_declaration,
    hearing,
    import_certificate,
    inspection,
    licence,
    loss,
    objection,
    operator,
    order,
    pre_export_notification,
    product,
    question,
    setting_change,
    special_import_licence,
    transit_permit,
    user_change,
)
from ringfence.trade.acting import Place
from ringfence.trade.approval import Lapsed
from ringfence.trade.common_content import MovementPaper
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.holding import Hold
from ringfence.trade.life import Life
from ringfence.trade.receipt import Receipt
from ringfence.trade.refusing import Refusal
from ringfence.trade.returns import life as return_life

Told = type[Any] | None


class NoSuchVerb(RingfenceError):
    """A kind of document has no such act."""

    def __init__(self, kind: str, verb: str, verbs: tuple[str, ...]) -> None:
        self.kind, self.verb, self.verbs = kind, verb, verbs
        super().__init__(f"no act {verb!r} of {kind}: name one of {', '.join(verbs)}")


@dataclass(frozen=True, slots=True)
class Verb:
    """One act as it is asked for: its word in the table, and what it tells, if anything."""

    act: str
    told: Told = None


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document.

    enter    the act that enters it; `firms` gives the firms that it is about
    verbs    every later act, by the word that people use
    told     further types that acts tell, which nobody writes by hand
    reads    the act of the table that reading it needs, where that is not the life's own acts
    """

    name: str
    life: Life
    paper: type[Any]
    enter: str
    verbs: Mapping[str, Verb]
    firms: Callable[[Any], tuple[str, ...]] = lambda paper: ()
    told: tuple[type[Any], ...] = field(default=())
    number: str = "number"
    reads: str = ""

    def verb(self, verb: str) -> Verb:
        """The act of a verb; raises NoSuchVerb."""
        if verb not in self.verbs:
            raise NoSuchVerb(self.name, verb, tuple(self.verbs))
        return self.verbs[verb]

    def told_type(self, name: str) -> type[Any]:
        """The type of what was told, by its name."""
        every = (*self.told, Lapsed, *(one.told for one in self.verbs.values() if one.told))
        return {one.__name__: one for one in every}[name]

    def place(self, paper: Any, territory: str) -> Place:
        """Where a new document belongs; a paper of a movement is addressed to the other side."""
        other = ""
        if isinstance(paper, MovementPaper):
            sides = (paper.importer.country, paper.exporter.country)
            other = next((side for side in sides if side and side != territory), "")
        return Place(territory, self.firms(paper), other)


def _verbs(thing: str, **told: Told) -> dict[str, Verb]:
    """Acts `trade.thing.verb`, each with what it tells; verbs are written with hyphens.

    `propose_again` is the act of proposing, which the command that enters the document bears too.
    """
    return {
        verb.rstrip("_").replace("_", "-"): Verb(
            f"trade.{thing}.{verb.replace('propose_again', 'propose').rstrip('_')}", kind
        )
        for verb, kind in told.items()
    }


def _own(paper: Any) -> tuple[str, ...]:
    return (paper.operator,) if paper.operator else ()


_OPERATOR = DocumentKind(
    "operator",
    operator.OPERATOR,
    operator.Operator,
    "trade.operator.enter",
    {
        **_verbs("operator", register=None, refuse=Refusal, strike_off=None),
        "change": Verb("trade.register.change", operator.Operator),
    },
    lambda paper: (paper.number,),
)
_PERSONAL_BLOCK = DocumentKind(
    "personal_block",
    operator.PERSONAL_BLOCK,
    operator.PersonalBlock,
    "trade.personal_block.propose",
    _verbs("personal_block", keep=None, change=operator.PersonalBlock),
    _own,
    number="person",
    reads="trade.personal_block.read",
)
_LICENCE = DocumentKind(
    "licence",
    licence.LICENCE,
    licence.LicenceTerms,
    "trade.licence.propose",
    _verbs(
        "licence",
        issue=None,
        refuse=Refusal,
        suspend=licence.Notice,
        lift=None,
        revoke=licence.Notice,
        surrender=None,
        renew=licence.Succession,
        amend=licence.Succession,
        hear=hearing.Hearing,
        expire=None,
    ),
    lambda paper: (paper.holder,),
)
_PRODUCT = DocumentKind(
    "product",
    product.PRODUCT,
    product.Product,
    "trade.product.propose",
    {**_verbs("product", refuse=Refusal, end=None), "enter": Verb("trade.product.enter")},
    lambda paper: (paper.holder,) if paper.holder else (),
    number="product",
)
_ESTIMATE = DocumentKind(
    "estimate",
    estimate.LIFE,
    estimate.Estimate,
    "trade.estimate.enter",
    _verbs(
        "estimate",
        check=None,
        approve=None,
        send=None,
        note_query=estimate.BoardReply,
        confirm=estimate.BoardReply,
        take_effect=None,
        replace=None,
    ),
)
_CERTIFICATE = DocumentKind(
    "import_certificate",
    import_certificate.LIFE,
    import_certificate.ImportCertificate,
    "trade.import_certificate.propose",
    _verbs(
        "import_certificate",
        propose_again=None,
        issue=None,
        refuse=Refusal,
        hold=Hold,
        lift_hold=None,
        arrive=Arrival,
        withdraw=None,
        replace=import_certificate.ImportCertificate,
        expire=None,
    ),
)
_AUTHORISATION = DocumentKind(
    "export_authorisation",
    export_authorisation.LIFE,
    export_authorisation.ExportAuthorisation,
    "trade.export_authorisation.propose",
    _verbs(
        "export_authorisation",
        propose_again=None,
        issue=None,
        refuse=Refusal,
        hold=Hold,
        lift_hold=None,
        ship=Shipment,
        withdraw=None,
        expire=None,
        endorse=endorsement.Endorsement,
        endorse_zero=endorsement.Endorsement,
        query=None,
        settle=endorsement.Reply,
        close=None,
    ),
)
_ENDORSEMENT = DocumentKind(
    "endorsement",
    endorsement.LIFE,
    endorsement.Endorsement,
    "trade.endorsement.await",
    _verbs(
        "endorsement",
        make=endorsement.Inquiry,
        overdue=None,
        return_=None,
        match=None,
        query=None,
        settle=endorsement.Reply,
    ),
)
_NOTICE = DocumentKind(
    "pre_export_notification",
    pre_export_notification.LIFE,
    pre_export_notification.PreExportNotification,
    "trade.pre_export_notification.draft",
    _verbs(
        "pre_export_notification",
        send=pre_export_notification.Sent,
        acknowledge=None,
        receive=None,
        note_no_objection=pre_export_notification.NoticeReply,
        note_objection=pre_export_notification.NoticeReply,
        note_question=pre_export_notification.NoticeReply,
        lapse=None,
        clear=None,
        stop=Hold,
        withdraw=None,
        ship=Shipment,
        close=None,
    ),
)
_RECEIVED_NOTICE = DocumentKind(
    "received_notification",
    pre_export_notification.LIFE_RECEIVED,
    pre_export_notification.PreExportNotification,
    "trade.pre_export_notification.receive",
    _verbs(
        "pre_export_notification",
        accept=pre_export_notification.NoticeReply,
        object=pre_export_notification.NoticeReply,
        ask=pre_export_notification.NoticeReply,
    ),
)
_COMPANY_RETURN = DocumentKind(
    "company_return",
    company_return.COMPANY_RETURN,
    company_return.CompanyReturn,
    "trade.stock_period.open",
    {
        **_verbs("stock_lines", upload=None, check=None, refuse_part=None),
        **_verbs("stock_period", sign=None, close=None, overdue=None, cover=None),
    },
    _own,
    (Receipt, company_return.Nil, company_return.NotOurs),
    reads="trade.stock.read",
)
_LOSS = DocumentKind(
    "loss",
    loss.LOSS,
    loss.LossReport,
    "trade.loss.report",
    _verbs("loss", complete=loss.LossForm, review=None, find_again=loss.FoundAgain, close=None),
    _own,
)
_DESTRUCTION = DocumentKind(
    "destruction",
    destruction.DESTRUCTION,
    destruction.DestructionPlan,
    "trade.destruction.plan",
    _verbs(
        "destruction",
        witness=destruction.Witness,
        do=destruction.DestructionDone,
        query=destruction.Explanation,
        close=None,
    ),
    _own,
)
_INSPECTION = DocumentKind(
    "inspection",
    inspection.INSPECTION,
    inspection.InspectionPlan,
    "trade.inspection.plan",
    _verbs(
        "inspection",
        start=inspection.Started,
        find=inspection.Report,
        answer=inspection.Answers,
        overdue=None,
        refer=None,
        close=None,
    ),
    _own,
)
_RETURN = DocumentKind(
    "return",
    return_life.LIFE,
    return_life.Owed,
    "trade.return.compute",
    _verbs(
        "return",
        compute=None,
        check=None,
        explain=return_life.Explained,
        approve=None,
        send=return_life.Sent,
    )
    | {
        "acknowledge": Verb("trade.return.explain", return_life.Acknowledged),
        "note-query": Verb("trade.return.explain", return_life.Queried),
        "answer": Verb("trade.return.explain", return_life.Answered),
    },
)

_APPLICATION = DocumentKind(
    "application",
    application.LIFE,
    application.Application,
    "trade.application.fill",
    _verbs(
        "application",
        send=application.Resent,
        accept=None,
        return_incomplete=application.Letter,
        review=None,
        propose=application.Proposal,
        decide=None,
        hear=hearing.Hearing,
        send_back=None,
        withdraw=None,
        lapse=None,
    ),
)
_DECLARATION = DocumentKind(
    "export_declaration",
    export_declaration.LIFE,
    export_declaration.ExportDeclaration,
    "trade.export_declaration.fill",
    _verbs(
        "export_declaration",
        discard=None,
        check=None,
        ship=Shipment,
        send=export_declaration.Forwarding,
        overdue=None,
        book_receipt=export_declaration.Receipt,
        query=None,
        settle=endorsement.Reply,
        close=None,
    )
    | {"sign": Verb("trade.export_declaration.declare")},
)
_CORRECTION = DocumentKind(
    "correction",
    correction.LIFE,
    correction.Correction,
    "trade.correction.propose",
    _verbs("correction", approve=None, refuse=Refusal, post=None),
)

_ASSESSMENT = DocumentKind(
    "assessment",
    assessment.LIFE,
    assessment.Assessment,
    "trade.assessment.enter",
    _verbs(
        "assessment",
        check=None,
        approve=None,
        send=None,
        note_query=None,
        confirm=assessment.Published,
        take_effect=None,
        replace=assessment.Assessment,
    ),
)
_SPECIAL_LICENCE = DocumentKind(
    "special_import_licence",
    special_import_licence.LIFE,
    special_import_licence.SpecialImportLicence,
    "trade.special_import_licence.propose",
    _verbs(
        "special_import_licence",
        propose_again=None,
        issue=None,
        refuse=None,
        use=Arrival,
        withdraw=None,
        expire=None,
    ),
)
_TRANSIT = DocumentKind(
    "transit_permit",
    transit_permit.LIFE,
    transit_permit.TransitPaper,
    "trade.transit_permit.propose",
    _verbs(
        "transit_permit",
        propose_again=None,
        issue=None,
        refuse=None,
        enter=transit_permit.Passage,
        leave=transit_permit.Passage,
        detain=Hold,
        release=None,
        divert=transit_permit.Diversion,
        expire=None,
        close=None,
    ),
)
_CUSTOMER_DECLARATION = DocumentKind(
    "customer_declaration",
    customer_declaration.CUSTOMER_DECLARATION,
    customer_declaration.CustomerDeclaration,
    "trade.customer_declaration.declare",
    _verbs(
        "customer_declaration",
        accept=customer_declaration.SupplierKnows,
        refuse=None,
        end=None,
    ),
    lambda paper: (paper.customer, paper.supplier),
)
_ORDER = DocumentKind(
    "order",
    order.LIFE,
    order.Order,
    "trade.order.sign",
    _verbs(
        "order",
        accept=None,
        refuse=None,
        fill=order.Fill,
        receive=order.ReceivedFill,
        cancel=None,
        lapse=None,
    ),
    lambda paper: (paper.purchaser_operator, paper.supplier_operator),
    number="order_number",
)
_QUESTION = DocumentKind(
    "question",
    question.QUESTION,
    question.Question,
    "trade.question.ask",
    _verbs("question", answer=question.Answered, settle=None, close=question.Answered),
    _own,
)

_USER_CHANGE = DocumentKind(
    "user_change",
    user_change.LIFE,
    user_change.UserChange,
    "trade.user_change.propose",
    _verbs("user_change", approve=None, refuse=Refusal),
)

_SETTING_CHANGE = DocumentKind(
    "setting_change",
    setting_change.LIFE,
    setting_change.SettingChange,
    "trade.setting_change.propose",
    _verbs("setting_change", approve=None, refuse=Refusal),
)

_OBJECTION = DocumentKind(
    "objection",
    objection.LIFE,
    objection.Objection,
    "trade.objection.lodge",
    _verbs(
        "objection",
        hear=hearing.Hearing,
        let_stand=objection.ObjectionOutcome,
        set_aside=objection.ObjectionOutcome,
        withdraw=None,
    ),
    _own,
)

_EVERY = (
    _OBJECTION,
    *(_USER_CHANGE, _SETTING_CHANGE),
    *(_OPERATOR, _LICENCE, _PRODUCT, _ESTIMATE, _CERTIFICATE, _AUTHORISATION, _ENDORSEMENT),
    *(_NOTICE, _COMPANY_RETURN, _LOSS, _DESTRUCTION, _INSPECTION, _RETURN),
    *(_APPLICATION, _DECLARATION, _CORRECTION, _ASSESSMENT, _SPECIAL_LICENCE, _TRANSIT),
    *(_CUSTOMER_DECLARATION, _ORDER, _QUESTION, _PERSONAL_BLOCK, _RECEIVED_NOTICE),
)


@cache
def kinds() -> Mapping[str, DocumentKind]:
    """Every kind by its name."""
    return {one.name: one for one in _EVERY}
