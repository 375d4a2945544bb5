"""The addresses of the pages, in the order of the menu."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from ringfence.web.pages import (
    account,
    apply,
    apply_check,
    apply_form,
    apply_lines,
    check_paper,
    document,
    documents,
    files,
    find,
    firm_document,
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
    path("", portal.page, name="work"),
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
    path("sign-in/", include("allauth.urls")),
    path("language", set_language, name="language"),
    # The company portal
    path("apply/", apply.mine, name="applications"),
    path("apply/start", apply.start, name="apply"),
    path("apply/begin", apply.begin, name="apply_begin"),
    path("apply/substances", apply.substances, name="apply_substances"),
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
    path("firm/new/<slug:kind>", firm_document.page, name="firm_document"),
    path("firm/users", firm_users.page, name="firm_users"),
]
