"""Handing over all that a departing colleague owns: one step, looked at before, taken back if wrong.

What somebody «owns» is said by the apps that have such rows: each declares a `Belonging` in
its `ready()`. Nothing else is known of them here.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.accounts.backends import DatedBackend
from apps.accounts.grants import refusal_of_person
from apps.accounts.models import Handover, User


@dataclass(frozen=True)
class Belonging:
    """Rows that have an owner while they are open: which, by which column, and who may own."""

    code: str
    name: str | Promise
    model: str  # «app.Model», whose rows are scoped
    owner: str  # the column that names the user
    permission: str  # what the next owner must be allowed to do
    open: Q

    def rows(self, owner: User) -> QuerySet:
        manager: Any = apps.get_model(self.model)._default_manager
        return manager.filter(self.open, **{self.owner: owner})


@dataclass(frozen=True)
class Open:
    """What a colleague owns of one kind."""

    belonging: Belonging
    rows: list[Any]


_BELONGINGS: dict[str, Belonging] = {}


def declare(belonging: Belonging) -> None:
    _BELONGINGS[belonging.code] = belonging


def belongings() -> list[Belonging]:
    return list(_BELONGINGS.values())


def owned_by(user: User) -> list[Open]:
    """All that somebody owns, by kind; kinds without rows are left out."""
    found = [Open(each, list(each.rows(user).order_by("pk"))) for each in belongings()]
    return [each for each in found if each.rows]


def seen(owned: list[Open]) -> str:
    """A short name of exactly these rows: what was looked at is what is handed over."""
    keys = {each.belonging.code: [row.pk for row in each.rows] for each in owned}
    return hashlib.sha256(json.dumps(keys, sort_keys=True).encode()).hexdigest()


def receivers_of(belonging: Belonging, giver: User) -> QuerySet[User]:
    """The colleagues of the same agency who may go on with such rows."""
    able = DatedBackend().with_perm(belonging.permission, include_superusers=False)
    return able.filter(agency=giver.agency_id).exclude(pk=giver.pk).order_by("name")


@transaction.atomic
def hand_over(  # noqa: PLR0913  what is known of a handover
    giver: User,
    receivers: Mapping[str, User],
    *,
    by: User,
    looked_at: str,
    reason: str = "",
    deactivate: bool = False,
) -> list[Handover]:
    """Give all that somebody owns to others, by kind. Raises ValidationError with the reason."""
    giver = User.objects.select_for_update(of=("self",), no_key=True).get(pk=giver.pk)
    if refusal := refusal_of_person(by, giver):
        raise ValidationError(refusal)
    owned = owned_by(giver)
    if owned and seen(owned) != looked_at:
        raise ValidationError(
            _("%(giver)s's work has changed since you looked. Look at it again.")
            % {"giver": giver}
        )
    done = [
        _give(each, giver, receivers.get(each.belonging.code), by, reason)
        for each in owned
    ]
    if deactivate and giver.is_active:
        giver.is_active = False
        giver.save(update_fields=["is_active"])
    return done


def _give(
    owned: Open, giver: User, receiver: User | None, by: User, reason: str
) -> Handover:
    belonging = owned.belonging
    able = receivers_of(belonging, giver)
    if receiver is None or not able.filter(pk=receiver.pk).exists():
        raise ValidationError(
            _("Choose a colleague who may go on with: %(what)s.")
            % {"what": belonging.name}
        )
    keys = [row.pk for row in owned.rows]
    belonging.rows(giver).filter(pk__in=keys).update(**{belonging.owner: receiver})
    return Handover.objects.create(
        giver=giver,
        receiver=receiver,
        kind=belonging.code,
        rows=keys,
        reason=reason,
        done_by=by,
    )


@transaction.atomic
def give_back(handover: Handover, *, by: User) -> int:
    """Undo a handover: what the receiver still has open goes back. Returns how many rows."""
    handover = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if refusal := refusal_of_person(by, handover.giver):
        raise ValidationError(refusal)
    if handover.undone_at:
        return 0
    belonging = _BELONGINGS[handover.kind]
    rows = belonging.rows(handover.receiver).filter(pk__in=handover.rows)
    count = rows.update(**{belonging.owner: handover.giver})
    handover.undone_at = timezone.now()
    handover.save(update_fields=["undone_at"])
    return count
