"""The seals of an issued paper: whoever alters its row without the key is noticed.

One covers what never changes, another the revocation. A revocation that was taken out of the
row again still stands in the history, which has seals of its own. The key (SEAL_KEY)
stands outside the database, and stays when that of the blind index changes.
"""

import hmac
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from ikmportal.encryption import keyed_hash

if TYPE_CHECKING:
    from apps.documents.models import Document


def seal_of(document: "Document") -> str:
    """64 hex digits over everything that does not change."""
    return _seal(document.sealed_content(), "documents.seal")


def seal_of_revocation(document: "Document") -> str:
    """64 hex digits over who declared it void, when and why."""
    return _seal(document.sealed_revocation(), "documents.revocation_seal")


def _seal(content: dict[str, Any], purpose: str) -> str:
    text = json.dumps(
        content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False
    )
    return keyed_hash(settings.SEAL_KEY, text, purpose)


def is_unbroken(document: "Document") -> bool:
    if not hmac.compare_digest(document.seal, seal_of(document)):
        return False
    if document.is_revoked:
        sealed = seal_of_revocation(document)
        return hmac.compare_digest(document.revocation_seal, sealed)
    return not document.was_revoked()
