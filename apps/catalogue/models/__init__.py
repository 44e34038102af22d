from apps.catalogue.models.photos import ProductPhoto, ProductPhotoQuerySet
from apps.catalogue.models.products import Product, ProductQuerySet
from apps.catalogue.models.reference import HsCode

__all__ = [
    "HsCode",
    "Product",
    "ProductPhoto",
    "ProductPhotoQuerySet",
    "ProductQuerySet",
]
