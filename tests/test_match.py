"""What `match` says of names, numbers and structures; the cases lie in tests/cases/names."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.substance import match as matching
from ringfence.substance.candidate import DoubtKind, Ground, Match, Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.lexicon import Lexicon
from ringfence.substance.match import detect, is_smiles, match
from ringfence.substance.name import NameIndex

CASES = Path(__file__).parent / "cases" / "names"
ON_NO_LIST = """
    acetaminophen caffeine cetirizine chlorpromazine clonidine hydroxyzine ibuprofen lidocaine
    loratadine methadiene paracetamol prazosin procaine promethazine клонидин парацетамол
""".split()
INDEX = NameIndex(load_catalogue(), Lexicon(ON_NO_LIST))


@pytest.fixture(autouse=True, scope="module")
def a_small_lexicon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "name_index", lambda catalogue: INDEX)
        yield


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case, id=f"{path.stem}: {case['says']}")


def check(case: dict[str, Any]) -> None:
    """Compare a match with all that a case expects; what a case does not name must be empty."""
    expect = case["expect"]
    found = match(Query(**case["given"]))
    assert sorted(c.substance for c in found.candidates) == sorted(expect["substances"]), found
    kinds = {str(doubt.kind) for c in found.candidates for doubt in c.doubts}
    assert kinds == set(expect.get("doubts", ())), found
    assert list(found.uncontrolled) == expect.get("uncontrolled", []), found
    assert list(found.unknown) == expect.get("unknown", []), found
    assert_sentences(found.unread, expect.get("unread"))
    assert_sentences(found.conflicts, expect.get("conflicts"))
    assert found.structure_read is expect.get("structure_read", False)
    if "via" in expect:
        assert {str(c.via) for c in found.candidates} == {expect["via"]}, found
    if "form" in expect:
        assert [c.form for c in found.candidates] == [expect["form"]], found


def assert_sentences(found: tuple[str, ...], part: str | None) -> None:
    if part is None:
        assert found == ()
    else:
        assert any(part in sentence for sentence in found), found


@pytest.mark.parametrize("case", list(cases()))
def test_a_match_says_what_the_case_expects(case: dict[str, Any]) -> None:
    check(case)


def test_there_are_cases_enough() -> None:
    assert len(list(cases())) >= 120


def test_the_strongest_ground_is_kept_when_signals_agree() -> None:
    found = match(Query(text="morphine", cas="57-27-2", inchikey="BQJCRHHNABKAKU-KBQPJGBKSA-N"))
    assert [c.ground for c in found.candidates] == [Ground.INCHIKEY]


def test_every_candidate_of_a_conflict_carries_the_doubt() -> None:
    found = match(Query(text="codeine", cas="57-27-2"))
    assert len(found.candidates) == 2
    assert all(c.has_doubt(DoubtKind.CONFLICT) for c in found.candidates)


def test_a_detected_signal_leaves_the_query_of_the_match_as_it_was_given() -> None:
    query = Query(text="57-27-2")
    assert match(query).query == query


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("57-27-2", "cas"),
        ("InChIKey=BQJCRHHNABKAKU-KBQPJGBKSA-N", "inchikey"),
        ("InChI=1S/CH4/h1H4", "inchi"),
        ("CCN(CC)C(=O)C1CN(C)C2Cc3c[nH]c4cccc(C2=C1)c34", "smiles"),
        ("2C-B", "text"),
        ("1-(2-thienyl)propan-2-one", "text"),
        ("PCP", "text"),
        ("(+)-amphetamine", "text"),
    ],
)
def test_a_text_is_put_into_the_field_that_it_is_meant_for(text: str, field: str) -> None:
    assert getattr(detect(Query(text=text)), field)


@pytest.mark.parametrize("name", [row.name for row in load_catalogue().substances.values()])
def test_no_name_of_the_catalogue_is_taken_for_a_structure(name: str) -> None:
    assert not is_smiles(name)


def test_a_name_is_matched_without_the_chemistry_library() -> None:
    code = (
        "import sys; from ringfence.substance.match import match;"
        "from ringfence.substance.candidate import Query;"
        "assert match(Query(text='morphine')).candidates;"
        "assert match(Query(text='BQJCRHHNABKAKU-KBQPJGBKSA-N')).candidates;"
        "assert 'rdkit' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(max_size=30), st.text(alphabet="0123456789-", max_size=12))
@settings(max_examples=150, deadline=None)
def test_what_a_person_writes_never_raises_and_is_never_dropped(text: str, cas: str) -> None:
    found = match(Query(text=text, cas=cas))
    said = (*found.candidates, *found.uncontrolled, *found.unknown, *found.unread)
    assert said or found.structure_read


def test_a_match_is_the_same_each_time() -> None:
    def once() -> Match:
        return match(Query(text="codeine + morphime", cas="57-27-2"))

    assert once() == once()
