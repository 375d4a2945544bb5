"""The catalogue's tables: what must hold in every row, and that the script still makes them."""

import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from rdkit import Chem, RDLogger
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from ringfence.substance import catalogue
from ringfence.substance.candidate import Via
from ringfence.substance.catalogue import (
    DATA,
    Kind,
    NameKind,
    StereoRule,
    Trust,
    load_catalogue,
    read_catalogue,
)
from ringfence.terms import DataError

RDLogger.DisableLog("rdApp.*")

ROOT = Path(__file__).parent.parent
LISTS = Path(os.environ.get("RINGFENCE_CONTROL_LISTS", ROOT.parent / "shared" / "control-lists"))
UNII = os.environ.get("RINGFENCE_UNII_NAMES", "")
TABLES = ("substances.csv", "names.csv", "salts.csv", "members.csv", "relatives.csv")
LOOK_ALIKES = (
    "clonidine prazosin loratadine propranolol hydroxyzine chlorpromazine clomipramine "
    "levocetirizine metformin metoprolol hydralazine dopamine paracetamol acetaminophen ibuprofen "
    "lidocaine benzocaine procaine loperamide carbamazepine buspirone naproxen"
).split()

all_of_it = load_catalogue()
lexicon = (DATA / "uncontrolled_names.txt").read_text(encoding="utf-8").splitlines()


def bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def cas_is_right(number: str) -> bool:
    found = re.fullmatch(r"(\d{2,7})-(\d\d)-(\d)", number)
    if not found:
        return False
    digits = reversed(found[1] + found[2])
    return sum(n * int(digit) for n, digit in enumerate(digits, 1)) % 10 == int(found[3])


def structures() -> list[tuple[str, str, str, str]]:
    """(where, SMILES, InChIKey, formula or empty) of every row that has a structure."""
    rows = [(s.id, s.smiles, s.inchikey, s.formula) for s in all_of_it.substances.values()]
    rows += [(s.id, s.smiles, s.inchikey, "") for s in all_of_it.salts.values()]
    rows += [(m.name, m.smiles, m.inchikey, m.formula) for m in all_of_it.members]
    return [row for row in rows if row[1]]


def test_every_id_is_used_once() -> None:
    for file in ("substances.csv", "salts.csv"):
        lines = (DATA / file).read_text(encoding="utf-8").splitlines()[1:]
        assert len(lines) == len({line.split(",")[0] for line in lines}), file


def test_the_treaty_substances_are_there() -> None:
    for substance in ("morphine", "cannabis", "cocaine", "lysergide", "ephedrine", "hhc"):
        assert substance in all_of_it.substances


def test_every_registry_number_passes_its_check_digit() -> None:
    rows = [*all_of_it.substances.values(), *all_of_it.salts.values(), *all_of_it.members]
    assert [n for row in rows for n in row.cas if not cas_is_right(n)] == []


def test_a_registry_number_stands_for_one_substance() -> None:
    doubled = {n: at for n, at in all_of_it.by_cas.items() if len({place[0] for place in at}) > 1}
    assert doubled == {}


@pytest.mark.parametrize("row", structures(), ids=lambda row: row[0])
def test_every_structure_gives_the_stored_key_and_formula(row: tuple[str, str, str, str]) -> None:
    _, smiles, inchikey, formula = row
    mol = Chem.MolFromSmiles(smiles)
    assert mol is not None
    assert Chem.MolToInchiKey(mol) == inchikey
    assert not formula or re.sub(r"[+-]\d*$", "", CalcMolFormula(mol)) == formula


def test_a_row_without_structure_has_neither_key_nor_formula() -> None:
    for row in all_of_it.substances.values():
        assert bool(row.smiles) == bool(row.inchikey) == bool(row.formula), row.id
        assert row.smiles or row.trust is Trust.NONE, row.id
        assert row.cas or row.cas_trust is Trust.NONE, row.id
        assert not row.smiles or row.trust is not Trust.NONE, row.id


def test_two_substances_share_no_structure() -> None:
    keys = Counter(row.inchikey for row in all_of_it.substances.values() if row.inchikey)
    assert [key for key, count in keys.items() if count > 1] == []


def test_plants_and_classes_have_no_structure() -> None:
    for row in all_of_it.substances.values():
        if row.kind in (Kind.PLANT_MATERIAL, Kind.CLASS, Kind.EXTRACT, Kind.PREPARATION):
            assert not row.smiles, row.id


