from apps.accounts.models.access import AccessRecord, AccessRecordQuerySet
from apps.accounts.models.attempts import AttemptCount
from apps.accounts.models.grants import RoleConflict, RoleGrant, RoleGrantQuerySet
from apps.accounts.models.invitations import Invitation
from apps.accounts.models.requests import SubmittedForm, SubmittedFormQuerySet
from apps.accounts.models.role_groups import RoleGroup, RolePermission, ShippedRole
from apps.accounts.models.seals import HistorySeal
from apps.accounts.models.sessions import UserSession
from apps.accounts.models.users import User, UserManager, UserQuerySet

__all__ = [
    "AccessRecord",
    "AccessRecordQuerySet",
    "AttemptCount",
    "HistorySeal",
    "Invitation",
    "RoleConflict",
    "RoleGrant",
    "RoleGrantQuerySet",
    "RoleGroup",
    "RolePermission",
    "ShippedRole",
    "SubmittedForm",
    "SubmittedFormQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
    "UserSession",
]
