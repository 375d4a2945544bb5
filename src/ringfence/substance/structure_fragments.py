"""Counter-ions and solvates: what is taken off a salt before its parent is compared.

The table is ours, of what public pharmacopoeias and substance registers name as salts and solvates.
Each is written neutral and without configuration. A substance of the catalogue that also serves as
a counter-ion or solvent is taken off only beside something else.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from rdkit import Chem

COUNTER_IONS = {
    "hydrogen chloride": "Cl",
    "hydrogen bromide": "Br",
    "hydrogen iodide": "I",
    "hydrogen fluoride": "F",
    "sulfuric acid": "OS(O)(=O)=O",
    "sulfurous acid": "OS(O)=O",
    "phosphoric acid": "OP(O)(O)=O",
    "nitric acid": "O[N+](=O)[O-]",
    "perchloric acid": "O[Cl](=O)(=O)=O",
    "carbonic acid": "OC(O)=O",
    "boric acid": "OB(O)O",
    "thiocyanic acid": "N#CS",
    "sulfamic acid": "NS(O)(=O)=O",
    "formic acid": "OC=O",
    "acetic acid": "CC(O)=O",
    "trifluoroacetic acid": "OC(=O)C(F)(F)F",
    "propionic acid": "CCC(O)=O",
    "caproic acid": "CCCCCC(O)=O",
    "oxalic acid": "OC(=O)C(O)=O",
    "malonic acid": "OC(=O)CC(O)=O",
    "succinic acid": "OC(=O)CCC(O)=O",
    "glutaric acid": "OC(=O)CCCC(O)=O",
    "adipic acid": "OC(=O)CCCCC(O)=O",
    "fumaric or maleic acid": "OC(=O)C=CC(O)=O",
    "malic acid": "OC(=O)CC(O)C(O)=O",
    "tartaric acid": "OC(=O)C(O)C(O)C(O)=O",
    "citric acid": "OC(=O)CC(O)(CC(O)=O)C(O)=O",
    "lactic acid": "CC(O)C(O)=O",
    "glycolic acid": "OCC(O)=O",
    "gluconic acid": "OCC(O)C(O)C(O)C(O)C(O)=O",
    "glucuronic acid": "OC1OC(C(O)C(O)C1O)C(O)=O",
    "saccharic or mucic acid": "OC(C(O)C(O)C(O)=O)C(O)C(O)=O",
    "lactobionic acid": "OCC(O)C(OC1OC(CO)C(O)C(O)C1O)C(O)C(O)C(O)=O",
    "ascorbic acid": "OCC(O)C1OC(=O)C(O)=C1O",
    "benzoic acid": "OC(=O)c1ccccc1",
    "salicylic acid": "OC(=O)c1ccccc1O",
    "mandelic acid": "OC(C(O)=O)c1ccccc1",
    "hippuric acid": "OC(=O)CNC(=O)c1ccccc1",
    "nicotinic acid": "OC(=O)c1cccnc1",
    "orotic acid": "OC(=O)c1cc(=O)[nH]c(=O)[nH]1",
    "xinafoic acid": "OC(=O)c1ccc2ccccc2c1O",
    "pamoic acid": "OC(=O)c1cc2ccccc2c(Cc2c(O)c(cc3ccccc23)C(O)=O)c1O",
    "meconic acid": "OC(=O)c1cc(=O)c(O)c(o1)C(O)=O",
    "dibenzoyltartaric acid": "OC(=O)C(OC(=O)c1ccccc1)C(OC(=O)c1ccccc1)C(O)=O",
    "ditoluoyltartaric acid": "Cc1ccc(cc1)C(=O)OC(C(OC(=O)c1ccc(C)cc1)C(O)=O)C(O)=O",
    "palmitic acid": "CCCCCCCCCCCCCCCC(O)=O",
    "stearic acid": "CCCCCCCCCCCCCCCCCC(O)=O",
    "oleic acid": "CCCCCCCCC=CCCCCCCCC(O)=O",
    "lauric acid": "CCCCCCCCCCCC(O)=O",
    "lauryl sulfuric acid": "CCCCCCCCCCCCOS(O)(=O)=O",
    "aspartic acid": "NC(CC(O)=O)C(O)=O",
    "glutamic acid": "NC(CCC(O)=O)C(O)=O",
    "pyroglutamic acid": "OC(=O)C1CCC(=O)N1",
    "methanesulfonic acid": "CS(O)(=O)=O",
    "ethanesulfonic acid": "CCS(O)(=O)=O",
    "isethionic acid": "OCCS(O)(=O)=O",
    "edisylic acid": "OS(=O)(=O)CCS(O)(=O)=O",
    "benzenesulfonic acid": "OS(=O)(=O)c1ccccc1",
    "toluenesulfonic acid": "Cc1ccc(cc1)S(O)(=O)=O",
    "naphthalenesulfonic acid": "OS(=O)(=O)c1ccc2ccccc2c1",
    "napadisylic acid": "OS(=O)(=O)c1cccc2c1cccc2S(O)(=O)=O",
    "camphorsulfonic acid": "CC1(C)C2CCC1(CS(O)(=O)=O)C(=O)C2",
    "methylsulfuric acid": "COS(O)(=O)=O",
    "cyclamic acid": "OS(=O)(=O)NC1CCCCC1",
    "saccharin": "O=C1NS(=O)(=O)c2ccccc12",
    "picric acid": "Oc1c(cc(cc1[N+](=O)[O-])[N+](=O)[O-])[N+](=O)[O-]",
    "ammonia": "N",
    "methylamine": "CN",
    "ethylamine": "CCN",
    "diethylamine": "CCNCC",
    "triethylamine": "CCN(CC)CC",
    "ethanolamine": "NCCO",
    "diethanolamine": "OCCNCCO",
    "trolamine": "OCCN(CCO)CCO",
    "diolamine, N-methyl": "CN(CCO)CCO",
    "ethylenediamine": "NCCN",
    "tromethamine": "NC(CO)(CO)CO",
    "meglumine": "CNCC(O)C(O)C(O)C(O)CO",
    "choline": "C[N+](C)(C)CCO",
    "tetrabutylammonium": "CCCC[N+](CCCC)(CCCC)CCCC",
    "tetramethylammonium": "C[N+](C)(C)C",
    "lysine": "NCCCCC(N)C(O)=O",
    "arginine": "NC(CCCNC(N)=N)C(O)=O",
    "histidine": "NC(Cc1c[nH]cn1)C(O)=O",
    "glycine": "NCC(O)=O",
    "urea": "NC(N)=O",
    "pyridine": "c1ccncc1",
    "benzathine": "C(CNCc1ccccc1)NCc1ccccc1",
    "cyclohexylamine": "NC1CCCCC1",
    "dicyclohexylamine": "C1CCC(CC1)NC1CCCCC1",
}

SOLVATES = {
    "water": "O",
    "hydrogen peroxide": "OO",
    "methanol": "CO",
    "ethanol": "CCO",
    "propanol": "CCCO",
    "isopropanol": "CC(C)O",
    "butanol": "CCCCO",
    "tert-butanol": "CC(C)(C)O",
    "acetone": "CC(C)=O",
    "butanone": "CCC(C)=O",
    "acetonitrile": "CC#N",
    "ethyl acetate": "CCOC(C)=O",
    "diethyl ether": "CCOCC",
    "tert-butyl methyl ether": "COC(C)(C)C",
    "tetrahydrofuran": "C1CCOC1",
    "dioxane": "C1COCCO1",
    "dichloromethane": "ClCCl",
    "chloroform": "ClC(Cl)Cl",
    "benzene": "c1ccccc1",
    "toluene": "Cc1ccccc1",
    "hexane": "CCCCCC",
    "cyclohexane": "C1CCCCC1",
    "dimethylformamide": "CN(C)C=O",
    "dimethyl sulfoxide": "CS(C)=O",
    "propylene glycol": "CC(O)CO",
    "ethylene glycol": "OCCO",
    "glycerol": "OCC(O)CO",
}


@cache
def counter_ions() -> dict[str, str]:
    """Name by flat canonical SMILES of the neutral counter-ion."""
    return {_flat(smiles): name for name, smiles in COUNTER_IONS.items()}


@cache
def solvates() -> dict[str, str]:
    """Name by flat canonical SMILES of the solvent."""
    return {_flat(smiles): name for name, smiles in SOLVATES.items()}


def flat_smiles(mol: Any) -> str:
    """Canonical SMILES without configuration."""
    return str(Chem.MolToSmiles(mol, isomericSmiles=False))


def _flat(smiles: str) -> str:
    mol: Any = Chem.MolFromSmiles(smiles)
    return flat_smiles(mol)
