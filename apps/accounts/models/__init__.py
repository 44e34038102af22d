from apps.accounts.models.access import AccessRecord, AccessRecordQuerySet
from apps.accounts.models.attempts import AttemptCount
from apps.accounts.models.grants import RoleConflict, RoleGrant, RoleGrantQuerySet
from apps.accounts.models.handovers import Handover, HandoverQuerySet
from apps.accounts.models.invitations import Invitation
from apps.accounts.models.requests import SubmittedForm, SubmittedFormQuerySet
from apps.accounts.models.role_groups import RoleGroup, RolePermission, ShippedRole
from apps.accounts.models.seals import HistorySeal, Redaction
from apps.accounts.models.sessions import UserSession
from apps.accounts.models.users import State, User, UserManager, UserQuerySet

__all__ = [
    "AccessRecord",
    "AccessRecordQuerySet",
    "AttemptCount",
    "Handover",
    "HandoverQuerySet",
    "HistorySeal",
    "Invitation",
    "Redaction",
    "RoleConflict",
    "RoleGrant",
    "RoleGrantQuerySet",
    "RoleGroup",
    "RolePermission",
    "ShippedRole",
    "State",
    "SubmittedForm",
    "SubmittedFormQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
    "UserSession",
]
