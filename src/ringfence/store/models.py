"""The tables, one schema for SQLite and PostgreSQL. No rules stand here, and none leaves the room.

Amounts are micrograms of anhydrous base in 64 bits (up to 9.2 million kilograms an account).
The checks of the tables are a backstop: `book.py` says in words what they would refuse.
"""

from __future__ import annotations

from django.db import models

from ringfence.ledger.account import HELD

_HELD_KINDS = [str(kind) for kind in HELD]


class Document(models.Model):
    """A document of licit control as it stands now.

    `indexed` repeats the key of the body that `documents.INDEXED_KEYS` names for the kind.
    """

    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=120)
    state = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    territory = models.CharField(max_length=20, blank=True)
    operator = models.CharField(max_length=120, blank=True)
    body = models.JSONField()
    indexed = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=120)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True, default="")
    firms = models.CharField(max_length=500, blank=True, default="")
    partner = models.CharField(max_length=20, blank=True, default="")
    hands = models.CharField(max_length=1000, blank=True, default="")
    proposed = models.CharField(max_length=100, blank=True, default="")
    proposer = models.CharField(max_length=120, blank=True, default="")
    entered = models.DateField(null=True)
    since = models.DateField(null=True)
    ends = models.DateField(null=True)
    clock_from = models.DateField(null=True)

    class Meta:
        """One document a kind and number; lists are asked for by state, firm, day and subject.

        The columns from `about` on repeat what the body says, as `stored.Card` describes them.
        """

        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="document_number")]
        indexes = [
            models.Index(fields=["kind", "state", "number"], name="document_state"),
            models.Index(fields=["kind", "operator", "number"], name="document_operator"),
            models.Index(fields=["kind", "territory", "since", "number"], name="document_since"),
            models.Index(fields=["kind", "territory", "ends", "number"], name="document_ends"),
            models.Index(
                fields=["kind", "territory", "entered", "number"], name="document_entered"
            ),
            models.Index(fields=["kind", "territory", "about", "number"], name="document_about"),
            models.Index(
                fields=["kind", "territory", "partner", "number"], name="document_partner"
            ),
            models.Index(fields=["kind", "territory", "number"], name="document_territory"),
            models.Index(fields=["kind", "territory", "state", "number"], name="document_in_state"),
            models.Index(fields=["kind", "firms"], name="document_firms"),
            models.Index(fields=["kind", "proposed", "state"], name="document_proposed"),
            models.Index(fields=["kind", "indexed"], name="document_indexed"),
            models.Index(
                fields=["kind", "state", "territory", "clock_from", "ends", "number"],
                condition=models.Q(clock_from__isnull=False),
                name="document_waits",
            ),
        ]


class DocumentVersion(models.Model):
    """What a document said in one of its versions; the journal holds the hash of each."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=60)
    territory = models.CharField(max_length=20, blank=True)
    operator = models.CharField(max_length=120, blank=True)
    body = models.JSONField()
    at = models.DateTimeField()
    person = models.CharField(max_length=120)

    class Meta:
        """One row a version."""

        constraints = [
            models.UniqueConstraint(fields=["document", "version"], name="document_version")
        ]


class LedgerAccount(models.Model):
    """An account with its balance, kept in the transaction that books the lines."""

    kind = models.CharField(max_length=40)
    substance = models.CharField(max_length=120)
    holder = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    balance_ug = models.BigIntegerField(default=0)

    class Meta:
        """What is held is never below zero, whatever races."""

        constraints = [
            models.UniqueConstraint(
                fields=["substance", "kind", "holder", "place", "purpose"], name="account_named"
            ),
            models.CheckConstraint(
                condition=models.Q(balance_ug__gte=0) | ~models.Q(kind__in=_HELD_KINDS),
                name="account_not_overdrawn",
            ),
        ]
        indexes = [models.Index(fields=["holder", "substance"], name="account_holder")]


class LedgerEntry(models.Model):
    """One posting; never changed, never removed."""

    number = models.CharField(max_length=160, unique=True)
    day = models.DateField()
    because = models.CharField(max_length=200)
    corrects = models.CharField(max_length=160, blank=True)
    declared = models.JSONField(null=True)
    remark = models.TextField(blank=True)
    act = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)

    class Meta:
        """Asked for by day, and by the document it rests on."""

        indexes = [
            models.Index(fields=["day"], name="entry_day"),
            models.Index(fields=["because"], name="entry_because"),
            models.Index(fields=["corrects"], name="entry_corrects"),
        ]


class LedgerLine(models.Model):
    """One line of a posting."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="lines")
    amount_ug = models.BigIntegerField()

    class Meta:
        """A line moves something."""

        constraints = [
            models.CheckConstraint(condition=~models.Q(amount_ug=0), name="line_moves_something")
        ]


class LedgerMonth(models.Model):
    """What the entries of a month brought onto, and took off, one kind of account of a substance.

    `month` is its first day, `partner` the other territory of imports and exports, `basis` the kind
    of document on which the entries rest, `lines` how many lines were summed. It repeats the lines.
    """

    month = models.DateField()
    substance = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    partner = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    onto_ug = models.BigIntegerField()
    off_ug = models.BigIntegerField()
    lines = models.BigIntegerField()

    class Meta:
        """One row a month, substance, kind, partner and basis; asked for by substance, or all."""

        constraints = [
            models.UniqueConstraint(
                fields=["month", "substance", "kind", "partner", "basis"], name="month_named"
            )
        ]
        indexes = [models.Index(fields=["substance", "month"], name="month_substance")]


