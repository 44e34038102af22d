"""Who stood at the booth on a day, and how many came to look."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from apps.exhibitions.models import Attendance, Exhibition, Participation
from apps.exhibitions.selecting import go_on

if TYPE_CHECKING:
    from apps.accounts.models import User

State = Participation.State


@transaction.atomic
def note_attendance(
    exhibition: Exhibition,
    day: date,
    seen: Mapping[int, bool | None],
    *,
    by: "User",
) -> int:
    """Who was there, by keys of exhibitors; None takes a note back. Returns how many changed.

    Who was there has come: a selected or confirmed exhibitor is attended from then on.
    """
    people = exhibition.participations.standing().in_bulk(list(seen))
    noted = {
        row.participation_id: row
        for row in Attendance.objects.select_for_update().filter(
            participation__in=people, day=day
        )
    }
    changed = 0
    for key, was_there in seen.items():
        row = noted.get(key)
        if key not in people or was_there == (row.was_there if row else None):
            continue
        changed += 1
        _note(people[key], day, was_there, row, by)
    return changed


def _note(
    each: Participation,
    day: date,
    was_there: bool | None,
    row: Attendance | None,
    by: "User",
) -> None:
    if was_there is None:
        if row:
            row.delete()
        return
    row = row or Attendance(participation=each, day=day)
    row.was_there, row.noted_by = was_there, by
    row.save()
    if was_there:
        _has_come(each, by)


def _has_come(each: Participation, by: "User") -> None:
    if each.state == State.SELECTED:
        each = go_on(each, State.CONFIRMED, by=by)
    if each.state == State.CONFIRMED:
        go_on(each, State.ATTENDED, by=by)
