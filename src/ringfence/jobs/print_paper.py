"""Print an official paper as it stands in the books: content, picture, seal, line of the journal.

Whoever may read the document may print it. The same version in the same language always gives the
same bytes; the journal keeps who printed which version.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import Desk, acting, require_reading
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.store.errors import ChangedMeanwhile, NodeError
from ringfence.store.stored import Stored
from ringfence.terms import RingfenceError
from ringfence.trade.acting import Held
from ringfence.trade.licence import LicenceTerms
from ringfence.trade.operator import DutyHolder, registered_as

if TYPE_CHECKING:
    from ringfence.exchange.papers.content import Beside, Decided, InJournal, Issuer
    from ringfence.exchange.papers.render import Sealed
    from ringfence.exchange.papers.seal import PublishedKey
    from ringfence.store.checkpoints import Signer
    from ringfence.store.journal import Written


DECIDES = frozenset({"issue", "refuse", "check", "make", "clear", "send", "accept", "do"})
"""The acts by which a paper is decided on; later acts are what happened under it."""


class NotAPaper(RingfenceError):
    """A kind of document is not printed as an official paper."""

    def __init__(self, kind: str, printed: tuple[str, ...]) -> None:
        self.kind = kind
        super().__init__(
            f"{kind} is no official paper: printed are {', '.join(one for one in printed)}"
        )


class NotOwnPaper(RingfenceError):
    """A paper names the authority of another territory: only that one may seal it."""

    is_refusal = True

    def __init__(self, number: str, country: str, territory: str) -> None:
        self.number, self.country, self.territory = number, country, territory
        super().__init__(
            f"{number} names an authority of {country}, and this is the node of {territory}: "
            "each authority prints its own papers"
        )


class NotWritten(RingfenceError):
    """A file cannot be written where it was asked for."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        super().__init__(f"{path} cannot be written ({error.strerror}): name another file")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What was read for one printing: the version that must still stand when it is noted."""

    content: dict[str, Any]
    version: int


def print_paper(desk: Desk, kind: str, number: str, by: str, language: str = "") -> Sealed:
    """The sealed PDF of a document; without a language in the first one of the node.

    Raises ActRefused where the person may not read it, NodeError where the node has no key,
    NotOwnPaper, NoSuchLanguage, NotPrintable, and ChangedMeanwhile where the document changed at
    that moment.
    """
    from ringfence.exchange.papers.content import PAPERS
    from ringfence.exchange.papers.render import sealed_paper
    from ringfence.exchange.papers.seal import Sealer
    from ringfence.exchange.papers.words import Words, languages

    if kind not in PAPERS or kind not in kinds():
        raise NotAPaper(kind, tuple(one for one in PAPERS if one in kinds()))
    own = next((one for one in desk.node.config.languages if one in languages()), "en")
    words = Words(language or own)
    signer = signer_of(desk)
    drawn = desk.look(lambda book: _read(book, desk, kind, number, by, words.language, signer))
    sealed = sealed_paper(drawn.content, Sealer(signer.pem))
    desk.work(lambda book: _note(book, kind, number, by, drawn, sealed))
    return sealed


def languages_of(kind: str) -> tuple[str, ...]:
    """The languages in which a kind of document is printed; none for one that is no paper."""
    from ringfence.exchange.papers.content import PAPERS
    from ringfence.exchange.papers.words import languages

    return languages() if kind in PAPERS else ()


def signer_of(desk: Desk) -> Signer:
    """The key that seals; raises NodeError where the node has none."""
    from ringfence.store.checkpoints import load_key

    if not desk.node.has_key:
        raise NodeError(
            "this node has no key, and a paper is printed only with its seal: "
            "make one with  ringfence node key --make"
        )
    return load_key(desk.node.key_file, desk.node.config.name)


def _read(
    book: Book, desk: Desk, kind: str, number: str, by: str, language: str, signer: Signer
) -> _Drawn:
    from ringfence.exchange.papers.content import content_of

    actor = acting(book, by)
    stored = book.document(kind, number)
    held = held_of(kinds()[kind], stored)
    require_reading(actor, kinds()[kind], held)
    acts = book.written(stored)
    content = content_of(
        kind,
        number,
        stored.version,
        held,
        language=language,
        issuer=_issuer(desk, held),
        decision=_decision(acts),
        journal=_in_journal(acts, stored, signer),
        beside=_beside(book, kinds(), held),
    )
    return _Drawn(content, stored.version)


def _note(book: Book, kind: str, number: str, by: str, drawn: _Drawn, sealed: Sealed) -> None:
    """Note in the journal who printed which version; raises ChangedMeanwhile."""
    actor = acting(book, by)
    stored = book.document(kind, number)
    if stored.version != drawn.version:
        raise ChangedMeanwhile(kind, number, drawn.version, stored.version)
    after = {
        "printed": drawn.version,
        "code": sealed.code,
        "language": drawn.content["language"],
    }
    book.record(actor, f"trade.{kind}.print", stored.subject, {}, after)


