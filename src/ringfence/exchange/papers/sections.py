"""Which field of a paper stands where: every field of every kind once, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grid:
    """Labels with their values; each place is a field, or a field of a field."""

    heading: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parties:
    """Firms beside each other."""

    heading: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The substance lines, each with all of its fields."""

    place: str = "lines"
    heading: str = "line"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of records: one row a record, one column a field."""

    heading: str
    place: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences, numbered."""

    heading: str
    place: str


Block = Grid | Parties | Lines | Rows | Texts

_PARTIES = Parties("parties", ("exporter", "importer", "consignee"))
_TRANSPORT = (
    Grid(
        "transport",
        tuple(
            f"transport.{name}"
            for name in (
                *("mode", "means_identification", "customs_office", "despatch_day"),
                *("arrival_day_expected", "exit_point", "exit_locode", "entry_point"),
                *("entry_locode", "transit", "itinerary", "container", "seal", "waybill"),
                "postal_id",
            )
        ),
    ),
    Parties("carrier", ("transport.carrier",)),
    Rows("storage", "transport.storage_places", ("address", "from", "to")),
)
_END = (
    Texts("conditions", "conditions"),
    Grid(
        "signature",
        tuple(
            f"signature.{name}"
            for name in (
                "officer_name",
                "officer_title",
                "signed_at",
                "seal",
                "paper_signature_seen",
            )
        ),
    ),
)
_BOND = (
    *("bonded_warehouse_approved", "warehouse", "intended_for_re_export", "re_export_countries"),
    *("sch1_parties_authorised", "sch1_references"),
)


def _head(*more: str) -> Grid:
    own = ("number", "issued_on", "authority.name", "authority.country", "authority.treaties")
    return Grid("paper", (*own, "treaty_basis", *more, "replaces", "verify_code"))


_PERIOD = ("valid_from", "valid_until")

SECTIONS: dict[str, tuple[Block, ...]] = {
    "import_certificate": (
        _head(),
        _PARTIES,
        Lines(),
        Grid("period", (*_PERIOD, "may_be_several_consignments")),
        Grid("statements", _BOND),
        *_TRANSPORT,
        *_END,
    ),
    "export_authorisation": (
        _head(),
        _PARTIES,
        Lines(),
        Grid("period", (*_PERIOD, "single_use")),
        Grid(
            "import_paper",
            (
                *("import_paper_number", "import_paper_date", "import_paper_authority"),
                *("foreign_certificate", "translation", "foreign_certificate_authenticity"),
                *("special_import_licence_number", "special_import_licence_copy"),
                "estimate_basis",
            ),
        ),
        Grid("statements", _BOND),
        *_TRANSPORT,
        *_END,
    ),
    "export_declaration": (
        _head("despatch_day", "copies_made"),
        _PARTIES,
        Lines(),
        Grid("import_paper", ("special_import_licence_number", "special_import_licence_copy")),
        *_TRANSPORT,
        *_END,
    ),
    "pre_export_notification": (
        _head("despatch_day"),
        _PARTIES,
        Lines(),
        Grid(
            "notice",
            ("request_basis", "request_of", "notified_on", "reply_due", "copy_to_board"),
        ),
        Rows("agreed", "agreed_data", ("name", "value", "source")),
        *_TRANSPORT,
        *_END,
    ),
    "special_import_licence": (
        _head(),
        _PARTIES,
        Lines(),
        Grid("period", _PERIOD),
        Grid("statements", ("prohibition", "exporter_named", "importer_named")),
        *_TRANSPORT,
        *_END,
    ),
    "transit_permit": (
        _head(),
        _PARTIES,
        Lines(),
        Grid("period", _PERIOD),
        Grid(
            "passage",
            (
                *("transit_country", "export_authorisation_number"),
                *("export_authorisation_expires", "import_certificate_number"),
                *("import_certificate_expires", "repacking_permitted"),
            ),
        ),
        Parties("passage", ("responsible_person",)),
        Grid("diversion", ("new_destination", "leave_given_by", "endorsement_goes_to")),
        *_TRANSPORT,
        *_END,
    ),
    "endorsement": (
        Grid("paper", ("number", "endorsed_on", "endorsed_by.name", "endorsed_by.country",
                       "endorsed_by.treaties", "returned_to")),
        Grid("authorisation", ("export_authorisation", "export_authorisation_date",
                               "export_authorisation_authority", "import_certificate")),
        Grid("arrived", ("event", "imported_on", "customs_office", "difference_reason")),
        Rows("quantities", "lines", ("line", "quantity_imported", "authorised_ug", "exported_ug",
                                  "imported_ug", "difference_ug")),
        Grid(
            "importer_declaration",
            tuple(
                f"declaration_of_importer.{name}"
                for name in ("licence_number", "import_certificate", "customs_office",
                             "release_day", "declared_by", "declared_at")
            ),
        ),
    ),
    "licence": (
        Grid("paper", ("number", "holder", *_PERIOD, "not_transferable", "change", "replaces",
                       "law_day", "rule_book")),
        Rows("grid", "grid", ("activity", "substance", "schedule", "site", "ceiling_ug", "note")),
        Rows("quotas", "quotas", ("substance", "year", "quota_ug")),
        Rows("conditions", "conditions", ("text", "reason")),
        Texts("persons", "persons"),
    ),
    "order": (
        Grid("paper", ("order_number", "requested_by", "purchaser_is_consumer")),
        Parties("parties", ("purchaser", "supplier")),
        Grid(
            "sites",
            (
                *("purchaser_operator", "purchaser_site", "delivery_site"),
                *("supplier_operator", "supplier_site"),
            ),
        ),
        Rows("goods", "lines", ("line", "name", "product_code", "substance",
                                "quantity_per_package", "packages", "base_per_package_ug",
                                "books_as")),
        Grid("signature_of_purchaser", ("signatory", "signed_on", "signed_at", "signature")),
    ),
    "customer_declaration": (
        Grid("paper", ("number", "customer", "supplier", "customer_licence")),
        Parties("customer", ("customer_party",)),
        Grid("goods", ("substance", "hs_code", "quantity", "unit", "period_start", "period_end")),
        Grid("statements", ("specific_use", "no_resale")),
        Grid("signature_of_customer", ("signatory", "signatory_position", "signed_on")),
    ),
    "destruction": (
        Grid("paper", ("number", "operator", "site", "planned_on", "reason", "method")),
        Lines(),
        Rows("witnesses", "witnesses", ("person", "is_of_operator", "is_authorised")),
    ),
}  # fmt: skip
"""The sections of each kind of paper."""

