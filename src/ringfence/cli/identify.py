"""`ringfence identify`: what is it, is it controlled, on which ground?"""

from __future__ import annotations

import sys

import click

from ringfence.cli.parts import (
    HELD,
    VERDICT_CODES,
    CountryType,
    as_of_option,
    json_option,
    print_json,
)
from ringfence.cli.printing import identification_text
from ringfence.cli.receipts_option import receipts_option
from ringfence.exchange.identify_format import identifications_to_wire
from ringfence.law.identification import identify
from ringfence.substance.candidate import Query
from ringfence.substance.match import match
from ringfence.terms import Country, Day, Verdict


@click.command("identify")
@click.argument("texts", nargs=-1, metavar="TEXT...")
@click.option("--cas", default="", help="A CAS registry number.")
@click.option("--smiles", default="", help="A structure as SMILES.")
@click.option("--inchi", default="", help="A structure as InChI.")
@click.option("--inchikey", default="", help="An InChIKey.")
@click.option("--country", type=CountryType(), default=None, help="Only this country's own lists.")
@receipts_option
@as_of_option
@json_option
def identify_command(
    texts: tuple[str, ...],
    cas: str,
    smiles: str,
    inchi: str,
    inchikey: str,
    country: Country | None,
    as_of: Day,
    as_json: bool,
) -> None:
    """Say what TEXT is, and whether a convention controls it on the day.

    TEXT is a name in any script, a CAS number, an InChIKey, an InChI or a SMILES; several TEXTs
    are several things. With --cas, --smiles, --inchi or --inchikey all signals are of one
    thing, and signals that disagree are held.
    """
    queries = _queries(texts, cas, smiles, inchi, inchikey)
    countries = None if country is None else (country,)
    found = [identify(match(query), as_of, countries) for query in queries]
    if as_json:
        print_json(identifications_to_wire(found))
    else:
        click.echo("\n\n".join(identification_text(one) for one in found))
    sys.exit(_exit_code([one.verdict for one in found]))


def _queries(
    texts: tuple[str, ...], cas: str, smiles: str, inchi: str, inchikey: str
) -> list[Query]:
    if not any((cas, smiles, inchi, inchikey)):
        if not any(text.strip() for text in texts):
            raise click.UsageError("Enter a name, number or structure, for example: morphine")
        return [Query(text=text) for text in texts]
    return [Query(" ".join(texts), cas=cas, inchikey=inchikey, smiles=smiles, inchi=inchi)]


def _exit_code(verdicts: list[Verdict]) -> int:
    """The gravest of several: anything controlled, else anything undetermined, else nothing."""
    if Verdict.CONTROLLED in verdicts:
        return VERDICT_CODES[Verdict.CONTROLLED]
    return HELD if Verdict.UNDETERMINED in verdicts else VERDICT_CODES[Verdict.NOT_CONTROLLED]
