"""Lives beside those of papers, tried rightly and wildly by the same machine: questions, changes of
users, notices received, returns, operators, products, personal blocks, customers' declarations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from ringfence.ledger.account import Account, AccountKind
from ringfence.trade import (
    customer_declaration,
    operator,
    product,
    question,
    setting_change,
    user_change,
)
from ringfence.trade import pre_export_notification as notice
from ringfence.trade.acting import Act, Held, Place
from ringfence.trade.paper import read_paper
from ringfence.trade.returns.checking import check
from ringfence.trade.returns.life import LIFE as RETURN_LIFE
from ringfence.trade.returns.life import (
    Acknowledged,
    ChecksRun,
    Explained,
    Sent,
    freeze,
)
from ringfence.trade.roles import Role
from tests.portal_parts import _PRODUCT as PRODUCT
from tests.portal_parts import _operator as registered
from tests.test_returns_life import OWED
from tests.test_returns_life import computed as computed_return
from tests.test_trade_operators import DECLARATION
from tests.test_trade_papers import GOOD, SHIPPED, Course, machine_of, person

NIGHT = replace(person(Role.ADMINISTRATOR, "nightly"), is_system=True)
STOCK = Account(AccountKind.STOCK, "morphine", "A1", "s1")
QUESTION = Course(
    "question",
    question.QUESTION,
    Act(
        "trade.question.ask",
        replace(person(Role.ADMINISTRATOR, "nightly"), is_system=True),
        SHIPPED,
        0,
    ),
    Place("XA", ("A1",)),
    {
        "answer": lambda held, share, day: (question.Answered(text="counted again"), None),
        "settle": lambda held, share, day: (None, question.QuestionFacts(books_begin=share > 6)),
        "close": lambda held, share, day: (question.Answered(text="explained"), None),
    },
    question.Question(
        "Q-1", "count_difference", "A1", "L-1", STOCK, 10**15, 10**15 - 5, "5 ug are missing"
    ),
)
USERS = Course(
    "user_change",
    user_change.LIFE,
    Act("trade.user_change.propose", person(Role.ADMINISTRATOR, "carla"), SHIPPED, 0),
    Place("XA"),
    {},
    user_change.UserChange(number="U-1", person="newcomer", role=Role.CASE_OFFICER),
)
SETTINGS = Course(
    "setting_change",
    setting_change.LIFE,
    Act("trade.setting_change.propose", person(Role.ADMINISTRATOR, "carla"), SHIPPED, 0),
    Place("XA"),
    {
        "approve": lambda held, share, day: (
            None, setting_change.SettingFacts(("2",) if share > 4 else ("3",)),
        ),
    },
    setting_change.SettingChange(
        number="S-1", setting="retention.backups_years", value=("3",), was=("2",),
        valid_from=date(2099, 1, 1), reason="longer",
    ),
)  # fmt: skip
RECEIVED = Course(
    "pre_export_notification",
    notice.LIFE_RECEIVED,
    Act("trade.pre_export_notification.receive", person(Role.CASE_OFFICER, "carla"), SHIPPED, 0),
    Place("XA", (), "XB"),
    {verb: lambda held, share, day: (GOOD, None) for verb in ("accept", "object", "ask")},
)


def return_told(held: Held[Any], share: int, day: date) -> dict[str, object]:
    made = computed_return(60 if share == 12 else 40 + share)
    return {
        "compute": made,
        "check": ChecksRun(check(made), made.content_hash),
        "explain": Explained("C1", "weighed short"),
        "approve": freeze(made),
        "send": Sent(day, "by post", made.content_hash),
        "acknowledge": Acknowledged(day, "B-1"),
    }


RETURN = Course(
    "return",
    RETURN_LIFE,
    Act("trade.return.compute", person(Role.STATISTICIAN, "stella"), SHIPPED, 0),
    Place("XA"),
    {
        verb: lambda held, share, day, verb=verb: (return_told(held, share, day)[verb], None)  # type: ignore[misc]
        for verb in ("compute", "check", "explain", "approve", "send", "acknowledge")
    },
    OWED,
)
OPERATOR = Course(
    "operator",
    operator.OPERATOR,
    Act("trade.operator.enter", person(Role.CASE_OFFICER, "carla"), SHIPPED, 0),
    Place("XA", ("A1",)),
    {},
    read_paper(operator.Operator, registered("A1", "Aldera Pharma")),
)
PRODUCT_IN_LIST = Course(
    "product",
    product.PRODUCT,
    Act("trade.product.propose", person(Role.CASE_OFFICER, "carla"), SHIPPED, 0),
    Place("XA"),
    {},
    read_paper(product.Product, PRODUCT),
)
BLOCK = Course(
    "personal_block",
    operator.PERSONAL_BLOCK,
    Act("trade.personal_block.propose", person(Role.CASE_OFFICER, "carla"), SHIPPED, 0),
    Place("XA", ("A1",)),
    {},
    operator.PersonalBlock(
        person="p-1", full_name="Amina Rahimi", vetting=operator.Vetting(vetting_issued=SHIPPED)
    ),
)
CUSTOMER = Course(
    "customer_declaration",
    customer_declaration.CUSTOMER_DECLARATION,
    Act(
        "trade.customer_declaration.declare",
        person(Role.RESPONSIBLE_PERSON, "olga", "XA", "A1"),
        SHIPPED,
        0,
    ),
    Place("XA", ("A1", "A2")),
    {},
    DECLARATION,
)
COURSES = (QUESTION, USERS, SETTINGS, RECEIVED, RETURN, OPERATOR, PRODUCT_IN_LIST, BLOCK, CUSTOMER)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: str(course.thing))
def test_whatever_is_tried_these_lives_keep_their_rules(course: Course) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_of(course),
        settings=settings(
            max_examples=40, stateful_step_count=20, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
