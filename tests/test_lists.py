"""The lists of any day: entries, windows, folds, receipts and broken files."""

from __future__ import annotations

import csv
import shutil
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.law import lists as module
from ringfence.law.acts import Act, Action, ActsDoNotFold, Basis, fold
from ringfence.law.data_file import LAW, DataFile
from ringfence.law.differences import ChangeKind, diff
from ringfence.law.entry import Convention, StereoScope, holds_on
from ringfence.law.lists import (
    load_lists,
    read_annex,
    read_decision,
    read_lists,
)
from ringfence.substance.catalogue import DATA
from ringfence.terms import Answer, DataError, DayWindow

CASES = Path(__file__).parent / "cases" / "lists"
SHARED = Path(__file__).parents[2] / "shared" / "control-lists"
TODAY = date(2026, 11, 24)
WORST_FIRST = (Answer.MET, Answer.UNDETERMINED)

COUNTS = {
    ("1961", "I"): 140,
    ("1961", "II"): 10,
    ("1961", "III"): 16,
    ("1961", "IV"): 18,
    ("1971", "I"): 33,
    ("1971", "II"): 65,
    ("1971", "III"): 9,
    ("1971", "IV"): 69,
    ("1988", "Table I"): 43,
    ("1988", "Table II"): 8,
}


def steps() -> list[object]:
    found: list[object] = []
    for path in sorted(CASES.glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        for step in case["on"]:
            name = f"{path.stem} on {step['as_of']}"
            found.append(pytest.param(case["substance"], step["as_of"], step["expect"], id=name))
    return found


def answer_at(substance: str, citation: str, day: date) -> Answer:
    answers = {
        entry.answer_on(day)
        for entry in load_lists().entries_of(substance)
        if entry.citation == citation
    }
    return next((answer for answer in WORST_FIRST if answer in answers), Answer.NOT_MET)


@pytest.mark.parametrize(("substance", "day", "expect"), steps())
def test_a_substance_stands_where_the_case_says(
    substance: str, day: date, expect: dict[str, str]
) -> None:
    found = {citation: answer_at(substance, citation, day).value for citation in expect}
    assert found == expect


def test_every_case_says_what_it_shows() -> None:
    for path in CASES.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))["says"], path.name


def test_the_lists_of_today_have_as_many_entries_as_the_editions_say() -> None:
    standing = Counter(
        (entry.convention.value, entry.schedule)
        for entry, answer in load_lists().on(TODAY)
        if answer is Answer.MET
    )
    assert standing == COUNTS


@pytest.mark.parametrize("file", ["un1961", "un1971", "un1988"])
def test_every_row_of_the_given_lists_stands_today(file: str) -> None:
    if not SHARED.exists():  # a clone without the given tables: the pinned counts stand for them
        assert sum(COUNTS.values()) == 411
        return
    standing = {
        (entry.convention.value, entry.schedule, entry.substance)
        for entry, answer in load_lists().on(TODAY)
        if answer is Answer.MET
    }
    with (SHARED / f"{file}.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {
            (row["convention"], row["schedule"], row["substance_id"])
            for row in csv.DictReader(lines)
            if row["substance_id"] != "any-of-1-7"
        }
    assert rows <= standing
    assert {one for one in standing if one[0] == file[2:]} == rows


def test_every_entry_has_a_citation_a_source_and_a_trust() -> None:
    for entry in load_lists().entries:
        prefix = "table" if entry.schedule.startswith("Table") else "sched"
        schedule = entry.schedule.removeprefix("Table ")
        assert entry.citation == f"un{entry.convention}/{prefix}/{schedule}"
        assert entry.source
        assert entry.trust in list(Basis)
        assert entry.scope_notes, entry


def test_every_window_is_a_window() -> None:
    for entry in load_lists().entries:
        for window in (entry.since, entry.until):
            if window is not None and window.earliest and window.latest:
                assert window.earliest <= window.latest, entry


def test_no_1971_or_1988_decision_takes_effect_before_180_days() -> None:
    for act in load_lists().acts:
        if act.convention is Convention.UN1961 or act.is_treaty_original or act.decided is None:
            continue
        window = act.takes_effect()
        assert act.decided.earliest and window.earliest
        assert window.earliest >= act.decided.earliest + timedelta(days=180), act


