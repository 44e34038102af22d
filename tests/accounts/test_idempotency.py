"""What is sent twice is done once: eight clicks at once, the back button, other contents."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from apps.accounts.idempotency import fingerprint
from apps.accounts.models import SubmittedForm
from apps.accounts.tasks import forget_submitted_forms
from apps.businesses.models import Business, Person
from tests.businesses.test_admin import no_rows
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory
from tests.matrix import PAGES, Needs, admin_names

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2] / "templates"
CREATING = ("_add", "_change", "_changelist", "_import", "_process_import")
# Forms that make nothing, each with its reason.
KEYLESS = {
    "staff/_header.html": "signs out",
    "admin/import_export/export.html": "hands out a file",
    "admin/import_export/export_personal.html": "hands out a file, and writes down each",
    "businesses/attachment_reason.html": "opens a file, and writes down each look",
    "businesses/bulk.html": "shows what would change",
    "businesses/counter.html": "what is deleted twice is deleted once",
    "businesses/counter_check.html": "opens the form by which another agency is asked",
    "businesses/counter_step.html": "keeps what was typed, however often it is sent",
    "businesses/reveal.html": "shows, and writes down each look",
    "businesses/search_by_number.html": "searches, and writes down each",
    "catalogue/curation/sheet.html": "keeps what is ticked, however often it is sent",
    "public/katalog/inquire.html": "drafts a message, which an officer reads first",
    "exhibitions/_canvas.html": "undoes and redoes one step: twice is two steps",
    "exhibitions/terms.html": "what is taken out twice is taken out once",
    "imports/_sheets.html": "hands out a file, and writes down each",
    "imports/_refused.html": "hands out a file, and writes down each",
    "account/logout.html": "signs out",
    "accounts/_passkey_form.html": "its challenge is good for one answer",
    "accounts/security.html": "ends sessions",
    "accounts/typed.html": "opens a form as it was typed, and saves nothing",
    "mfa/authenticate.html": "signs out",
    "mfa/webauthn/add_form.html": "its challenge is good for one answer",
    "public/own_sales.html": "noted twice, it is the same day of the same exhibitor",
    "public/opt_out.html": "said twice, it is the same wish",
}


@pytest.fixture
def chief(client):
    user = UserFactory(superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def person():
    return {"name": "Ayu", "agency": AgencyFactory().pk, "sex": "", "_save": "1"}


ADD = "admin:businesses_person_add"
EMPTY = no_rows("businesses", "names")


def send(client, data, key):
    return client.post(reverse(ADD), data | EMPTY | ({"once": key} if key else {}))


def people():
    return Person.objects.order_by("pk")


def test_the_same_form_again_gets_the_first_answer_and_says_so(client, chief, person):
    key = uuid.uuid4()

    first, again = send(client, person, key), send(client, person, key)

    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    assert people().count() == 1
    page = client.get(again.url).content.decode()
    assert "This form was already saved" in page
    assert reverse("admin:businesses_person_change", args=[people()[0].pk]) in page


def test_another_button_of_the_same_form_makes_nothing_more(client, chief, person):
    key = uuid.uuid4()
    send(client, person, key)
    del person["_save"]

    send(client, person | {"_continue": "1"}, key)

    assert people().count() == 1


def test_other_contents_under_the_same_key_are_refused_and_kept(client, chief, person):
    key = uuid.uuid4()
    send(client, person, key)

    response = send(client, person | {"name": "Bayu"}, key)

    page = response.content.decode()
    assert (response.status_code, people().count()) == (409, 1)
    assert "already saved with other contents" in page
    assert 'value="Bayu"' in page
    fresh = re.search(r'name="once" value="([^"]+)"', page)[1]
    assert send(client, person | {"name": "Bayu"}, fresh).status_code == 302
    assert [person.name for person in people()] == ["Ayu", "Bayu"]


def test_a_form_with_a_mistake_keeps_its_key_free(client, chief, person):
    key = uuid.uuid4()

    wrong = send(client, person | {"name": ""}, key)
    right = send(client, person, key)

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert people().count() == 1


def test_without_a_key_twice_is_two(client, chief, person):
    send(client, person, None)
    send(client, person, None)

    assert people().count() == 2


def test_the_key_of_somebody_else_is_another_key(client, chief, person):
    key = uuid.uuid4()
    send(client, person, key)
    other = Client()
    other.force_login(UserFactory(superuser=True))

    send(other, person, key)

    assert people().count() == 2


def click_at_once(user, data, key, times=8):
    barrier = Barrier(times)

    def click(_number):
        client = Client()
        client.force_login(user)
        barrier.wait()
        try:
            return send(client, data, key).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(click, range(times)))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "made"), [(uuid.uuid4(), 1), (None, 8)])
def test_eight_clicks_at_once(person, key, made):
    user = UserFactory(superuser=True)

    answers = click_at_once(user, person, key)

    assert answers == [302] * 8
    assert people().count() == made


def test_who_waits_too_long_for_the_first_click_is_told(client, chief, person):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.busy() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE lock_not_available; END$$;"
            "CREATE TRIGGER busy BEFORE INSERT ON accounts_submittedform "
            "FOR EACH ROW EXECUTE FUNCTION pg_temp.busy()"
        )
    key = uuid.uuid4()

    response = send(client, person, key)

    page = response.content.decode()
    assert response.status_code == 409
    assert "is just being saved" in page
    assert f'name="once" value="{key}"' in page
    assert 'name="name" value="Ayu"' in page


def test_files_are_part_of_the_contents(rf, chief):
    def mark(content):
        request = rf.post("/", {"file": SimpleUploadedFile("a.csv", content)})
        request.resolver_match = None
        return fingerprint(request)

    assert mark(b"a") == mark(b"a") != mark(b"b")


def test_a_page_that_does_not_show_refusals_asks(client, chief):
    business, key = BusinessFactory(), uuid.uuid4()
    SubmittedForm.objects.create(user=chief, key=key, fingerprint="x", location="/y/")
    url = reverse("admin:businesses_business_delete", args=[business.pk])

    response = client.post(url, {"post": "yes", "once": key})

    page = response.content.decode()
    assert response.status_code == 409
    assert '<input type="hidden" name="post" value="yes">' in page
    assert Business.objects.get() == business


def test_old_keys_are_forgotten(chief):
    now = timezone.now()
    for days in (1, 8):
        SubmittedForm.objects.create(
            user=chief, key=uuid.uuid4(), at=now - timezone.timedelta(days=days)
        )

    forget_submitted_forms(timestamp=0)

    assert SubmittedForm.objects.count() == 1


def creating_addresses():
    """Every address that may make a row by POST: those of the admin and of our pages."""
    for name in admin_names():
        if name.endswith(CREATING):
            yield name
    yield from (
        name
        for name, rule in PAGES.items()
        if isinstance(rule, Needs) and rule.method == "post"
    )
    yield "imports:upload"


def any_address(name):
    for arguments in ([], [1], [1, 1]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(name)


@pytest.mark.parametrize("name", sorted(set(creating_addresses())))
def test_every_creating_address_knows_the_key(client, chief, name, monkeypatch):
    """A form that was carried out before is answered from memory, whatever it makes."""
    key = uuid.uuid4()
    monkeypatch.setattr("apps.accounts.idempotency.fingerprint", lambda request: "same")
    SubmittedForm.objects.create(
        user=chief, key=key, fingerprint="same", location="/the-first-answer/"
    )

    response = client.post(any_address(name), {"once": key})

    assert (response.status_code, response.headers.get("Location")) == (
        302,
        "/the-first-answer/",
    )


def forms_without_key():
    for path in sorted(TEMPLATES.rglob("*.html")):
        for form in re.findall(r"<form.*?</form>", path.read_text(), re.DOTALL):
            if (
                re.search(r'method="post"', form, re.IGNORECASE)
                and "{% once %}" not in form
            ):
                yield str(path.relative_to(TEMPLATES))


def test_every_form_of_ours_carries_a_key():
    assert sorted(set(forms_without_key())) == sorted(KEYLESS)


def test_every_form_of_the_admin_carries_a_key(client, chief):
    BusinessFactory()
    keyless = [
        (model.__name__, view)
        for model, model_admin in admin.site._registry.items()
        for view in ("add", "changelist")
        if (response := client.get(admin_address(model, view))).status_code == 200
        if 'method="post"' in response.content.decode().replace("logout", "")
        if 'name="once"' not in response.content.decode()
    ]

    assert keyless == []


def admin_address(model, view):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")
