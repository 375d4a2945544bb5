"""How far an entry reaches: salts, isomers, esters, ethers, groups and preparations.

The matrix is that of the Schedules and Tables themselves:

              salts  stereoisomers   other isomers  esters, ethers  preparations
  1961 I      yes    yes (1)         a person (2)   yes             yes, article 2(3)
  1961 II     yes    yes (1)         a person (2)   no              yes
  1961 III    lists preparations only
  1961 IV     yes    no              no             no              yes
  1971 I      yes    yes             no             no              yes, article 3(1)
  1971 II-IV  yes    as designated   no             no              yes
  1988        yes    as designated (3)  no          no              article 12(14)

(1) "whenever the existence of such isomers is possible within the specific chemical
    designation": where the designation fixes the configuration, another configuration is a
    question for a person.
(3) the Tables print names without a configuration; a mirror image (dextro-ephedrine) is a
    question for a person.
(2) positional isomers: the words above do not settle it, so a person must.
"""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.law.entry import Convention, Entry, StereoScope
from ringfence.substance.candidate import Candidate, DoubtKind, Ground, Stereo, Via
from ringfence.terms import Answer


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether an entry that is in force reaches a candidate, and why."""

    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Material:
    """A plant or extract that is on no list, and the listed thing that it holds.

    `says` is what to know of it while that is listed; with `is_open` a person must judge.
    """

    holds: str
    says: str
    is_open: bool = True


def _plant(holds: str) -> Material:
    return Material(
        holds, f"the plant or fungus is in no Schedule, the {holds} that it holds is in 1971 I"
    )


MATERIALS = {
    "poppy-straw": Material(
        "opium",
        "no drug, but article 25 of the 1961 Convention asks for import certificates and export "
        "authorisations as for drugs",
        is_open=False,
    ),
    "psilocybin-mushrooms": _plant("psilocybine"),
    "mescaline-cacti": _plant("mescaline"),
    "mimosa-tenuiflora": _plant("dmt"),
    "khat": _plant("cathinone"),
    "safrole-oil": Material("safrole", "an oil that is largely safrole, which is easily won of it"),
    "ephedra-extract": Material("ephedrine", "an extract from which ephedrine may be easily won"),
}

_REACHED = Reach(Answer.MET, "")
DERIVED = (Via.ISOMER, Via.ESTER, Via.ETHER)
"""The ways that lead from a listed substance to a form of it."""


def reach(entry: Entry, candidate: Candidate, siblings_differ: bool = False) -> Reach:
    """Say whether `entry` reaches what `candidate` is.

    `siblings_differ` tells that the thing gives no configuration while stereoisomers are known
    whose control differs, so that the configuration decides.
    """
    if entry.preparations_only:
        return _preparation_item(entry)
    by_derivation = _derivation(entry, candidate)
    if by_derivation.answer is not Answer.MET:
        return by_derivation
    by_stereo = _configuration(entry, candidate, siblings_differ)
    if by_stereo.answer is not Answer.MET:
        return by_stereo
    return by_derivation if by_derivation.reason else by_stereo


def _preparation_item(entry: Entry) -> Reach:
    item = f" (item {entry.item})" if entry.item else ""
    return Reach(
        Answer.UNDETERMINED,
        f"Schedule III lists preparations{item}: their composition decides, and it is not given",
    )


def _derivation(entry: Entry, candidate: Candidate) -> Reach:
    via, place = candidate.via, f"{entry.convention} {entry.schedule}"
    if via in DERIVED:
        return _derived_form(entry, via, place)
    if via is Via.GROUP and candidate.has_doubt(DoubtKind.CLASS):
        return Reach(
            Answer.UNDETERMINED, "the structure fits a group entry in outline: a person must judge"
        )
    if via is Via.PREPARATION and entry.convention is Convention.UN1988:
        return _precursor_preparation(candidate)
    if via is Via.SALT and _is_excluded_acid_salt(entry):
        return Reach(Answer.NOT_MET, "Table II excepts the salts of this acid")
    if via is Via.ISOTOPE:
        return Reach(Answer.MET, "isotope labels are disregarded")
    return _REACHED


def _derived_form(entry: Entry, via: Via, place: str) -> Reach:
    if entry.convention is not Convention.UN1961 or entry.schedule == "IV":
        return Reach(Answer.NOT_MET, f"{place} does not extend to {via}s of the listed substance")
    if via is Via.ISOMER:
        return Reach(
            Answer.UNDETERMINED,
            "a positional isomer: whether it lies within the specific chemical designation "
            "is for a person",
        )
    if entry.schedule == "I":
        article = "an ester" if via is Via.ESTER else "an ether"
        return Reach(Answer.MET, f"{article} of a drug in Schedule I, not listed elsewhere")
    return Reach(Answer.NOT_MET, f"{place} does not extend to esters and ethers")


def _precursor_preparation(candidate: Candidate) -> Reach:
    if candidate.has_doubt(DoubtKind.FORM):
        return Reach(
            Answer.UNDETERMINED,
            "article 12(14) excepts pharmaceutical preparations and others from which the "
            "substance cannot easily be used or recovered",
        )
    return _REACHED


def _is_excluded_acid_salt(entry: Entry) -> bool:
    return entry.schedule == "Table II" and entry.substance in (
        "hydrochloric-acid",
        "sulfuric-acid",
        "sulphuric-acid",
    )


def _configuration(entry: Entry, candidate: Candidate, siblings_differ: bool) -> Reach:
    stereo = candidate.stereo
    if stereo in (Stereo.SAME, Stereo.NOT_COMPARED) and candidate.via is not Via.STEREOISOMER:
        return _configuration_in_words(entry, candidate)
    if stereo is Stereo.UNDEFINED and candidate.via is Via.STEREOISOMER and not siblings_differ:
        return Reach(Answer.MET, "a racemate: the listed form is part of it")
    if stereo is Stereo.UNDEFINED:
        return _undefined_configuration(entry, siblings_differ)
    if entry.schedule == "IV" and entry.convention is Convention.UN1961:
        if entry.stereo is StereoScope.ANY:
            return _REACHED
        return Reach(Answer.NOT_MET, "Schedule IV does not extend to isomers of the named drug")
    if entry.stereo is StereoScope.ANY:
        return Reach(Answer.MET, "a stereoisomer: the entry reaches every configuration")
    if entry.convention is Convention.UN1961:
        return Reach(
            Answer.UNDETERMINED,
            "the designation fixes another configuration: whether this isomer lies within it "
            "is for a person",
        )
    if entry.convention is Convention.UN1988 and stereo is Stereo.OPPOSITE:
        return Reach(
            Answer.UNDETERMINED,
            "the Table prints the name without a configuration: whether the mirror image of the "
            "substance that bears it is meant is for a person",
        )
    return Reach(Answer.NOT_MET, "the entry designates another configuration")


def _configuration_in_words(entry: Entry, candidate: Candidate) -> Reach:
    """A name with a word of configuration before it that no known name has: levo-, (R)-."""
    named = candidate.ground is Ground.NAME and candidate.has_doubt(DoubtKind.CONFIGURATION)
    if not named or entry.stereo is StereoScope.ANY:
        return _REACHED
    return Reach(
        Answer.UNDETERMINED,
        "the entry designates a configuration, and the name is given with one of its own: "
        "a number or a structure is needed to tell",
    )


def _undefined_configuration(entry: Entry, siblings_differ: bool) -> Reach:
    if entry.stereo is StereoScope.ANY or not siblings_differ:
        return Reach(Answer.MET, "no configuration is given; every known one is reached")
    return Reach(
        Answer.UNDETERMINED,
        "no configuration is given, and stereoisomers are known whose control differs",
    )
