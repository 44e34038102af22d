"""Letters of the demo's agencies, with who signs them. Their codes are no secret: see `demo_code`."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.documents.codes import RANDOM_CHARACTERS, with_check
from apps.documents.letters import issue_letter
from apps.documents.models import Document, Letter, Letterhead, Signatory
from ikmportal.reference import shipped_rows

Words = dict[str, Any]


@transaction.atomic
def load_documents() -> int:
    """Add letterheads and signatories that are missing, and letters where there are none."""
    _load_offices()
    if Letter.objects.exists():
        return 0
    folder = settings.BASE_DIR / "fixtures" / "demo"
    letters = json.loads((folder / "letters.json").read_text())
    for place, agency in enumerate(Agency.objects.filter(code__in=letters["agencies"])):
        _write_letters(agency, letters, place)
    return Letter.objects.count()


def demo_code(number: int) -> str:
    """The same in every demo: «DEM0D-EM0DE-…» with a number at its end."""
    body = ("DEM0" * RANDOM_CHARACTERS)[: RANDOM_CHARACTERS - 4] + f"{number:04d}"
    return with_check(body)


def _load_offices() -> None:
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for row in shipped_rows("demo", "letterheads"):
        agency = agencies[row.pop("agency")]
        row["address"] = row["address"].replace("|", "\n")
        Letterhead.objects.get_or_create(agency=agency, defaults=row)
    for row in shipped_rows("demo", "signatories"):
        agency = agencies[row.pop("agency")]
        Signatory.objects.get_or_create(
            agency=agency, name=row.pop("name"), defaults=row
        )


def _write_letters(agency: Agency, letters: Words, place: int) -> None:
    of_agency = User.objects.filter(agency=agency)
    officer = of_agency.filter(groups__name="approver").first()
    if officer is None:
        return
    writer = of_agency.filter(groups__name="registrar").first() or officer
    signatories = list(Signatory.objects.filter(agency=agency))
    for number, words in enumerate(letters["issued"]):
        signatory = signatories[number % len(signatories)]
        letter = _letter(words, signatory, writer)
        _issue(letter, words, 100 * place + number + 1, by=officer)
    _letter(letters["draft"], signatories[0], writer).save()


def _letter(words: Words, signatory: Signatory, writer: User) -> Letter:
    fields = {
        name: text for name, text in words.items() if name not in {"day", "revoked"}
    }
    return Letter(
        agency=signatory.agency, signatory=signatory, written_by=writer, **fields
    )


def _issue(letter: Letter, words: Words, number: int, *, by: User) -> None:
    letter.save()
    day = timezone.make_aware(datetime.fromisoformat(f"{words['day']}T09:00"))
    document = issue_letter(letter, by=by, at=day, code=demo_code(number))
    if note := words.get("revoked"):
        document.revoke(Document.Revocation.ERROR, note, by=by)
