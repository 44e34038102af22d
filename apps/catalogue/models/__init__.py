from apps.catalogue.models.candidates import Assignment, Candidate, CurationScore
from apps.catalogue.models.curation import (
    Criterion,
    CurationRound,
    Curator,
    CuratorConflict,
)
from apps.catalogue.models.entries import (
    CatalogueChange,
    CatalogueCount,
    CatalogueEntry,
    CatalogueState,
    KnownWord,
    ListedBusiness,
    SearchWord,
    StaleEntry,
    valid_grade,
)
from apps.catalogue.models.photos import ProductPhoto, ProductPhotoQuerySet
from apps.catalogue.models.products import Product, ProductQuerySet
from apps.catalogue.models.reference import HsCode
from apps.catalogue.models.sheets import ProductSheet

__all__ = [
    "Assignment",
    "Candidate",
    "CatalogueChange",
    "CatalogueCount",
    "CatalogueEntry",
    "CatalogueState",
    "Criterion",
    "CurationRound",
    "CurationScore",
    "Curator",
    "CuratorConflict",
    "HsCode",
    "KnownWord",
    "ListedBusiness",
    "Product",
    "ProductPhoto",
    "ProductPhotoQuerySet",
    "ProductQuerySet",
    "ProductSheet",
    "SearchWord",
    "StaleEntry",
    "valid_grade",
]
