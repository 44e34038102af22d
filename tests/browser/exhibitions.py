"""Exhibitions for the stage: one with a plan, exhibitors and sales, and one without a hall."""

from decimal import Decimal

from django.utils.timezone import localdate

from apps.exhibitions.laying_out import BoothRow, lay_row
from apps.exhibitions.pictures import add_photo, lay_under
from apps.exhibitions.placing import lock, place
from apps.exhibitions.proposing import find, in_each_language
from apps.exhibitions.publishing import publish_plan
from apps.exhibitions.running.own_link import token_of
from tests.catalogue.pictures_of import photo
from tests.factories.exhibitions import (
    FIRST,
    AttendanceFactory,
    BoothProposalFactory,
    DailySalesFactory,
    EligibilityRuleFactory,
    ExhibitionFactory,
    HallFactory,
    ParticipationFactory,
    VisitorCountFactory,
    ZoneFactory,
    selected,
)
from tests.factories.sectors import RecapGroupFactory


def exhibitions_of(officer):
    """Their keys, by the names that `pages.py` has for them."""
    agency = officer.agency
    food = RecapGroupFactory(code="makanan-minuman", name="Makanan", name_en="Food")
    exhibition = ExhibitionFactory(agency=agency, title="Gelar Produk", slug="gelar")
    hall = HallFactory(exhibition=exhibition, name="Aula", width=24, depth=10)
    zone = ZoneFactory(hall=hall, name="Zona A")
    zone.groups.add(food)
    row = BoothRow("A-", 8, Decimal(1), Decimal(2), zone=zone, power_va=450)
    booths = lay_row(hall, row)
    lay_row(hall, BoothRow("B-", 6, Decimal(1), Decimal(6), capacity=2))
    exhibitors = [
        selected(
            exhibition=exhibition,
            recap_group=food,
            products="keripik",
            needs_power_va=900,
            business__name=f"Keripik Bu Tini {number}",
        )
        for number in range(4)
    ]
    for each, booth in zip(exhibitors, booths, strict=False):
        place(each, booth, by=officer)
    publish_plan(exhibition, by=officer)
    place(exhibitors[3], booths[6], by=officer)
    lock(exhibitors[0], by=officer)
    selected(exhibition=exhibition, business__name="Dodol Betawi Bang Udin")
    DailySalesFactory(participation=exhibitors[0], day=FIRST)
    DailySalesFactory(participation=exhibitors[1], day=FIRST, cash=90_000_000)
    EligibilityRuleFactory(exhibition=exhibition)
    EligibilityRuleFactory(
        exhibition=exhibition, fact="trained", words="Sudah ikut pelatihan"
    )
    applied = ParticipationFactory(exhibition=exhibition, recap_group=food)
    AttendanceFactory(participation=exhibitors[0], day=FIRST)
    AttendanceFactory(participation=exhibitors[1], day=FIRST, was_there=False)
    VisitorCountFactory(exhibition=exhibition, day=FIRST)
    add_photo(exhibition, photo(), day=FIRST, caption="Stan A-01", by=officer)
    lay_under(hall, photo(1200, 500))
    proposal = BoothProposalFactory(
        exhibition=exhibition,
        state="ready",
        report=in_each_language(exhibition, find(exhibition)),
    )
    waiting = BoothProposalFactory(exhibition=exhibition)
    today = localdate()
    running = ExhibitionFactory(
        agency=agency, title="Bazar", slug="bazar", starts_on=today, ends_on=today
    )
    empty = ExhibitionFactory(agency=agency, title="JakCraft", slug="jakcraft")
    return {
        "exhibition": exhibition.pk,
        "exhibitor": applied.pk,
        "booth": booths[0].pk,
        "proposal": proposal.pk,
        "waiting_proposal": waiting.pk,
        "empty_exhibition": empty.pk,
        "standing": exhibitors[0].pk,
        "hall": hall.pk,
        "zone": zone.pk,
        "own_sales_closed": token_of(exhibitors[0]),
        "own_sales": token_of(selected(exhibition=running)),
    }
