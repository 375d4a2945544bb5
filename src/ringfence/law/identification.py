"""The answer on which everything rests: what is this, and is it controlled on that day?

`identify` joins what `substance.match` says a thing may be with what the lists of the day say
of each candidate. It decides nothing by default: an unknown name, signals that disagree, an
ambiguous name or a missing law are *undetermined*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ringfence.law import overlay
from ringfence.law.acts import ENTRY_INTO_FORCE
from ringfence.law.entry import Convention, Entry
from ringfence.law.leads import class_leads
from ringfence.law.lists import ListBook, load_lists
from ringfence.law.overlay import NationalStanding
from ringfence.law.scope import DERIVED, MATERIALS, Material, reach
from ringfence.substance.candidate import (
    Candidate,
    DoubtKind,
    Ground,
    Match,
    Query,
    Stereo,
    Via,
)
from ringfence.substance.catalogue import Catalogue, Kind, load_catalogue
from ringfence.substance.match import match as match_query
from ringfence.substance.name_rivals import near_names
from ringfence.terms import Answer, Country, Day, Verdict

_EXACT = (Via.LISTED, Via.PREPARATION, Via.SALT, Via.ISOTOPE)
_KNOWN_STEREO = (Stereo.SAME, Stereo.NOT_COMPARED)


@dataclass(frozen=True, slots=True)
class EntryStanding:
    """What one entry says of one candidate on the day."""

    entry: Entry
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class CandidateStanding:
    """One candidate with its international and national standing on the day."""

    candidate: Candidate
    name: str
    entries: tuple[EntryStanding, ...]
    national: tuple[NationalStanding, ...]
    excluded: str = ""
    """The sentence by which a Schedule excepts the substance by name, if one does."""
    material: Material | None = None
    """Set for a plant or extract that is on no list and holds something that is."""
    is_held: bool = False
    """True when a doubt stands that a person or a second signal must settle."""

    @property
    def answer(self) -> Answer:
        """Met when any entry is met, else undetermined when any is, else not met."""
        answers = {standing.answer for standing in self.entries}
        for answer in (Answer.MET, Answer.UNDETERMINED):
            if answer in answers:
                return answer
        return Answer.NOT_MET


@dataclass(frozen=True, slots=True)
class Identification:
    """The verdict on one thing on one day, with all its grounds."""

    match: Match
    day: Day
    verdict: Verdict
    candidates: tuple[CandidateStanding, ...]
    reasons: tuple[str, ...]
    rule_book: str


def identify(
    match: Match,
    day: Day,
    countries: Sequence[Country] | None = None,
    lists: ListBook | None = None,
    catalogue: Catalogue | None = None,
) -> Identification:
    """Say whether what was matched is controlled by a convention on `day`.

    `countries` limits the national standings to those countries, and makes a country whose law
    is not held answer undetermined; `None` shows the entries of every country that is held.
    """
    lists = lists or load_lists()
    catalogue = catalogue or load_catalogue()
    candidates = _with_relatives(match.candidates, day, lists, catalogue)
    standings = tuple(
        _stand(candidate, candidates, day, lists, catalogue, countries) for candidate in candidates
    )
    standings = _with_holds(_referred(standings), catalogue)
    standings = _in_order(_without_noise(standings))
    standings += _rivals(match, standings, day, lists, catalogue, countries)
    if not any(_is_listed(one) for one in standings):
        standings += _leads(match, day, countries)
    verdict, reasons = _verdict(match, standings, day, lists)
    return Identification(match, day, verdict, standings, reasons, lists.version)


def _rivals(
    match: Match,
    standings: tuple[CandidateStanding, ...],
    day: Day,
    lists: ListBook,
    catalogue: Catalogue,
    countries: Sequence[Country] | None,
) -> tuple[CandidateStanding, ...]:
    """What else a text may mean that was not read as it stands, and led to nothing controlled.

    Only those that a list of the day holds: a reading that is not exact must never release what
    as well may be a controlled name.
    """
    if match.conflicts or any(one.answer is not Answer.NOT_MET for one in standings):
        return ()
    others = near_names([one.candidate for one in standings], catalogue)
    found = (_stand(other, others, day, lists, catalogue, countries) for other in others)
    return tuple(replace(one, is_held=True) for one in found if one.answer is not Answer.NOT_MET)


def _referred(standings: tuple[CandidateStanding, ...]) -> tuple[CandidateStanding, ...]:
    """Refer to a person what is an ester or ether of both a Schedule II and a Schedule I drug.

    1961 Schedule II does not extend to esters and ethers, Schedule I does: which of them the
    thing falls under (acetylcodeine: codeine or morphine) the text does not settle.
    """
    of_schedule_2 = any(
        standing.entry.convention is Convention.UN1961 and standing.entry.schedule == "II"
        for one in standings
        if one.candidate.via in _COMPOUND
        for standing in one.entries
    )
    return tuple(_refer(one) for one in standings) if of_schedule_2 else standings


_COMPOUND = (Via.ESTER, Via.ETHER)


def _refer(one: CandidateStanding) -> CandidateStanding:
    if one.candidate.via not in _COMPOUND or one.answer is not Answer.MET:
        return one
    reason = "also an ester or ether of a drug in Schedule II, which does not extend to those"
    entries = tuple(
        replace(standing, answer=Answer.UNDETERMINED, reason=f"{reason}: a person must judge")
        if standing.answer is Answer.MET
        else standing
        for standing in one.entries
    )
    return replace(one, entries=entries)


SHORT_NAME_LETTERS = 4
"""Up to this length a name that several substances bear settles nothing by itself."""


def _with_holds(
    standings: tuple[CandidateStanding, ...], catalogue: Catalogue
) -> tuple[CandidateStanding, ...]:
    """Mark the candidates that a doubt holds.

    A conflict always holds. A name that several substances bear does not, where every one of
    them is controlled and they are one skeleton or family, or the name is more than a short code
    and no other doubt says so: then it is open which of them it is, but not whether it is
    controlled.
    """
    shared = [one for one in standings if one.candidate.has_doubt(DoubtKind.AMBIGUOUS)]
    settled = len(shared) > 1 and all(one.answer is Answer.MET for one in shared)
    if settled:
        short = any(len(one.candidate.read) <= SHORT_NAME_LETTERS for one in shared)
        settled = not short or _are_family(shared, catalogue)
        settled = settled and not any(_is_doubted_further(one.candidate) for one in shared)
    blocking = (DoubtKind.CONFLICT,) if settled else (DoubtKind.CONFLICT, DoubtKind.AMBIGUOUS)
    return tuple(
        replace(one, is_held=_is_open(one.material) or one.candidate.has_doubt(*blocking))
        for one in standings
    )


def _is_open(material: Material | None) -> bool:
    return material is not None and material.is_open


def _is_doubted_further(candidate: Candidate) -> bool:
    """True when more than that a name is shared speaks for yet another thing."""
    return sum(doubt.kind is DoubtKind.AMBIGUOUS for doubt in candidate.doubts) > 1


def _are_family(standings: Sequence[CandidateStanding], catalogue: Catalogue) -> bool:
    """True for stereoisomers of one skeleton, or members of an isomer group beside the group."""
    rows = [catalogue.substances.get(one.candidate.substance) for one in standings]
    single = [row for row in rows if row is not None and row.kind is not Kind.ISOMER_GROUP]
    return None not in rows and len({row.inchikey[:14] for row in single}) == 1


REMEMBERED_QUERIES = 65_536
"""How many answers to different signals are kept; real consignments repeat themselves."""


def identified(
    query: Query, day: Day, lists: ListBook | None = None, catalogue: Catalogue | None = None
) -> Identification:
    """What the signals of a query are, by treaty lists only; remembered for the catalogue's own."""
    if catalogue is None or catalogue is load_catalogue():
        return _remembered(query, day, lists or load_lists())
    return identify(match_query(query, catalogue), day, (), lists, catalogue)


