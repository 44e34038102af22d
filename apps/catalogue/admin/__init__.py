from apps.catalogue.admin.products import HsCodeAdmin, ProductAdmin

__all__ = ["HsCodeAdmin", "ProductAdmin"]
