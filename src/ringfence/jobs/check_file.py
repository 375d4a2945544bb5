"""Is a file what it says it is? The kinds of file that are known, each with its own check.

A kind is told from the bytes, never from the name alone. What is wrong is said with its place and
what to do; a kind that is not known is refused with the list of those that are.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.terms import Day, RingfenceError, read_day

if TYPE_CHECKING:
    from ringfence.exchange.papers.content import Content, InJournal
    from ringfence.exchange.papers.seal import PublishedKey
    from ringfence.exchange.papers.verify import PaperFound
    from ringfence.store.signed_note import Note

CODE_MARK = "ringfence-code:"
BYTES_MAX = 64 * 1024 * 1024
CONFORMS, DIFFERS, OPEN = "conforms", "does not conform", "cannot be told"
GENUINE = "genuine"
CODES = {
    GENUINE: 0, CONFORMS: 0,
    "altered": 1, DIFFERS: 1, "key ended": 1,
    "not ours": 2, OPEN: 2,
    "unsigned": 3,
}  # fmt: skip
"""The exit code of every verdict: 0 as it should be, 1 changed or wrong, 2 a person must look,
3 nothing to go by."""

OF_STANDING = {"valid": 0, "void": 1, "not_yet": 2, "open": 2, "spent": 2}
"""The exit code of a genuine paper by what it says of itself: only one in force may be used."""

KNOWN = (
    "an official paper (PDF), sealed by a node",
    "the text of the square code of a paper",
    "the content of a paper (ringfence.paper/1), also signed (paper.jws)",
    "a published key (ringfence.key/1)",
    "a checkpoint of a journal",
    "a proof from a journal: of one act, or that it only grew",
    "a filing with its receipt (ringfence.filing/1)",
    "a return to the Board (ringfence.return/1, or our workbook)",
    "a company's return (XLSX or CSV)",
    "a movement for `ringfence assess` (TOML or JSON)",
    "a document for a node, such as an import certificate (TOML or JSON)",
)
"""What can be checked, in words."""


class NotKnown(RingfenceError):
    """A file is of no kind that is known."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        listed = "\n".join(f"  - {one}" for one in KNOWN)
        super().__init__(f"{file}: {reason}. What can be checked is:\n{listed}")


