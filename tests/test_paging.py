import pytest
from django.urls import reverse

from apps.businesses.models import Business
from ikmportal import paging
from ikmportal.paging import BoundedPaginator, walked
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, ClaimFactory

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


@pytest.mark.parametrize(
    "query", [{"permit": "halal"}, {"q": "dodol"}, {"permit": "halal", "q": "dodol"}]
)
@pytest.mark.parametrize("held", [0, 1, 3, 5])
def test_few_and_many_rows_are_found_by_what_belongs_to_them(
    client, roles, bound, query, held
):
    made = [BusinessFactory(name=f"Dodol {number}") for number in range(held)]
    for business in [*made, BusinessFactory(name="Batik")]:
        scheme = "halal" if business in made else "pirt"
        ClaimFactory(business=business, scheme=scheme)
    client.force_login(UserFactory(is_superuser=True))

    page = client.get(LIST, query).context["cl"]

    assert list(page.result_list) == made
    assert page.result_count == min(held, bound)


def test_only_a_walk_asks_a_hash(db):
    rows = Business.objects.matching("dodol")

    assert "COALESCE(EXISTS" not in str(rows.query)
    assert "COALESCE(EXISTS" in str(walked(rows).query)
