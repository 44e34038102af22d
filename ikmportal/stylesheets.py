"""One stylesheet for one kind of page, put together when static files are collected.

The sources stay small files under `@import`, which a browser follows while we develop. Left
so, they would cost a visitor on a 3G phone a second round trip and worse compression.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

BUNDLES = ("css/site.css", "css/staff.css", "css/admin.css")
IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

Sources = dict[str, tuple[Storage, str]]


class BundlesStylesheets:
    """A storage that writes each bundle with what it imports in the place of the imports."""

    def post_process(
        self, paths: Sources, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        storage: Any = self
        if not dry_run:
            for name in BUNDLES:
                if name in paths:
                    content = ContentFile(bundled(name, paths).encode())
                    storage.delete(name)
                    storage.save(name, content)
                    paths[name] = (storage, name)
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[misc]


def bundled(name: str, paths: Sources) -> str:
    """The text of a stylesheet with its imports in place and its comments gone.

    Addresses are not rewritten: only files in the bundle's own folder may hold relative ones.
    """
    folder = PurePosixPath(name).parent

    def inlined(match: re.Match[str]) -> str:
        return _read(str(folder / match[1]), paths)

    text = COMMENT.sub("", IMPORT.sub(inlined, _read(name, paths)))
    return re.sub(r"\n\s*", "\n", text)


def _read(name: str, paths: Sources) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        content = file.read()
    return content if isinstance(content, str) else content.decode()
