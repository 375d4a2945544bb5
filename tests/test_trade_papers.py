"""The papers of movement and of limits: written, decided, lived, and booked.

The papers lie in tests/cases/trade, one file a kind. XA exports, XB imports, XC is passed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ringfence.law import movement as law
from ringfence.law.entry import Convention
from ringfence.law.limits.assessments import assessment_on
from ringfence.law.limits.estimates import Figures, Filing, figures_in_force
from ringfence.law.record import InputNotUnderstood, schema_of
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Country
from ringfence.trade import (
    application,
    assessment,
    correction,
    endorsement,
    estimate,
    export_authorisation,
    export_declaration,
    import_certificate,
    order,
    pre_export_notification,
    special_import_licence,
    transit_permit,
)
from ringfence.trade.acting import Act, Held, Place, Taken, begin, take
from ringfence.trade.common_content import Authenticity, Moved
from ringfence.trade.endorsement import Reply, Tolerance
from ringfence.trade.export_authorisation import ExportFacts, drawn_on
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.import_certificate import ImportCertificate, Takes, takes
from ringfence.trade.life import ActRefused, Life
from ringfence.trade.paper import printed, problems_of, read_paper
from ringfence.trade.party import Authority, Party
from ringfence.trade.permissions import Way, table
from ringfence.trade.pre_export_notification import (
    Channel,
    Lapse,
    NoticeFacts,
    NoticeReply,
    ReplyReason,
    ReplyWord,
    Sent,
)
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Actor, Role
from ringfence.trade.substance_line import (
    StrengthUnit,
    SubstanceLine,
    Unit,
    base_of,
    computed,
)
from ringfence.trade.transit_permit import Diversion, Passage

CASES = Path(__file__).parent / "cases" / "trade"
PAPERS: dict[str, Any] = {
    "application": application.Application,
    "assessment": assessment.Assessment,
    "correction": correction.Correction,
    "endorsement": endorsement.Endorsement,
    "estimate": estimate.Estimate,
    "export_authorisation": export_authorisation.ExportAuthorisation,
    "export_declaration": export_declaration.ExportDeclaration,
    "import_certificate": import_certificate.ImportCertificate,
    "order": order.Order,
    "pre_export_notification": pre_export_notification.PreExportNotification,
    "special_import_licence": special_import_licence.SpecialImportLicence,
    "transit_permit": transit_permit.TransitPaper,
}
SHIPPED, ARRIVED = date(2025, 11, 3), date(2025, 11, 6)
ALL_UG = 9_024_684_000
"""What 12 kg of morphine sulfate pentahydrate hold in base."""


def told(kind: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{kind}.toml").read_text(encoding="utf-8"))


def paper(kind: str, **changes: Any) -> Any:
    """The paper of the case, with base computed, and changed."""
    made = read_paper(PAPERS[kind], told(kind), kind)
    if getattr(made, "lines", ()) and isinstance(made.lines[0], SubstanceLine):
        lines = tuple(computed(line, load_catalogue()) for line in made.lines)
        made = replace(made, lines=lines)
    return replace(made, **changes)


# Written.


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_that_is_printed_reads_back_to_itself(kind: str) -> None:
    for made in (read_paper(PAPERS[kind], told(kind)), paper(kind)):
        assert read_paper(PAPERS[kind], printed(made)) == made


@pytest.mark.parametrize("kind", PAPERS)
def test_a_key_that_a_paper_does_not_have_is_refused_by_name(kind: str) -> None:
    with pytest.raises(InputNotUnderstood, match=r"numbre: is no key"):
        read_paper(PAPERS[kind], {**told(kind), "numbre": "x"})


@pytest.mark.parametrize("kind", PAPERS)
def test_every_problem_of_an_empty_paper_is_told_at_once_with_a_remedy(kind: str) -> None:
    found = problems_of(read_paper_unchecked(kind))
    assert len(found) >= 3
    assert all(one.place and one.problem and one.remedy for one in found)


def read_paper_unchecked(kind: str) -> Any:
    cls = PAPERS[kind]
    return cls()


@pytest.mark.parametrize("kind", PAPERS)
def test_every_field_of_a_paper_says_what_it_holds(kind: str) -> None:
    def silent(cls: Any) -> list[str]:
        return [
            f"{cls.__name__}.{one.name}"
            for one in fields(cls)
            if not one.metadata.get("says") and one.name not in ("kind", "source")
        ]

    assert not silent(PAPERS[kind])
    assert schema_of(PAPERS[kind])["additionalProperties"] is False


@given(
    st.builds(
        SubstanceLine,
        line=st.integers(1, 99),
        name_declared=st.text("abcдеفé\u200d -", min_size=1, max_size=40)
        .map(str.strip)
        .filter(bool),
        quantity=st.decimals("0.001", "999999", places=3),
        unit=st.sampled_from(Unit),
        purity_percent=st.none() | st.decimals("0.1", "100", places=1),
        packs=st.none() | st.integers(1, 9),
        expiry=st.none() | st.dates(date(2025, 1, 1)),
        already_base=st.none() | st.booleans(),
    )
)
def test_any_line_that_is_printed_reads_back_to_itself(line: SubstanceLine) -> None:
    assert read_paper(SubstanceLine, printed(line)) == read_paper(SubstanceLine, printed(line))
    again = read_paper(SubstanceLine, printed(line))
    assert replace(again, name_declared="") == replace(line, name_declared="")
    assert read_paper(SubstanceLine, printed(again)) == again


def test_a_post_office_box_is_no_address() -> None:
    for line in ("PO Box 12", "P.O. Box 7", "а/я 15", "Apartado postal 3"):
        found = problems_of(Party(party_name="Aldera", address_line_1=line, country="XA"))
        assert [one.place for one in found] == ["address_line_1"], line


def test_names_stay_in_the_script_in_which_they_are_registered() -> None:
    party = {"party_name": " Аптека\u200b № 1 ", "address_line_1": "ул. 1", "country": "XA"}
    assert read_paper(Party, party).party_name == "Аптека № 1"
    with pytest.raises(InputNotUnderstood, match="another script"):
        read_paper(Party, {**party, "party_name_latin": "Аптека"})


def test_a_certificate_of_1971_never_covers_several_consignments() -> None:
    given = {**told("import_certificate"), "treaty_basis": ["1961", "1971"]}
    with pytest.raises(InputNotUnderstood, match=r"12\(1\)\(a\)"):
        read_paper(ImportCertificate, given)


# Counted.


def line(**more: Any) -> SubstanceLine:
    known: dict[str, Any] = {"substance": "morphine", "quantity": Decimal(1000), "unit": Unit.G}
    return SubstanceLine(**{"line": 1, "name_declared": "morphine", **known, **more})


def base(**more: Any) -> int | str:
    found = base_of(line(**more), load_catalogue())
    return found.reason if found.ug is None else found.ug


def test_base_is_the_declared_total_times_the_factor_rounded_once() -> None:
    salt = "morphine-sulfate-pentahydrate"
    assert base(salt=salt) == 752_057_000
    assert base(salt=salt, purity_percent=Decimal("98.5")) == 740_776_145
    assert base(salt=salt, already_base=True) == 1_000_000_000
    assert base(salt="morphine") == 1_000_000_000


def test_units_count_by_their_strength_and_the_label_says_base_or_salt() -> None:
    units = {"quantity": Decimal(500), "unit": Unit.UNIT, "strength": Decimal(10)}
    units |= {"strength_unit": StrengthUnit.MG, "salt": "morphine-sulfate-pentahydrate"}
    assert base(**units) == "whether the strength counts base or salt is not told"
    assert base(**units, strength_is_base=True) == 5_000_000
    assert base(**units, strength_is_base=False) == 3_760_285


def test_what_is_not_known_has_no_base_and_never_zero() -> None:
    assert "the form is not known" in str(base())
    assert base(salt="codeine-phosphate") == "codeine-phosphate is no salt or hydrate of morphine"
    assert base(substance="") == "the substance is not settled"
    assert "litres" in str(base(unit=Unit.L))


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_splitting_a_line_makes_no_more_than_a_microgram(one: int, other: int) -> None:
    salt = "morphine-sulfate-pentahydrate"
    parts = [base(salt=salt, quantity=Decimal(part), unit=Unit.MG) for part in (one, other)]
    whole = base(salt=salt, quantity=Decimal(one + other), unit=Unit.MG)
    assert abs(int(whole) - sum(int(part) for part in parts)) <= 1


# Persons and facts.


def person(role: Role, name: str, territory: str = "XA", firm: str = "") -> Actor:
    return Actor(name, role, territory, firm)


def facts_of(day: date, **more: Any) -> Circumstances:
    """Facts by which the law permits what the papers say."""
    licensed = law.Actor(is_licensed=True, is_specifically_authorised=False)
    every = tuple(Convention)
    here = law.CountryFacts(
        "XA", parties_to=every, reserves_31_1_b=False, exempts=(), demands_authorisation_for=()
    )
    there = law.CountryFacts(
        "XB", parties_to=every, reserves_31_1_b=False, exempts=(), demands_authorisation_for=(),
        permits_destination=True, prohibits=(), requests_notification_for=("Table I",),
    )  # fmt: skip
    limit = law.Limit(
        total_of_estimates_g=Decimal(50000), imports_authorised_g=Decimal(20000),
        re_export_g=Decimal(0), excess_g=Decimal(0), is_stopped_by_board=False,
        is_recommended_stop=False, assessment_g=Decimal(40000),
    )  # fmt: skip
    return replace(Circumstances(day, licensed, licensed, (limit,), (here, there)), **more)


def leaving(day: date, **more: Any) -> Circumstances:
    """The same on the day of shipment, when what travels with the goods is known."""
    travels = {"goods_are_named": True, "is_mislabelled": False, "copy_accompanies": True}
    return facts_of(day, **{**travels, **more})


Tells = Callable[[Held[Any], int, date], tuple[object, object]]


@dataclass(frozen=True)
class Course:
    """One kind of document, how it begins, and what may be told at each verb.

    `tells` gives facts and tellings from a share of twelfths: more than twelve is too much.
    """

    thing: str
    life: Life
    first: Act
    place: Place
    tells: dict[str, Tells]
    made: Any = None
    firms: tuple[tuple[str, str], ...] = ()
    """The firm that acts at a verb, where it is not the one of the territory."""

    def begun(self) -> Held[Any]:
        return begin(self.life, self.made or paper(self.thing), self.place, self.first).held


def act(thing: str, verb: str, who: Actor, day: date, held: Held[Any], **more: Any) -> Act:
    return Act(f"trade.{thing}.{verb}", who, day, held.version, opened=True, **more)


FIRMS = {"XA": "A1", "XB": "B7", "XC": "C3"}
SECOND = {Role.APPROVER: "amir", Role.CASE_OFFICER: "carla"}


def done(course: Course, held: Held[Any], verb: str, share: int = 12, **more: Any) -> Taken[Any]:
    """The act by whoever may do it, with a proposal before it where a second person is asked."""
    day = more.pop("day", ARRIVED if verb.startswith("endorse") else SHIPPED)
    transition = course.life.of(f"trade.{course.thing}.{verb}", held.state)
    home = course.place.territory
    telling, facts = course.tells.get(verb, lambda *_: (None, None))(held, share, day)
    telling, facts = more.pop("told", telling), more.pop("facts", facts)
    row = table()[transition.act]
    if transition.second:
        initial = held.proposal is not None and held.proposal.act.endswith(".propose")
        if not initial or verb not in ("issue", "refuse", "decide", "approve"):
            role = next((one for one in Role if "p" in row.cells[one]), None)
            proposing = act(
                course.thing, verb, person(role or Role.CASE_OFFICER, "carla", home), day, held,
                told=telling, facts=facts, way=Way.PROPOSE,
            )  # fmt: skip
            if role is None:
                name = f"trade.{course.thing}.propose"
                proposing = replace(proposing, name=name, way=Way.DO, told=None)
            held = take(course.life, held, proposing).held
        who = person(Role.APPROVER, "amir", home)
    elif row.clock != "-":
        who = replace(person(Role.AUDITOR, "night", home), is_system=True)
    else:
        does = ("D", "d", "o", "Dp", "dp")
        role = next(one for one in Role if row.cells[one].partition(":")[0] in does)
        territory = course.place.addressee if role is Role.PARTNER_AUTHORITY else home
        who = person(role, "olga", territory, dict(course.firms).get(verb, FIRMS[home]))
    return take(
        course.life, held, act(course.thing, verb, who, day, held, told=telling, facts=facts)
    )


# Import certificates.


def ic_arrives(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    number = f"XA-EA-{held.version}"
    amounts = (Moved(1, ALL_UG * share // 12),)
    return Arrival(day, number, "B7", "s7", amounts, "Birch Airport"), None


CERTIFICATE = Course(
    "import_certificate",
    import_certificate.LIFE,
    Act("trade.import_certificate.propose", person(Role.CASE_OFFICER, "carla", "XB"), SHIPPED, 0),
    Place("XB", ("B7",), "XA"),
    {
        "issue": lambda held, share, day: (None, facts_of(day)),
        "arrive": ic_arrives,
        "replace": lambda held, share, day: (
            replace(held.paper, number="XB-IC-NEW", replaces=held.paper.number), None,
        ),
    },
)  # fmt: skip


def test_a_certificate_is_issued_on_the_findings_of_the_law() -> None:
    taken = done(CERTIFICATE, CERTIFICATE.begun(), "issue")
    assert taken.held.state == "issued"
    answers = {one.rule: one.answer for one in taken.findings}
    assert answers["un1961/31/1(b)"] is Answer.MET
    later = [one for one in taken.findings if one.answer is Answer.UNDETERMINED]
    assert later and all(one.is_advice for one in later)


def test_a_certificate_beyond_the_estimate_is_not_issued() -> None:
    limit = replace(facts_of(SHIPPED).limits[0], total_of_estimates_g=Decimal(25000))
    with pytest.raises(ActRefused, match=r"31/1\(b\)"):
        done(CERTIFICATE, CERTIFICATE.begun(), "issue", facts=facts_of(SHIPPED, limits=(limit,)))


@pytest.mark.parametrize("fact", ["exporter", "importer", "limits", "countries"])
def test_a_missing_fact_issues_no_certificate(fact: str) -> None:
    silent = {"exporter": None, "importer": None, "limits": (), "countries": ()}
    with pytest.raises(ActRefused) as refused:
        done(
            CERTIFICATE, CERTIFICATE.begun(), "issue",
            facts=facts_of(SHIPPED, **{fact: silent[fact]}),
        )  # fmt: skip
    assert any(one.answer is Answer.UNDETERMINED for one in refused.value.findings)


def test_no_facts_issue_nothing() -> None:
    with pytest.raises(ActRefused, match="not put to the law"):
        done(CERTIFICATE, CERTIFICATE.begun(), "issue", facts=None)


def test_a_certificate_takes_from_its_limit_until_it_gives_back() -> None:
    held = CERTIFICATE.begun()
    assert takes(held, 2025, SHIPPED) == ()
    held = done(CERTIFICATE, held, "issue").held
    assert takes(held, 2025, SHIPPED) == (Takes("XB", "morphine", 2025, ALL_UG),)
    assert takes(held, 2026, SHIPPED) == (Takes("XB", "morphine", 2026, ALL_UG),)
    held = done(CERTIFICATE, held, "arrive", 3).held
    assert held.state == "part_used"
    assert takes(held, 2025, ARRIVED) == (Takes("XB", "morphine", 2025, ALL_UG),)
    assert takes(held, 2026, ARRIVED) == (Takes("XB", "morphine", 2026, ALL_UG * 9 // 12),)
    held = done(CERTIFICATE, held, "expire", day=date(2026, 3, 1)).held
    assert takes(held, 2025, date(2026, 3, 1)) == (Takes("XB", "morphine", 2025, ALL_UG * 3 // 12),)
    assert takes(held, 2026, date(2026, 3, 1)) == ()


def test_an_unused_certificate_gives_everything_back_by_itself_when_it_runs_out() -> None:
    held = done(CERTIFICATE, CERTIFICATE.begun(), "issue").held
    with pytest.raises(ActRefused, match="holds until 2026-02-28"):
        done(CERTIFICATE, held, "expire", day=date(2026, 2, 28))
    held = done(CERTIFICATE, held, "expire", day=date(2026, 3, 1)).held
    assert takes(held, 2025, date(2026, 3, 1)) == takes(held, 2026, date(2026, 3, 1)) == ()


def test_goods_for_re_export_add_to_the_limit_what_they_take() -> None:
    again = paper("import_certificate", intended_for_re_export=True, re_export_countries=("XC",))
    held = done(CERTIFICATE, replace(CERTIFICATE, made=again).begun(), "issue").held
    (found,) = takes(held, 2025, SHIPPED)
    assert found.re_export_ug == found.amount_ug == ALL_UG


def test_an_arrival_books_an_import_from_the_partner_into_stock() -> None:
    held = done(CERTIFICATE, CERTIFICATE.begun(), "issue").held
    (entry,) = done(CERTIFICATE, held, "arrive").entries
    assert entry.number == "import_certificate:XB-IC-2025-000118:arrived:XA-EA-2"
    assert entry.lines[0].account == Account(AccountKind.IMPORT, "morphine", place="XA")
    assert entry.lines[1].account == Account(AccountKind.STOCK, "morphine", "B7", "s7")
    assert entry.declared is not None and entry.declared.text == "12 kg"


def test_a_certificate_for_one_consignment_is_used_up_by_the_first() -> None:
    single = replace(
        CERTIFICATE, made=paper("import_certificate", may_be_several_consignments=None)
    )
    held = done(single, done(single, single.begun(), "issue").held, "arrive", 3).held
    assert held.state == "used_up"
    assert takes(held, 2026, ARRIVED) == ()


def test_a_replaced_certificate_is_named_by_one_with_a_new_number() -> None:
    held = done(CERTIFICATE, CERTIFICATE.begun(), "issue").held
    with pytest.raises(ActRefused, match="its own number"):
        done(CERTIFICATE, held, "replace", told=paper("import_certificate"))
    assert done(CERTIFICATE, held, "replace").held.state == "replaced"


def test_a_lifted_hold_before_issue_is_proposed_anew() -> None:
    held = done(CERTIFICATE, CERTIFICATE.begun(), "hold").held
    held = done(CERTIFICATE, held, "lift_hold").held
    assert held.state == "proposed" and held.proposal is None
    approver = person(Role.APPROVER, "amir", "XB")
    issue = act("import_certificate", "issue", approver, SHIPPED, held, facts=facts_of(SHIPPED))
    with pytest.raises(ActRefused, match="nobody has proposed"):
        take(CERTIFICATE.life, held, issue)
    assert done(CERTIFICATE, held, "issue").held.state == "issued"


def test_a_lifted_hold_leads_back_to_where_the_paper_stood() -> None:
    held = done(CERTIFICATE, CERTIFICATE.begun(), "issue").held
    held = done(CERTIFICATE, held, "arrive", 3).held
    held = done(CERTIFICATE, held, "hold").held
    assert takes(held, 2025, ARRIVED) == (Takes("XB", "morphine", 2025, ALL_UG),)
    assert done(CERTIFICATE, held, "lift_hold").held.state == "part_used"


# Export authorisations and endorsements.


def ea_facts(day: date, **more: Any) -> ExportFacts:
    return replace(
        ExportFacts(leaving(day), paper("import_certificate"), is_revoked=False), **more
    )  # fmt: skip


def ships(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    stated = held.paper.lines[0].quantity_base_ug
    told_of = Shipment(day, "A1", "s1", (Moved(1, stated * share // 12),), share != 12)
    return told_of, ea_facts(day)


def endorsed(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    came = paper("endorsement")
    amount = ALL_UG * share // 12
    lines = (replace(came.lines[0], imported_ug=amount),)
    return replace(came, lines=lines), Tolerance()


AUTHORISATION = Course(
    "export_authorisation",
    export_authorisation.LIFE,
    Act("trade.export_authorisation.propose", person(Role.CASE_OFFICER, "carla"), SHIPPED, 0),
    Place("XA", ("A1",), "XB"),
    {
        "issue": lambda held, share, day: (None, ea_facts(day)),
        "ship": ships,
        "endorse": endorsed,
        "endorse_zero": lambda held, share, day: endorsed(held, 0, day),
        "settle": lambda held, share, day: (Reply("short shipped, weighed again", day), None),
    },
)


def issued(**changes: Any) -> Held[Any]:
    made = replace(AUTHORISATION, made=paper("export_authorisation", **changes))
    return done(AUTHORISATION, made.begun(), "issue").held


def test_an_export_is_authorised_shipped_endorsed_and_closed() -> None:
    taken = done(AUTHORISATION, issued(), "ship")
    (entry,) = taken.entries
    assert entry.number == "export_authorisation:XA-EA-2025-000417:shipped"
    assert [one.amount_ug for one in entry.lines] == [-ALL_UG, ALL_UG]
    assert entry.lines[1].account == Account(AccountKind.EXPORT, "morphine", place="XB")
    held = done(AUTHORISATION, taken.held, "endorse").held
    assert held.state == "arrived_endorsed"
    assert done(AUTHORISATION, held, "close").held.state == "closed"


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"certificate": None}, "un1961/31/5"),
        ({"is_revoked": True}, "un1961/31/4(a)"),
        ({"is_revoked": None}, "un1961/31/4(a)"),
        ({"drawn": (Moved(1, ALL_UG // 2),)}, "un1961/31/4(d)"),
    ],
)
def test_an_export_is_not_authorised_against_what_is_no_certificate(
    facts: dict[str, Any], rule: str
) -> None:
    with pytest.raises(ActRefused) as refused:
        done(AUTHORISATION, AUTHORISATION.begun(), "issue", facts=ea_facts(SHIPPED, **facts))
    wrong = {one.rule for one in refused.value.findings if one.answer is not Answer.MET}
    assert rule in wrong


@pytest.mark.parametrize("word", [Authenticity.SCAN_ONLY, Authenticity.IN_DOUBT, None])
def test_a_certificate_that_is_not_known_as_genuine_holds_the_export(word: Any) -> None:
    with pytest.raises(ActRefused, match="31/5"):
        issued(foreign_certificate_authenticity=word)


def test_what_is_drawn_on_a_certificate_is_what_left_and_what_may_still_leave() -> None:
    first, second = issued(), issued(number="XA-EA-2025-000418")
    drawn = drawn_on("XB-IC-2025-000118", [first, second])
    assert drawn == (Moved(1, 2 * ALL_UG),)
    first = done(AUTHORISATION, first, "ship", 3).held
    second = done(AUTHORISATION, second, "expire", day=date(2026, 2, 1)).held
    assert drawn_on("XB-IC-2025-000118", [first, second]) == (Moved(1, ALL_UG * 3 // 12),)
    assert drawn_on("another", [first]) == ()


def test_several_consignments_draw_on_one_certificate_up_to_what_it_states() -> None:
    third = paper("export_authorisation").lines[0]
    third = computed(replace(third, quantity=Decimal(4)), load_catalogue())
    held = replace(AUTHORISATION, made=paper("export_authorisation", lines=(third,))).begun()
    for drawn, may_pass in ((ALL_UG * 8 // 12, True), (ALL_UG * 8 // 12 + 1, False)):
        facts = ea_facts(SHIPPED, drawn=(Moved(1, drawn),))
        if may_pass:
            assert done(AUTHORISATION, held, "issue", facts=facts).held.state == "issued"
        else:
            with pytest.raises(ActRefused, match=r"31/4\(d\)"):
                done(AUTHORISATION, held, "issue", facts=facts)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from([12, 12, 6, 13]), st.sampled_from("sew")),
        min_size=2,
        max_size=6,
    )
)
def test_no_sequence_of_consignments_draws_more_than_the_certificate_states(
    wanted: list[tuple[int, int, str]],
) -> None:
    others: list[Held[Any]] = []
    for count, (kilograms, share, end) in enumerate(wanted):
        one = replace(paper("export_authorisation").lines[0], quantity=Decimal(kilograms))
        lines = (computed(one, load_catalogue()),)
        made = paper("export_authorisation", number=f"XA-EA-{count:03}", lines=lines)
        course = replace(AUTHORISATION, made=made)
        facts = ea_facts(SHIPPED, drawn=drawn_on("XB-IC-2025-000118", others))
        try:
            held = done(course, course.begun(), "issue", facts=facts).held
            verb = {"s": "ship", "e": "expire", "w": "withdraw"}[end]
            day = date(2026, 2, 1) if end == "e" else SHIPPED
            others.append(held)
            facts = ea_facts(SHIPPED, drawn=drawn_on("XB-IC-2025-000118", others[:-1]))
            others[-1] = done(course, held, verb, share, day=day, facts=facts).held
        except ActRefused as refused:
            assert refused.reason
        taken = sum(one.amount_ug for one in drawn_on("XB-IC-2025-000118", others))
        left = sum(
            one.amount_ug
            for held in others
            for shipment in held.happened(Shipment)
            for one in shipment.moved
        )
        assert left <= taken <= ALL_UG


def test_a_certificate_for_one_consignment_is_drawn_on_once() -> None:
    single = paper("import_certificate", may_be_several_consignments=None)
    facts = ea_facts(SHIPPED, certificate=single, drawn=(Moved(1, 1),))
    with pytest.raises(ActRefused, match="one consignment"):
        done(AUTHORISATION, AUTHORISATION.begun(), "issue", facts=facts)


def test_less_may_leave_when_it_is_written_down_and_more_never() -> None:
    assert done(AUTHORISATION, issued(), "ship", 11).held.state == "shipped"
    silent = Shipment(SHIPPED, "A1", "s1", (Moved(1, ALL_UG - 1),))
    with pytest.raises(ActRefused, match=r"31/7\(c\)"):
        done(AUTHORISATION, issued(), "ship", told=silent)
    with pytest.raises(ActRefused, match=r"31/4\(b\)"):
        done(AUTHORISATION, issued(), "ship", 13)


def test_nothing_leaves_outside_the_period_or_without_a_copy() -> None:
    with pytest.raises(ActRefused, match="outside the period"):
        done(AUTHORISATION, issued(), "ship", day=date(2026, 2, 1))
    facts = ea_facts(SHIPPED, known=leaving(SHIPPED, copy_accompanies=None))
    with pytest.raises(ActRefused, match="31/6"):
        done(AUTHORISATION, issued(), "ship", facts=facts)


@pytest.mark.parametrize(("share", "state"), [(12, "arrived_endorsed"), (11, "in_query")])
def test_an_endorsement_that_differs_opens_a_query(share: int, state: str) -> None:
    held = done(AUTHORISATION, issued(), "ship").held
    held = done(AUTHORISATION, held, "endorse", share).held
    assert held.state == state
    if state == "in_query":
        with pytest.raises(ActRefused, match="not told"):
            done(AUTHORISATION, held, "settle", told=None)
        assert done(AUTHORISATION, held, "settle").held.state == "arrived_endorsed"


def test_more_than_was_authorised_cannot_be_endorsed() -> None:
    held = done(AUTHORISATION, issued(), "ship").held
    with pytest.raises(ActRefused, match=r"31/7\(b\)"):
        done(AUTHORISATION, held, "endorse", 13)


def test_a_zero_endorsement_of_goods_that_left_is_a_query_and_of_others_the_end() -> None:
    left = done(AUTHORISATION, issued(), "ship").held
    assert done(AUTHORISATION, left, "endorse_zero").held.state == "in_query"
    unused = done(AUTHORISATION, issued(), "expire", day=date(2026, 2, 1)).held
    assert done(AUTHORISATION, unused, "endorse_zero").held.state == "expired_endorsed_zero"


def test_the_difference_of_an_endorsement_is_shown_and_measured_by_the_tolerance() -> None:
    (one,) = paper("endorsement").lines
    assert one.difference_ug == 541_481_040
    assert Tolerance().is_beyond(one)
    assert not Tolerance(share=Decimal("0.06")).is_beyond(one)
    assert not Tolerance(weighing_ug=541_481_040).is_beyond(one)
    assert Tolerance(share=Decimal(1)).is_beyond(replace(one, imported_ug=None))
    (left,) = endorsement.endorsed_lines(paper("endorsement"), (Moved(1, ALL_UG - 1),))
    assert left.exported_ug == ALL_UG - 1 and left.difference_ug == 541_481_039


ENDORSEMENT = Course(
    "endorsement",
    endorsement.LIFE,
    Act("trade.endorsement.await", person(Role.CASE_OFFICER, "carla", "XB"), ARRIVED, 0),
    Place("XB", ("B7",), "XA"),
    {
        "make": lambda held, share, day: (
            endorsement.Inquiry(both_sides_asked=True) if share == 12 else None,
            endorsement.EndorsementFacts(),
        ),
        "settle": lambda held, share, day: (Reply("60 were never shipped", day), None),
    },
)  # fmt: skip


def test_beyond_the_tolerance_both_sides_are_asked_before_it_is_endorsed() -> None:
    with pytest.raises(ActRefused, match="ask both sides first"):
        done(ENDORSEMENT, ENDORSEMENT.begun(), "make", 0)
    held = done(ENDORSEMENT, ENDORSEMENT.begun(), "make").held
    held = done(ENDORSEMENT, done(ENDORSEMENT, held, "return").held, "match").held
    assert held.state == "difference"
    assert done(ENDORSEMENT, held, "settle").held.state == "matched"


# Special licences, declarations, notices, transit.


def prohibiting(day: date) -> Circumstances:
    known = leaving(day)
    there = replace(known.countries[1], prohibits=("methylphenidate",))
    return replace(known, countries=(known.countries[0], there))


SPECIAL = Course(
    "special_import_licence",
    special_import_licence.LIFE,
    Act(
        "trade.special_import_licence.propose",
        person(Role.CASE_OFFICER, "carla", "XB"),
        SHIPPED,
        0,
    ),
    Place("XB", ("B7",), "XA"),
    {
        "issue": lambda held, share, day: (None, prohibiting(day)),
        "use": lambda held, share, day: (
            Arrival(day, "XA-EA-9", "B7", "s7",
                    (Moved(1, held.paper.lines[0].quantity_base_ug * share // 12),)), None,
        ),
    },
)  # fmt: skip


def test_a_special_licence_lets_one_quantity_in_against_a_prohibition() -> None:
    held = done(SPECIAL, SPECIAL.begun(), "issue").held
    assert any(one.rule == "un1971/13/3" and one.answer is Answer.MET for one in held.findings)
    with pytest.raises(ActRefused, match="more than"):
        done(SPECIAL, held, "use", 13)
    taken = done(SPECIAL, held, "use")
    assert taken.held.state == "used" and len(taken.entries) == 1


def licence_of_xb(**more: Any) -> Any:
    document = paper("special_import_licence").document()
    return replace(document, **{"is_authentic": True, "is_revoked": False, **more})


@pytest.mark.parametrize(
    ("licence", "others", "answers"),
    [
        (None, (), {"un1971/13/2": {"not met"}}),
        ({}, (), {"un1971/13/2": {"not applicable"}, "un1971/13/3": {"met"}}),
        ({}, ("XA-EA-1",), {"un1971/13/3": {"met", "not met"}}),
        ({"is_authentic": None}, (), {"un1971/13/3": {"undetermined"}}),
        ({"is_revoked": True}, (), {"un1971/13/3": {"not met"}}),
        ({"importer": "Another"}, (), {"un1971/13/3": {"not met"}}),
        ({"quantity_base_g": Decimal(1)}, (), {"un1971/13/3": {"not met"}}),
    ],
)
def test_an_authorisation_against_a_prohibition_needs_the_licence_of_that_country(
    licence: dict[str, Any] | None, others: tuple[str, ...], answers: dict[str, set[str]]
) -> None:
    licence_paper = paper("special_import_licence")
    goods = {"lines": licence_paper.lines, "treaty_basis": licence_paper.treaty_basis}
    certificate = paper("import_certificate", **goods)
    facts = ExportFacts(
        prohibiting(SHIPPED), certificate, is_revoked=False,
        licence=None if licence is None else licence_of_xb(**licence), others_under_licence=others,
    )  # fmt: skip
    made = replace(AUTHORISATION, made=paper("export_authorisation", **goods)).begun()
    approver = person(Role.APPROVER, "amir")
    issue = act("export_authorisation", "issue", approver, SHIPPED, made, facts=facts)
    try:
        found = take(AUTHORISATION.life, made, issue).findings
    except ActRefused as refused:
        found = refused.findings
    for name, expected in answers.items():
        assert {one.answer.value for one in found if one.rule == name} == expected


def test_a_special_licence_names_both_parties() -> None:
    unnamed = replace(SPECIAL, made=paper("special_import_licence", importer_named=None))
    with pytest.raises(ActRefused, match="names the importer is not told"):
        done(SPECIAL, unnamed.begun(), "issue")


def declaring(day: date) -> export_declaration.DeclarationFacts:
    return export_declaration.DeclarationFacts(leaving(day))


def declared() -> Any:
    return done(DECLARATION, DECLARATION.begun(), "declare").held


DECLARATION = Course(
    "export_declaration",
    export_declaration.LIFE,
    Act("trade.export_declaration.fill", person(Role.OPERATOR_CLERK, "clara", "XA", "A1"),
        SHIPPED, 0),
    Place("XA", ("A1",), "XB"),
    {
        "check": lambda held, share, day: (None, declaring(day)),
        "ship": lambda held, share, day: (
            Shipment(SHIPPED, "A1", "s1",
                     (Moved(1, held.paper.lines[0].quantity_base_ug * share // 12),)),
            declaring(SHIPPED),
        ),
        "send": lambda held, share, day: (export_declaration.Forwarding(day, "RR1"), None),
        "book_receipt": lambda held, share, day: (export_declaration.Receipt(day), None),
        "settle": lambda held, share, day: (Reply("found", day), None),
    },
)  # fmt: skip


def test_a_clerk_fills_a_declaration_and_only_the_responsible_person_signs_it() -> None:
    draft = DECLARATION.begun()
    assert (draft.state, draft.history[0].role) == ("draft", Role.OPERATOR_CLERK)
    clerk = person(Role.OPERATOR_CLERK, "clara", "XA", "A1")
    sign = Act("trade.export_declaration.declare", clerk, SHIPPED, 1)
    with pytest.raises(ActRefused, match="no part in it"):
        take(export_declaration.LIFE, draft, sign)
    other = replace(sign, actor=person(Role.RESPONSIBLE_PERSON, "oscar", "XA", "A2"))
    with pytest.raises(ActRefused, match="another firm"):
        take(export_declaration.LIFE, draft, other)
    with pytest.raises(ActRefused, match="not from 'draft'"):
        done(DECLARATION, draft, "check")
    assert declared().state == "declared"
    assert done(DECLARATION, draft, "discard").held.state == "discarded"


def test_a_declaration_is_forwarded_within_ninety_days() -> None:
    held = done(DECLARATION, done(DECLARATION, declared(), "check").held, "ship").held
    last = SHIPPED + timedelta(days=90)
    assert export_declaration.due(held) == last
    with pytest.raises(ActRefused, match="due by"):
        done(DECLARATION, held, "overdue", day=last)
    late = done(DECLARATION, held, "overdue", day=last + timedelta(days=1)).held
    assert late.state == "overdue_90"
    sent = done(DECLARATION, late, "send", day=last + timedelta(days=2))
    assert any("sent 2 days after" in one.reason for one in sent.findings)
    held = done(DECLARATION, sent.held, "book_receipt").held
    assert done(DECLARATION, held, "close").held.state == "closed"


def test_a_declaration_ships_once_and_on_its_day() -> None:
    held = done(DECLARATION, declared(), "check").held
    with pytest.raises(ActRefused, match="nothing has left"):
        done(DECLARATION, held, "send")
    held = done(DECLARATION, held, "ship").held
    with pytest.raises(ActRefused, match="was used"):
        done(DECLARATION, held, "ship")


XB = Authority("Ministry of Health of XB", "XB")
GOOD = NoticeReply(ReplyWord.NO_OBJECTION, "2025-10-20T09:00:00Z", Channel.NODE, XB)
NOTIFIED = date(2025, 10, 6)


def notice_facts(day: date, **more: Any) -> NoticeFacts:
    return NoticeFacts(leaving(day), **more)


NOTICE = Course(
    "pre_export_notification",
    pre_export_notification.LIFE,
    Act("trade.pre_export_notification.draft", person(Role.CASE_OFFICER, "carla"), NOTIFIED, 0),
    Place("XA", ("A1",), "XB"),
    {
        "send": lambda held, share, day: (Sent(min(day, NOTIFIED)), None),
        "note_no_objection": lambda held, share, day: (GOOD, None),
        "note_objection": lambda held, share, day: (
            replace(GOOD, reply=ReplyWord.OBJECTION, reply_reason=ReplyReason.OTHER), None,
        ),
        "note_question": lambda held, share, day: (
            replace(GOOD, reply=ReplyWord.MORE_INFORMATION), None,
        ),
        "clear": lambda held, share, day: (None, notice_facts(SHIPPED)),
        "ship": lambda held, share, day: (
            Shipment(SHIPPED, "A1", "s1",
                     (Moved(1, held.paper.lines[0].quantity_base_ug * share // 12),)),
            notice_facts(SHIPPED),
        ),
    },
)  # fmt: skip


def sent_notice() -> Held[Any]:
    return done(NOTICE, NOTICE.begun(), "send", day=NOTIFIED).held


def test_a_notice_that_is_answered_without_objection_is_cleared_and_shipped() -> None:
    held = done(NOTICE, sent_notice(), "note_no_objection").held
    held = done(NOTICE, held, "clear").held
    taken = done(NOTICE, held, "ship")
    assert [one.number for one in taken.entries] == [
        "pre_export_notification:XA-PN-2025-000093:shipped"
    ]


def test_silence_clears_nothing_unless_national_law_says_so() -> None:
    with pytest.raises(ActRefused, match="may come until"):
        done(NOTICE, sent_notice(), "lapse", day=date(2025, 10, 27))
    held = done(NOTICE, sent_notice(), "lapse", day=date(2025, 10, 28)).held
    for lapse in (Lapse(), Lapse(False), Lapse(True)):
        with pytest.raises(ActRefused):
            done(NOTICE, held, "clear", facts=notice_facts(SHIPPED, lapse=lapse))
    by_law = Lapse(True, "xa/precursors/7")
    held = done(NOTICE, held, "clear", facts=notice_facts(SHIPPED, lapse=by_law)).held
    assert held.state == "cleared"


def test_an_objection_stops_the_goods_at_once_even_when_they_were_cleared() -> None:
    held = done(NOTICE, sent_notice(), "note_no_objection").held
    held = done(NOTICE, done(NOTICE, held, "clear").held, "note_objection").held
    assert held.state == "objected"
    with pytest.raises(ActRefused, match="not from 'objected'"):
        done(NOTICE, held, "ship")


def test_only_the_destination_replies_and_a_call_is_confirmed_in_writing() -> None:
    other = replace(GOOD, reply_by=Authority("Someone", "XC"))
    with pytest.raises(ActRefused, match="authority of the destination"):
        done(NOTICE, sent_notice(), "note_no_objection", told=other)
    call = replace(GOOD, channel=Channel.PHONE_CONFIRMED)
    with pytest.raises(ActRefused, match="in writing"):
        done(NOTICE, sent_notice(), "note_no_objection", told=call)


def test_no_more_leaves_than_the_destination_accepts() -> None:
    half = replace(GOOD, quantity_accepted_ug=100_000_000_000)
    held = done(NOTICE, sent_notice(), "note_no_objection", told=half).held
    held = done(NOTICE, held, "clear").held
    with pytest.raises(ActRefused, match="are accepted"):
        done(NOTICE, held, "ship")
    assert done(NOTICE, held, "ship", 6).held.state == "shipped"


def test_a_received_notice_is_objected_to_by_one_and_let_pass_by_two() -> None:
    received = replace(
        NOTICE,
        life=pre_export_notification.LIFE_RECEIVED,
        place=Place("XB", ("B7",), "XA"),
        first=Act("trade.pre_export_notification.draft",
                  person(Role.CASE_OFFICER, "carla", "XB"), NOTIFIED, 0),
        tells={
            "accept": lambda held, share, day: (GOOD, None),
            "object": NOTICE.tells["note_objection"],
        },
    )  # fmt: skip
    assert done(received, received.begun(), "object").held.state == "objected"
    alone = person(Role.CASE_OFFICER, "carla", "XB")
    begun = received.begun()
    with pytest.raises(ActRefused, match="nobody has proposed"):
        take(received.life, begun, act(received.thing, "accept", alone, SHIPPED, begun, told=GOOD))
    assert done(received, begun, "accept").held.state == "answered"


def test_the_last_day_to_send_is_counted_in_working_days_by_policy() -> None:
    made = paper("pre_export_notification")
    assert pre_export_notification.last_day_to_send(made, 0) == SHIPPED
    assert pre_export_notification.last_day_to_send(made, 15) == date(2025, 10, 13)


def passes(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    amounts = (Moved(1, ALL_UG * share // 12),)
    return Passage(day, "Cedar North", amounts, True, False, False), leaving(day)


TRANSIT = Course(
    "transit_permit",
    transit_permit.LIFE,
    Act("trade.transit_permit.propose", person(Role.CASE_OFFICER, "carla", "XC"), SHIPPED, 0),
    Place("XC", ("C3",), "XA"),
    {
        "issue": lambda held, share, day: (None, leaving(day)),
        "enter": passes,
        "leave": passes,
        "divert": lambda held, share, day: (
            Diversion("XD", "Drug Office of XC", "XA"),
            leaving(day),
        ),
    },
)


def test_what_passes_leaves_as_it_came_and_is_not_booked() -> None:
    entered = done(TRANSIT, done(TRANSIT, TRANSIT.begun(), "issue").held, "enter")
    assert entered.entries == ()
    with pytest.raises(ActRefused, match="ug entered and"):
        done(TRANSIT, entered.held, "leave", 11)
    assert done(TRANSIT, entered.held, "leave").held.state == "left"


def test_nothing_passes_without_a_copy_and_nothing_is_processed() -> None:
    with pytest.raises(ActRefused, match="31/11"):
        done(TRANSIT, TRANSIT.begun(), "issue", facts=leaving(SHIPPED, copy_accompanies=None))
    held = done(TRANSIT, TRANSIT.begun(), "issue").held
    processed = Passage(SHIPPED, "Cedar North", (Moved(1, ALL_UG),), True, True, False)
    with pytest.raises(ActRefused, match="31/13"):
        done(TRANSIT, held, "enter", told=processed)


def test_another_destination_needs_leave_and_two_persons() -> None:
    held = done(TRANSIT, TRANSIT.begun(), "issue").held
    without = Diversion("XD", "", "XA")
    with pytest.raises(ActRefused, match="31/12"):
        done(TRANSIT, held, "divert", told=without)
    with pytest.raises(ActRefused, match="first exporter"):
        done(TRANSIT, held, "divert", told=Diversion("XD", "Drug Office of XC", "XB"))
    assert done(TRANSIT, held, "divert").held.state == "diverted"


# Applications, estimates, assessments, orders, corrections.


def proposes(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    return application.Proposal(True, "XB-IC-2025-000118", ()), NAMED


NAMED = application.PaperNamed("XB-IC-2025-000118", "issued", ("B7",), was_issued=True)


APPLICATION = Course(
    "application",
    application.LIFE,
    Act("trade.application.fill", person(Role.OPERATOR_CLERK, "olga", "XB", "B7"), SHIPPED, 0),
    Place("XB", ("B7",)),
    {
        "return_incomplete": lambda held, share, day: (
            application.Letter(("proof of the licence",), day + timedelta(days=10)), None,
        ),
        "propose": proposes,
        "decide": lambda held, share, day: (None, NAMED),
    },
)  # fmt: skip


def under_review() -> Held[Any]:
    held = APPLICATION.begun()
    for verb in ("send", "accept", "review"):
        held = done(APPLICATION, held, verb).held
    return held


def test_an_application_goes_from_draft_to_decision_by_two_persons() -> None:
    held = done(APPLICATION, under_review(), "propose").held
    with pytest.raises(ActRefused, match="cannot decide"):
        who = person(Role.APPROVER, held.history[-1].person, "XB")
        take(APPLICATION.life, held, act("application", "decide", who, SHIPPED, held))
    assert done(APPLICATION, held, "decide").held.state == "decided"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        (None, "is not told"),
        (replace(NAMED, state="", was_issued=False), "hold no"),
        (replace(NAMED, operators=("B8",)), "of another firm"),
        (replace(NAMED, state="withdrawn"), "is withdrawn"),
        (replace(NAMED, state="proposed", was_issued=False), "is not issued yet"),
    ],
)
def test_a_grant_is_not_told_without_its_paper(named: object, why: str) -> None:
    held = done(APPLICATION, under_review(), "propose").held
    with pytest.raises(ActRefused, match=why):
        done(APPLICATION, held, "decide", facts=named)
    refusing = application.Proposal(False, "", ("the need is not shown",))
    held = done(APPLICATION, under_review(), "propose", told=refusing).held
    assert done(APPLICATION, held, "decide", facts=named).held.state == "decided"


def test_an_application_that_lacks_something_is_not_sent_and_says_what() -> None:
    unsigned = replace(
        APPLICATION, made=paper("application", declaration=application.Declaration())
    )
    with pytest.raises(ActRefused, match="declared_true"):
        done(APPLICATION, unsigned.begun(), "send")


def test_a_letter_names_every_point_and_the_application_lapses_without_answer() -> None:
    held = done(APPLICATION, done(APPLICATION, APPLICATION.begun(), "send").held,
                "return_incomplete").held  # fmt: skip
    with pytest.raises(ActRefused, match="have not passed"):
        done(APPLICATION, held, "lapse", day=SHIPPED + timedelta(days=10))
    again = application.Resent(paper("application", several_consignments=False))
    sent = done(APPLICATION, held, "send", told=again).held
    assert application.content(sent).several_consignments is False
    assert not application.same_content(application.content(sent), sent.paper)
    assert done(APPLICATION, held, "lapse", day=SHIPPED + timedelta(days=11)).held.state == "lapsed"


BOARD = estimate.BoardReply(SHIPPED, "confirmed")
ESTIMATE = Course(
    "estimate",
    estimate.LIFE,
    Act("trade.estimate.enter", person(Role.STATISTICIAN, "stella", "XB"), SHIPPED, 0),
    Place("XB"),
    {
        "note_query": lambda held, share, day: (BOARD, None),
        "confirm": lambda held, share, day: (BOARD, None),
        "establish": lambda held, share, day: (BOARD, None),
    },
)


def test_only_what_the_board_confirmed_counts() -> None:
    annual = Filing(Figures(consumption_g=Decimal(12000)), ())
    held = ESTIMATE.begun()
    for verb in ("check", "approve"):
        held = done(ESTIMATE, held, verb).held
        assert estimate.filing_of(held) is None
    held = done(ESTIMATE, held, "send").held
    (filing,) = estimate.filings_of([held])
    assert filing.counting_on(SHIPPED) is None and filing.is_supplementary
    held = done(ESTIMATE, held, "confirm").held
    (filing,) = estimate.filings_of([held])
    assert filing.counting_on(SHIPPED - timedelta(days=1)) is None
    found = filing.counting_on(SHIPPED)
    assert found is not None and found[1].consumption_g == Decimal(16000)
    assert not isinstance(figures_in_force([annual, filing], SHIPPED), Figures)


def test_the_board_establishes_only_its_own_figures() -> None:
    with pytest.raises(ActRefused, match="12/3"):
        done(ESTIMATE, ESTIMATE.begun(), "establish")
    own = paper("estimate", source=estimate.Source.ESTABLISHED_BY_BOARD)
    held = done(ESTIMATE, replace(ESTIMATE, made=own).begun(), "establish").held
    assert estimate.filings_of([held])[0].counting_on(SHIPPED) is not None


def test_a_reply_of_the_board_is_not_older_than_what_it_answers() -> None:
    held = ESTIMATE.begun()
    for verb in ("check", "approve", "send"):
        held = done(ESTIMATE, held, verb).held
    early = estimate.BoardReply(SHIPPED - timedelta(days=1))
    with pytest.raises(ActRefused, match="older"):
        done(ESTIMATE, held, "confirm", told=early)


def test_a_supplement_says_why() -> None:
    with pytest.raises(InputNotUnderstood, match=r"19\(3\)"):
        given = told("estimate")
        del given["changes"][0]["reason"]
        read_paper(estimate.Estimate, given)


ASSESSMENT = Course(
    "assessment",
    assessment.LIFE,
    Act("trade.assessment.enter", person(Role.STATISTICIAN, "stella", "XB"), SHIPPED, 0),
    Place("XB"),
    {
        "confirm": lambda held, share, day: (assessment.Published(date(2025, 11, 2)), None),
        "replace": lambda held, share, day: (
            replace(held.paper, number="XB-AS-2", replaces=held.paper.number), None,
        ),
    },
)  # fmt: skip


def test_an_assessment_counts_once_it_is_published() -> None:
    held = ASSESSMENT.begun()
    for verb in ("check", "approve", "send"):
        held = done(ASSESSMENT, held, verb).held
    assert assessment.in_law([held]) == ()
    held = done(ASSESSMENT, held, "confirm").held
    found = assessment_on(assessment.in_law([held]), Country("XB"), "methylphenidate", SHIPPED)
    assert found is not None and found.quantity_g == Decimal(40000)
    assert assessment.renewal(held) == date(2028, 1, 1)


PACKAGE_UG = 376_029


def verifies(content: bytes, seal: str, signatory: str) -> bool:
    return content == paper("order").signed_bytes() and (seal, signatory) == ("seal", "o.rahimi")


def order_facts(**more: Any) -> order.OrderFacts:
    known = order.OrderFacts(verifies, True, True, False, (("morphine", 10**9),))
    return replace(known, **more)


def fills(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    count = len(held.happened(order.Fill)) + 1
    packages = 40 * share // 12
    return order.Fill(count, day, (order.Packages(1, packages),)), order_facts()


def receives(held: Held[Any], share: int, day: date) -> tuple[object, object]:
    booked = {one.fill for one in held.happened(order.ReceivedFill)}
    fill = next((one for one in held.happened(order.Fill) if one.fill not in booked), None)
    packages = fill.packages[0].packages * share // 12 if fill else 1
    return order.ReceivedFill(fill.fill if fill else 9, day, (order.Packages(1, packages),)), None


ORDER = Course(
    "order",
    order.LIFE,
    Act("trade.order.sign", person(Role.RESPONSIBLE_PERSON, "rosa", "XB", "B9"), SHIPPED, 0),
    Place("XB", ("B9", "B7")),
    {
        "accept": lambda held, share, day: (None, order_facts()),
        "fill": fills,
        "receive": receives,
    },
    firms=(("receive", "B9"), ("cancel", "B9")),
)


def test_an_order_moves_stock_through_transit_and_a_difference_stays_there() -> None:
    held = done(ORDER, ORDER.begun(), "accept").held
    sent = done(ORDER, held, "fill", 6)
    assert sent.held.state == "part_filled"
    assert [one.amount_ug for one in sent.entries[0].lines] == [-20 * PACKAGE_UG, 20 * PACKAGE_UG]
    assert sent.entries[0].lines[1].account.kind is AccountKind.IN_TRANSIT
    sent = done(ORDER, sent.held, "fill", 6)
    assert sent.entries[0].number == "order:25X000417:filled:2"
    got = done(ORDER, done(ORDER, sent.held, "receive").held, "receive", 6)
    assert got.held.state == "received"
    assert order.differences(got.held) == (order.Packages(1, 10),)


def test_an_order_is_filled_no_further_than_it_asks_and_received_no_further_than_sent() -> None:
    held = done(ORDER, ORDER.begun(), "accept").held
    with pytest.raises(ActRefused, match="more than was ordered"):
        done(ORDER, held, "fill", 13)
    held = done(ORDER, held, "fill", 6).held
    with pytest.raises(ActRefused, match="more than was ordered"):
        done(ORDER, held, "fill", 7)
    with pytest.raises(ActRefused, match="more than was sent"):
        done(ORDER, held, "receive", 13)


def test_what_a_pharmacy_is_supplied_is_consumed() -> None:
    consumer = replace(ORDER, made=paper("order", purchaser_is_consumer=True))
    facts = order_facts(verifies=lambda *_: True, purchaser_is_consumer=True)
    held = done(ORDER, consumer.begun(), "accept", facts=facts).held
    sent = done(ORDER, held, "fill")
    assert sent.entries[0].lines[1].account.kind is AccountKind.CONSUMPTION
    assert done(ORDER, sent.held, "receive").entries == ()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"verifies": lambda *_: False}, "does not hold"),
        ({"verifies": None}, "not checked"),
        ({"supplier_is_licensed": False}, "not licensed"),
        ({"purchaser_is_licensed": None}, "not told"),
        ({"quota_left_ug": (("morphine", 1),)}, "left"),
        ({"quota_left_ug": None}, "not known"),
        ({"purchaser_is_consumer": True}, "by the register the purchaser is a consumer"),
        ({"purchaser_is_consumer": None}, "the register is silent"),
    ],
)
def test_an_order_is_not_accepted_unless_every_check_is_met(
    facts: dict[str, Any], says: str
) -> None:
    with pytest.raises(ActRefused, match=says):
        done(ORDER, ORDER.begun(), "accept", facts=order_facts(**facts))


def test_only_the_supplier_fills_and_only_the_purchaser_receives_or_cancels() -> None:
    held = done(ORDER, ORDER.begun(), "accept").held
    fill = replace(ORDER, firms=(("fill", "B9"),))
    with pytest.raises(ActRefused, match="only the supplier, B7"):
        done(fill, held, "fill", 6)
    cancel = replace(ORDER, firms=(("cancel", "B7"),))
    with pytest.raises(ActRefused, match="only the purchaser, B9"):
        done(cancel, held, "cancel")


def test_a_consignment_told_after_two_working_days_is_booked_with_a_remark() -> None:
    held = done(ORDER, ORDER.begun(), "accept").held
    friday = date(2025, 11, 7)
    told = order.Fill(1, friday, (order.Packages(1, 3),))
    for day, late in ((date(2025, 11, 11), False), (date(2025, 11, 12), True)):
        taken = done(ORDER, held, "fill", day=day, told=told, facts=order_facts())
        assert any("was to be told by" in one.reason for one in taken.findings) is late
        assert taken.entries
    tomorrow = replace(told, shipped_on=friday + timedelta(days=1))
    with pytest.raises(ActRefused, match="has not come yet"):
        done(ORDER, held, "fill", day=friday, told=tomorrow, facts=order_facts())


def test_an_altered_order_breaks_its_signature() -> None:
    lines = (replace(paper("order").lines[0], packages=400),)
    altered = replace(ORDER, made=paper("order", lines=lines))
    with pytest.raises(ActRefused, match="does not hold"):
        done(ORDER, altered.begun(), "accept")


def test_an_unusual_size_is_a_remark_and_no_stop() -> None:
    usual = order_facts(usual_packages=((1, Decimal(5)),))
    taken = done(ORDER, ORDER.begun(), "accept", facts=usual)
    assert any(one.is_advice and "usually 5" in one.reason for one in taken.findings)


def wrong_entry() -> Entry:
    (entry,) = done(AUTHORISATION, issued(), "ship").entries
    return entry


CORRECTION = Course(
    "correction",
    correction.LIFE,
    Act("trade.correction.propose", person(Role.CASE_OFFICER, "carla"), SHIPPED, 0),
    Place("XA", ("A1",)),
    {
        "approve": lambda held, share, day: (None, correction.CorrectionFacts(wrong_entry())),
        "post": lambda held, share, day: (None, correction.CorrectionFacts(wrong_entry())),
    },
)


def test_a_correction_reverses_and_books_anew_and_leaves_the_wrong_entry() -> None:
    held = done(CORRECTION, CORRECTION.begun(), "approve").held
    back, right = done(CORRECTION, held, "post").entries
    assert back.corrects == right.corrects == wrong_entry().number
    assert balances([wrong_entry(), back, right])[
        Account(AccountKind.EXPORT, "morphine", place="XB")
    ] == 9_000_000_000  # fmt: skip


def test_an_entry_is_corrected_once() -> None:
    facts = correction.CorrectionFacts(wrong_entry(), ("correction:XA-CO-1",))
    with pytest.raises(ActRefused, match="corrected before"):
        done(CORRECTION, CORRECTION.begun(), "approve", facts=facts)


# Lives: whatever is tried, in whatever order.


def balances(entries: list[Entry]) -> dict[Account, int]:
    found: dict[Account, int] = {}
    for entry in entries:
        for one in entry.lines:
            found[one.account] = found.get(one.account, 0) + one.amount_ug
    return found


OPENING_UG = 10**15
COURSES = (
    APPLICATION, ASSESSMENT, AUTHORISATION, CERTIFICATE, CORRECTION, DECLARATION, ENDORSEMENT,
    ESTIMATE, NOTICE, ORDER, SPECIAL, TRANSIT,
)  # fmt: skip
PERSONS = ("carla", "amir", "olga", "zoe")


def opening() -> list[Entry]:
    """Stock of the firms that ship, so that no account of something real lies below zero."""
    found = []
    for holder, site in (("A1", "s1"), ("B7", "s7")):
        for substance in ("morphine", "buprenorphine", "acetic-anhydride"):
            source = Account(AccountKind.OPENING, substance, holder, site)
            stock = Account(AccountKind.STOCK, substance, holder, site)
            number = f"opening:{holder}:{substance}"
            found.append(moved(number, SHIPPED, source, stock, OPENING_UG, "opening"))
    return found


PICKS = st.integers(0, 99)
SHARES = st.sampled_from([12, 12, 12, 6, 3, 11, 13, 0])
DAYS = st.sampled_from([0, 0, 0, 3, 200])


def possible(life: Life, state: str) -> list[str]:
    """The verbs of a state; those that lead on stand three times, those that end it once."""
    ends = {"refused", "withdrawn", "replaced", "cancelled", "held", "detained"}
    found = []
    for one in life.transitions:
        if state in one.sources:
            found += [one.act.rpartition(".")[2]] * (1 if one.target in ends else 3)
    return found


def machine_of(course: Course) -> type[RuleBasedStateMachine]:
    """A machine that tries every act of one life, rightly and wildly."""
    verbs = sorted({one.act.rpartition(".")[2] for one in course.life.transitions})

    class Lived(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.held = course.begun()
            self.book = {entry.number: entry for entry in opening()}
            self.last: Act | None = None

        def _book(self, taken: Taken[Any]) -> None:
            for entry in taken.entries:
                assert self.book.setdefault(entry.number, entry) == entry
            self.held = taken.held

        @rule(steps=st.lists(st.tuples(PICKS, SHARES, DAYS), min_size=1, max_size=8))
        def rightly(self, steps: list[tuple[int, int, int]]) -> None:
            for pick, share, days in steps:
                ways = possible(course.life, self.held.state)
                verb = ways[pick * len(ways) // 100] if ways else ""
                day = SHIPPED + timedelta(days=days)
                try:
                    if verb:
                        self._book(done(course, self.held, verb, share, day=day))
                except ActRefused as refused:
                    assert refused.reason

        @rule(
            verb=st.sampled_from(verbs),
            who=st.builds(
                Actor,
                person=st.sampled_from(PERSONS),
                role=st.sampled_from(Role),
                territory=st.sampled_from(["XA", "XB", "XC"]),
                operator=st.sampled_from(["A1", "B7", "B9", ""]),
                is_system=st.booleans(),
            ),
            way=st.sampled_from([Way.DO, Way.PROPOSE]),
            opened=st.booleans(),
            share=st.integers(0, 13),
        )
        def wildly(self, verb: str, who: Actor, way: Way, opened: bool, share: int) -> None:
            before = self.held
            telling, facts = course.tells.get(verb, lambda *_: (None, None))(before, share, SHIPPED)
            tried = Act(
                f"trade.{course.thing}.{verb}", who, SHIPPED, before.version, telling, facts,
                opened, way,
            )  # fmt: skip
            try:
                taken = take(course.life, before, tried)
            except ActRefused:
                assert self.held is before
                return
            transition = course.life.of(tried.name, before.state)
            if transition.second and way is Way.DO:
                assert opened and not who.is_system and before.proposal is not None
                assert who.person not in {one.person for one in before.entered()}
            assert (
                who.territory in (before.territory, before.addressee)
                or who.is_system
                or (who.operator in before.operators)
            )
            self._book(taken)
            again = take(course.life, self.held, tried)
            assert again.is_replay and again.held is self.held and again.entries == ()

        @invariant()
        def the_state_is_one_of_the_life(self) -> None:
            assert self.held.state in course.life.states
            held = self.held
            assert len(held.history) == len(held.told) == len(held.days) == held.version

        @invariant()
        def the_books_balance_and_nothing_real_is_below_zero(self) -> None:
            found = balances(list(self.book.values()))
            by_substance: dict[str, int] = {}
            for account, amount in found.items():
                by_substance[account.substance] = by_substance.get(account.substance, 0) + amount
                assert amount >= 0 or not account.is_held, account
            assert not any(by_substance.values())

        @invariant()
        def no_more_left_or_arrived_than_the_paper_states(self) -> None:
            lines = [one for one in getattr(self.held.paper, "lines", ()) if hasattr(one, "base_g")]
            stated = sum(one.quantity_base_ug or 0 for one in lines)
            for kind in (AccountKind.EXPORT, AccountKind.IMPORT):
                found = balances(list(self.book.values()))
                total = sum(abs(amount) for one, amount in found.items() if one.kind is kind)
                if lines:
                    assert total <= stated

        @invariant()
        def what_was_issued_was_proposed_by_another(self) -> None:
            for count, one in enumerate(self.held.history):
                if "2" not in table().get(one.act, table()["trade.hold.put"]).cells[one.role]:
                    continue
                entered = {
                    done.person
                    for done in self.held.history[:count]
                    if "2" not in table().get(done.act, table()["trade.hold.put"]).cells[done.role]
                }
                assert one.person not in entered

    return Lived


@pytest.mark.parametrize("course", COURSES, ids=lambda course: str(course.thing))
def test_whatever_is_tried_the_life_of_a_document_keeps_its_rules(course: Course) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_of(course),
        settings=settings(
            max_examples=60, stateful_step_count=20, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("course", COURSES, ids=lambda course: str(course.thing))
def test_every_act_of_a_life_stands_in_the_permission_table(course: Course) -> None:
    for one in course.life.transitions:
        assert one.act in table(), one.act
        assert {*one.sources, one.target} <= set(course.life.states)
        decides = one.act.rpartition(".")[2] not in PREPARES
        assert one.second == ("2" in table()[one.act].cells["AP"] and decides), one.act
    assert course.first.name in table()


PREPARES = {"check", "send", "note_query"}
"""Acts of estimates that stand in a row of two persons, prepare it and decide nothing."""


@pytest.mark.parametrize("course", COURSES, ids=lambda course: str(course.thing))
def test_every_state_of_a_life_can_be_reached(course: Course) -> None:
    reached, ways = {course.life.first}, course.life.transitions
    for _ in ways:
        reached |= {one.target for one in ways if reached & set(one.sources)}
    decided_by_facts = {"part_used", "part_filled", "in_query", "difference"}
    assert set(course.life.states) - decided_by_facts <= reached
    assert not [one for one in ways if set(one.sources) & course.life.final]


def test_papers_are_plain_records() -> None:
    assert all(is_dataclass(cls) for cls in PAPERS.values())
