"""What the officers' pages may call in templates: links to subjects, with whom a row waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import reads
from ringfence.jobs.judging_work import Row
from ringfence.trade.paper import printed
from ringfence.trade.permissions import Subject
from ringfence.trade.roles import Actor
from ringfence.trade.time_limits import limits
from ringfence.trade.waiting import WaitsFor
from ringfence.trade.working_days import Weekday
from ringfence.web.parts.labels import act_words, label, many
from ringfence.web.parts.list_address import heading
from ringfence.web.parts.tags import day, value_of
from ringfence.web.parts.tags import number as number_text

register = template.Library()


OTHER_SUBJECTS = frozenset({"person", "setting", "token", "deputy", "file", "receipt", "work"})
"""Subjects of the journal that are no documents, and have a name."""


@register.simple_tag(takes_context=True)
def subject_link(context: Mapping[str, Any], subject: str) -> SafeString:
    """A subject of the journal with its kind, as a link where the person may open the document."""
    kind, _colon, number = str(subject).partition(":")
    if kind in kinds() and number:
        return format_html("{} {}", label(kind), document_link(context, kind, number))
    if kind == "entry" and number:
        return format_html("{} <bdi>{}</bdi>", _("Entry of the books"), number)
    if kind in OTHER_SUBJECTS and number:
        return format_html("{} <bdi>{}</bdi>", label(kind), number)
    return format_html("<bdi>{}</bdi>", subject)


@register.simple_tag(takes_context=True)
def document_link(context: Mapping[str, Any], kind: str, number: str, says: str = "") -> SafeString:
    """A document by number or name: a link for whoever has a part in such documents."""
    shown = says or number
    actor = context.get("actor")
    if actor is not None and kind in kinds() and opens(actor, kind, str(number)):
        try:
            to = reverse("document", args=[kind, number])
        except NoReverseMatch:
            return format_html("<bdi>{}</bdi>", shown)
        return format_html('<a href="{}"><bdi>{}</bdi></a>', to, shown)
    return format_html("<bdi>{}</bdi>", shown)


def opens(actor: Actor, kind: str, number: str) -> bool:
    """Whether such a document may be for the person to open; of a firm's register only its own."""
    firms = (number,) if kind == "operator" else (actor.operator,)
    return reads(actor, kinds()[kind], Subject(actor.territory, firms, actor.territory))


@register.simple_tag(takes_context=True)
def firm(context: Mapping[str, Any], number: str, names: Mapping[str, str] | str) -> SafeString:
    """A firm by its name as a link, its number small behind it; by its number alone if unnamed.

    A page that holds no names gives the empty text, as templates do for what they do not know.
    """
    name = names.get(number, "") if isinstance(names, Mapping) else ""
    if not name:
        return document_link(context, "operator", number)
    linked = document_link(context, "operator", number, name)
    return format_html('{} <bdi class="rf-small">{}</bdi>', linked, number)


register.filter("many", many)
register.filter("act_words", act_words)


@register.simple_tag
def waits_words(row: Row, names: Mapping[str, str] | None = None) -> SafeString:
    """With whom a row waits, in words, with the firm or the territory where it is known."""
    card = row.listed.card
    firm = ", ".join((names or {}).get(one, one) for one in card.firms)
    if row.waits_for is WaitsFor.OPERATOR:
        says = _("waits for the operator %(firm)s") if firm else _("waits for the operator")
    elif row.waits_for is WaitsFor.PARTNER:
        says = (
            _("waits for the authority of %(partner)s")
            if card.partner
            else _("waits for the partner authority")
        )
    elif row.waits_for is WaitsFor.BOARD:
        says = _("waits for the Board")
    else:
        says = _("%(firm)s waits for us") if firm else _("waits for us")
    return format_html("{}", says % {"firm": firm, "partner": card.partner})


@register.simple_tag
def column_heading(column: str) -> str:
    """The heading of a column of a list."""
    return heading(column)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """The value of a key, `None` where there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def act_label(act: str) -> str:
    """An act of the journal in words: its verb, and whether it was only proposed."""
    word, _colon, proposed = str(act).partition(":")
    verb = label(word.rpartition(".")[2])
    return str(_("Proposed: %(verb)s") % {"verb": verb}) if proposed else verb


@register.filter
def face_value(value: Any) -> str:
    """A value of a face: words of the field in the language, numbers in its digits."""
    if isinstance(value, StrEnum):
        return label(value.value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(number_text(value))
    return str(value_of(value))


@register.filter
def verb_label(act: str) -> str:
    """The verb of an act in words, whether it was done or only proposed."""
    return label(str(act).partition(":")[0].rpartition(".")[2])


@register.filter
def percent(part: int, whole: int) -> str:
    """How much of a whole is taken, in whole per cent; empty where there is no whole."""
    if not whole:
        return ""
    return f"{number_text(round(100 * part / whole))}\u00a0%"


@register.filter
def share(whole: int, per_cent: int) -> int:
    """So many per cent of a whole."""
    return whole * per_cent // 100


@register.filter
def pairs(mapping: Any) -> list[tuple[Any, Any]]:
    """The keys of a table with their values, also where a key is called `items`."""
    return list(dict.items(mapping))


@register.filter
def told(record: Any) -> dict[str, Any]:
    """The fields of a record that are told, with their values."""
    return printed(record)


@register.filter
def setting_name(name: str) -> str:
    """The name of a setting as people read it; one without own words is read as written."""
    known = {
        "time_zone": _("Time zone"),
        "calendar.weekend": _("Free weekdays"),
        "calendar.days_off": _("Further days off"),
        "retention.records_years": _("Years for which records are kept"),
        "retention.journal_years": _("Years for which the journal is kept, 0 for ever"),
        "retention.backups_years": _("Years for which copies are kept"),
        "retention.exports_days": _("Days for which files of lists are kept"),
    }
    limit = next((one for one in limits() if f"time_limits.{one.name}" == name), None)
    if limit is not None:
        units = {"working_days": _("working days"), "days": _("days"), "hours": _("hours")}
        said = _(limit.says)
        told = {"what": f"{said[:1].upper()}{said[1:]}", "unit": units[limit.unit]}
        return str(_("%(what)s, %(unit)s") % told)
    return str(known.get(name) or label(name.rpartition(".")[2]))


@register.filter
def setting_text(text: str) -> str:
    """One value of a setting: a day or a weekday in words, all else as it is."""
    if text in {one.value for one in Weekday}:
        return label(text)
    try:
        return str(day(date.fromisoformat(text)))
    except ValueError:
        return text


@register.filter
def last_person(history: Any) -> str:
    """Who did the last act."""
    return str(history[-1].person)
