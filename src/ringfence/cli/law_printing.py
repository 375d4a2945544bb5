"""How lists, substances, changes and gaps are laid out as text, readable at 100 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ringfence.cli.printing import PAGE, columns, short_window, width, wrapped
from ringfence.exchange.law_format import in_order, name_of, salts_of
from ringfence.law.acts import Act, Action
from ringfence.law.differences import Change, ChangeKind
from ringfence.law.entry import Convention, Entry
from ringfence.law.gaps import Delay, Gap, GapKind, GapReport, Matrix, NationalOnly
from ringfence.law.lists import ListBook
from ringfence.law.overlay import NationalStanding, not_held
from ringfence.substance.catalogue import Catalogue, Name, Substance
from ringfence.terms import Answer, Day

ROWS_SHOWN = 5
"""How many rows of each kind `law gaps` prints without --all."""

_NAME_WIDTH = 36
_LEVEL_WIDTH = 40


def _level(text: str) -> str:
    """A national level in a table; a very long one is cut, and stands in full in --json."""
    first, *rest = wrapped(text, _LEVEL_WIDTH)
    return f"{first} ..." if rest else first


def _sentences(notes: Iterable[str]) -> list[str]:
    return [line for note in notes for line in wrapped(note, PAGE)]


def place_of(entry: Entry) -> str:
    """`1961 I`, with the item of Schedule III."""
    item = f" item {entry.item}" if entry.item else ""
    return f"{entry.convention} {entry.schedule}{item}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# Lists


def list_text(
    day: Day,
    rows: Sequence[tuple[Entry, Answer]],
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> str:
    """The international list of a day, one line an entry, counts at the end."""
    head = ("list", "answer", "since", "decision", "trust", "substance")
    body = [
        (
            place_of(entry),
            answer,
            short_window(entry.since),
            entry.decision or "",
            entry.trust,
            name_of(entry.substance, catalogue),
        )
        for entry, answer in rows
    ]
    lines = columns([head, *body]) if body else []
    return "\n".join((*lines, *_list_end(day, rows, notes, lists)))


def _list_end(
    day: Day, rows: Sequence[tuple[Entry, Answer]], notes: Sequence[str], lists: ListBook
) -> Iterator[str]:
    counts = Counter(f"{entry.convention} {entry.schedule}" for entry, _ in rows)
    total = _counted(len(rows), "entry", "entries")
    by_list = ", ".join(f"{place}: {number}" for place, number in counts.items())
    yield f"{total} on {day}{f' ({by_list})' if len(counts) > 1 else ''}, rule book {lists.version}"
    open_ = sum(answer is Answer.UNDETERMINED for _, answer in rows)
    if open_:
        yield f"{open_} undetermined: the day of effect is not known, or the decision not confirmed"
    yield from _sentences(notes)


def national_list_text(
    day: Day,
    country: str,
    rows: Sequence[NationalStanding],
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> str:
    """The national list of a day, one line an entry, counts and what is missing at the end."""
    head = ("level", "answer", "since", "basis", "substance")
    body = [
        (
            _level(one.schedule),
            one.answer,
            short_window(one.entry.since),
            one.entry.basis,
            name_of(one.entry.substance, catalogue) if one.entry.substance else one.entry.name,
        )
        for one in rows
        if one.entry is not None
    ]
    lines = columns([head, *body]) if body else []
    cited = Counter(one.citation for one in rows)
    lines += [f"{number} of {citation}" for citation, number in cited.items()]
    open_ = sum(one.answer is Answer.UNDETERMINED for one in rows)
    total = _counted(len(rows), "entry", "entries")
    end = [f"{total} of {country} on {day}, rule book {lists.version}"]
    if open_:
        end.append(f"{open_} undetermined: listed, but since when is not known")
    return "\n".join((*lines, *end, *_sentences(notes)))


# One substance


def substance_text(
    substance: Substance,
    notes: Sequence[str],
    day: Day,
    national: Sequence[NationalStanding],
    lists: ListBook,
    catalogue: Catalogue,
) -> str:
    """What a substance is and what every list says of it, over time and on the day."""
    parts = [
        [f"{substance.name}   law of {day}, rule book {lists.version}", *_sentences(notes)],
        _identity(substance),
        _section("names", _names([n for n in catalogue.names if n.substance == substance.id])),
        _section(f"conventions on {day}", _entries(substance.id, day, lists)),
        _section("over time", _acts(substance.id, lists)),
        _section("reach", _reach(substance.id, day, lists)),
        _section("related", _related(substance.id, catalogue)),
        _section(f"national law on {day}", _national(national)),
        _section("salts: grams of anhydrous base in one gram", _salts(substance.id, catalogue)),
    ]
    return "\n".join(line for part in parts for line in part)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = [f"  {line}" for line in lines]
    return [title, *body] if body else []


def _identity(substance: Substance) -> list[str]:
    cas = ", ".join(substance.cas)
    rows = (
        ("id", substance.id),
        ("kind", substance.kind.value.replace("_", " ")),
        ("CAS", f"{cas} [{substance.cas_trust}]" if cas else ""),
        ("formula", substance.formula),
        ("InChIKey", substance.inchikey and f"{substance.inchikey} [{substance.trust}]"),
        ("SMILES", substance.smiles),
    )
    return [f"  {line}" for line in columns([row for row in rows if row[1]])]


def _names(names: Sequence[Name]) -> Iterator[str]:
    """Names by language and kind, with how they are known."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in names:
        groups.setdefault((one.language, one.kind, one.trust), []).append(one.name)
    heads = columns([(language, kind, f"[{trust}]") for language, kind, trust in groups])
    wide = max((width(head) for head in heads), default=0)
    for head, found in zip(heads, groups.values(), strict=True):
        first, *rest = wrapped("; ".join(found), 96 - wide)
        yield f"{head:<{wide}}  {first}"
        yield from (" " * (wide + 2) + line for line in rest)