def test_no_1961_addition_is_exact_because_each_party_is_bound_on_receipt() -> None:
    later = [act for act in load_lists().acts if act.convention is Convention.UN1961]
    later = [act for act in later if not act.is_treaty_original]
    assert later
    assert not any(act.takes_effect().is_exact for act in later)


def test_stereo_scope_follows_the_designation() -> None:
    lists = load_lists()
    stereo = {
        (entry.substance, entry.schedule): entry.stereo
        for entry in lists.entries
        if entry.convention is not Convention.UN1988
    }
    assert stereo["morphine", "I"] is StereoScope.DESIGNATED
    assert stereo["racemorphan", "I"] is StereoScope.ANY
    assert stereo["cathinone", "I"] is StereoScope.ANY
    assert stereo["dronabinol", "II"] is StereoScope.ANY
    assert stereo["dexamfetamine", "II"] is StereoScope.DESIGNATED
    assert stereo["5f-mdmb-pinaca", "II"] is StereoScope.ANY
    tables = {entry.substance: entry.stereo for entry in lists.entries if "1988" in entry.citation}
    assert tables["ephedrine"] is StereoScope.DESIGNATED
    assert tables["apaan"] is StereoScope.ANY


def test_schedule_iii_lists_preparations_by_item() -> None:
    entries = [one for one in load_lists().entries_of("opium") if one.preparations_only]
    assert {entry.item for entry in entries} == {"4b", "7"}
    assert not load_lists().entries_of("any-of-1-7")


def test_what_the_schedules_exclude_by_name_is_held() -> None:
    exclusions = load_lists().exclusions
    assert exclusions["dextromethorphan"].citation == "un1961/sched/I"
    assert exclusions["dextrorphan"].source
    assert exclusions["sodium-chloride"].convention is Convention.UN1988
    assert exclusions["sodium-sulfate"].citation == "un1988/table/II"
    assert not set(exclusions) & load_lists().substances


def test_accepting_the_unconfirmed_decisions_makes_them_certain() -> None:
    day = date(2027, 1, 1)
    doubtful = [entry for entry, answer in load_lists().on(day) if answer is not Answer.MET]
    assert {entry.substance for entry in doubtful} == {
        "mdmb-fubinaca",
        "n-desethyl-etonitazene",
        "n-pyrrolidino-isotonitazene",
    }
    accepted = load_lists().accepting_unconfirmed()
    assert all(answer is Answer.MET for _, answer in accepted.on(day))


def test_an_unconfirmed_deletion_leaves_the_entry_undetermined() -> None:
    added, deleted = act(Action.ADD, 2000), replace(act(Action.DELETE, 2010), is_confirmed=False)
    (entry,) = fold([added, deleted])
    assert entry.answer_on(date(2005, 1, 1)) is Answer.MET
    assert entry.answer_on(date(2015, 1, 1)) is Answer.UNDETERMINED
    assert entry.answer_on(date(1995, 1, 1)) is Answer.NOT_MET


def test_the_book_says_to_which_day_it_is_held() -> None:
    lists = load_lists()
    assert lists.last_known_day == TODAY
    assert all(held.source for held in lists.held_to.values())
    assert lists.is_held_on(Convention.UN1988, TODAY)
    assert not lists.is_held_on(Convention.UN1988, date(2030, 1, 1))
    assert lists.version.startswith("2026.11.24+")


