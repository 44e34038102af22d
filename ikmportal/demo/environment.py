"""The environment of the demo's processes, and its secrets, made once and kept."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from ikmportal.checks import DEMO_MARK

LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"  # for a password that is read from a screen


def _token() -> str:
    return DEMO_MARK + secrets.token_urlsafe(48)


def _field_key() -> str:
    return f"{DEMO_MARK}1:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _password() -> str:
    return DEMO_MARK + "".join(secrets.choice(LEGIBLE) for _ in range(8))


SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": _token,
    "FIELD_ENCRYPTION_KEYS": _field_key,
    "BLIND_INDEX_KEY": _token,
    "DEMO_PASSWORD": _password,
}


def demo_secrets(var: Path) -> dict[str, str]:
    """The secrets in `demo.env`; those not yet there are made and added."""
    file = var / "demo.env"
    lines = file.read_text().splitlines() if file.exists() else []
    known = dict(line.split("=", 1) for line in lines if "=" in line)
    missing = {name: make() for name, make in SECRETS.items() if not known.get(name)}
    if missing:
        known |= missing
        _write_privately(
            file, "".join(f"{name}={value}\n" for name, value in known.items())
        )
    return {name: known[name] for name in SECRETS}


def _write_privately(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    new.replace(file)


def demo_environment(var: Path, address: str) -> dict[str, str]:
    """What the processes of the demo get: nothing of a production `.env` shines through."""
    return {
        **os.environ,
        **demo_secrets(var),
        "DJANGO_SETTINGS_MODULE": "ikmportal.settings",
        "IKM_DATA_DIR": str(var),
        "DEMO": "true",
        "DEBUG": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": address,
        "CSRF_TRUSTED_ORIGINS": "",
        "BEHIND_PROXY": "false",
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_COOKIES": "false",
        "CACHE_URL": "dbcache://cache_entry",
        "EMAIL_URL": "filemail:///" + quote(str(var / "mail")),
        "IKM_PROCESS": "web",
        "LOG_FORMAT": "plain",
        "PYTHONUNBUFFERED": "1",
    }