def _entries(substance: str, day: Day, lists: ListBook) -> Iterator[str]:
    entries = lists.entries_of(substance)
    exclusion = lists.exclusions.get(substance)
    if exclusion is not None:
        yield from wrapped(f"left out by name: {exclusion.says} ({exclusion.citation})", 98)
    elif not entries:
        yield "no Schedule or Table has ever listed it under its own name, which is not the same"
        yield "as not controlled: `ringfence identify` says whether an entry reaches it"
    rows = [
        (place_of(one), one.answer_on(day), _from_to(one), one.citation, f"[{one.trust}]")
        for one in entries
    ]
    yield from columns(rows)


def _from_to(entry: Entry) -> str:
    since = f"since {short_window(entry.since)}"
    if entry.until is None:
        return since
    return f"{since}, until {short_window(entry.until)}"


def _acts(substance: str, lists: ListBook) -> list[str]:
    acts = in_order(act for act in lists.acts if act.substance == substance)
    if not acts:
        return []
    head = ("in force", "act", "decision", "decided", "communicated", "trust")
    rows = [
        (
            short_window(act.takes_effect()),
            _act_text(act),
            act.citation or ("treaty" if act.is_treaty_original else "number not known"),
            short_window(act.decided),
            short_window(act.communicated),
            f"{act.trust}{'' if act.is_confirmed else ', not confirmed'}",
        )
        for act in acts
    ]
    return columns([head, *rows])


def _act_text(act: Act) -> str:
    item = f" item {act.item}" if act.item else ""
    if act.action is Action.TRANSFER:
        return f"{act.convention} {act.from_schedule} to {act.to_schedule}{item}"
    if act.action is Action.DELETE:
        return f"out of {act.convention} {act.from_schedule}"
    return f"into {act.convention} {act.to_schedule}{item}"


def _reach(substance: str, day: Day, lists: ListBook) -> Iterator[str]:
    """What the entries that stand on the day reach, in the words of the Schedules."""
    said: dict[tuple[str, ...], list[str]] = {}
    for entry in lists.entries_of(substance):
        if entry.answer_on(day) is not Answer.NOT_MET and entry.scope_notes:
            said.setdefault(entry.scope_notes, []).append(place_of(entry))
    for notes, places in said.items():
        yield f"{', '.join(places)}:"
        for note in notes:
            first, *rest = wrapped(note, 92)
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)


