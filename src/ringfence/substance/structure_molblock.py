"""A molfile as SMILES, so that a record of an SD file can be put forward like any other signal."""

from __future__ import annotations

from rdkit import Chem, rdBase

from ringfence.substance.structure_errors import StructureUnreadable


def molblock_smiles(text: str) -> str:
    """Give the SMILES of a molfile (V2000 or V3000) with all its parts.

    Salts, isotope labels and configuration stay; what an enhanced stereo group leaves open is
    kept as a CXSMILES extension. Raises StructureUnreadable.
    """
    with rdBase.BlockLogs():
        try:
            mol = Chem.MolFromMolBlock(text)
            if mol is None:
                raise StructureUnreadable(text, "the molfile breaks off or contradicts itself")
            if mol.GetNumAtoms() == 0:
                raise StructureUnreadable(text, "it holds no atom")
            fields = Chem.CXSmilesFields.CX_ENHANCEDSTEREO
            return str(Chem.MolToCXSmiles(mol, Chem.SmilesWriteParams(), fields))
        except (RuntimeError, ValueError) as error:
            raise StructureUnreadable(text, str(error).strip() or "it is broken") from error
