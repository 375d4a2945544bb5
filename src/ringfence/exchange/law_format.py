"""The JSON forms of `ringfence law`: list, show, diff, gaps and matrix, each at version 1.

Keys may be added, never renamed or removed. Documented in docs/formats.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ringfence.exchange.identify_format import national_to_wire
from ringfence.law.acts import Act
from ringfence.law.differences import Change
from ringfence.law.entry import Convention, Entry
from ringfence.law.gaps import Delay, Gap, GapKind, GapReport, Matrix, NationalOnly
from ringfence.law.lists import Exclusion, ListBook
from ringfence.law.overlay import NationalStanding
from ringfence.substance.catalogue import Catalogue, Name, Relative, Salt, Substance
from ringfence.terms import Answer, Country, Day, DayWindow

LIST = "ringfence.law.list/1"
SHOW = "ringfence.law.show/1"
DIFF = "ringfence.law.diff/1"
GAPS = "ringfence.law.gaps/1"
MATRIX = "ringfence.law.matrix/1"

KIND_KEYS = {
    GapKind.CONTROLLED: "controlled",
    GapKind.LOOSER: "looser",
    GapKind.NOT_CONTROLLED: "not_controlled",
    GapKind.NOT_SEEN: "not_seen",
    GapKind.UNDETERMINED: "undetermined",
}
"""The kinds of a gap as they are written."""


def name_of(substance: str, catalogue: Catalogue) -> str:
    """The name of a substance for people: its INN or list name, else its id."""
    row = catalogue.substances.get(substance)
    return substance if row is None else row.name


def _head(form: str, day: Day, lists: ListBook) -> dict[str, Any]:
    held = {held.convention.value: held.day.isoformat() for held in lists.held_to.values()}
    return {
        "format": form,
        "day": day.isoformat(),
        "rule_book": lists.version,
        "held_to": held,
    }


def list_to_wire(
    day: Day,
    rows: Iterable[tuple[Entry, Answer]],
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """The international list of a day."""
    entries = [_entry(entry, answer, catalogue) for entry, answer in rows]
    head = _head(LIST, day, lists)
    return {**head, "country": None, "entries": entries, "national": [], "notes": list(notes)}


def national_list_to_wire(
    day: Day,
    country: Country,
    rows: Sequence[NationalStanding],
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """The national list of one country on a day."""
    national = [_national_entry(one, catalogue) for one in rows]
    head = _head(LIST, day, lists)
    return {**head, "country": country, "entries": [], "national": national, "notes": list(notes)}


def _national_entry(one: NationalStanding, catalogue: Catalogue) -> dict[str, Any]:
    """A national standing with what it stands for; `substance` is null for unknown names."""
    (wire,) = national_to_wire([one])
    entry = one.entry
    if entry is None:
        return {**wire, "substance": None, "name": None}
    return {
        "substance": entry.substance or None,
        "name": name_of(entry.substance, catalogue) if entry.substance else entry.name,
        "written": entry.name or None,
        **wire,
        "instrument": entry.instrument,
        "regime": None if one.regime is None else one.regime.value,
        **_days(entry.since, entry.until),
        "source": entry.source,
        "note": entry.note or None,
    }


def _entry(entry: Entry, answer: Answer, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "convention": entry.convention.value,
        "schedule": entry.schedule,
        "item": entry.item or None,
        "substance": entry.substance,
        "name": name_of(entry.substance, catalogue),
        "answer": answer.value,
        **_days(entry.since, entry.until),
        "citation": entry.citation,
        "decision": entry.decision,
        "ended_by": entry.ended_by,
        "trust": str(entry.trust),
        "is_confirmed": entry.is_confirmed,
        "preparations_only": entry.preparations_only,
        "source": entry.source,
    }


def _days(since: DayWindow, until: DayWindow | None) -> dict[str, str | None]:
    """Four bounds; all four of an exact day are that day, an open one is null."""
    return {**_window("since", since), **_window("until", until)}


def _window(key: str, window: DayWindow | None) -> dict[str, str | None]:
    earliest = None if window is None else window.earliest
    latest = None if window is None else window.latest
    return {
        f"{key}_earliest": None if earliest is None else earliest.isoformat(),
        f"{key}_latest": None if latest is None else latest.isoformat(),
    }


def substance_to_wire(
    text: str,
    substance: Substance,
    notes: Sequence[str],
    day: Day,
    national: Sequence[NationalStanding],
    lists: ListBook,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """One substance: what it is, its international entries over time, national law on a day."""
    entries = lists.entries_of(substance.id)
    acts = [act for act in lists.acts if act.substance == substance.id]
    relatives = catalogue.relatives_of.get(substance.id, ())
    exclusion = lists.exclusions.get(substance.id)
    return {
        **_head(SHOW, day, lists),
        "input": text,
        "candidates": [{"substance": substance.id, "name": substance.name}],
        "substance": _identity(substance),
        "names": [_name(name) for name in catalogue.names if name.substance == substance.id],
        "entries": [_entry_in_full(entry, entry.answer_on(day), catalogue) for entry in entries],
        "acts": [_act(act) for act in in_order(acts)],
        "exclusion": None if exclusion is None else _exclusion(exclusion),
        "relatives": [_relative(one, catalogue) for one in relatives],
        "members": [one.name for one in catalogue.members if one.group == substance.id],
        "national": national_to_wire(national),
        "salts": [_salt(salt) for salt in salts_of(substance.id, catalogue)],
        "notes": list(notes),
    }


def ambiguous_to_wire(
    text: str, candidates: Sequence[str], day: Day, lists: ListBook, catalogue: Catalogue
) -> dict[str, Any]:
    """A name that may mean several substances: which."""
    may_be = [{"substance": one, "name": name_of(one, catalogue)} for one in candidates]
    return {**_head(SHOW, day, lists), "input": text, "candidates": may_be, "substance": None}


def in_order(acts: Iterable[Act]) -> list[Act]:
    """Acts by the last possible day of their effect, an unknown one at the end."""
    return sorted(acts, key=lambda act: (act.takes_effect().latest or Day.max, act.convention))


def salts_of(substance: str, catalogue: Catalogue) -> list[Salt]:
    """The salts and hydrates of a substance, by name."""
    found = [salt for salt in catalogue.salts.values() if salt.substance == substance]
    return sorted(found, key=lambda salt: salt.name)


def _identity(substance: Substance) -> dict[str, Any]:
    return {
        "id": substance.id,
        "name": substance.name,
        "kind": substance.kind.value,
        "cas": list(substance.cas),
        "cas_trust": substance.cas_trust.value,
        "formula": substance.formula or None,
        "inchikey": substance.inchikey or None,
        "smiles": substance.smiles or None,
        "stereo": substance.stereo.value,
        "trust": substance.trust.value,
    }


def _name(name: Name) -> dict[str, Any]:
    return {
        "name": name.name,
        "language": name.language,
        "kind": name.kind.value,
        "source": name.source,
        "trust": name.trust.value,
    }


def _entry_in_full(entry: Entry, answer: Answer, catalogue: Catalogue) -> dict[str, Any]:
    scope = {"stereo": entry.stereo.value, "scope_notes": list(entry.scope_notes)}
    return {**_entry(entry, answer, catalogue), **scope}


def _act(act: Act) -> dict[str, Any]:
    return {
        "action": act.action.value,
        "convention": act.convention.value,
        "from_schedule": act.from_schedule,
        "to_schedule": act.to_schedule,
        "item": act.item or None,
        "decision": act.citation,
        "session": act.session or None,
        **_window("decided", act.decided),
        **_window("communicated", act.communicated),
        **_window("effect", act.takes_effect()),
        "trust": act.trust.value,
        "is_confirmed": act.is_confirmed,
        "source": act.source,
    }


def _exclusion(exclusion: Exclusion) -> dict[str, Any]:
    return {
        "convention": exclusion.convention.value,
        "citation": exclusion.citation,
        "says": exclusion.says,
        "source": exclusion.source,
    }


def _relative(one: Relative, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "via": one.via.value,
        "parent": one.parent,
        "name": name_of(one.parent, catalogue),
        "stereo": one.stereo.value,
        "trust": one.trust.value,
    }


def _salt(salt: Salt) -> dict[str, Any]:
    return {
        "id": salt.id,
        "name": salt.name,
        "cas": list(salt.cas),
        "base_factor": str(salt.base_factor),
        "trust": salt.trust.value,
    }


def diff_to_wire(
    first: Day,
    last: Day,
    changes: Iterable[Change],
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """What changed in the lists between two days; `day` is the later one."""
    return {
        **_head(DIFF, last, lists),
        "from_day": first.isoformat(),
        "changes": [_change(change, catalogue) for change in changes],
        "notes": list(notes),
    }


def _change(change: Change, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "convention": change.convention.value,
        "substance": change.substance,
        "name": name_of(change.substance, catalogue),
        "item": change.entry.item or None,
        "from_schedule": change.from_schedule,
        "to_schedule": change.to_schedule,
        "before": change.before.value,
        "after": change.after.value,
        "decision": change.decision,
        **_days(change.entry.since, change.entry.until),
        "trust": str(change.entry.trust),
    }


def gaps_to_wire(
    report: GapReport, notes: Sequence[str], lists: ListBook, catalogue: Catalogue
) -> dict[str, Any]:
    """The conventions against one country's law: every substance, and the reverse."""
    return {
        **_head(GAPS, report.day, lists),
        "country": report.country,
        "is_held": report.is_held,
        "reason": report.reason,
        "notes": list(notes),
        "counts": {one.value: kinds_to_wire(report.count(one)) for one in Convention},
        "late": len(report.late()),
        "gaps": [_gap(gap, catalogue) for gap in report.gaps],
        "national_only": [_national_only(one, catalogue) for one in report.national_only],
    }


