"""What a person does on a page a system does by the API: every page names its operations.

A new page stands here with the operations that do the same, or with the reason why a person does
it alone; a new act of a document is an operation by itself.
"""

from __future__ import annotations

from ringfence.jobs.acts import NOT_ENTERED_BY_HAND, is_asked_by_verb
from ringfence.jobs.document_kinds import kinds
from ringfence.web.api import reference
from ringfence.web.urls import urlpatterns

PERSON = "a person signs in, chooses, or reads help: no act of the authority's work"
KEYS = "keys of entrance are made by two persons in person, at the page or the console"

REACHED: dict[str, tuple[str, ...]] = {
    "work": ("worklist", "reminders", "firm_home"),
    "work_together": ("mark_work", "act_on_question"),
    "close_together": ("close_together",),
    "work_mark": ("mark_work",),
    "journal": ("journal",),
    "journal_verify": ("verify_journal",),
    "journal_proof": ("prove_act",),
    "journal_file": ("journal",),
    "near_misses": ("near_misses",),
    "persons": ("persons", "enter_user_change"),
    "user_decide": ("act_on_user_change",),
    "firm": ("firm",),
    "returns": ("owed_returns",),
    "visits_due": ("list_licence", "list_inspection", "list_loss"),
    "return_compute": ("compute_return",),
    "return_nil": ("look_at_nil", "nil_return"),
    "return": ("read_return", "return_figures", "return_checks", "act_on_return"),
    "return_file": ("return_file",),
    "answer": ("draw_paper", "propose_grant", "propose_refusal"),
    "decision": ("decision",),
    "object": ("object_to",),
    "export": ("ask_export",),
    "exports": ("exports",),
    "export_file": ("export_file",),
    "foreign_list": ("foreign_papers",),
    "foreign_new": ("enter_foreign",),
    "foreign": ("foreign_paper", "mark_foreign"),
    "find": ("find",),
    "identify": ("identify",),
    "check_paper": ("check_paper",),
    "papers": ("worklist", "list_import_certificate"),
    "list": ("list_import_certificate",),
    "list_view": ("views", "keep_view", "drop_view"),
    "print_together": ("print_together",),
    "new": ("enter_import_certificate", "weigh_import_certificate", "what_follows"),
    "document": ("read_import_certificate", "findings_of_act"),
    "paper": ("print_paper",),
    "act": ("act_on_import_certificate",),
    "settings": ("settings",),
    "change_setting": ("enter_setting_change", "act_on_setting_change"),
    "deputies": (
        "deputies",
        "name_deputy",
        "end_deputy",
        "proposed_deputies",
        "propose_deputy",
        "decide_deputy",
    ),
    "applications": ("list_application",),
    "apply": ("begin_application",),
    "apply_begin": ("begin_application",),
    "apply_substances": ("substances",),
    "apply_tasks": ("read_application",),
    "apply_lines": ("fill_application",),
    "apply_line": ("fill_application",),
    "apply_echo": ("echo_line",),
    "apply_check": ("act_on_application",),
    "apply_sent": ("read_application",),
    "apply_again": ("apply_again",),
    "apply_section": ("fill_application",),
    "stock": ("list_company_return",),
    "stock_template": ("file_lines",),
    "stock_period": ("stock_period",),
    "stock_upload": ("file_lines",),
    "stock_line": ("file_lines",),
    "stock_refused": ("stock_period",),
    "stock_sign": ("sign_period",),
    "receipts": ("receipts_of_firm", "receipts"),
    "receipt": ("receipt",),
    "files": ("files", "keep_file"),
    "file": ("file",),
    "goods": ("list_import_certificate", "list_export_authorisation"),
    "goods_book": ("act_on_import_certificate", "act_on_export_authorisation"),
    "goods_echo": ("echo_line",),
    "loss_notice": ("tell_loss",),
    "firm_document": ("enter_numbered",),
    "sign_order": ("order_to_sign", "enter_signed_order"),
    "sign_order_text": ("order_to_sign",),
    "firm_users": ("firm_users", "add_clerk", "end_clerk"),
    "partners": ("partner_links", "make_partner_link", "end_partner_link"),
    "assess": ("assess",),
    "substances": ("substances",),
    "substance": ("law_substance", "figures_year"),
    "law_list": ("law_list",),
    "law_list_file": ("law_list",),
    "law_difference": ("law_diff",),
    "law_gaps": ("law_matrix", "law_gaps"),
    "law_national": ("law_list",),
    "law_articles": ("articles",),
    "law_article": ("article",),
    "citation": ("citation",),
    "figure_estimates": ("figures_estimates",),
    "figure_estimate": ("figures_estimate",),
    "figure_flows": ("figures_flows",),
    "figure_year": ("figures_year",),
    "figure_postings": ("figures_entries",),
    "times": ("figures_times",),
}
BY_PERSONS = {
    "mirror": "files of partners are looked at and not kept: `ringfence return mirror` does it",
    "account": PERSON,
    "choose_role": PERSON,
    "second_step": PERSON,
    "sign_in_link": PERSON,
    "language": PERSON,
    "api_reference": PERSON,
    "reply": "the partner answers by its one-time link, which is its key",
    "tokens": KEYS,
    "token_new": KEYS,
    "token_act": KEYS,
}


def operations() -> set[str]:
    paths = reference.description()["paths"].values()
    return {one["operationId"] for methods in paths for one in methods.values()}


def test_every_page_is_reached_by_the_api_or_says_why_not() -> None:
    named = {one.name for one in urlpatterns if getattr(one, "name", None)}
    assert named == set(REACHED) | set(BY_PERSONS), "name the operations of a new page here"
    assert not set(REACHED) & set(BY_PERSONS)


def test_every_operation_that_a_page_names_is_there() -> None:
    known = operations()
    for page, wanted in REACHED.items():
        assert wanted and set(wanted) <= known, (page, set(wanted) - known)


def test_every_kind_is_read_entered_and_acted_on() -> None:
    known = operations()
    for name, kind in kinds().items():
        wanted = {f"list_{name}", f"read_{name}"}
        if name not in NOT_ENTERED_BY_HAND:
            wanted.add(f"enter_{name}")
        if any(is_asked_by_verb(name, verb) for verb in kind.verbs):
            wanted.add(f"act_on_{name}")
        assert wanted <= known, wanted - known
