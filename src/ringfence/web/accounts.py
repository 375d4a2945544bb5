"""Accounts: nobody makes one for themselves; a link from the authority begins it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import get_user_model, login
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser

from ringfence.trade.roles import skeleton

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


NAME_MAX = 100


def names() -> dict[str, str]:
    """The names that persons entered for themselves, by person."""
    told = get_user_model().objects.exclude(first_name="")
    return {str(one): str(name) for one, name in told.values_list("username", "first_name")}


def is_taken(person: str, name: str) -> bool:
    """Whether a name could be read as that of another person, or as another's number."""
    mine = skeleton(name)
    others = get_user_model().objects.exclude(username=person)
    every = (one for row in others.values_list("username", "first_name") for one in row if one)
    return any(skeleton(one) == mine for one in every)


def set_name(person: str, name: str) -> None:
    """Enter the name of a person, or take it away where it is empty."""
    get_user_model().objects.filter(pk=account_of(person).pk).update(first_name=name)


def enter_names(told: Mapping[str, str]) -> None:
    """Enter names of persons who have none yet, and make their accounts where they have none."""
    accounts = get_user_model().objects
    known = set(accounts.values_list("username", flat=True))
    made = get_user_model()
    accounts.bulk_create(
        made(username=person, first_name=name[:NAME_MAX], password=make_password(None))
        for person, name in told.items()
        if person not in known
    )
