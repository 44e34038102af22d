"""Lists that an officer comes back to: what their filters are called, and what they ask."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.businesses.identifiers import is_personal_number
from apps.businesses.models import SavedFilter

if TYPE_CHECKING:
    from apps.accounts.models import User

PASSING = {
    "p",
    "e",
    "_changelist_filters",
    "all",
}  # where one is in a list, not which list
LISTS = {
    "businesses.business": "admin:businesses_business_changelist",
    "businesses.person": "admin:businesses_person_changelist",
}


def asked_by(query: str) -> str:
    """The filters, words and order of a list's address, always in one order.

    Raises ValidationError for a NIK or phone number among them: addresses hold none.
    """
    pairs = [
        (name, value)
        for name, value in parse_qsl(query)
        if name not in PASSING and value
    ]
    if any(is_personal_number(value) for name, value in pairs if name == "q"):
        raise ValidationError(
            _(
                "A search for a NIK or a phone number cannot be saved: no address holds one."
            )
        )
    return urlencode(sorted(pairs))


def save_filter(
    name: str, *, list_name: str, query: str, shared: bool, by: "User"
) -> SavedFilter:
    """Keep a list under a name; one's own of that name becomes this one."""
    kept = SavedFilter.objects.filter(owner=by, list_name=list_name, name=name).first()
    kept = kept or SavedFilter(owner=by, list_name=list_name, name=name)
    kept.query, kept.shared = asked_by(query), shared
    kept.full_clean(validate_unique=False, validate_constraints=False)
    kept.save()
    return kept


def is_saved_as(saved: SavedFilter, asked: QueryDict) -> bool:
    """Whether the list that is shown now is this one."""
    now = [
        (name, value)
        for name, values in asked.lists()
        for value in values
        if name not in PASSING and value
    ]
    return urlencode(sorted(now)) == saved.query