def test_drawn_configurations_agree_with_the_stereo_rule() -> None:
    for row in all_of_it.substances.values():
        is_drawn = any(sign in row.smiles for sign in "@/\\")
        assert not is_drawn or row.stereo in (StereoRule.ABSOLUTE, StereoRule.RELATIVE), row.id


def test_every_name_belongs_to_a_substance_and_has_a_source() -> None:
    for row in all_of_it.names:
        assert row.substance in all_of_it.substances, row
        assert row.name.strip() == row.name != "", row
        assert row.source, row
        assert re.fullmatch(r"[a-z]{2,3}", row.language), row


def test_no_name_is_there_twice() -> None:
    seen = Counter((row.substance, row.language, row.name.casefold()) for row in all_of_it.names)
    assert [name for name, count in seen.items() if count > 1] == []


def test_every_substance_has_its_own_name_among_the_names() -> None:
    named = {(row.substance, row.name) for row in all_of_it.names}
    for row in all_of_it.substances.values():
        assert (row.id, row.name) in named, row.id


@pytest.mark.parametrize(
    ("name", "substances"),
    [
        ("PHP", {"rolicyclidine", "alpha-php"}),
        ("NPP", {"npp", "anabolic-steroids-and-growth-factors"}),
        ("MPPP", {"mppp", "4-meppp"}),
        ("U4", {"u-47700", "4-methylaminorex"}),
        ("speed", {"amfetamine", "metamfetamine", "metamfetamine-racemate"}),
        ("diamorphine", {"heroin"}),
        ("meperidine", {"pethidine"}),
        ("GBL", {"gamma-butyrolactone"}),
        ("Ritalin", {"methylphenidate"}),
        ("冰毒", {"metamfetamine"}),
        ("Феназепам", {"phenazepam"}),
        ("phenobarbitone", {"phenobarbital"}),
        ("codeine-N-oxide", {"morphine-methobromide"}),
        ("маковая солома", {"poppy-straw"}),
    ],
)
def test_a_name_means_these_substances(name: str, substances: set[str]) -> None:
    found = {row.substance for row in all_of_it.names if row.name.casefold() == name.casefold()}
    assert found == substances


def test_salts_refer_to_substances_and_hold_at_most_their_own_mass_of_base() -> None:
    for row in all_of_it.salts.values():
        assert row.substance in all_of_it.substances, row.id
        assert 0 < row.base_factor <= 1, row.id
        assert row.base_factor.as_tuple().exponent == -6, row.id


@pytest.mark.parametrize(
    ("salt", "factor"),
    [
        ("morphine-monohydrate", "0.9406"),
        ("morphine-sulfate-pentahydrate", "0.7521"),
        ("codeine-phosphate-hemihydrate", "0.7367"),
        ("codeine-phosphate-sesquihydrate", "0.7054"),
        ("oxycodone-hydrochloride-trihydrate", "0.7770"),
        ("dextropropoxyphene-napsilate", "0.6198"),
        ("zolpidem-tartrate", "0.8038"),
        ("ghb-sodium", "0.8257"),
    ],
)
def test_factors_agree_with_the_printed_ones(salt: str, factor: str) -> None:
    assert abs(all_of_it.salts[salt].base_factor - Decimal(factor)) <= Decimal("0.0002")


def test_members_belong_to_groups() -> None:
    for row in all_of_it.members:
        kind = all_of_it.substances[row.group].kind
        assert kind in (Kind.ISOMER_GROUP, Kind.GROUP), row.name
    isomers = [row for row in all_of_it.members if row.group == "tetrahydrocannabinol"]
    assert len(isomers) == 6


def test_relatives_refer_to_substances() -> None:
    for row in all_of_it.relatives:
        assert row.substance in all_of_it.substances
        assert row.parent in all_of_it.substances
        assert row.substance != row.parent


def test_esters_and_isomers_of_listed_drugs_are_known_as_such() -> None:
    known = {(row.substance, row.via, row.parent) for row in all_of_it.relatives}
    assert ("6-monoacetylmorphine", Via.ESTER, "morphine") in known
    assert ("cocaethylene", Via.GROUP, "ecgonine") in known
    assert ("dexmethylphenidate", Via.STEREOISOMER, "methylphenidate") in known
    assert ("levomethadone", Via.STEREOISOMER, "methadone") in known


