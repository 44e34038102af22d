import pytest
from django.urls import reverse

from apps.businesses.models import Business
from ikmportal import paging
from ikmportal.paging import BoundedPaginator
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory

LIST = reverse("admin:businesses_business_changelist")


@pytest.fixture
def bound(monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    return 3


@pytest.mark.parametrize(
    ("rows", "counted", "bounded"), [(2, 2, False), (3, 3, False), (4, 3, True)]
)
def test_rows_are_counted_up_to_the_bound(db, bound, rows, counted, bounded):
    BusinessFactory.create_batch(rows)

    pages = BoundedPaginator(Business.objects.order_by("pk"), 2)

    assert (pages.count, pages.is_bounded) == (counted, bounded)


def test_a_page_holds_its_rows_in_their_order(db, bound):
    made = BusinessFactory.create_batch(3)

    page = BoundedPaginator(Business.objects.order_by("-pk"), 2).page(2)

    assert list(page) == [made[0]]


@pytest.mark.parametrize(
    ("rows", "said"), [(3, "3 results"), (4, "more than 3 results")]
)
def test_the_list_says_that_there_are_more_than_it_counts(
    client, roles, bound, rows, said
):
    BusinessFactory.create_batch(rows)
    client.force_login(UserFactory(is_superuser=True))

    page = client.get(
        LIST, {"status__exact": "active"}, headers={"accept-language": "en"}
    )

    text = " ".join(page.content.decode().split())
    assert f'<span class="quiet">{said}' in text
    assert ("narrowing the list" in text) == (rows > bound)
