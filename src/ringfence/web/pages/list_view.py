"""Keep a list as it is shown under a name, for oneself or for all, or let it open so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.jobs.list_views import (
    NAME_MAX,
    VIEWS_MAX,
    drop_view,
    keep_view,
    open_as,
    share_view,
    unshare_view,
)
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.list_address import CLEAR, address_kept


@signed_in
@require_POST
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """Keep or forget, then the list as it was."""
    assert request.actor is not None
    kind_named(kind)
    address = address_kept(QueryDict(request.POST.get("address", "")))
    done = _other_than_keeping(request, kind, address)
    if done:
        messages.success(request, done)
    else:
        _kept(request, kind, address)
    return redirect(f"{reverse('list', args=[kind])}?{address or CLEAR}")


def _other_than_keeping(request: DeskRequest, kind: str, address: str) -> str:
    """Forget a view, take a shared one away, or let the list open so; gives what to say of it."""
    assert request.actor is not None
    if gone := request.POST.get("drop", ""):
        drop_view(request.desk, request.actor.person, kind, gone)
        return str(_("The view %(name)s is forgotten.") % {"name": gone})
    if gone := request.POST.get("unshare", ""):
        if unshare_view(request.desk, request.actor, kind, gone):
            return str(_("The view %(name)s is not shared any more.") % {"name": gone})
        return str(_("Only who shared it takes it away, or who leads."))
    if "usual" in request.POST:
        open_as(request.desk, request.actor, kind, address)
        return str(_("The list opens like this for you."))
    if "plain" in request.POST:
        open_as(request.desk, request.actor, kind, "")
        return str(_("The list opens without a filter for you."))
    return ""


def _kept(request: DeskRequest, kind: str, address: str) -> None:
    assert request.actor is not None
    name = " ".join(request.POST.get("name", "").split())
    shares = request.POST.get("for") == "all"
    if not name:
        messages.error(request, _("Enter a name for the view"))
    elif len(name) > NAME_MAX:
        told = {"most": NAME_MAX, "n": len(name)}
        says = _("The name must be %(most)s characters or fewer (you wrote %(n)s)")
        messages.error(request, says % told)
    elif shares and share_view(request.desk, request.actor, kind, name, address):
        messages.success(request, _("The view %(name)s is shared.") % {"name": name})
    elif shares:
        says = _("It is not shared: another's view has the name, or there are %(most)s already.")
        messages.error(request, says % {"most": VIEWS_MAX})
    elif keep_view(request.desk, request.actor.person, kind, name, address):
        messages.success(request, _("The view %(name)s is kept.") % {"name": name})
    else:
        says = _("You have %(most)s views of this list. Forget one first.")
        messages.error(request, says % {"most": VIEWS_MAX})
