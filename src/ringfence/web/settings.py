"""What Django needs to know for the pages of one node; nothing is set until they are served.

No account, password or key is there by default: the key that signs sessions is made in the node's
folder when it serves the first time, readable by its owner only.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.messages.constants import ERROR

from ringfence.web.logs import LOGGING

FOLDER = Path(__file__).resolve().parent
IDLE_MINUTES = 20
"""Without an act for so long a person is signed out (desk, section 7)."""

APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "ringfence.web",
)

LOCALE = FOLDER / "locale"


def languages(locale: Path) -> list[tuple[str, str]]:
    """Languages with their own names: English, and each that has a catalogue under a folder.

    One that Django has never heard of is entered in its list under its code, so that pages can
    name it.
    """
    from django.conf.locale import LANG_INFO

    folders = sorted(one.parts[-3] for one in locale.glob("*/LC_MESSAGES/django.mo"))
    codes = [one.replace("_", "-").lower() for one in folders if one != "en"]
    for code in codes:
        unknown = {"bidi": False, "code": code, "name": code, "name_local": code}
        LANG_INFO.setdefault(code, unknown)
    return [(code, LANG_INFO[code].get("name_local", code)) for code in ("en", *codes)]


_MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "ringfence.web.headers.HeadersMiddleware",
    "ringfence.web.limits.LimitsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ringfence.web.desk.DeskMiddleware",
)

_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [FOLDER / "pages", FOLDER / "parts"],
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "ringfence.web.desk.frame",
        ],
        "builtins": [
            "django.templatetags.i18n",
            "django.templatetags.l10n",
            "django.templatetags.static",
            "ringfence.web.parts.tags",
            "ringfence.web.parts.office_tags",
            "ringfence.web.parts.beside_tags",
        ],
    },
}

_ALLAUTH: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "ringfence.web.accounts.Accounts",
    "ACCOUNT_FORMS": {"login": "ringfence.web.sign_in_forms.SignIn"},
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
    "ACCOUNT_RATE_LIMITS": {"login_failed": "5/5m/key,20/m/ip", "login": "30/m/ip"},
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_ISSUER": "Ringfence",
}


def pages_settings(
    secret_key: str,
    hosts: Sequence[str] = ("localhost", "127.0.0.1"),
    *,
    is_secure: bool = False,
    is_behind_proxy: bool = False,
) -> dict[str, Any]:
    """The settings of the pages.

    is_secure        browsers reach them by TLS only
    is_behind_proxy  by one proxy, which says over what and from where they came; nobody else is
                     believed in that
    """
    return {
        "SECRET_KEY": secret_key,
        "ALLOWED_HOSTS": list(hosts),
        "ROOT_URLCONF": "ringfence.web.urls",
        "MIDDLEWARE": list(_MIDDLEWARE),
        "TEMPLATES": [_TEMPLATES],
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "AUTH_PASSWORD_VALIDATORS": _password_rules(),
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache",
                               "LOCATION": "pages_cache"}},
        "LOGGING_CONFIG": "logging.config.dictConfig",
        "LOGGING": LOGGING,
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [FOLDER / "static"],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 3600,
        "LOGIN_URL": "/sign-in/login/",
        "LOGIN_REDIRECT_URL": "/",
        "MESSAGE_TAGS": {ERROR: "danger"},
        "LANGUAGE_CODE": "en",
        "LANGUAGES": languages(LOCALE),
        "LOCALE_PATHS": [LOCALE],
        "USE_I18N": True,
        "USE_THOUSAND_SEPARATOR": True,
        "FORMAT_MODULE_PATH": "ringfence.web.formats",
        "SESSION_COOKIE_AGE": IDLE_MINUTES * 60,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "LANGUAGE_COOKIE_SECURE": is_secure,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_FAILURE_VIEW": "ringfence.web.problems.forged",
        "SESSION_COOKIE_SECURE": is_secure,
        "CSRF_COOKIE_SECURE": is_secure,
        "SECURE_HSTS_SECONDS": 31_536_000 if is_secure else 0,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if is_behind_proxy else None,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if is_behind_proxy else 0,
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 5_000_000,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 5_000,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 2_000_000,
        **_ALLAUTH,
    }  # fmt: skip


def _password_rules() -> list[dict[str, Any]]:
    rules = "django.contrib.auth.password_validation"
    return [
        {"NAME": f"{rules}.UserAttributeSimilarityValidator"},
        {"NAME": f"{rules}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
        {"NAME": f"{rules}.CommonPasswordValidator"},
    ]


def secret_key(folder: Path) -> str:
    """The key that signs sessions of this node; made the first time."""
    path = folder / "keys" / "pages.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")
