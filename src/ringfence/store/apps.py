"""The application of the store, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables of the books, under the label `store`."""

    name = "ringfence.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
