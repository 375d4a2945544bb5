"""Whoever asks by the name of a kind reaches the job of that kind, never the bare act."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from ringfence import jobs
from ringfence.jobs import acts
from ringfence.jobs.document_kinds import kinds


def test_every_job_that_acts_is_reached_by_its_kind() -> None:
    names = [one.name for one in pkgutil.iter_modules(jobs.__path__)]
    modules = [import_module(f"ringfence.jobs.{name}") for name in names]
    reached = {**acts._ACTS, **acts._ACTS_ON_KNOWN}
    found = 0
    for module in modules:
        kind, act = getattr(module, "KIND", None), getattr(module, "act", None)
        if kind in kinds() and act is not None and act.__module__ == module.__name__:
            assert reached[kind] is act, kind
            found += 1
    assert found >= 10 and set(reached) <= set(kinds())


def test_every_job_that_enters_is_reached_by_its_kind() -> None:
    entering = {**acts._ENTERS, **acts._ENTERS_KNOWN}
    for kind, job in entering.items():
        assert kind == import_module(job.__module__).KIND
