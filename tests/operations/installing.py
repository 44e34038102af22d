"""An installation as docs/operations.md makes it: two roles, strong settings, real commands."""

import base64
import os
import secrets
import subprocess
import sys

import psycopg

from ikmportal.embedded import BASE_DIR

ROLES = ["portal_owner", "portal_app"]


class Installation:
    """A database on `server` with its two roles, a data folder, and its environment."""

    def __init__(self, server, folder, name="portal"):
        self.server, self.folder, self.name = server, folder, name
        server.execute(
            f"CREATE DATABASE {name} OWNER portal_owner",
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
            f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO portal_app",
        )
        self.environment = {
            "PATH": os.environ["PATH"],
            "IKM_DATA_DIR": str(folder),
            "DATABASE_URL": server.url(name, "portal_app"),
            "SECRET_KEY": secrets.token_urlsafe(60),
            "BLIND_INDEX_KEY": secrets.token_urlsafe(48),
            "FIELD_ENCRYPTION_KEYS": "k1:" + base64.b64encode(os.urandom(32)).decode(),
            "SITE_URL": "https://ikm.example.go.id",
            "ALLOWED_HOSTS": "ikm.example.go.id,127.0.0.1",
            "BEHIND_PROXY": "true",
            "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "EMAIL_URL": "smtp+tls://mail.example.go.id:587",
            "DEFAULT_FROM_EMAIL": "portal@example.go.id",
        }
        self.owner = {"OWNER_DATABASE_URL": server.url(name, "portal_owner")}

    def run(self, *command, check=True, **variables):
        """A command of manage.py in a process of its own."""
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, command)],
            check=check,
            capture_output=True,
            text=True,
            timeout=300,
            cwd=BASE_DIR,
            env=self.environment | variables,
        )

    def connect(self, role="portal_app"):
        return psycopg.connect(
            host=str(self.server.folder),
            user=role,
            dbname=self.name,
            autocommit=True,
        )


def make_roles(server):
    server.execute(*(f"CREATE ROLE {role} LOGIN" for role in ROLES))
