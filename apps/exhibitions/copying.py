"""The next edition of an exhibition begins as the last one was."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.exhibitions.forms import free_slug
from apps.exhibitions.models import Exhibition, Zone

YEAR = timedelta(days=364)  # the same day of the week


def _copied(row: models.Model, **changes: Any) -> Any:
    copy = type(row).objects.get(pk=row.pk)  # type: ignore[attr-defined]
    copy.pk, copy._state.adding = None, True
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


@transaction.atomic
def next_edition(exhibition: Exhibition) -> Exhibition:
    """A year later, with halls, zones, booths, quotas, rules and invitations; nobody in it."""
    title = _("%(title)s (copy)") % {"title": exhibition.title}
    made = _copied(
        exhibition,
        title=title[:200],
        slug=free_slug(title),
        edition="",
        state=Exhibition.State.PREPARING,
        starts_on=exhibition.starts_on + YEAR,
        ends_on=exhibition.ends_on + YEAR,
        call_until=None,
        confirm_until=None,
        technical_meeting_at=None,
        loading_at=None,
        published_at=None,
        plan_revision=0,
    )
    for rows in (exhibition.quotas, exhibition.rules, exhibition.invitations):
        for row in rows.all():
            _copied(row, exhibition=made)
    for hall in exhibition.halls.all():
        new_hall = _copied(hall, exhibition=made)
        zones: dict[int | None, Zone | None] = {None: None}
        for zone in hall.zones.all():
            zones[zone.pk] = _copied(zone, hall=new_hall)
            zones[zone.pk].groups.set(zone.groups.all())  # type: ignore[union-attr]
        for booth in hall.booths.all():
            zone = zones[booth.zone_id]
            _copied(booth, exhibition=made, hall=new_hall, zone=zone)
    return made
