"""`ringfence law coverage`: which obligations are computed, by what, and which are not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click

from ringfence.cli.parts import json_option, print_json
from ringfence.cli.printing import PAGE, columns, width, wrapped
from ringfence.exchange.coverage_format import Proven, coverage_to_wire
from ringfence.jobs.proving_cases import proofs
from ringfence.law.coverage import (
    ArticleCoverage,
    ObligationCoverage,
    Status,
    Tie,
    coverage,
    module_of,
)
from ringfence.law.obligations import Text
from ringfence.terms import RingfenceError


class ArticleNotKnown(RingfenceError):
    """An article was asked for that no text has; says how to write one."""


class TextType(click.ParamType[Text]):
    """A convention by its year, or CND for the Commission's own procedure."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Text:
        """Read the year; raises ArticleNotKnown."""
        try:
            return Text(value)
        except ValueError as wrong:
            says = f"{value!r} is none of the texts: write {', '.join(Text)}"
            raise ArticleNotKnown(says) from wrong


@click.command("coverage")
@click.option(
    "--convention",
    "text",
    type=TextType(),
    default=None,
    metavar="YEAR",
    help="1961, 1971, 1988, or CND for the Commission's procedure.",
)
@click.option(
    "--article",
    default="",
    metavar="ARTICLE",
    help='Every obligation of this article: 31, "14 bis", "Schedule I".',
)
@json_option
def coverage_command(text: Text | None, article: str, as_json: bool) -> None:
    """Print, an article a row, how many of its obligations are computed and by which functions.

    With --article every obligation, with the rules that compute it and the cases that prove them.
    """
    articles = _asked(coverage(text), article)
    proven = _proven(articles)
    if as_json:
        print_json(coverage_to_wire(articles, proven))
    elif article:
        click.echo("\n".join(line for one in articles for line in _article_lines(one, proven)))
    else:
        click.echo("\n".join(_overview_lines(articles)))
    sys.exit(0)


def _asked(articles: Sequence[ArticleCoverage], article: str) -> Sequence[ArticleCoverage]:
    """The articles that bear the number or name; raises ArticleNotKnown."""
    wanted = " ".join(article.split()).casefold()
    if not wanted:
        return articles
    found = [one for one in articles if one.article.casefold() == wanted]
    if not found:
        raise ArticleNotKnown(
            f'no article {article!r}: write a number, "14 bis" or "Schedule I"; '
            "leave out --article to see all"
        )
    return found


def _proven(articles: Sequence[ArticleCoverage]) -> Proven:
    known = proofs()
    if known is None:
        return {}
    ties = {tie for one in articles for row in one.obligations for tie in row.ties}
    found = {tie: known.of(tie) for tie in ties}
    return {tie: (proof.cases, proof.files) for tie, proof in found.items()}


def _overview_lines(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    """One row an article, and the sum of each text."""
    rows = [(one.text, one.article, one.status, _count(one)) for one in articles]
    head, *laid_out = columns([("text", "article", "status", "computed"), *rows])
    place = max(width(line) for line in (head, *laid_out)) + 2
    yield f"{head + ' ' * (place - width(head))}title"
    for line, one in zip(laid_out, articles, strict=True):
        titled = wrapped(one.title, PAGE - place)
        yield line + " " * (place - width(line)) + titled[0]
        yield from (" " * place + rest for rest in titled[1:])
        yield from _hanging(" " * 6 + "by ", ", ".join(_modules(one)))
    for text in dict.fromkeys(one.text for one in articles):
        own = [row for one in articles if one.text is text for row in one.obligations]
        counts = Counter(row.status for row in own)
        said = ", ".join(f"{counts[one]} {one}" for one in Status if counts[one])
        yield f"{text}: {len(own)} obligations: {said}"
    deciding = [row for one in articles for row in one.obligations if row.decides]
    done = sum(row.status is Status.COMPUTED for row in deciding)
    yield f"of those that decide something {done} of {len(deciding)} are computed"


def _count(one: ArticleCoverage) -> str:
    return f"{one.computed} of {len(one.obligations)}" if one.obligations else ""


def _modules(one: ArticleCoverage) -> Iterator[str]:
    """The files of the functions, with how many of them there are."""
    counts = Counter(map(module_of, one.functions))
    return (f"{module} {number}" for module, number in counts.items())


def _article_lines(one: ArticleCoverage, proven: Proven) -> Iterator[str]:
    """An article, then each obligation with what computes it or why nothing does."""
    yield f"{one.text}/{one.article}   {one.title}"
    yield from _hanging("  ", ": ".join(filter(None, [f"{one.status}", one.why])))
    if not one.obligations:
        yield "  the register holds no obligation of it"
    for row in one.obligations:
        yield from _obligation_lines(row, proven)


def _obligation_lines(row: ObligationCoverage, proven: Proven) -> Iterator[str]:
    obligation = row.obligation
    yield from _hanging(f"  {obligation.id}  {row.status}  ", obligation.summary)
    if row.decides is not None:
        yield f"    decides  a {row.decides}"
    yield from _hanging("    because  ", row.why)
    for head, ties in (("    by  ", row.computed_by), ("    its day by  ", row.day_by)):
        for tie in ties:
            yield from _hanging(head, _tie_text(tie, proven))


def _tie_text(tie: Tie, proven: Proven) -> str:
    """The function, its citation, and how many cases prove it where tests lie beside it."""
    cited = f" [{tie.citation}]" if tie.citation else ""
    if tie not in proven:
        return tie.function + cited
    number, files = proven[tie]
    return f"{tie.function}{cited}, cases: {number} in {len(files)} file{'s'[: len(files) != 1]}"


def _hanging(head: str, text: str) -> Iterator[str]:
    """A text behind its head, broken at the width of a page; nothing where there is no text."""
    if text:
        first, *rest = wrapped(text, PAGE - 8, taken=width(head) - 8)
        yield head + first
        yield from (" " * 8 + line for line in rest)
