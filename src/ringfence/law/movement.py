"""One movement of goods between two territories, with the facts that the law asks for.

This is the input of `ringfence assess`. Whatever is left out is *not known*: the rules that need
it answer undetermined and say which fact is missing. Nothing has a default that permits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ringfence.law.entry import Convention
from ringfence.law.record import InputNotUnderstood, Problem, read_record, schema_of
from ringfence.terms import CountryNotUnderstood, read_country

FORMAT = "ringfence.movement/1"


def said(says: str, **more: Any) -> Any:
    """A field that may be unknown, with what it holds in plain words."""
    return field(default=None, metadata={"says": says, **more})


def many(says: str, **more: Any) -> Any:
    """A list that is empty when nothing is told."""
    return field(default=(), metadata={"says": says, **more})


def needed(says: str, **more: Any) -> Any:
    """A field without which the input is not understood."""
    return field(metadata={"says": says, **more})


class MovementKind(StrEnum):
    """What happens to the goods."""

    SHIPMENT = "shipment"
    """They leave one territory for another: an export there, an import here."""
    TRANSIT = "transit"
    """They pass through a third territory on the way."""
    DIVERSION = "diversion"
    """Their destination is changed on the way."""
    BOND_WITHDRAWAL = "bond_withdrawal"
    """They leave a bonded warehouse."""
    KIT = "kit"
    """They are first-aid or emergency supplies carried on board."""
    TRAVELLER = "traveller"
    """They are carried by a person for that person's own treatment."""
    DOMESTIC = "domestic"
    """They stay within one territory."""


class Purpose(StrEnum):
    """What the goods are for."""

    MEDICAL = "medical"
    SCIENTIFIC = "scientific"
    INDUSTRIAL = "industrial"
    FLAVOURING = "flavouring"
    """1961 article 27: coca leaf for a flavouring agent without alkaloids."""
    RE_EXPORT = "re_export"
    HUMANITARIAN_EMERGENCY = "humanitarian_emergency"
    ANIMAL_CAPTURE = "animal_capture"
    """1971 article 4(c): capture of animals by persons specifically authorised for it."""
    OTHER = "other"


class Delivery(StrEnum):
    """Where the goods are delivered."""

    PREMISES = "premises"
    BONDED_WAREHOUSE = "bonded_warehouse"
    FREE_ZONE = "free_zone"
    POST_OFFICE_BOX = "post_office_box"
    BANK = "bank"


class Conveyance(StrEnum):
    """What carries the goods."""

    SHIP = "ship"
    AIRCRAFT = "aircraft"
    TRAIN = "train"
    ROAD_VEHICLE = "road_vehicle"
    POST = "post"
    COURIER = "courier"
    PERSON = "person"


class Material(StrEnum):
    """Plant material and what is won from it, where the treaties define it by material."""

    CANNABIS_TOPS = "cannabis_tops"
    CANNABIS_LEAVES = "cannabis_leaves"
    CANNABIS_SEEDS = "cannabis_seeds"
    CANNABIS_RESIN = "cannabis_resin"
    CANNABIS_EXTRACT = "cannabis_extract"
    COCA_LEAF = "coca_leaf"
    OPIUM = "opium"
    POPPY_STRAW = "poppy_straw"
    POPPY_SEEDS = "poppy_seeds"
    CONCENTRATE_OF_POPPY_STRAW = "concentrate_of_poppy_straw"
    PLANT_WITH_1971_SUBSTANCE = "plant_with_1971_substance"
    EQUIPMENT = "equipment"
    """No substance: materials and equipment for making one (1988 article 13)."""