def kinds_to_wire(counts: Mapping[GapKind, int]) -> dict[str, int]:
    """Counts by kind, every kind present."""
    return {KIND_KEYS[kind]: counts[kind] for kind in GapKind}


def _gap(gap: Gap, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "substance": gap.substance,
        "name": name_of(gap.substance, catalogue),
        "convention": gap.entry.convention.value,
        "schedule": gap.entry.schedule,
        "is_in_force": gap.is_in_force.value,
        "kind": KIND_KEYS[gap.kind],
        "looser": gap.looser.value,
        **_delay(gap.delay),
        **_window("since", gap.entry.since),
        "trust": str(gap.entry.trust),
        "national": national_to_wire(gap.national),
        "reason": gap.reason,
    }


def _delay(delay: Delay | None) -> dict[str, Any]:
    if delay is None:
        return {"late": None, "delay_days_min": None, "delay_days_max": None}
    return {
        "late": delay.is_late.value,
        "delay_days_min": delay.days_min,
        "delay_days_max": delay.days_max,
    }


def _national_only(one: NationalOnly, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "substance": one.substance or None,
        "name": one.name or name_of(one.substance, catalogue),
        "national": national_to_wire(one.national),
    }


def matrix_to_wire(
    found: Matrix, notes: Sequence[str], lists: ListBook, catalogue: Catalogue
) -> dict[str, Any]:
    """All held countries against all conventions."""
    return {
        **_head(MATRIX, found.day, lists),
        "notes": list(notes),
        "countries": list(found.countries),
        "counts": {
            country: {one.value: kinds_to_wire(found.counts[country][one]) for one in Convention}
            for country in found.countries
        },
        "substances": [
            {
                "convention": convention.value,
                "substance": substance,
                "name": name_of(substance, catalogue),
                "countries": {country: KIND_KEYS[kind] for country, kind in kinds.items()},
            }
            for (convention, substance), kinds in found.substances.items()
        ],
    }
