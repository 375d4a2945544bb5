"""How papers look when they are in order, and how open facts would have to turn out.

Used only to try what would change a decision; the rules judge the result like any other input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ringfence.law.country_facts import facts_of
from ringfence.law.movement import (
    Actor,
    Composition,
    Conveyance,
    CountryFacts,
    Delivery,
    Document,
    Goods,
    Journey,
    Limit,
    Movement,
    MovementKind,
    Purpose,
)
from ringfence.law.record import key_of, said_of

_AS_ON_PAPER = "as on the papers"

AMPLE_G = Decimal(10) ** 12
"""An amount in grams that no consignment reaches."""

_IN_ORDER = Document(
    number="to be issued",
    authority="the competent authority",
    is_notified_authority=True,
    substance="",
    is_used=False,
    is_revoked=False,
    is_authentic=True,
    copy_accompanies=True,
)


def certificate(movement: Movement, day: date) -> Document:
    """An import certificate in order for this movement."""
    bonded = movement.journey.delivery is Delivery.BONDED_WAREHOUSE
    paper, citing = _named(movement, day), movement.export_authorisation
    if citing is not None:
        paper = replace(
            paper,
            number=citing.cites_import_certificate or paper.number,
            issued=citing.cites_import_date or paper.issued,
            authority=citing.cites_import_authority or paper.authority,
        )
    return replace(
        paper,
        quantity_base_g=AMPLE_G,
        used_base_g=Decimal(0),
        approves_bond=bonded or None,
    )


def authorisation(movement: Movement, day: date) -> Document:
    """An export authorisation in order for this movement, citing its import certificate."""
    cited = movement.import_certificate
    bonded = movement.journey.delivery is Delivery.BONDED_WAREHOUSE
    return replace(
        _named(movement, day),
        quantity_base_g=AMPLE_G if cited is None else cited.quantity_base_g,
        cites_import_certificate="" if cited is None else cited.number,
        cites_import_date=None if cited is None else cited.issued,
        cites_import_authority="" if cited is None else cited.authority,
        states_bond=bonded or None,
    )


def declaration(movement: Movement, day: date) -> Document:
    """An export declaration in triplicate."""
    return replace(
        _named(movement, day), copies=3, sent=day, despatch_day=day, quantity_base_g=AMPLE_G
    )


def notification(movement: Movement, day: date) -> Document:
    """A pre-export notification that was sent a month ahead, answered and not objected to."""
    sent = day - timedelta(days=30)
    return replace(
        _named(movement, day),
        sent=sent,
        answered=True,
        is_objected=False,
        quantity_base_g=AMPLE_G,
        entry_point="as agreed",
        despatch_day=day,
    )


def special_licence(movement: Movement, day: date) -> Document:
    """A special import licence with a quantity."""
    return replace(_named(movement, day), quantity_base_g=AMPLE_G)


def _named(movement: Movement, day: date) -> Document:
    return replace(
        _IN_ORDER,
        issued=day - timedelta(days=30),
        valid_from=day - timedelta(days=30),
        valid_until=day + timedelta(days=30),
        substance=movement.goods[0].name,
        exporter=movement.exporter.name,
        importer=movement.importer.name,
        exporter_address=movement.exporter.address,
        importer_address=movement.importer.address,
        pharmaceutical_form=_on_a_paper(movement, "pharmaceutical_form", "as shipped"),
    )


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is not known, where it is told, and how it would have to turn out."""

    path: str
    says: str
    settle: Callable[[Movement], Movement]


