"""Where visitors meet a maker: the answers that the public catalogue asks exhibitions for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from apps.businesses import showing
from apps.businesses.showing import MeetingPoint
from apps.exhibitions.models import Exhibition, Participation, PlanVersion


def points_of(
    business_ids: Collection[int], day: date
) -> Mapping[int, list[MeetingPoint]]:
    """Where these businesses stand on a day or after it, by published plans; the next first."""
    found = defaultdict(list)
    for exhibition, booths, people in _published(ends_from=day, among=business_ids):
        for participation, business in people.items():
            codes = ", ".join(booths[participation])
            found[business].append(_point(exhibition, codes))
    return found


def present(day: date) -> Collection[int]:
    """The businesses that stand in an exhibition that is open on a day."""
    return {
        business
        for _exhibition, _booths, people in _published(ends_from=day, starts_until=day)
        for business in people.values()
    }


def _point(exhibition: Exhibition, codes: str) -> MeetingPoint:
    address = reverse("public:exhibition", args=[exhibition.slug])
    first = codes.split(", ", maxsplit=1)[0]
    return MeetingPoint(
        exhibition.title,
        exhibition.venue,
        exhibition.starts_on,
        exhibition.ends_on,
        codes,
        f"{address}?stan={first}" if first else address,
    )


def _published(
    *,
    ends_from: date,
    starts_until: date = date.max,
    among: Collection[int] | None = None,
) -> Iterator[tuple[Exhibition, dict[int, list[str]], dict[int, int]]]:
    """Exhibitions with booths and businesses of participations, as last published."""
    exhibitions = Exhibition.objects.public().filter(
        ends_on__gte=ends_from, starts_on__lte=starts_until
    )
    versions = (
        PlanVersion.objects.filter(exhibition__in=exhibitions)
        .select_related("exhibition")
        .order_by("exhibition__starts_on", "exhibition_id", "-number")
        .distinct("exhibition__starts_on", "exhibition_id")
    )
    for version in versions:
        booths: dict[int, list[str]] = defaultdict(list)
        for row in version.rows:
            if row["booth"] not in booths[row["participation_id"]]:
                booths[row["participation_id"]].append(row["booth"])
        people = Participation.objects.standing().filter(pk__in=booths)
        people = (
            people.exclude(business=None)
            if among is None
            else people.filter(business__in=among)
        )
        yield version.exhibition, booths, dict(people.values_list("pk", "business_id"))


def tell(exhibition: Exhibition) -> None:
    """Have the catalogue show anew who stands there, or stood there as it was told before.

    Called in the transaction that changes what visitors are told: days, place, plan.
    """
    versions = exhibition.plan_versions.order_by("-number")[:2]
    keys = {row["participation_id"] for version in versions for row in version.rows}
    tell_of(Participation.objects.filter(pk__in=keys))


def tell_of(people: QuerySet[Participation]) -> None:
    businesses = people.exclude(business=None).values_list("business_id", flat=True)
    showing.changed(set(businesses))


def register() -> None:
    showing.provide_meeting_points(points_of, present)
