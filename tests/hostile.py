"""Hostile inputs made of the catalogue: what is controlled, written so that it may be missed.

Each kind is a function of a name or structure and a source of chance. `written` and `drawn` say
for every input which substance it was made of; whoever asks judges the answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rdkit import Chem, rdBase
from rdkit.Chem import rdChemReactions, rdinchi
from rdkit.Chem.MolStandardize import rdMolStandardize

from ringfence.law.entry import Convention
from ringfence.law.identification import Identification
from ringfence.law.lists import load_lists
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import NameKind, Substance, load_catalogue
from ringfence.substance.fold import fold, is_word_key
from ringfence.substance.structure_fragments import COUNTER_IONS, SOLVATES
from ringfence.substance.structure_index import SMALLEST_PARENT
from ringfence.terms import Answer, Day


@dataclass(frozen=True, slots=True)
class Hostile:
    """One input: how it was made, of which substance and of which name or structure."""

    how: str
    substance: str
    made_of: str
    query: Query


def controlled_on(day: Day) -> frozenset[str]:
    """The substances that an entry of the day names, preparations alone left out."""
    return frozenset(
        entry.substance
        for entry in load_lists().entries
        if not entry.preparations_only and entry.answer_on(day) is Answer.MET
    )


def reaching_esters(day: Day) -> frozenset[str]:
    """The substances of 1961 Schedule I, of which esters and ethers are controlled too."""
    return frozenset(
        entry.substance
        for entry in load_lists().entries
        if entry.convention is Convention.UN1961
        and entry.schedule == "I"
        and entry.answer_on(day) is Answer.MET
    )


def is_another_name(one: Hostile, found: Identification) -> bool:
    """True when what was written is, letter by letter, the name of something on no list.

    So says the answer itself: each name that it knows to be on no list stands in the text, and no
    candidate was read otherwise than as it is spelled.
    """
    text = fold(one.query.text) + "".join(map(fold, one.query.text.split()))
    spelled = [fold(name) in text for name in found.match.uncontrolled]
    spelled += [fold(one.read) in text and not one.is_heard for one in found.match.candidates]
    return bool(text) and bool(spelled) and all(spelled)


# Names


def _places(name: str) -> list[int]:
    return [at for at, char in enumerate(name) if char.isalpha()]


def _neighbour(char: str, rng: random.Random) -> str:
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
    for row in rows:
        at = row.find(char.lower())
        if at >= 0:
            return rng.choice([row[max(at - 1, 0)], row[min(at + 1, len(row) - 1)]])
    return rng.choice("aeiorstn")


def one_error(name: str, rng: random.Random) -> str:
    """One letter left out, put in, taken for another, or two in the wrong order."""
    places = _places(name)
    if not places:
        return name
    at = rng.choice(places)
    kind = rng.randrange(5)
    letters = "абвгдеиклмнопрстуфхцы" if "а" <= name[at].lower() <= "я" else "abcdefghilmnoprstuyz"
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + rng.choice(letters) + name[at:]
    if kind == 2:
        return name[:at] + _neighbour(name[at], rng) + name[at + 1 :]
    if kind == 3 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + rng.choice(letters) + name[at + 1 :]


def two_errors(name: str, rng: random.Random) -> str:
    """Two such errors, wherever they fall."""
    return one_error(one_error(name, rng), rng)


def doubled(name: str, rng: random.Random) -> str:
    """One or two letters typed twice or three times."""
    for _ in range(rng.choice((1, 2))):
        places = _places(name)
        if places:
            at = rng.choice(places)
            name = name[:at] + name[at] * rng.choice((1, 2)) + name[at:]
    return name


_TWINS = str.maketrans("aeocpxyikmht", "аеосрхуікмнт")


def twins(name: str, rng: random.Random) -> str:
    """Some letters as their twins of another alphabet."""
    return "".join(c.translate(_TWINS) if rng.random() < 0.4 else c for c in name)


_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "l": "1"})


def leet(name: str, rng: random.Random) -> str:
    """Some letters as the digits that look like them."""
    return "".join(c.translate(_LEET) if rng.random() < 0.5 else c for c in name)


def cut(name: str, rng: random.Random) -> str:
    """The name broken by a blank or a sign, or its beginning or end lost."""
    at = rng.randrange(1, max(len(name), 2))
    kind = rng.randrange(4)
    if kind < 2:
        return name[:at] + rng.choice((" ", "-", " - ", "\n", ". ")) + name[at:]
    lost = rng.choice((1, 2, 3))
    return name[lost:] if kind == 2 else name[: max(len(name) - lost, 1)]


def sounding(name: str, rng: random.Random) -> str:
    """Spelled as it is heard: other letters for the same sounds, and one error."""
    swaps = (
        ("ph", "f"), ("f", "ph"), ("y", "i"), ("i", "y"), ("c", "k"), ("k", "c"), ("z", "s"),
        ("s", "z"), ("th", "t"), ("t", "th"), ("x", "ks"), ("qu", "kv"), ("ae", "e"), ("e", ""),
        ("o", "a"), ("a", "o"), ("е", "и"), ("о", "а"), ("и", "е"),
    )  # fmt: skip
    for old, new in rng.sample(swaps, 4):
        name = name.replace(old, new, 1)
    return one_error(name, rng) if rng.random() < 0.5 else name


HARMLESS = (
    *("lactose", "caffeine", "paracetamol", "magnesium stearate", "glucose", "ibuprofen"),
    *("starch", "water", "citric acid", "lidocaine", "clonidine", "loratadine", "vitamin C"),
    *("парацетамол", "кофеин", "лактоза", "сахар", "крахмал", "анальгин", "对乙酰氨基酚"),
)
_BETWEEN = (" + ", " and ", " / ", ", ", " ", "; ", " with ", " in ", " & ", " и ", "/", "+")


def beside(name: str, rng: random.Random) -> str:
    """The name, often with an error, before or behind something harmless."""
    written = one_error(name, rng) if rng.random() < 0.4 else name
    pair = [written, rng.choice(HARMLESS)]
    rng.shuffle(pair)
    return rng.choice(_BETWEEN).join(pair)


_SALTS = (
    *("hydrochloride", "sulfate", "HCl", "base", "citrate", "phosphate", "sodium", "acetate"),
    *("base hydrochloride", "dihydrate", "hydrochloride sulfate", "tablets 5 mg", "10 mg/ml"),
    *("гидрохлорид", "сульфат", "основание", "таб. 10 мг", "sol. inj.", "powder 25 kg", "freebase"),
)


def salted(name: str, rng: random.Random) -> str:
    """A word of a salt or form before, behind or inside, and often an error."""
    written = one_error(name, rng) if rng.random() < 0.5 else name
    salt = rng.choice(_SALTS)
    return rng.choice((f"{salt} {written}", f"{written} {salt}", f"{written}{salt}"))


NAMED: dict[str, Callable[[str, random.Random], str]] = {
    "one error": one_error,
    "two errors": two_errors,
    "doubled letters": doubled,
    "look-alike letters": twins,
    "leetspeak": leet,
    "cut words": cut,
    "by its sound": sounding,
    "beside the harmless": beside,
    "salts and forms": salted,
}


def written(day: Day, seed: int, count: int) -> Iterator[Hostile]:
    """Names of controlled substances that are certain, disguised in every way."""
    rng = random.Random(seed)
    controlled = controlled_on(day)
    names = sorted(
        {
            (row.substance, row.name)
            for row in load_catalogue().names
            if row.substance in controlled
            and row.kind not in (NameKind.STREET, NameKind.MISSPELLING)
            and len(fold(row.name)) >= 5
        }
    )
    for number in range(count):
        substance, name = rng.choice(names)
        how = list(NAMED)[number % len(NAMED)]
        is_in_letters = is_word_key(fold(name)) or how in ("salts and forms", "beside the harmless")
        text = NAMED[how](name, rng) if is_in_letters else name
        yield Hostile(how, substance, name, Query(text=text))


def contradicted(day: Day, seed: int, count: int) -> Iterator[Hostile]:
    """A controlled name with a number, key or structure of another thing, or the reverse."""
    rng = random.Random(seed)
    rows = load_catalogue().substances
    controlled = sorted(controlled_on(day) & rows.keys())
    harmless = (
        ("103-90-2", "CC(=O)Nc1ccc(O)cc1", "RZVAJINKPMORJF-UHFFFAOYSA-N", "paracetamol"),
        ("58-08-2", "CN1C=NC2=C1C(=O)N(C)C(=O)N2C", "RYYVLZVUVIJVGH-UHFFFAOYSA-N", "caffeine"),
        ("15687-27-1", "CC(C)Cc1ccc(cc1)C(C)C(O)=O", "HEFNNWSXXWATRW-UHFFFAOYSA-N", "ibuprofen"),
    )
    for _ in range(count):
        row = rows[rng.choice(controlled)]
        cas, smiles, key, name = rng.choice(harmless)
        made = [
            Query(text=row.name, cas=cas),
            Query(text=row.name, smiles=smiles),
            Query(text=row.name, inchikey=key),
            Query(text=f"{row.name} ({cas})"),
            Query(text=name, description=row.name),
        ]
        if row.cas:
            made += [Query(text=name, cas=row.cas[0]), Query(text=f"{name} CAS {row.cas[0]}")]
        if row.smiles:
            made += [Query(text=name, smiles=row.smiles), Query(cas=cas, smiles=row.smiles)]
        yield Hostile("contradicted", row.id, row.name, rng.choice(made))


# Structures

_IONS = (
    "Cl", "Br", "OS(=O)(=O)O", "OP(=O)(O)O", "OC(=O)CC(O)(CC(=O)O)C(=O)O", "CC(=O)O",
    "OC(=O)C(O)C(O)C(=O)O", "OC(=O)C=CC(=O)O", "CS(=O)(=O)O", "OC(=O)C(F)(F)F", "O", "CO",
    "CCO", "O=C(O)c1ccccc1", "Cc1ccc(S(=O)(=O)O)cc1", "OC(=O)C(=O)O", "[Na+]", "[K+]",
    "O.O.Cl", "CC(C)=O", "ClCCl", "OC(=O)c1cc2ccccc2cc1O", "CCCCCCCCCCCCCCCCCC(=O)O",
)  # fmt: skip
_AMINE: Any = Chem.MolFromSmarts(
    "[NX3+0;!$(N~[!#6;!#1]);!$(N-[C,S,P]=[O,S,N]);!$(N-[#6]=,:[#7]);H0,H1,H2;!$(N-a)]"
)
_ACID: Any = Chem.MolFromSmarts("[OX2H1;$(OC=O)]")


def salt_of(mol: Any, rng: random.Random) -> str:
    """One or two of the molecule with a counter-ion or solvent, in any order."""
    parts = [Chem.MolToSmiles(mol, doRandom=True) for _ in range(rng.choice((1, 1, 2)))]
    parts.append(rng.choice(_IONS))
    rng.shuffle(parts)
    return ".".join(parts)


def charged(mol: Any, rng: random.Random) -> str:
    """Its amine with a proton more or its acid with one less, with or without a partner."""
    edited = Chem.RWMol(mol)
    amines, acids = mol.GetSubstructMatches(_AMINE), mol.GetSubstructMatches(_ACID)
    partner = ""
    if amines:
        atom = edited.GetAtomWithIdx(rng.choice(amines)[0])
        atom.SetFormalCharge(1)
        atom.SetNumExplicitHs(atom.GetTotalNumHs() + 1)
        atom.SetNoImplicit(True)
        partner = rng.choice(("", ".[Cl-]", ".[Br-]", ".OS(=O)(=O)[O-]"))
    elif acids:
        atom = edited.GetAtomWithIdx(rng.choice(acids)[0])
        atom.SetFormalCharge(-1)
        atom.SetNumExplicitHs(0)
        partner = rng.choice(("", ".[Na+]", ".[K+]"))
    whole = edited.GetMol()
    Chem.SanitizeMol(whole)
    return str(Chem.MolToSmiles(whole)) + partner


def labelled(mol: Any, rng: random.Random) -> str:
    """Some atoms as heavier isotopes; hydrogens as deuterium or tritium."""
    edited = Chem.RWMol(Chem.AddHs(mol) if rng.random() < 0.7 else mol)
    heavier = {1: (2, 3), 6: (11, 13, 14), 7: (15,), 8: (18,), 9: (18,)}
    chosen = [atom for atom in edited.GetAtoms() if atom.GetAtomicNum() in heavier]
    for atom in rng.sample(chosen, min(len(chosen), rng.choice((1, 2, 3, 5)))):
        atom.SetIsotope(rng.choice(heavier[atom.GetAtomicNum()]))
    return str(Chem.MolToSmiles(Chem.RemoveHs(edited.GetMol())))


def kekule(mol: Any, rng: random.Random) -> str:
    """Written with fixed double bonds, from any atom, with the hydrogens or without."""
    other = Chem.Mol(Chem.AddHs(mol) if rng.random() < 0.3 else mol)
    Chem.Kekulize(other, clearAromaticFlags=True)
    return str(Chem.MolToSmiles(other, kekuleSmiles=True, doRandom=True))


def flat(mol: Any, rng: random.Random) -> str:
    """Without its configuration."""
    del rng
    other = Chem.Mol(mol)
    Chem.RemoveStereochemistry(other)
    return str(Chem.MolToSmiles(other))


def mixed(mol: Any, rng: random.Random) -> str:
    """Together with something harmless."""
    other = rng.choice(
        ("CN1C=NC2=C1C(=O)N(C)C(=O)N2C", "CC(=O)Nc1ccc(O)cc1", "OCC1OC(O)C(O)C(O)C1O")
    )
    parts = [Chem.MolToSmiles(mol), other]
    rng.shuffle(parts)
    return ".".join(parts)


def tautomer(mol: Any, rng: random.Random) -> str:
    """A proton elsewhere, also where no chemist would write it."""
    if mol.GetNumHeavyAtoms() < SMALLEST_PARENT:
        return str(Chem.MolToSmiles(mol))
    shifts = rdMolStandardize.TautomerEnumerator()
    shifts.SetMaxTautomers(6)
    with rdBase.BlockLogs():
        return str(Chem.MolToSmiles(rng.choice(list(shifts.Enumerate(mol)))))


_HYDROXYL = "[OX2H1;$(O-[#6;!$(C=O)]):1]"
_COMPOUNDS = (
    "C(=O)C", "C(=O)CC", "C(=O)c1ccccc1", "[N+](=O)[O-]", "S(=O)(=O)O", "C", "CC", "Cc1ccccc1",
)  # fmt: skip


def compound(mol: Any, rng: random.Random) -> str:
    """An ester or ether of one of its hydroxyl groups; itself where it has none."""
    change = f"{_HYDROXYL}>>[O:1]{rng.choice(_COMPOUNDS)}"
    made = rdChemReactions.ReactionFromSmarts(change).RunReactants((mol,))
    if not made:
        return str(Chem.MolToSmiles(mol))
    whole = rng.choice(made)[0]
    Chem.SanitizeMol(whole)
    return str(Chem.MolToSmiles(whole))


DRAWN: dict[str, Callable[[Any, random.Random], str]] = {
    "a salt": salt_of,
    "charged": charged,
    "isotopes": labelled,
    "another spelling": kekule,
    "without configuration": flat,
    "a mixture": mixed,
    "a tautomer": tautomer,
    "an ester or ether": compound,
}


def drawn(day: Day, seed: int, count: int) -> Iterator[Hostile]:
    """Structures of controlled substances, drawn in another way, as SMILES or InChI.

    Solvents and hydrochloric acid are left out where another thing stands beside them: there they
    are the solvent of a crystal, or the acid of a salt.
    """
    rng = random.Random(seed)
    controlled = controlled_on(day)
    rows = [
        row
        for row in load_catalogue().substances.values()
        if row.id in controlled and _is_drawn(row)
    ]
    removed = {*SOLVATES.values(), *COUNTER_IONS.values()}
    reaching = reaching_esters(day)
    for number in range(count):
        row = rng.choice(rows)
        how = list(DRAWN)[number % len(DRAWN)]
        if how in ("a salt", "a mixture") and row.smiles in removed:
            how = "another spelling"
        if how == "an ester or ether" and row.id not in reaching:
            how = "charged"
        smiles = DRAWN[how](Chem.MolFromSmiles(row.smiles), rng)
        inchi = _inchi(smiles) if rng.random() < 0.25 else ""
        query = Query(inchi=inchi) if inchi else Query(smiles=smiles)
        yield Hostile(how, row.id, row.smiles, query)


def _is_drawn(row: Substance) -> bool:
    return (
        bool(row.smiles) and "." not in row.smiles and "C" in row.smiles.replace("Cl", "").upper()
    )


def _inchi(smiles: str) -> str:
    mol = Chem.MolFromSmiles(smiles)
    with rdBase.BlockLogs():
        return str(rdinchi.MolToInchi(mol, "")[0]) if mol is not None else ""
