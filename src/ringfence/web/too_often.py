"""Count how often one address asks, so that nobody walks through what is open to all."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from ringfence.web.desk import DeskRequest


def is_too_often(request: DeskRequest, what: str, most: int, seconds: int, about: str = "") -> bool:
    """Count this asking; true from the one after `most` within `seconds`.

    Counted by the address that asks, or by what is asked `about`, whoever asks. Those who are
    signed in are not counted: the journal knows them.
    """
    if request.actor is not None:
        return False
    of = hashlib.sha256(about.encode()).hexdigest() if about else request.META.get("REMOTE_ADDR")
    key = f"asked:{what}:{of}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:
        cache.set(key, 1, seconds)
        return False
