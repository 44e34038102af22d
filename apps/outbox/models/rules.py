from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.outbox.wording import places, unknown_placeholders

LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]


class Channel(models.TextChoices):
    MAIL = "mail", pgettext_lazy("channel of a message", "e-mail")
    WHATSAPP = "whatsapp", "WhatsApp"


def known_placeholders(text: str) -> None:
    """A validator: every «{word}» is one that a message can fill in."""
    if unknown := unknown_placeholders(text):
        known = ", ".join(places().values())
        raise ValidationError(
            gettext("There is no {%(name)s} to fill in. There are: %(known)s.")
            % {"name": unknown[0], "known": known}
        )


class MessageTemplateQuerySet(AgencyScopedQuerySet["MessageTemplate"]):
    pass


@pghistory.track()
class MessageTemplate(models.Model):
    """A text that an agency uses again, with places for what differs from one to another."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="message_templates",
        verbose_name=_("agency"),
    )
    code = models.SlugField(_("code"), max_length=60)
    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGES, default="id"
    )
    subject = models.CharField(
        pgettext_lazy("of a message", "subject"),
        max_length=150,
        validators=[known_placeholders],
    )
    body = models.TextField(
        pgettext_lazy("of a message", "text"),
        max_length=4000,
        validators=[known_placeholders],
        help_text=_(
            "{nama}, {usaha} and {dinas} (or {name}, {business} and {agency}) are filled in "
            "for each person."
        ),
    )

    objects = MessageTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["code", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "language"],
                name="outbox_messagetemplate_once_per_language",
                violation_error_message=_(
                    "The agency has a template with this code in this language."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OptOutQuerySet(AgencyScopedQuerySet["OptOut"]):
    pass


@pghistory.track()
class OptOut(models.Model):
    """An address whose owner does not want messages of an agency any more."""

    class How(models.TextChoices):
        LINK = "link", _("by the link in a message")
        ASKED = "asked", _("told an officer")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="opt_outs",
        verbose_name=_("agency"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    address_index = models.CharField(max_length=64, editable=False)
    how = models.CharField(
        pgettext_lazy("of opting out", "how"), max_length=5, choices=How
    )
    at = models.DateTimeField(pgettext_lazy("when", "since"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("recorded by"),
    )

    objects = OptOutQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish not to be written to")
        verbose_name_plural = _("wishes not to be written to")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "channel", "address_index"],
                name="outbox_optout_once",
                violation_error_message=_("This address has already opted out."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, agency: Any, channel: str) -> Any:
        return cls.objects.filter(agency=agency, channel=channel)
