from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import pghistory
import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency, agencies_of
from apps.documents.kinds import kind_name
from apps.documents.models.series import NumberSeries
from apps.documents.seals import seal_of_revocation
from apps.regions.models import Region

if TYPE_CHECKING:
    from apps.accounts.models import User

REVOCATION = (
    *("revoked_at", "revoked_by_id", "revocation", "revocation_note"),
    "revocation_seal",
)
UNCHANGED = " - ".join(["to_jsonb({row})", *(f"'{name}'" for name in REVOCATION)])
# Django's own rows are protected by the same database that everybody else writes to.
NEVER_ALTERED = pgtrigger.Trigger(
    name="never_altered",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        f"OLD.revoked_at IS NOT NULL OR {UNCHANGED.format(row='NEW')} IS DISTINCT FROM "
        f"{UNCHANGED.format(row='OLD')}"
    ),
    func="RAISE EXCEPTION 'An issued document is not altered: revoke it, issue another.';",
)
NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


class DocumentQuerySet(AgencyScopedQuerySet["Document"]):
    region_path = "region__code"

    def reach(self, user: "User") -> Q:
        """Somebody bound to an area sees the papers of that area, and those of his own."""
        condition = super().reach(user)
        if not user.area_id:
            return condition
        agencies = agencies_of(user)
        return condition | Q(issued_by=user, agency__in=agencies)

    def standing(self) -> Self:
        return self.filter(revoked_at=None)


@pghistory.track()
class Document(models.Model):
    """A numbered paper that was issued. Nothing of it changes any more, save its revocation.

    `payload` holds all that is printed, so that a second print is the same paper; `holder` is
    what anybody who checks the code may read of whom it is for.
    """

    class Revocation(models.TextChoices):
        ERROR = "error", _("it contained an error")
        REPLACED = "replaced", _("it was replaced by another")
        WITHDRAWN = "withdrawn", _("the agency withdrew it")
        MISUSED = "misused", _("it was misused")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("agency"),
    )
    kind = models.CharField(_("kind of document"), max_length=30)
    series = models.ForeignKey(
        NumberSeries,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("number series"),
    )
    sequence = models.PositiveIntegerField(_("number in the series"))
    number = models.CharField(pgettext_lazy("of a document", "number"), max_length=160)
    subject = models.CharField(_("subject"), max_length=200)
    holder = models.CharField(_("holder"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
    )
    occasion = models.CharField(
        _("occasion"),
        max_length=60,
        null=True,
        blank=True,
        help_text=_("What it was issued for: there is one standing paper for each."),
    )
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
    )
    template = models.CharField(_("template"), max_length=60)
    payload = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    verify_code = models.CharField(
        _("verification code"),
        max_length=24,
        unique=True,
        error_messages={"unique": _("Another document has this code.")},
    )
    pdf_sha256 = models.CharField(_("SHA-256 of the PDF"), max_length=64)
    seal = models.CharField(_("seal"), max_length=64)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name=_("replaces"),
        error_messages={"unique": _("This document was replaced already.")},
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("revoked by"),
    )
    revocation = models.CharField(
        _("reason"), max_length=10, choices=Revocation, blank=True
    )
    revocation_note = models.TextField(_("explanation"), max_length=1000, blank=True)
    revocation_seal = models.CharField(max_length=64, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["-issued_at", "-pk"]
        permissions = [
            ("issue_document", _("Can issue a document")),
            ("revoke_document", _("Can revoke a document")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "sequence"],
                name="documents_document_number_once",
                violation_error_message=_("This number has been given already."),
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "number"],
                name="documents_document_written_number_once",
                violation_error_message=_(
                    "A document with this number exists: look at the pattern of the series."
                ),
            ),
            models.UniqueConstraint(
                fields=["kind", "occasion"],
                condition=Q(revoked_at=None),
                name="documents_document_one_standing_per_occasion",
                violation_error_message=_("This has been issued already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    revoked_at=None, revoked_by=None, revocation="", revocation_note=""
                )
                | (
                    Q(revoked_at__gte=F("issued_at"), revoked_by__isnull=False)
                    & ~Q(revocation="")
                ),
                name="documents_document_revoked_by_somebody",
                violation_error_message=_(
                    "A revocation has a date, a name and a reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1),
                name="documents_document_number_from_one",
                violation_error_message=_("Numbers begin with 1."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "-issued_at"], name="documents_document_newest"
            )
        ]
        triggers = [NEVER_ALTERED, NEVER_DELETED]

    def __str__(self) -> str:
        return f"{self.kind_name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.pk])

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def file_name(self) -> str:
        """A name for its files: the number, with what no file name may hold taken out."""
        return "".join(each if each.isalnum() else "-" for each in self.number)

    def revoke(
        self, reason: str, note: str, *, by: "User", at: datetime | None = None
    ) -> None:
        """Declare it void, for good: whoever checks its code reads so."""
        self.revoked_at = at or timezone.now()
        self.revoked_by = by
        self.revocation = reason
        self.revocation_note = note
        self.revocation_seal = seal_of_revocation(self)
        self.save(update_fields=[*(name.removesuffix("_id") for name in REVOCATION)])

    def sealed_revocation(self) -> dict[str, Any]:
        """What the seal of its revocation covers: all of it, and of which paper."""
        return {
            "seal": self.seal,
            "at": self.revoked_at.timestamp() if self.revoked_at else None,
            "by": self.revoked_by_id,
            "reason": self.revocation,
            "note": self.revocation_note,
        }

    def was_revoked(self) -> bool:
        """Whether its history knows a revocation, whatever the row says now."""
        events: Any = self.pgh_event_model  # type: ignore[attr-defined]
        revoked = events.objects.filter(pgh_obj=self.pk, revoked_at__isnull=False)
        return bool(revoked.exists())

    def sealed_content(self) -> dict[str, Any]:
        """What its seal covers: all that does not change."""
        return {
            "agency": self.agency_id,
            "kind": self.kind,
            "series": self.series_id,
            "sequence": self.sequence,
            "number": self.number,
            "subject": self.subject,
            "holder": self.holder,
            "issued_at": self.issued_at.timestamp(),
            "issued_by": self.issued_by_id,
            "template": self.template,
            "payload": self.payload,
            "verify_code": self.verify_code,
            "pdf_sha256": self.pdf_sha256,
            "replaces": self.replaces_id,
        }