class StatedAs(StrEnum):
    """What a stated amount counts."""

    BASE = "base"
    SALT = "salt"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One ingredient of a preparation."""

    name: str = needed("the name of the ingredient, with its salt: codeine phosphate")
    mg_per_unit: Decimal | None = said("milligrams in one dosage unit, as stated on the label")
    percent: Decimal | None = said("per cent in an undivided preparation, as stated")
    stated_as: StatedAs | None = said("whether the stated amount counts base or salt")
    morphine_percent: Decimal | None = said("opium: per cent of anhydrous morphine in it")


@dataclass(frozen=True, slots=True)
class Composition:
    """What a preparation is made of and how it is given."""

    ingredients: tuple[Ingredient, ...] = many("every active ingredient, controlled or not")
    is_divided: bool | None = said("true for dosage units (tablets, ampoules), false for bulk")
    has_other_ingredients: bool | None = said(
        "true when compounded with one or more other ingredients, as national law counts them"
    )
    route: str | None = said("how it is given: oral, injection, topical, inhaled ...")
    is_recoverable: bool | None = said(
        "true when the drug can be recovered by readily applicable means, in a yield that would "
        "be a risk to public health; a precursor: when it can easily be used or recovered"
    )
    is_pharmaceutical: bool | None = said("true for a medicine in its finished form")
    is_mixture: bool | None = said("true for a mixture or solution, false for a bare substance")
    unit_mass_mg: Decimal | None = said("milligrams that one whole dosage unit weighs")


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of a consignment."""

    name: str = field(default="", metadata={"says": "the name of the substance or product"})
    cas: str = field(default="", metadata={"says": "its CAS registry number"})
    smiles: str = field(default="", metadata={"says": "its structure as SMILES"})
    inchikey: str = field(default="", metadata={"says": "its InChIKey"})
    quantity: str = field(default="", metadata={"says": "as declared: 12 kg; 500 tablets of 30 mg"})
    base_g: Decimal | None = said("grams of anhydrous base, where already computed")
    material: Material | None = said(
        "for plant material and what is won from it; equipment for what is no substance"
    )
    composition: Composition | None = said("for a preparation: what is in it")
    resin_extracted: bool | None = said("cannabis tops: true when the resin was extracted")
    with_tops: bool | None = said("cannabis leaves or seeds: true when tops accompany them")
    is_won_from_cannabis: bool | None = said(
        "cannabidiol: true when won from the cannabis plant, false when made without it"
    )
    alkaloids_removed: bool | None = said("coca leaf: true when all ecgonine alkaloids are gone")
    is_denatured: bool | None = said("industrial use: true when it cannot be abused or recovered")
    documents_name_it: bool | None = said(
        "true when the commercial documents name it as in the Schedule or Table, with quantity, "
        "exporter, importer and, when available, consignee"
    )
    is_mislabelled: bool | None = said("true when labels or papers hide what it is")
    makes_alkaloid_free_flavouring: bool | None = said(
        "coca leaf for flavouring: true when the agent made from it holds no alkaloids"
    )
    is_seized: bool | None = said("opium: true when it was seized in illicit traffic")
    made_under_licence: bool | None = said(
        "exempt preparation (1971 article 3): true when its maker holds the manufacturing licence"
    )
    maker_keeps_records: bool | None = said(
        "exempt preparation: true when its maker keeps the records of 1971 article 11(6)"
    )
    exemption_is_notified: bool | None = said(
        "exempt preparation: true when the exemptions were notified to the Secretary-General, "
        "with its name, composition and the measures lifted (1971 article 3(3))"
    )


@dataclass(frozen=True, slots=True)
class Actor:
    """An exporter, importer or consignee."""

    name: str = field(default="", metadata={"says": "the name as on the papers"})
    address: str = field(default="", metadata={"says": "the address as on the papers"})
    is_licensed: bool | None = said("true when licensed for the trade by its own authority")
    is_specifically_authorised: bool | None = said(
        "1971 Schedule I: true for an authority, or one specifically authorised by it"
    )
    is_state_enterprise: bool | None = said("true for a State enterprise, which needs no licence")
    is_government_agency: bool | None = said(
        "true for the agency of 1961 article 23 that trades in the crop for its Government"
    )
    is_practitioner: bool | None = said(
        "true for one duly authorised to perform therapeutic or scientific functions"
    )
    is_approved_establishment: bool | None = said(
        "1971 Schedule I: true for a medical or scientific establishment that the Government "
        "controls or has specifically approved"
    )
    authorised_base_g: Decimal | None = said(
        "1971 Schedule I: grams of base that the authorised purpose needs"
    )


@dataclass(frozen=True, slots=True)
class Covered:
    """One drug of several that a document covers."""

    substance: str = needed("the drug")
    quantity_base_g: Decimal | None = said("grams of anhydrous base of it")
    used_base_g: Decimal | None = said("grams of base of it already moved under the document")


