"""No English is left on Indonesian pages: every kind of page is walked and read."""

import re

import pytest
from django.urls import reverse

from apps.regions.models import Region
from tests.crawler import walk
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.makers import MAKERS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Words that no Indonesian sentence has; names of things (import, admin, status) are left out.
ENGLISH = re.compile(
    r"\b(the|and|this|that|with|from|your|you|are|was|were|been|not|please|select|search|"
    r"choose|delete|change|add|save|view|history|password|user|users|name|email address|"
    r"agency|business|businesses|person|people|owner|region|regions|village|district|state|"
    r"rows|row|file|files|yes|no|all|none|any|by|of|for|is|it|to|in|on|or|has|have|which|"
    r"first|last|next|previous|page|home|about|privacy|language|sign|log|filter|clear|"
    r"export|submit|cancel|back|close|open|error|warning|action|today|now|date|time)\b",
    re.IGNORECASE,
)
# Proper names and words that Indonesian has too.
ALLOWED = re.compile(
    r"Portal IKM|English|WhatsApp|Open Font License|Plus Jakarta Sans|Satu Data|"
    r"[\w.+-]+@[\w.-]+|https?://\S+|\b(log in|e-mail)\b|[A-Z]+-\d+|\.\w{3,4}\b|filter",
    re.IGNORECASE,
)


@pytest.fixture
def world(roles):
    """One row of everything, in one agency, and somebody who may do everything there."""
    agency = AgencyFactory(name="Dinas Contoh", short_name="Dinas Contoh")
    Region.objects.create(code="31", level=1, kind="province", name="DKI Jakarta")
    for make in MAKERS.values():
        make(agency=agency)
    BusinessFactory(agency=agency, listed=True, name="Dodol Rina", brand="Dodol Rina")
    return agency


def english_in(page):
    return sorted(
        {text for text in page.texts if ENGLISH.search(ALLOWED.sub(" ", text))}
    )


def test_public_pages_speak_indonesian(client, indonesian, world):
    spoken = {
        address: english_in(page)
        for address, _response, page in walk(client, "/", "/ikm/")
        if not address.startswith("/en/")
    }

    assert len(spoken) >= 6
    assert {address: texts for address, texts in spoken.items() if texts} == {}


@pytest.mark.parametrize("role", ["data-administrator", "registrar", "leadership"])
def test_staff_pages_speak_indonesian(client, indonesian, world, role):
    client.force_login(UserFactory(agency=world, roles=[role], name="Petugas Contoh"))

    spoken = {
        address: english_in(page)
        for address, response, page in walk(
            client, reverse("admin:index"), "/kerja/impor/"
        )
        if not address.startswith("/en/")
    }

    assert len(spoken) >= 15
    assert {address: texts for address, texts in spoken.items() if texts} == {}


def test_no_page_leads_nowhere(client, indonesian, world):
    client.force_login(UserFactory(superuser=True, name="Admin Contoh"))

    dead = {
        address: response.status_code
        for address, response, _page in walk(client, "/", reverse("admin:index"))
        if response.status_code not in (200, 302)
    }

    assert dead == {}
