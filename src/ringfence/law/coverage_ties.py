"""Which obligations the lists and the reading of goods compute: what is it, where does it stand?

These functions serve every rule and belong to no single article, so their obligations are told
here and not beside each of them. Keys are ids of the obligations register, as in `law/limits`.
"""

from __future__ import annotations

from ringfence.law.acts import fold
from ringfence.law.case_building import cases_of
from ringfence.law.computed import Computes
from ringfence.law.crossing import crosses
from ringfence.law.identification import identify
from ringfence.law.national_control import watched_findings
from ringfence.law.papers_due import papers_of
from ringfence.law.passage_checks import is_on_the_way
from ringfence.law.scope import reach
from ringfence.law.un1961.a01_materials import place_of_material

LISTS: Computes = {
    "1961-3-4": fold,
    "1961-3-5": fold,
    "1961-3-6": fold,
    "1971-2-5": fold,
    "1971-2-6": fold,
}
"""What the Commission adds, moves and deletes, as entries of every day."""

IDENTITY: Computes = {
    "1961-1-1-j": identify,
    "1961-Schedule-I-footnote": identify,
    "1961-Schedule-I-entry-ecgonine": identify,
    "1971-Schedule-I-entry-tetrahydrocannabinol": identify,
    "1971-Schedule-II-entries": identify,
}
"""What a name, number or structure stands for, and which entries name it."""

REACH: Computes = {
    "1961-Schedule-I-final-paragraphs": reach,
    "1961-Schedule-I-final-paragraphs-2": reach,
    "1961-Schedule-I-final-paragraphs-3": reach,
    "1961-Schedule-II-final-paragraphs": reach,
    "1961-Schedule-IV-final-paragraph": reach,
    "1971-Schedules-I-IV-final-line": reach,
    "1971-Schedule-I-stereo-clause": reach,
}
"""How far an entry reaches beyond the substance that it names."""

GOODS: Computes = {
    "1961-1-1-m": crosses,
    "1961-1-1-s": cases_of,
    "1961-2-3": cases_of,
    "1961-Schedule-I-entry-cannabis": place_of_material,
    "1961-Schedule-I-entry-poppy-straw-concentrate": place_of_material,
    "1971-1-h": crosses,
    "1988-1-t-u": is_on_the_way,
}
"""What goods are made of, and whether they pass from one territory to another."""

PAPERS: Computes = {"1961-39": papers_of}
"""What national law demands beyond the treaty, marked as such."""

WATCHED: Computes = {"1961-2-8": watched_findings, "1971-2-9": watched_findings}
"""What stands under no Schedule and is supervised all the same."""

COMPUTES: Computes = {**LISTS, **IDENTITY, **REACH, **GOODS, **PAPERS, **WATCHED}