@lru_cache(maxsize=REMEMBERED_QUERIES)
def _remembered(query: Query, day: Day, lists: ListBook) -> Identification:
    return identify(match_query(query), day, (), lists)


def _is_listed(one: CandidateStanding) -> bool:
    """True when an individual list, international or national, names the thing itself."""
    named = one.candidate.via in _EXACT and bool(one.national)
    return one.answer is Answer.MET or named or bool(one.excluded)


def _leads(
    match: Match, day: Day, countries: Sequence[Country] | None
) -> tuple[CandidateStanding, ...]:
    return tuple(
        CandidateStanding(candidate, covers, (), (standing,))
        for candidate, standing, covers in class_leads(match.query, day, countries)
    )


def _with_relatives(
    candidates: Iterable[Candidate], day: Day, lists: ListBook, catalogue: Catalogue
) -> tuple[Candidate, ...]:
    """Add what the catalogue's unlisted substances derive from, and drop what a listing ends.

    An ester or ether that stands in a Schedule of its own is judged there alone (1961,
    Schedule I, closing words); one excepted by name is not judged as an isomer of another.
    """
    found: dict[tuple[str, Via], Candidate] = {}
    own = [candidate for candidate in candidates if _is_exact(candidate)]
    settled = any(_is_settled(candidate.substance, day, lists) for candidate in own)
    for candidate in candidates:
        if settled and not _is_exact(candidate) and candidate.ground in _STRUCTURAL:
            continue
        found[candidate.substance, candidate.via] = candidate
    for candidate in own:
        if _is_settled(candidate.substance, day, lists):
            continue
        for relative in catalogue.relatives_of.get(candidate.substance, ()):
            key = relative.parent, relative.via
            derived = replace(
                candidate, substance=relative.parent, via=relative.via, stereo=relative.stereo
            )
            found.setdefault(key, derived)
    return tuple(found.values())