def _issuer(desk: Desk, held: Held[Any]) -> Issuer:
    """In whose name it is printed: as the paper says, else the first authority of the node.

    Raises NotOwnPaper where the paper names the authority of another territory.
    """
    from ringfence.exchange.papers.content import Issuer

    config = desk.node.config
    told = getattr(held.paper, "authority", None) or getattr(held.paper, "endorsed_by", None)
    if told is not None and told.country and not config.territory.startswith(told.country):
        raise NotOwnPaper(held.paper.number, told.country, config.territory)
    own = config.authority[0].name if config.authority else ""
    return Issuer(config.name, config.territory, (told.name if told else "") or own)


def _decision(acts: tuple[Written, ...]) -> Decided:
    """The act that decided on the paper, with its findings, day and rule book."""
    from ringfence.exchange.papers.content import Decided

    weighed = [one.leaf for one in acts if one.leaf.get("findings") and one.leaf.get("version")]
    deciding = [one for one in weighed if one["act"].rpartition(".")[2] in DECIDES]
    if not deciding:
        return Decided()
    last = deciding[-1]
    counts = Counter(
        "advice" if one.get("is_advice") else one["answer"] for one in last["findings"]
    )
    return Decided(last["at"][:10], last["rule_book"], dict(sorted(counts.items())))


def _in_journal(acts: tuple[Written, ...], stored: Stored, signer: Signer) -> InJournal:
    """The leaf of the act that made this version, with its proof and checkpoint."""
    from ringfence.exchange.papers.content import InJournal
    from ringfence.store.checkpoints import checkpoint_at

    made = [one for one in acts if one.leaf.get("version") == stored.version]
    row = made[0]
    note, proof = checkpoint_at(row.position, row.at, signer)
    hashes = tuple(one.hex() for one in proof)
    return InJournal(row.position, row.leaf_hash, row.leaf["at"], hashes, note.text)


def _beside(book: Book, known: Any, held: Held[Any]) -> Beside:
    """What the register says of the holder of a licence; nothing for other papers."""
    from ringfence.exchange.papers.content import Beside

    terms = held.paper
    if not isinstance(terms, LicenceTerms):
        return Beside()
    kind: DocumentKind = known["operator"]
    found = book.documents("operator", number=terms.holder)
    if not found:
        return Beside()
    holder = registered_as(held_of(kind, found[0]))
    sites = {cell.site for cell in terms.grid}
    return Beside(
        holder.party,
        tuple(one for one in holder.sites if one.site in sites),
        tuple(one for one in holder.duty_holders if _answers(one, terms)),
    )


def _answers(one: DutyHolder, terms: LicenceTerms) -> bool:
    """Whether a person of the licence has a duty that did not end before its first day."""
    return one.person in terms.persons and (one.until is None or one.until >= terms.valid_from)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it; raises NotWritten."""
    neighbour = path.with_name(f".{path.name}.part")
    try:
        neighbour.write_bytes(data)
        neighbour.replace(path)
    except OSError as error:
        neighbour.unlink(missing_ok=True)
        raise NotWritten(path, error) from error


def published_key(desk: Desk) -> dict[str, Any]:
    """The keys as the authority publishes them (`ringfence.key/1`): in use, and ended."""
    from ringfence.exchange.papers.seal import PublishedKey, Sealer, key_of_bytes
    from ringfence.store.node import own_keys as own_keys_of
    from ringfence.store.signed_note import public_bytes

    sealer = Sealer(signer_of(desk).pem)
    used, *ended = own_keys_of(desk.node)
    name, territory = desk.node.config.name, desk.territory
    before = [
        PublishedKey(
            name, territory, key_of_bytes(public_bytes(one.public_text)), one.since, one.ended_at,
            one.because,
        )
        for one in ended
    ]  # fmt: skip
    return sealer.published(name, territory, used.since, before)


@dataclass(frozen=True, slots=True)
class PrintedBefore:
    """A paper that this node printed under a short code, and how it stands now.

    printed, version  the version that was printed, and the one in the books
    """

    kind: str
    number: str
    state: str
    printed: int
    version: int

    @property
    def is_current(self) -> bool:
        """True where nothing has happened to it since it was printed."""
        return self.printed == self.version


def printed_before(desk: Desk, number: str, code: str) -> PrintedBefore | None:
    """The paper that was printed with that number and that short code; `None` for any other pair.

    Whoever has only a number, or guesses codes, learns nothing, not even that the number is taken.
    """
    from ringfence.exchange.papers.content import PAPERS

    asked = code.strip().upper()

    def job(book: Book) -> PrintedBefore | None:
        for kind in PAPERS:
            acts = book.acts(subject=f"{kind}:{number.strip()}", act=f"trade.{kind}.print")
            told = [one["after"] for one in acts]
            found = [one["printed"] for one in told if one["code"] == asked]
            if found:
                stored = book.document(kind, number.strip())
                return PrintedBefore(kind, stored.number, stored.state, found[-1], stored.version)
        return None

    return desk.look(job)


def own_keys(desk: Desk) -> dict[str, PublishedKey]:
    """The node's own keys as others keep them, to check its own papers with."""
    from ringfence.exchange.papers.seal import read_published

    return read_published(json.dumps(published_key(desk)), "the node's key")
