"""Bring a node of an earlier release up to date: tables, cards of documents, sums of months."""

from __future__ import annotations

from pathlib import Path

from ringfence.jobs.cards import fill_cards
from ringfence.jobs.doing import Desk
from ringfence.jobs.figures_of_books import sum_months
from ringfence.jobs.node_work import now_of
from ringfence.jobs.noted_settings import note_settings
from ringfence.store.node import Node, open_node


def upgrade(folder: Path) -> int:
    """Open a node with its tables brought up to date; gives how many cards were renewed."""
    return bring_up(open_node(folder, bring_up_to_date=True))


def bring_up(node: Node) -> int:
    """Give an opened node what this release asks of its books; gives the cards renewed.

    No document changes: cards and sums are made from what the books hold.
    """
    desk = Desk(node, *now_of(node))
    note_settings(desk)
    renewed = fill_cards(desk)
    sum_months(desk)
    return renewed