_STRUCTURAL = (Ground.STRUCTURE, Ground.INCHIKEY)


def _is_exact(candidate: Candidate) -> bool:
    return candidate.via in _EXACT and candidate.stereo in (*_KNOWN_STEREO, Stereo.UNDEFINED)


def _is_settled(substance: str, day: Day, lists: ListBook) -> bool:
    """True when a list of the day holds the substance, or excepts it by name."""
    if substance in lists.exclusions:
        return True
    return any(entry.answer_on(day) is not Answer.NOT_MET for entry in lists.entries_of(substance))


def _stand(
    candidate: Candidate,
    candidates: Sequence[Candidate],
    day: Day,
    lists: ListBook,
    catalogue: Catalogue,
    countries: Sequence[Country] | None,
) -> CandidateStanding:
    substance = catalogue.substances.get(candidate.substance)
    differ = _siblings_differ(candidate, candidates, day, lists)
    entries = tuple(
        standing
        for entry in lists.entries_of(candidate.substance)
        if (standing := _entry_standing(entry, candidate, day, differ)) is not None
    )
    exclusion = lists.exclusions.get(candidate.substance)
    return CandidateStanding(
        candidate=candidate,
        name=candidate.substance if substance is None else substance.name,
        entries=entries,
        national=_national(candidate, day, countries),
        excluded="" if exclusion is None else f"{exclusion.says} ({exclusion.citation})",
        material=_material(candidate.substance, day, lists),
    )


def _material(substance: str, day: Day, lists: ListBook) -> Material | None:
    """A plant or extract, while what it holds is listed."""
    found = MATERIALS.get(substance)
    return found if found is not None and _is_settled(found.holds, day, lists) else None


