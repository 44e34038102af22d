"""A change of the draft plan: one step, decided by the database, told to the loser.

Whoever changes a plan holds its exhibition's row, so two organisers are one after the other.
A step keeps what it touched as it was and as it became. Whoever acted on an older state than
the plan's is told who changed what meanwhile, and nothing happens.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.exhibitions.models import (
    Booth,
    BoothAssignment,
    Exhibition,
    Participation,
    PlanStep,
)
from apps.exhibitions.seats import days_of, free_seat, who_is_there

if TYPE_CHECKING:
    from apps.accounts.models import User

Row = dict[str, Any]
# What triggers refuse, by the name that they give.
BY_TRIGGER = {
    "exhibitions_booth_lies_in_its_hall": gettext_lazy(
        "This booth lies outside its hall."
    ),
    "exhibitions_booth_seats_those_it_has": gettext_lazy(
        "Exhibitors have these seats: move them first."
    ),
    "exhibitions_boothassignment_seat_exists": gettext_lazy(
        "This booth has no such seat, or is out of use."
    ),
    "exhibitions_boothassignment_days_of_exhibition": gettext_lazy(
        "These days lie outside the exhibition."
    ),
}
KEPT = ("booth_id", "seat", "participation_id", "is_locked")


@dataclass
class PlanChange:
    """The plan while somebody changes it: what was, and what is to be, of the places touched."""

    exhibition: Exhibition
    by: "User | None"
    text: str = ""
    before: dict[int, BoothAssignment] = field(default_factory=dict)
    after: list[BoothAssignment] = field(default_factory=list)

    def take(self, places: Iterable[BoothAssignment]) -> list[BoothAssignment]:
        """These places are about to change. A locked one stays. Raises ValidationError."""
        found = list(places)
        for place in found:
            if place.is_locked:
                raise ValidationError(
                    _("%(who)s is locked in %(booth)s. Unlock it first.")
                    % {"who": place.participation, "booth": place.booth},
                    code="locked",
                )
            self.before[place.pk] = place
        return found

    def put(
        self,
        participation: Participation,
        booth: Booth,
        days: DateRange,
        seat: int | None = None,
    ) -> None:
        """Give it a seat of the booth. Raises ValidationError if none is free on those days."""
        number = seat or free_seat(booth, days, leaving=self.before, coming=self.after)
        if number is None:
            there = ", ".join(map(str, who_is_there(booth, days)))
            raise ValidationError(
                _("%(booth)s is taken by %(who)s on these days.")
                % {"booth": booth, "who": there},
                code="taken",
            )
        moved = {place.pk for place in self.after}
        own = (
            place.pk
            for place in self.before.values()
            if place.participation_id == participation.pk and place.pk not in moved
        )
        self.after.append(
            BoothAssignment(
                pk=next(own, None),
                exhibition=self.exhibition,
                booth=booth,
                seat=number,
                participation=participation,
                days=days,
            )
        )


@contextmanager
def changing(
    exhibition: Exhibition, *, by: "User | None", seen: int | None = None
) -> Iterator[PlanChange]:
    """Change the plan in one step. Raises ValidationError, with nothing changed.

    `seen`: the revision that the organiser acted on. What others did to the same exhibitors
    and booths since then is told to him, and his change does not happen.
    """
    with transaction.atomic():
        held = Exhibition.objects.select_for_update().get(pk=exhibition.pk)
        change = PlanChange(held, by)
        yield change
        after = [row_of(place) for place in change.after]
        _look_for_others(change, after, seen)
        before = [row_of(place) for place in change.before.values()]
        written = write_places(held, before, after)
        keep_step(held, by=by, text=change.text, before=before, after=written)
    exhibition.plan_revision = held.plan_revision


def row_of(place: BoothAssignment) -> Row:
    """A place as a step keeps it: with its key, once it has one, and ISO dates."""
    return {"id": place.pk} | {
        **{name: getattr(place, name) for name in KEPT},
        "first": place.days.lower.isoformat(),
        "after": place.days.upper.isoformat(),
    }


def write_places(
    exhibition: Exhibition, old: list[Row], new: list[Row], *, as_were: bool = False
) -> list[Row]:
    """Put new places where old ones were. Raises ValidationError for what the plan refuses.

    `as_were`: the old places must still be as they are told here.
    """
    keys = [row["id"] for row in old]
    found = {each.pk: each for each in BoothAssignment.objects.filter(pk__in=keys)}
    if as_were and [row_of(found[k]) if k in found else None for k in keys] != old:
        raise ValidationError(
            _("These places were changed again since then."), code="changed"
        )
    kept = {row["id"] for row in new}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            BoothAssignment.objects.filter(pk__in={*keys} - kept).delete()
            written = [row_of(_written(exhibition, row, found)) for row in new]
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise ValidationError(
            said_by(error, BoothAssignment), code="refused"
        ) from error
    return written


def _written(
    exhibition: Exhibition, row: Row, found: dict[int, BoothAssignment]
) -> BoothAssignment:
    place = found.get(row["id"]) or BoothAssignment(pk=row["id"], exhibition=exhibition)
    for name in KEPT:
        setattr(place, name, row[name])
    place.days = days_of(row)
    place.save(force_insert=row["id"] not in found)
    return place


def said_by(error: IntegrityError, model: type[models.Model]) -> str:
    """The database's refusal in words, by the name of the constraint."""
    cause: Any = error.__cause__
    name = getattr(cause.diag, "constraint_name", "") or ""
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return str(constraint.get_violation_error_message())
    return str(BY_TRIGGER.get(name, _("The plan does not allow this.")))


def _look_for_others(change: PlanChange, after: list[Row], seen: int | None) -> None:
    if seen is None or seen == change.exhibition.plan_revision:
        return
    before = [row_of(place) for place in change.before.values()]
    mine = _touched([*before, *after])
    steps = PlanStep.objects.filter(exhibition=change.exhibition, revision__gt=seen)
    for step in steps.select_related("made_by"):
        if mine & _touched([*step.before, *step.after]):
            raise ValidationError(
                _("%(who)s changed this meanwhile: %(what)s. Look at it again.")
                % {"who": step.made_by or _("Somebody"), "what": step.text},
                code="changed",
            )


def _touched(rows: list[Row]) -> set[tuple[str, int]]:
    return {("booth", row["booth_id"]) for row in rows} | {
        ("participation", row["participation_id"]) for row in rows
    }


def keep_step(  # noqa: PLR0913  what a step is
    held: Exhibition,
    *,
    by: "User | None",
    text: str,
    before: list[Row],
    after: list[Row],
    turns: PlanStep | None = None,
) -> None:
    """One step more, and with it another revision of the plan."""
    held.plan_revision += 1
    held.save(update_fields=["plan_revision"])
    PlanStep.objects.create(
        exhibition=held,
        revision=held.plan_revision,
        text=text[:250],
        before=before,
        after=after,
        made_by=by,
        turns=turns,
    )
