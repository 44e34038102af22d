"""The number and mark of the newest seal, outside the database.

Who deletes the last seals together with the rows they cover leaves a chain that is whole,
only shorter. The anchor, and the log line beside it, remember how long it was.
"""

import json
import logging
from pathlib import Path

from django.conf import settings

from apps.accounts.models import HistorySeal

logger = logging.getLogger(__name__)


def anchor_file() -> Path:
    return Path(settings.DATA_DIR) / "history-seal.json"


def drop_anchor(seal: HistorySeal) -> None:
    file = anchor_file()
    new = file.with_suffix(".new")
    new.write_text(json.dumps({"number": seal.number, "mac": seal.mac}))
    new.replace(file)
    logger.info("history sealed up to %d, %s", seal.number, seal.mac)


def anchor() -> tuple[int, str] | None:
    """Number and mark, or nothing where no seal was made yet."""
    try:
        known = json.loads(anchor_file().read_text())
    except FileNotFoundError:
        return None
    return known["number"], known["mac"]
