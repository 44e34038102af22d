"""P3: each look at a whole number is written down first, by whom, why and from where."""

import hashlib
import io
import threading
import zipfile

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.accounts.access import record_access
from apps.accounts.models import AccessRecord, User
from apps.businesses.models import Person
from tests.factories.accounts import PASSWORD, AccessRecordFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import PersonFactory

pytestmark = pytest.mark.django_db
NIK, PHONE = "3174004507900003", "+6281200000001"
WHY = {"reason": "identity", "explanation": "KTP di loket"}


@pytest.fixture
def officer(roles):
    return UserFactory(roles=["data-administrator"])


@pytest.fixture
def person(officer):
    return PersonFactory(agency=officer.agency, nik=NIK, phone=PHONE)


def unpacked(content):
    """The bytes, and those of what they contain."""
    parts = [content]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts)


def sign_in(client, user):
    """Signed in, and by password just now."""
    client.force_login(user)
    request = type("Request", (), {"session": client.session, "user": user})()
    record_authentication(request, user, method="password", reauthenticated=True)
    request.session.save()


def url_of(person):
    return reverse("businesses:reveal", args=[person.pk])


def test_a_reveal_shows_the_numbers_once_and_is_written_down(client, officer, person):
    sign_in(client, officer)

    asked = client.get(url_of(person)).content.decode()
    shown = client.post(url_of(person), WHY, REMOTE_ADDR="10.1.2.3")
    again = client.get(url_of(person)).content.decode()

    assert NIK in shown.content.decode()
    assert PHONE in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert NIK not in asked + again
    record = AccessRecord.objects.get()
    assert (record.user, record.rows, record.agency) == (
        officer,
        [person.pk],
        person.agency,
    )
    assert (record.kind, record.reason) == ("reveal", "identity")
    assert (record.address, record.explanation) == ("10.1.2.3", "KTP di loket")
    assert len(record.request) == 32


@pytest.mark.parametrize(
    "why", [{}, {"reason": ""}, {"reason": "other"}, {"reason": "curiosity"}]
)
def test_without_a_reason_nothing_is_shown(client, officer, person, why):
    sign_in(client, officer)

    response = client.post(url_of(person), why)

    assert NIK not in response.content.decode()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("why", "said"),
    [({"reason": ""}, "Say why you need"), ({"reason": "other"}, "in your own words")],
)
def test_whoever_asks_for_a_look_says_why(officer, person, why, said):
    """Also a command or a page to come: the deed refuses, and behind it the database."""
    looks = {"by": officer, "agency": person.agency, **why}
    with pytest.raises(ValidationError, match=said):
        record_access(AccessRecord.Kind.REVEAL, Person, [person.pk], **looks)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRecordFactory(kind="reveal", explanation="", **why)


def test_a_reveal_asks_for_the_password_again_and_then_goes_on(
    client, officer, person, settings
):
    settings.SUDO_REQUIRED = True
    client.force_login(officer)

    asked = client.post(url_of(person), WHY)
    shown = client.post(asked["Location"], {"password": PASSWORD})

    assert asked.status_code == 302
    assert reverse("account_reauthenticate") in asked["Location"]
    assert NIK in shown.content.decode()
    assert AccessRecord.objects.count() == 1


def test_who_may_not_see_whole_numbers_is_told_what_is_missing(client, person, roles):
    sign_in(client, UserFactory(agency=person.agency, roles=["registrar"]))

    response = client.post(url_of(person), WHY)

    assert response.status_code == 403
    assert "whole NIKs" in response.content.decode()
    assert not AccessRecord.objects.exists()


def test_a_person_of_another_agency_is_not_there(client, officer):
    sign_in(client, officer)

    response = client.post(url_of(PersonFactory(nik=NIK)), WHY)

    assert response.status_code == 404
    assert not AccessRecord.objects.exists()


def test_what_cannot_be_written_down_is_not_shown(client, officer, person):
    sign_in(client, officer)
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_accessrecord RENAME TO elsewhere")

    response = client.post(url_of(person), WHY)

    assert response.status_code == 500
    assert NIK.encode() not in response.content


def test_too_many_within_the_hour_are_refused_in_a_sentence(
    client, officer, person, settings
):
    settings.REVEALS_AN_HOUR = 2
    sign_in(client, officer)

    answers = [client.post(url_of(person), WHY).content.decode() for _ in range(3)]

    assert [NIK in answer for answer in answers] == [True, True, False]
    assert "2 times within the hour" in answers[2]
    assert AccessRecord.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_reveals_at_once_are_no_more_than_allowed(officer, person, settings):
    settings.REVEALS_AN_HOUR = 3
    allowed = at_once(10, lambda: may_record(officer, person))

    assert sum(allowed) == AccessRecord.objects.count() == 3


def may_record(user, person):
    try:
        record_access(
            AccessRecord.Kind.REVEAL,
            type(person),
            [person.pk],
            by=User.objects.get(pk=user.pk),
            agency=person.agency,
            reason="identity",
        )
    except ValidationError:
        return False
    return True


def at_once(count, deed):
    """What `count` threads answer that begin together."""
    barrier, answers = threading.Barrier(count), []

    def run():
        barrier.wait(timeout=30)
        try:
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == count
    return answers


