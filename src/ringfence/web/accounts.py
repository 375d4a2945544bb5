"""Accounts: nobody makes one for themselves; a link from the authority begins it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import get_user_model, login
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Accounts(DefaultAccountAdapter):
    """The sign-in library asks here."""

    def is_open_for_signup(self, request: Any) -> bool:
        """No: who may act is entered by the authority, two persons together."""
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        """To the worklist."""
        return "/"

    def get_password_change_redirect_url(self, request: Any) -> str:
        """To the worklist, or to the second step where it is missing."""
        return "/"


def account_of(person: str) -> AbstractBaseUser:
    """The account of a person who may act; made with no password the first time."""
    made: AbstractBaseUser
    made, _ = get_user_model().objects.get_or_create(
        username=person, defaults={"password": make_password(None)}
    )
    return made


def sign_in(request: Any, person: str) -> None:
    """Begin a session of the person; whatever session was there before ends."""
    request.session.flush()
    account = account_of(person)
    login(request, account, backend=BACKEND)
    record_authentication(request, account, "link", reauthenticated=True)
