"""Giving somebody a role and taking it back: nobody hands out more than he has himself.

Who hands out what is said by the roles (`Role.grants`). Beneath, the database refuses
incompatible roles and roles that somebody gives himself (models/grants.py).
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import RoleGrant, User
from apps.accounts.roles import conflict_between, name_of

if TYPE_CHECKING:
    from apps.regions.models import Region


@transaction.atomic
def grant_role(
    user: User,
    group: Group,
    *,
    by: User,
    valid_until: datetime.date | None = None,
    reason: str = "",
) -> RoleGrant:
    """Give somebody a role, or give it another end. Raises ValidationError with the reason."""
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    _refuse(refusal_of_person(by, user))
    _refuse(refusal_of_role(by, group, valid_until))
    grant = RoleGrant.objects.filter(user=user, group=group).first()
    grant = grant or RoleGrant(user=user, group=group)
    if grant.valid_until and grant.valid_until < timezone.localdate():
        grant.valid_from = timezone.localdate()  # it had ended: this is another period
    grant.valid_until, grant.reason = valid_until, reason
    grant.granted_by, grant.granted_at = by, timezone.now()
    others = RoleGrant.objects.filter(user=user).exclude(pk=grant.pk)
    _refuse(conflict_among([grant, *others.select_related("group")]))
    grant.full_clean()
    grant.save()
    return grant


@transaction.atomic
def revoke_role(grant: RoleGrant, *, by: User) -> None:
    """Take a role back; the history keeps that it was there."""
    user = User.objects.select_for_update(of=("self",), no_key=True).get(
        pk=grant.user_id
    )
    _refuse(refusal_of_person(by, user))
    _refuse(refusal_of_role(by, grant.group, grant.valid_until, ending=True))
    grant.delete()


def refusal_of_person(by: User, user: User) -> str:
    """Why somebody may not change the roles of this person; "" if he may."""
    if by.pk == user.pk:
        return _(
            "Nobody changes his own roles: ask another administrator of your agency."
        )
    if not User.objects.kept_by(by).filter(pk=user.pk).exists():
        return _("%(user)s is outside your agency or your area.") % {"user": user}
    return ""


def refusal_of_role(
    by: User, group: Group, valid_until: datetime.date | None, *, ending: bool = False
) -> str:
    """Why somebody may not hand out this role until that day; "" if he may."""
    ours = by.hands_out()
    if group.name not in ours:
        return _("You cannot hand out or take back the role «%(role)s».") % {
            "role": name_of(group.name)
        }
    limit = ours[group.name]
    if limit and not ending and (valid_until is None or valid_until > limit):
        return _(
            "Your own role ends on %(day)s: you can give «%(role)s» until that day only."
        ) % {"role": name_of(group.name), "day": date_format(limit, "j F Y")}
    return ""


def refusal_of_area(by: User, area: "Region | None") -> str:
    """Why somebody may not give this area (None: all areas); "" if he may."""
    if by.sees_all_agencies or not by.area_id:
        return ""
    if area is not None and area.pk.startswith(by.area_id):
        return ""
    return _("You can only give areas inside your own: %(area)s.") % {"area": by.area}


def conflict_among(grants: Iterable[RoleGrant]) -> str:
    """Which two of these roles nobody has at the same time, and why; "" if all agree."""
    seen: list[RoleGrant] = []
    for grant in grants:
        for other in seen:
            conflict = conflict_between(grant.group.name, other.group.name)
            if conflict and grant.overlaps(other):
                return _(
                    "«%(one)s» and «%(other)s» cannot be with the same person: %(reason)s."
                ) % {
                    "one": name_of(grant.group.name),
                    "other": name_of(other.group.name),
                    "reason": conflict.reason,
                }
        seen.append(grant)
    return ""


def _refuse(refusal: str) -> None:
    if refusal:
        raise ValidationError(refusal)
