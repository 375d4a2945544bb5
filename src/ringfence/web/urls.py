"""The addresses of the pages, in the order of the menu."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from ringfence.web.pages import (
    account,
    assess,
    check_paper,
    document,
    documents,
    figures,
    find,
    identify,
    journal,
    law,
    new_document,
    node_settings,
    partners,
    reply,
    sign_in,
    substance,
    work,
)

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
    path("sign-in/", include("allauth.urls")),
    path("language", set_language, name="language"),
    # What the law is, pictures of the books, partners
    path("reply/<str:code>", reply.page, name="reply"),
    path("partners", partners.page, name="partners"),
    path("assess", assess.page, name="assess"),
    path("law/substances/", substance.listing, name="substances"),
    path("law/substances/<str:substance>", substance.page, name="substance"),
    path("law/", law.list_of_a_day, name="law_list"),
    path("law/list.csv", law.list_as_file, name="law_list_file"),
    path("law/difference", law.difference, name="law_difference"),
    path("law/national", law.national, name="law_national"),
    path("law/articles", law.articles, name="law_articles"),
    path("law/articles/<str:text>/<path:article>", law.article, name="law_article"),
    path("law/citation/<path:citation>", law.citation, name="citation"),
    path("figures/", figures.estimates, name="figure_estimates"),
    path("figures/estimates/<str:substance>", figures.estimate, name="figure_estimate"),
    path("figures/flows", figures.flows, name="figure_flows"),
    path("figures/year", figures.year_of_substance, name="figure_year"),
    path("figures/entries/<str:substance>/<int:year>", figures.behind, name="figure_postings"),
]
