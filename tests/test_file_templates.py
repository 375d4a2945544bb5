"""Whoever has the documents alone is told every key of every file that a command reads."""

from __future__ import annotations

import dataclasses
import re
import tomllib

import pytest
from click.testing import CliRunner

from ringfence.cli.main import main
from ringfence.jobs.acts import NOT_ENTERED_BY_HAND
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.file_templates import LINES, templates_of
from ringfence.law.record import InputNotUnderstood, key_of, read_record
from ringfence.trade.estimate import Estimate
from ringfence.trade.paper_template import needed_keys, template_of
from tests.test_command_verbs import NOUNS

FILES = [
    (noun, what, record)
    for noun in sorted(set(NOUNS.values()))
    for what, record in templates_of([kind for kind, one in NOUNS.items() if one == noun]).items()
    if what != LINES
]


@pytest.mark.parametrize(("noun", "what", "record"), FILES)
def test_every_key_stands_in_the_template_and_none_that_is_unknown(
    noun: str, what: str, record: type
) -> None:
    text = template_of(record)
    fields = {key_of(one) for one in dataclasses.fields(record)}
    assert set(tomllib.loads(text)) == needed_keys(record) <= fields
    opened = tomllib.loads(re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE))
    assert set(opened) == fields
    try:
        read_record(record, opened)
    except InputNotUnderstood as wrong:
        raise AssertionError(str(wrong)) from wrong


@pytest.mark.parametrize("kind", sorted(set(kinds()) & NOUNS.keys() - NOT_ENTERED_BY_HAND))
def test_the_command_prints_it(kind: str) -> None:
    done = CliRunner().invoke(main, [NOUNS[kind], "template", kind.replace("_", "-")])
    assert done.exit_code == 0 and done.output == template_of(kinds()[kind].paper)


def test_what_there_is_is_said_where_it_is_left_open() -> None:
    done = CliRunner().invoke(main, ["authorisation", "template"])
    assert done.exit_code == 3 and "import-certificate, known" in done.output
    done = CliRunner().invoke(main, ["stock", "template", "lines"])
    assert re.search(r"^line_id +needed +your own number", done.output, re.MULTILINE)
    assert "in micrograms" in template_of(Estimate).splitlines()[0]
