from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from ikmportal.rotation import AT_ONCE, vaults


class Command(BaseCommand):
    help = (
        "Seal again, under the first of FIELD_ENCRYPTION_KEYS, what an older one sealed: "
        "counts only unless --commit. Killed, it is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commit", action="store_true")
        parser.add_argument("--at-once", type=int, default=AT_ONCE)

    def handle(self, *, commit: bool, at_once: int, **options: Any) -> None:
        left = 0
        for vault in vaults():
            done = 0
            try:
                if commit:
                    done = sum(vault.rotate(at_once))
                behind = vault.behind()
            except ProgrammingError as error:  # the web's role may not rewrite history
                raise CommandError(
                    f"{vault.name}: {error}Run this as the owner of the tables."
                ) from error
            left += behind
            if done or behind:
                self.stdout.write(f"{vault.name}: {done} sealed anew, {behind} left")
        self.stdout.write(f"{left} values under an old key.")
        if commit and left:
            raise CommandError("Some were held by somebody: run it again.")