class Limit(models.Model):
    """A ceiling of a year, and what is taken of it.

    `beyond_ug` is what is taken beyond the ceiling: it was lowered under what had been taken, or
    goods arrived in another year than they were certified for.
    """

    kind = models.CharField(max_length=40)
    territory = models.CharField(max_length=20)
    holder = models.CharField(max_length=120, blank=True)
    substance = models.CharField(max_length=120)
    year = models.PositiveIntegerField()
    total_ug = models.BigIntegerField()
    re_export_ug = models.BigIntegerField(default=0)
    excess_ug = models.BigIntegerField(default=0)
    used_ug = models.BigIntegerField(default=0)
    beyond_ug = models.BigIntegerField(default=0)

    class Meta:
        """Never more taken than allowed, whatever races."""

        constraints = [
            models.UniqueConstraint(
                fields=["kind", "territory", "holder", "substance", "year"], name="limit_named"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    used_ug__lte=models.F("total_ug")
                    + models.F("re_export_ug")
                    - models.F("excess_ug")
                    + models.F("beyond_ug")
                ),
                name="limit_not_exceeded",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    total_ug__gte=0,
                    re_export_ug__gte=0,
                    excess_ug__gte=0,
                    used_ug__gte=0,
                    beyond_ug__gte=0,
                ),
                name="limit_from_zero_up",
            ),
        ]


class LimitUse(models.Model):
    """What one document took of a ceiling, and what of it stays taken."""

    limit = models.ForeignKey(Limit, on_delete=models.PROTECT, related_name="uses")
    because = models.CharField(max_length=200)
    taken_ug = models.BigIntegerField()
    kept_ug = models.BigIntegerField()

    class Meta:
        """A document takes once; it keeps between nothing and what it took."""

        constraints = [
            models.UniqueConstraint(fields=["limit", "because"], name="limit_use_once"),
            models.CheckConstraint(
                condition=models.Q(kept_ug__gte=0, kept_ug__lte=models.F("taken_ug")),
                name="limit_use_kept",
            ),
        ]
        indexes = [models.Index(fields=["because"], name="limit_use_because")]


class Sequence(models.Model):
    """The last number given for a prefix, a kind and a year."""

    prefix = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        """One row a sequence."""

        constraints = [
            models.UniqueConstraint(fields=["prefix", "kind", "year"], name="sequence_named")
        ]


class Person(models.Model):
    """Who may act, with one role a row; no password is kept here."""

    person = models.CharField(max_length=120)
    role = models.CharField(max_length=4)
    territory = models.CharField(max_length=20, blank=True)
    operator = models.CharField(max_length=120, blank=True)
    interests = models.JSONField(default=list)
    is_system = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        """One row a person and role."""

        constraints = [models.UniqueConstraint(fields=["person", "role"], name="person_role")]


class JournalRow(models.Model):
    """One leaf of the journal; the other columns repeat what the leaf says, to be asked for."""

    position = models.BigIntegerField(primary_key=True)
    leaf = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    person = models.CharField(max_length=120)
    act = models.CharField(max_length=100)
    subject = models.CharField(max_length=250)

    class Meta:
        """Asked for by subject, by person and by act."""

        indexes = [
            models.Index(fields=["subject", "position"], name="journal_subject"),
            models.Index(fields=["person", "position"], name="journal_person"),
            models.Index(fields=["act", "position"], name="journal_act"),
        ]


class JournalNode(models.Model):
    """The hash over a complete subtree of 2**level leaves; never changes once it is there."""

    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    node_hash = models.CharField(max_length=64)

    class Meta:
        """One row a subtree."""

        constraints = [
            models.UniqueConstraint(fields=["level", "position"], name="journal_node_named")
        ]


class JournalHead(models.Model):
    """How far the journal goes, in one row; whoever writes to the books locks it first."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    peaks = models.JSONField()

    class Meta:
        """There is only one."""

        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_head_one")]


class Checkpoint(models.Model):
    """A signed statement of the journal's size and root."""

    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        """Asked for by size."""

        indexes = [models.Index(fields=["size"], name="checkpoint_size")]


class SignInLink(models.Model):
    """An invitation to sign in once; only the hash of its code is kept."""

    code_hash = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=120)
    role = models.CharField(max_length=4, blank=True)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Draft(models.Model):
    """What a person typed and has not sent; nobody else reads it."""

    person = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        """One draft a person and page."""

        constraints = [models.UniqueConstraint(fields=["person", "name"], name="draft_of_person")]


class ApiToken(models.Model):
    """A token of a system; only its hash is kept. It acts for a person, as a system.

    Without `confirmed_by` it is proposed; `code_hash` is empty until its code was collected.
    """

    name = models.CharField(max_length=120, unique=True)
    code_hash = models.CharField(max_length=64, unique=True, null=True)
    person = models.CharField(max_length=120)
    role = models.CharField(max_length=4)
    scopes = models.JSONField(default=list)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=120, blank=True)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class WorkMark(models.Model):
    """Who has taken a piece of work, or until when it was put off and why."""

    subject = models.CharField(max_length=200, unique=True)
    taken_by = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)


class StoredFile(models.Model):
    """A file that was handed in, by the hash of its bytes; never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    person = models.CharField(max_length=120)
    operator = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()


class ExportFile(models.Model):
    """A list that a person asked for as a file too long to be made at once; the bytes lie beside.

    state    waiting, making, ready, failed
    content  what is asked: the list, its columns, and the words that stand in the file
    """

    person = models.CharField(max_length=120)
    role = models.CharField(max_length=4)
    kind = models.CharField(max_length=60)
    form = models.CharField(max_length=10)
    state = models.CharField(max_length=20)
    content = models.JSONField()
    file = models.CharField(max_length=100, unique=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    rows = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    problem = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        """Asked for by who asked, and by state."""

        indexes = [
            models.Index(fields=["person", "role"], name="export_person"),
            models.Index(fields=["state", "id"], name="export_state"),
        ]
