import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ikmportal.checks import weaknesses

AS_OWNER = [["migrate_safely"], ["createcachetable"]]
AS_OURSELVES = [["load_reference_data"], ["collectstatic", "--no-input"]]


class Command(BaseCommand):
    help = "All that a new version needs, while the old one goes on serving."

    def handle(self, **options: Any) -> None:
        if found := weaknesses(settings):
            raise CommandError("\n".join(found))
        owner = settings.OWNER_DATABASE_URL
        as_owner = {"DATABASE_URL": owner} if owner else {}
        if "django_migrations" in connection.introspection.table_names():
            # As the owner: in a database that was just restored the web has no rights yet.
            self._run(["backup"], as_owner)
        for command in AS_OWNER:
            self._run(command, as_owner)
        if owner:
            self._run(["grant_rights"], {})
        for command in AS_OURSELVES:
            self._run(command, {})
        self.stdout.write("ready: reload the web server and restart the worker")

    def _run(self, command: list[str], variables: dict[str, str]) -> None:
        self.stdout.write(f"{command[0]} …")
        self.stdout.flush()
        result = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *command],
            check=False,
            cwd=settings.BASE_DIR,
            env=os.environ | variables,
        )
        if result.returncode:
            raise CommandError(f"{command[0]} failed: nothing after it was done.")
