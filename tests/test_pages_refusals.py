"""A refusal is a page that says why, who may, and what would change it, for each who is refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from ringfence.jobs.doing import open_desk
from ringfence.web import serving
from tests.test_pages_russian import reader

CERTIFICATE = "/papers/import_certificate/XA-IC-2025-"
CASES = (
    ("CO", f"{CERTIFICATE}9006/issue", "Another role does this.", "Approver"),
    ("CO", f"{CERTIFICATE}9005/issue", "It stands as: Expired. Nothing more follows", "Approver"),
    ("AP", f"{CERTIFICATE}9005/issue", "It stands as: Expired. Nothing more follows", "Back"),
    ("ST", "/papers/licence/new", "another role enters such a document", "Case officer"),
    ("AU", "/papers/loss/new", "another role enters such a document", "Inspector"),
    ("LA", "/loss", "Another role tells a loss.", "Customs officer"),
    ("OR", "/settings", "the role has no part in it", "Administrator"),
    ("OC", "/firm/users", "the role has no part in it", "Responsible person of an operator"),
    ("CO", "/settings/change/time_zone", "An administrator proposes it.", "Administrator"),
    ("OR", f"{CERTIFICATE}9002/object", "Objections ended on 24 December 2025.", "Back"),
    ("OC", f"{CERTIFICATE}9002/object", "The responsible person of the firm objects.", "Who may"),
    ("OC", "/papers/company_return/OP-0013:2025Q4/", "There is nothing here", "Use the box above"),
    ("AD", "/papers/application/XA-AP-2025-9001/", "There is nothing here", "worklist"),
    ("CO", f"{CERTIFICATE}9001/decision", "An officer stopped it on 28 January 2026", "lift this"),
    ("OR", f"{CERTIFICATE}9002/decision", "We cannot grant this", "What would change this"),
    ("CO", "/papers/application/XA-AP-2025-9007/answer", "It stands as:", "Back to the document"),
    ("OC", "/stock/OP-0003:2025Q2/sign", "responsible person", "Sign the period"),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, demonstration: Path) -> Iterator[None]:
    """A copy of the demonstration, whose pages this process serves."""
    folder = tmp_path_factory.mktemp("refused") / "demo"
    shutil.copytree(demonstration, folder)
    serving.use_node(open_desk(folder).node)
    serving.make_tables()
    yield
    translation.deactivate()


def words(client: Client, address: str, language: str) -> str:
    """The words of the page."""
    client.cookies["django_language"] = language
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize(("role", "address", "why", "then"), CASES)
def test_who_is_refused_reads_why(
    role: str, address: str, why: str, then: str, served: None
) -> None:
    said = words(reader(role), address, "en")
    assert why in said, said
    assert then in said, said
    assert why not in words(reader(role), address, "ru")