_BEST: dict[type, dict[str, Any]] = {
    Goods: {
        "resin_extracted": True,
        "with_tops": False,
        "alkaloids_removed": True,
        "is_won_from_cannabis": False,
        "makes_alkaloid_free_flavouring": True,
        "documents_name_it": True,
        "is_mislabelled": False,
        "is_denatured": True,
        "is_seized": False,
        "made_under_licence": True,
        "maker_keeps_records": True,
        "exemption_is_notified": True,
    },
    Composition: {
        "is_recoverable": False,
        "has_other_ingredients": True,
        "is_mixture": True,
        "is_divided": True,
        "is_pharmaceutical": True,
    },
    Actor: {
        "name": _AS_ON_PAPER,
        "address": _AS_ON_PAPER,
        "is_licensed": True,
        "is_specifically_authorised": True,
        "is_approved_establishment": True,
        "is_government_agency": True,
        "authorised_base_g": AMPLE_G,
    },
    Journey: {
        "delivery": Delivery.PREMISES,
        "is_international": True,
        "for_first_aid": True,
        "is_limited_amount": True,
        "authorisation_copy_shown": True,
        "transit_authorises_diversion": True,
        "is_processed": False,
        "is_repacked": False,
        "withdrawal_permitted": True,
        "foreign_destination": False,
        "has_prescription": True,
        "days_of_treatment": 1,
        "free_zone_is_supervised": True,
        "account_of_named_party": True,
        "overflies_without_landing": False,
    },
    Limit: {
        "total_of_estimates_g": AMPLE_G,
        "imports_authorised_g": Decimal(0),
        "re_export_g": Decimal(0),
        "excess_g": Decimal(0),
        "opium_exported_g": Decimal(0),
        "is_stopped_by_board": False,
        "is_recommended_stop": False,
        "has_covering_supplement": True,
        "is_essential_for_the_sick": True,
    },
    CountryFacts: {
        "permits_destination": True,
        "prohibits": (),
        "requests_notification_for": (),
        "demands_authorisation_for": (),
        "notifies_table_ii": False,
        "asks_endorsed_declaration": False,
        "prohibits_schedule_iv": (),
        "grows": (),
        "reserves_49": True,
        "opium_export_basis": "historic",
        "traveller_days": 365,
        "traveller_papers": (),
    },
    Movement: {"purpose": Purpose.MEDICAL, "requested_by_recognised_agency": True},
}
"""The value under which each fact would stand in nobody's way. A field that is not here cannot
be settled by a wish: what a thing is, where it comes from."""

PAPERS: dict[str, Callable[[Movement, date], Document]] = {
    "import_certificate": certificate,
    "export_authorisation": authorisation,
    "export_declaration": declaration,
    "pre_export_notification": notification,
    "special_import_licence": special_licence,
}
"""Each paper of a movement, and how it looks when it is in order."""


def open_facts(movement: Movement, day: date) -> Iterator[OpenFact]:
    """Every fact that is not told, with the value that would stand in nobody's way."""
    yield from _of_record(movement, "", _BEST[Movement])
    if movement.day is None:
        yield _fact(movement, "day", day)
    for name in ("exporter", "importer"):
        best = dict(_BEST[Actor])
        for part in ("name", "address"):
            field = name if part == "name" else f"{name}_address"
            best[part] = _on_a_paper(movement, field, _AS_ON_PAPER)
        yield from _of_record(getattr(movement, name), name, best)
    yield from _of_record(movement.journey, "journey", _journey(movement))
    yield from _of_record(movement.limit, "limit", _BEST[Limit])
    for number, limit in enumerate(movement.limits):
        yield from _of_record(limit, f"limits.{number}", _BEST[Limit])
    for number, goods in enumerate(movement.goods):
        yield from _of_goods(goods, f"goods.{number}")
    for name, build in PAPERS.items():
        paper = getattr(movement, name)
        if paper is not None:
            wanted = build(movement, day)
            best = {each.name: getattr(wanted, each.name) for each in fields(Document)}
            yield from _of_record(paper, name, best)
    yield from _of_countries(movement, day)
    yield from _route(movement)


def _of_record(record: Any, path: str, best: Mapping[str, Any]) -> Iterator[OpenFact]:
    for name, value in best.items():
        if getattr(record, name) in _NOT_TOLD and value not in _NOT_TOLD:
            yield _fact(record, f"{path}.{name}" if path else name, value)


def _journey(movement: Movement) -> dict[str, Any]:
    best = dict(_BEST[Journey])
    if movement.kind is MovementKind.KIT:
        best["conveyance"] = Conveyance.SHIP
    return best


