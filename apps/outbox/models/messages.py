from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.outbox.models.rules import LANGUAGES, Channel, OptOut, known_placeholders
from apps.outbox.wording import open_places
from apps.regions.models import Region
from ikmportal.encryption import EncryptedTextField

if TYPE_CHECKING:
    from apps.accounts.models import User

FORGOTTEN = timedelta(minutes=30)  # an opened WhatsApp message that nobody ticked
STUCK = timedelta(minutes=2)  # a mail whose worker is gone


class OccasionQuerySet(AgencyScopedQuerySet["Occasion"]):
    def with_counts(self, user: "User") -> Self:
        """How many messages that the user may see stand in each state: `count_sent`, …"""
        visible = Message.objects.visible_to(user).values("pk")
        counted = self.annotate(
            **{
                f"count_{status}": Count(
                    "messages", filter=Q(messages__status=status, messages__in=visible)
                )
                for status in Message.Status.values
            }
        )
        return counted.order_by("-pk")


@pghistory.track()
class Occasion(models.Model):
    """Something an agency writes to several people about, once to each: an invitation, a reminder."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="occasions",
        verbose_name=_("agency"),
    )
    code = models.SlugField(_("code"), max_length=80)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    subject = models.CharField(
        pgettext_lazy("of a message", "subject"),
        max_length=150,
        validators=[known_placeholders],
    )
    body = models.TextField(
        pgettext_lazy("of a message", "text"),
        max_length=4000,
        validators=[known_placeholders],
    )
    notice = models.CharField(_("notice"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("drafted by"),
    )
    created_at = models.DateTimeField(_("drafted"), auto_now_add=True)
    worded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("worded by"),
    )
    asked_by = models.ForeignKey(  # whoever had it sent: the worker has his rights
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"],
                name="outbox_occasion_code_once_per_agency",
                violation_error_message=_("The agency has an occasion with this code."),
            ),
        ]

    def __str__(self) -> str:
        return open_places(self.subject)

    def get_absolute_url(self) -> str:
        return reverse("outbox:detail", args=[self.pk])

    @property
    def on_the_way(self) -> int:
        """How many are approved, being sent or sent; for a row `with_counts`."""
        counts = vars(self)
        states = ("approved", "sending", "sent")
        return sum(counts.get(f"count_{state}", 0) for state in states)

    @property
    def is_leaving(self) -> bool:
        """Whether a worker has something to send; for a row `with_counts`."""
        counts = vars(self)
        return bool(counts.get("count_approved") or counts.get("count_sending"))


class MessageQuerySet(AgencyScopedQuerySet["Message"]):
    agency_path = "occasion__agency"
    region_path = "region__code"

    def drafted(self) -> Self:
        return self.filter(status=Message.Status.DRAFTED)

    def waiting(self) -> Self:
        """Approved, and due to be sent now."""
        due = Q(retry_at=None) | Q(retry_at__lte=timezone.now())
        return self.filter(due, status=Message.Status.APPROVED)

    def unwanted(self) -> Self:
        """To somebody who does not want messages any more."""
        same = OptOut.objects.filter(
            agency=OuterRef("occasion__agency"),
            channel=OuterRef("channel"),
            address_index=OuterRef("address_index"),
        )
        return self.filter(Exists(same))

    def left_open(self) -> Self:
        """Being sent, by a worker that is gone or an officer who did not tick."""
        now, sending = timezone.now(), self.filter(status=Message.Status.SENDING)
        return sending.filter(
            Q(channel=Channel.MAIL, sending_at__lt=now - STUCK)
            | Q(channel=Channel.WHATSAPP, sending_at__lt=now - FORGOTTEN)
        )


@pghistory.track()
class Message(models.Model):
    """What one person gets on one occasion; at most one by each channel."""

    class Status(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("messages", "drafted")
        APPROVED = "approved", pgettext_lazy("messages", "approved")
        SENDING = "sending", pgettext_lazy("messages", "being sent")
        SENT = "sent", pgettext_lazy("messages", "sent")
        FAILED = "failed", pgettext_lazy("messages", "failed")
        UNCERTAIN = "uncertain", pgettext_lazy("messages", "perhaps sent")
        CANCELLED = "cancelled", pgettext_lazy("messages", "left out")
        UNWANTED = "unwanted", pgettext_lazy("messages", "does not want messages")

    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, related_name="messages"
    )
    recipient_key = models.CharField(max_length=60, editable=False)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    name = models.CharField(_("recipient"), max_length=150)
    address = EncryptedTextField(_("address"))
    address_index = models.CharField(max_length=64, editable=False)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGES, default="id"
    )
    values = models.JSONField(default=dict, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    status = models.CharField(
        _("state"), max_length=9, choices=Status, default=Status.DRAFTED
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_alone = models.BooleanField(
        _("approved by its writer"),
        default=False,
        help_text=_("Nobody else of the agency could: an exception, for the auditor."),
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sending_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(_("reason"), max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["name", "pk"]
        permissions = [
            ("approve_message", _("Can approve messages")),
            ("send_message", _("Can send messages")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "recipient_key", "channel"],
                name="outbox_message_once_per_person_and_occasion",
                violation_error_message=_("This person gets this message already."),
            ),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at=None)),
                name="outbox_message_sent_has_its_time",
                violation_error_message=_("A sent message has the time of sending."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=False)
                | Q(status__in=["drafted", "cancelled", "unwanted"]),
                name="outbox_message_only_approved_ones_leave",
                violation_error_message=_("A message is approved before it is sent."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["occasion", "status", "name"], name="outbox_message_by_status"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def destination(self) -> str:
        """The whole address: for who sends, never for a list."""
        sealed: Any = self.address
        return sealed.reveal()

    @property
    def address_masked(self) -> str:
        """As screens show it: enough to tell two apart."""
        if self.channel == Channel.MAIL:
            local, _at, domain = self.destination.partition("@")
            return f"{local[:1]}*****@{domain}"
        return f"********{self.destination[-4:]}"

    @property
    def whatsapp_url(self) -> str:
        """Opens WhatsApp with the number and the text filled in; nothing is sent yet."""
        number = self.destination.lstrip("+")
        return f"https://wa.me/{number}?text={quote(self.body)}"
