"""What the demo was last prepared from, so that a second start need not do it again."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from ikmportal.demo.database import connection_parameters
from ikmportal.embedded import BASE_DIR, data_dir, database_url

SOURCES = ["apps", "fixtures", "ikmportal", "requirements", "static"]


def prepare(environment: dict[str, str]) -> list[list[str]]:
    """Prepare unless it was done for the same sources and database; the demo logins.

    In a process of its own, so that the launcher, which stays, never loads Django.
    """
    record = _record()
    done = json.loads(record.read_text()) if record.exists() else {}
    if done.get("state") != _state():
        record.unlink(missing_ok=True)
        result = subprocess.run(
            [sys.executable, "-m", "ikmportal.demo.preparation"],
            check=False,
            cwd=BASE_DIR,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the launcher
        )
        if result.returncode:
            sys.exit(1)  # it has said why
        done = json.loads(record.read_text())
    return done["logins"]


def keep_record(logins: list[tuple[str, str, str]]) -> None:
    """Note that everything was prepared from the sources and the database as they are."""
    _record().write_text(json.dumps({"state": _state(), "logins": logins}, default=str))


def _record() -> Path:
    return data_dir() / "demo.json"


def _state() -> list[Any]:
    statics = (data_dir() / "static" / "staticfiles.json").exists()
    return [_digest_of_sources(), statics, *_database()]


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for path in _source_files():
        digest.update(os.fsencode(path.relative_to(BASE_DIR)) + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield path


def _database() -> list[Any]:
    """Which database it is, and how far it was migrated; empty if it never was."""
    url = os.environ.get("DATABASE_URL") or database_url()
    with psycopg.connect(**connection_parameters(url)) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (
            None,
        ):
            return []
        found = connection.execute(
            "SELECT oid::text, (SELECT system_identifier::text FROM pg_control_system()),"
            " (SELECT count(*) FROM django_migrations)"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    return list(found or [])
