"""The rules of the house, checked: sizes, citations, sources, clocks, documents, words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ringfence.cli.main import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ringfence"
SOURCES = sorted(PACKAGE.rglob("*.py"))
OWN_CODE = sorted([*SOURCES, *(ROOT / "scripts").rglob("*.py"), *(ROOT / "bench").rglob("*.py")])
PURE_ROOMS = ("terms.py", "substance", "law", "ledger", "trade", "watch", "care")
ROOMS = {
    *("substance", "law", "ledger", "trade", "watch", "care"),
    *("exchange", "store", "jobs", "web", "cli"),
}

LINES_OF_A_FUNCTION, LINES_OF_A_FILE = 70, 600
CITATION = re.compile(r"(un1961|un1971|un1988|cnd|[a-z]{2})/[A-Za-z0-9().\- /]+")

CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("time", "time")}

ALLOWED_WHOLE = {"transit_permit", "TRANSIT_PERMIT"}
FORBIDDEN_FILES = ("utils", "helpers", "common", "manager", "misc", "services")
FORBIDDEN_NAMES = {
    "qty": "quantity, with its unit: quantity_g",
    "permit": "import_certificate, export_authorisation or transit_permit",
    "amphetamine": "amfetamine, the INN",
    "blacklist": "the name of the list",
    "whitelist": "allowed, with what is allowed",
}
FORBIDDEN_IN_MESSAGES = {
    "please": "nothing: say what to do",
    "sorry": "nothing: say what to do",
    "invalid": "what is wrong, in the words of the question",
    "illegal": "what is wrong, in the words of the question",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_pure(path: Path) -> bool:
    return path.relative_to(PACKAGE).parts[0] in PURE_ROOMS


def test_there_is_a_room_for_each_question_and_no_other() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders == ROOMS


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_room_says_in_its_first_line_what_it_answers(room: str) -> None:
    first = (PACKAGE / room / "__init__.py").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith('"""') and len(first) > 20


