"""What is sent, described in JSON Schema from the records themselves, for the reference."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_origin, get_type_hints

from ringfence.jobs.acts import is_asked_by_verb, takes_known
from ringfence.jobs.document_kinds import DocumentKind
from ringfence.law.record import key_of, schema_of, without_none
from ringfence.trade.put_to_law import Circumstances

RECORDS: dict[str, dict[str, Any]] = {}
"""The schema of every record that was referred to, by the name under which it is."""

VERSION = {
    "type": "integer",
    "minimum": 0,
    "maximum": 2**31 - 1,
    "description": "The version that was read. The same act on it again changes nothing; an act on "
    "an older one is refused with 409.",
}


def enter_body(kind: DocumentKind) -> dict[str, Any]:
    """The body that enters a document of a kind."""
    keys: dict[str, Any] = {"paper": ref_to(kind.paper)}
    if takes_known(kind.name):
        keys["known"] = _known()
    return body_of(keys, ["paper"])


def act_body(kind: DocumentKind) -> dict[str, Any]:
    """The body of an act: each verb tells what its own description says."""
    keys: dict[str, Any] = {"version": VERSION}
    types = {one.told for verb, one in kind.verbs.items() if _tells(kind, verb)}
    tells = [
        ref_to(one) for one in sorted(types - {None}, key=lambda one: str(one)) if one is not None
    ]
    if tells:
        keys["told"] = {"anyOf": tells, "description": _told_words(kind)}
    if takes_known(kind.name):
        keys["known"] = _known()
    return body_of(keys, ["version"])


def body_of(keys: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    """A body of one JSON object with these keys and no other."""
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": keys,
        "required": needed,
    }
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def ref_to(cls: Any) -> dict[str, Any]:
    """A reference to the schema of a record, which is kept in RECORDS."""
    name = f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}"
    if name not in RECORDS:
        RECORDS[name] = {}
        RECORDS[name] = described(cls)
    return {"$ref": f"#/components/schemas/{name}"}


def described(cls: Any) -> dict[str, Any]:
    """The schema of a record, with references to the records in it."""
    schema, hints = schema_of(cls), get_type_hints(cls)
    for field in dataclasses.fields(cls):
        key = key_of(field)
        schema["properties"][key] = _referring(hints[field.name], schema["properties"][key])
    return schema


def _referring(hint: Any, schema: dict[str, Any]) -> dict[str, Any]:
    hint = without_none(hint)
    if get_origin(hint) is tuple:
        return {**schema, "items": _referring(get_args(hint)[0], schema["items"])}
    if not dataclasses.is_dataclass(hint):
        return schema
    says = {"description": schema["description"]} if "description" in schema else {}
    return {**ref_to(hint), **says}


def _tells(kind: DocumentKind, verb: str) -> bool:
    return kind.verb(verb).told is not None and is_asked_by_verb(kind.name, verb)


def _told_words(kind: DocumentKind) -> str:
    pairs = [f"{verb}: {one.told.__name__}" for verb, one in kind.verbs.items() if one.told]
    return f"What the act tells, by verb ({'; '.join(pairs)}); the second person tells nothing."


def _known() -> dict[str, Any]:
    schema = described(Circumstances)
    schema["required"] = []
    return {**schema, "description": "What is known beside the paper; what is left out is unknown."}
