"""The mirror of two returns: each kind of difference leaves its own mark."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.substance.catalogue import load_catalogue
from ringfence.trade.returns.mirror import MirrorKind, Reported, mirror


def factors(substance: str) -> list[tuple[str, Decimal]]:
    salts = load_catalogue().salts.values()
    return [(salt.id, salt.base_factor) for salt in salts if salt.substance == substance]


def pair(exported: str | None, imported: str | None, **more: str) -> Reported:
    shifted = Decimal(more["shifted"]) if "shifted" in more else None
    return Reported(
        more.get("exporter", "XA"),
        more.get("importer", "XB"),
        "morphine",
        2031,
        None if exported is None else Decimal(exported),
        None if imported is None else Decimal(imported),
        shifted,
    )


@pytest.mark.parametrize(
    ("exported", "imported", "kind"),
    [
        ("12000", "12000", MirrorKind.MATCH),
        ("12000", "11900", MirrorKind.MATCH),
        ("0", "0", MirrorKind.MATCH),
        ("12", "12000", MirrorKind.UNIT_ERROR),
        ("12000000", "12000", MirrorKind.UNIT_ERROR),
        ("12000", "9026", MirrorKind.SALT_BASE_ERROR),
        ("9026", "12000", MirrorKind.SALT_BASE_ERROR),
        ("12000", "10240", MirrorKind.SALT_BASE_ERROR),
        (None, "12000", MirrorKind.MISSING),
        ("12000", None, MirrorKind.MISSING),
        (None, None, MirrorKind.MISSING),
        ("12000", "5000", MirrorKind.UNEXPLAINED),
        ("12000", "0", MirrorKind.UNEXPLAINED),
    ],
)
def test_a_difference_is_named_for_what_it_is(
    exported: str | None, imported: str | None, kind: MirrorKind
) -> None:
    found = mirror(pair(exported, imported), factors("morphine"))
    assert found.kind is kind, found
    assert found.reason


def test_the_form_whose_factor_the_ratio_is_stands_in_the_answer() -> None:
    found = mirror(pair("12000", "9026"), factors("morphine"))
    assert found.form == "morphine-sulfate-pentahydrate"
    assert "exported figure counts the salt" in found.reason


def test_the_side_that_counted_the_salt_is_the_larger_one() -> None:
    found = mirror(pair("9026", "12000"), factors("morphine"))
    assert "imported figure counts the salt" in found.reason


def test_a_confused_partner_shows_among_the_other_pairs() -> None:
    asked = pair("12000", None)
    hub = pair(None, "12000", exporter="XC")
    assert mirror(asked, factors("morphine"), [asked, hub]).kind is MirrorKind.PARTNER_ERROR
    assert mirror(asked, factors("morphine"), [asked]).kind is MirrorKind.MISSING


def test_a_shipment_over_the_end_of_the_year_is_timing() -> None:
    assert mirror(pair("12000", "5000", shifted="7000")).kind is MirrorKind.TIMING
    assert mirror(pair("12000", "5000", shifted="1000")).kind is MirrorKind.UNEXPLAINED


@given(st.integers(1, 10**9), st.sampled_from(factors("codeine")))
def test_every_salt_that_one_side_took_for_base_is_seen(
    salt_g: int, form: tuple[str, Decimal]
) -> None:
    base_g = Decimal(salt_g) * form[1]
    found = mirror(Reported("XA", "XB", "codeine", 2031, Decimal(salt_g), base_g), [form])
    assert found.kind in {MirrorKind.SALT_BASE_ERROR, MirrorKind.MATCH}
