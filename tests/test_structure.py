"""What a structure is and what it derives from; cases in tests/cases/structure."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from ringfence.substance.candidate import Candidate, DoubtKind, Ground, Stereo, Via
from ringfence.substance.catalogue import Kind, StereoRule, load_catalogue
from ringfence.substance.structure import (
    InchikeyUnreadable,
    PatternUnreadable,
    StructureUnreadable,
    candidates,
    candidates_by_inchikey,
    fits,
    read_inchi,
    read_molblock,
    read_smiles,
    relations,
    structure_index,
)
from ringfence.substance.structure_fragments import COUNTER_IONS
from ringfence.substance.structure_stereo import compare, mirror, sites

CASES = Path(__file__).parent / "cases" / "structure"
MORPHINE = "CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5"
FENTANYL = "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"
DRAWN = [row for row in load_catalogue().substances.values() if row.smiles]


def cases(*, readable: bool) -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['says']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        if ("expect" in case) == readable
    ]


def found_for(smiles: str) -> tuple[Candidate, ...]:
    return candidates(read_smiles(smiles), structure_index())


def said(candidate: Candidate) -> str:
    doubts = [str(doubt.kind) for doubt in candidate.doubts]
    stereo = candidate.stereo.value.replace(" ", "_")
    return " ".join([candidate.substance, candidate.via, stereo, *doubts])


@pytest.mark.parametrize("case", cases(readable=True))
def test_a_structure_gives_exactly_the_candidates_of_the_case(case: dict[str, Any]) -> None:
    found = found_for(case["smiles"])
    assert sorted(said(candidate) for candidate in found) == sorted(case["expect"])
    if "form" in case:
        assert [candidate.form for candidate in found] == [case["form"]]
    assert all(candidate.ground is Ground.STRUCTURE for candidate in found)
    assert all(candidate.read for candidate in found)


@pytest.mark.parametrize("case", cases(readable=False))
def test_a_text_that_is_no_structure_is_refused_with_a_remedy(
    case: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StructureUnreadable) as refused:
        read_smiles(case["smiles"])
    assert case["error"] in str(refused.value)
    assert "Write one molecule or salt" in str(refused.value)
    assert capfd.readouterr().err == ""


# The catalogue finds itself


@pytest.mark.parametrize("row", DRAWN, ids=lambda row: str(row.id))
def test_every_substance_of_the_catalogue_finds_itself(row: Any) -> None:
    found = found_for(row.smiles)
    own = [candidate for candidate in found if candidate.substance == row.id]
    assert [(one.via, one.stereo) for one in own] == [(Via.LISTED, Stereo.SAME)]
    others = [candidate for candidate in found if candidate.substance != row.id]
    assert all(one.stereo is Stereo.UNDEFINED for one in others), others
    assert not others or row.stereo in (StereoRule.UNDEFINED, StereoRule.RACEMIC)


@pytest.mark.parametrize("row", DRAWN, ids=lambda row: str(row.id))
def test_the_stored_key_and_formula_are_those_of_the_structure(row: Any) -> None:
    reading = read_smiles(row.smiles)
    assert row.inchikey == reading.whole_inchikey
    whole = Chem.MolFromSmiles(row.smiles)
    assert row.formula == rdMolDescriptors.CalcMolFormula(whole).partition("+")[0]


def test_every_salt_of_the_catalogue_gives_its_base_and_its_form() -> None:
    for salt in load_catalogue().salts.values():
        if not salt.smiles:
            continue
        found = {one.substance: one for one in found_for(salt.smiles)}
        assert salt.substance in found, salt.id
        one = found[salt.substance]
        assert one.form == salt.id
        assert one.via in (Via.SALT, Via.LISTED), salt.id


def test_every_member_of_an_isomer_group_gives_the_group_and_nothing_else() -> None:
    catalogue = load_catalogue()
    for member in catalogue.members:
        if catalogue.substances[member.group].kind is not Kind.ISOMER_GROUP:
            continue
        found = found_for(member.smiles)
        assert [(one.substance, one.via) for one in found] == [(member.group, Via.GROUP)]


def test_every_relative_in_the_catalogue_follows_from_the_structures() -> None:
    catalogue = load_catalogue()
    derived = (Via.ESTER, Via.ETHER, Via.GROUP)  # an ester of ecgonine is within its group entry
    for row in catalogue.relatives:
        substance = catalogue.substances[row.substance]
        if row.via not in derived or not substance.smiles:
            continue
        found = relations(read_smiles(substance.smiles), structure_index())
        assert row.parent in {one.substance for one in found if one.via in derived}, row


def test_tautomer_keys_do_not_equate_two_substances_with_different_bonds() -> None:
    sharing = defaultdict(set)
    for rows in structure_index().by_formula.values():
        for listed in rows:
            for key in (listed.parent.flat_tautomer_key, listed.parent.flat_proton_key):
                sharing[key].add(listed.parent.connectivity)
    assert [key for key, blocks in sharing.items() if len(blocks) > 1] == []


# Rewriting and salts change nothing


@given(st.sampled_from(DRAWN), st.integers(1, 10_000))
def test_the_order_of_atoms_makes_no_difference(row: Any, seed: int) -> None:
    mol = Chem.MolFromSmiles(row.smiles)
    rewritten = Chem.MolToRandomSmilesVect(mol, 1, randomSeed=seed)[0]
    assert {said(one) for one in found_for(rewritten)} == {
        said(one) for one in found_for(row.smiles)
    }


SALT_FORMERS = [smiles for smiles in COUNTER_IONS.values() if smiles != "C[N+](C)(C)C"]
ORGANIC = [row for row in DRAWN if row.kind is Kind.SUBSTANCE and "." not in row.smiles]


@given(st.sampled_from(ORGANIC), st.lists(st.sampled_from(SALT_FORMERS), min_size=1, max_size=3))
def test_a_salt_and_its_base_are_the_same_substance(row: Any, ions: list[str]) -> None:
    base = found_for(row.smiles)
    reading = read_smiles(".".join([row.smiles, *ions, "O"]))
    if [parent.smiles for parent in reading.parents] != [read_smiles(row.smiles).smiles]:
        return  # a listed substance that itself is a counter-ion or solvate
    salt = candidates(reading, structure_index())
    assert [(one.substance, one.stereo) for one in salt] == [
        (one.substance, one.stereo) for one in base
    ]
    assert {one.via for one in salt} == {Via.SALT}
    assert reading.is_solvate


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_anything_else(text: str) -> None:
    for read in (read_smiles, read_inchi, read_molblock):
        try:
            candidates(read(text), structure_index())
        except StructureUnreadable:
            continue


@given(st.text(alphabet="CNOcno()[]=#12+-@HSP.Na", max_size=25))
def test_any_near_smiles_is_read_or_refused_and_never_anything_else(text: str) -> None:
    try:
        reading = read_smiles(text)
    except StructureUnreadable:
        return
    candidates(reading, structure_index())


# What a reading says


def test_a_reading_says_what_was_taken_off() -> None:
    reading = read_smiles(f"{MORPHINE}.{MORPHINE}.OS(O)(=O)=O.O.O")
    assert reading.removed == ("sulfuric acid", "water", "water")
    assert (reading.is_salt, reading.is_solvate, reading.isotopes) == (True, True, False)
    assert [parent.formula for parent in reading.parents] == ["C17H19NO3"]
    assert reading.inchikey == "BQJCRHHNABKAKU-KBQPJGBKSA-N"
    assert reading.connectivity == "BQJCRHHNABKAKU"


def test_the_largest_parent_comes_first() -> None:
    reading = read_smiles(f"CC(N)Cc1ccccc1.{MORPHINE}")
    assert [parent.formula for parent in reading.parents] == ["C17H19NO3", "C9H13N"]


def test_a_quaternary_nitrogen_keeps_its_charge() -> None:
    reading = read_smiles("C[N+](C)(C)CCOC(C)=O.[Cl-]")
    assert reading.smiles == "CC(=O)OCC[N+](C)(C)C"
    assert reading.is_salt


def test_a_structure_too_long_or_too_large_is_refused() -> None:
    with pytest.raises(StructureUnreadable, match="6,000 characters"):
        read_smiles("C" * 6_000)
    with pytest.raises(StructureUnreadable, match="450 atoms"):
        read_smiles("C" * 450)


def test_inchi_and_molfile_give_what_the_smiles_gives() -> None:
    mol = Chem.MolFromSmiles(MORPHINE)
    expected = [said(one) for one in found_for(MORPHINE)]
    for reading in (
        read_inchi(Chem.MolToInchi(mol)),
        read_molblock(Chem.MolToMolBlock(mol)),
        read_molblock(Chem.MolToV3KMolBlock(mol)),
        read_molblock(Chem.MolToMolBlock(mol).replace("\n", "\r\n") + "$$$$\n"),
    ):
        assert [said(one) for one in candidates(reading, structure_index())] == expected


@pytest.mark.parametrize("text", ["", "morphine", "InChI=1S/C17H19", "InChI=1S/foo"])
def test_a_broken_inchi_is_refused(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StructureUnreadable):
        read_inchi(text)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("text", ["", "\n\n\n", "not a molfile", "\n\n\n  1  0\n"])
def test_a_broken_molfile_is_refused(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(StructureUnreadable):
        read_molblock(text)
    assert capfd.readouterr().err == ""


# Keys


def test_looking_up_a_key_loads_no_chemistry() -> None:
    script = (
        "import sys\n"
        "from ringfence.substance.structure import candidates_by_inchikey, structure_index\n"
        "found = candidates_by_inchikey('BQJCRHHNABKAKU-KBQPJGBKSA-N', structure_index())\n"
        "assert found[0].substance == 'morphine'\nassert 'rdkit' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def by_key(key: str) -> list[str]:
    return [said(one) for one in candidates_by_inchikey(key, structure_index())]


def test_a_full_key_is_the_substance() -> None:
    assert by_key("BQJCRHHNABKAKU-KBQPJGBKSA-N") == ["morphine listed same"]
    assert by_key(" inchikey=bqjcrhhnabkaku-kbqpjgbksa-n ") == ["morphine listed same"]


def test_the_key_of_a_salt_is_the_salt() -> None:
    (found,) = candidates_by_inchikey("USAHOPJHPJHUNS-IFCNUISUSA-N", structure_index())
    assert (found.substance, found.via, found.form) == ("morphine", Via.SALT, "morphine-sulfate")


def test_the_key_of_a_hydrate_is_the_substance_as_its_structure_is() -> None:
    for salt in load_catalogue().salts.values():
        if salt.smiles and salt.inchikey:
            found = candidates_by_inchikey(salt.inchikey, structure_index())
            expected = found_for(salt.smiles)
            assert found[0].via in {one.via for one in expected}, salt.id


def test_a_key_without_configuration_leaves_the_stereoisomers_open() -> None:
    assert by_key("BQJCRHHNABKAKU-UHFFFAOYSA-N") == ["morphine listed undefined configuration"]
    assert by_key("KWTSXDURSIMDCE-UHFFFAOYSA-N") == [
        "amfetamine listed same configuration",
        "dexamfetamine listed undefined configuration",
        "levamfetamine listed undefined configuration",
    ]


def test_a_key_with_another_configuration_is_another_stereoisomer_in_doubt() -> None:
    opposite = read_smiles("CN1CC[C@@]23c4c5ccc(O)c4O[C@@H]2[C@H](O)C=C[C@@H]3[C@@H]1C5")
    assert by_key(opposite.inchikey) == ["morphine stereoisomer other configuration"]


def test_the_key_of_sodium_permanganate_is_unknown() -> None:
    assert by_key(read_smiles("[Na+].[O-][Mn](=O)(=O)=O").whole_inchikey) == []


@pytest.mark.parametrize("text", ["", "morphine", "BQJCRHHNABKAKU", "BQJCRHHNABKAKU-KBQPJGBKSA"])
def test_a_text_that_is_no_key_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(InchikeyUnreadable, match="write 14, 10 and 1 capital letters"):
        candidates_by_inchikey(text, structure_index())


@pytest.mark.parametrize("row", DRAWN, ids=lambda row: str(row.id))
def test_key_and_structure_agree_on_every_substance(row: Any) -> None:
    found = candidates_by_inchikey(row.inchikey, structure_index())
    assert {one.substance for one in found} == {one.substance for one in found_for(row.smiles)}


# Class rules


def test_a_class_rule_is_an_or_of_ands() -> None:
    fentanyl = read_smiles(f"{FENTANYL}.Cl")
    anilide, ester = ("smarts", "O=C[NX3]c1ccccc1"), ("smarts", "C(=O)O[CX4]")
    assert fits(fentanyl, [[anilide]])
    assert not fits(fentanyl, [[anilide, ester]])
    assert fits(fentanyl, [[ester], [anilide]])
    assert fits(fentanyl, [[anilide, ("not", "C(=O)O[CX4]")]])
    assert not fits(fentanyl, [])


def test_the_mass_limit_is_that_of_the_neutral_parent() -> None:
    fentanyl = read_smiles(f"{FENTANYL}.OC(=O)CC(O)(CC(=O)O)C(=O)O")
    assert fits(fentanyl, [[("mass_limit", 336.5)]])
    assert not fits(fentanyl, [[("mass_limit", 336.4)]])


@pytest.mark.parametrize(
    "term", [("smarts", "C(("), ("smarts", ""), ("mass_limit", "heavy"), ("maybe", "C")]
)
def test_a_term_that_cannot_be_used_is_refused(term: tuple[str, str]) -> None:
    with pytest.raises(PatternUnreadable, match="is not a term of a class rule"):
        fits(read_smiles(FENTANYL), [[term]])


# Configurations


def test_a_mirror_image_turns_centres_and_keeps_double_bonds() -> None:
    drawn = sites(read_smiles("C[C@H](O)/C=C/c1ccccc1").largest.inchi)
    turned = sites(read_smiles("C[C@@H](O)/C=C/c1ccccc1").largest.inchi)
    assert mirror(drawn) == turned
    assert mirror(mirror(drawn)) == drawn


PARITIES = st.dictionaries(st.sampled_from(["3", "7", "9", "4-2"]), st.sampled_from("+-"))


@given(PARITIES, st.sampled_from(list(StereoRule)))
def test_equal_configurations_are_the_same_under_every_rule(
    given_sites: dict[str, str], rule: StereoRule
) -> None:
    assert compare(given_sites, given_sites, rule) is Stereo.SAME


@given(PARITIES.filter(bool))
def test_a_racemate_of_one_relative_configuration_is_either_form(
    listed: dict[str, str],
) -> None:
    assert compare(mirror(listed), listed, StereoRule.RELATIVE) is Stereo.SAME
    assert compare({}, listed, StereoRule.RELATIVE) is Stereo.UNDEFINED


# Reports


def test_relations_of_a_listed_ester_leave_out_the_substance_itself() -> None:
    heroin = "CC(=O)Oc1ccc2c3c1O[C@H]1[C@@H](OC(C)=O)C=C[C@H]4[C@@H](C2)N(C)CC[C@@]341"
    found = {one.substance: one for one in relations(read_smiles(heroin), structure_index())}
    assert "heroin" not in found
    assert found["morphine"].via is Via.ESTER
    assert MORPHINE_READ in found["morphine"].read


MORPHINE_READ = read_smiles(MORPHINE).smiles


def test_a_doubt_about_labels_is_said_in_a_sentence() -> None:
    (found,) = found_for("[2H]C([2H])([2H])NC(C)Cc1ccc2OCOc2c1")
    assert found.has_doubt(DoubtKind.ISOTOPE)
    assert str(found.doubts[0]) == "isotope: isotope labels were left out of account"
