"""What a file is, by its own bytes: PDF, JPEG or PNG, without a lock and without programs.

The name of a file is not trusted. A PDF is looked through outside its pictures and texts: one that
is encrypted, runs scripts, starts programs or carries other files is refused.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from ringfence.law.record import InputNotUnderstood, Problem

BYTES_MAX = 25 * 1024 * 1024
UNPACKED_MAX = 64 * 1024 * 1024

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_PROGRAMS = (
    b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia", b"/XFA",
)  # fmt: skip
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")


def file_kind(content: bytes, name: str) -> str:
    """The content type of a file; raises InputNotUnderstood with what to do."""
    if not content:
        raise _refused(name, "the selected file is empty", "Select the file again")
    if len(content) > BYTES_MAX:
        raise _refused(
            name, "the selected file must be smaller than 25 MB", "Scan it anew, or divide it"
        )
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")
    if not kind:
        remedy = "Save it as PDF, JPEG or PNG and send that"
        raise _refused(name, "the selected file must be a PDF, JPEG or PNG", remedy)
    if kind == "application/pdf":
        _check_pdf(content, name)
    return kind


def _refused(name: str, problem: str, remedy: str) -> InputNotUnderstood:
    return InputNotUnderstood(name, (Problem("file", problem, remedy),))


def _check_pdf(content: bytes, name: str) -> None:
    for part in _structure(content, name):
        names = _HEX_NAME.sub(lambda found: bytes([int(found[1], 16)]), part)
        if re.search(rb"/Encrypt\b", names):
            raise _refused(
                name, "the selected file is password protected", "Save it without a password"
            )
        for sign in _PROGRAMS:
            if re.search(re.escape(sign) + rb"(?![A-Za-z])", names):
                remedy = "Print it to a new PDF and send that"
                raise _refused(name, "the selected file contains a macro or another file", remedy)


def _structure(content: bytes, name: str) -> Iterator[bytes]:
    """The parts of a PDF that say what it does: outside its streams, and inside object streams."""
    yield _STREAM.sub(b" ", content)
    unpacked, last = 0, 0
    for found in _STREAM.finditer(content):
        head = content[max(last, found.start() - 400) : found.start()]
        last = found.end()
        if b"/ObjStm" not in _HEX_NAME.sub(lambda sign: bytes([int(sign[1], 16)]), head):
            continue
        if b"Flate" not in head:
            yield found[1]
            continue
        try:
            part = zlib.decompressobj().decompress(found[1], UNPACKED_MAX)
        except zlib.error as wrong:
            raise _refused(name, "the file is broken", "Save it again and send that") from wrong
        unpacked += len(part)
        if unpacked >= UNPACKED_MAX:
            raise _refused(name, "the file unpacks to too much", "Print it to a new PDF")
        yield part
