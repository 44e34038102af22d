"""Where an agency wants it, a second person saves an import."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.businesses.models import Business
from apps.imports import approving, batches, deciding
from apps.imports.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.imports.importing import planned, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def both(roles, tangerang):
    tangerang.imports_need_second = True
    tangerang.save()
    return [UserFactory(agency=tangerang, roles=["data-administrator"]) for _ in "ab"]


@pytest.fixture
def batch(tangerang, both, tmp_path):
    path = write_csv(tmp_path / "l.csv", "Nama Pemilik,Nama Usaha", "Rina,Dapur")
    return planned(path, tangerang, by=both[0])


def url(name, batch):
    return reverse(f"imports:{name}", args=[batch.pk])


def state(batch):
    batch.refresh_from_db()
    return batch.state


def test_the_second_saves_what_the_first_declared_ready(client, batch, both):
    first, second = both
    client.force_login(first)
    assert (
        "second person save it" in client.get(batch.get_absolute_url()).content.decode()
    )
    client.post(url("save", batch))
    assert state(batch) == "planned"
    client.post(url("ready", batch))
    assert state(batch) == "ready"
    client.post(url("save", batch))
    assert state(batch) == "ready"

    client.force_login(second)
    client.post(url("save", batch))
    batches.commit(batch.pk, by=second)

    assert state(batch) == "committed"
    assert (batch.ready_by, batch.committed_by) == (first, second)
    assert Business.objects.count() == 1


def test_the_first_is_told_who_saves_it(batch, both):
    approving.declare_ready(batch, both[0])

    with pytest.raises(ValidationError, match="second person"):
        approving.ask_to_commit(batch, both[0])


def test_a_closed_review_holds_still_until_it_is_opened(client, batch, both):
    approving.declare_ready(batch, both[0])
    with pytest.raises(ValidationError):
        deciding.decide(batch, 0, "skip")

    client.force_login(both[1])
    client.post(url("open_again", batch))

    assert state(batch) == "planned"
    assert batch.ready_by is None
    deciding.decide(batch, 0, "skip")


def test_the_database_holds_it_too(batch, both):
    approving.declare_ready(batch, both[0])
    ready = ImportBatch.objects.filter(pk=batch.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        ready.update(committed_by=both[0])
    ready.update(committed_by=both[1])


def test_without_it_one_person_is_enough(tangerang, roles, tmp_path):
    officer = UserFactory(agency=tangerang, roles=["data-administrator"])
    path = write_csv(tmp_path / "l.csv", "Nama Pemilik,Nama Usaha", "Rina,Dapur")
    batch = planned(path, tangerang, by=officer)

    assert not approving.declare_ready(batch, officer)
    assert approving.ask_to_commit(batch, officer)
