"""The roles of an office and what each may do, loaded as reference data.

Codes are the names of Django groups; what they are called on screen is translated. A role
gives permissions; which rows they reach is `visible_to`.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGISTER = [
    "business",
    "person",
    "coachingrelation",
    "yearlyfigures",
    "claim",
    "consent",
    "businessname",
    "personname",
    "closure",
    "move",
    "businessgroup",
    "groupmembership",
    "servicerecord",
    "attachment",
]
# What is found, decided and asked about the records of the register.
DECIDED = ["duplicatecandidate", "merge", "coachingrequest", "subjectrequest"]
REFERENCE = [
    *(
        "regions.region",
        "regions.regionalias",
        "agencies.agency",
        "agencies.sectorcoverage",
    ),
    *("sectors.recapgroup", "sectors.commoditygroup", "sectors.creativesubsector"),
    *("sectors.kblicode", "sectors.sectoralias"),
    *("businesses.scalerule", "businesses.consenttext"),
    *("catalogue.hscode", "catalogue.searchword"),
]


@dataclass(frozen=True)
class Role:
    """A role group: its code, its name on screen and its permissions «app.codename»."""

    code: str
    name: str | Promise
    permissions: tuple[str, ...]
    # Codes of the roles that whoever has this one may hand out.
    grants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Two roles that nobody has at the same time, and why."""

    first: str
    second: str
    reason: str | Promise


def _register(*verbs: str, of: list[str] = REGISTER) -> tuple[str, ...]:
    return tuple(f"businesses.{verb}_{model}" for verb in verbs for model in of)


def _catalogue(*verbs: str) -> tuple[str, ...]:
    return tuple(f"catalogue.{verb}_{model}" for verb in verbs for model in PRODUCTS)


def _exhibitions(*verbs: str) -> tuple[str, ...]:
    return tuple(
        f"exhibitions.{verb}_{model}" for verb in verbs for model in EXHIBITIONS
    )


def _reference(labels: list[str], *verbs: str) -> tuple[str, ...]:
    return tuple(
        f"{app}.{verb}_{model}"
        for verb in verbs
        for app, model in (label.split(".") for label in labels)
    )


