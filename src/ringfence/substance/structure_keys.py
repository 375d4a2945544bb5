"""Looking up an InChIKey, from stored keys alone: nothing here needs the chemistry library."""

from __future__ import annotations

import re

from ringfence.substance.candidate import Candidate, Doubt, DoubtKind, Ground, Stereo, Via
from ringfence.substance.catalogue import Salt
from ringfence.substance.structure_errors import InchikeyUnreadable
from ringfence.substance.structure_index import BLOCK, Listed, StructureIndex

_SHAPE = re.compile(r"[A-Z]{14}-[A-Z]{8}[SN]A-[A-Z]")
_NO_CONFIGURATION = "UHFFFAOYSA"
_NO_PROTON = "N"

_UNKNOWN_CONFIGURATION = Doubt(
    DoubtKind.CONFIGURATION, "the key gives no configuration, and stereoisomers are known"
)
_OTHER_CONFIGURATION = Doubt(
    DoubtKind.CONFIGURATION,
    "the key agrees in connectivity only: another configuration, or isotope labels",
)


def candidates_by_inchikey(key: str, index: StructureIndex) -> tuple[Candidate, ...]:
    """The substances whose key, salt's key or connectivity block this is.

    A key cannot be turned back into a structure, so the opposite form cannot be told from
    another stereoisomer, nor either from an isotopologue. Raises InchikeyUnreadable.
    """
    key = key.strip().upper().removeprefix("INCHIKEY=")
    if not _SHAPE.fullmatch(key):
        raise InchikeyUnreadable(key)
    if key in index.by_key:
        return _exact(key, index)
    salts = index.salts.get(key)
    if salts:
        return tuple(
            Candidate(salt.substance, Ground.INCHIKEY, _form(salt), Stereo.SAME, (), salt.id, key)
            for salt in salts
        )
    return _by_block(key, index) or _by_salt_block(key, index)


def _exact(key: str, index: StructureIndex) -> tuple[Candidate, ...]:
    """What has this key; where it gives no configuration, the stereoisomers too, in doubt."""
    exact = index.by_key[key]
    siblings: list[Listed] = []
    if key[BLOCK + 1 : BLOCK + 11] == _NO_CONFIGURATION:
        siblings = [one for one in index.by_block.get(key[:BLOCK], ()) if one not in exact]
    doubts = (_UNKNOWN_CONFIGURATION,) if siblings else ()
    return (
        *(_candidate(key, one, Via.LISTED, Stereo.SAME, *doubts) for one in exact),
        *(_candidate(key, one, Via.LISTED, Stereo.UNDEFINED, *doubts) for one in siblings),
    )


def _by_block(key: str, index: StructureIndex) -> tuple[Candidate, ...]:
    # A substance without an organic part (potassium permanganate) is found by its whole key only.
    listed = index.by_block.get(key[:BLOCK], ())
    configuration, proton = key[BLOCK + 1 : BLOCK + 11], key[-1]
    ion = Via.LISTED if proton == _NO_PROTON else Via.SALT
    same = [one for one in listed if one.key[BLOCK + 1 : BLOCK + 11] == configuration]
    if same:
        return tuple(_candidate(key, one, ion, Stereo.SAME) for one in same)
    if configuration == _NO_CONFIGURATION:
        return tuple(
            _candidate(key, one, ion, Stereo.UNDEFINED, _UNKNOWN_CONFIGURATION) for one in listed
        )
    return tuple(
        _candidate(key, one, Via.STEREOISOMER, Stereo.OTHER, _OTHER_CONFIGURATION) for one in listed
    )


def _by_salt_block(key: str, index: StructureIndex) -> tuple[Candidate, ...]:
    configuration = key[BLOCK + 1 : BLOCK + 11]
    stereo = Stereo.UNDEFINED if configuration == _NO_CONFIGURATION else Stereo.OTHER
    via = Via.SALT if stereo is Stereo.UNDEFINED else Via.STEREOISOMER
    doubt = _UNKNOWN_CONFIGURATION if stereo is Stereo.UNDEFINED else _OTHER_CONFIGURATION
    return tuple(
        Candidate(salt.substance, Ground.INCHIKEY, via, stereo, (doubt,), salt.id, key)
        for salt in index.salt_blocks.get(key[:BLOCK], ())
    )


def _form(salt: Salt) -> Via:
    """A hydrate of the base is the listed substance; anything else with an ion is a salt."""
    parts = set(salt.smiles.split(".")) - {"O"}
    return Via.LISTED if len(parts) == 1 else Via.SALT


def _candidate(key: str, listed: Listed, via: Via, stereo: Stereo, *doubts: Doubt) -> Candidate:
    if listed.is_member:
        return Candidate(listed.substance, Ground.INCHIKEY, Via.GROUP, Stereo.SAME, (), None, key)
    return Candidate(listed.substance, Ground.INCHIKEY, via, stereo, doubts, None, key)
