"""Serve the pages of a node: Django set up, tables up to date, a production server in front."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ringfence.store import settings as store_settings
from ringfence.store.node import DEMONSTRATION_MARK, Node, open_node
from ringfence.web.settings import APPS, pages_settings, secret_key

Application = Callable[..., Any]

PERSONS_FILE = "persons.csv"
"""Who may act in a demonstration, with invented names."""

ENDS_WITHIN_SECONDS = 30
"""So long the work in the background may take to finish what is under way."""


def open_pages(
    folder: Path,
    hosts: Sequence[str] = ("localhost", "127.0.0.1"),
    *,
    is_secure: bool = False,
    is_behind_proxy: bool = False,
) -> Node:
    """Open the node with its pages and bring every table up to date."""
    more = pages_settings(
        secret_key(folder), hosts, is_secure=is_secure, is_behind_proxy=is_behind_proxy
    )
    node = open_node(folder, bring_up_to_date=True, apps=APPS, **more)
    make_tables()
    use_node(node)
    _fill_cards()
    _name_invented(node)
    return node


def _fill_cards() -> None:
    """Give the books of an earlier release what lists and figures ask for of them."""
    from ringfence.jobs.upgrade import bring_up
    from ringfence.web.desk import the_node

    bring_up(the_node())


def _name_invented(node: Node) -> None:
    """The invented names of a demonstration, which stand in a file beside its books."""
    from ringfence.web.accounts import enter_names

    file = node.folder / PERSONS_FILE
    if not (node.folder / DEMONSTRATION_MARK).exists() or not file.exists():
        return
    with file.open(encoding="utf-8", newline="") as told:
        enter_names({row["person"]: row["name"] for row in csv.DictReader(told)})


def make_tables() -> None:
    """Tables of accounts and sessions, and the table in which attempts to sign in are counted."""
    from django.core.management import call_command

    store_settings.migrate(every_application=True)
    call_command("createcachetable", verbosity=0)


def use_node(node: Node) -> None:
    """The node whose pages this process serves."""
    from ringfence.web import desk

    desk.serve(node)


def wsgi() -> Application:
    """The application that a server calls."""
    from django.core.wsgi import get_wsgi_application

    made: Application = get_wsgi_application()
    return made


def serve(
    bind: str,
    workers: int,
    threads: int,
    certificate: tuple[str, str] | None,
    works_for: Path | None = None,
) -> None:
    """Serve until interrupted. `bind` is host:port; `certificate` the files of chain and key.

    works_for  the node whose work in the background is done beside, by a process that ends with it
    """
    from gunicorn.app.base import BaseApplication

    from ringfence.web.server_log import ServerLog

    work = Beside(works_for)

    options: dict[str, Any] = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "loglevel": "warning",
        "logger_class": ServerLog,
        "timeout": 60,
        "post_fork": _after_fork,
        "proc_name": "ringfence",
        "when_ready": lambda _server: _begin(work),
        "on_exit": lambda _server: work.end(),
    }
    if certificate is not None:
        options |= {"certfile": certificate[0], "keyfile": certificate[1]}

    class Server(BaseApplication):
        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Application:
            return wsgi()

    Server().run()


def _begin(work: Beside) -> None:
    make_ready()
    work.start()


class Beside:
    """The process that does the work in the background, as long as pages are served."""

    def __init__(self, node: Path | None) -> None:
        self._node = node
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin it, where a node was named."""
        if self._node is not None:
            command = [sys.executable, "-m", "ringfence.cli", "node", "work", "--node"]
            beside = [str(self._node), "--beside", str(os.getpid())]
            self._process = subprocess.Popen([*command, *beside])

    def end(self) -> None:
        """Ask it to end, and wait until what is under way is done."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(ENDS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()


def make_ready() -> None:
    """Read what every worker needs before they begin: pages, words, templates, lists of the law.

    Each would otherwise read it for the first who asks, who would wait for seconds.
    """
    from django.conf import settings
    from django.template import engines
    from django.urls import get_resolver
    from django.utils import translation

    from ringfence.law.lists import load_lists
    from ringfence.law.overlay import held_countries, load_overlay
    from ringfence.substance.catalogue import load_catalogue
    from ringfence.web.parts.drawings import drawn

    load_lists()
    load_catalogue()
    for country in held_countries():
        load_overlay(country)
    assert drawn("CCO")
    assert get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Work")
    for folder in engines["django"].template_dirs:
        for file in sorted(Path(folder).glob("*.html")):
            engines["django"].get_template(file.name)


def _after_fork(server: Any, worker: Any) -> None:
    """A connection of the parent is never used by a worker."""
    store_settings.close()
