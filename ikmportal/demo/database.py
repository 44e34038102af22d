"""A DATABASE_URL looked at before anything is written to it."""

import warnings
from typing import Any

import environ
import psycopg

from ikmportal.demo.faults import DemoError

OLDEST_VERSION = 150000
EXAMPLE = "postgres://pengguna:sandi@127.0.0.1:5432/portal"
TIMEOUT = 5  # seconds


def check_database(url: str) -> None:
    """Raise DemoError if the demo cannot, or should not, use the database of `url`."""
    parameters = connection_parameters(url)
    where = f"«{parameters['dbname']}» di {parameters['host']}:{parameters['port']}"
    try:
        with psycopg.connect(**parameters, autocommit=True) as connection:
            _check_server(connection)
            _check_rights(connection)
            _check_contents(connection)
    except psycopg.Error as error:
        message = (
            str(error).strip().splitlines()[-1].removeprefix("connection failed: ")
        )
        refused = "password" in message or "authentication" in message
        raise DemoError(
            f"Server PostgreSQL menolak pengguna «{parameters['user']}» untuk basis data "
            f"{where}: periksa nama dan sandi dalam DATABASE_URL ({message})."
            if refused
            else f"Basis data {where} tidak dapat dihubungi: {message}"
        ) from error


def connection_parameters(url: str) -> dict[str, Any]:
    """The URL in psycopg's words, read just as the settings read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = environ.Env.db_url_config(url)
    except ValueError:
        config = {}
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config["NAME"]:
        raise DemoError(f"DATABASE_URL tidak dapat dibaca: tulis seperti {EXAMPLE}.")
    return {
        "dbname": config["NAME"],
        "user": config["USER"] or None,
        "password": config["PASSWORD"] or None,
        "host": config["HOST"] or "localhost",
        "port": config["PORT"] or 5432,
        "connect_timeout": TIMEOUT,
        **config.get("OPTIONS", {}),
    }


def _check_server(connection: psycopg.Connection[Any]) -> None:
    if connection.info.server_version < OLDEST_VERSION:
        major = connection.info.server_version // 10000
        raise DemoError(
            f"Server ini PostgreSQL {major}; portal memerlukan versi 15 ke atas."
        )
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise DemoError(
            "Basis data ini tidak memakai UTF8: buat yang baru dengan ENCODING UTF8."
        )


def _check_rights(connection: psycopg.Connection[Any]) -> None:
    info = connection.info
    may_create = connection.execute(
        "SELECT has_database_privilege(current_database(), 'CREATE')"
        " AND has_schema_privilege('public', 'CREATE')"
    ).fetchone()
    if may_create != (True,):
        raise DemoError(
            f"Pengguna «{info.user}» tidak boleh membuat tabel dan ekstensi: jalankan "
            f'ALTER DATABASE "{info.dbname}" OWNER TO "{info.user}" sebagai pengelola server.'
        )


def _check_contents(connection: psycopg.Connection[Any]) -> None:
    exists = connection.execute("SELECT to_regclass('accounts_user')").fetchone()
    if exists == (None,):
        return
    real = "SELECT 1 FROM accounts_user WHERE email NOT LIKE '%@demo.invalid' LIMIT 1"
    if connection.execute(real).fetchone():
        raise DemoError(
            "Basis data ini berisi pengguna sungguhan, bukan hanya demo: beri DATABASE_URL "
            "yang kosong; tidak ada yang diubah."
        )