@dataclass(frozen=True, slots=True)
class Document:
    """An authorisation, certificate, declaration, notification or licence."""

    number: str = field(default="", metadata={"says": "its number"})
    authority: str = field(default="", metadata={"says": "who issued it"})
    is_notified_authority: bool | None = said("true when that authority is notified for the treaty")
    issued: date | None = said("the day of issue")
    valid_from: date | None = said("first day on which the goods may move")
    valid_until: date | None = said("last day on which the goods may move")
    substance: str = field(default="", metadata={"says": "the drug named on it"})
    quantity_base_g: Decimal | None = said("grams of anhydrous base that it covers")
    used_base_g: Decimal | None = said("grams of base already moved under it")
    exporter: str = field(default="", metadata={"says": "the exporter named on it"})
    importer: str = field(default="", metadata={"says": "the importer named on it"})
    exporter_address: str = field(default="", metadata={"says": "the exporter's address on it"})
    importer_address: str = field(default="", metadata={"says": "the importer's address on it"})
    pharmaceutical_form: str = field(default="", metadata={"says": "1971: the form named on it"})
    cites_import_certificate: str = field(
        default="", metadata={"says": "export authorisation: number of the import certificate"}
    )
    cites_import_date: date | None = said("export authorisation: date of the import certificate")
    cites_import_authority: str = field(
        default="", metadata={"says": "export authorisation: who issued the import certificate"}
    )
    approves_bond: bool | None = said(
        "import certificate: true when it approves a bonded warehouse"
    )
    states_bond: bool | None = said("export authorisation: true when it names the bonded warehouse")
    is_used: bool | None = said("true when a consignment has already moved under it")
    is_revoked: bool | None = said("true when revoked, or altered after issue")
    is_authentic: bool | None = said("false when its authenticity is in doubt")
    sent: date | None = said("pre-export notification or declaration: the day it was sent")
    entry_point: str = field(
        default="", metadata={"says": "pre-export notification: the expected point of entry"}
    )
    despatch_day: date | None = said(
        "the day of despatch stated on an export declaration, or expected by a notification"
    )
    states_re_export: bool | None = said(
        "import certificate: true when it states that the goods are for re-export"
    )
    answered: bool | None = said("pre-export notification: true when the importer answered")
    is_objected: bool | None = said("pre-export notification: true when the importer objected")
    copies: int | None = said("export declaration: how many copies")
    copy_accompanies: bool | None = said("true when a copy travels with the goods")
    endorsed_copy_forwarded: bool | None = said(
        "export declaration: true when the importer forwarded the endorsed copy to the exporter's "
        "country (1971 article 12(2)(d))"
    )
    covers: tuple[Covered, ...] = many("where it covers several drugs: each with its quantity")
    lacks: tuple[str, ...] = many("statements that the paper must make and leaves empty")
    exported_base_g: Decimal | None = said(
        "export authorisation: grams of base written on it as actually exported"
    )


@dataclass(frozen=True, slots=True)
class Limit:
    """What the books say of the destination for one drug and year, in grams of base."""

    total_of_estimates_g: Decimal | None = said("total of the estimates for the year")
    imports_authorised_g: Decimal | None = said("already imported or authorised and still valid")
    re_export_g: Decimal | None = said("amount certified as intended for re-export")
    excess_g: Decimal | None = said("excess of the year before that the Board established")
    assessment_g: Decimal | None = said("1971: the assessment in force")
    is_stopped_by_board: bool | None = said("true under a notice of 1961 article 21(4) or 14(2)")
    has_covering_supplement: bool | None = said("true when a supplementary estimate covers both")
    is_essential_for_the_sick: bool | None = said("true when the exporting Government so holds")
    substance: str = field(default="", metadata={"says": "the drug, where several are moved"})
    is_recommended_stop: bool | None = said(
        "true when the stop is a recommendation of the Board under 1961 article 14(2)"
    )
    opium_exported_g: Decimal | None = said(
        "grams of opium of its own that the origin has exported this year before this movement"
    )


