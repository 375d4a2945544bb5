"""The sections of an application: which fields stand on which page, and which come first.

Nothing is decided here: what is missing or wrong is what the application itself says of its
fields; a section is filled when it has no problem and something is told in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ringfence.law.record import Problem
from ringfence.trade.application import Application, Wanted
from ringfence.trade.licence_answers import answers_of
from ringfence.trade.licence_form import is_asked, load_form

PARTY_FIRST = (
    *("party_name", "licence_number", "address_line_1", "locality", "postcode", "country"),
    *("telephone", "email"),
)
LINE_FIRST = (
    *("pharmaceutical_form", "quantity", "unit", "purity_percent", "strength", "strength_unit"),
    *("strength_is_base", "purpose"),
)
TRANSPORT_FIRST = ("mode", "exit_point", "entry_point", "transit", "means_identification")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its page, its fields by their keys, and those that are shown first.

    kind      record, lines, files or answers
    optional  True where it may be left blank
    """

    key: str
    group: str | Promise
    title: str | Promise
    kind: str
    fields: tuple[str, ...]
    first: tuple[str, ...] = ()
    optional: bool = False
    hint: str | Promise = ""

    def holds(self, place: str) -> bool:
        """Whether a problem at a place stands on this page."""
        if self.kind == "answers":
            return place.removeprefix("answers.").partition("[")[0] in self.fields
        return any(place == key or place.startswith((f"{key}.", f"{key}[")) for key in self.fields)


ASKED, WHO, PROOF = _("What is asked"), _("Who"), _("How it travels, and proof")


def sections_of(paper: Application) -> tuple[Section, ...]:
    """The sections of an application, in the order of its task list."""
    if paper.wanted is Wanted.LICENCE:
        return (*_licence_sections(paper), replace(FILES, group=_("Proof")))
    return tuple(_movement_sections(paper))


def _movement_sections(paper: Application) -> Iterable[Section]:
    is_export = paper.wanted in (Wanted.EXPORT_AUTHORISATION, Wanted.PRE_EXPORT_NOTIFICATION)
    terms = ("valid_from", "valid_until", "bonded_warehouse", "intended_for_re_export")
    more = () if is_export else ("several_consignments",)
    yield Section(
        "asked", ASKED, _("Period and terms"), "record", (*terms, *more, "replaces"),
        (*terms, *more),
    )  # fmt: skip
    yield Section("lines", ASKED, _("Substances and quantities"), "lines", ("lines",), LINE_FIRST)
    yield Section("exporter", WHO, _("Exporter"), "record", ("exporter",), PARTY_FIRST)
    yield Section("importer", WHO, _("Importer"), "record", ("importer",), PARTY_FIRST)
    yield Section(
        "consignee", WHO, _("Where the goods are delivered"), "record", ("consignee",),
        PARTY_FIRST, True, _("Only where it is not the importer"),
    )  # fmt: skip
    if paper.wanted is Wanted.EXPORT_AUTHORISATION:
        names = ("import_paper_number", "import_paper_date", "import_paper_authority")
        title = _("The import certificate of the other country")
        every = (*names, "special_import_licence_number")
        yield Section("certificate", PROOF, title, "record", every, every)
    yield Section(
        "transport", PROOF, _("Transport and route"), "record", ("transport",), TRANSPORT_FIRST,
        True,
    )  # fmt: skip
    yield FILES


FILES = Section(
    "files", PROOF, _("Files"), "files", ("files",), (), True,
    _("Scans of certificates, translations, orders"),
)  # fmt: skip


def _licence_sections(paper: Application) -> Iterable[Section]:
    if paper.form is None:
        return
    form = load_form(paper.form)
    answers = answers_of(paper.answers, form)
    for group, title in form.groups:
        names = tuple(
            one.name for one in form.fields if one.group == group and is_asked(one, form, answers)
        )
        if names:
            must = any((found := form.field(name)) is not None and found.must for name in names)
            yield Section(group, _("The questions"), _(title), "answers", names, names, not must)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a section is: filled, started, todo or blank, and its problems."""

    section: Section
    state: str
    problems: tuple[Problem, ...]


def standing_of(paper: Application, problems: Iterable[Problem]) -> tuple[Standing, ...]:
    """Every section with how far it is."""
    every = tuple(problems)
    return tuple(_standing(paper, one, every) for one in sections_of(paper))


def _standing(paper: Application, section: Section, problems: tuple[Problem, ...]) -> Standing:
    own = tuple(one for one in problems if section.holds(one.place))
    told = _is_told(paper, section)
    if section.kind == "answers":
        state = "started" if own and told else "todo" if own else "filled"
    elif not told:
        state = "blank" if section.optional else "todo"
    else:
        state = "started" if own else "filled"
    if section.key == "asked" and state == "filled" and paper.valid_from is None:
        state = "started"
    return Standing(section, state, own)


def _is_told(paper: Application, section: Section) -> bool:
    if section.kind == "answers":
        return any(one.question in section.fields for one in paper.answers)
    blank = Application()
    return any(getattr(paper, name) != getattr(blank, name) for name in section.fields)
