from apps.accounts.models.users import User, UserManager, UserQuerySet

__all__ = ["User", "UserManager", "UserQuerySet"]
