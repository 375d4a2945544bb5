"""Which obligations of which article are computed, by which function, and which are not.

`articles.toml` of each convention names every article with what is done about it today:

    [[article]]
    article = "31"
    title   = "Papers and checks of international trade"
    status  = "computed"           # computed, recorded only, not yet, outside software
    why     = "..."                # needed for all but computed

    [[other]]                      # obligations of an article whose status differs from its own
    obligations = ["1961-31-7-a"]
    status      = "not yet"
    why         = "..."

"Computed" is not taken from the file. An obligation is computed when a rule of `law/un*` names it
in `@rule(...)`, or a module of `law/` declares it in its `COMPUTES`; where a module's `DEADLINES`
names it, only its day is. A declared status that the code does not bear out is told by
`differences`, and a test refuses it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ringfence.law import cnd, coverage_ties, limits
from ringfence.law.data_file import LAW, DataFile, Table
from ringfence.law.decision import rules
from ringfence.law.obligations import Decides, Obligation, Text, deciding, load_obligations

FILES = {
    Text.UN1961: LAW / "un1961" / "articles.toml",
    Text.UN1971: LAW / "un1971" / "articles.toml",
    Text.UN1988: LAW / "un1988" / "articles.toml",
    Text.CND: LAW / "cnd" / "data" / "articles.toml",
}
"""Where each text's articles are named."""


class Status(StrEnum):
    """What is done about an article or an obligation."""

    COMPUTED = "computed"
    """A function of the law computes what it asks."""
    RECORDED = "recorded only"
    """The fact is held as data and shown; nothing is worked out from it."""
    NOT_YET = "not yet"
    """Software can serve it, and none here does so far."""
    OUTSIDE = "outside software"
    """An act of Governments, courts or the treaty's own life."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One function that computes an obligation, or only the day on which it is due.

    citation  of the rule; empty for a function that no rule wraps
    """

    obligation: str
    function: str
    citation: str = ""
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class ObligationCoverage:
    """One obligation, its status, why where it is not computed, and the functions tied to it."""

    obligation: Obligation
    status: Status
    why: str
    ties: tuple[Tie, ...]

    @property
    def decides(self) -> Decides | None:
        """What the obligation decides; `None` for one that decides nothing."""
        return deciding().get(self.obligation.id)

    @property
    def computed_by(self) -> tuple[Tie, ...]:
        """The functions that compute what the obligation asks."""
        return tuple(tie for tie in self.ties if not tie.day_only)

    @property
    def day_by(self) -> tuple[Tie, ...]:
        """The functions that compute only the day on which it is due."""
        return tuple(tie for tie in self.ties if tie.day_only)


@dataclass(frozen=True, slots=True)
class ArticleCoverage:
    """One article, its declared status, and each of its obligations in the register."""

    text: Text
    article: str
    title: str
    status: Status
    why: str
    obligations: tuple[ObligationCoverage, ...]

    @property
    def computed(self) -> int:
        """How many of its obligations are computed."""
        return sum(one.status is Status.COMPUTED for one in self.obligations)

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that compute its obligations, each once, in their order."""
        names = (tie.function for one in self.obligations for tie in one.computed_by)
        return tuple(dict.fromkeys(names))


def coverage(text: Text | None = None) -> tuple[ArticleCoverage, ...]:
    """Every article of one text, or of all, in the order of the texts."""
    tied = _by_obligation()
    return tuple(
        _covered(article, declared, tied)
        for declared in (_declared(one) for one in Text if text in (None, one))
        for article in declared.articles
    )


@cache
def ties() -> tuple[Tie, ...]:
    """Every tie that the code declares: of rules first, then of computations, then of days."""
    found = [
        Tie(obligation, _short(one.module, one.name), one.citation)
        for one in rules()
        for obligation in one.obligations
    ]
    for module in _computing_modules():
        for name, day_only in (("COMPUTES", False), ("DEADLINES", True)):
            computes: Mapping[str, Callable[..., object]] = getattr(module, name, {})
            found += [
                Tie(obligation, _short(function.__module__, function.__qualname__), "", day_only)
                for obligation, function in computes.items()
            ]
    return tuple(sorted(dict.fromkeys(found), key=lambda tie: tie.day_only))


def module_of(function: str) -> str:
    """The module of a function's name: `law.cnd.effect` of `law.cnd.effect.Control.holds_for`."""
    parts = function.split(".")[:-1]
    return ".".join(part for part in parts if part.islower())


