from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.businesses.models.businesses import Business
from apps.businesses.models.people import Person
from apps.regions.models import Region


class BusinessGroupQuerySet(AgencyScopedQuerySet["BusinessGroup"]):
    region_path = "region__code"

    def current(self) -> Self:
        return self.filter(until=None)


@pghistory.track()
class BusinessGroup(models.Model):
    """Makers who belong together: a joint group, a cluster, a cooperative, a year's beginners.

    «WUB» is both: *wadah usaha bersama*, a joint group, and *wirausaha baru*, the new
    entrepreneurs of a programme; the kind says which.
    """

    class Kind(models.TextChoices):
        JOINT_GROUP = "joint_group", _("joint group (KUB, wadah usaha bersama)")
        NEW_ENTREPRENEURS = "new_entrepreneurs", _("new entrepreneurs (wirausaha baru)")
        CLUSTER = "cluster", _("cluster (sentra)")
        COOPERATIVE = "cooperative", _("cooperative")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("registered by"),
    )
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    name = models.CharField(pgettext_lazy("of a group", "name"), max_length=200)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
    )
    products = models.CharField(_("products"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = BusinessGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of makers")
        verbose_name_plural = _("groups of makers")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "name"],
                condition=Q(until=None),
                name="businesses_businessgroup_one_of_a_name",
                violation_error_message=_(
                    "A group of this kind has this name already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="businesses_businessgroup_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMembershipQuerySet(AgencyScopedQuerySet["GroupMembership"]):
    agency_path = "group__agency"
    region_path = None

    def current(self) -> Self:
        return self.filter(until=None)


@pghistory.track()
class GroupMembership(models.Model):
    """A business, or a person without one yet, belongs to a group for a time.

    Of a new entrepreneur it keeps what the programme is asked for afterwards.
    """

    class Role(models.TextChoices):
        HEAD = "head", _("head")
        SECRETARY = "secretary", _("secretary")
        TREASURER = "treasurer", _("treasurer")
        MEMBER = "member", _("member")

    group = models.ForeignKey(
        BusinessGroup,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("group"),
    )
    business = models.ForeignKey(
        Business,
        on_delete=models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("business"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    kit_received_on = models.DateField(
        _("start-up kit received"), null=True, blank=True
    )
    still_trading_on = models.DateField(
        _("seen trading on"),
        null=True,
        blank=True,
        help_text=_("Of a new entrepreneur: the last visit that found him at work."),
    )

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["group", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(business__isnull=False) | Q(person__isnull=False),
                name="businesses_groupmembership_of_somebody",
                violation_error_message=_("A member is a business or a person."),
            ),
            models.UniqueConstraint(
                fields=["group", "business", "person"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="businesses_groupmembership_one_current",
                violation_error_message=_("This is a member already."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="businesses_groupmembership_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.business or self.person}"