@pytest.mark.parametrize(
    "changed",
    ["cnd/2023-03_66-1.toml", "un1961/a31_papers.py", "national/parties.csv", "data/salts.csv"],
)
def test_whoever_changes_what_an_answer_rests_on_changes_the_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    law, data = tmp_path / "law", tmp_path / "data"
    shutil.copytree(LAW, law, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(DATA, data)
    monkeypatch.setattr(module, "DATA", data)
    assert read_lists(law).version == load_lists().version
    path = tmp_path / changed if changed.startswith("data") else law / changed
    path.write_bytes(path.read_bytes() + b"\n# one line more\n")
    assert read_lists(law).version != load_lists().version


def test_a_decision_file_is_named_by_its_day_and_number() -> None:
    for path in sorted((LAW / "cnd").glob("*.toml")):
        (first, *_) = read_decision(DataFile(path))
        if first.decision is not None:
            assert path.stem.endswith(f"_{first.decision.lower().replace('/', '-')}")
        if first.decided is not None and first.decided.earliest is not None:
            assert path.stem.startswith(f"{first.decided.earliest:%Y}")


# The fold, whatever the acts.

SCHEDULES = ("I", "II", "III", "IV")


def act(action: Action, year: int, schedule: str = "I", to: str = "II", width: int = 0) -> Act:
    first = date(year, 1, 1)
    window = DayWindow(first, first + timedelta(days=width))
    return Act(
        convention=Convention.UN1971,
        substance="x",
        action=action,
        from_schedule=None if action is Action.ADD else schedule,
        to_schedule={Action.ADD: schedule, Action.TRANSFER: to, Action.DELETE: None}[action],
        session="",
        decision=None,
        decided=None,
        communicated=None,
        effect=window,
        bases=(Basis.SOURCED,),
        source="test",
        file="test",
        received=True,
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Acts that follow each other: added, moved about, deleted, added again."""
    found: list[Act] = []
    place: str | None = None
    for year in range(1980, 1980 + 3 * draw(st.integers(1, 6)), 3):
        width = draw(st.integers(0, 700))
        if place is None:
            place = draw(st.sampled_from(SCHEDULES))
            found.append(act(Action.ADD, year, place, width=width))
        elif draw(st.booleans()):
            to = draw(st.sampled_from([one for one in SCHEDULES if one != place]))
            found.append(act(Action.TRANSFER, year, place, to, width))
            place = to
        else:
            found.append(act(Action.DELETE, year, place, width=width))
            place = None
    return found


days = st.dates(date(1975, 1, 1), date(2002, 1, 1))


def list_on(acts: list[Act], day: date) -> set[tuple[str, Answer]]:
    answers = ((entry.schedule, entry.answer_on(day)) for entry in fold(acts))
    return {one for one in answers if one[1] is not Answer.NOT_MET}


@given(histories(), days)
def test_a_later_act_never_changes_the_list_of_an_earlier_day(acts: list[Act], day: date) -> None:
    known = [one for one in acts if one.takes_effect().earliest <= day]  # type: ignore[operator]
    assert list_on(known, day) == list_on(acts, day)


@given(histories(), days, st.randoms())
def test_the_order_in_which_acts_are_read_does_not_matter(
    acts: list[Act], day: date, random: object
) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(acts)


@given(histories(), days)
def test_a_substance_stands_for_certain_in_at_most_one_schedule(acts: list[Act], day: date) -> None:
    assert len([one for one in list_on(acts, day) if one[1] is Answer.MET]) <= 1


@given(days, days, st.integers(0, 400))
def test_a_start_that_was_reached_stays_reached(first: date, later: date, width: int) -> None:
    since = DayWindow(first, first + timedelta(days=width))
    order = (Answer.NOT_MET, Answer.UNDETERMINED, Answer.MET)
    steps = [order.index(holds_on(since, None, day)) for day in sorted([first, later])]
    assert steps == sorted(steps)


def test_removing_what_does_not_stand_is_refused() -> None:
    with pytest.raises(ActsDoNotFold, match="does not stand in I"):
        fold([act(Action.DELETE, 2000)])


def test_adding_what_stands_already_is_refused() -> None:
    with pytest.raises(ActsDoNotFold, match="stands in I already"):
        fold([act(Action.ADD, 2000), act(Action.ADD, 2001)])


def test_days_that_contradict_each_other_leave_every_day_open() -> None:
    decided = DayWindow(date(2001, 3, 1), date(2001, 3, 1))
    effect = DayWindow(date(2000, 1, 1), date(2000, 12, 31))
    wrong = replace(act(Action.ADD, 2000), received=False, decided=decided, effect=effect)
    window = wrong.takes_effect()
    assert window == DayWindow(date(2000, 1, 1), date(2001, 8, 28))


# What changed between two days.


def test_a_transfer_is_one_change_with_its_decision() -> None:
    changes = diff(date(2010, 12, 31), date(2011, 12, 31))
    (change,) = [one for one in changes if one.substance == "phenylacetic-acid"]
    assert change.kind is ChangeKind.MOVED
    assert (change.from_schedule, change.to_schedule) == ("Table II", "Table I")
    assert change.decision == "cnd/53/1"


def test_a_deletion_is_a_change_with_the_decision_that_ended_the_entry() -> None:
    changes = diff(date(2020, 12, 1), date(2021, 1, 22))
    left = {one.substance: one.decision for one in changes if one.kind is ChangeKind.LEFT}
    assert left == {"cannabis": "cnd/63/17", "cannabis-resin": "cnd/63/17"}


def test_an_entry_in_its_window_became_undetermined() -> None:
    changes = diff(date(2023, 1, 1), date(2023, 4, 1))
    assert {one.kind for one in changes} == {ChangeKind.UNCERTAIN}
    assert "cnd/66/4" in {one.decision for one in changes}


def test_two_equal_days_have_no_difference() -> None:
    assert diff(TODAY, TODAY) == ()
    with pytest.raises(ValueError, match="is before the first"):
        diff(TODAY, date(2000, 1, 1))


# Broken files say where and what to do.

HEAD = """\
convention = "1961"
decision = "66/1"
decided = "2023-03"
basis = { decided = "sourced" }
source = "report"
"""
ACT = """
[[act]]
substance = "x"
action = "add"
to_schedule = "I"
stereo = "any"
"""
BROKEN = {
    "no source": (HEAD.replace('source = "report"\n', "") + ACT, 7, "act has no source"),
    "unknown key": (HEAD + ACT + 'colour = "red"\n', 12, "unknown key 'colour'"),
    "unknown key above": ('when = "now"\n' + HEAD + ACT, 1, "unknown key 'when'"),
    "no substance": (HEAD + ACT.replace('substance = "x"\n', ""), 8, "act has no substance"),
    "no schedule": (HEAD + ACT.replace('to_schedule = "I"\n', ""), 8, "act has no to_schedule"),
    "wrong schedule": (HEAD + ACT.replace('"I"', '"V"'), 10, "to_schedule is 'V'"),
    "a schedule too many": (
        HEAD + ACT + 'from_schedule = "II"\n',
        12,
        "add has a from_schedule",
    ),
    "wrong day": (HEAD.replace("2023-03", "2023-13") + ACT, 3, "'2023-13' is not a day"),
    "no basis": (HEAD.replace('decided = "sourced"', "") + ACT, 3, "decided has no basis"),
    "wrong basis": (HEAD.replace('"sourced"', '"hearsay"') + ACT, 4, "basis has decided"),
    "no act": (HEAD, None, "the file holds no act"),
    "not TOML": (HEAD + "[[act]]\nsubstance = x\n", 7, "not TOML"),
    "wrong stereo": (HEAD + ACT.replace('"any"', '"left"'), 11, "stereo is 'left'"),
}


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_decision_is_refused_with_place_and_remedy(
    text: str, line: int | None, problem: str
) -> None:
    with pytest.raises(DataError) as caught:
        list(read_decision(DataFile(Path("law/cnd/broken.toml"), text)))
    assert problem in caught.value.problem
    assert caught.value.line == line
    assert caught.value.file == "law/cnd/broken.toml"
    assert caught.value.remedy.endswith(".")


def test_an_error_shows_the_line_it_is_about() -> None:
    with pytest.raises(DataError) as caught:
        list(read_decision(DataFile(Path("broken.toml"), HEAD + ACT + 'colour = "red"\n')))
    assert '12 | colour = "red"' in str(caught.value)


def test_an_annexed_entry_without_a_source_is_refused() -> None:
    text = 'convention = "1961"\nschedule = "I"\n[[entry]]\nsubstance = "x"\nstereo = "any"\n'
    with pytest.raises(DataError, match="entry has no source"):
        list(read_annex(DataFile(Path("schedule_1.toml"), text)))
