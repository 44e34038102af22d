from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.agencies.models import SectorCoverage
from ikmportal.tablefiles import read_csv, read_spreadsheet, write_xlsx
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, SectorCoverageFactory
from tests.factories.sectors import CreativeSubsectorFactory
from tests.imports.old_formats import write_ods, write_xls

pytestmark = pytest.mark.django_db
HEADER = "agency,list_version,subsector,local_label,partial,since,until\n"
CSV, XLSX = "1", "0"


@pytest.fixture
def denpasar(roles):
    return AgencyFactory(code="DPS")


@pytest.fixture
def administrator(client, denpasar):
    """The data administrator of Denpasar, signed in."""
    client.force_login(UserFactory(agency=denpasar, roles=["data-administrator"]))
    return client


@pytest.fixture
def craft():
    """«kriya» of the sixteen; the list of seventeen has another one."""
    CreativeSubsectorFactory(list_version="17", code="kriya")
    return CreativeSubsectorFactory(list_version="16", code="kriya")


def address(view, *arguments):
    return reverse(f"admin:agencies_sectorcoverage_{view}", args=arguments)


def trial(client, table):
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("data", content)
    fields = {"import_file": file, "format": "0", "resource": "0"}
    return client.post(address("import"), fields)


def upload(client, text):
    form = trial(client, text).context["confirm_form"]
    client.post(address("process_import"), form.initial)


def export(client, file_format=CSV):
    return client.post(
        address("export"), {"format": file_format, "resource": "0"}
    ).content


def test_an_import_finds_the_subsector_in_its_list(administrator, denpasar, craft):
    upload(administrator, f"{HEADER}DPS,16,kriya,kerajinan,,2015-01-01,\n")

    coverage = SectorCoverage.objects.get()
    assert (coverage.agency, coverage.subsector, coverage.partial) == (
        denpasar,
        craft,
        False,
    )
    assert str(coverage.since) == "2015-01-01"


def test_an_import_ends_what_is_there_and_deletes_nothing(
    administrator, denpasar, craft
):
    ended = SectorCoverageFactory(agency=denpasar, subsector=craft, local_label="kriya")
    SectorCoverageFactory(agency=denpasar, local_label="kuliner")

    upload(administrator, f"{HEADER}DPS,16,kriya,kriya,1,,2019-12-31\n")

    ended.refresh_from_db()
    assert (ended.partial, str(ended.until)) == (True, "2019-12-31")
    assert SectorCoverage.objects.count() == 2


def test_an_import_names_no_agency_of_others(administrator, craft):
    AgencyFactory(code="TNG")

    answer = trial(administrator, f"{HEADER}TNG,16,kriya,kerajinan,,,\n")

    assert "There is no «TNG»." in answer.content.decode()
    assert answer.context["result"].has_validation_errors


def test_an_import_does_not_touch_the_rows_of_others(administrator, craft):
    other = SectorCoverageFactory(agency=AgencyFactory(code="TNG"), subsector=craft)

    trial(administrator, f"{HEADER}TNG,16,kriya,{other.local_label},1,,2019-12-31\n")

    other.refresh_from_db()
    assert (other.partial, other.until) == (False, None)


def test_an_import_says_that_an_end_lies_before_its_beginning(
    administrator, denpasar, craft
):
    answer = trial(
        administrator, f"{HEADER}DPS,16,kriya,kriya,,2019-01-01,2018-01-01\n"
    )

    assert "The end lies before the beginning." in answer.content.decode()


def test_what_is_exported_comes_back_as_it_left(administrator, denpasar):
    SectorCoverageFactory(agency=denpasar, partial=True, since="2015-01-01")
    SectorCoverageFactory(agency=AgencyFactory(parent=denpasar), until="2020-12-31")
    SectorCoverageFactory()
    before = export(administrator)

    upload(administrator, before.decode("utf-8-sig"))

    assert export(administrator) == before
    assert len(read_csv(before)) == 2


def test_an_exported_workbook_is_edited_and_comes_back(administrator, denpasar):
    kept, ended = SectorCoverageFactory.create_batch(2, agency=denpasar, partial=True)
    rows = read_spreadsheet(export(administrator, XLSX))
    place = rows["local_label"].index(ended.local_label)

    edited = [list(row) for row in rows]
    edited[place][rows.headers.index("until")] = date(2019, 12, 31)
    upload(administrator, write_xlsx(rows.headers, edited))

    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.partial, kept.until) == (True, None)
    assert (ended.partial, ended.until) == (True, date(2019, 12, 31))


@pytest.mark.parametrize("write", [write_xls, write_ods])
def test_older_spreadsheets_come_in_too(administrator, craft, tmp_path, write):
    head = ["agency", "list_version", "subsector", "local_label", "partial"]
    path = write(tmp_path / "t", [head, ["DPS", "16", "kriya", "kerajinan", 1]])

    upload(administrator, path.read_bytes())

    assert SectorCoverage.objects.get().partial


def test_a_damaged_workbook_is_refused_in_a_sentence(administrator):
    answer = trial(administrator, b"PK\x03\x04 and no more")

    assert "The file cannot be read: The file is damaged" in answer.content.decode()


def test_others_coverage_is_neither_listed_nor_changed(administrator, denpasar):
    own = SectorCoverageFactory(agency=AgencyFactory(parent=denpasar))
    other = SectorCoverageFactory()

    listed = administrator.get(address("changelist")).context["cl"].result_list
    answer = administrator.post(address("change", other.pk), {"local_label": "x"})

    assert list(listed) == [own]
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("admin:index")


def test_the_page_of_another_agency_does_not_show_its_coverage(administrator):
    other = SectorCoverageFactory(local_label="Rahasia Besar")

    page = administrator.get(
        reverse("admin:agencies_agency_change", args=[other.agency_id])
    )

    assert page.status_code == 200
    assert "Rahasia" not in page.content.decode()


def test_who_only_reads_cannot_import(client, roles):
    client.force_login(UserFactory(roles=["leadership"]))

    answers = [
        client.get(address(view)).status_code
        for view in ("changelist", "export", "add", "import")
    ]

    assert answers == [200, 200, 403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_constant_queries(
    administrator, denpasar, django_assert_num_queries, count
):
    SectorCoverageFactory.create_batch(count, agency=denpasar)

    administrator.get(address("changelist"))  # the first one writes its session down

    with django_assert_num_queries(10):
        administrator.get(address("changelist"))


def test_a_coverage_does_not_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        SectorCoverageFactory(since="2019-01-01", until="2018-01-01")


def test_an_agency_with_coverage_is_not_deleted(client):
    client.force_login(UserFactory(superuser=True))
    used = SectorCoverageFactory().agency

    client.post(
        reverse("admin:agencies_agency_delete", args=[used.pk]), {"post": "yes"}
    )

    assert SectorCoverage.objects.filter(agency=used).exists()
