"""What templates call for a paper beside the foreign certificate: names of matters, and values."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ringfence.terms import Day
from ringfence.trade.substance_line import SubstanceLine
from ringfence.web.parts.amounts import grams
from ringfence.web.parts.labels import label
from ringfence.web.parts.tags import day, number

register = template.Library()


def _matters() -> dict[str, str]:
    return {
        "exporter": _("Exporter"),
        "exporter_address": _("Address of the exporter"),
        "exporter_country": _("Country of the exporter"),
        "importer": _("Importer"),
        "importer_address": _("Address of the importer"),
        "importer_country": _("Country of the importer"),
        "consignee": _("Consignee"),
        "consignee_address": _("Address of the consignee"),
        "consignee_country": _("Country of the consignee"),
        "substance": _("Substance"),
        "quantity": _("Quantity"),
        "salt": _("Salt"),
        "valid_until": _("Last day"),
    }


@register.simple_tag
def matter(what: str, line: int = 0) -> str:
    """The name of a matter that is compared, with the number of its line where it has one."""
    says = _matters()[what]
    return str(_("Line %(line)s: %(matter)s") % {"line": line, "matter": says}) if line else says


@register.filter
def foreign_title(what: str) -> str:
    """The heading over a foreign paper beside which a case is put."""
    known = {
        "certificate": _("Beside the foreign certificate"),
        "special_licence": _("Beside the special import licence of the other country"),
    }
    return str(known[what])


@register.filter
def foreign_name(what: str) -> str:
    """What a foreign paper is."""
    known = {
        "certificate": _("Foreign import certificate"),
        "special_licence": _("Special import licence of another country"),
    }
    return str(known[what])


@register.filter
def certificate_state(state: str) -> str:
    """How far a foreign certificate is known."""
    known = {
        "entered": _("entered, not confirmed by its issuer"),
        "valid": _("confirmed by its issuer"),
        "revoked": _("revoked by its issuer"),
    }
    return str(known.get(state, state))


@register.simple_tag
def beside(value: Any) -> SafeString:
    """One side of a matter: a text, a day, or the quantity of a line with its base."""
    if isinstance(value, SubstanceLine):
        return _quantity(value)
    if not value:
        return format_html('<span class="rf-none">{}</span>', _("not given"))
    return format_html("<bdi>{}</bdi>", day(value) if isinstance(value, Day) else value)


def _quantity(line: SubstanceLine) -> SafeString:
    if line.quantity is None or not line.unit:
        return format_html('<span class="rf-none">{}</span>', _("not given"))
    said = f"{number(line.quantity)} {label(line.unit)}"
    if line.quantity_base_ug is None:
        return format_html("<bdi>{}</bdi>", said)
    told = {"declared": said, "base": grams(line.quantity_base_ug)}
    return format_html("<bdi>{}</bdi>", _("%(declared)s = %(base)s of base") % told)
