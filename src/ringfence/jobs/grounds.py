"""Why a document was refused or held: the findings that decided, and the words of their citations.

They stand in the document where its own act weighed them, in what was proposed, or in the journal
where an act was refused by the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ringfence.jobs.doing import Desk
from ringfence.law.obligations import Text, load_obligations
from ringfence.store.book import Book
from ringfence.terms import Answer, Day, Finding
from ringfence.trade.acting import Held
from ringfence.trade.application import Proposal
from ringfence.trade.holding import Hold
from ringfence.trade.licence import Notice
from ringfence.trade.pre_export_notification import NoticeReply, ReplyWord
from ringfence.trade.refusing import Refusal

_CITED = re.compile(r"un(1961|1971|1988)/(\d+(?: ?bis)?)/(.+)")


@dataclass(frozen=True, slots=True)
class Ground:
    """One finding that stands against it, with what the register says of its citation."""

    finding: Finding
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that a person gave, where it rests, and what would change it, as far as told."""

    text: str
    citation: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why: what stands against it, what was met, and what persons gave as reasons.

    decided_on, by  of the act that led to the state; `is_refused` else held or undecided
    objection       that the other authority objected; its own reason is not for the firm
    """

    against: tuple[Ground, ...]
    met: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    decided_on: Day
    decided_by: str
    is_refused: bool
    hearing_until: Day | None = None
    objection: str = ""

    @property
    def remedies(self) -> tuple[str, ...]:
        """What persons said would change it."""
        return tuple(one.remedy for one in self.reasons if one.remedy)


def grounds_of(desk: Desk, kind: str, number: str, held: Held[Any], *, for_firm: bool) -> Grounds:
    """The grounds of the decision on a document."""
    proposals = held.happened(Proposal)
    refused = held.state in ("refused", "revoked")
    found = held.findings or (proposals[-1].findings if proposals else ())
    if not any(_is_against(one, refused) for one in found):
        found = desk.look(lambda book: _refused_before(book, f"{kind}:{number}")) or found
    notices = held.happened(Notice)
    grants = proposals[-1].grants if proposals else None
    is_refused = refused or (held.state == "decided" and grants is False)
    return Grounds(
        against=tuple(
            Ground(one, words_of(one.rule)) for one in found if _is_against(one, refused)
        ),
        met=tuple(one for one in found if one.answer is Answer.MET),
        reasons=(*_holds(held, for_firm=for_firm), *_reasons(held)),
        decided_on=held.days[-1],
        decided_by="" if for_firm else held.history[-1].person,
        is_refused=is_refused,
        hearing_until=notices[-1].hearing_until if notices else None,
        objection=_objection(held, for_firm=for_firm),
    )


def _is_against(one: Finding, refused: bool) -> bool:
    """A refusal keeps what stood against it as advice, for no rule must stand against a refusal."""
    return (replace(one, is_advice=False) if refused else one).is_against


def _reasons(held: Held[Any]) -> tuple[Reason, ...]:
    """What persons gave as reasons in the act that decided."""
    found = [Reason(one.reason, one.citation, one.remedy) for one in held.happened(Refusal)]
    found += [Reason(text) for one in held.happened(Proposal)[-1:] for text in one.reasons]
    notices = held.happened(Notice)[-1:]
    return (
        *found,
        *(Reason(one.reason, one.citation) for notice in notices for one in notice.grounds),
        *(Reason("", remedy=text) for notice in notices for text in notice.measures),
    )


STOPPED = frozenset({"held", "stopped", "detained"})
"""States into which one person alone brings it, and from which two let go."""


def _holds(held: Held[Any], *, for_firm: bool) -> tuple[Reason, ...]:
    """Why it is stopped, for the office; and what the firm was told would lift it."""
    said = held.happened(Hold)[-1:] if held.state in STOPPED else ()
    return tuple(
        Reason("" if for_firm else one.reason, remedy=one.for_firm)
        for one in said
        if one.for_firm or not for_firm
    )


def _objection(held: Held[Any], *, for_firm: bool) -> str:
    """That there was an objection; why is told to the office only."""
    said = [one for one in held.happened(NoticeReply) if one.reply is ReplyWord.OBJECTION]
    if not said:
        return ""
    return "" if for_firm else said[-1].explanation or str(said[-1].reply_reason or "")


def _refused_before(book: Book, subject: str) -> tuple[Finding, ...]:
    """The findings of the last act on it that the rules refused."""
    found = book.latest_acts({"subject": subject, "act__endswith": ".refused"}, 1)
    return tuple(_finding(one) for one in found[0].get("findings", ())) if found else ()


def _finding(kept: Mapping[str, Any]) -> Finding:
    return Finding(
        kept["rule"], Answer(kept["answer"]), kept["reason"], dict(kept.get("facts", {})),
        bool(kept.get("is_advice", False)),
    )  # fmt: skip


def words_of(citation: str) -> tuple[str, ...]:
    """What the register of obligations says of a citation, in its own words; nothing if nothing.

    >>> bool(words_of("un1961/31/5"))
    True
    """
    named = _CITED.fullmatch(citation)
    if named is None:
        return ()
    text, article, paragraph = Text(named[1]), named[2], named[3].replace("/", "")
    every = [one for one in load_obligations() if (one.text, one.article) == (text, article)]
    exact = [one for one in every if one.paragraph == paragraph]
    whole = paragraph.partition("(")[0]
    near = [one for one in every if one.paragraph.partition("(")[0] == whole]
    return tuple(one.summary for one in (exact or near)[:3])