class PackageMissing(RingfenceError):
    """What reads papers is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(f"{package} is not installed: run  pip install 'ringfence[node]'")


@dataclass(frozen=True, slots=True)
class FileFound:
    """What a file was found to be.

    kind      one of KNOWN in few words
    verdict   a word of CODES
    says      what was compared, and with which result
    problems  what is wrong, with its place and what to do
    facts     what a code says; content: what a paper says
    """

    kind: str
    verdict: str
    says: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    key_id: str = ""
    signer: str = ""
    content: Content | None = None
    facts: Mapping[str, Any] | None = None
    asks_issuer: bool = False
    """True where its key was ended, and only the books of the authority can tell."""

    @property
    def state(self) -> str:
        """The state in which a genuine paper or code was printed; empty for anything else."""
        told = self.facts.get("state", "") if self.facts else ""
        return self.content.state if self.content is not None else str(told)

    @property
    def until(self) -> Day | None:
        """The last day of a genuine paper or code, where it has one."""
        if self.content is not None:
            last = getattr(self.content.paper, "valid_until", None)
            return last if isinstance(last, date) else None
        told = self.facts.get("until") if self.facts else None
        return read_day(told) if told else None

    @property
    def standing(self) -> str:
        """What a paper says of itself: valid, not_yet, open, spent or void; empty for others."""
        if not self.state:
            return ""
        from ringfence.exchange.papers.sections import standing_of

        told = self.facts.get("kind", "") if self.facts else ""
        kind = self.content.kind if self.content is not None else str(told)
        return standing_of(self.state, kind)

    def is_over(self, today: Day) -> bool:
        """True of a paper whose last day has passed."""
        return self.until is not None and self.until < today

    def exit_code(self, today: Day) -> int:
        """0 as it should be, 1 changed, wrong or of no force, 2 a person must look, 3 nothing to go
        by. That a paper is genuine is not enough: it must say that it is in force, and still be."""
        if self.verdict != GENUINE or not self.standing:
            return CODES[self.verdict]
        is_over = self.standing == "valid" and self.is_over(today)
        code = 1 if is_over else OF_STANDING[self.standing]
        return 2 if self.asks_issuer and code == 0 else code


Keys = Mapping[str, "PublishedKey"]


def check_file(
    path: Path, key_files: Iterable[Path] = (), held_files: Sequence[Path] = ()
) -> FileFound:
    """What a file is; `held_files` are checkpoints that whoever asks holds.

    Raises NotKnown, InputNotUnderstood for a broken key, PackageMissing, and OSError.
    """
    keys, held = read_keys(key_files), _held(held_files)
    size = path.stat().st_size
    if size > BYTES_MAX:
        raise NotKnown(path.name, f"it has {size} bytes, and no file known here has so many")
    if size == 0:
        raise NotKnown(path.name, "it is empty")
    data = path.read_bytes()
    if b"%PDF-" in data[:1024]:
        return check_pdf(path.name, data, keys)
    if data.startswith(b"PK\x03\x04"):
        from ringfence.jobs.check_tables import check_workbook

        return check_workbook(path, data)
    return _text(path, data, keys, held)


def _held(files: Sequence[Path]) -> tuple[Note, ...]:
    if not files:
        return ()
    from ringfence.jobs.check_journal import read_held

    return read_held(files)


def read_keys(files: Iterable[Path]) -> dict[str, PublishedKey]:
    """The published keys in files, by thumbprint; raises InputNotUnderstood."""
    found: dict[str, PublishedKey] = {}
    for file in files:
        _need_papers()
        from ringfence.exchange.papers.seal import read_published

        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            problem = Problem("the file", "is not text", "Give the key as it was published")
            raise InputNotUnderstood(file.name, (problem,)) from error
        found.update(read_published(text, file.name))
    return found


def _need_papers() -> None:
    for name in ("joserfc", "typst", "segno", "pypdf", "cryptography"):
        if find_spec(name) is None:
            raise PackageMissing(name)


def check_pdf(name: str, data: bytes, keys: Keys) -> FileFound:
    """What a PDF is, from its bytes; raises NotKnown for one larger than any paper."""
    _need_papers()
    from ringfence.exchange.papers.verify import BYTES_MAX as PAPER_MAX
    from ringfence.exchange.papers.verify import check_paper

    if len(data) > PAPER_MAX:
        raise NotKnown(name, f"a PDF of {len(data)} bytes is larger than any paper")
    found = _of_paper("official paper", check_paper(data, keys))
    return found if found.content is None else _with_journal(found, keys)


def _of_paper(kind: str, found: PaperFound, **more: Any) -> FileFound:
    verdict = str(found.verdict)
    says, content = found.says, found.content
    return FileFound(
        kind, verdict, says, (), found.key_id, found.signer, content,
        asks_issuer=found.asks_issuer, **more,
    )  # fmt: skip


def _with_journal(found: FileFound, keys: Keys) -> FileFound:
    """The line of the journal that a genuine paper carries is proven too."""
    assert found.content is not None
    proof, key = found.content.journal, keys[found.key_id]
    if not _is_proven(proof, key):
        says = "the line of the journal on it is not proven by its checkpoint"
        return replace(found, verdict="altered", says=(*found.says, says), content=None)
    says = f"entry {proof.position + 1} of the journal of {key.name} holds it"
    return replace(found, says=(*found.says, says))


def _is_proven(proof: InJournal, key: PublishedKey) -> bool:
    from ringfence.store import merkle
    from ringfence.store.errors import NodeError
    from ringfence.store.signed_note import is_signed, note_key, read_note

    try:
        note = read_note(proof.checkpoint)
        hashes = [bytes.fromhex(one) for one in proof.proof]
        leaf = bytes.fromhex(proof.leaf)
    except (NodeError, ValueError):
        return False
    is_in = merkle.is_included(leaf, proof.position, note.size, hashes, note.root)
    return is_in and is_signed(note, note_key(key.name, key.public_bytes))


def _text(path: Path, data: bytes, keys: Keys, held: Sequence[Note]) -> FileFound:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if path.suffix.lower() in (".csv", ".tsv", ".txt"):
            from ringfence.jobs.check_tables import check_lines

            return check_lines(path)
        raise NotKnown(path.name, f"byte {error.start} is not UTF-8 text") from error
    token = text.strip().removeprefix(CODE_MARK)
    if _is_token(token):
        return _token(token, keys)
    if "\n\n— " in text:
        return _checkpoint(path, text, keys)
    if path.suffix.lower() in (".csv", ".tsv"):
        from ringfence.jobs.check_tables import check_lines

        return check_lines(path)
    return _mapping(path, text, keys, held)


def check_token(text: str, keys: Keys) -> FileFound:
    """What the text of a square code says; raises NotKnown for any other text."""
    if not _is_token(text):
        raise NotKnown("the text", "it is no text of a square code")
    return _token(text, keys)


def _is_token(text: str) -> bool:
    return text.startswith("eyJ") and text.count(".") == 2 and len(text.split()) == 1


def _token(text: str, keys: Keys) -> FileFound:
    """The text of a square code, or the signed content of a paper."""
    _need_papers()
    from ringfence.exchange.papers.seal import CONTENT, SealBroken, kind_of_seal
    from ringfence.exchange.papers.verify import check_code, check_content

    try:
        is_content = kind_of_seal(text) == CONTENT
    except SealBroken as broken:
        return FileFound("signed text", "altered", (broken.reason,))
    if is_content:
        return _of_paper("signed content of a paper", check_content(text, keys))
    found, facts = check_code(text, keys)
    return _of_paper("square code of a paper", found, facts=facts)


def _checkpoint(path: Path, text: str, keys: Keys) -> FileFound:
    _need_papers()
    from ringfence.store.errors import NodeError
    from ringfence.store.signed_note import OwnKey, note_key, read_note

    kind = "checkpoint of a journal"
    try:
        note = read_note(text)
    except NodeError as error:
        remedy = "Ask for the file again"
        return FileFound(kind, DIFFERS, problems=(Problem("the file", str(error), remedy),))
    of_name = [one for one in keys.values() if one.name == note.origin]
    says = f"{note.origin}: {note.size} acts, root {note.root.hex()}, {note.at}"
    if not of_name:
        return FileFound(kind, "not ours", (says, f"no key of {note.origin} is given"))
    for key in of_name:
        own = OwnKey(note_key(key.name, key.public_bytes), ended_at=key.ended_at)
        if own.has_signed(note):
            signer = f"{key.name} ({key.territory})"
            return FileFound(kind, "genuine", (says,), (), key.key_id, signer)
    return FileFound(kind, "altered", (says, "the signature does not fit"))


def _mapping(path: Path, text: str, keys: Keys, held: Sequence[Note]) -> FileFound:
    """A table of keys, in JSON or TOML."""
    from ringfence.jobs.check_messages import check_document, check_message

    is_json = text.lstrip()[:1] in ("{", "[")
    try:
        found = json.loads(text) if is_json else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotKnown(path.name, f"it is neither JSON nor TOML: {error}") from error
    if not isinstance(found, dict):
        raise NotKnown(path.name, "it is no table of keys")
    named = found.get("format")
    if isinstance(named, str):
        from ringfence.jobs.check_journal import KINDS, check_journal

        if named in KINDS:
            _need_papers()
            return check_journal(found, named, keys, held)
        made = check_message(path, text, found, named)
        if made is None:
            raise NotKnown(path.name, f"the format {named!r} is not known")
        return made
    made = check_document(path, found)
    if made is None:
        raise NotKnown(path.name, "its keys are those of no document")
    return made


def conforming(kind: str, check: Callable[[], Sequence[str]]) -> FileFound:
    """The verdict of a check that raises InputNotUnderstood for what is wrong."""
    try:
        return FileFound(kind, CONFORMS, tuple(check()))
    except InputNotUnderstood as wrong:
        return FileFound(kind, DIFFERS, problems=wrong.problems)
