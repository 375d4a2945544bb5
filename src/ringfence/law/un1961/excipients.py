"""Which ingredients only carry a drug: whether they make it "compounded" is national law.

Item 1 of Schedule III asks for one or more other ingredients. [policy] A carrier by itself settles
nothing: the preparation waits until somebody says how the country counts it.
"""

from __future__ import annotations

_CARRIERS = """
    calcium phosphate; calcium stearate; carnauba wax; cellulose; citric acid; colloidal silica;
    colouring; corn starch; croscarmellose sodium; crospovidone; dextrose; excipients; flavouring;
    gelatin; glucose; glycerin; glycerol; hypromellose; inert filler; lactose; lactose monohydrate;
    macrogol; magnesium stearate; maize starch; maltodextrin; mannitol; methylparaben;
    microcrystalline cellulose; povidone; potato starch; propylene glycol; purified water;
    saccharin sodium; shellac; silica; silicon dioxide; sodium benzoate; sodium chloride;
    sodium citrate; sodium starch glycolate; sorbitol; starch; stearic acid; sucrose; sugar; syrup;
    talc; titanium dioxide; water; water for injection; water for injections
"""
_NAMES = {" ".join(name.split()) for name in _CARRIERS.split(";")}


def is_excipient(name: str) -> bool:
    """True for an ingredient that carries the drug and does nothing else."""
    return " ".join(name.casefold().replace("-", " ").split()) in _NAMES
