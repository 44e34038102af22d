"""Who was erased at his own request leaves the history, what was merged, and old backups too.

`erase_person` empties the records at once. What only grows can be changed by its owner alone,
so the rest is done by `purge_expired`: at night by the worker where one role owns the tables,
else by a timer as the owner. A list beside the database outlives it, so that a restored
backup does not bring anybody back.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import Redaction
from apps.accounts.redacting import redact
from apps.accounts.sealing import seal_history
from apps.businesses.models import (
    Attachment,
    Business,
    Merge,
    Person,
    PersonName,
    SubjectRequest,
)

ERASED = "-"  # in the history, where a text may not be empty
NOTHING = "{}"  # a snapshot out of which somebody was erased
OF_A_PERSON: dict[str, Any] = {
    "name": ERASED,
    "sex": "",
    "birth_date": None,
    "email": "",
    "address": "",
    "nik": None,
    "nik_index": None,
    "nik_last_four": "",
    "nik_status": "missing",
    "phone": None,
    "phone_index": None,
    "other_phones": None,
    "phone_indexes": [],
    "region": None,
}
OF_A_BUSINESS: dict[str, Any] = {
    "contact_name": "",
    "contact_phone": None,
    "contact_phone_index": None,
    "npwp": None,
    "npwp_index": None,
    "npwp_last_four": "",
    "email": "",
    "address": "",
    "note": "",
    "latitude": None,
    "longitude": None,
}


@dataclass(frozen=True)
class Erased:
    """An erased person: every key he had (records merged into his count), and when it was."""

    person: int
    people: list[int]
    businesses: list[int]
    at: datetime

    @property
    def cause(self) -> str:
        return cause_of(self.person)


Forgetter = Callable[[Erased], object]
_FORGETTERS: list[Forgetter] = []


def register(forgetter: Forgetter) -> None:
    """For an app that holds personal data beside the register: called for each erased person."""
    _FORGETTERS.append(forgetter)


def cause_of(person: int) -> str:
    return f"erasure of person {person}"


def remember_erased(person: Person) -> None:
    """Note the key of somebody erased, once that is sure, where no restored backup undoes it."""
    line = json.dumps({"person": person.pk, "at": timezone.now().isoformat()})
    transaction.on_commit(partial(_append, line))


def _list_file() -> Path:
    return Path(settings.DATA_DIR) / "erased.jsonl"


def _append(line: str) -> None:
    with _list_file().open("a") as file:
        file.write(f"{line}\n")


def _remembered() -> dict[int, datetime]:
    try:
        lines = [json.loads(line) for line in _list_file().read_text().splitlines()]
    except FileNotFoundError:
        return {}
    return {line["person"]: datetime.fromisoformat(line["at"]) for line in lines}


def _erased() -> dict[int, datetime]:
    """When each erased person was erased, last: by the requests here, and by the list."""
    requests = SubjectRequest.objects.erasing().order_by("answered_at")
    return _remembered() | dict(requests.values_list("person_id", "answered_at"))


def _not_forgotten() -> dict[int, datetime]:
    erased = _erased()
    held = _events(Person).filter(
        pgh_obj_id__in=erased
    )  # a backup may be older than he
    erased = {
        who: erased[who] for who in set(held.values_list("pgh_obj_id", flat=True))
    }
    causes = {cause_of(person): person for person in erased}
    done = Redaction.objects.filter(cause__in=causes).values_list("cause", "made_at")
    last: dict[int, datetime] = {}
    for cause, made_at in done:
        last[causes[cause]] = max(made_at, last.get(causes[cause], made_at))
    return {
        person: at
        for person, at in erased.items()
        if person not in last or last[person] < at
    }


def count_not_forgotten(before: datetime) -> int:
    return len(_not_forgotten())


def forget_erased(before: datetime) -> int:
    """Take everybody erased before this moment out of what still holds them."""
    waiting = {who: at for who, at in _not_forgotten().items() if at <= before}
    if waiting:
        seal_history()
    for person, at in waiting.items():
        forget(person, at)
    return len(waiting)


@transaction.atomic
def forget(person: int, at: datetime) -> None:
    """Blank what the history up to then, merges and other apps hold of one person."""
    from apps.businesses.subjects import erase_person  # noqa: PLC0415  it remembers here

    if not SubjectRequest.objects.erasing().filter(person=person).exists():
        for back in Person.objects.filter(
            pk=person
        ):  # a restored backup brought him back
            erase_person(back)
            seal_history()
        at = timezone.now()
    people = [person, *_merged_into(Merge.Kind.PERSON, [person])]
    owned = _events(Business).filter(owner_id__in=people)
    businesses = sorted(set(owned.values_list("pgh_obj_id", flat=True)))
    erased = Erased(person, people, businesses, at)
    _redact(Person, {"pgh_obj_id__in": people}, OF_A_PERSON, erased)
    _redact(PersonName, {"person_id__in": people}, {"name": ERASED}, erased)
    _redact(Business, {"owner_id__in": people}, OF_A_BUSINESS, erased)
    gone = {"business_id__in": businesses, "pgh_obj__isnull": True}
    _redact(Attachment, gone, {"title": ERASED}, erased)
    _forget_merges(erased)
    for forgetter in _FORGETTERS:
        forgetter(erased)


def _redact(
    model: Any, which: dict[str, Any], values: dict[str, Any], erased: Erased
) -> None:
    rows = _events(model).filter(pgh_created_at__lte=erased.at, **which)
    redact(rows, values, cause=erased.cause)


def _events(model: Any) -> QuerySet:
    events: QuerySet = model.pgh_event_model.objects.all()
    return events


def _merged_into(kind: str, keys: list[int]) -> list[int]:
    """The keys of records that merges took into these, and into those, and so on."""
    merges = Merge.objects.standing().filter(kind=kind)
    found: list[int] = []
    while keys:
        absorbed = merges.filter(kept__in=keys).exclude(absorbed__in=found)
        keys = list(absorbed.values_list("absorbed", flat=True))
        found += keys
    return found


def _forget_merges(erased: Erased) -> None:
    """What stood there before goes, so that such a merge cannot be taken apart any more."""
    merges = Merge.objects.filter(
        kind=Merge.Kind.PERSON, kept__in=erased.people
    ) | Merge.objects.filter(kind=Merge.Kind.BUSINESS, kept__in=erased.businesses)
    keys = list(merges.values_list("pk", flat=True))
    merges.update(snapshot=NOTHING)
    events = _events(Merge).filter(pgh_obj_id__in=keys)
    redact(events, {"snapshot": NOTHING}, cause=erased.cause)
