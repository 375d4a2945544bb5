"""Which cases and tests of a checkout prove what the law computes.

An installed package has no tests beside it; then nothing is told, which is not the same as none.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import ringfence
from ringfence.law.coverage import Tie, module_of

TESTS = Path(ringfence.__file__).resolve().parents[2] / "tests"
"""Where the tests of a checkout lie."""

CASES_OF = {
    "law.acts": "lists/*.toml",
    "law.case_building": "un*/**/*.toml",
    "law.cnd.dossier": "commission/dossier.toml",
    "law.cnd.review": "commission/review.toml",
    "law.cnd.voting": "commission/votes.toml",
    "law.crossing": "un*/**/*.toml",
    "law.identification": "identify/*.toml",
    "law.limits.balance": "limits/balance.toml",
    "law.limits.clocks": "limits/clocks.toml",
    "law.limits.estimates": "limits/total.toml",
    "law.limits.headroom": "limits/headroom.toml",
    "law.passage_checks": "un*/a*/*transit*.toml",
    "law.scope": "structure/*.toml",
    "law.un1961.a01_materials": "un1961/a01/*.toml",
}
"""The cases of functions that are no rules, by the module that holds them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How many cases prove one function, and the files that hold them."""

    cases: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """The cases of a folder of tests, each file with how many it holds, by what they prove."""

    by_citation: Mapping[str, Mapping[str, int]]
    by_module: Mapping[str, Mapping[str, int]]
    by_name: Mapping[str, Mapping[str, int]]

    def of(self, tie: Tie) -> Proof:
        """The cases of a rule's citation; else those of the function's module or its own name.

        A function that no test names by itself and whose module has no cases has the proof of
        nothing: 0 cases.
        """
        module, name = module_of(tie.function), tie.function.rpartition(".")[2]
        if tie.citation:
            found = self.by_citation.get(tie.citation, {})
        else:
            found = {**self.by_name.get(name, {}), **self.by_module.get(module, {})}
        return Proof(sum(found.values()), tuple(found))


def proofs(tests: Path = TESTS) -> Proofs | None:
    """Read the cases and tests of a checkout; `None` where there is none."""
    cases = tests / "cases"
    if not cases.is_dir():
        return None
    by_citation: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for path in sorted(cases.glob("un*/**/*.toml")):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        by_citation[held["rule"]][_named(path, tests)] = len(held["case"])
    by_module = {module: dict(_counted(tests, pattern)) for module, pattern in CASES_OF.items()}
    return Proofs(by_citation, by_module, _by_name(tests))


def _counted(tests: Path, pattern: str) -> Iterator[tuple[str, int]]:
    for path in sorted((tests / "cases").glob(pattern)):
        text = path.read_text(encoding="utf-8")
        yield _named(path, tests), len(_ONE_CASE.findall(text)) or 1


_ONE_CASE = re.compile(r"^\[\[case\]\]", re.MULTILINE)
_ONE_TEST = re.compile(r"^def (?=test_)", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_]\w+")


def _by_name(tests: Path) -> dict[str, dict[str, int]]:
    """How many tests of each file name each word of code."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(tests.glob("test_*.py")):
        for body in _ONE_TEST.split(path.read_text(encoding="utf-8"))[1:]:
            for word in set(_WORD.findall(body)):
                found[word][_named(path, tests)] += 1
    return {word: dict(files) for word, files in found.items()}


def _named(path: Path, tests: Path) -> str:
    return path.relative_to(tests.parent).as_posix()