def _of_goods(goods: Goods, path: str) -> Iterator[OpenFact]:
    yield from _of_record(goods, path, _BEST[Goods])
    mixed = goods.composition
    if not goods.quantity and goods.base_g is None:
        units = mixed is not None and mixed.is_divided
        yield _fact(goods, f"{path}.quantity", "1 tablet" if units else "1 mg")
    if mixed is not None:
        yield from _of_record(mixed, f"{path}.composition", _BEST[Composition])


def _of_countries(movement: Movement, day: date) -> Iterator[OpenFact]:
    """What the two ends and the countries between ask; where nothing is told, all of it.

    What the package holds is no open fact; of a list that may lack something, the rest is.
    """
    told = {one.country.upper(): number for number, one in enumerate(movement.country)}
    names = tuple(one.name for one in movement.goods if one.name)
    exempt_somewhere = any(one.exempts for one in movement.country)
    best = {**_BEST[CountryFacts], **({"exempts": names} if exempt_somewhere else {})}
    ends = (movement.origin, *movement.journey.transit_through, movement.destination)
    for code in dict.fromkeys(code.upper() for code in ends if code):
        record = movement.country[told[code]] if code in told else CountryFacts(country=code)
        place = f"country.{told.get(code, code)}"
        held = facts_of(code, (), day).known()
        wished = {name: value for name, value in best.items() if name not in held}
        wished |= {
            name: held[name].value
            for name in best
            if name in held and not held[name].is_complete and held[name].value
        }
        for each in _of_record(record, place, wished):
            name = each.path.rpartition(".")[2]
            _, _, rest = each.says.partition(" (")
            if name in held:
                rest = f"{rest.partition('): ')[0]}): nothing beyond what is held"
            yield replace(each, says=f"establish {name} of {code} ({rest}")


def _route(movement: Movement) -> Iterator[OpenFact]:
    """Where it leaves from or goes to: of the countries that are told, one that is not an end."""
    others = [one.country for one in movement.country]
    others = [one for one in others if one not in (movement.origin, movement.destination)]
    for name in ("origin", "destination"):
        if not getattr(movement, name) and others:
            yield _fact(movement, name, others[0])


def _on_a_paper(movement: Movement, name: str, otherwise: str) -> str:
    papers = (getattr(movement, paper) for paper in PAPERS)
    written = (getattr(paper, name) for paper in papers if paper is not None)
    return next((one for one in written if one), otherwise)


def _fact(record: Any, path: str, value: Any) -> OpenFact:
    name = path.rpartition(".")[2]
    field = next(one for one in fields(record) if one.name == name)
    key = re.sub(r"\.(\d+)", _counted, path.removesuffix(name)) + key_of(field)
    as_needed = value in (AMPLE_G, Purpose.MEDICAL) or name == "quantity"
    shown = "as needed" if as_needed else _shown(value)
    says = f"establish {key} ({said_of(field)}): {shown}"
    return OpenFact(path, says, lambda movement: _settled(movement, path.split("."), value))


def _counted(digits: re.Match[str]) -> str:
    """Lines are counted from one where they are named."""
    return f"[{int(digits[1]) + 1}]"


def _settled(record: Any, path: list[str], value: Any) -> Any:
    """The record with the field at the path set."""
    head, *rest = path
    if head == "country" and not rest[0].isdigit():
        added = replace(CountryFacts(country=rest[0]), **{rest[1]: value})
        known = [one for one in record.country if one.country == rest[0]]
        if known:
            number = record.country.index(known[0])
            return _settled(record, ["country", str(number), rest[1]], value)
        return replace(record, country=(*record.country, added))
    if not rest:
        return replace(record, **{head: value})
    inner = getattr(record, head)
    if isinstance(inner, tuple):
        number = int(rest[0])
        changed = _settled(inner[number], rest[1:], value)
        return replace(record, **{head: (*inner[:number], changed, *inner[number + 1 :])})
    return replace(record, **{head: _settled(inner, rest, value)})


_NOT_TOLD = (None, "")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value)
