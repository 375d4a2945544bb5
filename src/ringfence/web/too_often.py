"""Count how often one address asks, so that nobody walks through what is open to all."""

from __future__ import annotations

import hashlib
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ringfence.web.desk import DeskRequest


def is_too_often(request: DeskRequest, what: str, most: int, seconds: int, about: str = "") -> bool:
    """Count this asking; true from the one after `most` within `seconds`.

    Counted by the address that asks, or by what is asked `about`, whoever asks. Those who are
    signed in are not counted: the journal knows them.
    """
    if request.actor is not None:
        return False
    key = _key(request, what, about)
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:
        cache.set(key, 1, seconds)
        return False


def was_too_often(request: DeskRequest, what: str, most: int) -> bool:
    """Whether it was asked more than `most` times; this asking is not counted."""
    return int(cache.get(_key(request, what, ""), 0)) > most


def _key(request: DeskRequest, what: str, about: str) -> str:
    of = hashlib.sha256(about.encode()).hexdigest() if about else network_of(address_of(request))
    return f"asked:{what}:{of}"


def address_of(request: HttpRequest) -> str:
    """The address that asks.

    Behind a proxy that is the one which the proxy itself saw, the last that it names. A header of
    anybody else is not believed: the proxy is a neighbour, on this machine or in its own network.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    neighbour, asking = _read(seen), _read(named)
    if not settings.ALLAUTH_TRUSTED_PROXY_COUNT or neighbour is None or asking is None:
        return seen
    return seen if neighbour.is_global else str(asking)


def network_of(address: str) -> str:
    """What is counted together: an address, or the network of 64 bits that one subscriber has."""
    read = _read(address)
    if isinstance(read, IPv6Address):
        return str(ip_network((read, 64), strict=False))
    return address


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
