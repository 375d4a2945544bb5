"""How papers look when they are in order, and how open facts would have to turn out.

Used only to try what would change a decision; the rules judge the result like any other input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ringfence.law.movement import (
    Actor,
    Composition,
    CountryFacts,
    Delivery,
    Document,
    Goods,
    Journey,
    Limit,
    Movement,
    Purpose,
)

AMPLE_G = Decimal(10) ** 12
"""An amount in grams that no consignment reaches."""

_IN_ORDER = Document(
    number="to be issued",
    authority="the competent authority",
    is_notified_authority=True,
    substance="",
    pharmaceutical_form="as shipped",
    is_used=False,
    is_revoked=False,
    is_authentic=True,
    copy_accompanies=True,
)


def certificate(movement: Movement, day: date) -> Document:
    """An import certificate in order for this movement."""
    bonded = movement.journey.delivery is Delivery.BONDED_WAREHOUSE
    return replace(
        _named(movement, day),
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
    return replace(_named(movement, day), copies=3, sent=day)


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
    )


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is not known, and how it would have to be settled."""

    says: str
    is_open: Callable[[Movement], bool]
    settle: Callable[[Movement], Movement]


_BEST: dict[type, dict[str, Any]] = {
    Goods: {
        "resin_extracted": True,
        "with_tops": False,
        "alkaloids_removed": True,
        "documents_name_it": True,
        "is_mislabelled": False,
        "is_denatured": True,
        "is_seized": False,
        "made_under_licence": True,
        "maker_keeps_records": True,
    },
    Composition: {"is_recoverable": False, "has_other_ingredients": True},
    Actor: {
        "name": "as on the papers",
        "address": "as on the papers",
        "is_licensed": True,
        "is_specifically_authorised": True,
        "is_approved_establishment": True,
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
        "has_prescription": True,
        "free_zone_is_supervised": True,
        "account_of_named_party": True,
    },
    Limit: {
        "total_of_estimates_g": AMPLE_G,
        "imports_authorised_g": Decimal(0),
        "re_export_g": Decimal(0),
        "excess_g": Decimal(0),
        "is_stopped_by_board": False,
        "is_recommended_stop": False,
    },
    CountryFacts: {
        "permits_destination": True,
        "prohibits": (),
        "requests_notification_for": (),
        "demands_authorisation_for": (),
        "notifies_table_ii": False,
        "controls_preparations_of": (),
        "partial_notice_for": (),
        "prohibits_schedule_iv": (),
        "grows": (),
        "reserves_31_1_b": False,
    },
    Movement: {"purpose": Purpose.MEDICAL},
}
"""The value under which each fact would stand in nobody's way. A field that is not here cannot
be settled by a wish: what a thing is, how much, where it goes."""


def _parts(movement: Movement) -> list[tuple[str, Any]]:
    """The records of a movement by the name of the field that holds them."""
    return [
        ("", movement),
        ("goods", movement.goods),
        ("exporter", movement.exporter),
        ("importer", movement.importer),
        ("journey", movement.journey),
        ("limit", movement.limit),
        ("country", movement.country),
    ]


def _settled(record: Any, name: str, value: Any) -> Any:
    """The record, or tuple of records, with the fact set where it is not known."""
    if isinstance(record, tuple):
        return tuple(_settled(one, name, value) for one in record)
    if name in _BEST.get(type(record), {}) and getattr(record, name) in (None, ""):
        return replace(record, **{name: value})
    if isinstance(record, Goods) and record.composition is not None:
        return replace(record, composition=_settled(record.composition, name, value))
    return record


def _fact(owner: type, name: str, value: Any) -> OpenFact:
    says = next(str(one.metadata.get("says", name)) for one in fields(owner) if one.name == name)
    shown = "as needed" if value in (AMPLE_G, Purpose.MEDICAL) else _shown(value)

    def settle(movement: Movement) -> Movement:
        changed: Any = {
            place: _settled(record, name, value)
            for place, record in _parts(movement)
            if place and _settled(record, name, value) != record
        }
        movement = replace(movement, **changed)
        if owner is Movement and getattr(movement, name) is None:
            own: Any = {name: value}
            movement = replace(movement, **own)
        return movement

    return OpenFact(
        says=f"establish {name} ({says}): {shown}",
        is_open=lambda movement: settle(movement) != movement,
        settle=settle,
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "none" if value == () else str(value)


FACTS = tuple(
    _fact(owner, name, value) for owner, facts in _BEST.items() for name, value in facts.items()
)
"""Every fact that may be open, with the value that would stand in nobody's way."""
