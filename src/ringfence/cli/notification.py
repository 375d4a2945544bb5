"""`ringfence notification`: pre-export notifications of precursors."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "pre_export_notification"
_RECEIVED = "received_notification"


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
            "stop": "Stop the export; FILE says why, and what the firm is told.",
            "ship": "Book the shipment; FILE says what left.",
            "withdraw": "Withdraw the notification.",
            "close": "Close it.",
            "accept": "Let a notification that came pass: two persons; FILE is our reply.",
            "object": "Object to one that came; FILE is our reply with its reason.",
            "ask": "Ask the sender of one that came; FILE is our question.",
        },
        is_printed=True,
    )
)
notification_group.add_command(
    entering("receive", _RECEIVED, "Keep a notification of another authority, from FILE.")
)
notification_group.add_command(
    entering("draft", _KIND, "Draft a notification from FILE (TOML or JSON).")
)
