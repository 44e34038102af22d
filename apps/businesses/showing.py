"""What public pages say of a business that other apps know: certificates, where to meet it.

Certifications and exhibitions fill these from their `ready`; the public catalogue asks. A
provider answers for many businesses at once, for the day it is asked about: what has expired
yesterday is not in its answer today. Nothing is shown while nothing provides.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Certificate:
    """A credential that is valid on the day asked for. `product_id` None: of all its products."""

    scheme: str  # its code, a word of addresses: «halal»
    label: str
    number: str = ""
    until: date | None = None
    check_url: str = ""
    product_id: int | None = None


@dataclass(frozen=True)
class MeetingPoint:
    """Where a business stands with its products: «Gelar Produk 2019, booth A-12»."""

    event: str
    place: str
    since: date
    until: date
    booth: str = ""
    url: str = ""

    def is_open(self, day: date) -> bool:
        return self.since <= day <= self.until


Certificates = Callable[[Collection[int], date], Mapping[int, Iterable[Certificate]]]
MeetingPoints = Callable[[Collection[int], date], Mapping[int, Iterable[MeetingPoint]]]
PresentNow = Callable[[date], Collection[int]]
Listener = Callable[[Collection[int]], object]


@dataclass
class Providers:
    """`schemes`: labels by codes, for a filter. `present`: who exhibits on a day, a few hundred."""

    certificates: Certificates | None = None
    schemes: Callable[[], Mapping[str, str]] | None = None
    points: MeetingPoints | None = None
    present: PresentNow | None = None


PROVIDERS = Providers()
_LISTENERS: list[Listener] = []


def provide_certificates(
    certificates: Certificates, schemes: Callable[[], Mapping[str, str]]
) -> None:
    PROVIDERS.certificates, PROVIDERS.schemes = certificates, schemes


def provide_meeting_points(points: MeetingPoints, present: PresentNow) -> None:
    PROVIDERS.points, PROVIDERS.present = points, present


def when_changed(listener: Listener) -> None:
    """Be told which businesses' certificates or meeting points have changed."""
    _LISTENERS.append(listener)


def changed(business_ids: Collection[int]) -> None:
    """Tell those who show them. Called in the transaction in which a provider's rows change."""
    for listener in _LISTENERS:
        listener(business_ids)


def certificates_of(
    business_ids: Collection[int], day: date
) -> Mapping[int, list[Certificate]]:
    if PROVIDERS.certificates is None or not business_ids:
        return {}
    found = PROVIDERS.certificates(business_ids, day)
    return {business: list(valid) for business, valid in found.items()}


def meeting_points_of(
    business_ids: Collection[int], day: date
) -> Mapping[int, list[MeetingPoint]]:
    if PROVIDERS.points is None or not business_ids:
        return {}
    found = PROVIDERS.points(business_ids, day)
    return {business: list(points) for business, points in found.items()}


def schemes() -> Mapping[str, str]:
    return PROVIDERS.schemes() if PROVIDERS.schemes else {}


def present_on(day: date) -> Collection[int] | None:
    """Who exhibits on a day; None while nobody can say."""
    return PROVIDERS.present(day) if PROVIDERS.present else None
