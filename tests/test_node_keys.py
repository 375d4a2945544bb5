"""A node's key is ended: what it sealed before stays good, what is sealed with it later is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ringfence.exchange.papers.seal import read_published
from ringfence.exchange.papers.verify import Verdict, check_code, check_paper
from ringfence.law.record import InputNotUnderstood
from tests.office import Office
from tests.paper_parts import JOURNAL, sealed, sealer
from tests.test_check_command import checked, key_of, printed
from tests.test_jobs import import_proposed, ready

BOTH = ("--as", "ad", "--confirmed-by", "ap")
BEFORE, AFTER = "2025-06-10T09:00:00.000000Z", "2025-06-11T09:00:00.000000Z"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, monkeypatch).made()
    ready(made)
    import_proposed(made, "XA-IC-1", 100)
    made.second("authorisation", "issue", "XA-IC-1")
    return made


def published(office: Office) -> Any:
    return json.loads(Path(key_of(office)).read_text())


def test_two_persons_end_a_key_and_the_journal_keeps_it(office: Office) -> None:
    office("journal", "checkpoint")
    said = office("node", "key", "--end", "replaced", code=1)
    assert "name the administrator who proposes it" in said
    refused = office("node", "key", "--end", "leaked", "--as", "ap", "--confirmed-by", "ap", code=3)
    assert "ap" in refused and len(published(office)["keys"]) == 1
    before = published(office)["keys"][0]
    office.on(2025, 7, 1)
    office("node", "key", "--end", "replaced", *BOTH)
    new, old = published(office)["keys"]
    assert old["kid"] == before["kid"] and new["kid"] != before["kid"]
    assert (old["because"], old["ended_at"]) == ("replaced", new["since"])
    assert old["since"] == before["since"] and "ended_at" not in new and "d" not in {**old, **new}
    acts = office.wire("journal", "list", "--act", "store.keys.change")["acts"]
    assert [one["person"] for one in acts] == ["ap"]
    assert acts[0]["after"] == {"because": "replaced", "proposed_by": "ad"}
    office("journal", "checkpoint")
    office("journal", "verify")
    assert len(list((office.node / "keys").iterdir())) == 1, "the old key is nowhere"


def test_an_old_paper_stays_good_and_is_printed_anew_with_the_new_key(office: Office) -> None:
    first = printed(office, "XA-IC-1")
    old = first.read_bytes()
    office.on(2025, 7, 1)
    office("node", "key", "--end", "replaced", *BOTH)
    first.write_bytes(old)
    said = checked(first, "--key", key_of(office))
    assert said.startswith("genuine") and "its key was ended at 2025-07-01T09:30:00" in said
    again = printed(office, "XA-IC-1")
    assert again.read_bytes() != old
    assert "its key was ended" not in checked(again, "--key", key_of(office))


def test_a_key_that_leaked_leaves_old_papers_to_be_asked_about(office: Office) -> None:
    first = printed(office, "XA-IC-1")
    old = first.read_bytes()
    office("node", "key", "--end", "leaked", *BOTH)
    first.write_bytes(old)
    said = checked(first, "--key", key_of(office), code=2)
    assert said.startswith("genuine") and "ask the authority by number and code" in said
    from ringfence.jobs.check_paper import PaperAnswer, by_pdf
    from ringfence.jobs.doing import open_desk

    assert by_pdf(open_desk(office.node), old).answer is PaperAnswer.VALID, "its books tell"


def keys_ended(at: str, because: str) -> Any:
    told = sealer().published("xa-node", "XA")
    told["keys"][0] |= {"ended_at": at, "because": because}
    return read_published(json.dumps(told), "key.json")


@pytest.mark.parametrize("because", ["replaced", "leaked"])
def test_what_is_sealed_after_the_end_is_of_no_force(because: str) -> None:
    made = sealed("import_certificate")
    assert JOURNAL.at > BEFORE
    found = check_paper(made.pdf, keys_ended(BEFORE, because))
    assert found.verdict is Verdict.KEY_ENDED and found.content is None
    found = check_paper(made.pdf, keys_ended(AFTER, because))
    assert found.verdict is Verdict.GENUINE
    assert found.asks_issuer is (because == "leaked")


def test_a_code_of_an_ended_key_tells_no_day_and_is_asked_about() -> None:
    made = sealed("import_certificate")
    from io import BytesIO

    from pypdf import PdfReader

    code = PdfReader(BytesIO(made.pdf)).attachments["code.jws"][0].decode()
    found, _facts = check_code(code, keys_ended(AFTER, "replaced"))
    assert found.verdict is Verdict.GENUINE and found.asks_issuer


@pytest.mark.parametrize(
    "told",
    [
        {"ended_at": AFTER},
        {"because": "leaked"},
        {"ended_at": "yesterday", "because": "leaked"},
        {"ended_at": AFTER, "because": "tired"},
    ],
)
def test_a_published_key_with_unclear_dates_is_refused(told: dict[str, str]) -> None:
    whole = sealer().published("xa-node", "XA")
    whole["keys"][0] |= told
    with pytest.raises(InputNotUnderstood):
        read_published(json.dumps(whole), "key.json")
