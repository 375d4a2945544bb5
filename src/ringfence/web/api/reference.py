"""The reference of the API as people read it: operations by subject, records, kinds of problem.

The page and docs/api.md are written from it, and it from the description in OpenAPI.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringfence.web.api.v1 import api

REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Key:
    """One parameter, or one key of a body or a record."""

    name: str
    type: str
    says: str
    is_needed: bool
    record: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One way to ask."""

    id: str
    method: str
    path: str
    subject: str
    summary: str
    says: str
    scope: str
    parameters: tuple[Key, ...]
    body: tuple[Key, ...]
    answer: str


def description() -> dict[str, Any]:
    """The description in OpenAPI 3.1, as it is served."""
    found: dict[str, Any] = api.get_openapi_schema()
    return found


def operations(schema: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """Every operation, by its subject."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            one = _operation(method.upper(), path, told)
            found.setdefault(one.subject, []).append(one)
    return found


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Operation:
    parameters = tuple(
        Key(one["name"], type_of(one["schema"]), one.get("description", ""), one["required"])
        for one in told.get("parameters", ())
    )
    answers = [one for status, one in told["responses"].items() if status == "200"]
    return Operation(
        told["operationId"], method, path, told["tags"][0], told["summary"],
        told.get("description", ""), told.get("x-scope", ""), parameters,
        tuple(_body(told.get("requestBody", {}))), _answer(answers),
    )  # fmt: skip


def _answer(answers: list[Any]) -> str:
    content = answers[0].get("content", {}) if answers else {}
    schema = content.get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).removeprefix(REF)


def _body(body: Mapping[str, Any]) -> Iterator[Key]:
    for one in body.get("content", {}).values():
        schema = one["schema"]
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(REF)
            yield Key("(the body)", name, "", True, name)
        yield from keys_of(schema)


def records(schema: Mapping[str, Any]) -> dict[str, tuple[str, tuple[Key, ...]]]:
    """Every record that is sent or answered: what it is, and its keys."""
    every = schema["components"]["schemas"]
    return {
        name: (one.get("description", ""), tuple(keys_of(one)))
        for name, one in sorted(every.items())
    }


def keys_of(schema: Mapping[str, Any]) -> Iterator[Key]:
    """The keys of an object."""
    needed = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Key(name, type_of(one), one.get("description", ""), name in needed, _record(one))


def type_of(schema: Mapping[str, Any]) -> str:
    """The type of a value in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "const" in schema:
        return repr(schema["const"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(type_of(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    found = schema.get("type", "any")
    words = found if isinstance(found, str) else " or ".join(found)
    return f"{words} ({schema['format']})" if "format" in schema else words


def _record(schema: Mapping[str, Any]) -> str:
    inner = schema.get("items", schema)
    return str(inner.get("$ref", "")).removeprefix(REF)
