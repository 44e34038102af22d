from apps.documents.models.letters import Letter, LetterQuerySet
from apps.documents.models.offices import Letterhead, Signatory
from apps.documents.models.papers import Document, DocumentQuerySet
from apps.documents.models.series import NumberSeries

__all__ = [
    "Document",
    "DocumentQuerySet",
    "Letter",
    "LetterQuerySet",
    "Letterhead",
    "NumberSeries",
    "Signatory",
]
