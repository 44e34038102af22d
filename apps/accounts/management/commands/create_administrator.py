from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.accounts.invitations import invite
from apps.accounts.models import User


class Command(BaseCommand):
    help = (
        "Make the first administrator of a new installation and print the link, valid once "
        "for 72 hours, by which he sets his password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument(
            "--another",
            action="store_true",
            help="also when there is an active administrator already",
        )

    def handle(self, *, email: str, name: str, another: bool, **options: Any) -> None:
        try:
            with transaction.atomic():
                address = _make(email, name, another=another)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(address)


def _make(email: str, name: str, *, another: bool) -> str:
    if not another and User.objects.administrators().exists():
        raise CommandError(
            "There is an administrator already, who can invite others. To make one all the "
            "same, add --another."
        )
    user = User.objects.filter(email__iexact=email, is_superuser=True).first()
    if user is None:
        user = User.objects.create_superuser(email, name=name)
    elif user.has_usable_password():
        raise CommandError(f"{email} is an administrator already.")
    _invitation, address = invite(user, by=None)
    return address