def _entry_standing(
    entry: Entry, candidate: Candidate, day: Day, siblings_differ: bool
) -> EntryStanding | None:
    """What the entry says, or None when it has not begun or is over on the day."""
    in_force = entry.answer_on(day)
    if in_force is Answer.NOT_MET:
        return None
    if entry.preparations_only and candidate.via not in (Via.LISTED, Via.PREPARATION, Via.SALT):
        return None
    reached = reach(entry, candidate, siblings_differ)
    if reached.answer is Answer.MET and in_force is Answer.UNDETERMINED:
        return EntryStanding(entry, Answer.UNDETERMINED, _why_unsure(entry))
    return EntryStanding(entry, reached.answer, reached.reason)


def _why_unsure(entry: Entry) -> str:
    if not entry.is_confirmed:
        return "the decision is known at second hand only and is not confirmed"
    if entry.until is not None and not entry.until.is_exact:
        return f"the day on which the entry ends is {entry.until}"
    if entry.convention is Convention.UN1961:
        return f"it takes effect for each Party on receipt of the notification: {entry.since}"
    return f"the day on which it takes effect is {entry.since}"


def _siblings_differ(
    candidate: Candidate, candidates: Sequence[Candidate], day: Day, lists: ListBook
) -> bool:
    """True when another configuration of the same thing is known and is not controlled."""
    if candidate.stereo is not Stereo.UNDEFINED:
        return False
    siblings = [other for other in candidates if other.stereo is Stereo.UNDEFINED]
    return any(not _is_controlled(other.substance, day, lists) for other in siblings)


def _is_controlled(substance: str, day: Day, lists: ListBook) -> bool:
    return any(
        entry.answer_on(day) is Answer.MET and not entry.preparations_only
        for entry in lists.entries_of(substance)
    )


def _national(
    candidate: Candidate, day: Day, countries: Sequence[Country] | None
) -> tuple[NationalStanding, ...]:
    if candidate.via in DERIVED:
        return ()
    return tuple(overlay.national_answers(candidate.substance, day, countries))


def national_of(
    found: Identification, countries: Sequence[Country] | None
) -> tuple[NationalStanding, ...]:
    """What countries say of what was identified: their lists, then their class rules.

    `None` asks every country of which something is held.
    """
    listed = tuple(
        standing
        for one in found.candidates
        for standing in _national(one.candidate, found.day, countries)
    )
    if any(standing.answer is not Answer.NOT_MET for standing in listed):
        return listed
    leads = class_leads(found.match.query, found.day, countries)
    return (*listed, *(standing for _, standing, _ in leads))


def _without_noise(standings: tuple[CandidateStanding, ...]) -> tuple[CandidateStanding, ...]:
    """Drop derivations that no entry reaches when something nearer was found."""
    near = [one for one in standings if one.candidate.via not in DERIVED]
    if not near:
        return standings
    return tuple(
        one
        for one in standings
        if one.candidate.via not in DERIVED or one.answer is not Answer.NOT_MET
    )


_ORDER = (Answer.MET, Answer.UNDETERMINED, Answer.NOT_MET)


def _in_order(standings: tuple[CandidateStanding, ...]) -> tuple[CandidateStanding, ...]:
    return tuple(
        sorted(standings, key=lambda one: (_ORDER.index(one.answer), one.candidate.via.rank))
    )


def _verdict(
    match: Match, standings: tuple[CandidateStanding, ...], day: Day, lists: ListBook
) -> tuple[Verdict, tuple[str, ...]]:
    held = [*match.conflicts, *match.unread]
    reasons = (*_reasons(standings), *_age_of(lists, day))
    if match.conflicts or match.unread:
        return Verdict.UNDETERMINED, (*held, *reasons)
    if any(one.answer is Answer.MET and not one.is_held for one in standings):
        return Verdict.CONTROLLED, reasons
    if any(one.answer is not Answer.NOT_MET or one.is_held for one in standings):
        return Verdict.UNDETERMINED, reasons
    if match.unknown:
        return Verdict.UNDETERMINED, (*reasons, *map(_unknown_sentence, match.unknown))
    misspelt = tuple(one.candidate.read for one in standings if one.candidate.errors)
    if misspelt:
        return Verdict.UNDETERMINED, (*reasons, *map(_misspelt_sentence, dict.fromkeys(misspelt)))
    missing_law = law_not_held(lists, day)
    if missing_law and (standings or match.structure_read or match.uncontrolled):
        return Verdict.UNDETERMINED, (*reasons, missing_law)
    if standings:
        return Verdict.NOT_CONTROLLED, (*reasons, _absent_sentence(day))
    return _nothing_found(match, day)


