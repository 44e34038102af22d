from apps.catalogue.models.candidates import Assignment, Candidate, CurationScore
from apps.catalogue.models.curation import (
    Criterion,
    CurationRound,
    Curator,
    CuratorConflict,
)
from apps.catalogue.models.entries import (
    CatalogueChange,
    CatalogueEntry,
    CatalogueState,
    ChangedEntry,
    KnownWord,
    ListedBusiness,
    SearchWord,
    StaleEntry,
    TermBitmap,
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
    "CatalogueEntry",
    "CatalogueState",
    "ChangedEntry",
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
    "TermBitmap",
    "valid_grade",
]