@pytest.mark.parametrize("typed", [NIK, "3174 0045 0790 0003", "0812-0000-0001"])
def test_a_whole_number_finds_its_person_masked(client, officer, person, typed):
    sign_in(client, officer)
    PersonFactory(agency=officer.agency, nik="3174004507900004", phone="081200000009")

    response = client.post(reverse("businesses:search_by_number"), {"number": typed})

    page = response.content.decode()
    assert response.context["people"] == [person]
    assert "************0003" in page
    assert PHONE not in page
    record = AccessRecord.objects.get()
    assert (record.kind, record.rows) == ("search", [person.pk])


def test_a_search_that_finds_nobody_is_written_down_too(client, officer):
    PersonFactory(nik=NIK)
    sign_in(client, officer)

    response = client.post(reverse("businesses:search_by_number"), {"number": NIK})

    assert response.context["people"] == []
    assert AccessRecord.objects.get().count == 0


@pytest.mark.parametrize("typed", ["", "12", "Siti", "3174003913900003", "x" * 41])
def test_what_is_no_number_gets_a_sentence(client, officer, typed):
    sign_in(client, officer)

    response = client.post(reverse("businesses:search_by_number"), {"number": typed})

    assert response.context["form"].errors["number"]
    assert not AccessRecord.objects.exists()


def test_the_persons_page_says_who_looked_to_who_oversees_it(client, officer, person):
    sign_in(client, officer)
    client.post(url_of(person), WHY)
    page = reverse("admin:businesses_person_change", args=[person.pk])

    overseer = client.get(page).content.decode()
    client.force_login(UserFactory(agency=officer.agency, roles=["registrar"]))
    other = client.get(page).content.decode()

    assert "KTP di loket" in overseer
    assert "KTP di loket" not in other


def test_the_auditor_reads_the_log_and_nobody_writes_it(client, officer, person):
    auditor = UserFactory(agency=officer.agency, roles=["auditor"])
    sign_in(client, officer)
    client.post(url_of(person), WHY)
    client.force_login(auditor)
    record = AccessRecord.objects.get()

    names = ["changelist", "change", "add", "delete"]
    urls = [
        reverse(
            f"admin:accounts_accessrecord_{name}",
            args=[record.pk] if name in {"change", "delete"} else [],
        )
        for name in names
    ]

    assert "KTP di loket" in client.get(urls[0]).content.decode()
    assert [client.get(url).status_code for url in urls] == [200, 200, 403, 403]
    assert client.post(urls[1], {"count": 0}).status_code == 403


@pytest.mark.parametrize("form", ["0", "1"])
def test_the_auditor_takes_the_log_along_and_that_stands_in_it(
    client, officer, person, form
):
    assert may_record(officer, person)
    stranger = UserFactory(agency=AgencyFactory())
    assert may_record(stranger, PersonFactory(agency=stranger.agency))
    auditor = UserFactory(agency=officer.agency, roles=["auditor"])
    client.force_login(auditor)
    listed = client.get(reverse("admin:accounts_accessrecord_changelist"))
    address = reverse("admin:accounts_accessrecord_export")
    assert address in listed.content.decode()

    file = client.post(address, {"format": form})

    content = unpacked(file.content).decode(errors="replace")
    assert officer.email in content
    assert stranger.email not in content
    taken, look = AccessRecord.objects.filter(agency=officer.agency)
    assert (taken.user, taken.kind, taken.model, taken.rows) == (
        auditor,
        "masked_export",
        "accounts.accessrecord",
        [look.pk],
    )
    assert taken.sha256 == hashlib.sha256(file.content).hexdigest()


def test_who_does_not_oversee_takes_no_log_along(client, officer, person, roles):
    assert may_record(officer, person)
    client.force_login(UserFactory(agency=officer.agency, roles=["registrar"]))

    answer = client.post(reverse("admin:accounts_accessrecord_export"), {"format": "1"})

    assert answer.status_code == 403
    assert AccessRecord.objects.count() == 1


def test_too_many_searches_within_the_hour_are_refused(client, officer, settings):
    settings.SEARCHES_AN_HOUR = 2
    PersonFactory(agency=officer.agency, nik=NIK)
    sign_in(client, officer)

    answers = [
        client.post(reverse("businesses:search_by_number"), {"number": NIK})
        for _ in range(3)
    ]

    assert [bool(each.context["people"]) for each in answers] == [True, True, False]
    assert "2 times within the hour" in answers[2].content.decode()
    assert AccessRecord.objects.count() == 2


def test_the_busiest_are_listed_first_and_only_the_own(client, officer, person):
    sign_in(client, officer)
    client.post(url_of(person), WHY)
    stranger = UserFactory(agency=AgencyFactory(), name="Orang Lain")
    other = PersonFactory(agency=stranger.agency)
    assert may_record(stranger, other)

    response = client.get(reverse("businesses:most_reveals"))

    [entry] = response.context["entries"]
    assert (entry["user"], entry["reveals"]) == (officer.pk, 1)
    assert "Orang Lain" not in response.content.decode()
