"""Uploads beyond the limit: dropped as they come, and told; never laid down, nor read for ever."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import (
    BOUNDARY,
    MULTIPART_CONTENT,
    RequestFactory,
    encode_multipart,
)

LIMIT = 100_000


class Counting(io.BytesIO):
    """A connection that knows how much was read from it."""

    taken = 0

    def read(self, size=-1):
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.fixture(autouse=True)
def small(settings):
    settings.IMPORT_MAX_BYTES = LIMIT


def request_with(size):
    fields = {"year": "2019", "file": SimpleUploadedFile("l.csv", b"x" * size)}
    body = encode_multipart(BOUNDARY, fields)
    wire = Counting(body)
    made = RequestFactory().generic(
        "POST", "/", body, MULTIPART_CONTENT, **{"wsgi.input": wire}
    )
    return made, wire, len(body)


def test_a_file_within_the_limit_arrives_whole():
    request, _wire, _length = request_with(LIMIT)

    file = request.FILES["file"]

    assert (file.read(), file.name, file.size) == (b"x" * LIMIT, "l.csv", LIMIT)


def test_a_file_over_the_limit_arrives_empty_with_its_size():
    request, _wire, _length = request_with(LIMIT + 1)

    assert (request.FILES["file"].size, request.FILES["file"].read()) == (
        LIMIT + 1,
        b"",
    )
    assert request.POST["year"] == "2019"


def test_a_file_far_over_the_limit_is_not_read_to_its_end():
    request, wire, length = request_with(5_000_000)

    assert request.FILES["file"].size > LIMIT
    assert request.POST["year"] == "2019"
    assert wire.taken < length / 3
