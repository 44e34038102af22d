from datetime import date

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from apps.exhibitions.models import (
    Attendance,
    Booth,
    BoothAssignment,
    BoothProposal,
    DailySales,
    EligibilityRule,
    Exhibition,
    ExhibitionPhoto,
    ExhibitionSeries,
    Hall,
    Invitation,
    Participation,
    PlanStep,
    PlanVersion,
    Quota,
    VisitorCount,
    Wish,
    Zone,
)
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory

FIRST, LAST, AFTER = date(2019, 11, 25), date(2019, 11, 28), date(2019, 11, 29)


class ExhibitionSeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExhibitionSeries

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda number: f"Pameran Kriya {number}")


class ExhibitionFactory(factory.django.DjangoModelFactory):
    """Four days in November 2019, at home."""

    class Meta:
        model = Exhibition

    agency = factory.SubFactory(AgencyFactory)
    title = factory.Sequence(lambda number: f"Gelar Produk {number}")
    slug = factory.Sequence(lambda number: f"gelar-produk-{number}")
    starts_on = FIRST
    ends_on = LAST
    venue = "Balai Kota"


class OfExhibitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    exhibition = factory.SubFactory(ExhibitionFactory)


class InvitationFactory(OfExhibitionFactory):
    class Meta:
        model = Invitation

    agency = factory.SubFactory(AgencyFactory)
    channel = "agency"


class QuotaFactory(OfExhibitionFactory):
    class Meta:
        model = Quota

    channel = "agency"
    most = 10


class EligibilityRuleFactory(OfExhibitionFactory):
    class Meta:
        model = EligibilityRule

    fact = "verified"
    words = "Sudah diverifikasi"


class ParticipationFactory(OfExhibitionFactory):
    """An application, proposed by the organiser itself."""

    class Meta:
        model = Participation

    business = factory.SubFactory(
        BusinessFactory, agency=factory.SelfAttribute("..exhibition.agency")
    )
    proposed_by = factory.SelfAttribute("exhibition.agency")


def selected(**values):
    """An exhibitor that was selected, and so may stand on the plan."""
    found = ParticipationFactory(**values)
    found.state, found.reason = Participation.State.SELECTED, "Terbaik di kelompoknya"
    found.decided_by, found.decided_at = UserFactory(), timezone.now()
    found.save()
    return found


class WishFactory(OfExhibitionFactory):
    class Meta:
        model = Wish

    kind = Wish.Kind.TOGETHER
    first = factory.SubFactory(
        ParticipationFactory, exhibition=factory.SelfAttribute("..exhibition")
    )
    second = factory.SubFactory(
        ParticipationFactory, exhibition=factory.SelfAttribute("..exhibition")
    )


class HallFactory(OfExhibitionFactory):
    class Meta:
        model = Hall

    name = factory.Sequence(lambda number: f"Gedung {number}")
    width = 40
    depth = 20


class ZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Zone

    hall = factory.SubFactory(HallFactory)
    name = factory.Sequence(lambda number: f"Zona {number}")


class BoothFactory(factory.django.DjangoModelFactory):
    """A booth of 2 x 2 m; each next one stands beside the last."""

    class Meta:
        model = Booth

    hall = factory.SubFactory(HallFactory)
    exhibition = factory.SelfAttribute("hall.exhibition")
    code = factory.Sequence(lambda number: f"A-{number:03}")
    x = factory.Sequence(lambda number: number % 20 * 2)
    y = factory.Sequence(lambda number: number // 20 % 10 * 2)
    width = 2
    depth = 2


class BoothAssignmentFactory(factory.django.DjangoModelFactory):
    """All days of the exhibition, in one booth."""

    class Meta:
        model = BoothAssignment

    booth = factory.SubFactory(BoothFactory)
    exhibition = factory.SelfAttribute("booth.exhibition")
    participation = factory.SubFactory(
        ParticipationFactory, exhibition=factory.SelfAttribute("..exhibition")
    )
    days = DateRange(FIRST, AFTER)


class PlanStepFactory(OfExhibitionFactory):
    class Meta:
        model = PlanStep

    revision = factory.Sequence(lambda number: number + 1)
    text = "A-01"


class BoothProposalFactory(OfExhibitionFactory):
    class Meta:
        model = BoothProposal

    asked_by = factory.SubFactory(UserFactory)


class PlanVersionFactory(OfExhibitionFactory):
    class Meta:
        model = PlanVersion

    number = factory.Sequence(lambda number: number + 1)
    published_by = factory.SubFactory(UserFactory)


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    participation = factory.SubFactory(ParticipationFactory)
    day = FIRST
    was_there = True


class DailySalesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DailySales

    participation = factory.SubFactory(ParticipationFactory)
    day = FIRST
    cash = 1_250_000
    source = DailySales.Source.OFFICER


class VisitorCountFactory(OfExhibitionFactory):
    class Meta:
        model = VisitorCount

    day = FIRST
    until = "13:00"
    visitors = 400


class ExhibitionPhotoFactory(OfExhibitionFactory):
    class Meta:
        model = ExhibitionPhoto

    day = FIRST
    caption = "Stan A-01"
    stored_as = factory.Sequence(lambda number: f"{number:032x}")
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
