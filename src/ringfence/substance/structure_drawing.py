"""Drawing a structure as SVG that a page can hold: no style, no script, the ink of the page.

The library draws; here its styles become plain attributes and its black the colour of the text
around it, so that the same drawing serves light and dark pages and needs no inline style.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from rdkit import Chem, rdBase
from rdkit.Chem import rdDepictor
from rdkit.Chem.Draw import rdMolDraw2D

from ringfence.substance.structure_errors import StructureUnreadable
from ringfence.substance.structure_reading import HEAVY_ATOMS_MAX, LENGTH_MAX

SVG = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 360, 240
"""The size of the drawing in its own units; pages scale it."""

KEPT = frozenset({"stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "fill"})
"""What of a style is carried over; everything else has no bearing on a line drawing."""

_BLACK = re.compile(r"#0{3}(0{3})?$", re.IGNORECASE)

_DRAWN_MAX = 512


@lru_cache(maxsize=_DRAWN_MAX)
def drawing(text: str) -> str:
    """The SVG of a SMILES or InChI, for use inside a page; raises StructureUnreadable."""
    mol = _read(text.strip())
    rdDepictor.SetPreferCoordGen(True)
    rdDepictor.Compute2DCoords(mol)
    drawer = rdMolDraw2D.MolDraw2DSVG(WIDTH, HEIGHT)
    options: Any = drawer.drawOptions()
    options.useBWAtomPalette()
    options.clearBackground = False
    options.bondLineWidth = 1.6
    options.fixedBondLength = 32
    rdMolDraw2D.PrepareAndDrawMolecule(drawer, mol)
    drawer.FinishDrawing()
    return _plain(str(drawer.GetDrawingText()))


def _read(text: str) -> Chem.Mol:
    if len(text) > LENGTH_MAX:
        raise StructureUnreadable(text, f"it is longer than {LENGTH_MAX} characters")
    with rdBase.BlockLogs():
        is_inchi = text.startswith("InChI=")
        mol = Chem.MolFromInchi(text) if is_inchi else Chem.MolFromSmiles(text)
    if mol is None or not mol.GetNumAtoms():
        raise StructureUnreadable(text, "it cannot be drawn")
    if mol.GetNumHeavyAtoms() > HEAVY_ATOMS_MAX:
        raise StructureUnreadable(text, f"it has more than {HEAVY_ATOMS_MAX} atoms")
    return mol


def _plain(svg: str) -> str:
    """The same paths without styles, classes and foreign names."""
    drawn = ElementTree.fromstring(svg)
    whole = ElementTree.Element("svg", {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "aria-hidden": "true"})
    whole.set("class", "rf-structure")
    for node in drawn.iter(f"{{{SVG}}}path"):
        path = ElementTree.SubElement(whole, "path", {"d": node.get("d", "")})
        told = {**_style(node.get("style", "")), **_attributes(node)}
        for name, value in told.items():
            path.set(name, "currentColor" if _BLACK.match(value) else value)
    return ElementTree.tostring(whole, encoding="unicode")


def _style(text: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in text.split(";") if ":" in one)
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() in KEPT}


def _attributes(node: ElementTree.Element) -> dict[str, str]:
    return {name: value for name, value in node.attrib.items() if name in KEPT}
