"""What is said of a name that was not read as it stands: one sentence a reason."""

from __future__ import annotations

from collections.abc import Sequence

from ringfence.substance.candidate import Doubt, DoubtKind


def sign_doubt(sign: str, signed: Sequence[object] | None) -> tuple[Doubt, ...]:
    """A sign of rotation stands before a name that says none itself."""
    if sign in ("", "±") or signed:
        return ()
    says = f"'({sign})' gives a configuration that the name found here does not tell"
    return (Doubt(DoubtKind.CONFIGURATION, says),)


def declined(written: str, name: str) -> Doubt:
    """A word was taken for a grammatical case of a name."""
    return Doubt(DoubtKind.SPELLING, f"'{written}' was read as a case of '{name}'")


def misspelt(written: str, name: str, distance: int) -> Doubt:
    """A name lies one or two typing errors away."""
    errors = "one typing error" if distance == 1 else "two typing errors"
    return Doubt(DoubtKind.SPELLING, f"'{written}' was read as '{name}' with {errors}")


def ambiguous(name: str, others: list[str]) -> Doubt:
    """A name belongs to several substances."""
    says = f"'{name}' also names {', '.join(others)}: a number or a structure is needed to tell"
    return Doubt(DoubtKind.AMBIGUOUS, says)


def too_short(name: str) -> Doubt:
    """A name is short or a common word."""
    says = f"'{name}' is too short or too common a word: a number or a structure is needed to tell"
    return Doubt(DoubtKind.AMBIGUOUS, says)


def labelled() -> Doubt:
    """Isotope labels were taken out of a name."""
    return Doubt(DoubtKind.ISOTOPE, "isotope labels in the name were left out of account")


def by_parts(written: str, name: str) -> Doubt:
    """A systematic name was read by its parts."""
    return Doubt(DoubtKind.SPELLING, f"'{written}' has the parts of the chemical name '{name}'")


def rewritten(written: str, name: str) -> Doubt:
    """A chemical name was read in other words."""
    return Doubt(DoubtKind.SPELLING, f"'{written}' was read as '{name}'")


def common_error(written: str, meant: str) -> Doubt:
    """A spelling that is often met stands for a name."""
    return Doubt(DoubtKind.SPELLING, f"'{written}' is often written for a name of {meant}")
