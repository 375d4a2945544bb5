"""An application: what an operator asks for, from the draft to the decision.

The authority answers completeness first, in one letter with every point. What is decided is a
paper of its own; the application only names it, and is granted when that paper is issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ringfence.law.movement import many, said
from ringfence.law.record import Problem
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import kept, open_question, refusal
from ringfence.trade.hearing import HEARD
from ringfence.trade.licence_answers import Answered, answers_of
from ringfence.trade.licence_form import FormId, check_answers, load_form
from ringfence.trade.life import Life
from ringfence.trade.paper import in_order, missing, number_of, printed, problems_of, words
from ringfence.trade.party import Declaration, Party
from ringfence.trade.substance_line import SubstanceLine
from ringfence.trade.transport import Transport

THING = "application"
CITATION = "un1961/31/4(b)"
FILL = "trade.application.fill"
"""The act of whoever changes what an application says before it is sent, or sent again."""


class Wanted(StrEnum):
    """The paper that is asked for."""

    IMPORT_CERTIFICATE = "import_certificate"
    EXPORT_AUTHORISATION = "export_authorisation"
    SPECIAL_IMPORT_LICENCE = "special_import_licence"
    PRE_EXPORT_NOTIFICATION = "pre_export_notification"
    TRANSIT_PERMIT = "transit_permit"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is asked, for whom, and what the applicant declares."""

    number: str = number_of("its number")
    form: FormId | None = said("licence: the form that is answered")
    answers: tuple[Answered, ...] = many("licence: what was answered to each question")
    wanted: Wanted | None = said("the paper that is asked for")
    applicant: Party = field(default=Party(), metadata={"says": "the operator that asks"})
    exporter: Party = field(default=Party(), metadata={"says": "who sends"})
    importer: Party = field(default=Party(), metadata={"says": "who receives"})
    consignee: Party = field(default=Party(), metadata={"says": "to whom the goods are delivered"})
    lines: tuple[SubstanceLine, ...] = many("each substance, as a [[lines]] table")
    valid_from: date | None = said("first day asked for")
    valid_until: date | None = said("last day asked for")
    transport: Transport = field(default=Transport(), metadata={"says": "how the goods travel"})
    import_paper_number: str = words("export: number of the foreign certificate", 40)
    import_paper_date: date | None = said("export: its day of issue")
    import_paper_authority: str = words("export: who issued it", 200)
    special_import_licence_number: str = words(
        "export to a country that prohibits it: number of that country's special import licence "
        "(1971 13(3))",
        40,
    )
    bonded_warehouse: bool | None = said("true when the goods go to a bonded warehouse")
    intended_for_re_export: bool | None = said("true when the goods are to be exported again")
    several_consignments: bool | None = said("import, 1961: true when in several consignments")
    files: tuple[str, ...] = many("stored files", limit=80)
    replaces: str = number_of("the paper that is to be replaced")
    declaration: Declaration = field(
        default=Declaration(), metadata={"says": "what the applicant declares"}
    )

    def problems(self) -> Iterator[Problem]:
        """What is missing before it can be sent; a draft may have any of it."""
        if self.wanted is None:
            yield missing("wanted", "the paper that is asked for")
        if self.wanted is Wanted.LICENCE and self.form is None:
            yield missing("form", "which form is answered")
        if self.wanted is not Wanted.LICENCE:
            yield from self._movement_problems()
        if not self.declaration.declared_true:
            yield Problem(
                "declaration.declared_true", "is not ticked", "Read and tick it each time"
            )

    def _movement_problems(self) -> Iterator[Problem]:
        for name in ("applicant", "exporter", "importer"):
            if getattr(self, name).is_empty:
                yield missing(name, f"name, address and country of the {name}")
        if not self.lines:
            yield Problem("lines", "holds no line", "Write at least one [[lines]] table")
        yield from in_order(self.valid_from, self.valid_until, "valid_until", "the last day")
        is_export = self.wanted is Wanted.EXPORT_AUTHORISATION
        if is_export and not self.import_paper_number:
            yield missing("import_paper_number", "the number of the import certificate")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is missing, all points in one letter, and the day by which it is asked."""

    points: tuple[str, ...]
    answer_by: date


@dataclass(frozen=True, slots=True)
class Resent:
    """The application as it was put right after a letter."""

    application: Application


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a case officer proposes: grant or refuse, with every finding answered."""

    grants: bool
    paper: str
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperNamed:
    """The paper that a proposal names, as the books have it.

    state       empty where the books hold no such paper of the kind that is asked for
    was_issued  that it was issued, or sent where it is a notification
    granted     the number of another application that it was told to grant; empty where none is
    """

    number: str
    state: str = ""
    operators: tuple[str, ...] = ()
    was_issued: bool = False
    granted: str = ""


GRANTED_BY = {Wanted.PRE_EXPORT_NOTIFICATION: "send"}
"""The act by which a paper grants what was asked; of all others it is `issue`."""

GRANTS_NOTHING = frozenset({"refused", "withdrawn", "revoked", "stopped"})
"""States in which a paper lets nobody do what was asked."""

Case = Held[Application]


def content(held: Case) -> Application:
    """The application as it stands: as it was filled last, or as put right by a file since."""
    for done, told in zip(reversed(held.history), reversed(held.told), strict=True):
        if isinstance(told, Resent):
            return told.application
        if done.act == FILL:
            return held.paper
    return held.paper


