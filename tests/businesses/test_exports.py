"""O2 and P3: people leave masked; whole only by right, password and reason; all written down."""

import csv
import hashlib
import io
import zipfile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from apps.accounts.models import AccessRecord
from ikmportal.tablefiles import read_csv
from tests.businesses.test_revealing import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory, PersonFactory

pytestmark = pytest.mark.django_db
NIK, PHONE = "3174004507900003", "+6281200000001"
XLSX, CSV = "0", "1"
WHY = {"whole": "on", "reason": "report", "explanation": "Surat 12/2026"}
LISTS = {"person": "nik", "business": "owner_nik"}
PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
]


@pytest.fixture
def officer(roles):
    return UserFactory(roles=["data-administrator"])


@pytest.fixture
def person(officer):
    person = PersonFactory(agency=officer.agency, name="Rina", nik=NIK, phone=PHONE)
    BusinessFactory(owner=person, agency=officer.agency, name="Dodol")
    return person


def export(client, model, form, **fields):
    url = reverse(f"admin:businesses_{model}_export")
    return client.post(url, {"format": form, **fields})


def rows_of(response, form):
    if form == CSV:
        text = response.content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("form", [XLSX, CSV])
@pytest.mark.parametrize("model", LISTS)
def test_an_export_is_masked_and_written_down(client, officer, person, model, form):
    PersonFactory(name="Orang lain")
    client.force_login(officer)

    response = export(client, model, form)

    header, row = rows_of(response, form)
    assert row[header.index(LISTS[model])] == "************0003"
    assert PHONE not in str(row)
    record = AccessRecord.objects.get()
    assert (record.kind, record.count) == ("masked_export", 1)
    assert record.sha256 == hashlib.sha256(response.content).hexdigest()


@pytest.mark.parametrize("model", LISTS)
def test_whole_numbers_leave_stamped_and_written_down(client, officer, person, model):
    sign_in(client, officer)

    response = export(client, model, XLSX, **WHY)

    header, row = rows_of(response, XLSX)
    assert row[header.index(LISTS[model])] == NIK
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    stamp = str(book.get_sheet_by_index(1).to_python())
    assert officer.email in stamp
    assert "Surat 12/2026" in stamp
    assert "Surat 12/2026" in properties(response.content)
    record = AccessRecord.objects.get()
    assert (record.kind, record.count, record.reason) == ("export", 1, "report")
    assert record.sha256 == hashlib.sha256(response.content).hexdigest()


def properties(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("docProps/core.xml").decode()


def test_whole_numbers_ask_for_the_password_again(client, officer, person, settings):
    settings.SUDO_REQUIRED = True
    client.force_login(officer)

    response = export(client, "person", XLSX, **WHY)

    assert response.status_code == 302
    assert reverse("account_reauthenticate") in response["Location"]
    assert not AccessRecord.objects.exists()


def test_whole_numbers_need_the_right(client, person, roles):
    sign_in(client, UserFactory(agency=person.agency, roles=["registrar"]))

    response = export(client, "person", XLSX, **WHY)

    assert response.status_code == 403
    assert "export whole" in response.content.decode()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "other", "explanation": ""}, "explanation"),
        ({"format": CSV}, "format"),
    ],
)
def test_whole_numbers_need_a_reason_and_a_sheet(
    client, officer, person, fields, field
):
    sign_in(client, officer)

    url = reverse("admin:businesses_person_export")
    response = client.post(url, {"format": XLSX, **WHY, **fields})

    assert response.context["form"].errors[field]
    assert NIK not in response.content.decode()
    assert not AccessRecord.objects.exists()


def test_too_many_exports_are_refused_in_a_sentence(client, officer, person, settings):
    settings.EXPORTS_AN_HOUR = 1
    sign_in(client, officer)

    first = export(client, "person", XLSX, **WHY)
    second = export(client, "person", XLSX, **WHY)

    assert first["Content-Type"].endswith("sheet")
    assert "within the hour" in client.get(reverse("admin:index")).content.decode() + (
        second.content.decode()
    )
    assert AccessRecord.objects.count() == 1


@pytest.mark.parametrize("form", [XLSX, CSV])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_formulas_in_names_leave_as_text(client, officer, form, payload):
    PersonFactory(agency=officer.agency, name=payload)
    client.force_login(officer)

    response = export(client, "person", form)

    _header, row = rows_of(response, form)
    assert row[0] == f"'{payload}"
    if form == CSV:
        assert read_csv(response.content)["name"] == [payload]
