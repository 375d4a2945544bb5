"""`ringfence notification`: pre-export notifications of precursors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of, known_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "pre_export_notification"
_RECEIVED = "received_notification"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.announce_precursor import act
    from ringfence.jobs.answer_notice import KIND as RECEIVED
    from ringfence.jobs.answer_notice import act as answer

    if kind == RECEIVED:
        return answer(desk, number, verb, asked)
    return act(desk, number, verb, asked, known_of(desk, known))


def _draft(*arguments: Any) -> Outcome:
    from ringfence.jobs.announce_precursor import draft

    return draft(*arguments)


def _receive(*arguments: Any) -> Outcome:
    from ringfence.jobs.answer_notice import receive

    return receive(*arguments)


notification_group = group_of(
    Noun(
        "notification",
        (_KIND, _RECEIVED),
        "Pre-export notifications: sent before a precursor leaves, answered, cleared by two.",
        {
            "send": "Note that it was sent; FILE says on which day.",
            "acknowledge": "Note that the other side has it.",
            "note-no-objection": "Note a reply without objection; FILE is the reply.",
            "note-objection": "Note an objection; FILE is the reply.",
            "note-question": "Note a question of the other side; FILE is the reply.",
            "clear": "Let the goods leave after the reply or the lapse: two persons.",
            "stop": "Stop the export.",
            "ship": "Book the shipment; FILE says what left.",
            "withdraw": "Withdraw the notification.",
            "close": "Close it.",
            "accept": "Let a notification that came pass: two persons; FILE is our reply.",
            "object": "Object to one that came; FILE is our reply with its reason.",
            "ask": "Ask the sender of one that came; FILE is our question.",
        },
        _act,
        is_printed=True,
    )
)
notification_group.add_command(
    entering("receive", _RECEIVED, "Keep a notification of another authority, from FILE.", _receive)
)
notification_group.add_command(
    entering("draft", _KIND, "Draft a notification from FILE (TOML or JSON).", _draft)
)