def _related(substance: str, catalogue: Catalogue) -> Iterator[str]:
    for one in catalogue.relatives_of.get(substance, ()):
        yield f"{one.via} of {name_of(one.parent, catalogue)} [{one.trust}]"
    members = [one.name for one in catalogue.members if one.group == substance]
    if members:
        yield from wrapped("members: " + "; ".join(members), 96)


def _national(standings: Sequence[NationalStanding]) -> Iterator[str]:
    held = [one for one in standings if one.entry is not None]
    rows = [
        (
            one.country,
            one.answer,
            "" if one.entry is None else short_window(one.entry.since),
            "" if one.entry is None else f"[{one.entry.basis}]",
            one.schedule,
        )
        for one in held
    ]
    yield from columns(rows)
    absent: dict[tuple[Answer, str], list[str]] = {}
    for one in standings:
        if one.entry is None:
            reason = one.reason.replace(f" of {one.country} ", " ")
            absent.setdefault((one.answer, reason), []).append(one.country)
    for (answer, reason), countries in absent.items():
        first, *rest = wrapped(f"{', '.join(countries)}  {answer}: {reason}", 96)
        yield first
        yield from (f"  {line}" for line in rest)


def _salts(substance: str, catalogue: Catalogue) -> list[str]:
    rows = [
        (f"{salt.base_factor:.6f}", f"[{salt.trust}]", ", ".join(salt.cas), salt.name)
        for salt in salts_of(substance, catalogue)
    ]
    return columns(rows)


# Changes


