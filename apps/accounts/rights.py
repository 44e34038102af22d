"""What somebody may do and see, in words: for himself, and for who gives him his roles."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.abilities import allowed, declared, roles_allowing, words_of
from apps.accounts.models import RoleGrant, User
from apps.accounts.refusals import who_can_grant
from apps.accounts.roles import name_of
from apps.agencies.models import Agency


@dataclass(frozen=True)
class Held:
    """A role of somebody, as a line on a page."""

    name: str
    grant: RoleGrant
    state: str  # current, ended or coming


@dataclass(frozen=True)
class Rights:
    """Everything about somebody's rights."""

    roles: list[Held]
    scope: str
    can: list[str]
    cannot: list[tuple[str, list[str]]]  # what, and the roles that include it
    helpers: list[User]


def rights_of(user: User) -> Rights:
    missing = [each for each in declared() if not user.has_perm(each)]
    grants = user.grants.select_related("group", "granted_by")
    return Rights(
        roles=[Held(name_of(each.group.name), each, _state(each)) for each in grants],
        scope=scope_of(user),
        can=abilities_of(user),
        cannot=[(words_of(each), _roles(each)) for each in missing],
        helpers=who_can_grant(user),
    )


def abilities_of(user: User) -> list[str]:
    """What somebody may do, by his roles of today."""
    return allowed({each for each in declared() if user.has_perm(each)})


def scope_of(user: User) -> str:
    """Which rows somebody sees, in a sentence."""
    if user.sees_all_agencies:
        return _("All data of all agencies.")
    if user.agency is None:
        return _("Nothing: no agency is given.")
    said = {"agency": user.agency, "area": user.area}
    if user.area:
        return (
            _("The data of %(agency)s in %(area)s. What has no area yet stays hidden.")
            % said
        )
    branches = Agency.objects.within(user.agency.pk).count() - 1
    if not branches:
        return _("All data of %(agency)s.") % said
    text = ngettext(
        "All data of %(agency)s and of %(count)d agency under it.",
        "All data of %(agency)s and of %(count)d agencies under it.",
        branches,
    )
    return text % {**said, "count": branches}


def _roles(permission: str) -> list[str]:
    return [name_of(group.name) for group in roles_allowing(permission)]


def _state(grant: RoleGrant) -> str:
    today = timezone.localdate()
    if grant.valid_until and grant.valid_until < today:
        return "ended"
    return "coming" if grant.valid_from > today else "current"
