"""`ringfence special-import-licence`: one import of what is prohibited (1971 article 13(3))."""

from __future__ import annotations

from ringfence.cli.document_commands import Noun, entering, group_of

_KIND = "special_import_licence"


special_import_licence_group = group_of(
    Noun(
        "special-import-licence",
        (_KIND,),
        "Special import licences: one quantity, one importer, against a prohibition.",
        {
            "propose-again": "Propose it anew, after its proposal lapsed or a change answered it.",
            "issue": "Issue a licence that another person proposed.",
            "refuse": "Refuse it: one person proposes, another decides.",
            "use": "Book the arrival under it; FILE says what arrived.",
            "withdraw": "Withdraw it: one person proposes, another decides.",
        },
        is_printed=True,
    )
)
special_import_licence_group.add_command(
    entering("propose", _KIND, "Propose a special import licence from FILE.")
)
