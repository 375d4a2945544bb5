"""Write what the API says of itself: docs/openapi.json, and docs/api.md made from it.

    python scripts/build_api_docs.py [--docs DIR]

In docs/api.md what stands between the two marks is replaced. tests/test_api_docs.py compares both
with the code.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
FIRST_MARK = "<!-- operations: written by scripts/build_api_docs.py -->"
LAST_MARK = "<!-- end of operations -->"


def main() -> int:
    """Write the two files and print which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder to write to")
    folder = parser.parse_args().docs
    _set_up()
    for name, text in pages(folder).items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
    return 0


def _set_up() -> None:
    from ringfence.store import settings
    from ringfence.web.settings import APPS, pages_settings

    nowhere = settings.Database("sqlite", ":memory:")
    settings.configure(nowhere, apps=APPS, **pages_settings("no key"))


def pages(folder: Path = DOCS) -> dict[str, str]:
    """Each file by name, as it should be; docs/api.md is read for the text around the tables."""
    from ringfence.web.api import reference

    schema = reference.description()
    before, _, rest = (folder / "api.md").read_text(encoding="utf-8").partition(FIRST_MARK)
    after = rest.partition(LAST_MARK)[2]
    made = "\n".join([FIRST_MARK, "", *_lines(reference, schema), LAST_MARK])
    return {
        "openapi.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n",
        "api.md": before + made + after,
    }


def _lines(reference: Any, schema: Any) -> Iterator[str]:
    for subject, rows in sorted(reference.operations(schema).items()):
        yield f"### {subject[:1].upper()}{subject[1:]}"
        yield ""
        for one in rows:
            yield f"- `{one.method} {one.path}`" + (f" (scope `{one.scope}`)" if one.scope else "")
            yield from _wrapped(one.says.replace("\n", " "))
            yield from _keys("parameters", one.parameters)
            yield from _keys("body", one.body)
        yield ""


def _wrapped(text: str) -> Iterator[str]:
    line = " "
    for word in text.split():
        if len(line) + 1 + len(word) > 110:
            yield line
            line = " "
        line += f" {word}"
    if line.strip():
        yield line


def _keys(what: str, keys: Iterable[Any]) -> Iterator[str]:
    told = [f"`{one.name}`{'' if one.is_needed else ' (may be left out)'}" for one in keys]
    if told:
        yield from _wrapped(f"{what}: {', '.join(told)}")


if __name__ == "__main__":
    sys.exit(main())
