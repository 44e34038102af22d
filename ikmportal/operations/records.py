"""When the last backup was made and the last drill was passed: read by /readyz.

Files, not rows: a row would come back with the backup that it is about.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings


def keep(deed: str, **facts: Any) -> None:
    """Note that it was done now."""
    path = _path(deed)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"at": datetime.now(UTC).isoformat(), **facts}))
    new.replace(path)


def age(deed: str) -> timedelta | None:
    """How long ago it was done; None if it never was."""
    try:
        known = json.loads(_path(deed).read_text())
        return datetime.now(UTC) - datetime.fromisoformat(known["at"])
    except (OSError, ValueError, KeyError):
        return None


def _path(deed: str) -> Path:
    return settings.DATA_DIR / "records" / f"{deed}.json"
