"""Files that firms hand in: kept by their hash, read by the firm itself and by officers.

The bytes are kept once. Who handed them in, for which firm and under which name is a document of
its own, so that two firms may hand in the same file and neither learns of the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.file_kinds import file_kind
from ringfence.store import files
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text
from ringfence.store.errors import NoSuchDocument
from ringfence.trade.permissions import Subject, Way, require, ways

KIND = "file"
KEEP = "trade.application.fill"
READ = "trade.application.read"
NAME_MAX = 120


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a firm: hash, name as handed in, content type, size in bytes, when."""

    sha256: str
    name: str
    content_type: str
    size: int
    kept_at: str
    operator: str


def keep_file(desk: Desk, content: bytes, name: str, operator: str, by: str) -> KeptFile:
    """Keep a PDF, JPEG or PNG of a firm; raises InputNotUnderstood, ActRefused."""
    return keep_bytes(desk, content, name, file_kind(content, name), operator, by)


def keep_bytes(
    desk: Desk, content: bytes, name: str, content_type: str, operator: str, by: str
) -> KeptFile:
    """Keep bytes whose kind was looked at already."""
    tidy = tidy_name(name)

    def job(book: Book) -> KeptFile:
        actor = acting(book, by)
        require(actor, KEEP, Subject(desk.territory, (operator,)))
        sha256 = files.put(
            content, name=tidy, content_type=content_type, person=actor.person,
            operator=operator, now=desk.now,
        )  # fmt: skip
        number = f"{operator}:{sha256}"
        here = book.documents(KIND, number=number)
        if here:
            return _kept(here[0].body)
        body = {
            "sha256": sha256,
            "name": tidy,
            "content_type": content_type,
            "size": len(content),
            "kept_at": instant_text(desk.now),
            "operator": operator,
        }
        book.add(
            KIND, body, actor=actor, act="trade.file.keep", state="kept", number=number,
            territory=desk.territory, operator=operator,
        )  # fmt: skip
        return _kept(body)

    return desk.work(job)


def _kept(body: object) -> KeptFile:
    return KeptFile(**dict(body))  # type: ignore[call-overload]


def tidy_name(name: str) -> str:
    """A file name without folders, control characters and quotes, at most NAME_MAX long."""
    bare = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        sign for sign in bare if unicodedata.category(sign)[0] != "C" and sign not in '"<>|:*?'
    )
    return kept.strip(". ")[-NAME_MAX:] or "file"


def files_of(desk: Desk, operator: str, by: str) -> list[KeptFile]:
    """The files of a firm, newest first."""

    def job(book: Book) -> list[KeptFile]:
        require(acting(book, by), READ, Subject(desk.territory, (operator,)), Way.READ)
        return [_kept(one.body) for one in book.documents(KIND, operator=operator)]

    return sorted(desk.look(job), key=lambda one: one.kept_at, reverse=True)


def named(desk: Desk, hashes: Iterable[str], operator: str, by: str) -> list[KeptFile]:
    """Those of a firm's files that a paper names, in its order."""
    every = {one.sha256: one for one in files_of(desk, operator, by)}
    return [every[one] for one in hashes if one in every]


def open_file(desk: Desk, sha256: str, by: str) -> tuple[KeptFile, bytes]:
    """A file that the person may read; the journal keeps that it was opened.

    Raises NoSuchDocument alike for a file that is not there and for one of another firm.
    """

    def job(book: Book) -> tuple[KeptFile, bytes]:
        actor = acting(book, by)
        filters = {"operator": actor.operator} if actor.operator else {}
        for stored in book.documents(KIND, where={"sha256": sha256}, **filters):
            kept = _kept(stored.body)
            content = files.read(sha256)
            subject = Subject(desk.territory, (kept.operator,))
            if content is not None and Way.READ in ways(actor, READ, subject):
                after = {"opened": sha256}
                book.record(actor, "trade.file.open", stored.subject, {}, after)
                return kept, content
        raise NoSuchDocument(KIND, sha256)

    return desk.work(job)
