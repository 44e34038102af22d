"""Numbered papers: the record of the selection and certificates, read back from the PDF."""

import shutil
import subprocess

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.documents.models import Document
from apps.documents.printing import render_pdf
from apps.exhibitions import tasks
from apps.exhibitions.models import Participation
from apps.exhibitions.records import (
    certificates_of,
    write_certificates,
    write_record,
)
from apps.exhibitions.selecting import decide
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory
from tests.factories.documents import SignatoryFactory
from tests.factories.exhibitions import (
    EligibilityRuleFactory,
    ExhibitionFactory,
    ParticipationFactory,
    QuotaFactory,
    selected,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not shutil.which("pdftotext"),
        reason="poppler-utils is not installed: apt-get install poppler-utils",
    ),
]


@pytest.fixture
def exhibition(roles):
    return ExhibitionFactory(title="Gelar Produk")


@pytest.fixture
def signatory(exhibition):
    return SignatoryFactory(agency=exhibition.agency)


@pytest.fixture
def approver(exhibition):
    return UserFactory(agency=exhibition.agency, roles=["approver"], name="Sri Penentu")


def applicant(exhibition, name, **values):
    business = BusinessFactory(agency=exhibition.agency, name=name)
    return ParticipationFactory(exhibition=exhibition, business=business, **values)


def read(document, tmp_path):
    path = tmp_path / "paper.pdf"
    path.write_bytes(render_pdf(document))
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return " ".join(text.split())


def test_the_record_names_all_with_reasons_exceptions_and_who_decided(
    exhibition, signatory, approver, tmp_path
):
    EligibilityRuleFactory(exhibition=exhibition, words="Memiliki NIB")
    QuotaFactory(exhibition=exhibition, channel="agency", recap_group=None, least=2)
    for name, state, reason, exception in [
        ("Batik Jaya", "selected", "Mutu terbaik", "Perintah Kepala Dinas"),
        ("Kopi Tua", "reserve", "Cadangan pertama", ""),
        ("Roti Baru", "rejected", "Kuota penuh", ""),
    ]:
        each = applicant(exhibition, name)
        decide(each, state, reason=reason, exception=exception, by=approver)

    record = write_record(exhibition, signatory=signatory, by=approver)

    text = read(record, tmp_path)
    for said in [
        *("1 peserta terpilih", "Memiliki NIB", "paling sedikit 2"),
        *("Batik Jaya", "Mutu terbaik", "Pengecualian: Perintah Kepala Dinas"),
        *("Kopi Tua", "Cadangan pertama", "Roti Baru", "Kuota penuh", "Sri Penentu"),
        *(record.number, record.verify_code),
    ]:
        assert said in text
    assert write_record(exhibition, signatory=signatory, by=approver) == record


def test_no_record_while_somebody_is_undecided(exhibition, signatory, approver):
    applicant(exhibition, "Batik")
    with pytest.raises(ValidationError, match="1 applicant is not decided yet"):
        write_record(exhibition, signatory=signatory, by=approver)


def test_certificates_are_for_who_came_once_and_go_on_after_a_break(
    exhibition, signatory, approver, tmp_path
):
    came = [applicant(exhibition, f"Batik {number}") for number in range(3)]
    Participation.objects.filter(pk__in=[each.pk for each in came]).update(
        state="attended"
    )
    selected(exhibition=exhibition)

    assert write_certificates(exhibition, signatory=signatory, by=approver) == 3
    assert write_certificates(exhibition, signatory=signatory, by=approver) == 0

    issued = certificates_of(exhibition)
    assert set(issued) == {each.pk for each in came}
    text = read(issued[came[0].pk], tmp_path)
    assert "Sertifikat" in text
    assert "Batik 0" in text
    assert "Gelar Produk" in text


def test_an_approver_issues_from_the_page_and_an_organiser_does_not(
    client, exhibition, signatory, approver
):
    each = applicant(exhibition, "Batik")
    decide(each, "selected", reason="Baik", by=approver)
    address = reverse("exhibitions:issue_record", args=[exhibition.pk])
    client.force_login(UserFactory(agency=exhibition.agency, roles=["organiser"]))
    assert client.post(address, {"signatory": signatory.pk}).status_code == 403

    client.force_login(approver)
    page = client.get(reverse("exhibitions:records", args=[exhibition.pk]))
    assert "Issue the record" in page.content.decode()
    client.post(address, {"signatory": signatory.pk})

    assert Document.objects.get().kind == "selection-record"
    page = client.get(reverse("exhibitions:records", args=[exhibition.pk]))
    assert Document.objects.get().number in page.content.decode()


def test_a_worker_issues_the_certificates(
    client, exhibition, signatory, approver, worker
):
    each = applicant(exhibition, "Batik")
    Participation.objects.filter(pk=each.pk).update(state="attended")
    client.force_login(approver)

    client.post(
        reverse("exhibitions:issue_certificates", args=[exhibition.pk]),
        {"signatory": signatory.pk},
    )
    worker()

    assert set(certificates_of(exhibition)) == {each.pk}


@pytest.fixture
def worker():
    """Does what was deferred, here and now."""

    def work():
        for job in ProcrastinateJob.objects.filter(task_name="exhibitions.certify"):
            tasks.certify(**job.args)

    return work
