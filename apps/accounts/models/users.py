import datetime
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser, Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models.grants import RoleGrant
from apps.accounts.models.triggers import USER_TRIGGERS
from apps.accounts.roles import BY_CODE
from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.regions.models import Region


class State(models.TextChoices):
    """How it stands with somebody's account."""

    ACTIVE = "active", pgettext_lazy("of an account", "active")
    INVITED = "invited", pgettext_lazy("of an account", "never signed in")
    ENDED = "ended", pgettext_lazy("of an account", "ended")
    DEACTIVATED = "deactivated", pgettext_lazy("of an account", "deactivated")


class UserQuerySet(AgencyScopedQuerySet["User"]):
    region_path = "area__code"

    def administrators(self) -> Self:
        """Who can administer the whole portal, today and on: active, with a password, no end."""
        return self.filter(is_superuser=True, is_active=True, valid_until=None).exclude(
            password__startswith=UNUSABLE_PASSWORD_PREFIX
        )

    def in_state(self, state: str) -> Self:
        if state == State.DEACTIVATED:
            return self.filter(is_active=False)
        if state == State.ENDED:
            return self.filter(is_active=True, valid_until__lt=timezone.localdate())
        return self.current().filter(last_login__isnull=state == State.INVITED)

    def current(self) -> Self:
        """Those whose account is open today."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()),
            is_active=True,
        )

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        """Whom somebody may change: nobody himself, and nobody with a role he cannot give."""
        visible = self.visible_to(user)
        if not user.is_authenticated or user.sees_all_agencies:
            return visible
        beyond = RoleGrant.objects.exclude(group__name__in=user.hands_out())
        return visible.exclude(
            Q(pk=user.pk) | Q(is_superuser=True) | Q(grants__in=beyond)
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """What Django's commands ask of the manager of a user model."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@pghistory.track(exclude=["password", "last_login", "language"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: works for one agency, perhaps only in one area.

    What may be done is the permissions of the role groups; which rows, `visible_to`.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=150)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="users",
        null=True,
        blank=True,
        verbose_name=_("agency"),
    )
    area = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("area"),
        help_text=_(
            "Sees only what lies in this area; what has no area yet stays hidden."
        ),
    )
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group,
        through="accounts.RoleGrant",
        through_fields=("user", "group"),
        related_name="user_set",
        related_query_name="user",
        blank=True,
        verbose_name=_("roles"),
    )
    valid_until = models.DateField(
        _("account valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which this person may sign in."),
    )
    is_staff = models.BooleanField(_("may use the office pages"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(
        _("language of letters"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="id",
        help_text=_("The language in which this person last signed in."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [("hand_over", _("Can hand over the work of a colleague"))]
        ordering = ["email"]
        triggers = USER_TRIGGERS
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(is_superuser=True),
                name="accounts_user_works_for_an_agency",
                violation_error_message=_(
                    "Everyone but a superuser works for an agency."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(is_superuser=False),
                name="accounts_user_superuser_has_no_end",
                violation_error_message=_(
                    "The account of a superuser does not end by itself: somebody has to "
                    "administer the portal."
                ),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_(
                    "Somebody already signs in with this e-mail."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Says in words what the trigger `keep_an_administrator` would refuse."""
        super().clean()
        stays = self.is_superuser and self.is_active and self.valid_until is None
        if not stays and self.is_last_administrator():
            raise ValidationError(
                _("%(name)s is the last administrator. Name another one first.")
                % {"name": self},
                code="last_administrator",
            )

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def is_last_administrator(self) -> bool:
        """Whether the portal would have nobody to administer it without this user."""
        administrators = User.objects.administrators()
        return (
            self.pk is not None
            and administrators.filter(pk=self.pk).exists()
            and not administrators.exclude(pk=self.pk).exists()
        )

    @property
    def is_current(self) -> bool:
        """Whether the account is open today: not deactivated, and not at its end."""
        ended = self.valid_until is not None and self.valid_until < timezone.localdate()
        return self.is_active and not ended

    @property
    def state(self) -> State:
        if not self.is_current:
            return State.ENDED if self.is_active else State.DEACTIVATED
        return State.ACTIVE if self.last_login else State.INVITED

    @property
    def sees_all_agencies(self) -> bool:
        return self.is_current and self.is_superuser

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django lets any active superuser through; here the account must be open too."""
        return self.is_current and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_current and super().has_module_perms(app_label)

    def hands_out(self) -> dict[str, datetime.date | None]:
        """The roles that this person may hand out, each with the last day he may give."""
        if self.sees_all_agencies:
            return dict.fromkeys(Group.objects.values_list("name", flat=True))
        last_days: dict[str, list[datetime.date | None]] = {}
        if self.is_current:
            for grant in self.grants.current().select_related("group"):
                role = BY_CODE.get(grant.group.name)
                for code in role.grants if role else ():
                    last_days.setdefault(code, []).append(grant.valid_until)
        return {code: _latest(days) for code, days in last_days.items()}


def _latest(days: list[datetime.date | None]) -> datetime.date | None:
    """The last of these days; None, which is no end, is later than any."""
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None
