"""The application of the pages, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages and API; it keeps no tables of its own."""

    name = "ringfence.web"
    label = "web"