@pytest.mark.parametrize("substance", ["dextromethorphan", "dextrorphan"])
def test_isomers_that_the_convention_excepts_are_no_relatives(substance: str) -> None:
    assert substance in all_of_it.substances
    assert substance not in all_of_it.relatives_of


def test_lexicon_and_catalogue_share_no_name() -> None:
    ours = {bare(row.name) for row in all_of_it.names}
    ours |= {bare(row.name) for row in all_of_it.salts.values()}
    assert [line for line in lexicon if bare(line) in ours] == []


def test_the_lexicon_is_sorted_small_and_without_doubles() -> None:
    assert lexicon == sorted(set(lexicon))
    assert [line for line in lexicon if line != line.casefold().strip() or not line] == []


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_medicines_that_look_like_controlled_ones_are_in_the_lexicon(name: str) -> None:
    assert name in set(lexicon)


def test_nothing_controlled_hides_in_the_lexicon() -> None:
    akin = re.compile(r"fentan|nitazen|morphin|codein|cathinon|amphetamin|azepam\b|barbital|lyserg")
    expected = {line for line in lexicon if akin.search(line)}
    assert expected <= {"nalorphine"}


def broken(tmp_path: Path, file: str, line: int, cells: str) -> str:
    """What the loader says when one line of a table is replaced."""
    folder = tmp_path / "substance" / "data"
    folder.mkdir(parents=True)
    for table in TABLES:
        lines = (DATA / table).read_text(encoding="utf-8").splitlines()[:4]
        if table == file:
            lines[line - 1] = cells
        (folder / table).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_catalogue(folder)
    return str(caught.value)


def test_a_row_with_too_few_cells_is_refused_with_file_line_and_remedy(tmp_path: Path) -> None:
    says = broken(tmp_path, "relatives.csv", 3, "heroin,ester")
    assert says.startswith("substance/data/relatives.csv:3: the row has 2 cells, the header 5")
    assert "give every column a cell" in says


def test_an_unknown_word_is_refused_with_file_line_and_remedy(tmp_path: Path) -> None:
    says = broken(tmp_path, "names.csv", 2, "heroin,diamorphine,en,nickname,curated,memory")
    assert says.startswith("substance/data/names.csv:2: 'nickname' is not a valid NameKind")
    assert "Use one of the words" in says


def test_a_factor_that_is_no_number_is_refused_with_file_line_and_remedy(tmp_path: Path) -> None:
    says = broken(tmp_path, "salts.csv", 4, "x,heroin,x salt,,,,four,memory,curated")
    assert says.startswith("substance/data/salts.csv:4: a number cannot be read")


def test_a_missing_column_is_refused_with_file_and_remedy(tmp_path: Path) -> None:
    says = broken(
        tmp_path, "members.csv", 1, "group,title,cas,smiles,inchikey,formula,trust,sources"
    )
    assert says.startswith("substance/data/members.csv:2: the header has no column 'name'")


def test_every_kind_of_name_is_in_use() -> None:
    assert {row.kind for row in all_of_it.names} == set(NameKind)


def test_no_file_tells_how_anything_is_made() -> None:
    unwanted = re.compile(r"synthesi[sz]|\byield\b|\bprice\b|/work/|/home/", re.IGNORECASE)
    for file in [*(DATA / table for table in TABLES), *(ROOT / "scripts/catalogue").iterdir()]:
        assert not unwanted.search(file.read_text(encoding="utf-8")), file.name


@pytest.mark.skipif(not LISTS.is_dir(), reason="the control lists are not here")
def test_the_script_makes_the_tables_again(tmp_path: Path) -> None:
    for file in ("names.csv", "uncontrolled_names.txt"):
        (tmp_path / file).write_bytes((DATA / file).read_bytes())
    script = [sys.executable, "scripts/build_catalogue.py", "--lists", str(LISTS)]
    unii = ["--unii", UNII] if UNII and Path(UNII).is_file() else []
    subprocess.run([*script, *unii, "--out", str(tmp_path)], check=True, cwd=ROOT)
    for file in (*TABLES, "uncontrolled_names.txt"):
        assert (tmp_path / file).read_bytes() == (DATA / file).read_bytes(), file


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is all_of_it
    assert catalogue.DATA.is_dir()
