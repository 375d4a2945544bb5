"""Tokens of systems: an administrator proposes, an approver decides, the code is shown once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ringfence.jobs import tokens
from ringfence.trade.roles import Actor, Role
from ringfence.trade.token import NEVER, ScopeNotUnderstood, Token
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.sentences import sentence

ASKED = ("name", "person", "role", "scopes", "days")


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """Every token, with what the person may do about it."""
    return _shown(request)


@signed_in
def propose(request: DeskRequest) -> HttpResponse:
    """Propose one; a scope that is not understood stands at its field."""
    assert request.actor is not None
    asked = {name: request.POST.get(name, "").strip() for name in ASKED}
    days = int(asked["days"]) if asked["days"].isdecimal() and len(asked["days"]) < 5 else 0
    try:
        tokens.propose(
            request.desk, asked["name"], asked["person"], asked["role"], asked["scopes"].split(),
            by(request.actor), days,
        )  # fmt: skip
    except ScopeNotUnderstood as error:
        said = f"{error.text} {sentence(error.problem)}. {sentence(error.remedy)}"
        return _shown(request, asked, said)
    messages.success(request, _("Proposed. Another person decides."))
    return redirect("tokens")


@signed_in
def decide(request: DeskRequest, name: str, verb: str) -> HttpResponse:
    """Approve, collect or revoke one; a code that is collected is shown on this answer only."""
    assert request.actor is not None
    if request.method != "POST":
        return redirect("tokens")
    who = by(request.actor)
    if verb == "collect":
        code = tokens.collect(request.desk, name, who)
        told = {"title": _("The code of the token"), "code": code, "name": name}
        return render(request, "token_code.html", told)
    if verb == "approve":
        tokens.approve(request.desk, name, who)
    else:
        tokens.revoke(request.desk, name, who)
    return redirect("tokens")


def _shown(
    request: DeskRequest, asked: dict[str, str] | None = None, problem: str = ""
) -> HttpResponse:
    assert request.actor is not None
    rows = [
        (one, one.state(request.desk.now), acts_on(one, one.state(request.desk.now), request.actor))
        for one in tokens.every(request.desk, by(request.actor))
    ]
    told = {
        "title": _("Tokens of systems"),
        "rows": rows,
        "may_propose": request.actor.role is Role.ADMINISTRATOR,
        "asked": asked or {"days": str(tokens.DAYS)},
        "problems": [("f-scopes", problem)] if problem else [],
        "things": [(thing, ", ".join(verbs)) for thing, verbs in tokens.things().items()],
        "roles": [one for one in Role if one not in NEVER],
    }
    return render(request, "tokens.html", told, status=400 if problem else 200)


def acts_on(one: Token, state: str, actor: Actor) -> tuple[str, ...]:
    """What the page offers; the job decides."""
    is_administrator = actor.role is Role.ADMINISTRATOR
    if state == "proposed" and actor.role is Role.APPROVER:
        return ("approve",)
    if state == "approved" and one.made_by == actor.person:
        return ("collect", "revoke")
    return ("revoke",) if is_administrator and state in ("proposed", "in_force") else ()
