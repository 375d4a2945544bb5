"""An application step by step: its task list, one matter a page, drafts, and what others changed.

What is typed is kept as the person's draft each 20 seconds; Continue and Save write it into the
application, which the firm's other people see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs.fill_application import application_of, fill, seen_of
from ringfence.jobs.stored_files import files_of, named
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store import drafts
from ringfence.trade.application import Application, Case, Letter, content, problems_on
from ringfence.trade.licence_answers import answers_of, rows_of
from ringfence.trade.licence_form import check_answers, load_form
from ringfence.trade.paper import printed
from ringfence.trade.permissions import Way, ways
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.pages.files import received
from ringfence.web.parts.answer_form import answer_fields, read_answers
from ringfence.web.parts.application_sections import (
    Section,
    Standing,
    sections_of,
    standing_of,
)
from ringfence.web.parts.error_words import links_of
from ringfence.web.parts.record_form import Field, fields_of, flat, has_value, read_form

OPEN = ("draft", "returned_incomplete")


@dataclass(frozen=True)
class Opened:
    """An application on a page: the case, what it says, as a mapping, and its section."""

    number: str
    held: Case
    paper: Application
    mapping: dict[str, Any]
    section: Section
    files: tuple[tuple[str, str], ...] = ()

    @property
    def own(self) -> dict[str, Any]:
        """What stands in the fields of the section now."""
        if self.section.kind == "answers":
            return {name: value for name, value in self.answers.items()
                    if name in self.section.fields}  # fmt: skip
        return {name: self.mapping[name] for name in self.section.fields if name in self.mapping}

    @property
    def answers(self) -> dict[str, Any]:
        """Every answer of a licence form so far."""
        if self.paper.form is None:
            return {}
        return answers_of(self.paper.answers, load_form(self.paper.form))


def standings(request: DeskRequest, held: Case) -> tuple[Standing, ...]:
    """How far each section is, today; signing is no section."""
    found = problems_on(content(held), request.desk.today)
    return standing_of(content(held), (one for one in found if "declaration" not in one.place))


@signed_in
def tasks(request: DeskRequest, number: str) -> HttpResponse:
    """The task list: each section with how far it is, and what is still to do."""
    assert request.actor is not None
    held = application_of(request.desk, number, by(request.actor))
    if held.state not in OPEN:
        return redirect("apply_sent", number)
    found = standings(request, held)
    left = [one for one in found if one.state in ("todo", "started")]
    letters = held.happened(Letter)
    told = {
        "title": _("Application %(number)s") % {"number": number},
        "number": number,
        "held": held,
        "paper": content(held),
        "groups": _grouped(found),
        "left": left,
        "filled": len(found) - len(left),
        "total": len(found),
        "letter": letters[-1] if letters and held.state == "returned_incomplete" else None,
        "saved_by": held.history[-1].person,
        "saved_on": held.days[-1],
        "changed": _changed_by_others(request, number, held),
        "may_withdraw": Way.DO in ways(request.actor, "trade.application.withdraw", held.subject()),
    }
    return render(request, "apply_tasks.html", told)


def marks_of(request: DeskRequest, held: Case) -> dict[str, str]:
    """A short mark of each section as it stands now."""
    paper = content(held)
    mapping = printed(paper)
    found = (Opened("", held, paper, mapping, one) for one in sections_of(paper))
    return {one.section.key: seen_of(one.own) for one in found}


def changed_since(request: DeskRequest, number: str, now: dict[str, str]) -> frozenset[str]:
    """The sections that changed since the person looked all over last; nothing before the first."""
    assert request.actor is not None
    kept = drafts.find(request.actor.person, looked_name(number))
    before = kept[0] if kept else now
    return frozenset(key for key, mark in now.items() if before.get(key) != mark)


def looked_name(number: str) -> str:
    """Under which name it is kept what a person saw of an application."""
    return f"looked:{number}"


def _changed_by_others(request: DeskRequest, number: str, held: Case) -> int:
    """How many sections others changed since the person looked all over last."""
    assert request.actor is not None
    if held.history[-1].person == request.actor.person:
        return 0
    return len(changed_since(request, number, marks_of(request, held)))


def _grouped(found: tuple[Standing, ...]) -> list[tuple[Any, list[Standing]]]:
    groups: list[tuple[Any, list[Standing]]] = []
    for one in found:
        if not groups or str(groups[-1][0]) != str(one.section.group):
            groups.append((one.section.group, []))
        groups[-1][1].append(one)
    return groups


def opened(request: DeskRequest, number: str, key: str) -> Opened:
    """The application and one of its sections; raises Http404 where it is none, or is sent."""
    assert request.actor is not None
    held = application_of(request.desk, number, by(request.actor))
    paper = content(held)
    section = next((one for one in sections_of(paper) if one.key == key), None)
    if section is None or held.state not in OPEN:
        raise Http404(key)
    files = file_choices(request, held) if section.kind == "answers" else ()
    return Opened(number, held, paper, printed(paper), section, files)


def file_choices(request: DeskRequest, held: Case) -> tuple[tuple[str, str], ...]:
    """Hash and name of every file that the firm has handed in."""
    assert request.actor is not None
    operator = held.operators[0] if held.operators else ""
    return tuple(
        (one.sha256, one.name) for one in files_of(request.desk, operator, by(request.actor))
    )


@signed_in
def section(request: DeskRequest, number: str, key: str) -> HttpResponse:
    """One section: its questions, what is wrong with them, save and leave, or continue."""
    found = opened(request, number, key)
    if found.section.kind == "lines":
        return redirect("apply_lines", number)
    if found.section.kind == "files":
        return _files(request, found)
    if request.method != "POST":
        return _shown(request, found, *_first_shown(request, found))
    mapping, unclear = _read(request, found)
    if "draft" in request.POST:
        keep_draft(request, number, key, mapping)
        return HttpResponse(status=204)
    if {"add", "drop"} & set(request.POST):
        return _shown(request, found, mapping, ())
    conflict = changed_meanwhile(request, found.own)
    if conflict and request.POST.get("mine") != "1":
        keep_draft(request, number, key, mapping)
        return _shown(request, found, mapping, (), conflict=True)
    wrong = unclear or _saved(request, found, mapping)
    if wrong:
        keep_draft(request, number, key, mapping)
        return _shown(request, found, mapping, wrong)
    return redirect("apply_tasks" if "leave" in request.POST else after(request), number)


def after(request: DeskRequest) -> str:
    """Where Continue leads: back to the answers where the person came from there."""
    return "apply_check" if request.GET.get("back") == "check" else "apply_tasks"


def _read(request: DeskRequest, found: Opened) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """What was typed in the fields of the section, and what cannot be read."""
    posted = flat(request.POST)
    if found.section.kind == "answers" and found.paper.form is not None:
        return read_answers(load_form(found.paper.form), found.section.fields, posted)
    mapping, unclear = read_form(Application, posted)
    own = {name: mapping[name] for name in found.section.fields if name in mapping}
    return own, unclear


def _saved(request: DeskRequest, found: Opened, own: dict[str, Any]) -> tuple[Problem, ...]:
    """Write the section; gives what is wrong. Save and leave takes what is merely missing."""
    assert request.actor is not None

    def change(before: dict[str, Any]) -> dict[str, Any]:
        return merged(found.section, before, own)

    try:
        wrong = () if "leave" in request.POST else _problems_after(request, found, own)
        if not wrong:
            fill(request.desk, found.number, by(request.actor), change)
    except InputNotUnderstood as error:
        return error.problems
    if not wrong:
        drafts.remove(request.actor.person, draft_name(found.number, found.section.key))
    return wrong


def merged(section: Section, before: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The application with the fields of one section as they were typed."""
    if section.kind == "answers":
        others = [one for one in before.get("answers", ()) if one["question"] not in section.fields]
        return {**before, "answers": [*others, *(printed(one) for one in rows_of(own))]}
    kept = {name: value for name, value in before.items() if name not in section.fields}
    after = {**kept, **own}
    side = section.key
    if side in ("exporter", "importer") and before.get("applicant", {}) == before.get(side, {}):
        after["applicant"] = own.get(side, {})
    return after


