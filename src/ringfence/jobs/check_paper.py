"""Is a paper genuine, and how does it stand now? For anyone who holds it, and for nobody else.

What is asked is a number with its short code, the text of the square code, or the PDF. A number
alone, or a guessed code, is told what an unknown number is told. Nothing is said that the paper
does not show, but how it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ringfence.jobs.check_file import CODE_MARK, GENUINE, NotKnown, check_pdf, check_token
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Desk
from ringfence.jobs.keeping import held_of
from ringfence.jobs.print_paper import own_keys, printed_before
from ringfence.store.book import Book

if TYPE_CHECKING:
    from ringfence.jobs.check_file import FileFound

OF_STANDING = {"valid": "valid", "not_yet": "not_yet", "open": "open", "spent": "spent"}


class PaperAnswer(StrEnum):
    """What is said of a paper."""

    VALID = "valid"
    """Genuine, and in force."""
    NOT_YET = "not_yet"
    """Genuine, and not issued yet."""
    OPEN = "open"
    """Genuine: a notice that waits for its answer."""
    SPENT = "spent"
    """Genuine, and used: it covers nothing more."""
    EXPIRED = "expired"
    """Genuine, and its period has ended."""
    WITHDRAWN = "withdrawn"
    """Genuine, and withdrawn, refused, stopped or replaced since."""
    ALTERED = "altered"
    """The seal does not fit: something was changed."""
    NOT_OURS = "not_ours"
    """Not printed here, or number and code do not belong together."""
    UNREADABLE = "unreadable"
    """What was given is no paper and no code."""


@dataclass(frozen=True, slots=True)
class PaperChecked:
    """The answer; kind, number and end of the period are told of genuine papers only.

    is_current  False where something happened to the paper since this copy was printed
    """

    answer: PaperAnswer
    kind: str = ""
    number: str = ""
    until: date | None = None
    is_current: bool = True

    @property
    def is_genuine(self) -> bool:
        """True where the paper was printed here and is unchanged."""
        return bool(self.kind)


NOT_OURS = PaperChecked(PaperAnswer.NOT_OURS)


def by_number(desk: Desk, number: str, code: str) -> PaperChecked:
    """How the paper stands that was printed under number and short code together."""
    found = printed_before(desk, number, _code(code))
    if found is None:
        return NOT_OURS
    until = desk.look(lambda book: _until(book, found.kind, found.number))
    answer = _answer(found.kind, found.state, until, desk.today)
    return PaperChecked(answer, found.kind, found.number, until, found.is_current)


def _code(typed: str) -> str:
    """The code as it is printed: `7F3A-91C2`, however it was typed."""
    bare = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{bare[:4]}-{bare[4:]}"


def _until(book: Book, kind: str, number: str) -> date | None:
    paper: Any = held_of(kinds()[kind], book.document(kind, number)).paper
    until = getattr(paper, "valid_until", None)
    return until if isinstance(until, date) else None


def _answer(kind: str, state: str, until: date | None, today: date) -> PaperAnswer:
    from ringfence.exchange.papers.sections import standing_of

    standing = standing_of(state, kind)
    if state.startswith("expired"):
        return PaperAnswer.EXPIRED
    if standing == "void":
        return PaperAnswer.WITHDRAWN
    if standing == "valid" and until is not None and until < today:
        return PaperAnswer.EXPIRED
    return PaperAnswer(OF_STANDING[standing])


def by_text(desk: Desk, text: str) -> PaperChecked:
    """How the paper stands whose square code gives that text."""
    token = "".join(text.split()).removeprefix(CODE_MARK)
    try:
        found = check_token(token, own_keys(desk))
    except NotKnown:
        return PaperChecked(PaperAnswer.UNREADABLE)
    return _of_seal(desk, found)


def by_pdf(desk: Desk, data: bytes) -> PaperChecked:
    """How the paper stands whose file was handed in; the file is not kept."""
    try:
        found = check_pdf("paper.pdf", data, own_keys(desk))
    except NotKnown:
        return PaperChecked(PaperAnswer.UNREADABLE)
    return _of_seal(desk, found)


def _of_seal(desk: Desk, found: FileFound) -> PaperChecked:
    """A seal that fits says which paper it is; how it stands now is asked of the books."""
    if found.verdict != GENUINE:
        is_altered = found.verdict == "altered"
        return PaperChecked(PaperAnswer.ALTERED) if is_altered else NOT_OURS
    if found.content is not None:
        from ringfence.exchange.papers.content import code_of

        number, code = found.content.number, code_of(found.content.raw)
    elif found.facts is not None:
        number, code = str(found.facts["number"]), str(found.facts["code"])
    else:
        return PaperChecked(PaperAnswer.UNREADABLE)
    return by_number(desk, number, code)
