"""What organisers do to the draft plan: place, move, swap, take off, lock, undo, redo."""

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from apps.exhibitions.models import (
    STANDING,
    Booth,
    BoothAssignment,
    Exhibition,
    Participation,
    PlanStep,
)
from apps.exhibitions.plan_changes import changing, keep_step, write_places
from apps.exhibitions.seats import all_days

if TYPE_CHECKING:
    from apps.accounts.models import User


def places_of(participation: Participation, days: DateRange) -> list[BoothAssignment]:
    return list(
        participation.assignments.filter(days__overlap=days).select_related(
            "booth", "participation__business"
        )
    )


def place(  # noqa: PLR0913  what an organiser says of a place
    participation: Participation,
    booth: Booth,
    *,
    by: "User | None",
    days: DateRange | None = None,
    seat: int | None = None,
    seen: int | None = None,
) -> None:
    """Give an exhibitor a place, or another one. Raises ValidationError with the reason."""
    _may_stand(participation)
    with changing(participation.exhibition, by=by, seen=seen) as change:
        days = days or all_days(change.exhibition)
        before = change.take(places_of(participation, days))
        change.put(participation, booth, days, seat)
        for rest in _parts_that_stay(before, days):
            change.after.append(rest)
        stood = {str(each.booth) for each in before}
        if stood == {str(booth)}:
            change.text = _("%(who)s stands in %(booth)s on other days") % {
                "who": participation,
                "booth": booth,
            }
        elif before:
            change.text = _("%(who)s moved from %(old)s to %(new)s") % {
                "who": participation,
                "old": ", ".join(sorted(stood)),
                "new": booth,
            }
        else:
            change.text = _("%(who)s placed in %(booth)s") % {
                "who": participation,
                "booth": booth,
            }


def _may_stand(participation: Participation) -> None:
    if participation.state not in STANDING:
        raise ValidationError(
            _("%(who)s is not selected (%(state)s), and stands nowhere.")
            % {"who": participation, "state": participation.get_state_display()},
            code="not_selected",
        )


def _parts_that_stay(
    before: Iterable[BoothAssignment], days: DateRange
) -> Iterator[BoothAssignment]:
    """What is left of places when some of their days go elsewhere: a booth rotates so."""
    for old in before:
        for first, end in (
            (old.days.lower, days.lower),
            (days.upper, old.days.upper),
        ):
            if first < end and first >= old.days.lower and end <= old.days.upper:
                yield BoothAssignment(
                    exhibition_id=old.exhibition_id,
                    booth=old.booth,
                    seat=old.seat,
                    participation=old.participation,
                    days=DateRange(first, end),
                )


def swap(
    one: Participation,
    other: Participation,
    *,
    by: "User | None",
    seen: int | None = None,
) -> None:
    """Two exhibitors change places, each on all of its days."""
    with changing(one.exhibition, by=by, seen=seen) as change:
        every = all_days(change.exhibition)
        mine = change.take(places_of(one, every))
        theirs = change.take(places_of(other, every))
        if not mine or not theirs:
            raise ValidationError(_("Only two that have places can change them."))
        for there, who in [(theirs, one), (mine, other)]:
            for old in there:
                change.put(who, old.booth, old.days, old.seat)
        change.text = _("%(one)s and %(other)s changed places") % {
            "one": one,
            "other": other,
        }


def take_off(
    participation: Participation, *, by: "User | None", seen: int | None = None
) -> None:
    """It stands nowhere any more."""
    with changing(participation.exhibition, by=by, seen=seen) as change:
        old = change.take(places_of(participation, all_days(change.exhibition)))
        if not old:
            raise ValidationError(
                _("%(who)s has no place.") % {"who": participation}, code="nowhere"
            )
        change.text = _("%(who)s taken off the plan") % {"who": participation}


def lock(
    participation: Participation, *, locked: bool = True, by: "User | None"
) -> None:
    """Nothing moves it until it is unlocked, least of all a proposal."""
    with changing(participation.exhibition, by=by) as change:
        for old in places_of(participation, all_days(change.exhibition)):
            change.before[old.pk] = copy(old)
            old.is_locked = locked
            change.after.append(old)
        if not change.after:
            raise ValidationError(
                _("%(who)s has no place.") % {"who": participation}, code="nowhere"
            )
        said = _("%(who)s locked") if locked else _("%(who)s unlocked")
        change.text = said % {"who": participation}


def undo(exhibition: Exhibition, *, by: "User") -> PlanStep:
    """Take back one's own last step. Raises ValidationError if its places changed since."""
    with transaction.atomic():
        held = Exhibition.objects.select_for_update().get(pk=exhibition.pk)
        step = undoable(held, by)
        if step is None:
            raise ValidationError(_("There is nothing to undo."), code="nothing")
        write_places(held, step.after, step.before, as_were=True)
        _turned(held, step, by, _("Undone: %(what)s"), now())
    return step


def redo(exhibition: Exhibition, *, by: "User") -> PlanStep:
    """Do again what was undone last, if one has done nothing else since."""
    with transaction.atomic():
        held = Exhibition.objects.select_for_update().get(pk=exhibition.pk)
        step = redoable(held, by)
        if step is None:
            raise ValidationError(_("There is nothing to do again."), code="nothing")
        write_places(held, step.before, step.after, as_were=True)
        _turned(held, step, by, _("Done again: %(what)s"), None)
    return step


def _turned(
    held: Exhibition, step: PlanStep, by: "User", said: str, undone_at: datetime | None
) -> None:
    """Keep that a step was taken back or done again, as a step that others can see."""
    step.undone_at = undone_at
    step.save(update_fields=["undone_at"])
    before, after = step.before, step.after
    if undone_at:
        before, after = after, before
    text = said % {"what": step.text}
    keep_step(held, by=by, text=text, before=before, after=after, turns=step)


def undoable(exhibition: Exhibition, by: "User") -> PlanStep | None:
    """The last step of one's own that still stands."""
    standing = _own_steps(exhibition, by).filter(undone_at=None)
    return standing.order_by("-revision").first()


def redoable(exhibition: Exhibition, by: "User") -> PlanStep | None:
    """The first of one's own steps undone after all that still stand."""
    undone = _own_steps(exhibition, by).filter(undone_at__isnull=False)
    if last := undoable(exhibition, by):
        undone = undone.filter(revision__gt=last.revision)
    return undone.order_by("revision").first()


def _own_steps(exhibition: Exhibition, by: "User") -> QuerySet[PlanStep]:
    return PlanStep.objects.filter(exhibition=exhibition, made_by=by, turns=None)


def days_between(first: date, last: date) -> DateRange:
    """Both days included."""
    return DateRange(first, last + timedelta(days=1))


def may_move(place: BoothAssignment, exhibition: Exhibition) -> bool:
    """Whether a place is for all days: who rotates is left to the organiser."""
    return bool(place.days == all_days(exhibition))
