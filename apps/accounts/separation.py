"""Two people for one thing: who proposes it does not approve it, where another of the office may.

Where the agency has nobody else with the right, work goes on, and the row says that it was
done by one person alone.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.accounts.backends import DatedBackend
from apps.accounts.models import User

if TYPE_CHECKING:
    from apps.agencies.models import Agency


def is_alone(
    by: User,
    proposers: Iterable[int | None],
    permission: str,
    agency: "Agency",
) -> bool:
    """Whether `by` approves what he proposed himself, for want of anybody else.

    Raises ValidationError, naming a colleague, if somebody else of the agency may approve.
    """
    if by.pk not in proposers:
        return False
    able = DatedBackend().with_perm(permission, include_superusers=False)
    colleague = able.filter(agency=agency).exclude(pk=by.pk).order_by("name").first()
    if colleague is None:
        return True
    raise ValidationError(
        _(
            "You wrote this yourself, so somebody else approves it: ask %(colleague)s, for "
            "instance."
        )
        % {"colleague": colleague}
    )
