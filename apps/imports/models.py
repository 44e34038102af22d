from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.businesses.models import Business, Person
from apps.businesses.models.days import FIRST_YEAR, LAST_YEAR
from apps.imports.memories import MappingMemory, SpellingMemory
from apps.imports.sealed import unsealed
from apps.imports.sentences import WORTH_ANOTHER_TRY, in_words
from ikmportal.encryption import EncryptedTextField

if TYPE_CHECKING:
    from apps.accounts.models import User

__all__ = ["ImportBatch", "ImportKind", "ImportRow", "MappingMemory", "SpellingMemory"]


class ImportBatchQuerySet(AgencyScopedQuerySet["ImportBatch"]):
    def reach(self, user: "User") -> Q:
        """Somebody bound to an area sees his own imports only: a list may reach beyond it."""
        condition = super().reach(user)
        return condition & Q(created_by=user) if user.area_id else condition


class ImportBatch(models.Model):
    """One file that somebody imports, or has imported, for an agency."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waiting to be read")
        READING = "reading", _("being read")
        PLANNED = "planned", _("ready to look at")
        READY = "ready", _("waiting for a second person")
        COMMITTING = "committing", _("being saved")
        COMMITTED = "committed", _("saved")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")
        FAILED = "failed", pgettext_lazy("of an import", "failed")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="import_batches",
        verbose_name=_("agency"),
    )
    created_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("sent by"),
    )
    committed_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("saved by"),
    )
    file_name = models.CharField(_("file"), max_length=200)
    stored_as = models.CharField(max_length=80, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    year = models.PositiveSmallIntegerField(
        _("year of the figures"),
        null=True,
        blank=True,
        help_text=_("Left empty, the year in the list's title or its columns is used."),
    )
    chosen_sheets = models.JSONField(_("sheets chosen"), default=list, blank=True)
    sheets = models.JSONField(_("sheets as understood"), default=list, blank=True)
    directions = models.JSONField(_("how to read the sheets"), default=dict, blank=True)
    register_seen = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    tops = EncryptedTextField(_("first rows of the sheets"), null=True, blank=True)
    kinds = models.JSONField(_("rows by kind of finding"), default=dict, blank=True)
    needs_second = models.BooleanField(
        _("a second person saves it"), default=False, db_default=False
    )
    ready_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("declared ready by"),
    )
    state = models.CharField(
        pgettext_lazy("of an import", "state"),
        max_length=10,
        choices=State,
        default=State.UPLOADED,
    )
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    begun_at = models.DateTimeField(
        pgettext_lazy("when", "begun"), null=True, blank=True, editable=False
    )
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    seconds = models.JSONField(_("seconds taken"), default=dict, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    notice = models.CharField(_("notice"), max_length=300, blank=True)
    details = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("when", "sent"), auto_now_add=True)
    planned_at = models.DateTimeField(
        pgettext_lazy("when", "read"), null=True, blank=True
    )
    committed_at = models.DateTimeField(
        pgettext_lazy("when", "saved"), null=True, blank=True
    )

    undone_at = models.DateTimeField(
        pgettext_lazy("when", "taken back"), null=True, blank=True
    )
    undone_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
    )
    undone = models.JSONField(null=True, blank=True, editable=False)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        permissions = [
            ("commit_importbatch", _("Can save an import into the register"))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=F("total")),
                name="imports_importbatch_done_within_total",
                violation_error_message=_("More rows are done than there are."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["committed", "undoing", "undone"],
                    committed_at__isnull=False,
                )
                | (
                    ~Q(state__in=["committed", "undoing", "undone"])
                    & Q(committed_at=None)
                ),
                name="imports_importbatch_committed_has_its_time",
                violation_error_message=_("A saved import has the time of saving."),
            ),
            models.CheckConstraint(
                condition=Q(state="failed") | Q(error=""),
                name="imports_importbatch_only_failed_has_error",
                violation_error_message=_("Only a failed import has an error."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | Q(needs_second=True, ready_by__isnull=False),
                name="imports_importbatch_ready_by_somebody",
                violation_error_message=_("Somebody declares an import ready."),
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(committed_by=None)
                | Q(ready_by__isnull=False) & ~Q(committed_by=F("ready_by")),
                name="imports_importbatch_saved_by_a_second",
                violation_error_message=_(
                    "Who declared this import ready does not save it: a second person does."
                ),
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="imports_importbatch_year_is_a_year",
                violation_error_message=format_lazy(
                    _("A year lies between {first} and {last}."),
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def error_in_words(self) -> str:
        return in_words(self.error, self.details)

    @property
    def notice_in_words(self) -> str:
        return in_words(self.notice, self.details)

    @property
    def is_worth_another_try(self) -> bool:
        return self.state == self.State.FAILED and self.error in WORTH_ANOTHER_TRY

    @property
    def is_saved(self) -> bool:
        """Whether the register has taken it in, even if that was taken back."""
        return self.committed_at is not None

    @property
    def rows_per_second(self) -> float:
        """How quickly its rows are being read; 0 before that can be told."""
        if self.begun_at is None or not self.done:
            return 0
        seconds = (timezone.now() - self.begun_at).total_seconds()
        return self.done / seconds if seconds > 0 else 0

    @property
    def time_left(self) -> timedelta | None:
        """Until all rows are read, at the pace so far; None before that can be told."""
        pace = self.rows_per_second
        return timedelta(seconds=(self.total - self.done) / pace) if pace else None

    @property
    def is_being_compared(self) -> bool:
        """Whether its rows are read, and now looked for in the register."""
        return self.state == self.State.READING and 0 < self.total == self.done

    @property
    def is_ready_to_save(self) -> bool:
        """Whether its review is closed, where a second person saves it; else whether it is open."""
        awaited = self.State.READY if self.needs_second else self.State.PLANNED
        return self.state == awaited

    @property
    def opened_tops(self) -> dict[str, list[tuple[int, list[str]]]]:
        """The first rows of each sheet by its name: the number of a row, and its texts."""
        return unsealed(self.tops) if self.tops else {}

    @property
    def is_under_way(self) -> bool:
        return self.state in {
            self.State.UPLOADED,
            self.State.READING,
            self.State.COMMITTING,
            self.State.UNDOING,
        }


class OfBatchQuerySet(AgencyScopedQuerySet[Any]):
    agency_path = "batch__agency"

    def reach(self, user: "User") -> Q:
        return Q(batch__in=ImportBatch.objects.visible_to(user).values("pk"))


class ImportRow(models.Model):
    """A record of a list: its raw cells, what they were read as, and what is to become of it.

    All that may be personal is sealed; findings and duplicates name no values of people.
    """

    class Decision(models.TextChoices):
        CREATE = "create", _("new")
        UPDATE = "update", _("changes")
        SAME = "same", _("unchanged")
        DECIDE = "decide", _("to be decided")
        REFUSED = "refused", _("refused")
        SKIPPED = "skipped", _("left out")

    class Choice(models.TextChoices):
        CREATE = "create", _("Register as new")
        SAME = "same", _("The same as another")
        SKIP = "skip", _("Leave out")

    batch = models.ForeignKey(  # found by the index of positions, which begins with it
        ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    position = models.PositiveIntegerField(_("position"))
    sheet = models.CharField(_("sheet"), max_length=120)
    row = models.PositiveIntegerField(_("row"))
    section = models.CharField(
        _("section"), max_length=200, blank=True, default="", db_default=""
    )
    cells = EncryptedTextField(_("raw cells"))
    corrections = EncryptedTextField(_("corrected cells"), null=True, blank=True)
    values = EncryptedTextField(_("values"))
    changes = EncryptedTextField(_("changes"), null=True, blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    duplicates = models.JSONField(_("perhaps the same as"), default=list, blank=True)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    joins = models.PositiveIntegerField(
        _("first row of the same business"), null=True, blank=True, editable=False
    )
    choice = models.CharField(
        _("officer's choice"), max_length=8, choices=Choice, blank=True
    )
    choice_target = models.JSONField(null=True, blank=True, editable=False)
    business = models.ForeignKey(
        Business,
        on_delete=models.SET_NULL,
        related_name="import_rows",
        null=True,
        blank=True,
        verbose_name=_("business"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "row"],
                name="imports_importrow_once_per_sheet",
                violation_error_message=_("This row has already been read."),
            ),
            models.CheckConstraint(
                condition=~Q(choice="same") | Q(choice_target__isnull=False),
                name="imports_importrow_same_as_something",
                violation_error_message=_("Say which record it is the same as."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "decision", "position"], name="imports_row_by_decision"
            ),
            models.Index(fields=["batch", "position"], name="imports_row_by_position"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

    @property
    def opened(self) -> dict[str, Any]:
        """The clean values, unsealed."""
        return unsealed(self.values)

    @property
    def opened_corrections(self) -> dict[str, str]:
        """What an officer wrote into cells, by the letter of the column."""
        return unsealed(self.corrections) if self.corrections else {}

    @property
    def opened_changes(self) -> dict[str, Any]:
        """Field: [old, new], unsealed."""
        return unsealed(self.changes) if self.changes else {}


class ImportKind(models.Model):
    """The positions of the rows in which a kind of finding stands: the last is found as the first."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="kinds_of_findings"
    )
    code = models.CharField(_("kind of finding"), max_length=80)
    positions = ArrayField(
        models.PositiveIntegerField(), verbose_name=_("positions of its rows")
    )

    objects = OfBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of finding in an import")
        verbose_name_plural = _("kinds of findings in imports")
        ordering = ["batch", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "code"],
                name="imports_importkind_once_per_batch",
                violation_error_message=_("This kind is listed already."),
            )
        ]

    def __str__(self) -> str:
        return self.code