@dataclass(frozen=True, slots=True)
class CountryFacts:
    """What one country has asked for, reserved or exempted; overrides what the package holds."""

    country: str = needed("its two-letter code", key="code")
    parties_to: tuple[Convention, ...] | None = said("the conventions it is a Party to")
    prohibits: tuple[str, ...] | None = said("substances it prohibits under 1971 article 13")
    requests_notification_for: tuple[str, ...] | None = said(
        "substances, or Table I or Table II, for which it asked under 1988 article 12(10)(a)"
    )
    demands_authorisation_for: tuple[str, ...] | None = said(
        "substances or schedules for which it demands import and export authorisations: "
        "1961 III, 1971 III, 1971 IV, Table I, Table II"
    )
    exempts: tuple[str, ...] | None = said("preparations it has exempted under 1971 article 3")
    notifies_table_ii: bool | None = said(
        "true when it notifies exports of Table II to countries that asked (1988 12(10)(b))"
    )
    controls_preparations_of: tuple[str, ...] | None = said(
        "precursors whose medicines it treats like the raw substance (Commission resolution 54/8)"
    )
    partial_notice_for: tuple[str, ...] | None = said(
        "substances for which it gave notice under 1971 article 2(7) of partial application"
    )
    reserves_31_1_b: bool | None = said("true with a reservation on 1961 article 31(1)(b)")
    traveller_days: int | None = said("days of treatment that a traveller may carry in")
    traveller_papers: tuple[str, ...] | None = said("papers that a traveller needs")
    permits_destination: bool | None = said("true when its law permits the import")
    prohibits_schedule_iv: tuple[str, ...] | None = said(
        "drugs of 1961 Schedule IV that it prohibits save for research"
    )
    grows: tuple[str, ...] | None = said(
        "crops whose trade article 23 reserves to an agency: opium, coca-leaf, cannabis"
    )
    opium_export_basis: str | None = said(
        "why its opium may be imported under 1961 article 24: historic, notified, approved, "
        "agency, or none"
    )
    reserves_49: bool | None = said("true with a transitional reservation on 1961 article 49")
    reports_under_49: bool | None = said(
        "true when it reports progress under 1961 article 49(3); a reservation lapses otherwise"
    )
    applies_provisionally: tuple[str, ...] | None = said(
        "unlisted substances that it controls for the time being (1961 article 3(3), 1971 article "
        "2(3)), each as 1961 I: NAME, 1971 I: NAME or 1971 II: NAME"
    )
    watches: tuple[str, ...] | None = said(
        "unlisted substances that it supervises because they can serve illicit manufacture "
        "(1961 article 2(8), 1971 article 2(9))"
    )
    forms_one_territory_with: tuple[str, ...] | None = said(
        "codes of the territories with which it is one territory for the trade rules (1961 "
        "article 43, 1971 article 28)"
    )
    one_territory_notified: date | None = said(
        "the day on which that was notified: it holds from the next 1 January"
    )
    asks_endorsed_declaration: bool | None = said(
        "true when its importers must forward the endorsed declaration (1971 article 12(2)(d))"
    )
    prohibition_is_notified: bool | None = said(
        "false when what it prohibits was not notified through the Secretary-General (1971 13(1))"
    )
    notified_authorities: tuple[str, ...] | None = said(
        "names of the authorities that it notified to issue certificates and authorisations"
    )
    issuing_authorities: tuple[str, ...] | None = said(
        "authorities that its own law names to issue the papers; it need not have notified them"
    )
    reservations: tuple[str, ...] | None = said(
        "its reservations and declarations, each after convention and article: 1971 32(4): ..."
    )
    stopped_by_board: tuple[str, ...] | None = said(
        "drugs that a notice of the Board under 1961 article 21(4) stops; all; none: []"
    )
    recommended_stop_for: tuple[str, ...] | None = said(
        "what the Board recommends not to trade with it (1961 14(2), 1971 19(2)); all; none: []"
    )
    source: str = field(default="", metadata={"says": "where this was read"})


