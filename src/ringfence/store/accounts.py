"""Accounts of persons, as the sign-in library keeps them; nothing of a person stands here."""

from __future__ import annotations


def has_signed_in(person: str) -> bool:
    """Whether a person has an account with which they signed in before.

    False where this process keeps no accounts: commands know persons, not accounts.
    """
    from django.db import connection

    if "auth_user" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM auth_user WHERE username = %s AND last_login IS NOT NULL", [person]
        )
        return cursor.fetchone() is not None
