from apps.accounts.models.requests import SubmittedForm, SubmittedFormQuerySet
from apps.accounts.models.users import User, UserManager, UserQuerySet

__all__ = [
    "SubmittedForm",
    "SubmittedFormQuerySet",
    "User",
    "UserManager",
    "UserQuerySet",
]
