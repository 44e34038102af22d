import pytest
from django.core.management import call_command

from ikmportal.maintenance import page


@pytest.fixture
def closed(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    call_command("maintenance", "on")


@pytest.mark.parametrize("path", ["/", "/en/ikm/", "/admin/", "/robots.txt"])
def test_closed_portal_shows_one_page_in_two_languages(client, closed, path):
    response = client.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "300")
    assert b"Portal sedang dirawat" in response.content
    assert b"The portal is being looked after" in response.content


def test_closed_portal_still_says_that_it_lives(client, closed):
    assert client.get("/healthz").status_code == 200


def test_opened_again(client, closed):
    call_command("maintenance", "off")

    assert client.get("/robots.txt").status_code == 200


def test_page_needs_nothing_but_what_the_proxy_serves():
    text = page().read_text()

    assert "{{" not in text
    assert "style=" not in text
    assert "://" not in text
