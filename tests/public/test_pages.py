import re

import pytest
from django.urls import reverse

from apps.public import readiness
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_home_takes_the_same_queries_for_any_number(
    client, django_assert_num_queries, count
):
    BusinessFactory.create_batch(count, listed=True)
    BusinessFactory()

    # groups, counts, totals, newest; three for the time-out
    with django_assert_num_queries(7):
        response = client.get(reverse("public:home"))

    assert response.context["home"].listed == count


@pytest.mark.parametrize("name", ["about", "privacy", "accessibility", "components"])
def test_page_of_words_is_there_in_both_languages(client, indonesian, name):
    here = client.get(f"/tentang/{TAIL[name]}")
    abroad = client.get(f"/en/tentang/{TAIL[name]}")

    assert b'<html lang="id">' in here.content
    assert b'<html lang="en">' in abroad.content


TAIL = {
    "about": "",
    "privacy": "privasi/",
    "accessibility": "aksesibilitas/",
    "components": "komponen/",
}


def test_page_names_itself_in_the_other_language(client, settings, indonesian):
    settings.SITE_URL = "https://ikm.example"

    text = client.get("/ikm/?q=dodol").content.decode()

    assert '<link rel="canonical" href="https://ikm.example/ikm/">' in text
    assert 'hreflang="en" href="https://ikm.example/en/ikm/"' in text
    assert 'href="/en/ikm/?q=dodol"' in text


def test_pages_seen_by_an_officer_stay_out_of_caches(client):
    client.force_login(UserFactory())

    assert client.get(reverse("public:home"))["Cache-Control"] == "no-store"


def test_the_sitemap_names_the_portals_own_address_only(client, settings):
    settings.SITE_URL = "https://ikm.example.invalid"
    settings.ALLOWED_HOSTS = ["*"]
    BusinessFactory(listed=True)

    for address in ("/sitemap.xml", "/sitemap-ikm.xml", "/sitemap-halaman.xml"):
        text = client.get(address, headers={"Host": "evil.invalid"}).content.decode()
        locations = re.findall("<loc>(.*?)</loc>", text)
        assert locations
        assert all(each.startswith(f"{settings.SITE_URL}/") for each in locations)


def test_sitemap_lists_what_is_listed_in_both_languages(client, settings):
    settings.SITE_URL = "https://ikm.example"
    BusinessFactory()
    business = BusinessFactory(listed=True)

    index = client.get("/sitemap.xml").content.decode()
    part = client.get("/sitemap-ikm.xml").content.decode()

    assert "/sitemap-ikm.xml" in index
    assert part.count("<loc>") == 2
    assert f"https://ikm.example/ikm/{business.slug}/" in part


def test_robots_stay_out_of_the_office(client):
    assert b"Disallow: /admin/" in client.get("/robots.txt").content


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_readyz_names_what_fails(client, settings, tmp_path):
    blocked = tmp_path / "uploads"
    blocked.write_text("a file where a folder should be")
    settings.MEDIA_ROOT = blocked

    response = client.get("/readyz")

    checks = response.json()["checks"]
    assert response.status_code == 503
    assert checks["worker"] == "no worker has started"
    assert (checks["storage"], checks["database"]) == ("File exists", "")


def test_readyz_is_content_with_a_living_worker(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with readiness.connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_register_worker_v1()")

    response = client.get("/readyz")

    found = response.json()
    assert (response.status_code, found["status"]) == (200, "warning")
    assert not any(found["checks"].values())
    assert set(found["warnings"]) == {"disk", "backup", "drill", "rights"}


def test_unknown_address_has_a_page_with_a_reference(client, caplog):
    response = client.get("/tidak-ada/")

    reference = response.context["reference"]
    assert response.status_code == 404
    assert reference in response.content.decode()
    assert any(reference in record.getMessage() for record in caplog.records)


def test_refusal_says_who_is_signed_in_and_which_role_can(client, roles):
    client.force_login(UserFactory(email="ratna@demo.invalid"))

    response = client.get(reverse("admin:accounts_user_add"))

    assert response.status_code == 403
    assert b"ratna@demo.invalid" in response.content
    assert b"agency administrator" in response.content
