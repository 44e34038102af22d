from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.businesses.bulk import change_many, plan_change
from apps.businesses.models import Business
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.regions import RegionFactory
from tests.factories.sectors import CommodityGroupFactory

LIST = reverse("admin:businesses_business_changelist")
BULK = reverse("businesses:bulk")


@pytest.fixture
def officer(roles):
    return UserFactory(agency=AgencyFactory(), roles=["registrar"])


def ids_of(businesses):
    return ",".join(str(each.pk) for each in businesses)


def test_the_list_leads_over_a_preview_to_the_change(client, officer):
    food = CommodityGroupFactory(name="Pangan")
    chosen = BusinessFactory.create_batch(2, agency=officer.agency)
    client.force_login(officer)

    asked = client.post(
        LIST,
        {"action": "change_selected", "_selected_action": [b.pk for b in chosen]},
    )
    form = asked.context["form"]
    typed = {"ids": form.initial["ids"], "commodity_group": food.pk}
    preview = client.post(BULK, typed)

    assert len(preview.context["changes"]) == 2
    assert not Business.objects.filter(commodity_group=food).exists()

    seen = {"deed": "apply", "seen_at": preview.context["seen_at"]}
    client.post(BULK, typed | seen)

    assert Business.objects.filter(commodity_group=food).count() == 2


def test_nothing_chosen_is_said_at_the_form(client, officer):
    client.force_login(officer)

    answer = client.post(BULK, {"ids": str(BusinessFactory(agency=officer.agency).pk)})

    assert "Choose what shall change." in answer.content.decode()


def test_what_somebody_changed_since_the_preview_stays(officer):
    business = BusinessFactory(agency=officer.agency, legal_form="")
    seen_at = timezone.now() - timedelta(minutes=1)

    plan = change_many([business.pk], {"legal_form": "cv"}, by=officer, seen_at=seen_at)

    business.refresh_from_db()
    assert (plan.newer, business.legal_form) == ([business], "")


def test_others_businesses_and_closed_ones_are_left_out(officer):
    others = BusinessFactory(legal_form="")
    closed = BusinessFactory(agency=officer.agency, status="closed", legal_form="")

    plan = change_many(
        [others.pk, closed.pk], {"legal_form": "cv"}, by=officer, seen_at=None
    )

    assert plan.changes == []
    assert not Business.objects.filter(legal_form="cv").exists()


def test_a_published_one_does_not_become_a_prospect(officer):
    listed = BusinessFactory(agency=officer.agency, listed=True)

    plan = plan_change([listed], {"status": "prospect"})

    [refusal] = plan.refused
    assert refusal.reason == "Only an active business can be published."


def test_history_says_who_changed_many(client, officer):
    business = BusinessFactory(agency=officer.agency, legal_form="")
    client.force_login(officer)

    typed = {"ids": ids_of([business]), "legal_form": "cv"}
    seen_at = client.post(BULK, typed).context["seen_at"]
    client.post(BULK, {**typed, "deed": "apply", "seen_at": seen_at})

    event = business.events.order_by("-pgh_id").first()
    assert (event.legal_form, event.pgh_context.metadata["user"]) == ("cv", officer.pk)


def test_more_than_a_page_may_do_is_refused_before_it_begins(
    client, officer, monkeypatch
):
    monkeypatch.setattr("apps.businesses.admin.register.MOST_AT_ONCE", 1)
    chosen = BusinessFactory.create_batch(2, agency=officer.agency)
    client.force_login(officer)

    answer = client.post(
        LIST,
        {
            "action": "change_selected",
            "_selected_action": [chosen[0].pk],
            "select_across": "1",
        },
        follow=True,
    )

    assert "narrow the list" in answer.content.decode()


def test_nothing_is_changed_that_was_not_shown_first(client, officer):
    business = BusinessFactory(agency=officer.agency, legal_form="")
    client.force_login(officer)

    answer = client.post(
        BULK, {"ids": ids_of([business]), "legal_form": "cv", "deed": "apply"}
    )

    business.refresh_from_db()
    assert (business.legal_form, len(answer.context["changes"])) == ("", 1)


def test_another_city_is_a_move_and_no_correction(officer):
    province = RegionFactory(
        code="31", level=1, kind="province", name="DKI", parent=None
    )
    south, centre = (
        RegionFactory(code=code, level=2, kind="city", name=code, parent=province)
        for code in ("3174", "3171")
    )
    business = BusinessFactory(agency=officer.agency, region=south)

    plan = plan_change([business], {"region": centre})

    [refusal] = plan.refused
    assert "that is a move" in refusal.reason
