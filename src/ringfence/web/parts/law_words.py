"""Words of the law on pages: citations that open, windows of days, sentences made whole."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ringfence.law.gaps import Delay
from ringfence.terms import DayWindow

_OWN_RULE = re.compile(r"(?:trade|watch|care|store|ledger)\.[a-z_0-9]+\.[a-z_0-9]+")
"""A rule of this system by its name in the books, which cites no law."""

_CITATION = re.compile(r"(un1961|un1971|un1988|cnd|ecosoc|[a-z]{2})/[A-Za-z0-9().\- /]+")


def citation(text: str | None) -> SafeString:
    """A citation as a link to what is held on it; anything else as it stands."""
    if not text:
        return SafeString("")
    if _OWN_RULE.fullmatch(text):
        return format_html('<span title="{}">{}</span>', text, own_rule(text))
    if not _CITATION.fullmatch(text):
        return format_html('<bdi class="rf-code">{}</bdi>', text)
    to = reverse("citation", args=[text])
    return format_html('<a class="rf-cite" href="{}"><bdi class="rf-code">{}</bdi></a>', to, text)


def own_rule(name: str) -> str:
    """A rule of this system in words: what it is about, and what it asks."""
    from ringfence.web.parts.labels import label

    _room, thing, asks = name.split(".")
    said = label(asks)
    told = {"thing": label(thing), "asks": f"{said[:1].lower()}{said[1:]}"}
    return str(_("Own check: %(thing)s, %(asks)s") % told)


def window(value: DayWindow | None) -> str:
    """A day that may only be known to lie between two days, in words."""
    from ringfence.web.parts.tags import day

    if value is None:
        return ""
    if value.is_exact:
        return str(day(value.earliest))
    if value.earliest is None and value.latest is None:
        return str(_("not known"))
    if value.earliest is None:
        return str(_("not later than %(day)s")) % {"day": day(value.latest)}
    if value.latest is None:
        return str(_("not before %(day)s")) % {"day": day(value.earliest)}
    days = {"first": day(value.earliest), "last": day(value.latest)}
    return str(_("between %(first)s and %(last)s")) % days


def whole(text: str) -> str:
    """A clause as a whole sentence: a capital at its start, a stop at its end."""
    bare = text.strip()
    if not bare:
        return ""
    end = "" if bare[-1] in ".?!:" else "."
    return f"{bare[:1].upper()}{bare[1:]}{end}"


def schedule(name: str) -> str:
    """The name of a list as people say it: Schedule I, Table II."""
    from ringfence.web.parts.labels import label

    if name.startswith("Table"):
        return str(label(name))
    return str(_("Schedule %(name)s")) % {"name": name}


def delay(value: Delay | None) -> str:
    """How many days a country came after the convention; negative where it came first."""
    from ringfence.web.parts.tags import number

    if value is None:
        return ""
    first, last = value.days_min, value.days_max
    if first is not None and first == last:
        return str(number(first))
    if first is None and last is None:
        return str(_("not known"))
    if first is None:
        return str(_("not more than %(days)s")) % {"days": number(last)}
    if last is None:
        return str(_("not less than %(days)s")) % {"days": number(first)}
    return str(_("between %(first)s and %(last)s")) % {"first": number(first), "last": number(last)}
