from apps.catalogue.models.candidates import Assignment, Candidate, CurationScore
from apps.catalogue.models.curation import (
    Criterion,
    CurationRound,
    Curator,
    CuratorConflict,
)
from apps.catalogue.models.photos import ProductPhoto, ProductPhotoQuerySet
from apps.catalogue.models.products import Product, ProductQuerySet
from apps.catalogue.models.reference import HsCode

__all__ = [
    "Assignment",
    "Candidate",
    "Criterion",
    "CurationRound",
    "CurationScore",
    "Curator",
    "CuratorConflict",
    "HsCode",
    "Product",
    "ProductPhoto",
    "ProductPhotoQuerySet",
    "ProductQuerySet",
]
