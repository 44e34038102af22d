from apps.catalogue.admin.products import HsCodeAdmin, ProductAdmin
from apps.catalogue.admin.words import SearchWordAdmin

__all__ = ["HsCodeAdmin", "ProductAdmin", "SearchWordAdmin"]
