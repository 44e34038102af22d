"""Files of a business: real pictures and PDFs, and what only looks like one."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from PIL import Image

from apps.accounts.models import AccessRecord
from apps.businesses.attachments import (
    FILES,
    attach,
    count_ended,
    read_upload,
    remove_ended,
)
from apps.businesses.models import Attachment
from apps.businesses.subjects import erase_person
from tests.factories.accounts import UserFactory
from tests.factories.businesses import BusinessFactory

GPS = 0x8825
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def business(roles):
    return BusinessFactory()


@pytest.fixture
def officer(business):
    return UserFactory(agency=business.agency, roles=["registrar"])


def photo(size=(600, 400), kind="JPEG", **saved):
    answer = io.BytesIO()
    Image.new("RGB", size, "orange").save(answer, kind, **saved)
    return answer.getvalue()


def with_place_and_script():
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    exif.get_ifd(GPS)[1] = "S"
    return photo(exif=exif) + b"<?php system('id'); ?><script>alert(1)</script>"


def test_a_photo_is_painted_anew_without_place_or_what_is_appended():
    kept, media_type = read_upload(with_place_and_script())

    with Image.open(io.BytesIO(kept)) as found:
        assert (found.format, found.size) == ("WEBP", (600, 400))
        assert not found.getexif()
    assert media_type == "image/webp"
    assert [word for word in (b"script", b"php", b"Exif") if word in kept] == []


def test_a_large_photo_becomes_as_large_as_is_shown():
    kept, _media_type = read_upload(photo((4000, 3000)))

    with Image.open(io.BytesIO(kept)) as found:
        assert found.size == (2000, 1500)


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a/*<script>alert(1)</script>*/",
        b"%PDF-1.7 without its end",
        b"MZ\x90\x00",
        photo()[:200],
        photo((8000, 7000), "PNG"),
    ],
    ids=["html", "svg", "gif", "half a PDF", "program", "cut off", "56 megapixels"],
)
def test_what_is_no_picture_is_refused_whatever_its_name(
    client, business, officer, content
):
    client.force_login(officer)

    answer = client.post(
        reverse("businesses:attachments", args=[business.pk]),
        {
            "kind": "photo",
            "title": "Tempat usaha",
            "file": SimpleUploadedFile("foto.jpg", content, "image/jpeg"),
        },
    )

    assert "neither a picture" in answer.content.decode()
    assert 'value="Tempat usaha"' in answer.content.decode()
    assert not Attachment.objects.exists()


def test_too_large_a_file_is_refused():
    with pytest.raises(ValidationError, match="at most 10 MB"):
        read_upload(PDF + b" " * (11 << 20))


def test_what_is_attached_lies_sealed_and_opens_as_a_download(
    client, business, officer
):
    client.force_login(officer)
    sent = SimpleUploadedFile("nib.pdf", PDF)
    address = reverse("businesses:attachments", args=[business.pk])
    client.post(address, {"kind": "permit", "title": "NIB <b>", "file": sent})
    kept = Attachment.objects.get()

    [path] = FILES.folder().iterdir()
    answer = client.get(reverse("businesses:attachment", args=[kept.pk]))

    assert PDF not in path.read_bytes()
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="nib-b.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert kept.added_by == officer


def test_the_same_file_is_attached_once(business, officer):
    attach(business, PDF, kind="permit", title="NIB", by=officer)

    with pytest.raises(ValidationError, match="attached already"):
        attach(business, PDF, kind="permit", title="NIB", by=officer)
    assert len(list(FILES.folder().iterdir())) == 1


def test_a_copy_of_an_identity_card_ends_after_a_year_and_asks_why(
    client, business, officer
):
    kept = attach(business, photo(), kind="identity", title="KTP", by=officer)
    address = reverse("businesses:attachment", args=[kept.pk])
    assert kept.expires_on == localdate() + timedelta(days=365)

    client.force_login(officer)
    assert client.get(address).status_code == 403
    client.force_login(
        UserFactory(agency=business.agency, roles=["data-administrator"])
    )
    asked = client.get(address)
    opened = client.post(address, {"reason": "identity"})

    assert asked.templates[0].name == "businesses/attachment_reason.html"
    assert opened["Content-Type"] == "image/webp"
    assert AccessRecord.objects.get().rows == [business.owner_id]


def test_what_has_ended_goes_with_its_file(business, officer):
    kept = attach(business, photo(), kind="identity", title="KTP", by=officer)
    Attachment.objects.update(expires_on=localdate() - timedelta(days=1))

    removed = remove_ended(timezone.now())

    assert (removed, Attachment.objects.filter(pk=kept.pk).exists()) == (1, False)


def test_deleting_takes_the_file_too(
    client, business, officer, django_capture_on_commit_callbacks
):
    kept = attach(business, PDF, kind="permit", title="NIB", by=officer)
    client.force_login(
        UserFactory(agency=business.agency, roles=["data-administrator"])
    )

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("businesses:attachment_remove", args=[kept.pk]))

    assert list(FILES.folder().iterdir()) == []


def test_the_file_of_a_deleted_business_goes_at_night(business, officer, tmp_path):
    made = attach(business, photo(), kind="photo", title="Depan", by=officer)
    kept = attach(
        BusinessFactory(), photo((300, 200)), kind="photo", title="Lain", by=officer
    )
    business.delete()
    names = {path.name for path in (tmp_path / "attachments").iterdir()}
    assert names == {made.stored_as, kept.stored_as}
    assert count_ended(timezone.now()) == 0  # perhaps its row is on its way

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert remove_ended(timezone.now()) == 1

    assert [path.name for path in (tmp_path / "attachments").iterdir()] == [
        kept.stored_as
    ]


def test_erasure_takes_the_files_of_a_person(
    business, officer, django_capture_on_commit_callbacks
):
    attach(business, photo(), kind="photo", title="Wajah", by=officer)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(business.owner)

    assert list(FILES.folder().iterdir()) == []


def test_another_agencys_file_is_not_there(client, business, officer):
    kept = attach(business, PDF, kind="permit", title="NIB", by=officer)
    client.force_login(UserFactory(roles=["registrar"]))

    answer = client.get(reverse("businesses:attachment", args=[kept.pk]))

    assert answer.status_code == 404


def test_a_file_that_was_not_restored_is_told_in_a_sentence(client, business, officer):
    kept = attach(business, PDF, kind="permit", title="NIB", by=officer)
    FILES.remove(kept.stored_as)
    client.force_login(officer)

    answer = client.get(reverse("businesses:attachment", args=[kept.pk]), follow=True)

    assert "not restored with the rest" in answer.content.decode()
