import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.exhibitions.accepting import accept
from apps.exhibitions.models import Exhibition
from apps.exhibitions.proposing import SEED, propose

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = (
        "Propose who takes part in an exhibition and who stands where, with reasons. "
        "Nothing is changed unless --apply."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "exhibition", metavar="EXHIBITION", help="its slug or number"
        )
        parser.add_argument("--apply", action="store_true")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name it is decided")
        parser.add_argument("--json", type=Path, metavar="REPORT")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, **options: Any) -> None:
        exhibition = _exhibition(options["exhibition"])
        by = _user(options["by"]) if options["by"] else None
        report = propose(exhibition, seed=options["seed"])
        if options["json"]:
            text = json.dumps(report, ensure_ascii=False, indent=1)
            try:
                options["json"].write_text(text + "\n", encoding="utf-8")
            except OSError as error:
                raise CommandError(
                    _("%(path)s cannot be written.") % {"path": options["json"]},
                    returncode=BAD_ARGUMENTS,
                ) from error
        done = _("proposed only")
        if options["apply"]:
            try:
                count = accept(exhibition, report, by=by)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            done = _("%(count)d made so") % {"count": count}
        self.stdout.write(
            f"{len(report['selected'])} selected, {len(report['reserve'])} reserve, "
            f"{len(report['rejected'])} rejected, {len(report['placements'])} placed, "
            f"{len(report['unplaced'])} without a place, optimal: {report['optimal']}, "
            f"{report['seconds']} s; {done}"
        )


def _exhibition(name: str) -> Exhibition:
    rows = Exhibition.objects.filter(slug=name)
    if name.isdecimal():
        rows = rows | Exhibition.objects.filter(pk=int(name))
    found: Exhibition | None = rows.first()
    if found is None:
        raise CommandError(
            _("There is no exhibition %(name)s.") % {"name": name},
            returncode=BAD_ARGUMENTS,
        )
    return found


def _user(email: str) -> User:
    found: User | None = User.objects.filter(
        email__iexact=email, is_active=True
    ).first()
    if found is None or not found.has_perm("exhibitions.decide_participation"):
        raise CommandError(
            _("%(email)s may not decide that.") % {"email": email},
            returncode=BAD_ARGUMENTS,
        )
    return found
