"""Registration at the counter: one person and one business, step by step, nothing typed lost."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.agencies.models import Agency
from apps.businesses.identifiers import read_nik
from apps.businesses.models import (
    Business,
    CoachingRelation,
    Consent,
    Person,
    RegistrationDraft,
)

if TYPE_CHECKING:
    from apps.accounts.models import User

PERSON, BUSINESS, CHECK = "orang", "usaha", "periksa"
STEPS = (PERSON, BUSINESS, CHECK)
KEPT = timedelta(days=7)


def begin(by: "User") -> RegistrationDraft:
    return RegistrationDraft.objects.create(officer=by, typed="{}", step=PERSON)


def typed_in(draft: RegistrationDraft) -> dict[str, str]:
    """What was typed so far, by field name, as it was typed."""
    sealed: Any = draft.typed
    text = sealed.reveal() if hasattr(sealed, "reveal") else sealed
    found: dict[str, str] = json.loads(text)
    return found


def keep(draft: RegistrationDraft, typed: dict[str, str], step: str = "") -> None:
    """Seal what was typed now beside what was typed before, whether it is right or not."""
    known = typed_in(draft) | typed
    draft.typed = json.dumps(known)
    draft.title = known.get("business_name") or known.get("owner_name", "")
    draft.title = draft.title[:200]
    draft.step = step or draft.step
    draft.save(update_fields=["typed", "title", "step", "changed_at"])


@dataclass(frozen=True)
class Registered:
    business: Business
    person_was_known: bool


@transaction.atomic
def register(
    draft: RegistrationDraft,
    person: dict[str, Any],
    business: dict[str, Any],
    *,
    by: "User",
) -> Registered:
    """Make of a draft a person and a business of the officer's agency; the draft goes.

    Who is known by his NIK is not made anew. Raises ValidationError, also for a draft that
    was registered by another click.
    """
    if by.agency is None:
        raise ValidationError(
            _("Your account belongs to no agency: it cannot register.")
        )
    locked = RegistrationDraft.objects.select_for_update(of=("self",))
    if not locked.filter(pk=draft.pk).exists():
        raise ValidationError(_("This registration was finished already."))
    owner, was_known = _owner(person, by)
    made = _new_business(business, owner, by.agency)
    CoachingRelation.objects.create(business=made, agency=by.agency, since=localdate())
    for purpose in ("publication", "contact"):
        if business.get(purpose):
            Consent.objects.create(
                business=made,
                purpose=purpose,
                method=Consent.Method.COUNTER,
                given_at=timezone.now(),
                recorded_by=by,
            )
    draft.delete()
    return Registered(made, was_known)


def _new_business(typed: dict[str, Any], owner: Person, agency: Agency) -> Business:
    made = Business(
        agency=agency,
        owner=owner,
        name=typed["business_name"],
        brand=typed["brand"],
        products=typed["products"],
        commodity_group=typed["commodity_group"],
        region=typed["region"],
        address=typed["address"],
        nib=typed["nib"],
    )
    made.full_clean()
    made.save()
    return made


def _owner(person: dict[str, Any], by: "User") -> tuple[Person, bool]:
    nik = read_nik(person["nik"])
    if nik.value:
        known = Person.objects.filter(agency=by.agency).with_nik(nik.value).first()
        if known:
            return known, True
    owner = Person(
        agency=by.agency,
        name=person["owner_name"],
        sex=person["sex"],
        birth_date=nik.birth_date,
    )
    owner.sex = owner.sex or nik.sex
    owner.set_nik(person["nik"])
    owner.set_phone(person["phone"])
    owner.full_clean()
    owner.save()
    return owner, False


def count_old_drafts(before: datetime) -> int:
    """Registrations that nobody went on with since."""
    return RegistrationDraft.objects.filter(changed_at__lt=before).count()


def forget_old_drafts(before: datetime) -> int:
    return RegistrationDraft.objects.filter(changed_at__lt=before).delete()[0]
