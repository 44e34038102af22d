"""The seal of an issued paper: whoever alters its row without the key is noticed.

The key stands outside the database, as that of the blind index does: it is the same one.
"""

import hmac
import json

from django.core.serializers.json import DjangoJSONEncoder

from apps.documents.models import Document
from ikmportal.encryption import blind_index


def seal_of(document: Document) -> str:
    """64 hex digits over everything that does not change."""
    text = json.dumps(
        document.sealed_content(),
        cls=DjangoJSONEncoder,
        sort_keys=True,
        ensure_ascii=False,
    )
    return blind_index(text, "documents.seal")


def is_unbroken(document: Document) -> bool:
    return hmac.compare_digest(document.seal, seal_of(document))
