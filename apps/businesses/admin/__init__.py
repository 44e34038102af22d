from apps.businesses.admin.businesses import BusinessAdmin
from apps.businesses.admin.consents import ConsentAdmin
from apps.businesses.admin.groups import BusinessGroupAdmin, ServiceRecordAdmin
from apps.businesses.admin.people import PersonAdmin
from apps.businesses.admin.reference import ConsentTextAdmin, ScaleRuleAdmin

__all__ = [
    "BusinessAdmin",
    "BusinessGroupAdmin",
    "ConsentAdmin",
    "ConsentTextAdmin",
    "PersonAdmin",
    "ScaleRuleAdmin",
    "ServiceRecordAdmin",
]
