"""Comparing configurations, as InChI writes them.

Two structures with one connectivity are numbered alike by InChI, so their parities can be compared
atom by atom. InChI writes relative parities (/t) and whether they are inverted (/m); here both are
folded into absolute parities. Nothing in this file needs the chemistry library.
"""

from __future__ import annotations

from collections.abc import Mapping

from ringfence.substance.candidate import Stereo
from ringfence.substance.catalogue import StereoRule

Sites = Mapping[str, str]
"""Parity, `+` or `-`, by InChI atom number (`10`) or double bond (`12-11`)."""

_INVERTED = {"+": "-", "-": "+"}


def sites(inchi: str) -> dict[str, str]:
    """The defined sites of an InChI: `{"10": "-", "12-11": "+"}`; undefined ones are left out."""
    centres: list[str] = []
    bonds: list[str] = []
    is_inverted = False
    for layer in inchi.split("/")[1:]:
        if layer[:1] in ("i", "f"):  # stereo layers may be written again after these
            break
        if layer[:1] == "t":
            centres = layer[1:].split(",")
        elif layer[:1] == "b":
            bonds = layer[1:].split(",")
        elif layer[:2] == "m1":
            is_inverted = True
    found = {site[:-1]: site[-1] for site in bonds if site[-1:] in _INVERTED}
    for site in centres:
        if site[-1:] in _INVERTED:
            found[site[:-1]] = _INVERTED[site[-1]] if is_inverted else site[-1]
    return found


def mirror(given: Sites) -> dict[str, str]:
    """The sites of the mirror image: centres change, double bonds do not."""
    return {site: parity if "-" in site else _INVERTED[parity] for site, parity in given.items()}


def compare(given: Sites, listed: Sites, rule: StereoRule, is_racemic: bool = False) -> Stereo:
    """How the configuration of the thing compares with that of the catalogue's structure.

    `is_racemic` tells that the thing is given as both mirror images of what is drawn.
    """
    if not listed:
        return Stereo.OTHER if given else Stereo.SAME
    fits = _agrees(given, listed)
    fits_either = fits or _agrees(mirror(given), listed)
    if rule is StereoRule.RELATIVE and fits_either:
        return Stereo.SAME if len(given) == len(listed) else Stereo.UNDEFINED
    if is_racemic and fits_either:
        return Stereo.UNDEFINED
    if fits:
        return Stereo.SAME if len(given) == len(listed) else Stereo.UNDEFINED
    return Stereo.OPPOSITE if mirror(given) == dict(listed) else Stereo.OTHER


def _agrees(given: Sites, listed: Sites) -> bool:
    return all(listed.get(site) == parity for site, parity in given.items())