def diff_text(
    first: Day,
    last: Day,
    changes: Sequence[Change],
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> str:
    """What changed, one line a substance, counts at the end."""
    head = ("change", "list", "answers", "in force", "decision", "trust", "substance")
    rows = [
        (
            change.kind,
            _moved(change),
            f"{change.before} > {change.after}",
            _change_window(change),
            change.decision or "",
            change.entry.trust,
            name_of(change.substance, catalogue),
        )
        for change in changes
    ]
    counts = Counter(change.kind for change in changes)
    said = ", ".join(f"{counts[kind]} {kind}" for kind in ChangeKind if counts[kind])
    end = f"{_counted(len(rows), 'change', 'changes')} from {first} to {last}"
    end = f"{end}{f': {said}' if said else ''}; rule book {lists.version}"
    return "\n".join((*columns([head, *rows] if rows else []), end, *_sentences(notes)))


def _moved(change: Change) -> str:
    if change.from_schedule and change.to_schedule:
        return f"{change.convention} {change.from_schedule} to {change.to_schedule}"
    item = f" item {change.entry.item}" if change.entry.item else ""
    return f"{change.convention} {change.from_schedule or change.to_schedule}{item}"


def _change_window(change: Change) -> str:
    if change.to_schedule is None:
        return short_window(change.entry.until)
    return short_window(change.entry.since)


# Gaps


def gaps_text(
    report: GapReport,
    all_rows: bool,
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> str:
    """Counts, then the rows of each kind that is not plain control, and the reverse."""
    lines = [f"{report.country}   law of {report.day}, rule book {lists.version}"]
    lines += _sentences([report.reason, *notes])
    lines += _count_lines({str(one): report.count(one) for one in Convention})
    limit = None if all_rows else ROWS_SHOWN
    for kind in GapKind:
        found = [gap for gap in report.gaps if gap.kind is kind]
        if found and (all_rows or kind is not GapKind.CONTROLLED):
            lines += _gap_section(f"{kind} ({len(found)})", found, limit, catalogue)
    late = report.late()
    if late:
        lines += _gap_section(f"listed late ({len(late)})", late, limit, catalogue, reasons=False)
    lines += _national_only(report.national_only, limit, catalogue)
    return "\n".join(lines)


def _count_lines(counts: Mapping[str, Mapping[GapKind, int]]) -> list[str]:
    """A table of kinds by convention or country, numbers flush right."""
    head = ["", *(_KIND_HEADS[kind] for kind in GapKind), "all"]
    rows = [
        [name, *(str(kinds[kind]) for kind in GapKind), str(sum(kinds.values()))]
        for name, kinds in counts.items()
    ]
    wide = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    return [
        "  ".join(
            cell.rjust(wide[at]) if at else cell.ljust(wide[at]) for at, cell in enumerate(row)
        )
        for row in [head, *rows]
    ]


_KIND_HEADS = {
    GapKind.CONTROLLED: "controlled",
    GapKind.LOOSER: "looser",
    GapKind.NOT_CONTROLLED: "not controlled",
    GapKind.NOT_SEEN: "not seen",
    GapKind.UNDETERMINED: "undetermined",
}


def _gap_section(
    title: str,
    found: Sequence[Gap],
    limit: int | None,
    catalogue: Catalogue,
    reasons: bool = True,
) -> list[str]:
    rows = [
        (
            f"{gap.entry.convention} {gap.entry.schedule}",
            "" if gap.delay is None else _delay_text(gap.delay),
            _level(" + ".join(dict.fromkeys(o.schedule for o in gap.national if o.schedule))),
            name_of(gap.substance, catalogue),
        )
        for gap in found[:limit]
    ]
    lines = [f"  {line}" for line in columns(rows)]
    lines += _more(len(found), len(rows))
    return [title, *lines, *(_reason_lines(found, limit) if reasons else ())]


def _delay_text(delay: Delay) -> str:
    """Days from the treaty's effect to the national listing: `206 days`, `183..488 days`."""
    if delay.is_exact:
        return f"{delay.days_min} days"
    first = "" if delay.days_min is None else delay.days_min
    last = "" if delay.days_max is None else delay.days_max
    return f"{first}..{last} days"


def _more(total: int, shown: int) -> list[str]:
    return [f"  and {total - shown} more: --all prints them"] if total > shown else []


def _reason_lines(found: Sequence[Gap], limit: int | None) -> Iterator[str]:
    """The reasons, the most frequent first."""
    counts = Counter(gap.reason for gap in found)
    for reason, number in counts.most_common(None if limit is None else 2):
        first, *rest = wrapped(f"because ({number}): {reason}", 98)
        yield f"  {first}"
        yield from (f"    {line}" for line in rest)


def _national_only(
    found: Sequence[NationalOnly], limit: int | None, catalogue: Catalogue
) -> list[str]:
    if not found:
        return []
    rows = [
        (
            one.national[0].answer,
            _level(" + ".join(dict.fromkeys(o.schedule for o in one.national))),
            one.name or name_of(one.substance, catalogue),
        )
        for one in found[:limit]
    ]
    title = f"listed nationally and by no convention ({len(found)})"
    return [title, *(f"  {line}" for line in columns(rows)), *_more(len(found), len(rows))]


def matrix_text(
    found: Matrix,
    all_rows: bool,
    notes: Sequence[str],
    lists: ListBook,
    catalogue: Catalogue,
) -> str:
    """The countries against each convention; with `all_rows` a letter for every substance."""
    lines = [f"law of {found.day}, rule book {lists.version}", *_sentences(notes)]
    for convention in Convention:
        lines.append(f"{convention}: substances by how national law stands to them")
        lines += _count_lines({one: found.counts[one][convention] for one in found.countries})
    if all_rows:
        lines += _grid(found, catalogue)
    others = ", ".join(sorted(not_held()))
    lines.append(
        f"{_counted(len(found.countries), 'country', 'countries')} held, most in part; "
        f"known to be missing: {others}; `ringfence law gaps CC` says more"
    )
    return "\n".join(lines)


_LETTERS = {
    GapKind.CONTROLLED: "C",
    GapKind.LOOSER: "L",
    GapKind.NOT_CONTROLLED: "-",
    GapKind.NOT_SEEN: ".",
    GapKind.UNDETERMINED: "?",
}


def _grid(found: Matrix, catalogue: Catalogue) -> list[str]:
    key = ", ".join(f"{letter} {_KIND_HEADS[kind]}" for kind, letter in _LETTERS.items())
    head = ["", "", *found.countries]
    rows = [
        [convention, name_of(substance, catalogue), *(_LETTERS[kinds[one]] for one in kinds)]
        for (convention, substance), kinds in found.substances.items()
    ]
    return [key, *(line for line in _grid_lines(head, rows))]


def _grid_lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (head, *rows):
        cells = " ".join(f"{cell:<2}" for cell in row[2:])
        name = row[1] + " " * max(0, _NAME_WIDTH - width(row[1]))
        yield f"{row[0]:<4} {name} {cells}".rstrip()
