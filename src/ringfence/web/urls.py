"""The addresses of the pages, in the order of the menu."""

from __future__ import annotations

from django.urls import include, path, re_path
from django.views.i18n import set_language

from ringfence.web.api.v1 import api
from ringfence.web.pages import (
    account,
    api_reference,
    check_paper,
    document,
    documents,
    find,
    identify,
    journal,
    new_document,
    node_settings,
    sign_in,
    tokens,
    work,
)

NOT_HERE = "signup|email|confirm-email|password/reset|login/code|inactive"
"""What the sign-in library offers and we do not: accounts of one's own making, and mail."""

handler404 = "ringfence.web.problems.not_found"
handler500 = "ringfence.web.problems.broken"

urlpatterns = [
    path("", work.page, name="work"),
    path("find", find.page, name="find"),
    path("identify", identify.page, name="identify"),
    path("check", check_paper.page, name="check_paper"),
    path("papers/", documents.papers, name="papers"),
    path("papers/<slug:kind>/", documents.page, name="list"),
    path("papers/<slug:kind>/new", new_document.page, name="new"),
    path("papers/<slug:kind>/<str:number>/", document.page, name="document"),
    path("papers/<slug:kind>/<str:number>/<slug:verb>", document.act, name="act"),
    path("journal", journal.page, name="journal"),
    path("settings", node_settings.page, name="settings"),
    path("account", account.page, name="account"),
    path("account/role", sign_in.choose_role, name="choose_role"),
    path("account/second-step", sign_in.second_step, name="second_step"),
    path("sign-in/link/<str:code>", sign_in.by_link, name="sign_in_link"),
    re_path(f"^sign-in/({NOT_HERE})", sign_in.not_here),
    path("sign-in/", include("allauth.urls")),
    path("language", set_language, name="language"),
    # The API, and tokens for it
    path("settings/tokens/", tokens.page, name="tokens"),
    path("settings/tokens/new", tokens.propose, name="token_new"),
    path("settings/tokens/<str:name>/<slug:verb>", tokens.decide, name="token_act"),
    path("api/v1/reference", api_reference.page, name="api_reference"),
    path("api/v1/", api.urls),
]
