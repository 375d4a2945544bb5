"""Which papers a movement needs: by schedule, and by what the facts of the movement change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ringfence.law.decision import assess
from ringfence.law.entry import Convention
from ringfence.law.lists import load_lists
from ringfence.law.movement import movement_from
from ringfence.law.papers import Due, papers_at, papers_due

DAY = date(2025, 11, 3)
ASKS_NOTHING = {
    "code": "XB",
    "prohibits": [],
    "requests_notification_for": [],
    "demands_authorisation_for": [],
}
DOCUMENTS = ("commercial_documents", "required", "un1988/16/1")
CERTIFICATE_1961 = ("import_certificate", "required", "un1961/31/5")
AUTHORISATION_1961 = ("export_authorisation", "required", "un1961/31/4")
CERTIFICATE_1971 = ("import_certificate", "required", "un1971/12/1")
AUTHORISATION_1971 = ("export_authorisation", "required", "un1971/12/1")
DECLARATION = ("export_declaration", "required", "un1971/12/2")
DOCUMENTS_OF_PRECURSORS = ("commercial_documents", "required", "un1988/12/9(d)")
MEDICINE = {"is_pharmaceutical": True, "is_divided": True, "is_mixture": True}


def papers(goods: Any, *, asks: dict[str, Any] | None = None, **more: Any) -> set[Any]:
    lines = goods if isinstance(goods, list) else [goods]
    lines = [{"name": one} if isinstance(one, str) else one for one in lines]
    country = [{**ASKS_NOTHING, **(asks or {})}]
    whole = {"from": "XA", "to": "XB", "goods": lines, "country": country, **more}
    decision = assess(movement_from(whole), DAY)
    return {(one.paper, one.due.value, one.citation) for one in decision.papers}


@pytest.mark.parametrize(
    ("goods", "due"),
    [
        ("morphine sulfate", {CERTIFICATE_1961, AUTHORISATION_1961, DOCUMENTS}),
        ("codeine", {CERTIFICATE_1961, AUTHORISATION_1961, DOCUMENTS}),
        ("heroin", {CERTIFICATE_1961, AUTHORISATION_1961, DOCUMENTS}),
        ("MDMA", {CERTIFICATE_1971, AUTHORISATION_1971, DOCUMENTS}),
        ("methylphenidate", {CERTIFICATE_1971, AUTHORISATION_1971, DOCUMENTS}),
        ("buprenorphine", {DECLARATION, DOCUMENTS}),
        ("diazepam", {DOCUMENTS}),
        (
            "acetic anhydride",
            {("pre_export_notification", "advised", "un1988/12/10(a)"), DOCUMENTS_OF_PRECURSORS},
        ),
        ("acetone", {DOCUMENTS_OF_PRECURSORS}),
        ("sodium chloride", set()),
    ],
)
def test_a_shipment_needs_the_papers_of_its_schedule(goods: str, due: set[Any]) -> None:
    assert papers(goods) == due


def test_the_papers_of_two_lines_are_united_and_each_is_told_once() -> None:
    assert papers(["morphine sulfate", "methylphenidate", "acetone"]) == {
        CERTIFICATE_1961,
        AUTHORISATION_1961,
        DOCUMENTS,
    }


def test_the_papers_of_a_medicine_are_those_of_every_convention_that_reaches_it() -> None:
    syrup = {
        "name": "cough syrup",
        "composition": {
            "is_pharmaceutical": True,
            "is_divided": False,
            "has_other_ingredients": True,
            "ingredients": [
                {"name": "codeine phosphate", "percent": 5, "stated_as": "base"},
                {"name": "ephedrine hydrochloride", "percent": 1},
            ],
        },
    }
    assert papers(syrup) == {
        CERTIFICATE_1961,
        AUTHORISATION_1961,
        DOCUMENTS,
        ("pre_export_notification", "advised", "un1988/12/1"),
    }


@pytest.mark.parametrize("material", ["poppy_straw"])
def test_poppy_straw_moves_on_the_papers_of_article_31_without_being_a_drug(material: str) -> None:
    assert papers({"material": material}) == {CERTIFICATE_1961, AUTHORISATION_1961}


def codeine_tablets(mg: int) -> dict[str, Any]:
    ingredients = [
        {"name": "codeine phosphate", "mg_per_unit": mg, "stated_as": "base"},
        {"name": "paracetamol", "mg_per_unit": 500},
    ]
    composition = {**MEDICINE, "has_other_ingredients": True, "ingredients": ingredients}
    return {"name": "codeine and paracetamol tablets", "composition": composition}


def test_a_preparation_of_schedule_3_needs_no_paper_by_treaty() -> None:
    assert papers(codeine_tablets(30)) == {("commercial_documents", "advised", "un1988/16/1")}


def test_a_preparation_of_schedule_3_needs_what_the_destination_asks() -> None:
    found = papers(codeine_tablets(30), asks={"demands_authorisation_for": ["1961 III"]})
    assert ("import_certificate", "by_national_law", "un1961/39") in found
    assert ("export_authorisation", "by_national_law", "un1961/39") in found


def test_where_schedule_3_is_not_settled_the_papers_are_due() -> None:
    tablets = codeine_tablets(30)
    del tablets["composition"]["ingredients"][0]["mg_per_unit"]
    assert papers(tablets) == {CERTIFICATE_1961, AUTHORISATION_1961, DOCUMENTS}


def test_too_strong_for_schedule_3_it_needs_the_papers_of_schedule_2() -> None:
    assert papers(codeine_tablets(150)) == {CERTIFICATE_1961, AUTHORISATION_1961, DOCUMENTS}


@pytest.mark.parametrize(("goods", "schedule"), [("buprenorphine", "III"), ("diazepam", "IV")])
def test_authorisations_for_schedules_3_and_4_are_due_where_they_are_demanded(
    goods: str, schedule: str
) -> None:
    asked = {"demands_authorisation_for": [f"1971 {schedule}"]}
    by_law = {
        ("import_certificate", "by_national_law", "un1971/23"),
        ("export_authorisation", "by_national_law", "un1971/23"),
    }
    assert by_law <= papers(goods, asks=asked)
    assert not by_law & papers(goods)


def test_where_the_demand_is_not_known_authorisations_are_advised() -> None:
    found = papers("diazepam", country=[])
    assert ("import_certificate", "advised", "un1971/23") in found
    assert ("export_authorisation", "advised", "un1971/23") in found


def test_a_preparation_exempt_on_the_whole_way_needs_no_paper_by_treaty() -> None:
    tablets = {
        "name": "Diazorel",
        "composition": {**MEDICINE, "ingredients": [{"name": "diazepam"}]},
    }
    exempting = [{**ASKS_NOTHING, "code": code, "exempts": ["Diazorel"]} for code in ("XA", "XB")]
    assert papers(tablets, country=exempting) == {
        ("commercial_documents", "advised", "un1988/16/1")
    }
    assert papers(tablets, country=exempting[1:]) == {DOCUMENTS}


def test_a_prohibited_import_needs_a_special_licence() -> None:
    licence = ("special_import_licence", "required", "un1971/13/3")
    assert licence in papers("diazepam", asks={"prohibits": ["diazepam"]})
    assert licence not in papers("diazepam", asks={"prohibits": ["methylphenidate"]})


@pytest.mark.parametrize("asked", ["Table I", "acetic-anhydride", "Acetic anhydride"])
def test_a_notification_is_required_where_it_was_asked_for(asked: str) -> None:
    found = papers("acetic anhydride", asks={"requests_notification_for": [asked]})
    assert ("pre_export_notification", "required", "un1988/12/10(a)") in found


def test_for_table_ii_the_notification_is_asked_for_and_applied_by_both_sides() -> None:
    asks = {**ASKS_NOTHING, "requests_notification_for": ["Table II"]}
    applies = {"code": "XA", "notifies_table_ii": True}
    advised = ("pre_export_notification", "advised", "un1988/12/10(b)")
    due = ("pre_export_notification", "by_national_law", "un1988/12/10(b)")
    assert advised in papers("acetone", country=[asks])
    assert due in papers("acetone", country=[asks, applies])


def test_authorisations_of_precursors_are_due_where_a_country_demands_them() -> None:
    found = papers("acetone", asks={"demands_authorisation_for": ["Table II"]})
    assert ("import_certificate", "by_national_law", "un1988/24") in found
    assert ("export_authorisation", "by_national_law", "un1988/24") in found


def test_a_precursor_in_a_medicine_needs_no_paper_of_article_12() -> None:
    tablets = {"name": "pseudoephedrine tablets", "composition": MEDICINE}
    assert papers(tablets) == {("pre_export_notification", "advised", "un1988/12/1")}


def test_a_blend_that_may_give_the_precursor_back_needs_the_documents() -> None:
    ingredients = [{"name": "acetone", "percent": 40}]
    composition = {"is_pharmaceutical": False, "ingredients": ingredients}
    assert papers({"name": "solvent blend", "composition": composition}) == {
        DOCUMENTS_OF_PRECURSORS
    }
    outside = {"name": "lacquer", "composition": {**composition, "is_recoverable": False}}
    assert papers(outside) == set()


@pytest.mark.parametrize("goods", ["morphine sulfate", "diazepam", "acetic anhydride"])
def test_nothing_is_due_at_home(goods: str) -> None:
    assert papers(goods, kind="domestic", to="XA") == set()


@pytest.mark.parametrize("goods", ["morphine sulfate", "diazepam"])
def test_nothing_is_due_from_a_traveller_for_own_treatment(goods: str) -> None:
    assert papers(goods, kind="traveller") == set()


def test_a_precursor_in_a_bag_is_no_treatment_unless_it_is_a_medicine() -> None:
    assert DOCUMENTS_OF_PRECURSORS in papers("acetic anhydride", kind="traveller")
    tablets = {"name": "pseudoephedrine tablets", "composition": MEDICINE}
    assert papers(tablets, kind="traveller") == set()


def test_nothing_is_due_for_a_first_aid_kit_that_fits() -> None:
    voyage = {"is_international": True, "for_first_aid": True, "is_limited_amount": True}
    assert papers("morphine sulfate", kind="kit", journey={"conveyance": "ship", **voyage}) == set()
    on_train = papers("morphine sulfate", kind="kit", journey={"conveyance": "train", **voyage})
    assert CERTIFICATE_1961 in on_train


@pytest.mark.parametrize(
    ("goods", "copy"),
    [
        ("morphine sulfate", ("export_authorisation", "required", "un1961/31/11")),
        ("methylphenidate", ("export_authorisation", "required", "un1971/12/3(e)")),
        ("buprenorphine", ("export_declaration", "required", "un1971/12/2(b)")),
    ],
)
def test_in_transit_a_copy_of_the_authorisation_travels(goods: str, copy: Any) -> None:
    assert papers(goods, kind="transit") == {copy, DOCUMENTS}
    overflight = papers(goods, kind="transit", journey={"overflies_without_landing": True})
    assert overflight == {DOCUMENTS}


def test_from_bond_into_the_same_country_nothing_is_due_and_abroad_everything() -> None:
    abroad = papers(
        "morphine sulfate", kind="bond_withdrawal", journey={"foreign_destination": True}
    )
    assert abroad == {CERTIFICATE_1961, AUTHORISATION_1961, DOCUMENTS}
    home = papers(
        "morphine sulfate", kind="bond_withdrawal", journey={"foreign_destination": False}
    )
    assert home == set()
    unknown = papers("morphine sulfate", kind="bond_withdrawal")
    assert unknown == abroad


def test_the_most_binding_demand_stands_first() -> None:
    whole = {"from": "XA", "to": "XB", "goods": [{"name": "diazepam"}]}
    order = [one.due for one in assess(movement_from(whole), DAY).papers]
    assert order == sorted(order, key=list(Due).index)


def test_screening_and_assessing_read_one_table() -> None:
    for entry in load_lists().entries:
        assert set(papers_due([entry])) == set(papers_at(entry.convention, entry.schedule))
    assert papers_at(Convention.UN1961, "III") == ()
