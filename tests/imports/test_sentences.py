"""What is said of a list is kept as codes, and read by each in his own language."""

import pytest
from django.utils import translation

from apps.businesses.findings import KINDS
from apps.imports import preview
from apps.imports.models import ImportBatch
from apps.imports.sentences import SENTENCES, in_words
from apps.regions.findings import FINDINGS
from ikmportal.spreadsheets import REFUSALS
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportBatchFactory, ImportRowFactory
from tests.imports.importing import planned, write_csv

LINE = "Rina Contoh;123;Dodol Rina;dodol"


@pytest.fixture
def read_in_indonesian(tangerang, tmp_path):
    """A list with a bad NIK, read by a worker that speaks Indonesian."""
    path = write_csv(tmp_path / "l.csv", "Nama Pemilik;NIK;Nama Usaha;Produk", LINE)
    with translation.override("id"):
        return planned(path, tangerang)


def said(batch, language):
    with translation.override(language):
        rows = preview.shown(list(batch.rows.all()), batch, UserFactory(superuser=True))
        return [finding["message"] for row in rows for finding in row.findings]


def test_each_reads_the_findings_in_his_language(read_in_indonesian):
    english = "A NIK has 16 digits; this one has 3."

    assert english in said(read_in_indonesian, "en")
    assert english not in said(read_in_indonesian, "id")
    assert any("16 angka" in text for text in said(read_in_indonesian, "id"))


def test_what_is_kept_is_no_sentence(read_in_indonesian):
    [finding] = [
        finding
        for finding in read_in_indonesian.rows.get().findings
        if finding["field"] == "nik"
    ]

    assert finding == {
        "field": "nik",
        "code": "nik.length",
        "level": "error",
        "proposed": None,
        "params": {"count": 3},
    }


@pytest.mark.django_db
def test_a_finding_of_an_older_version_is_still_read():
    old = {"field": "nik", "code": "nik.length", "level": "error", "proposed": None}
    row = ImportRowFactory(findings=[{**old, "message": "NIK ini tidak utuh."}])

    assert said(row.batch, "en") == ["NIK ini tidak utuh."]


@pytest.mark.django_db
def test_what_went_wrong_is_read_in_any_language_and_from_any_version():
    batch = ImportBatchFactory(state="failed", error="quote", details={"row": 7})
    old = ImportBatchFactory(state="failed", error="Berkas kosong.")

    with translation.override("id"):
        assert "baris 7" in ImportBatch.objects.get(pk=batch.pk).error_in_words
    assert "row 7" in batch.error_in_words
    assert old.error_in_words == "Berkas kosong."


def test_every_code_has_its_sentence():
    assert set(FINDINGS) <= set(KINDS)
    assert set(REFUSALS) <= set(SENTENCES)
    assert in_words("", {}) == ""