# Not the agencies: who stands above whom decides who sees what.
EDITED = [label for label in REFERENCE if label != "agencies.agency"]
OFFICE = ["documents.signatory", "documents.letterhead", "documents.numberseries"]
PRODUCTS = ["product", "productphoto"]
EXHIBITIONS = [
    *("exhibition", "exhibitionseries", "invitation", "quota", "eligibilityrule"),
    *("participation", "wish", "hall", "zone", "booth", "boothassignment"),
    *("planstep", "planversion", "boothproposal"),
    *("attendance", "dailysales", "visitorcount", "exhibitionphoto"),
]
# Whoever prepares a curation; products are proposed and verified by others too.
ARRANGES = ("catalogue.add_curationround", "catalogue.change_curationround")
PROPOSES, CHECKS = "catalogue.add_candidate", "catalogue.change_candidate"
READ = (
    *_register("view"),
    *_catalogue("view"),
    "catalogue.view_curationround",
    *_exhibitions("view"),
    *_register("view", of=DECIDED),
    *_reference(REFERENCE, "view"),
    *_reference([*OFFICE, "documents.document"], "view"),
    "imports.view_importbatch",
    *(f"outbox.view_{model}" for model in ("message", "messagetemplate", "optout")),
)
# Letters are written and receipts given by many, issued and revoked by few.
WRITES = "documents.add_document"
ISSUES = ("documents.issue_document", "documents.revoke_document")
# Whoever drafts messages; somebody else approves them.
DRAFTS = (
    "outbox.add_message",
    "outbox.add_messagetemplate",
    "outbox.change_messagetemplate",
)
SENDS = (*DRAFTS, "outbox.send_message")
ROLES = [
    Role(
        "data-administrator",
        _("data administrator"),
        (
            *READ,
            *_register("add", "change", "delete"),
            *_register("add", "change", of=DECIDED),
            *_catalogue("add", "change", "delete"),
            *("catalogue.approve_product", "catalogue.publish_product"),
            *(*ARRANGES, PROPOSES, CHECKS),
            "businesses.merge_business",
            *_reference(EDITED, "add", "change", "delete"),
            *_reference(OFFICE, "add", "change"),
            *(WRITES, *ISSUES),
            *("businesses.publish_business", "businesses.reveal_nik"),
            *("businesses.export_personal_data", "accounts.view_accessrecord"),
            *("imports.add_importbatch", "imports.change_importbatch"),
            *("imports.commit_importbatch", "accounts.view_user"),
            *(*SENDS, "outbox.approve_message"),
        ),
    ),
    Role(
        "registrar",
        _("registrar"),
        (
            *READ,
            *_register("add", "change"),
            *_register("add", of=["coachingrequest", "subjectrequest"]),
            *_catalogue("add", "change", "delete"),
            *("catalogue.publish_product", PROPOSES),
            "businesses.change_duplicatecandidate",
            *("businesses.publish_business", WRITES),
            *("imports.add_importbatch", "imports.change_importbatch"),
            "imports.commit_importbatch",
            *SENDS,
        ),
    ),
    Role("verifier", _("verifier"), (*READ, "businesses.verify_business", CHECKS)),
    Role(
        "approver",
        _("approver"),
        (
            *READ,
            *("businesses.publish_business", "businesses.approve_business"),
            *("catalogue.approve_product", "catalogue.publish_product"),
            "exhibitions.decide_participation",
            *("catalogue.decide_curation", "imports.commit_importbatch"),
            *(WRITES, *ISSUES, "outbox.approve_message"),
        ),
    ),
    Role(
        "organiser",
        _("exhibition organiser"),
        (
            *(*READ, WRITES, *SENDS, *ARRANGES, PROPOSES, CHECKS),
            *(*_exhibitions("add", "change", "delete"), "exhibitions.publish_plan"),
        ),
    ),
    Role("trainer", _("trainer"), (*READ, WRITES, *SENDS)),
    # Often from outside the office: sees what he is to score, and nothing of the register.
    Role(
        "curator",
        _("curator"),
        ("catalogue.score_curation", *_reference(REFERENCE, "view")),
    ),
    Role("certification-officer", _("certification officer"), (*READ, WRITES, *SENDS)),
    Role("leadership", _("leadership (reads only)"), READ),
    Role(
        "auditor",
        _("auditor"),
        (
            *(*READ, "accounts.view_user", "accounts.view_rolegrant"),
            "accounts.view_accessrecord",
        ),
    ),
]
ADMINISTRATOR = "agency-administrator"
ROLES.append(
    Role(
        ADMINISTRATOR,
        _("agency administrator"),
        (
            *("accounts.view_user", "accounts.add_user", "accounts.change_user"),
            *(f"accounts.{verb}_rolegrant" for verb in ("view", "add", "change")),
            *("accounts.delete_rolegrant", "agencies.view_agency"),
            *("regions.view_region", "accounts.hand_over"),
            "accounts.view_accessrecord",
        ),
        grants=(*(role.code for role in ROLES), ADMINISTRATOR),
    )
)
NAMES = {role.code: role.name for role in ROLES}
BY_CODE = {role.code: role for role in ROLES}
PROPOSERS = ("data-administrator", "registrar")
WRITERS = tuple(
    role.code for role in ROLES if role.code not in {"leadership", "auditor"}
)
CONFLICTS = [
    *(
        Conflict(code, "approver", _("who enters data does not approve them as well"))
        for code in PROPOSERS
    ),
    Conflict(
        "verifier",
        "approver",
        _("who checks on site does not decide about his own findings"),
    ),
    Conflict(
        ADMINISTRATOR,
        "approver",
        _("who hands out roles does not decide in their place"),
    ),
    *(
        Conflict(code, "auditor", _("an auditor does not work on what he audits"))
        for code in (*WRITERS, "leadership")
    ),
    *(
        Conflict(code, "leadership", _("the leadership role is for reading only"))
        for code in WRITERS
    ),
]


def label_of(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


@transaction.atomic
def load_roles() -> int:
    """Make the role groups, with the permissions that the portal ships. Repeatable.

    A role that an installation edited keeps what was made of it (docs/decisions/0005).
    """
    ShippedRole = apps.get_model("accounts", "ShippedRole")
    known = {
        label_of(each): each
        for each in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.code)
        shipped, first_time = ShippedRole.objects.get_or_create(group=group)
        follows = first_time or not is_edited(group)
        shipped.permissions.set([known[label] for label in role.permissions])
        if follows:
            shipped.put_back()
    _load_conflicts()
    return len(ROLES)


def is_edited(group: Group) -> bool:
    """Whether its rights are others than the portal shipped it with."""
    return set(group.permissions.all()) != set(group.shipped.permissions.all())


def _load_conflicts() -> None:
    RoleConflict = apps.get_model("accounts", "RoleConflict")
    groups = {group.name: group for group in Group.objects.filter(name__in=NAMES)}
    pairs = [(groups[each.first], groups[each.second]) for each in CONFLICTS]
    RoleConflict.objects.bulk_create(
        [RoleConflict(first=first, second=second) for first, second in pairs],
        ignore_conflicts=True,
    )


def name_of(code: str) -> str:
    """What a role is called on screen; one that an office made itself, by its own name."""
    return str(NAMES.get(code, code))


def conflict_between(one: str, other: str) -> Conflict | None:
    """Why nobody has both roles, if so."""
    pair = {one, other}
    return next((each for each in CONFLICTS if {each.first, each.second} == pair), None)