def _age_of(lists: ListBook, day: Day) -> tuple[str, ...]:
    if day <= lists.last_known_day:
        return ()
    return (f"the lists are held to {lists.last_known_day}: later decisions are not known",)


def law_not_held(lists: ListBook, day: Day) -> str:
    """Which law is missing on the day, or nothing when the lists of the day are held.

    Before the 1961 Convention other treaties stood, which are not held. After the next regular
    session of the Commission (March) a list that was not brought up to date may lack additions.
    """
    first = ENTRY_INTO_FORCE[Convention.UN1961]
    if day < first:
        return f"the treaties in force before {first} are not held"
    held = lists.last_known_day
    next_session_over = date(held.year + (held.month > 3), 3, 31)
    if day > next_session_over:
        return f"decisions of the Commission after {held} are not held: bring the lists up to date"
    return ""


def _nothing_found(match: Match, day: Day) -> tuple[Verdict, tuple[str, ...]]:
    if match.structure_read:
        reason = (
            "the structure was compared with every entry and is none of them, "
            "nor a salt, isomer, ester or ether that an entry reaches"
        )
        return Verdict.NOT_CONTROLLED, (reason, _absent_sentence(day))
    if match.uncontrolled:
        names = ", ".join(match.uncontrolled)
        return Verdict.NOT_CONTROLLED, (f"known, and on no list: {names}", _absent_sentence(day))
    return Verdict.UNDETERMINED, (
        "no list, catalogue or lexicon knows it: give a registry number or a structure",
    )


def _absent_sentence(day: Day) -> str:
    return f"no Schedule or Table of the three conventions lists it on {day}"


def _misspelt_sentence(part: str) -> str:
    return (
        f"{part!r} was read with typing errors, and nothing is called not controlled on that: "
        "compare the name, or give a registry number or a structure"
    )


def _unknown_sentence(part: str) -> str:
    wanted = "a name or a structure" if part[:1].isdigit() else "a registry number or a structure"
    return f"no list, catalogue or lexicon knows {part!r}: give {wanted}"


def _reasons(standings: tuple[CandidateStanding, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for standing in standings:
        for reason in _candidate_reasons(standing):
            found.setdefault(reason)
    return tuple(found)


def _is_aside(one: EntryStanding, standing: CandidateStanding) -> bool:
    """True for an entry on preparations beside a bare substance that is listed anyway."""
    is_bare = standing.candidate.via is not Via.PREPARATION
    return one.entry.preparations_only and is_bare and standing.answer is Answer.MET


def _candidate_reasons(standing: CandidateStanding) -> Iterable[str]:
    name = standing.name
    if standing.excluded:
        yield f"{name}: {standing.excluded}"
    if standing.material:
        judge = ": a person must judge" if standing.material.is_open else ""
        yield f"{name}: {standing.material.says}{judge}"
    for one in standing.entries:
        if _is_aside(one, standing):
            continue
        place = f"{name}, {one.entry.convention} {one.entry.schedule}"
        if one.answer is Answer.MET and not one.reason:
            yield f"{place}: listed ({one.entry.citation})"
        elif one.answer is not Answer.NOT_MET or one.reason:
            yield f"{place}: {one.reason} ({one.entry.citation})"
    doubts = (one for one in standing.candidate.doubts if one.kind is not DoubtKind.CONFLICT)
    yield from (f"{name}: {doubt.says}" for doubt in doubts)
    if not standing.entries and not standing.excluded:
        countries = sorted({one.country for one in standing.national if one.answer is Answer.MET})
        if countries:
            yield f"{name}: controlled nationally in {', '.join(countries)}"
