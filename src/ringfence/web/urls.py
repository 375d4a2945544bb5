"""The addresses of the pages, in the order of the menu."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from ringfence.web.api.v1 import api
from ringfence.web.pages import (
    account,
    act,
    api_reference,
    apply,
    apply_check,
    apply_form,
    apply_lines,
    check_paper,
    decision,
    document,
    documents,
    export,
    files,
    find,
    firm_users,
    goods,
    identify,
    journal,
    loss_notice,
    new_document,
    node_settings,
    portal,
    receipts,
    sign_in,
    stock_return,
)

handler404 = "ringfence.web.problems.not_found"
handler500 = "ringfence.web.problems.broken"

urlpatterns = [
    path("", work.page, name="work"),
    # The officers' pages
    path("work/<slug:kind>/<str:number>/<slug:mark>", work.mark, name="work_mark"),
    path("papers/<slug:kind>/<str:number>/decision", decision.page, name="decision"),
    path("papers/<slug:kind>.<slug:form>", export.page, name="export"),
    path("", portal.page, name="work"),
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
    # The API
    path("api/v1/reference", api_reference.page, name="api_reference"),
    path("api/v1/", api.urls),
    # The company portal
    path("apply/", apply.start, name="apply"),
    path("apply/begin", apply.begin, name="apply_begin"),
    path("apply/substances", apply.substances, name="apply_substances"),
    path("applications/", apply.mine, name="applications"),
    path("apply/<str:number>/", apply_form.tasks, name="apply_tasks"),
    path("apply/<str:number>/lines", apply_lines.page, name="apply_lines"),
    path("apply/<str:number>/line/<int:place>", apply_lines.line, name="apply_line"),
    path("apply/<str:number>/line/<int:place>/echo", apply_lines.echoed, name="apply_echo"),
    path("apply/<str:number>/check", apply_check.page, name="apply_check"),
    path("apply/<str:number>/sent", apply.sent, name="apply_sent"),
    path("apply/<str:number>/again", apply.again, name="apply_again"),
    path("apply/<str:number>/section/<slug:key>", apply_form.section, name="apply_section"),
    path("stock/", stock_return.page, name="stock"),
    path("stock/template", stock_return.template, name="stock_template"),
    path("stock/<str:number>/", stock_return.period, name="stock_period"),
    path("stock/<str:number>/upload", stock_return.upload, name="stock_upload"),
    path("stock/<str:number>/line", stock_return.line, name="stock_line"),
    path("stock/<str:number>/refused", stock_return.refused, name="stock_refused"),
    path("stock/<str:number>/sign", stock_return.sign, name="stock_sign"),
    path("receipts/", receipts.page, name="receipts"),
    path("receipts/<str:digest>", receipts.receipt, name="receipt"),
    path("files/", files.page, name="files"),
    path("files/<str:sha256>", files.download, name="file"),
    path("goods/", goods.page, name="goods"),
    path("goods/<slug:kind>/<str:number>", goods.book, name="goods_book"),
    path("goods/<slug:kind>/<str:number>/echo", goods.echoed, name="goods_echo"),
    path("loss", loss_notice.page, name="loss_notice"),
    path("firm/users", firm_users.page, name="firm_users"),
]
