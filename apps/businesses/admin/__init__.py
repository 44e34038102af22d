from apps.businesses.admin.businesses import BusinessAdmin
from apps.businesses.admin.consents import ConsentAdmin
from apps.businesses.admin.people import PersonAdmin

__all__ = ["BusinessAdmin", "ConsentAdmin", "PersonAdmin"]
