from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models.triggers import USER_TRIGGERS
from apps.accounts.scoping import AgencyScopedQuerySet
from apps.agencies.models import Agency
from apps.regions.models import Region


class UserQuerySet(AgencyScopedQuerySet["User"]):
    def administrators(self) -> Self:
        """Who can administer the whole portal today: active, and able to sign in."""
        return self.filter(is_superuser=True, is_active=True).exclude(
            password__startswith=UNUSABLE_PASSWORD_PREFIX
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
        if not (self.is_superuser and self.is_active) and self.is_last_administrator():
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
    def sees_all_agencies(self) -> bool:
        return self.is_active and self.is_superuser
