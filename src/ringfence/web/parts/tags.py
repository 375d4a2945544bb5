"""What templates may call: names, days, amounts, sentences, fields."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ringfence.terms import Answer
from ringfence.trade.returns.compute import FORMS
from ringfence.web.parts import labels, law_words
from ringfence.web.parts.amounts import THIN, grams, together
from ringfence.web.parts.listed_words import listed_words
from ringfence.web.parts.period_words import period_words
from ringfence.web.parts.person_names import named
from ringfence.web.parts.sentences import sentence
from ringfence.web.parts.substance_names import substance_name

register = template.Library()

register.filter("grams", grams)
register.filter("label", labels.label)
register.filter("period", period_words)
register.filter("role_name", labels.role_name)
register.filter("sentence", sentence)
register.filter("substance", substance_name)
register.filter("citation", law_words.citation)
register.filter("window", law_words.window)
register.filter("delay", law_words.delay)
register.filter("schedule", law_words.schedule)
register.filter("whole", law_words.whole)
register.filter("named", named)

_DECLARED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) (kg|g|mg|ml|l|m2)(?!\w)")
_BASE = " of base"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")
_TWO_WAYS = re.compile(r"(\d{1,3}),(\d{3})")
_ISO_DAY = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
CONVENTIONS = frozenset({"1961", "1971", "1988"})
SIGNS = {
    Answer.MET: ("ok", "+"),
    Answer.NOT_MET: ("bad", "\u00d7"),
    Answer.UNDETERMINED: ("open", "?"),
    Answer.NOT_APPLICABLE: ("none", "\u2013"),
}


@register.filter
def day(value: Any) -> str:
    """A day in the words of the language: 2 April 2031."""
    if isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    return date_format(value, "j E Y") if value else ""


@register.filter
def figure_words(figure: Any) -> str:
    """Which figure of a return: column, substance, partner or product, in words."""
    names = (labels.label(figure.column), substance_name(figure.substance), figure.other)
    return " / ".join(one for one in names if one)


_FIGURE = re.compile(r"\b([a-z]+(?:_[a-z]+)*) / ([a-z0-9][a-z0-9-]*)")


@register.filter
def figures_in_words(text: str) -> str:
    """A sentence of a check with the figures that it names in words."""

    def shown(found: re.Match[str]) -> str:
        if found[1] not in _columns():
            return found[0]
        return f"{labels.label(found[1])} / {substance_name(found[2])}"

    return _FIGURE.sub(shown, text)


@cache
def _columns() -> frozenset[str]:
    """The names of the columns of every return to the Board."""
    return frozenset(column.name for form in FORMS.values() for column in form.columns)


@register.filter
def day_echo(value: Any) -> str:
    """A day that was typed, as it was read: Wednesday, 2 April 2031; nothing where it is none."""
    try:
        return str(date_format(date.fromisoformat(str(value)), "l, j E Y"))
    except ValueError:
        return ""


@register.filter
def declared(text: str) -> str:
    """A quantity as declared, its number and unit in those of the language."""

    def shown(found: re.Match[str]) -> str:
        amount = number_format(found[1], use_l10n=True, force_grouping=True)
        return together(f"{amount}{THIN}{labels.label(found[2])}")

    said = _DECLARED.sub(shown, text or "")
    if not said.endswith(_BASE):
        return said
    return str(_("%(amount)s of base") % {"amount": said.removesuffix(_BASE)})


@register.filter
def number(value: Any) -> str:
    """A number in the digits of the language."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


@register.simple_tag
def answer_sign(answer: Answer) -> SafeString:
    """The answer as a word with its sign; colour is never alone."""
    return _signed(answer, labels.label(answer.value))


@register.simple_tag
def listed_sign(answer: Answer) -> SafeString:
    """What a list says of a substance on a day: listed, not listed, undetermined."""
    says = {Answer.MET: _("Listed"), Answer.NOT_MET: _("Not listed")}
    return _signed(answer, says.get(answer) or labels.label(answer.value))


