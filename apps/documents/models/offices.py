"""What stands above and below a letter: the letterhead, and who signs."""

from datetime import date
from typing import Any, Self

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency


class LetterheadQuerySet(AgencyScopedQuerySet["Letterhead"]):
    pass


@pghistory.track()
class Letterhead(models.Model):
    """What stands at the head of an agency's papers."""

    agency = models.OneToOneField(
        Agency,
        on_delete=models.CASCADE,
        related_name="letterhead_lines",
        verbose_name=_("agency"),
        error_messages={"unique": _("This agency has its letterhead already.")},
    )
    government = models.CharField(
        _("government"),
        max_length=120,
        blank=True,
        help_text=_("The first line: PEMERINTAH KOTA DENPASAR."),
    )
    name = models.CharField(
        _("name of the agency"),
        max_length=200,
        help_text=_("The large line: DINAS PERINDUSTRIAN DAN PERDAGANGAN."),
    )
    address = models.TextField(
        _("address"),
        max_length=400,
        blank=True,
        help_text=_("Street, postal code, telephone, e-mail and website, in lines."),
    )
    place = models.CharField(
        _("place"),
        max_length=60,
        blank=True,
        help_text=_("The city that stands before the date: Denpasar."),
    )

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        ordering = ["agency"]

    def __str__(self) -> str:
        return self.name

    def printed(self) -> dict[str, Any]:
        """As papers keep it, so that they stay as they were printed."""
        return {
            "government": self.government,
            "name": self.name,
            "address": [line for line in self.address.splitlines() if line.strip()],
            "place": self.place,
        }


def letterhead_of(agency: Agency) -> Letterhead:
    """The agency's own, else one from the lines that its own record holds, else its name."""
    if own := Letterhead.objects.filter(agency=agency).first():
        return own
    lines = agency.letterhead.splitlines() or ["", agency.name.upper()]
    government, name = lines[:2] if len(lines) > 1 else ("", lines[0])
    return Letterhead(
        agency=agency, government=government, name=name, address="\n".join(lines[2:])
    )


class SignatoryQuerySet(AgencyScopedQuerySet["Signatory"]):
    def standing(self, day: date | None = None) -> Self:
        """Those in office on a day: today, unless said."""
        day = day or timezone.localdate()
        return self.filter(
            Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
        )


@pghistory.track()
class Signatory(models.Model):
    """An official who signs papers, himself or on behalf of (a.n.) another."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.CASCADE,
        related_name="signatories",
        verbose_name=_("agency"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    nip = models.CharField(
        _("NIP"),
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", _("A NIP has 18 digits."))],
        help_text=_("18 digits; empty for who has none."),
    )
    rank = models.CharField(
        _("rank"), max_length=80, blank=True, help_text=_("Pembina Utama Muda (IV/c)")
    )
    position = models.CharField(
        pgettext_lazy("of an office holder", "position"),
        max_length=200,
        help_text=_("Kepala Dinas Perindustrian"),
    )
    on_behalf_of = models.CharField(
        _("on behalf of (a.n.)"),
        max_length=200,
        blank=True,
        help_text=_(
            "The position that the letter is signed for, if it is not his own."
        ),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["agency", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="documents_signatory_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(nip="") | Q(nip__regex=r"^\d{18}$"),
                name="documents_signatory_nip_has_18_digits",
                violation_error_message=_("A NIP has 18 digits."),
            ),
        ]

    def __str__(self) -> str:
        acting = f" (a.n. {self.on_behalf_of})" if self.on_behalf_of else ""
        return f"{self.name} · {self.position}{acting}"

    def printed(self) -> dict[str, str]:
        """As papers keep it: «NIP 19710812 199803 2 004» in its four groups."""
        nip = self.nip
        return {
            "name": self.name,
            "nip": f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if nip else "",
            "rank": self.rank,
            "position": self.position,
            "on_behalf_of": self.on_behalf_of,
        }
