"""Uploads in memory, up to a limit: what is larger is dropped as it comes, and told.

Lists hold NIKs, so nothing is laid down in plain, not even in a temporary folder. A file over
the limit arrives at its form empty but with its size, so that the form can say the limit.
"""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import LimitedStream
from django.http.multipartparser import MultiPartParser

BESIDES = 2**20  # for the other fields of a form and what parts them
# Up to so many times the limit all is read, because a browser shows no answer before.
PATIENCE = 4


class Beginning:
    """As much of a multipart body as is read of it, and an end to it."""

    def __init__(self, body: Any, most: int, boundary: bytes) -> None:
        self.body = LimitedStream(body, most)
        self.end = io.BytesIO(b"\r\n--" + boundary + b"--\r\n")

    def read(self, size: int = -1) -> bytes:
        return self.body.read(size) or self.end.read(size)


class BoundedUploadHandler(FileUploadHandler):
    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  as Django calls it
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Any:
        """Of a request far beyond the limit, parse only what reaches it."""
        most = settings.IMPORT_MAX_BYTES
        if content_length <= PATIENCE * most or isinstance(input_data, Beginning):
            return None
        beginning: Any = Beginning(input_data, most + BESIDES, boundary)
        return MultiPartParser(META, beginning, [self], encoding).parse()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content, self.size = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= settings.IMPORT_MAX_BYTES:
            self.content.write(raw_data)
        elif self.content.tell():
            self.content = io.BytesIO()

    def file_complete(self, file_size: int) -> UploadedFile:
        self.content.seek(0)
        about = (self.content, self.field_name, self.file_name, self.content_type)
        return InMemoryUploadedFile(
            *about, self.size, self.charset, self.content_type_extra
        )
