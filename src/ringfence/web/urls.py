"""The addresses of the pages, in the order of the menu."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from ringfence.web.pages import (
    account,
    act,
    check_paper,
    decision,
    document,
    documents,
    export,
    find,
    firm,
    identify,
    journal,
    new_document,
    node_settings,
    persons,
    returns,
    sign_in,
    work,
)

handler404 = "ringfence.web.problems.not_found"
handler500 = "ringfence.web.problems.broken"

urlpatterns = [
    path("", work.page, name="work"),
    # The officers' pages
    path("work/<slug:kind>/<str:number>/<slug:mark>", work.mark, name="work_mark"),
    path("journal/verify", journal.verify, name="journal_verify"),
    path("journal/<int:position>/proof", journal.proof, name="journal_proof"),
    path("persons", persons.page, name="persons"),
    path("papers/user_change/<str:number>/approve", persons.decide, name="user_decide"),
    path("firms/<str:number>/", firm.page, name="firm"),
    path("returns", returns.owed, name="returns"),
    path("returns/compute", returns.compute, name="return_compute"),
    path("returns/<str:number>/", returns.page, name="return"),
    path("returns/<str:number>/file", returns.file, name="return_file"),
    path("papers/<slug:kind>/<str:number>/decision", decision.page, name="decision"),
    path("papers/<slug:kind>.<slug:form>", export.page, name="export"),
    path("find", find.page, name="find"),
    path("identify", identify.page, name="identify"),
    path("check", check_paper.page, name="check_paper"),
    path("papers/", documents.papers, name="papers"),
    path("papers/<slug:kind>/", documents.page, name="list"),
    path("papers/<slug:kind>/new", new_document.page, name="new"),
    path("papers/<slug:kind>/<str:number>/", document.page, name="document"),
    path("papers/<slug:kind>/<str:number>/<slug:verb>", act.page, name="act"),
    path("journal", journal.page, name="journal"),
    path("settings", node_settings.page, name="settings"),
    path("account", account.page, name="account"),
    path("account/role", sign_in.choose_role, name="choose_role"),
    path("account/second-step", sign_in.second_step, name="second_step"),
    path("sign-in/link/<str:code>", sign_in.by_link, name="sign_in_link"),
    path("sign-in/", include("allauth.urls")),
    path("language", set_language, name="language"),
]
