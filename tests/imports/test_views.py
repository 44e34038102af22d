import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.businesses.models import Business
from apps.imports.batches import commit
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import BusinessFactory, PersonFactory
from tests.factories.imports import ImportBatchFactory, ImportRowFactory
from tests.imports.importing import planned, write_csv
from tests.imports.lists import write_list_a, write_list_c

HEAD = "Nama Pemilik;NIK;Nama Usaha;Produk"
TWIN = "Rina Contoh;3671005203910002;Batik Karya;batik"


@pytest.fixture
def registrar(roles, tangerang, client):
    user = UserFactory(agency=tangerang, roles=["registrar"])
    client.force_login(user)
    return user


@pytest.fixture
def list_c(tmp_path, registrar):
    return planned(write_list_c(tmp_path / "c.csv"), registrar.agency, by=registrar)


@pytest.fixture
def undecided(tmp_path, registrar):
    """An import with one row: a known owner with another brand."""
    owner = PersonFactory(
        agency=registrar.agency, name="Rina Contoh", nik="3671005203910002"
    )
    BusinessFactory(
        agency=registrar.agency, owner=owner, name="Dodol Rina", products="dodol"
    )
    path = write_csv(tmp_path / "l.csv", HEAD, TWIN)
    return planned(path, registrar.agency, by=registrar)


def url(name, *args):
    return reverse(f"imports:{name}", args=args)


