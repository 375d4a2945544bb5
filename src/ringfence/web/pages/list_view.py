"""Keep a list as it is shown under a name of one's own, or forget it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ringfence.jobs.list_views import NAME_MAX, VIEWS_MAX, drop_view, keep_view
from ringfence.web.desk import DeskRequest, signed_in
from ringfence.web.pages.documents import kind_named
from ringfence.web.parts.list_address import address_kept


@signed_in
@require_POST
def page(request: DeskRequest, kind: str) -> HttpResponse:
    """Keep or forget, then the list as it was."""
    assert request.actor is not None
    kind_named(kind)
    address = address_kept(QueryDict(request.POST.get("address", "")))
    person = request.actor.person
    if gone := request.POST.get("drop", ""):
        drop_view(request.desk, person, kind, gone)
        messages.success(request, _("The view %(name)s is forgotten.") % {"name": gone})
    else:
        name = " ".join(request.POST.get("name", "").split())
        if not name:
            messages.error(request, _("Enter a name for the view"))
        elif len(name) > NAME_MAX:
            told = {"most": NAME_MAX, "n": len(name)}
            says = _("The name must be %(most)s characters or fewer (you wrote %(n)s)")
            messages.error(request, says % told)
        elif keep_view(request.desk, person, kind, name, address):
            messages.success(request, _("The view %(name)s is kept.") % {"name": name})
        else:
            says = _("You have %(most)s views of this list. Forget one first.")
            messages.error(request, says % {"most": VIEWS_MAX})
    return redirect(f"{reverse('list', args=[kind])}?{address}")
