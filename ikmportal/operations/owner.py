"""The role that owns the tables. Only upgrades and the rotation of keys are done as it."""

import environ
from django.conf import settings
from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler


def owner_connection() -> BaseDatabaseWrapper:
    """A connection of its own, which the caller closes."""
    if not settings.OWNER_DATABASE_URL:
        raise CommandError("OWNER_DATABASE_URL is not set: see deploy/owner.env.")
    found = environ.Env.db_url_config(settings.OWNER_DATABASE_URL)
    return ConnectionHandler({"default": found})["default"]
