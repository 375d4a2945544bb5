"""Acts that have a page of their own, better than the form of what they tell."""

from __future__ import annotations

from django.urls import reverse

from ringfence.jobs.book_goods import EVENTS

_PAGES = {
    ("application", "send"): "apply_check",
    ("application", "propose"): "answer",
    ("company_return", "sign"): "stock_sign",
    ("company_return", "upload"): "stock_period",
}


def own_page(kind: str, number: str, verb: str) -> str:
    """The address of an act's own page; empty where the form of the record serves."""
    if EVENTS.get(kind) == verb:
        return str(reverse("goods_book", args=[kind, number]))
    name = _PAGES.get((kind, verb))
    return str(reverse(name, args=[number])) if name else ""