def differences() -> tuple[str, ...]:
    """What the declared statuses and the code do not agree on, a sentence each."""
    return tuple(
        sentence
        for text in Text
        for sentence in (*_misdeclared(_declared(text)), *map(_unproved, coverage(text)))
        if sentence
    ) + tuple(_undecided())


def _undecided() -> Iterator[str]:
    """Obligations that decide something and that no function computes."""
    computed = {tie.obligation for tie in ties() if not tie.day_only}
    known = {one.id for one in load_obligations()}
    for obligation, kind in deciding().items():
        if obligation not in known:
            yield f"deciding.toml: {obligation} is not in the register"
        elif obligation not in computed:
            yield f"deciding.toml: {obligation} decides a {kind}, and no function computes it"


@dataclass(frozen=True, slots=True)
class _Article:
    text: Text
    article: str
    title: str
    status: Status
    why: str


@dataclass(frozen=True, slots=True)
class _Declared:
    """What one articles.toml says; `others` holds status and reason by obligation."""

    file: DataFile
    articles: tuple[_Article, ...]
    others: Mapping[str, tuple[Status, str]]


@cache
def _declared(text: Text) -> _Declared:
    file = DataFile(FILES[text])
    file.head({"article", "other"}).check_keys(set())
    articles = tuple(_articles(file, text))
    others = {}
    for table in file.tables("other", allowed={"obligations", "status", "why"}):
        status, why = _status(table), table.text("why")
        others.update(dict.fromkeys(table.texts("obligations"), (status, why)))
    return _Declared(file, articles, others)


def _articles(file: DataFile, text: Text) -> Iterator[_Article]:
    for table in file.tables("article", allowed={"article", "title", "status", "why"}):
        status = _status(table)
        why = table.optional("why") if status is Status.COMPUTED else table.text("why")
        yield _Article(text, table.text("article"), table.text("title"), status, why)


def _status(table: Table) -> Status:
    return Status(table.one_of("status", list(Status)))


def _covered(
    article: _Article, declared: _Declared, tied: Mapping[str, tuple[Tie, ...]]
) -> ArticleCoverage:
    rows = tuple(
        _standing(one, article, declared, tied.get(one.id, ()))
        for one in load_obligations()
        if (one.text, one.article) == (article.text, article.article)
    )
    return ArticleCoverage(
        article.text, article.article, article.title, article.status, article.why, rows
    )


def _standing(
    one: Obligation, article: _Article, declared: _Declared, tied: tuple[Tie, ...]
) -> ObligationCoverage:
    """Computed where a function is tied; else what is declared, which is never taken as computed.

    In an article that is computed, an obligation of which nothing is declared is not yet.
    """
    if any(not tie.day_only for tie in tied):
        return ObligationCoverage(one, Status.COMPUTED, "", tied)
    status, why = declared.others.get(one.id, (article.status, article.why))
    if status is Status.COMPUTED:
        status, why = Status.NOT_YET, _NOT_TIED
    return ObligationCoverage(one, status, why, tied)


_NOT_TIED = "no function is tied to it"


def _misdeclared(declared: _Declared) -> Iterator[str]:
    """Obligations that a file names and that no longer need it, or that the register lacks."""
    computed = {tie.obligation for tie in ties() if not tie.day_only}
    known = {one.id for one in load_obligations()}
    for obligation, (status, _) in declared.others.items():
        if obligation not in known:
            yield f"{declared.file.name}: {obligation} is not in the register"
        elif obligation in computed:
            yield f"{declared.file.name}: {obligation} is computed, not {status}: take it out"


def _unproved(article: ArticleCoverage) -> str:
    """What is wrong with the status of an article, or nothing."""
    place = f"{FILES[article.text].relative_to(LAW)}: article {article.article}"
    if article.status is Status.COMPUTED:
        loose = [one.obligation.id for one in article.obligations if one.why == _NOT_TIED]
        if loose:
            return f"{place}: no function is tied to {', '.join(loose)}"
        return "" if article.computed else f"{place} is declared computed, and nothing is"
    if article.computed:
        return f"{place} is {article.status}, and {', '.join(article.functions)} compute it"
    return ""


def _by_obligation() -> dict[str, tuple[Tie, ...]]:
    found: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in ties():
        found[tie.obligation].append(tie)
    return {obligation: tuple(tied) for obligation, tied in found.items()}


def _computing_modules() -> Iterator[object]:
    """The modules that may declare COMPUTES and DEADLINES."""
    yield coverage_ties
    for room in (limits, cnd):
        for module in iter_modules(room.__path__, f"{room.__name__}."):
            yield import_module(module.name)


def _short(module: str, name: str) -> str:
    return f"{module.removeprefix('ringfence.')}.{name}"