def send(client, agency, content=b"Nama;NIK;Produk\nRina;;dodol\n", key=None, **extra):
    data = {"file": SimpleUploadedFile("c.csv", content), "agency": agency.pk, **extra}
    return client.post(url("upload"), data | {"once": str(key or uuid.uuid4())})


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_own_imports_in_constant_queries(
    client, registrar, django_assert_num_queries, count
):
    mine = ImportBatchFactory.create_batch(count, agency=registrar.agency)
    ImportBatchFactory()
    client.get(url("list"))  # the first request writes its session down

    # session, user, two of rights, count, page; the header: roles, agency
    with django_assert_num_queries(9):
        response = client.get(url("list"))

    assert list(response.context["page"]) == mine[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_preview_takes_constant_queries(
    client, registrar, django_assert_num_queries, count
):
    batch = ImportBatchFactory(agency=registrar.agency)
    for number in range(count):
        known = BusinessFactory(agency=registrar.agency)
        ImportRowFactory(
            batch=batch,
            position=number,
            values='{"owner_name": "Rina Contoh", "region": "367107"}',
            duplicates=[
                {"business": known.pk, "score": 0.8},
                {"sheet": "Binaan", "row": 0, "position": 0, "score": 0.7},
            ],
        )

    client.get(url("list"))  # the first request writes its session down
    with django_assert_num_queries(16):
        response = client.get(batch.get_absolute_url())

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("name", ["detail", "progress", "save", "discard"])
def test_an_import_of_another_agency_is_not_there(client, registrar, name):
    other = ImportBatchFactory()
    method = client.post if name in {"save", "discard"} else client.get

    assert method(url(name, other.pk)).status_code == 404
    other.refresh_from_db()
    assert other.state == "planned"


def test_a_row_of_another_agency_is_not_there(client, registrar):
    row = ImportRowFactory(decision="decide")

    response = client.post(
        url("decide", row.batch.pk, row.position), {"choice": "skip"}
    )

    assert response.status_code == 404
    row.refresh_from_db()
    assert row.choice == ""


@pytest.mark.parametrize(
    ("role", "name", "right"),
    [
        ("leadership", "upload", "send lists to be imported"),
        ("leadership", "save", "save an import into the register"),
        (None, "list", "see imports"),
    ],
)
def test_a_refusal_names_the_right_that_is_missing(client, roles, role, name, right):
    user = UserFactory(roles=[role] if role else [])
    client.force_login(user)
    args = [ImportBatchFactory(agency=user.agency).pk] if name == "save" else []

    response = client.post(url(name, *args)) if args else client.get(url(name))

    assert response.status_code == 403
    assert right in response.content.decode()


def test_upload_offers_only_agencies_that_one_works_for(client, registrar):
    AgencyFactory(code="OTHER")
    branch = AgencyFactory(parent=registrar.agency)

    response = client.get(url("upload"))

    offered = set(response.context["form"].fields["agency"].queryset)
    assert offered == {registrar.agency, branch}


def test_upload_for_another_agency_is_refused(client, registrar):
    response = send(client, AgencyFactory())

    assert "agency" in response.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_upload_queues_the_reading_once(client, registrar):
    key = uuid.uuid4()

    first, second = (send(client, registrar.agency, key=key) for _ in range(2))

    batch = ImportBatch.objects.get()
    assert first.url == second.url == batch.get_absolute_url()
    assert (batch.created_by, batch.state) == (registrar, "uploaded")
    job = ProcrastinateJob.objects.get(task_name="imports.read_batch")
    assert job.args == {"batch_id": batch.pk}


def test_the_same_form_with_another_file_is_a_conflict(client, registrar):
    key = uuid.uuid4()
    send(client, registrar.agency, key=key)

    response = send(client, registrar.agency, content=b"Nama;NIK\nBudi;\n", key=key)

    assert response.status_code == 409
    assert ImportBatch.objects.count() == 1


def test_upload_ignores_fields_that_are_not_its_own(client, registrar):
    send(client, registrar.agency, state="committed", created_by=1)

    assert ImportBatch.objects.get().state == "uploaded"


def test_a_file_that_is_too_large_is_refused_and_the_rest_kept(
    client, registrar, settings
):
    settings.IMPORT_MAX_BYTES = 2_000

    response = send(client, registrar.agency, content=b"x" * 5_000, year="2019")

    form = response.context["form"]
    assert response.status_code == 413
    assert form.errors == {
        "file": ["The file is larger than 2.0\xa0KB: send it in parts."]
    }
    assert (form["agency"].value(), form["year"].value()) == (
        str(registrar.agency.pk),
        "2019",
    )


def test_preview_shows_totals_and_no_whole_nik_or_phone(client, list_c):
    page = client.get(list_c.get_absolute_url()).content.decode()

    assert "************0002" in page
    assert "3671005203910002" not in page
    assert "81200000003" not in page
    assert "Karawaci" in page
    assert "A range: no single amount is kept." in page


def test_preview_shows_old_and_new(client, list_c):
    page = client.get(f"{list_c.get_absolute_url()}?tampil=update").content.decode()

    assert "Souvenir limbah" in page
    assert "Rp60,000,000" in page


def test_preview_lists_what_was_left_out(client, registrar, tmp_path):
    batch = planned(write_list_a(tmp_path / "a.xlsx"), registrar.agency)

    response = client.get(f"{batch.get_absolute_url()}?tampil=skipped")

    assert [str(line["why"]) for line in response.context["rows"]] == [
        "Total",
        "Below the table: signature or source",
    ]


def test_saving_queues_one_job(client, list_c, registrar):
    for _ in range(2):
        client.post(url("save", list_c.pk))

    list_c.refresh_from_db()
    assert list_c.state == "committing"
    job = ProcrastinateJob.objects.get(task_name="imports.commit_batch")
    assert job.args == {"batch_id": list_c.pk, "user_id": registrar.pk}


def test_the_result_links_to_the_records(client, list_c, registrar):
    client.post(url("save", list_c.pk))
    commit(list_c.pk, by=registrar)

    page = client.get(list_c.get_absolute_url()).content.decode()

    for business in Business.objects.all():
        assert reverse("admin:businesses_business_change", args=[business.pk]) in page


def test_a_file_that_was_imported_before_is_said_so(
    client, list_c, registrar, tmp_path
):
    client.post(url("save", list_c.pk))
    commit(list_c.pk, by=registrar)
    again = planned(write_list_c(tmp_path / "c.csv"), registrar.agency)

    page = client.get(again.get_absolute_url()).content.decode()

    assert f"by {registrar}" in page
    assert "imported before" in page


@pytest.mark.parametrize(
    ("said", "choice"), [("create", "create"), ("skip", "skip"), ("same-0", "same")]
)
def test_a_decision_is_kept(client, undecided, said, choice):
    sent = {"choice": said, "tampil": "decide"}
    response = client.post(url("decide", undecided.pk, 0), sent)

    assert response.url == f"{undecided.get_absolute_url()}?tampil=decide#baris-0"
    assert undecided.rows.get().choice == choice


@pytest.mark.parametrize("said", ["", "same-7", "same-x", "business-1", "update"])
def test_a_decision_that_was_not_offered_is_refused(client, undecided, said):
    client.post(url("decide", undecided.pk, 0), {"choice": said})

    assert undecided.rows.get().choice == ""


def test_a_row_to_be_decided_shows_its_evidence(client, undecided):
    client.post(url("decide", undecided.pk, 0), {"choice": "same-0"})

    page = client.get(f"{undecided.get_absolute_url()}?tampil=decide").content.decode()

    assert "Dodol Rina (Rina Contoh)" in page
    assert "80 %: the same NIK, owner" in page
    assert "not the same: name or brand, products" in page
    assert 'value="same-0" checked' in page


def test_nothing_is_decided_once_it_is_saved(client, undecided):
    client.post(url("save", undecided.pk))

    client.post(url("decide", undecided.pk, 0), {"choice": "create"})

    assert undecided.rows.get().choice == ""


def test_discarding_removes_the_import(
    client, list_c, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url("discard", list_c.pk))

    assert response.url == url("list")
    assert not ImportBatch.objects.exists()


def test_discarding_what_is_saved_is_refused(client, registrar):
    batch = ImportBatchFactory(agency=registrar.agency, committed=True)

    client.post(url("discard", batch.pk))

    assert ImportBatch.objects.filter(pk=batch.pk).exists()


@pytest.mark.parametrize("state", ["uploaded", "reading", "committing"])
def test_progress_is_shown_and_asks_again(client, registrar, state):
    batch = ImportBatchFactory(agency=registrar.agency, state=state, done=1, total=4)

    page = client.get(batch.get_absolute_url()).content.decode()

    assert f'hx-get="{url("progress", batch.pk)}"' in page
    assert '<meta http-equiv="refresh"' in page


def test_progress_tells_the_pace_and_the_time_left(client, registrar):
    batch = ImportBatchFactory(
        agency=registrar.agency,
        created_by=registrar,
        state="reading",
        done=500,
        total=50_000,
        begun_at=timezone.now() - timedelta(seconds=10),
    )

    page = client.get(url("progress", batch.pk)).content.decode()

    assert re.search(r"\b(49|50) rows a second, 1[67] minutes left", page)
    type(batch).objects.update(done=50_000)
    page = client.get(url("progress", batch.pk)).content.decode()
    assert "Comparing the rows with the register" in page


def test_progress_ends_with_a_fresh_page(client, registrar):
    batch = ImportBatchFactory(agency=registrar.agency)

    response = client.get(url("progress", batch.pk), headers={"HX-Request": "true"})

    assert response.headers["HX-Refresh"] == "true"
    assert client.get(url("progress", batch.pk)).url == batch.get_absolute_url()


def test_a_failed_import_says_why(client, registrar):
    batch = ImportBatchFactory(
        agency=registrar.agency,
        state="failed",
        error="quote",
        details={"row": 7},
    )

    page = client.get(batch.get_absolute_url()).content.decode()

    assert "A quotation mark that opens in row 7 is never closed." in page
    assert "Try again" not in page


@pytest.mark.parametrize(
    ("error", "planned_at", "state", "jobs"),
    [
        ("reading_given_up", None, "uploaded", 1),
        ("saving_given_up", "2026-11-02T08:00Z", "planned", 0),
    ],
)
def test_what_was_given_up_may_be_tried_again(  # noqa: PLR0917  a table of outcomes
    client, registrar, error, planned_at, state, jobs
):
    batch = ImportBatchFactory(
        agency=registrar.agency, state="failed", error=error, planned_at=planned_at
    )
    assert "Try again" in client.get(batch.get_absolute_url()).content.decode()

    client.post(url("retry", batch.pk))

    batch.refresh_from_db()
    assert (batch.state, batch.error) == (state, "")
    assert ProcrastinateJob.objects.count() == jobs


def test_a_file_that_cannot_be_read_is_not_tried_again(client, registrar):
    batch = ImportBatchFactory(agency=registrar.agency, state="failed", error="damaged")

    page = client.post(url("retry", batch.pk), follow=True).content.decode()

    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "This import cannot be tried again: send the file anew." in page


@pytest.mark.parametrize("name", ["list", "detail"])
def test_an_import_by_shell_says_so(client, registrar, name):
    batch = ImportBatchFactory(agency=registrar.agency, committed=True)

    page = client.get(url(name, *([batch.pk] if name == "detail" else [])))

    assert "by a command on the server" in page.content.decode()
    assert "by –" not in page.content.decode()


@pytest.mark.parametrize(
    "choice", ["same-²", f"same-{'9' * 5000}", "same-1", "same--0"]
)
def test_a_choice_that_was_not_offered_is_refused(client, undecided, choice):
    response = client.post(url("decide", undecided.pk, 0), {"choice": choice})

    assert response.status_code == 302
    assert undecided.rows.get().choice == ""


def test_the_result_says_what_was_left_out_and_how_to_take_it_in(
    client, undecided, registrar
):
    client.post(url("save", undecided.pk))
    commit(undecided.pk, by=registrar)

    page = client.get(undecided.get_absolute_url()).content.decode()

    assert "1 row that was not decided was left out" in page
    assert "upload the file again" in page
