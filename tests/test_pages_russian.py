"""Nothing of a page stays English for who reads Russian: every page that links lead to is read.

Each role follows the links of its own pages on the small demonstration; of each kind of page, and
of each act on each kind of document, the first that a link names is read. What is data is marked
as such on the page (`tests/english_left.py` says how).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from ringfence.jobs.doing import open_desk
from ringfence.web import accounts, serving
from ringfence.web.desk import ROLE
from tests.english_left import english_left, words_left

ROLES = {
    "CO": "co1", "AP": "ap1", "ST": "st1", "CU": "cu1", "IN": "in1", "LA": "la1", "AU": "au1",
    "AD": "ad1", "OC": "OP-0003-oc", "OR": "OP-0003-or",
}  # fmt: skip
BEGIN = (
    "/", "/?tab=done", "/nothing", "/papers/", "/exports/", "/account", "/account/deputies",
    "/law/gaps", "/check", "/check?number=XA-EA-2025-0401", "/find?q=zz", "/journal", "/settings",
    "/settings/tokens/", "/persons", "/papers/licence/?entered-from=x", "/identify?text=codeine",
    "/papers/import_certificate/XA-IC-2025-9002/decision", "/loss", "/apply/start",
)  # fmt: skip
NO_PAGE = frozenset("paper file export law_list_file stock_template return_file".split())
LINK = re.compile(r'href="([^"#]+)')
LEAST_PAGES = 250


@pytest.fixture
def served(tmp_path: Path, demonstration: Path) -> Iterator[None]:
    """A copy of the demonstration, whose pages this process serves; then no language is left on."""
    folder = tmp_path / "demo"
    shutil.copytree(demonstration, folder)
    serving.use_node(open_desk(folder).node)
    serving.make_tables()
    yield
    translation.deactivate()


def reader(role: str) -> Client:
    """A browser of a person of the role, who reads Russian."""
    client = Client(raise_request_exception=False)
    account: Any = accounts.account_of(ROLES[role])
    client.force_login(account)
    session = client.session
    session[ROLE] = role
    session.save()
    client.cookies["django_language"] = "ru"
    return client


def key_of(address: str) -> tuple[str, ...]:
    """What sort of page an address shows; nothing where it shows none of ours."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ("nothing",)
    name = found.url_name or ""
    if name in NO_PAGE or name.startswith(("account_", "mfa_", "api")) or not name:
        return ()
    return (name, *(str(found.kwargs.get(one, "")) for one in ("kind", "what", "verb")))


def pages_of(role: str, read: set[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The pages that links lead a role to, one of each sort that nobody read before."""
    client, todo, mine = reader(role), list(BEGIN), set()
    while todo:
        address = todo.pop(0)
        key = key_of(address)
        is_begun = address in BEGIN
        if not key or address in mine or (key in read and not is_begun):
            continue
        mine.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code in (301, 302):
            todo.append(answer["Location"])
            continue
        if "html" not in answer.get("Content-Type", ""):
            continue
        read.add(key)
        page = answer.content.decode()
        todo += [one for one in map(unescape, LINK.findall(page)) if one.startswith("/")]
        yield address, page


def test_no_page_is_left_in_english(served: None) -> None:
    wrong: dict[str, str] = {}
    read: set[tuple[str, ...]] = set()
    count = 0
    for role in ROLES:
        for address, page in pages_of(role, read):
            count += 1
            for text in english_left(page):
                wrong.setdefault(text, f"{role} {address}")
    assert count >= LEAST_PAGES
    assert not wrong, "\n".join(f"{where}: {text}" for text, where in wrong.items())


def test_what_is_left_is_found_and_what_is_data_is_not() -> None:
    page = """<html lang="ru"><p>Стоит <bdi>Aldera Pharma</bdi> <code>valid_from</code></p>
        <p lang="en">marked as English</p><p translate="no">Name</p><input placeholder="Find it">
        <p>un1961/31/5 XA-EA-2025-0401 C17H19NO3 trade.licence.cell</p><p>Left over</p></html>"""
    assert english_left(page) == ["Find it", "Left over"]
    assert words_left("у организации licence и certificate") == ["certificate"]
