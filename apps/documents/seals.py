"""The seal of an issued paper: whoever alters its row without the key is noticed.

The key (SEAL_KEY) stands outside the database, and stays when that of the blind index changes.
"""

import hmac
import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from apps.documents.models import Document
from ikmportal.encryption import keyed_hash


def seal_of(document: Document) -> str:
    """64 hex digits over everything that does not change."""
    text = json.dumps(
        document.sealed_content(),
        cls=DjangoJSONEncoder,
        sort_keys=True,
        ensure_ascii=False,
    )
    return keyed_hash(settings.SEAL_KEY, text, "documents.seal")


def is_unbroken(document: Document) -> bool:
    return hmac.compare_digest(document.seal, seal_of(document))
