"""What becomes of each relation when two records become one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

# What a merge says itself is not remembered a second time by the triggers.
SILENT = (
    "businesses.Business:remember_names",
    "businesses.Person:remember_names",
    "businesses.Person:remember_phones",
    "businesses.Person:remember_phones_of_new",
)
# Fields that are one thing: chosen together.
TOGETHER = {
    "nik": ("nik", "nik_index", "nik_last_four", "nik_status"),
    "phone": ("phone", "phone_index", "other_phones"),
    "npwp": ("npwp", "npwp_index", "npwp_last_four"),
    "contact_phone": ("contact_phone", "contact_phone_index"),
    "kbli_code": ("kbli_code", "kbli_version"),
    "latitude": ("latitude", "longitude"),
    "verified_at": ("verified_at", "verified_by", "approved_at", "approved_by"),
}
FOLLOWERS = {name for names in TOGETHER.values() for name in names[1:]}
NOT_CHOSEN = {"id", "agency", "slug", "listed_at", "completeness", "created_at"}
NOT_CHOSEN |= {"updated_at", "confirmed_at", "phone_indexes"}


@dataclass(frozen=True)
class Rule:
    """What becomes of the rows of one relation, «app.Model.field».

    `key`: fields in which two rows are the same thing; () if none ever are. `only`: the rows
    that can be. `drop`: such rows speak of the absorbed record alone and go with it.
    """

    relation: str
    key: tuple[str, ...] = ()
    only: models.Q = field(default_factory=models.Q)
    drop: bool = False


CURRENT = models.Q(until=None)
RULES: dict[str, Rule] = {
    rule.relation: rule
    for rule in [
        Rule("businesses.CoachingRelation.business", ("agency", "channel"), CURRENT),
        Rule("businesses.YearlyFigures.business", ("year",)),
        Rule("businesses.Claim.business", ("scheme", "number")),
        Rule("businesses.Consent.business", ("purpose",), models.Q(withdrawn_at=None)),
        Rule("businesses.BusinessName.business", ("name",)),
        Rule("businesses.Closure.business", (), models.Q(reopened_on=None)),
        Rule("businesses.Move.business"),
        Rule("businesses.GroupMembership.business", ("group", "person"), CURRENT),
        Rule("businesses.ServiceRecord.business"),
        Rule("businesses.Attachment.business", ("sha256",)),
        Rule(
            "businesses.CoachingRequest.business", ("agency",), models.Q(state="asked")
        ),
        Rule("businesses.SearchEntry.business", drop=True),
        Rule("businesses.DuplicateCandidate.first_business", drop=True),
        Rule("businesses.DuplicateCandidate.second_business", drop=True),
        Rule("businesses.Business_secondary_groups.business", ("commoditygroup",)),
        Rule("businesses.Business.owner"),
        Rule("businesses.PersonName.person", ("name",)),
        Rule("businesses.GroupMembership.person", ("group", "business"), CURRENT),
        Rule("businesses.ServiceRecord.person"),
        Rule("businesses.SubjectRequest.person"),
        Rule("businesses.DuplicateCandidate.first_person", drop=True),
        Rule("businesses.DuplicateCandidate.second_person", drop=True),
    ]
}
# Written by triggers from the records themselves: made anew, never put back by hand.
WRITTEN_BY_TRIGGERS = {"businesses.SearchEntry"}


def declare(rule: Rule) -> None:
    """Say what becomes of a relation of another app's model. Called from its `ready`."""
    RULES[rule.relation] = rule


def relations_to(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    """Every foreign key to a model, by its name «app.Model.field»; histories aside."""
    for other in apps.get_models(include_auto_created=True):
        if hasattr(other, "pgh_tracked_model") or other._meta.proxy:
            continue  # a proxy has no columns of its own
        for column in other._meta.concrete_fields:
            if column.is_relation and column.related_model is model:
                yield f"{other._meta.app_label}.{other.__name__}.{column.name}", column
