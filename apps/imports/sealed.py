"""What rows keep sealed as JSON, opened."""

import json
from typing import Any

from ikmportal.encryption import SealedText


def unsealed(value: Any) -> Any:
    """What was sealed as JSON; a row not yet saved still holds it as text."""
    return json.loads(as_text(value))


def as_text(value: Any) -> str:
    text: str = value.reveal() if isinstance(value, SealedText) else value
    return text
