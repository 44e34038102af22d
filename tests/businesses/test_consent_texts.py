from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.businesses.counter import BUSINESS, begin
from apps.businesses.models import Consent, ConsentText
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts():
    for version, day in [("2019-01", date(2019, 1, 1)), ("2026-01", date(2026, 1, 1))]:
        ConsentText.objects.create(
            purpose="publication",
            version=version,
            indonesian=f"Saya setuju ({version}).",
            english=f"I agree ({version}).",
            valid_from=day,
        )


@pytest.mark.parametrize(
    ("given", "version"),
    [
        (datetime(2026, 2, 1, tzinfo=UTC), "2026-01"),
        (datetime(2020, 2, 1, tzinfo=UTC), "2019-01"),
        (datetime(2018, 2, 1, tzinfo=UTC), ""),
    ],
)
def test_a_consent_names_the_text_that_was_valid_on_its_day(texts, given, version):
    consent = Consent.objects.create(
        business=BusinessFactory(),
        purpose="publication",
        method="paper",
        given_at=given,
    )

    consent.refresh_from_db()
    assert consent.text_version == version


def test_the_counter_shows_the_text_that_is_agreed_to(client, roles, texts):
    officer = UserFactory(roles=["registrar"])
    client.force_login(officer)

    page = client.get(
        reverse("businesses:counter_step", args=[begin(officer).key, BUSINESS])
    )

    assert "I agree (2026-01)." in page.content.decode()
