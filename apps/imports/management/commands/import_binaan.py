import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, OperationalError
from django.utils.translation import gettext as _

from apps.agencies.models import Agency
from apps.imports.batches import import_now, plan_now
from apps.imports.cleaning.dates import read_year
from apps.imports.cleaning.masking import without_numbers
from apps.imports.importing import read_list
from apps.imports.report import as_report, may_be_written, write_report
from apps.imports.sentences import in_words
from ikmportal.spreadsheets import UnreadableFile

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Import a list of coached businesses (binaan): a dry run unless --commit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, metavar="CODE")
        parser.add_argument("--year", metavar="YYYY")
        parser.add_argument("--sheet", action="append", default=[], metavar="NAME")
        parser.add_argument("--commit", action="store_true")
        parser.add_argument("--json", type=Path, metavar="REPORT")

    def handle(self, **options: Any) -> None:
        try:
            self._import(options)
        except OperationalError as error:
            raise CommandError(
                _("The database cannot be reached: nothing was saved.")
            ) from error

    def _import(self, options: dict[str, Any]) -> None:
        agency = _agency(options["agency"])
        year, content = _year(options["year"]), _content(options["file"])
        if (report := options["json"]) and not may_be_written(report, options["file"]):
            raise _bad_argument(_("%(path)s cannot be written.") % {"path": report})
        try:
            reading = read_list(content, agency, year=year, sheets=options["sheet"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        name = os.fsencode(options["file"].name).decode("utf-8", "replace")
        batch = None
        if options["commit"]:
            try:
                batch, planning = import_now(
                    content, reading, agency, name=name, year=year
                )
            except (IntegrityError, ValidationError) as error:
                raise CommandError(
                    _("Nothing was saved: %(error)s") % {"error": error}
                ) from error
        else:
            planning = plan_now(content, reading, agency)
        if report:
            _write(report, as_report(reading, planning, without_numbers(name), batch))
        if reading.doubtful:
            self.stderr.write(in_words("doubtful_letters", {}))
        self.stdout.write(_line(planning.plan.counts))


def _write(path: Path, report: dict[str, Any]) -> None:
    try:
        write_report(path, report)
    except OSError as error:
        message = _("The import is done, but %(path)s could not be written: %(error)s.")
        raise CommandError(message % {"path": path, "error": error.strerror}) from error


def _agency(code: str) -> Agency:
    agency = Agency.objects.filter(code__iexact=code).first()
    if agency is None:
        raise _bad_argument(
            _("There is no agency with the code %(code)s.") % {"code": code}
        )
    return agency


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    if (year := read_year(text)) is None or text != str(year):
        raise _bad_argument(_("%(text)s is not a year.") % {"text": text})
    return year


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not (path.is_file() or path.is_dir()):
            raise _bad_argument(_("%(path)s is not a file.") % {"path": path})
        if size <= settings.IMPORT_MAX_BYTES:
            return path.read_bytes()
    except OSError as error:
        message = _("%(path)s cannot be read: %(error)s.")
        raise _bad_argument(
            message % {"path": path, "error": error.strerror}
        ) from error
    raise CommandError(_("The file is too large: %(size)d bytes.") % {"size": size})


def _line(counts: dict[str, int]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


def _bad_argument(message: str) -> CommandError:
    return CommandError(message, returncode=BAD_ARGUMENTS)
