from apps.accounts.models.access import AccessRecord, AccessRecordQuerySet
from apps.accounts.models.requests import SubmittedForm, SubmittedFormQuerySet
from apps.accounts.models.seals import HistorySeal
from apps.accounts.models.users import User, UserManager, UserQuerySet

__all__ = [
    "AccessRecord",
    "AccessRecordQuerySet",
    "HistorySeal",
    "SubmittedForm",
    "SubmittedFormQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
]
