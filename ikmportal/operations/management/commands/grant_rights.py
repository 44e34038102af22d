from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ikmportal.operations.owner import owner_connection
from ikmportal.operations.rights import grant_rights, keep_timeouts


class Command(BaseCommand):
    help = (
        "Let the role of DATABASE_URL work on the tables of OWNER_DATABASE_URL's role."
    )

    def handle(self, **options: Any) -> None:
        role = connection.settings_dict["USER"]
        owner = owner_connection()
        if owner.settings_dict["USER"] == role:
            raise CommandError(
                "DATABASE_URL and OWNER_DATABASE_URL name the same role."
            )
        try:
            granted = grant_rights(owner, role)
        finally:
            owner.close()
        keep_timeouts()
        self.stdout.write(
            f"{role}: {granted.tables} tables, {granted.growing} of them only grow"
        )
