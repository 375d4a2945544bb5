"""The Commission: thresholds, members, effect, review, and its votes against the lists."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.law.acts import Action, Basis
from ringfence.law.cnd import effect, membership, review, voting
from ringfence.law.cnd.effect import PartialNotice, ProvisionalControl
from ringfence.law.cnd.membership import Size, group_counts, load_membership
from ringfence.law.cnd.replay import (
    Kind,
    Result,
    Vote,
    VoteBook,
    disagreements,
    judged,
    load_votes,
    read_votes,
    replay,
    replayed,
)
from ringfence.law.cnd.review import CouncilAction
from ringfence.law.cnd.voting import Tally
from ringfence.law.computed import Undetermined
from ringfence.law.entry import Convention
from ringfence.law.limits import balance, clocks, estimates, headroom
from ringfence.law.lists import ListBook, load_lists
from ringfence.law.obligations import load_obligations
from ringfence.terms import Answer, Country, DataError, DayWindow

CASES = Path(__file__).parent / "cases" / "commission"
C61, C71, C88 = Convention.UN1961, Convention.UN1971, Convention.UN1988


def cases(name: str) -> list[Any]:
    file = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["says"]) for case in file["case"]]


# --- thresholds --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("votes"))
def test_a_vote_passes_as_its_convention_says(case: dict[str, Any]) -> None:
    counts = dict(zip(("yes", "no", "abstain"), case.get("votes", []), strict=False))
    tally = Tally(**counts, by_consensus=case.get("by_consensus", False))
    found = voting.passes(Convention(case["convention"]), tally, case.get("members"))
    assert found.answer.value == case["expect"], found.reason
    assert found.needed == case.get("needed", found.needed)
    assert found.citation and found.reason


COUNTS = st.tuples(st.integers(0, 26), st.integers(0, 26), st.integers(0, 1))


@given(COUNTS, st.integers(53, 53))
def test_two_thirds_of_the_members_are_harder_than_a_majority_of_votes(
    counts: tuple[int, int, int], members: int
) -> None:
    tally = Tally(*counts)
    if voting.passes_1971(tally, members).answer is Answer.MET:
        assert voting.passes_1961(tally, members).answer is Answer.MET


@given(COUNTS)
def test_abstentions_do_not_count_under_1961_and_do_under_two_thirds(
    counts: tuple[int, int, int],
) -> None:
    yes, no, abstain = counts
    without, with_them = Tally(yes, no, 0), Tally(yes, no, abstain)
    assert voting.passes_1961(without, 53).answer == voting.passes_1961(with_them, 53).answer
    all_vote = Tally(yes, 53 - yes, 0)
    all_abstain = Tally(yes, 0, 53 - yes)
    assert voting.passes_1988(all_vote, 53).answer == voting.passes_1988(all_abstain, 53).answer


@given(st.integers(1, 200))
def test_two_thirds_are_the_smallest_number_that_reaches_them(members: int) -> None:
    needed = voting.two_thirds_of(members)
    assert 3 * needed >= 2 * members > 3 * (needed - 1)


def test_the_board_decides_on_measures_with_nine_of_thirteen() -> None:
    assert voting.passes_board(Tally(9, 4, 0)).answer is Answer.MET
    found = voting.passes_board(Tally(8, 0, 5), C88)
    assert found.answer is Answer.NOT_MET and found.citation == "un1988/22/4"


def test_more_votes_than_members_are_refused() -> None:
    with pytest.raises(voting.TallyDoesNotAddUp, match="with 53 members"):
        voting.passes_1961(Tally(50, 3, 1), 53)


def test_what_depends_on_a_rejected_recommendation_lapses_along_the_chain() -> None:
    chain = {"b": ["a"], "c": ["b"], "d": ["e"]}
    assert voting.lapsed(chain, {"a"}) == {"b", "c"}
    assert voting.lapsed(chain, set()) == frozenset()


# --- members -----------------------------------------------------------------------------------


def test_the_members_of_2021_fill_the_seats_of_every_group() -> None:
    members = load_membership().members_on(date(2021, 4, 14))
    assert not isinstance(members, Undetermined)
    assert len({one.country for one in members}) == len(members) == 53
    counts = group_counts(members)
    assert counts == {"AFR": 11, "ASP": 12, "LAC": 10, "EEG": 6, "WEO": 14}
    assert load_membership().composition_is_lawful(counts).answer is Answer.MET


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2022, 1, 1)])
def test_members_of_days_that_are_not_held_are_undetermined(day: date) -> None:
    found = load_membership().members_on(day)
    assert isinstance(found, Undetermined) and "0 of 53 are held" in found.reason


@pytest.mark.parametrize(
    ("day", "members"),
    [(date(1975, 1, 1), 30), (date(1993, 1, 1), 53), (date(2026, 11, 24), 53)],
)
def test_the_number_of_members_is_held_where_a_source_says_it(day: date, members: int) -> None:
    found = load_membership().size_on(day)
    assert isinstance(found, Size) and found.members == members


@pytest.mark.parametrize("day", [date(1972, 12, 31), date(1983, 6, 1), date(1988, 6, 1)])
def test_the_number_of_members_is_undetermined_where_no_source_was_read(day: date) -> None:
    assert isinstance(load_membership().size_on(day), Undetermined)


def test_fewer_members_lower_the_threshold_from_the_day_on_which_they_are_fewer() -> None:
    book = load_membership()
    start = DayWindow(date(2040, 1, 1), date(2040, 1, 1))
    kept = [replace(one, until=start) if one.until is None else one for one in book.sizes]
    fewer = replace(book, sizes=(*kept, Size(40, start, None, "a hypothesis", Basis.SOURCED)))
    proposal = next(vote for vote in load_votes().votes if vote.convention is C71 and vote.changes)

    def answer(day: date) -> Answer:
        vote = replace(proposal, decided=DayWindow(day, day), tally=Tally(27, 13, 0))
        found = judged(vote, fewer)
        assert not isinstance(found, Undetermined)
        return found.answer

    assert answer(date(2039, 12, 31)) is Answer.NOT_MET
    assert answer(date(2040, 1, 1)) is Answer.MET


@pytest.mark.parametrize(
    ("change", "answer", "says"),
    [
        ({"ASP": 11, "LAC": 11}, Answer.MET, "fills"),
        ({"AFR": 10}, Answer.MET, "1 not filled"),
        ({"AFR": 12, "ASP": 11}, Answer.NOT_MET, "AFR"),
        ({"ASP": 12, "LAC": 11}, Answer.NOT_MET, "rotating seat"),
        ({"ASP": 13, "LAC": 9}, Answer.NOT_MET, "rotating seat"),
        ({"XYZ": 1}, Answer.NOT_MET, "no such"),
    ],
)
def test_a_composition_keeps_to_the_seats_of_each_group(
    change: dict[str, int], answer: Answer, says: str
) -> None:
    counts = {"AFR": 11, "ASP": 12, "LAC": 10, "EEG": 6, "WEO": 14} | change
    found = load_membership().composition_is_lawful(counts)
    assert found.answer is answer and says in found.reason


# --- effect ------------------------------------------------------------------------------------


def test_a_1961_decision_binds_each_party_from_its_receipt() -> None:
    assert effect.effect_1961(date(2021, 1, 22)) == date(2021, 1, 22)
    assert isinstance(effect.effect_1961(None), Undetermined)
    act = next(act for act in load_lists().acts if act.decision == "63/17")
    day = date(2021, 2, 3)
    assert effect.effect_of(act, day) == DayWindow(day, day)
    assert effect.effect_of(act) == act.takes_effect()


@pytest.mark.parametrize("rule", [effect.effect_1971, effect.effect_1988, effect.end_of_exemption])
def test_a_1971_or_1988_decision_takes_effect_180_days_after_communication(rule: Any) -> None:
    assert rule(date(2020, 5, 7)) == date(2020, 11, 3)
    assert isinstance(rule(None), Undetermined)


def test_the_day_before_full_effect_is_not_yet_the_day() -> None:
    communicated = date(2020, 5, 7)
    last = communicated + timedelta(days=179)
    assert effect.is_fully_effective(communicated, last) is Answer.NOT_MET
    assert effect.is_fully_effective(communicated, last + timedelta(days=1)) is Answer.MET
    assert effect.is_fully_effective(None, last) is Answer.UNDETERMINED


NOTICE = PartialNotice(Country("XA"), "x", date(2020, 11, 3), "exceptional", "I")


@pytest.mark.parametrize(
    ("notice", "communicated", "answer"),
    [
        (NOTICE, date(2020, 5, 7), Answer.MET),
        (NOTICE, date(2020, 5, 6), Answer.NOT_MET),
        (NOTICE, None, Answer.UNDETERMINED),
        (replace(NOTICE, reasons=" "), date(2020, 5, 7), Answer.NOT_MET),
        (replace(NOTICE, from_schedule="II"), date(2020, 5, 7), Answer.MET),
        (
            replace(NOTICE, from_schedule="II", to_schedule="IV"),
            date(2020, 5, 7),
            Answer.NOT_APPLICABLE,
        ),
    ],
)
def test_a_notice_gives_reasons_within_180_days(
    notice: PartialNotice, communicated: date | None, answer: Answer
) -> None:
    assert effect.notice_is_good(notice, communicated).answer is answer


def test_after_a_notice_a_party_keeps_what_paragraph_7_names() -> None:
    kept = {
        schedule: effect.kept_measures(replace(NOTICE, to_schedule=schedule))
        for schedule in ("I", "II", "III", "IV")
    }
    assert [len(one.measures) for one in kept.values()] == [6, 6, 5, 3]
    assert [one.citation[-3:] for one in kept.values()] == ["(a)", "(b)", "(c)", "(d)"]
    for one in kept.values():
        assert {effect.Measure.LICENCES, effect.Measure.PENAL} <= set(one.measures)
    assert effect.Measure.PRESCRIPTIONS not in kept["IV"].measures
    stricter = effect.kept_measures(replace(NOTICE, from_schedule="III", to_schedule="II"))
    assert stricter.citation == "un1971/2/7(e)"
    assert stricter.measures == ("every provision for Schedule III",)


ORDER = ProvisionalControl("x", "90/1", date(2030, 3, 10), date(2031, 3, 12), "a test")
RECEIVED = date(2030, 4, 1)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2030, 3, 9), Answer.NOT_APPLICABLE),
        (date(2030, 3, 31), Answer.NOT_APPLICABLE),
        (date(2030, 4, 1), Answer.MET),
        (date(2031, 3, 11), Answer.MET),
        (date(2031, 3, 12), Answer.NOT_APPLICABLE),
    ],
)
def test_provisional_control_holds_from_receipt_to_the_decision(day: date, answer: Answer) -> None:
    assert ORDER.holds_for(RECEIVED, day).answer is answer
    on_list = ORDER.entry_for(RECEIVED).answer_on(day)
    assert (on_list is Answer.MET) == (answer is Answer.MET)


def test_provisional_control_without_a_receipt_is_undetermined() -> None:
    assert ORDER.holds_for(None, date(2030, 6, 1)).answer is Answer.UNDETERMINED
    entry = ORDER.entry()
    assert entry.answer_on(date(2030, 6, 1)) is Answer.UNDETERMINED
    assert entry.answer_on(date(2030, 3, 9)) is Answer.NOT_MET
    assert entry.answer_on(date(2031, 3, 12)) is Answer.NOT_MET
    assert (entry.citation, entry.decision) == ("un1961/3/3(ii)", "cnd/90/1")


# --- review ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("review"))
def test_a_review_is_asked_for_in_its_days(case: dict[str, Any]) -> None:
    found = review.request_is_in_time(
        Convention(case["convention"]), case.get("started"), case["requested"]
    )
    assert found.answer.value == case["expect"], found.reason


def test_under_1988_the_council_may_not_alter() -> None:
    answers = {
        (convention, action): review.council_may(convention, action).answer
        for convention in Convention
        for action in CouncilAction
    }
    refused = {pair for pair, answer in answers.items() if answer is Answer.NOT_MET}
    assert refused == {(C88, CouncilAction.ALTER)}


@pytest.mark.parametrize("convention", list(Convention))
def test_a_review_suspends_nothing(convention: Convention) -> None:
    assert review.decision_stands_meanwhile(convention).answer is Answer.MET


def test_parties_comment_within_ninety_days() -> None:
    assert review.comments_due(date(2030, 1, 1)) == date(2030, 4, 1)


# --- the votes that are known ------------------------------------------------------------------


def vote_on(substance: str) -> Vote:
    return next(
        vote
        for vote in load_votes().votes
        if any(change.substance == substance for change in vote.changes)
    )


def test_every_vote_names_its_source_and_what_of_it_is_sourced() -> None:
    votes = load_votes().votes
    assert len(votes) >= 39
    for vote in votes:
        assert vote.source and vote.trust and vote.subject


def test_no_vote_that_is_known_went_against_its_rule() -> None:
    for vote in load_votes().votes:
        found = judged(vote)
        if isinstance(found, Undetermined) or found.answer is Answer.UNDETERMINED:
            continue
        assert (found.answer is Answer.MET) == (vote.result is Result.ADOPTED), vote.subject


def test_one_vote_may_place_a_substance_in_two_schedules() -> None:
    acts = list(vote_on("acetylfentanyl").acts())
    assert [act.to_schedule for act in acts] == ["I", "IV"]
    assert {act.action for act in acts} == {Action.ADD}


def test_a_rejected_vote_changes_nothing() -> None:
    rejected = vote_on("dronabinol")
    assert rejected.result is Result.REJECTED and not list(rejected.acts())
    assert "dronabinol" not in {act.substance for act in replay(load_votes().votes)}


def test_what_depended_on_dronabinol_was_not_put_to_the_vote() -> None:
    fallen = load_votes().lapsed()
    assert fallen == {"5.2.2", "5.3", "5.6"}
    for vote in load_votes().votes:
        if vote.recommendation in fallen:
            assert vote.result is Result.NOT_VOTED


def test_votes_and_lists_agree_but_for_what_is_known() -> None:
    found = disagreements(load_lists())
    told = {(one.kind, one.subject) for one in found if one.kind is not Kind.NUMBER_IN_ONE_ONLY}
    assert told == {(Kind.SOURCES_DIFFER, "diphenidine"), (Kind.SOURCES_DIFFER, "brorphine")}
    for one in found:
        assert one.votes_source, one


def test_votes_alone_make_the_same_lists_in_sessions_that_are_complete() -> None:
    lists, day = load_lists(), date(2022, 1, 1)
    assert places(replayed(lists), day) == places(lists, day)
    without = VoteBook(load_votes().votes[:-12], load_votes().complete_sessions)
    assert places(replayed(lists, without), day) < places(lists, day)


def places(lists: ListBook, day: date) -> set[tuple[str, str, str]]:
    """What stands on a day, whatever else is known of it."""
    return {
        (entry.convention, entry.schedule, entry.substance)
        for entry, answer in lists.on(day)
        if answer is Answer.MET
    }


@pytest.mark.parametrize(
    "module", [estimates, headroom, balance, clocks, voting, membership, effect, review], ids=str
)
def test_every_computed_duty_is_in_the_register(module: Any) -> None:
    declared = {**module.COMPUTES, **getattr(module, "DEADLINES", {})}
    held = {duty.id for duty in load_obligations()}
    assert declared and set(declared) <= held


def changed(vote: Vote, **more: Any) -> set[Kind]:
    book = load_votes()
    votes = tuple(replace(one, **more) if one is vote else one for one in book.votes)
    found = disagreements(load_lists(), VoteBook(votes, book.complete_sessions))
    before = set(disagreements(load_lists()))
    return {one.kind for one in found if one not in before}


def test_each_way_to_disagree_is_seen() -> None:
    vote = vote_on("isotonitazene")
    change = vote.changes[0]
    day = DayWindow(date(2021, 4, 15), date(2021, 4, 15))
    assert changed(vote, decision="64/9") == {Kind.OTHER_NUMBER}
    assert changed(vote, decision=None) == {Kind.NUMBER_IN_ONE_ONLY}
    assert changed(vote, decided=day) == {Kind.OTHER_DAY}
    assert changed(vote, changes=(replace(change, to_schedule="II"),)) == {
        Kind.OTHER_SCHEDULE,
        Kind.NOT_IN_VOTES,
    }
    assert changed(vote, changes=(replace(change, substance="x"),)) == {
        Kind.NOT_IN_LISTS,
        Kind.NOT_IN_VOTES,
    }
    assert changed(vote, tally=Tally(20, 25, 0)) == {Kind.ADOPTED_AGAINST_THE_RULE}
    assert changed(vote, result=Result.REJECTED, tally=Tally(20, 25, 0)) == {
        Kind.LISTED_THOUGH_REJECTED,
        Kind.NOT_IN_VOTES,
    }
    assert changed(vote_on("mapa"), effect=DayWindow(date(2020, 11, 4), date(2020, 11, 4))) == {
        Kind.OTHER_EFFECT
    }
    assert changed(vote_on("dronabinol"), tally=Tally(28, 23, 2)) == {
        Kind.REJECTED_AGAINST_THE_RULE
    }
    lapsed = next(one for one in load_votes().votes if one.recommendation == "5.6")
    assert changed(lapsed, result=Result.REJECTED) == {Kind.VOTED_THOUGH_LAPSED}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('votes = 3\nresult = "adopted"', "unknown key 'votes'"),
        ('result = "perhaps"', "result is 'perhaps'"),
        ('result = "adopted"\nyes = "44"', "yes is not a number"),
        ('result = "adopted"\nchanges = [{ substance = "x" }]', "is not a change"),
    ],
)
def test_a_broken_vote_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "votes.toml"
    head = '[[vote]]\nsession = "63rd"\ndecided = 2020-03-04\nsubject = "x"\ntrust = "none"\n'
    path.write_text(f'{head}source = "a test"\n{line}\n', encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_votes(path)
    assert says in str(error.value) and "votes.toml" in str(error.value)


def test_a_member_without_a_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "members.toml"
    path.write_text('[[member]]\ncountry = "XA"\nname = "A"\ngroup = "AFR"\nsince = 2020-01-01\n')
    with pytest.raises(DataError, match="no source"):
        membership.read_membership(path)


def test_votes_are_printed_beside_the_lists_with_what_the_rule_says() -> None:
    import json

    from click.testing import CliRunner

    from ringfence.cli.main import main

    said = CliRunner().invoke(main, ["law", "votes", "--json"])
    document = json.loads(said.output)
    assert document["format"] == "ringfence.law.votes/1" and said.exit_code == 0
    cannabis = next(one for one in document["votes"] if one["decision"] == "63/17")
    assert (cannabis["yes"], cannabis["no"], cannabis["abstain"]) == (27, 25, 1)
    assert cannabis["by_the_rule"] == "met" and document["disagreements"]
    unknown = CliRunner().invoke(main, ["law", "votes", "--session", "1st"])
    assert unknown.exit_code == 3 and "63rd" in unknown.output