def _signed(answer: Answer, text: str) -> SafeString:
    kind, sign = SIGNS[answer]
    return format_html(
        '<span class="rf-answer rf-{}"><span aria-hidden="true">{}</span> {}</span>',
        kind, sign, text,
    )  # fmt: skip


@register.filter
def state_kind(state: str) -> str:
    """How a state is coloured: open work has colour, what is done is plain."""
    if state in labels_done:
        return "rf-state-done"
    return "rf-state-stopped" if state in labels_stopped else "rf-state-open"


labels_done = frozenset(
    "closed matched decided issued granted registered signed posted approved sent in_force "
    "used_up expired replaced withdrawn nil complete ended lapsed surrendered".split()
)
labels_stopped = frozenset("refused held detained stopped revoked suspended objection".split())


@register.filter
def in_words(text: str) -> SafeString:
    """A sentence of the law as a whole one, marked as English where it has no translation yet."""
    said = sentence(text)
    if said == text and (get_language() or "en") != "en":
        return format_html('<span lang="en" dir="ltr">{}</span>', law_words.whole(said))
    return format_html("{}", law_words.whole(said))


@register.filter
def value_of(value: Any) -> str:
    """A value of a paper as people read it."""
    if value is True or value is False:
        return labels.label("yes" if value else "no")
    if isinstance(value, date):
        return str(day(value))
    text = str(value)
    if text in listed_words():
        return labels.label(text)
    if _ISO_DAY.fullmatch(text):
        return _day_or_text(text)
    kind, colon, rest = text.partition(":")
    if colon and kind in labels.MANY:
        return f"{labels.label(kind)} {rest}"
    return instant(text) if _INSTANT.fullmatch(text) else text


def _day_or_text(text: str) -> str:
    """A day in words; what only looks like one, as 2025-02-31 does, stays as it is."""
    try:
        return str(day(text))
    except ValueError:
        return text


@register.filter
def field_name(name: Any) -> str:
    """The name of a field whose value `told_in` shows: an amount has its unit beside the number."""
    text = str(name)
    return labels.label(text if text in labels.WHOLE else text.removesuffix("_ug"))


@register.filter
def told_in(value: Any, name: Any) -> str:
    """The value of a field as people read it: micrograms as grams, a substance by its name."""
    text = str(value)
    if str(name).endswith("_ug") and text.lstrip("-").isdigit():
        return grams(int(text))
    if name == "substance":
        return substance_name(text)
    return str(value_of(value))


@register.filter
def about_words(text: str) -> str:
    """What a document is about: words of lists and substances in the language, names as written."""
    parts = str(text or "").split(", ")
    return ", ".join(_about_word(one) for one in parts)


def _about_word(text: str) -> str:
    convention, slash, name = text.partition("/")
    if slash and convention in CONVENTIONS:
        return f"{law_words.schedule(name)} ({convention})"
    kind, colon, rest = text.partition(":")
    if colon and kind in labels.MANY:
        return f"{labels.label(kind)} {rest}"
    if text in listed_words() and text not in labels.SHORT:
        return labels.label(text)
    return period_words(substance_name(text))


@register.filter
def instant(text: str) -> str:
    """An instant of the books (UTC) in words: 2 April 2031, 15:40:54."""
    if not _INSTANT.fullmatch(str(text)):
        return str(text)
    return f"{day(str(text))}, {str(text)[11:19]}"


@register.filter
def each_once(several: Any) -> list[Any]:
    """Each of several things once, in order."""
    return list(dict.fromkeys(several))


@register.filter
def two_readings(text: Any) -> list[str]:
    """Both readings of a number such as `1,234`; nothing for one that has one reading only."""
    found = _TWO_WAYS.fullmatch(str(text or "").strip())
    return [f"{found[1]}{found[2]}", f"{found[1]}.{found[2]}"] if found else []


@register.filter
def is_list(value: Any) -> bool:
    """Whether a value of a paper is a list."""
    return isinstance(value, list | tuple)


@register.filter
def is_table(value: Any) -> bool:
    """Whether a value of a paper is a table of its own."""
    return isinstance(value, dict)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key."""
    return mapping.get(key, "")
