"""The description of the API in OpenAPI 3.1, put right where the library says less than we know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ringfence.jobs.acts import is_asked_by_verb
from ringfence.jobs.document_kinds import kinds
from ringfence.web.api.problem_details import MEDIA_TYPE
from ringfence.web.api.schemas import RECORDS

DESCRIPTION = """\
What the pages of a node do, for systems. Every answer is one of the JSON forms that the commands
print (`format` names it with its version); keys may be added, never renamed.

- **Who asks.** A token of a system (`Authorization: Bearer ...`), made by two persons, with scopes;
  or a browser that is signed in, which sends `X-CSRFToken` with everything that writes. A token
  proposes or computes: it never is the second person.
- **Twice is once.** The same paper entered again, the same act on the same version again, the same
  file of lines again: nothing is changed, and `is_replay` (of a line: `is_repeat`) says so.
- **Conflicts.** An act names the version that was read. If another came first the answer is 409.
- **Problems** are problem details (RFC 9457): `problems` names each place with its remedy,
  `findings` the rules with citation, `would_change_it` what stands in the way. What may not be read
  is told as what is not there.
- **Words** of problems are in the language of `Accept-Language`; codes, answers and days are not.
- **How often.** What is open to anyone (identify, the law) is asked 60 times a minute by an
  address and 600 times by a token; then the answer is 429 with `Retry-After`.
- Amounts are whole micrograms of anhydrous base unless a key says otherwise; days are YYYY-MM-DD.
"""


def finished(schema: Any) -> Any:
    """The description with records, with problems in one place each, and with verbs as words."""
    parts = schema["components"]
    parts["schemas"].update(RECORDS)
    parts["responses"] = {}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            files = operation.pop("x-content", ["application/pdf"])
            operation["responses"] = dict(
                _answers(operation["responses"], parts["responses"], files)
            )
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "verb" and "/documents/" in path:
                    parameter["schema"] = {"type": "string", "enum": _verbs(path)}
    return schema


def _answers(
    told: dict[Any, Any], problems: dict[str, Any], files: list[str]
) -> Iterator[tuple[str, Any]]:
    """The answers of an operation, problems as references to the one description of each."""
    for status, one in told.items():
        if int(status) < 400:
            if one["content"]["application/json"]["schema"].get("format") == "binary":
                content = one["content"]["application/json"]
                one = {**one, "content": dict.fromkeys(files, content)}
            yield str(status), one
            continue
        content = one["content"]["application/json"]
        problems[f"Problem{status}"] = {**one, "content": {MEDIA_TYPE: content}}
        yield str(status), {"$ref": f"#/components/responses/Problem{status}"}


def _verbs(path: str) -> list[str]:
    kind = kinds()[path.split("/documents/")[1].split("/")[0]]
    return [verb for verb in kind.verbs if is_asked_by_verb(kind.name, verb)]
