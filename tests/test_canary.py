"""Z3 and P5: a planted NIK and phone reach nobody's page, file, mail or log.

Every role walks every kind of page; what comes back is searched as bytes, archives unpacked.
"""

import inspect
import logging
import traceback

import pytest
from django.contrib import admin
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from apps.accounts.models import AccessRecord
from apps.accounts.roles import ROLES
from apps.businesses.models import Person
from apps.imports.models import ImportBatch
from ikmportal.logfiles import DiscreetFormatter, DiscreetJsonFormatter
from tests.businesses.test_revealing import WHY, sign_in, unpacked
from tests.crawler import walk
from tests.factories.accounts import AccessRecordFactory, UserFactory
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.factories.imports import ImportBatchFactory, ImportRowFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NIK = "3174004507907731"
PHONES = ["+6281200004177", "+6281200004178"]
NUMBERS = [NIK, *(number[3:] for number in PHONES)]
NAME = "Kanari Contoh"
STARTS = ["/", "/admin/", "/kerja/impor/", "/kerja/data-pribadi/", "/verifikasi/"]
UNLIKE = sorted({role.permissions: role.code for role in ROLES}.values())
LISTS = ["businesses_person", "businesses_business"]


@pytest.fixture
def canary(roles):
    """A person whose numbers are everywhere that numbers may lie."""
    person = PersonFactory(name=NAME, nik=NIK, phone=" / ".join(PHONES))
    person.name = f"{NAME} "
    person.save()
    BusinessFactory(owner=person, agency=person.agency, listed=True)
    batch = ImportBatchFactory(agency=person.agency, state=ImportBatch.State.PLANNED)
    values = f'{{"owner_name": "{NAME}", "nik": "{NIK}", "phone": "{PHONES[0]}"}}'
    changes = f'{{"nik": ["", "{NIK}"], "phone": ["{PHONES[1]}", "{PHONES[0]}"]}}'
    ImportRowFactory(batch=batch, cells=f'["{NIK}"]', values=values, changes=changes)
    AccessRecordFactory(agency=person.agency, rows=[person.pk])
    return person


def content_of(response):
    return unpacked(b"".join(response) if response.streaming else response.content)


def shows_a_number(data):
    text = data if isinstance(data, bytes) else data.encode()
    return [number for number in NUMBERS if number.encode() in text]


def exports(client):
    for name in LISTS:
        for form in ["0", "1"]:
            yield client.post(reverse(f"admin:{name}_export"), {"format": form})


def autocompletes(client):
    for model, model_admin in admin.site._registry.items():
        for field in model_admin.get_autocomplete_fields(None):
            names = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
            }
            query = {**names, "field_name": field, "term": ""}
            yield client.get(reverse("admin:autocomplete"), query)


def refusals(client, person):
    url = reverse("admin:businesses_person_change", args=[person.pk])
    yield client.get(f"{url}?nik={NIK[:6]}")
    yield client.post(url, {"name": "", "agency": ""})
    yield client.post(reverse("businesses:reveal", args=[person.pk]), {"reason": ""})
    yield client.get(f"{reverse('admin:businesses_person_changelist')}?q={NIK[-4:]}")
    yield client.get("/tidak-ada/")


@pytest.mark.parametrize("role", UNLIKE)
def test_no_page_file_mail_or_log_shows_a_whole_number(client, canary, role, caplog):
    caplog.set_level(logging.DEBUG)
    user = UserFactory(agency=canary.agency, roles=[role])
    client.force_login(user)
    seen, masked = {}, 0

    for address, response, _page in walk(client, *STARTS):
        seen[address] = content_of(response)
    for group in [exports(client), autocompletes(client), refusals(client, canary)]:
        for place, response in enumerate(group):
            seen[f"{response.request['PATH_INFO']} {place}"] = content_of(response)
    seen["mail"] = "".join(each.message().as_string() for each in mail.outbox).encode()
    seen["log"] = caplog.text.encode()
    masked = sum(b"*" + NIK[-4:].encode() in data for data in seen.values())

    assert [address for address, data in seen.items() if shows_a_number(data)] == []
    assert len(seen) > 40
    if user.has_perm("businesses.view_person"):
        assert masked >= 3  # the list, the person, an export: the walk did come by


def test_the_search_sees_what_a_reveal_shows(client, canary):
    sign_in(client, UserFactory(agency=canary.agency, roles=["data-administrator"]))

    shown = client.post(reverse("businesses:reveal", args=[canary.pk]), WHY)

    assert shows_a_number(content_of(shown)) == NUMBERS
    assert AccessRecord.objects.filter(kind="reveal", rows=[canary.pk]).count() == 2


@pytest.mark.parametrize(
    "formatter", [DiscreetFormatter(), DiscreetJsonFormatter(["message"])]
)
def test_logs_hold_no_number_when_something_breaks(canary, formatter, caplog):
    """Not in PostgreSQL's words about a refused row, nor in the traceback above them."""
    twin = Person(agency=canary.agency, name=f"{NAME} {NIK}")
    twin.set_nik(NIK)
    try:
        with transaction.atomic():
            twin.save()
    except DatabaseError:
        logging.getLogger("portal").exception("It broke")

    written = "\n".join(formatter.format(record) for record in caplog.records)

    assert "It broke" in written
    assert "businesses_person_nik_once_per_agency" in written
    assert not shows_a_number(written)


def tasks_of_ours():
    ready = {task.name: task for task in app.tasks.values()}.values()
    return [task for task in ready if not task.name.startswith("builtin:")]


@pytest.mark.parametrize("task", tasks_of_ours(), ids=lambda task: task.name)
def test_a_job_is_asked_for_by_numbers_of_rows_alone(task):
    """What a job is given stands in its row, and in the worker's lines about errors."""
    parameters = inspect.signature(task.func).parameters
    given = dict(list(parameters.items())[1 if task.pass_context else 0 :])

    assert given
    for name, parameter in given.items():
        assert parameter.annotation in (int, "int"), name
        assert name == "timestamp" or name.endswith("_id")
        assert parameter.kind is not parameter.VAR_KEYWORD


def test_every_task_is_among_them():
    assert {task.name for task in tasks_of_ours()} >= {
        *("imports.read_batch", "imports.commit_batch", "outbox.send_waiting"),
        *("outbox.look_after", "accounts.seal", "accounts.purge"),
    }


def test_commands_fail_without_naming_a_number(canary, tmp_path, capsys):
    sheet = tmp_path / "daftar.csv"
    sheet.write_text(f"Nama,NIK,Telepon\n{NAME},{NIK},{PHONES[0]}\n")
    told = ""
    for arguments in [("TIDAK-ADA",), (canary.agency.code,)]:
        try:
            call_command("import_binaan", str(sheet), agency=arguments[0])
        except CommandError as error:
            told += "".join(traceback.format_exception(error))
    captured = capsys.readouterr()

    assert not shows_a_number(told + captured.out + captured.err)