def _problems_after(
    request: DeskRequest, found: Opened, own: dict[str, Any]
) -> tuple[Problem, ...]:
    """What would be wrong in the section with what was typed."""
    from ringfence.law.record import read_record
    from ringfence.trade.paper import tidied

    if found.section.kind == "answers" and found.paper.form is not None:
        form = load_form(found.paper.form)
        others = {n: v for n, v in found.answers.items() if n not in found.section.fields}
        wrong = check_answers(form, {**others, **own}, request.desk.today)
        return tuple(one for one in wrong if one.place in found.section.fields)
    after = read_record(Application, tidied(merged(found.section, found.mapping, own)), "page")
    wrong = problems_on(after, request.desk.today)
    told = [one for one in wrong if found.section.holds(one.place)]
    if found.section.key == "asked" and after.valid_from is None:
        told.insert(0, Problem("valid_from", "is empty", _("Enter the first day asked for")))
    last = after.valid_until
    if "valid_until" in found.section.fields and last is not None and last < request.desk.today:
        told.append(Problem("valid_until", _("has passed"), _("Enter a day from today on")))
    if found.section.optional and not own:
        return ()
    return tuple(told)


def _first_shown(
    request: DeskRequest, found: Opened
) -> tuple[dict[str, Any], tuple[Problem, ...], bool]:
    """What was saved, or what the person typed since and did not send."""
    assert request.actor is not None
    name = draft_name(found.number, found.section.key)
    kept = drafts.find(request.actor.person, name)
    if kept is None or kept[0].get("seen") != seen_of(found.own):
        return found.own, (), False
    return dict(kept[0]["own"]), (), True


