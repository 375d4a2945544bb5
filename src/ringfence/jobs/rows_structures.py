"""Rows of SMILES and SD files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ringfence.jobs.rows import COLUMNS_MAX, InputNotUnderstood, Lines, Problem, mended
from ringfence.jobs.rows_text import TextSource
from ringfence.substance.structure_errors import StructureUnreadable

RECORD_CHARACTERS_MAX = 4 << 20
_PROPERTY = re.compile(r">.*<([^<>]+)>")
_MOLBLOCK_END = "M  END"


class SmilesSource(TextSource):
    """A line for each structure: a SMILES, then a name if there is one."""

    names = ("smiles", "name")

    def rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        """Read line by line; blank lines and a header line are no rows."""
        lines = self.lines
        while True:
            at = lines.begin()
            line = next(lines, "")
            if not line:
                return
            smiles, name = _smiles_and_name(line)
            if not smiles or (at == 1 and smiles.casefold() == "smiles"):
                continue
            spoiled = lines.spoiled()
            problem = Problem(at, spoiled, is_partial=True) if spoiled else None
            yield [mended(smiles), mended(name)], problem


def _smiles_and_name(line: str) -> tuple[str, str]:
    """Part a line; a CXSMILES extension between bars belongs to the SMILES."""
    smiles, _, rest = line.strip().replace("\t", " ").partition(" ")
    rest = rest.strip()
    if rest.startswith("|") and "|" in rest[1:]:
        end = rest.index("|", 1) + 1
        return f"{smiles} {rest[:end]}", rest[end:].strip()
    return smiles, rest


class SdfSource(TextSource):
    """An SD file: a record a row, with its title, its structure as SMILES, its properties.

    The file is read twice, first for the names of the properties. A structure that cannot be
    read is marked; the properties of its record still count.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__(lines)
        found: dict[str, None] = {}
        for line in lines:
            lines.begin()
            if line.startswith(">") and (name := _PROPERTY.match(line)):
                found[name.group(1).strip()] = None
            if len(found) > COLUMNS_MAX:
                raise InputNotUnderstood(
                    lines.path, lines.number,
                    f"the records have more than {COLUMNS_MAX} properties",
                    "Give each record the same few properties.",
                )  # fmt: skip
        lines.rewind()
        self._properties = tuple(found)
        own = ("title", "smiles")
        known = {name.casefold() for name in found}
        self.names = (
            *(f"molfile_{name}" if name in known else name for name in own),
            *(mended(name) for name in found),
        )

    def rows(self) -> Iterator[tuple[list[str], Problem | None]]:
        """Read record by record, to the line `$$$$` or the end of the file."""
        for at, record, is_whole in self._records():
            spoiled = self.lines.spoiled()
            smiles, reason = _structure(record) if is_whole else ("", "the record is too long")
            properties = _properties(record)
            title = record[0].strip() if record else ""
            cells = [title, smiles, *(properties.get(name, "") for name in self._properties)]
            reason = reason or spoiled
            problem = Problem(at, reason, is_partial=True) if reason else None
            yield [mended(cell) for cell in cells], problem

    def _records(self) -> Iterator[tuple[int, list[str], bool]]:
        lines = self.lines
        while True:
            at, record, size, is_whole = lines.begin(), [], 0, True
            for line in lines:
                if line.startswith("$$$$"):
                    break
                size += len(line)
                if size > RECORD_CHARACTERS_MAX:
                    is_whole = False
                    lines.taken.clear()
                    continue
                record.append(line.rstrip("\r\n"))
            else:
                if not any(line.strip() for line in record):
                    return
            yield at, record, is_whole


def _structure(record: list[str]) -> tuple[str, str]:
    """The SMILES of the molfile part of a record, and what is wrong with it."""
    from ringfence.substance.structure_molblock import molblock_smiles

    end = next((at for at, line in enumerate(record) if line.startswith(_MOLBLOCK_END)), None)
    if end is None:
        return "", "the molfile has no line 'M  END'"
    try:
        return molblock_smiles("\n".join(record[: end + 1]) + "\n"), ""
    except StructureUnreadable as error:
        return "", f"the structure could not be read: {error.reason}"


def _properties(record: list[str]) -> dict[str, str]:
    """The properties behind the molfile: the lines under `> <NAME>` up to a blank one."""
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in record:
        name = _PROPERTY.match(line) if line.startswith(">") else None
        if name is not None:
            current = found.setdefault(name.group(1).strip(), [])
        elif not line.strip():
            current = None
        elif current is not None:
            current.append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}
