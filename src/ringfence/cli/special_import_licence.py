"""`ringfence special-import-licence`: one import of what is prohibited (1971 article 13(3))."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.cli.document_commands import Noun, entering, group_of, known_of

if TYPE_CHECKING:
    from ringfence.jobs.doing import Asked, Desk, Outcome

_KIND = "special_import_licence"


def _act(
    desk: Desk, kind: str, number: str, verb: str, asked: Asked, known: Path | None
) -> Outcome:
    from ringfence.jobs.license_special_import import act

    return act(desk, number, verb, asked, known_of(desk, known))


def _propose(*arguments: Any) -> Outcome:
    from ringfence.jobs.license_special_import import propose

    return propose(*arguments)


special_import_licence_group = group_of(
    Noun(
        "special-import-licence",
        (_KIND,),
        "Special import licences: one quantity, one importer, against a prohibition.",
        {
            "issue": "Issue a licence that another person proposed.",
            "refuse": "Refuse it: one person proposes, another decides.",
            "use": "Book the arrival under it; FILE says what arrived.",
            "withdraw": "Withdraw it: one person proposes, another decides.",
        },
        _act,
        is_printed=True,
    )
)
special_import_licence_group.add_command(
    entering("propose", _KIND, "Propose a special import licence from FILE.", _propose)
)
