"""Whatever changes a curation locks its round first: one at a time, in one order."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.catalogue.models import CurationRound


def locked(round_: CurationRound, *states: str) -> CurationRound:
    """The round, locked, if it is in one of these states. Raises ValidationError."""
    rows = CurationRound.objects.select_for_update(of=("self",))
    round_ = rows.select_related("agency").get(pk=round_.pk)
    if states and round_.state not in states:
        raise ValidationError(
            _("This curation is %(state)s: that cannot be done now.")
            % {"state": round_.get_state_display()}
        )
    return round_