def draft_name(number: str, key: str) -> str:
    """Under which name a page's typed text is kept."""
    return f"application:{number}:{key}"


def keep_draft(request: DeskRequest, number: str, key: str, mapping: dict[str, Any]) -> None:
    """Keep what was typed, with the mark of what stood there when the page was opened."""
    assert request.actor is not None
    kept = {"own": mapping, "seen": request.POST.get("seen", "")}
    drafts.save(request.actor.person, draft_name(number, key), kept, request.desk.now)


def changed_meanwhile(request: DeskRequest, own: dict[str, Any]) -> bool:
    """Whether another person changed what stands on a page since it was opened."""
    seen = request.POST.get("seen", "")
    return bool(seen) and seen != seen_of(own)


def _shown(
    request: DeskRequest,
    found: Opened,
    mapping: dict[str, Any],
    wrong: tuple[Problem, ...],
    is_draft: bool = False,
    conflict: bool = False,
) -> HttpResponse:
    fields = fields_in(found, mapping, wrong)
    theirs = fields_in(found, found.own, ()) if conflict else ()
    first = [one for one in fields if one.name.rpartition(".")[2] in found.section.first]
    more = [one for one in fields if one not in first]
    told = {
        "title": found.section.title,
        "number": found.number,
        "section": found.section,
        "first": first,
        "more": more,
        "has_more": any(one.error or has_value(one) for one in more),
        "problems": links_of(fields, wrong),
        "seen": seen_of(found.own),
        "is_draft": is_draft,
        "conflict": conflict,
        "theirs": [one for one in theirs if one.is_told],
        "changed_by": found.held.history[-1].person,
    }
    return render(request, "apply_section.html", told, status=400 if wrong else 200)


def fields_in(
    found: Opened, mapping: dict[str, Any], wrong: tuple[Problem, ...]
) -> tuple[Field, ...]:
    """The fields of the section, those shown first before the others."""
    names = found.section.fields
    if found.section.kind == "answers" and found.paper.form is not None:
        form = load_form(found.paper.form)
        return answer_fields(form, names, mapping, wrong, found.files)
    every = {one.name: one for one in fields_of(Application, mapping, wrong)}
    fields = [every[name] for name in names]
    if len(fields) == 1 and fields[0].kind == "group":
        fields = list(fields[0].parts)
    order = {name: place for place, name in enumerate(found.section.first)}
    fields.sort(key=lambda one: order.get(one.name.rpartition(".")[2], len(order)))
    return tuple(fields)


# Files


def _files(request: DeskRequest, found: Opened) -> HttpResponse:
    """The files of the application: hand in another, name one that is kept, take one out."""
    assert request.actor is not None
    operator = found.held.operators[0] if found.held.operators else ""
    wrong: list[tuple[str, str]] = []
    if request.method == "POST":
        wrong = _files_changed(request, found, operator)
        if not wrong:
            leads = after(request) if "continue" in request.POST else ""
            if leads:
                return redirect(leads, found.number)
            return redirect("apply_section", found.number, found.section.key)
    who = by(request.actor)
    here = named(request.desk, found.paper.files, operator, who)
    told = {
        "title": found.section.title,
        "number": found.number,
        "here": here,
        "others": [one for one in files_of(request.desk, operator, who)
                   if one.sha256 not in found.paper.files][:50],
        "problems": wrong,
    }  # fmt: skip
    return render(request, "apply_files.html", told, status=400 if wrong else 200)


def _files_changed(request: DeskRequest, found: Opened, operator: str) -> list[tuple[str, str]]:
    assert request.actor is not None
    added, dropped = request.POST.get("name_file", ""), request.POST.get("drop", "")
    if request.FILES:
        added, problem = received(request, operator)
        if problem:
            return [("file", problem)]
    elif "upload" in request.POST:
        return [("file", _("Select the file"))]

    def change(before: dict[str, Any]) -> dict[str, Any]:
        kept = [one for one in before.get("files", ()) if one != dropped]
        return {**before, "files": [*kept, added] if added and added not in kept else kept}

    if added or dropped:
        fill(request.desk, found.number, by(request.actor), change)
    return []
