"""«Why may I not do this?»: which right is missing, since when, and who can give it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.abilities import roles_allowing, words_of
from apps.accounts.models import RoleGrant, User
from apps.accounts.roles import ROLES, conflict_between, name_of

if TYPE_CHECKING:
    from apps.agencies.models import Agency

GRANTERS = [role.code for role in ROLES if role.grants]
# Which right an admin page asks for, by the last word of its URL name.
ASKED = {
    "changelist": "view",
    "history": "view",
    "export": "view",
    "add": "add",
    "import": "change",
    "delete": "delete",
}
MOST_HELPERS = 5


class Refused(PermissionDenied):
    """A refusal that knows which right is missing, so that its page can explain it."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__()


@dataclass(frozen=True)
class Explanation:
    """Why somebody may not do something, and the way to it."""

    missing: str  # what he wanted to do, in words
    why: str
    roles: list[str]  # that would allow it
    helpers: list[User]  # who can give one
    letter: str  # ready to be sent to them


def need(user: User, *permissions: str) -> None:
    """Go on only with these rights. Raises Refused for the first that is missing."""
    for permission in permissions:
        if not user.has_perm(permission):
            raise Refused(permission)


def permission_of(request: HttpRequest, exception: Exception) -> str:
    """The right that was missing: as the refusal says, or as the admin's page asks; or ""."""
    if isinstance(exception, Refused):
        return exception.permission
    match = request.resolver_match
    if match is None or match.namespace != "admin":
        return ""
    for model in admin.site._registry:
        start = f"{model._meta.app_label}_{model._meta.model_name}_"
        if match.url_name and match.url_name.startswith(start):
            page = match.url_name.removeprefix(start)
            verb = ASKED.get(page, "view" if request.method == "GET" else "change")
            return f"{model._meta.app_label}.{verb}_{model._meta.model_name}"
    return ""


def explain(user: User, permission: str) -> Explanation:
    """What a refusal says to this person."""
    groups = roles_allowing(permission)
    roles = [name_of(group.name) for group in groups if not _barred(user, group.name)]
    missing = words_of(permission)
    return Explanation(
        missing=missing,
        why=_why(user, permission, groups),
        roles=roles,
        helpers=who_can_grant(user),
        letter=_letter(user, missing, roles),
    )


def _why(user: User, permission: str, groups: list[Any]) -> str:
    if user.has_perm(permission):
        return _(
            "You may do this, but not here: another agency keeps this, or it lies outside "
            "your area, or it is about yourself."
        )
    other = user.grants.filter(group__in=groups).select_related("group")
    today = timezone.localdate()
    if ended := other.filter(valid_until__lt=today).order_by("-valid_until").first():
        said = {"role": name_of(ended.group.name), "day": _day(ended.valid_until)}
        return _("Your role «%(role)s», which allows this, ended on %(day)s.") % said
    if coming := other.filter(valid_from__gt=today).order_by("valid_from").first():
        said = {"role": name_of(coming.group.name), "day": _day(coming.valid_from)}
        return _("Your role «%(role)s», which allows this, begins on %(day)s.") % said
    names = [name_of(code) for code in role_codes(user)]
    if not names:
        return _("You have no role yet.")
    return _("Your role does not include this: %(roles)s.") % {
        "roles": ", ".join(names)
    }


def _barred(user: User, code: str) -> bool:
    """Whether a role of this person keeps him from having another one."""
    return any(conflict_between(code, own) for own in role_codes(user))


def role_codes(user: User) -> list[str]:
    """The roles that somebody has today."""
    grants = user.grants.current().order_by("group")
    return list(grants.values_list("group__name", flat=True))


def who_can_grant(user: User) -> list[User]:
    """The administrators of somebody's agency, then of those above it; else superusers."""
    found: list[User] = []
    agency = user.agency
    while agency is not None and len(found) < MOST_HELPERS:
        found += _administrators(agency, user)
        agency = agency.parent
    if not found:
        superusers = User.objects.current().filter(is_superuser=True)
        found = list(superusers.exclude(pk=user.pk))
    return found[:MOST_HELPERS]


def _administrators(agency: "Agency", user: User) -> list[User]:
    granting = RoleGrant.objects.current().filter(group__name__in=GRANTERS)
    users = User.objects.current().filter(agency=agency, grants__in=granting)
    here = _areas_over(user.area_id)
    reaching = users.filter(Q(area=None) | Q(area__in=here))
    return list(reaching.exclude(pk=user.pk).select_related("agency").distinct())


def _areas_over(code: str | None) -> list[str]:
    """The codes of the areas that an area lies in, and its own: 31, 3174, 317401 …"""
    return (
        [code[:length] for length in (2, 4, 6, 10) if length <= len(code)]
        if code
        else []
    )


def _letter(user: User, missing: str, roles: list[str]) -> str:
    said = {
        "user": user,
        "email": user.email,
        "agency": user.agency or "–",
        "missing": missing,
        "roles": ", ".join(roles) or "–",
    }
    return (
        _(
            "Good day. I am %(user)s (%(email)s) of %(agency)s. For my work I need the right "
            "to %(missing)s. A role that includes it: %(roles)s. Please consider granting it "
            "to me in the IKM portal, with the dates of my assignment. Thank you."
        )
        % said
    )


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
