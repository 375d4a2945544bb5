"""Structures as pages show them: inline SVG in the ink of the page."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from ringfence.substance.structure_errors import StructureUnreadable


def drawn(structure: str) -> SafeString:
    """The drawing of a SMILES or InChI; empty where there is none or it cannot be read.

    Nothing of the text itself is in the drawing: it holds paths only.
    """
    if not structure:
        return SafeString("")
    from ringfence.substance.structure_drawing import drawing

    try:
        return SafeString(mark_safe(drawing(structure)))
    except StructureUnreadable:
        return SafeString("")