@pytest.mark.parametrize("path", OWN_CODE, ids=named)
def test_no_file_is_longer_than_a_reader_can_hold(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LINES_OF_A_FILE, f"{named(path)} has {lines} lines: split it by question"


@pytest.mark.parametrize("path", OWN_CODE, ids=named)
def test_no_function_is_longer_than_a_screen(path: Path) -> None:
    for node in functions(path):
        assert node.end_lineno is not None
        lines = node.end_lineno - node.lineno + 1
        assert lines <= LINES_OF_A_FUNCTION, f"{named(path)}:{node.lineno} {node.name}: {lines}"


@pytest.mark.parametrize("path", [path for path in SOURCES if is_pure(path)], ids=named)
def test_pure_rooms_read_no_clock(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCKS, f"{named(path)}:{node.lineno}"


READERS = {
    "substance/catalogue.py": "the tables beside it",
    "substance/fold.py": "the tables beside it",
    "substance/forms.py": "the tables beside it",
    "substance/lexicon.py": "the tables beside it",
    "substance/systematic.py": "the tables beside it",
    "substance/rewriting.py": "the tables beside it",
    "substance/number.py": "the tables beside it",
    "substance/quantity_words.py": "the tables beside it",
    "law/data_file.py": "the law's own TOML",
    "law/lists.py": "the law's own TOML",
    "law/coverage.py": "the register beside it",
    "law/obligations.py": "the register beside it",
    "law/parties.py": "the table of Parties beside it",
    "trade/permissions.py": "the two tables beside it",
    "trade/territory_codes.py": "the table beside it",
    "trade/waiting.py": "the table beside it",
    "trade/returns/units.py": "the table beside it",
}
OPENS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"),
    *("get_data", "files", "open_text", "open_binary"),
}
"""The last row are the ways past the file system: package data read by the import machinery."""


def opens_a_file(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "open"
    return isinstance(node.func, ast.Attribute) and node.func.attr in OPENS


@pytest.mark.parametrize("path", [path for path in SOURCES if is_pure(path)], ids=named)
def test_pure_rooms_read_only_files_that_lie_beside_them(path: Path) -> None:
    places = [node.lineno for node in ast.walk(tree_of(path)) if opens_a_file(node)]
    own = path.relative_to(PACKAGE).as_posix()
    assert not places or own in READERS, f"{own}:{places} opens a file: pass the data in"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_structure_files_import_the_chemistry_library(path: Path) -> None:
    if named(path).startswith("src/ringfence/substance/structure"):
        return
    for node in ast.walk(tree_of(path)):
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        assert not any(module.split(".")[0] == "rdkit" for module in modules), named(path)


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        assert node.type is not None, f"{named(path)}:{node.lineno} catches everything"
        only_passes = all(isinstance(step, ast.Pass) for step in node.body)
        assert not only_passes, f"{named(path)}:{node.lineno} swallows an error"


@pytest.mark.parametrize("path", OWN_CODE, ids=named)
def test_names_use_the_words_of_the_field(path: Path) -> None:
    words = {path.stem}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            words.add(node.name)
        elif isinstance(node, ast.arg):
            words.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            words.add(node.id)
    assert path.stem not in FORBIDDEN_FILES, f"{named(path)}: name the question it answers"
    words -= ALLOWED_WHOLE
    parts = {part.lower() for word in words for part in re.split(r"_|(?<=[a-z])(?=[A-Z])", word)}
    for wrong, right in FORBIDDEN_NAMES.items():
        assert wrong not in parts, f"{named(path)}: {wrong!r}; write {right}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_messages_say_what_to_do_instead_of_begging_or_blaming(path: Path) -> None:
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    }
    for node in ast.walk(tree_of(path)):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if node.value in docstrings or " " not in node.value:
            continue
        for wrong, right in FORBIDDEN_IN_MESSAGES.items():
            found = re.search(rf"\b{wrong}\b", node.value, re.IGNORECASE)
            assert not found, f"{named(path)}:{node.lineno}: {wrong!r}; write {right}"


def test_every_list_entry_has_a_source_and_a_citation() -> None:
    from ringfence.law.lists import load_lists

    for entry in load_lists().entries:
        assert entry.source.strip(), entry
        assert CITATION.fullmatch(entry.citation), entry
        assert entry.decision is None or CITATION.fullmatch(entry.decision), entry


def test_every_national_entry_has_a_source_a_citation_and_a_basis() -> None:
    from ringfence.law.overlay import held_countries, load_overlay

    for country in held_countries():
        overlay = load_overlay(country)
        assert overlay is not None
        for entry in overlay.entries:
            assert entry.source.strip() and entry.basis.strip(), entry
            assert CITATION.fullmatch(entry.citation), entry


def test_every_class_rule_cites_its_instrument_and_source() -> None:
    from ringfence.law.class_rules import load_class_rules
    from ringfence.law.overlay import held_countries

    rules = [rule for country in held_countries() for rule in load_class_rules(country)]
    assert rules
    for rule in rules:
        assert rule.instrument.strip() and rule.source.strip(), rule


def test_every_paper_cites_the_paragraph_that_demands_it() -> None:
    from ringfence.law.lists import load_lists
    from ringfence.law.papers import papers_due

    for paper in papers_due(load_lists().entries):
        assert CITATION.fullmatch(paper.citation), paper


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                below = command.get_command(context, inner)
                assert below is not None
                yield f"{name} {inner}", below


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in commands():
        assert f"`ringfence {name}" in page, f"docs/commands.md does not show `ringfence {name}`"
        assert command.help, f"`ringfence {name}` does not say what it is for"
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in page, f"docs/commands.md: {name} {option.opts[0]}"


def test_every_document_that_is_named_exists() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
            assert (path.parent / target).exists(), f"{named(path)} points at {target}"


def test_architecture_fits_on_two_screens() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_there_are_at_most_ten_verbs() -> None:
    verbs = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert verbs[0] == "help" and len(verbs) <= 10


def test_locked_requirements_name_no_index() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text, named(path)
        assert "://" not in text and "index" not in text, named(path)


def test_every_change_note_names_a_kind() -> None:
    notes = [path for path in (ROOT / "changes").glob("*.md") if path.name != "README.md"]
    assert notes
    for note in notes:
        kinds = {"law", "rule", "command", "format", "house"}
        assert note.stem.split(".")[-1] in kinds, f"{named(note)}: NUMBER.KIND.md, KIND in {kinds}"
