"""Which role somebody has, from when until when, and who gave it."""

import datetime
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.triggers import GRANT_ENDS_SESSIONS
from apps.accounts.scoping import AgencyScopedQuerySet

# Two grants at the same moment take turns by the row of their user, so that the second
# sees the first. The periods are compared, not today: no clock decides.
COMPATIBLE = """
    PERFORM 1 FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM accounts_rolegrant other
        JOIN accounts_roleconflict pair
            ON (pair.first_id = NEW.group_id AND pair.second_id = other.group_id)
            OR (pair.second_id = NEW.group_id AND pair.first_id = other.group_id)
        WHERE other.user_id = NEW.user_id AND other.id <> NEW.id
            AND daterange(other.valid_from, other.valid_until, '[]')
                && daterange(NEW.valid_from, NEW.valid_until, '[]')
    ) THEN
        RAISE EXCEPTION 'incompatible roles' USING
            ERRCODE = 'exclusion_violation', CONSTRAINT = 'accounts_rolegrant_compatible';
    END IF;
    RETURN NEW;
"""


class RoleGrantQuerySet(AgencyScopedQuerySet["RoleGrant"]):
    agency_path = "user__agency"
    region_path = "user__area__code"

    def current(self) -> Self:
        """Those that hold today; the day of `valid_until` is the last one."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()),
            valid_from__lte=timezone.localdate(),
        )


@pghistory.track()
class RoleGrant(models.Model):
    """A role that a user has. It ends by itself; what it allowed ends with it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="grants",
        verbose_name=_("user"),
    )
    group = models.ForeignKey(
        Group,
        on_delete=models.PROTECT,
        related_name="grants",
        verbose_name=_("role"),
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The last day of this role. Left empty, it does not end."),
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(
        _("granted"), default=timezone.now, editable=False
    )
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("For instance the number of the assignment letter."),
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        ordering = ["user", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"],
                name="accounts_rolegrant_once",
                violation_error_message=_("This person has this role already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="accounts_rolegrant_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
                name="accounts_rolegrant_given_by_another",
                violation_error_message=_("Nobody gives himself a role."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="compatible",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=COMPATIBLE,
            ),
            GRANT_ENDS_SESSIONS,
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"

    def overlaps(self, other: "RoleGrant") -> bool:
        """Whether there is a day on which both hold."""
        mine, theirs = (
            grant.valid_until or datetime.date.max for grant in (self, other)
        )
        return self.valid_from <= theirs and other.valid_from <= mine


@pghistory.track()
class RoleConflict(models.Model):
    """Two roles that one person may not have at the same time (`roles.CONFLICTS`)."""

    first = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("incompatible roles")
        verbose_name_plural = _("incompatible roles")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="accounts_roleconflict_once",
                violation_error_message=_("These roles are incompatible already."),
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="accounts_roleconflict_of_two_roles",
                violation_error_message=_("A role is compatible with itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} × {self.second}"