@dataclass(frozen=True, slots=True)
class Journey:
    """How and where the goods travel."""

    delivery: Delivery | None = said("where they are delivered")
    conveyance: Conveyance | None = said("what carries them")
    is_international: bool | None = said("kits: true on an international voyage or flight")
    for_first_aid: bool | None = said("kits: true when for first aid or emergencies on board")
    is_limited_amount: bool | None = said("kits: true when no more than the journey needs")
    transit_through: tuple[str, ...] = many("codes of the territories passed through")
    is_unloaded: bool | None = said("transit: true when taken off the conveyance")
    transit_treaty_limits_control: bool | None = said(
        "transit: true when another treaty limits what the transit country may control "
        "(1961 article 31(15))"
    )
    registry_has_safeguards: bool | None = said(
        "kits: true when the country of registry guards against misuse and diversion"
    )
    is_emergency_use: bool | None = said(
        "kits: true when given on board in an emergency, for which no prescription is needed"
    )
    overflies_without_landing: bool | None = said("transit: true for an overflight")
    authorisation_copy_shown: bool | None = said("transit: true when a copy was shown")
    transit_authorises_diversion: bool | None = said("true when the transit Government agrees")
    is_processed: bool | None = said("true when processed in transit or in bond")
    is_repacked: bool | None = said("true when the packing is altered in transit or in bond")
    repacking_permitted: bool | None = said("true when the authorities permitted it")
    withdrawal_permitted: bool | None = said("bond: true when a permit covers the withdrawal")
    foreign_destination: bool | None = said("bond: true when the goods then go abroad")
    days_of_treatment: int | None = said("travellers: days that the amount lasts")
    has_prescription: bool | None = said("travellers: true with a prescription or statement")
    papers_carried: tuple[str, ...] | None = said(
        "travellers: papers carried, in the words of the destination's rule"
    )
    endorsed_base_g: Decimal | None = said("grams of base that arrived, by the endorsement")
    free_zone_is_supervised: bool | None = said(
        "free zone: true when controlled at least as strictly as the rest of the territory"
    )
    account_of_named_party: bool | None = said(
        "bank: true when for the account of the party named in the export authorisation"
    )


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement, as put to the law on one day."""

    goods: tuple[Goods, ...] = needed("the lines of the consignment, each a [[goods]] table")
    format: str = field(default=FORMAT, metadata={"says": f"always {FORMAT}"})
    note: str = field(default="", metadata={"says": "a remark; the law does not read it"})
    kind: MovementKind = field(
        default=MovementKind.SHIPMENT, metadata={"says": "what happens to the goods"}
    )
    day: date | None = said("the day of shipment, whose law applies")
    origin: str = field(default="", metadata={"key": "from", "says": "code of the territory left"})
    destination: str = field(
        default="", metadata={"key": "to", "says": "code of the territory entered"}
    )
    purpose: Purpose | None = said("what the goods are for")
    exporter: Actor = field(default=Actor(), metadata={"says": "who sends"})
    importer: Actor = field(default=Actor(), metadata={"says": "who receives"})
    journey: Journey = field(default=Journey(), metadata={"says": "how the goods travel"})
    import_certificate: Document | None = said("the importing authority's certificate")
    export_authorisation: Document | None = said("the exporting authority's authorisation")
    export_declaration: Document | None = said("the declaration of 1971 article 12(2)")
    pre_export_notification: Document | None = said("the notification of 1988 article 12(10)(a)")
    special_import_licence: Document | None = said("the licence of 1971 article 13(3)")
    transit_permit: Document | None = said("the transit authority's permit")
    suspicion: str = field(
        default="", metadata={"says": "what makes the order or the consignment suspicious, if so"}
    )
    is_for_illicit_manufacture: bool | None = said(
        "true on sufficient evidence that the goods are for illicit manufacture (1988 12(9)(b))"
    )
    limit: Limit = field(default=Limit(), metadata={"says": "estimates and assessments"})
    limits: tuple[Limit, ...] = many("where several drugs are moved: the limit of each")
    requested_by_recognised_agency: bool | None = said(
        "humanitarian emergency: true when a recognised agency asked for the supplies"
    )
    country: tuple[CountryFacts, ...] = many("facts of countries, each a [[country]] table")


def movement_from(mapping: Any, file: str = "input") -> Movement:
    """Read a movement from a mapping; raises InputNotUnderstood with every problem at once."""
    movement = _in_capitals(read_record(Movement, mapping, file))
    problems = tuple(_problems(movement))
    if problems:
        raise InputNotUnderstood(file, problems)
    return movement


def _in_capitals(movement: Movement) -> Movement:
    """The same with the codes of territories in capitals, so that `xa` is `XA` everywhere."""
    through = tuple(map(_in_capital_letters, movement.journey.transit_through))
    return replace(
        movement,
        origin=_in_capital_letters(movement.origin),
        destination=_in_capital_letters(movement.destination),
        journey=replace(movement.journey, transit_through=through),
        country=tuple(map(_with_code_in_capitals, movement.country)),
    )


def _with_code_in_capitals(facts: CountryFacts) -> CountryFacts:
    joined = facts.forms_one_territory_with
    others = None if joined is None else tuple(map(_in_capital_letters, joined))
    code = _in_capital_letters(facts.country)
    return replace(facts, country=code, forms_one_territory_with=others)


def _in_capital_letters(code: str) -> str:
    """A code in capitals; what is none stays as it was written, to be told so."""
    return code.upper() if len(code) == 2 else code


@dataclass(frozen=True, slots=True)
class CountryFile:
    """A file of country facts that an authority keeps beside its movements."""

    country: tuple[CountryFacts, ...] = needed("facts of countries, each a [[country]] table")


def country_facts_from(mapping: Any, file: str = "input") -> tuple[CountryFacts, ...]:
    """Read a file of country facts; raises InputNotUnderstood with every problem at once."""
    facts = read_record(CountryFile, mapping, file).country
    problems = tuple(_unread_codes([("country.code", one.country) for one in facts]))
    if problems:
        raise InputNotUnderstood(file, problems)
    return facts


def with_country_facts(movement: Movement, kept: tuple[CountryFacts, ...]) -> Movement:
    """The movement with what is kept of each country; what it tells itself goes first."""
    told = {one.country.upper(): one for one in movement.country}
    joined = {one.country.upper(): _filled(told.get(one.country.upper()), one) for one in kept}
    return replace(movement, country=tuple({**told, **joined}.values()))


def _filled(told: CountryFacts | None, kept: CountryFacts) -> CountryFacts:
    if told is None:
        return kept
    names = [each.name for each in fields(CountryFacts)]
    open_ones = {name: getattr(kept, name) for name in names if getattr(told, name) in (None, "")}
    sources = "; ".join(dict.fromkeys(one.source for one in (told, kept) if one.source))
    return replace(told, **{**open_ones, "source": sources})


def _problems(movement: Movement) -> list[Problem]:
    found = []
    if movement.format != FORMAT:
        found.append(Problem("format", f"{movement.format!r} is not held", f'Write "{FORMAT}"'))
    if not movement.goods:
        found.append(Problem("goods", "holds no line", "Write at least one [[goods]] table"))
    for number, goods in enumerate(movement.goods, 1):
        if not any((goods.name, goods.cas, goods.smiles, goods.inchikey, goods.material)):
            remedy = "Enter name, cas, smiles, inchikey or material"
            found.append(Problem(f"goods[{number}]", "names nothing", remedy))
    codes = [("from", movement.origin), ("to", movement.destination)]
    codes += [("country.code", facts.country) for facts in movement.country]
    codes += [("journey.transit_through", code) for code in movement.journey.transit_through]
    codes += [
        ("country.forms_one_territory_with", code)
        for facts in movement.country
        for code in facts.forms_one_territory_with or ()
    ]
    return [*found, *_unread_codes(codes)]


_MISTAKEN = {"UK": "GB", "EL": "GR"}
"""Codes in use elsewhere that are not those of ISO 3166-1: of them nothing could be held."""


def _unread_codes(codes: list[tuple[str, str]]) -> Iterator[Problem]:
    for place, code in codes:
        if code.upper() in _MISTAKEN:
            right = _MISTAKEN[code.upper()]
            yield Problem(place, f"{code!r} is not the code of ISO 3166-1", f"Write {right}")
            continue
        try:
            if code:
                read_country(code)
        except CountryNotUnderstood as error:
            yield Problem(place, str(error), "See ISO 3166-1; XA to XZ are free for tests")


def movement_schema() -> dict[str, Any]:
    """The JSON Schema of the input, written from the types above."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": FORMAT}
    return {**head, "title": "A movement put to the law", **schema_of(Movement)}