ALWAYS_TRUE = frozenset({"single_use", "not_transferable"})
"""What holds of every paper of its kind, and stands on it."""

LINE_FIELDS = (
    *("name_declared", "inn", "schedule_designation", "substance", "salt", "cas", "hs_code"),
    *("pharmaceutical_form", "preparation_name", "product", "product_code", "strength"),
    *("strength_is_base", "units_per_pack", "packs", "pack_size", "quantity", "already_base"),
    *("purity_percent", "water_basis", "base_factor", "factor_source", "quantity_base_ug"),
    *("batch", "expiry", "purpose", "mixture_name", "mixture_parts"),
    "books_as",
)
"""The fields of a line; its number stands in the heading, units behind their numbers."""

PARTY_FIELDS = (
    *("party_name", "party_name_latin", "address", "country", "registration_number"),
    *("licence_number", "business", "role", "telephone", "email", "fax"),
)
"""The fields of a party; the lines of the address stand together."""

TOGETHER = {
    "address": (
        *("address_line_1", "address_line_2", "address_line_3", "address_line_4"),
        *("locality", "region", "postcode"),
    ),
    "quantity": ("quantity", "unit"),
    "strength": ("strength", "strength_unit"),
}
"""Fields that stand in one place."""

COPIES = {
    "import_certificate": ("goods", "exporting_authority", "file"),
    "export_authorisation": ("goods", "importing_authority", "file"),
    "export_declaration": ("goods", "own_authority", "own_authority_to_forward"),
    "special_import_licence": ("goods", "exporting_authority", "file"),
    "pre_export_notification": ("importing_authority", "file"),
    "transit_permit": ("goods", "file"),
    "endorsement": ("exporting_authority", "file"),
    "licence": ("holder", "file"),
    "order": ("purchaser", "supplier", "file"),
    "customer_declaration": ("supplier", "customer", "file"),
    "destruction": ("holder", "file"),
}
"""Who gets which copy (1961 31(6), 1971 12(1)(d), 12(2)(b)-(c))."""

STANDING = {
    "not_yet": (
        *("proposed", "draft", "declared", "awaited", "overdue", "signed", "planned"),
        "witnessed",
    ),
    "open": ("sent", "received", "answered", "more_information"),
    "valid": (
        *("issued", "part_used", "in_force", "checked", "cleared", "made", "returned", "matched"),
        *("difference", "entered", "accepted", "part_filled", "done"),
    ),
    "spent": (
        *("used", "used_up", "shipped", "arrived_endorsed", "closed", "expired_endorsed_zero"),
        *("in_query", "left", "diverted", "sent_to_importing_authority", "receipt_back"),
        *("overdue_90", "filled", "ended"),
    ),
    "void": (
        *("refused", "withdrawn", "expired", "expired_unused", "revoked", "suspended"),
        *("surrendered", "replaced", "held", "objected", "stopped", "lapsed", "detained"),
        *("discarded", "cancelled"),
    ),
}
"""What the states of a paper mean to whoever holds it; `open`: a notice that waits."""

OF_ITS_KIND = {("order", "received"): "spent"}
"""States that mean something else on one kind of paper than on the others."""


def standing_of(state: str, kind: str = "") -> str:
    """What a state means to whoever holds the paper; raises KeyError for an unknown state."""
    if (kind, state) in OF_ITS_KIND:
        return OF_ITS_KIND[kind, state]
    for standing, states in STANDING.items():
        if state in states:
            return standing
    raise KeyError(state)