def problems_on(application: Application, day: Day) -> tuple[Problem, ...]:
    """Everything that is missing or wrong on the day of sending; licence answers among it."""
    found = problems_of(application)
    if application.wanted is not Wanted.LICENCE or application.form is None:
        return found
    answers = answers_of(application.answers, load_form(application.form))
    wrong = check_answers(load_form(application.form), answers, day)
    return (*found, *(replace(one, place=f"answers.{one.place}") for one in wrong))


def same_content(one: Application, other: Application) -> bool:
    """True when two applications ask for the same; numbers and declarations apart."""
    apart = {"number", "declaration", "files"}
    first, second = printed(one), printed(other)
    return {key: first.get(key) for key in first.keys() - apart} == {
        key: second.get(key) for key in second.keys() - apart
    }


def _can_be_sent(held: Case, act: Act) -> Iterable[Finding]:
    """Nothing is missing; the first filling, or what was put right after a letter."""
    filled = act.told.application if isinstance(act.told, Resent) else content(held)
    found = problems_on(filled, act.day)
    if isinstance(act.told, Resent) and filled.number != held.paper.number:
        yield refusal(CITATION, "an application keeps its number")
    for problem in found:
        yield refusal(CITATION, str(problem), field=problem.place)
    if not found:
        yield kept(CITATION, "nothing is missing")


def _says_points(held: Case, act: Act) -> Iterable[Finding]:
    if not isinstance(act.told, Letter) or not act.told.points:
        yield open_question(CITATION, "say every point that is missing, in one letter")


def _is_proposed(held: Case, act: Act) -> Iterable[Finding]:
    """A grant answers each finding of the law; a refusal gives its reasons."""
    told = act.told
    if not isinstance(told, Proposal):
        yield open_question(CITATION, "what is proposed is not told")
        return
    open_ones = [
        one
        for one in told.findings
        if one.answer in (Answer.NOT_MET, Answer.UNDETERMINED) and not one.is_advice
    ]
    if told.grants and not told.paper:
        yield open_question(CITATION, "the paper that grants it is not named")
    if told.grants:
        yield from open_ones
    elif not told.reasons:
        yield open_question(CITATION, "the reasons of the refusal are not told")


def _names_its_paper(held: Case, act: Act) -> Iterable[Finding]:
    """A grant names a paper of the kind that is asked for, for the firm that asks."""
    if not isinstance(act.told, Proposal) or not act.told.grants or not act.told.paper:
        return
    named = act.facts
    if not isinstance(named, PaperNamed):
        yield open_question(CITATION, "what the books say of the paper that grants it is not told")
    elif not named.state:
        what = str(content(held).wanted or "paper").replace("_", " ")
        yield refusal(CITATION, f"the books hold no {what} {named.number}: enter it first")
    elif held.operators and named.operators and not {*held.operators} & {*named.operators}:
        yield refusal(CITATION, f"{named.number} is the paper of another firm")
    elif named.granted:
        yield refusal(
            CITATION, f"{named.number} grants application {named.granted}: name its own paper"
        )
    elif named.state in GRANTS_NOTHING:
        yield refusal(CITATION, f"{named.number} is {named.state}: propose another answer")


def _its_paper_is_issued(held: Case, act: Act) -> Iterable[Finding]:
    """What is told as granted is granted: the paper was issued and still lets the firm act."""
    against = tuple(_names_its_paper(held, act))
    yield from against
    if against or not isinstance(act.told, Proposal) or not act.told.grants:
        return
    assert isinstance(act.facts, PaperNamed)
    if act.facts.was_issued:
        yield kept(CITATION, f"{act.facts.number} was issued")
    else:
        yield refusal(
            CITATION, f"{act.facts.number} is not issued yet: issue it, then tell the decision"
        )


def _has_lapsed(held: Case, act: Act) -> Iterable[Finding]:
    asked = held.happened(Letter)
    if not asked or act.day <= asked[-1].answer_by:
        yield refusal(CITATION, "the days set for an answer have not passed")


LIFE = Life(
    kind=THING,
    first="draft",
    states=(
        "draft", "sent", "complete", "under_review", "proposed", "decided",
        "returned_incomplete", "withdrawn", "lapsed",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("fill", "draft", "draft"),
            ("fill", "returned_incomplete", "returned_incomplete"),
            ("send", "draft returned_incomplete", "sent"),
            ("accept", "sent", "complete"),
            ("return_incomplete", "sent complete under_review", "returned_incomplete"),
            ("review", "complete", "under_review"),
            ("propose", "under_review", "proposed"),
            ("decide", "proposed", "decided", "2"),
            ("send_back", "proposed", "under_review"),
            ("hear", "complete under_review", "under_review"),
            ("withdraw", "draft sent complete under_review proposed returned_incomplete",
             "withdrawn"),
            ("lapse", "returned_incomplete", "lapsed"),
        ),
        send=Duty((_can_be_sent,)),
        return_incomplete=Duty((_says_points,)),
        propose=Duty((_is_proposed, _names_its_paper)),
        decide=Duty((_is_proposed, _its_paper_is_issued)),
        hear=HEARD,
        lapse=Duty((_has_lapsed,)),
    ),
    final=frozenset({"decided", "withdrawn", "lapsed"}),
)  # fmt: skip
