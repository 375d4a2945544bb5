"""Sums by month: what they say is what the entries say, whoever booked them and whenever."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.ledger.year import MonthSum
from ringfence.store import settings
from tests.store_parts import CLERK, CONSUMED, IMPORTED, STOCK, do, post, received, see, verified

CODEINE = Account(AccountKind.STOCK, "codeine", "OP-2", "SITE-1")
MADE = Account(AccountKind.MANUFACTURE, "codeine", "OP-2", "SITE-1")
CERTIFICATE = "import_certificate:XA-IC-2031-000001"


def several() -> list[Entry]:
    """Two substances, two partners, three kinds of paper, over the turn of a year."""
    from_xc = Account(AccountKind.IMPORT, "morphine", "OP-1", "XC")
    return [
        moved("1", date(2030, 12, 31), IMPORTED, STOCK, 900, CERTIFICATE),
        moved("2", date(2031, 1, 1), IMPORTED, STOCK, 70, CERTIFICATE),
        moved("3", date(2031, 1, 31), from_xc, STOCK, 30, "past"),
        moved("4", date(2031, 1, 31), STOCK, CONSUMED, 500, "company_return:OP-1-2031-01"),
        moved("5", date(2031, 2, 1), MADE, CODEINE, 11, "company_return:OP-2-2031-02"),
        moved("6", date(2031, 2, 2), STOCK, from_xc, 4, "past"),
    ]


def folded(entries: list[Entry], last_year: int, substance: str = "") -> list[MonthSum]:
    """The sums as a fold over whole entries."""
    found: dict[tuple[str, int, int, AccountKind, str], list[int]] = defaultdict(lambda: [0, 0])
    for entry in entries:
        for line in entry.lines:
            account = line.account
            if entry.day.year > last_year or substance not in ("", account.substance):
                continue
            trades = account.kind in (AccountKind.IMPORT, AccountKind.EXPORT)
            place = account.place if trades else ""
            at = (account.substance, entry.day.year, entry.day.month, account.kind, place)
            found[at][line.amount_ug < 0] += abs(line.amount_ug)
    return [MonthSum(*at, onto, off) for at, (onto, off) in sorted(found.items())]


def test_sums_by_month_are_those_of_the_entries_whether_booked_alone_or_together(
    books: str,
) -> None:
    first, *rest = several()
    post(first)
    do(lambda book: book.post_all(rest, actor=CLERK, act="x.y.load", because="past"))
    do(lambda book: book.post_all(rest, actor=CLERK, act="x.y.load", because="past"))
    for year, substance in ((2029, ""), (2030, ""), (2031, ""), (2031, "codeine")):
        asked = {"substance": substance} if substance else {}
        told = see(lambda book, year=year, asked=asked: book.month_sums(year, **asked))
        assert sorted(told, key=repr) == sorted(folded(several(), year, substance), key=repr)
    (certified,) = see(
        lambda book: book.month_sums(
            2031, first_year=2031, kinds=[AccountKind.IMPORT], basis="import_certificate"
        )
    )
    assert (certified.place, certified.off_ug, certified.onto_ug) == ("XB", 70, 0)
    assert see(lambda book: book.substances()) == ["codeine", "morphine"]


def test_of_one_firm_the_sums_are_those_of_its_own_entries(books: str) -> None:
    do(lambda book: book.post_all(several(), actor=CLERK, act="x.y.load", because="past"))
    own = see(lambda book: book.month_sums(2031, holder="OP-1"))
    expected = folded([one for one in several() if one.number != "5"], 2031)
    assert sorted(own, key=repr) == sorted(expected, key=repr)
    assert see(lambda book: book.month_sums(2031, holder="OP-9")) == []


def test_a_sum_that_somebody_changed_is_found(books: str) -> None:
    from ringfence.store import models, months

    do(lambda book: book.post_all(several(), actor=CLERK, act="x.y.load", because="past"))
    assert verified().is_whole
    models.LedgerMonth.objects.filter(kind="consumption").update(onto_ug=501)
    (trouble,) = verified().troubles
    assert "2031-01/morphine/consumption/company_return" in str(trouble)
    months.fill()
    assert verified().is_whole
    models.LedgerMonth.objects.filter(kind="consumption").delete()
    assert not verified().is_whole and not months.is_whole()


def test_entries_of_a_release_without_the_sums_are_summed_when_the_pages_open(
    books: str,
) -> None:
    from ringfence.store import models, months

    post(received("1", 400))
    before = list(models.LedgerMonth.objects.values_list("month", "kind", "onto_ug", "off_ug"))
    models.LedgerMonth.objects.all().delete()
    assert not months.is_whole()
    months.fill()
    after = list(models.LedgerMonth.objects.values_list("month", "kind", "onto_ug", "off_ug"))
    assert sorted(after) == sorted(before) and months.is_whole() and len(before) == 2


def test_books_of_an_earlier_release_are_summed_by_the_migration(
    address: str, tmp_path: Path
) -> None:
    settings.configure(settings.read_database(address, tmp_path))
    from django.core.management import call_command

    from ringfence.store import models, months

    settings.migrate()
    post(received("1", 400))
    call_command("migrate", "store", "0006", verbosity=0)
    settings.migrate()
    assert months.is_whole()
    assert sum(one.onto_ug for one in models.LedgerMonth.objects.all()) == 400
    settings.close()


def test_a_page_of_entries_is_that_part_of_all_of_them(books: str) -> None:
    do(lambda book: book.post_all(several(), actor=CLERK, act="x.y.load", because="past"))
    asked = {"substance": "morphine", "first": date(2031, 1, 1)}
    every = see(lambda book: list(book.entries(**asked)))
    for skip in range(len(every) + 1):
        page = see(lambda book, skip=skip: book.entries_page(skip, 2, **asked))
        assert list(page) == every[skip : skip + 2]
    assert see(lambda book: book.entries_page(0, 9, "OP-1", substance="codeine")) == ()
    (own,) = see(lambda book: book.entries_page(0, 9, "OP-2"))
    assert own.number == "5"
    assert see(lambda book: book.years()) == (2030, 2031)
