"""The demo's mail: what Django's file backend wrote, for a page that shows it to everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

RULE = b"-" * 79 + b"\n"  # between two mails in one file
MOST_SHOWN = 200


@dataclass(frozen=True)
class Mail:
    """A mail of the demo. `key` names it in its page's address."""

    key: str
    parsed: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.parsed["Subject"] or "")

    @property
    def recipients(self) -> str:
        return str(self.parsed["To"] or "")

    @property
    def sender(self) -> str:
        return str(self.parsed["From"] or "")

    @property
    def at(self) -> datetime | None:
        at = getattr(self.parsed["Date"], "datetime", None)
        # A header that ends in «-0000» is in UTC, and is parsed without a zone.
        return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)

    @property
    def text(self) -> str:
        body = self.parsed.get_body(("plain",))
        return str(body.get_content()) if body else ""


def mails() -> list[Mail]:
    """The newest ones first."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", None) or "")
    if not settings.DEMO or not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime)
    found = [mail for file in files for mail in _mails_in(file)]
    return found[::-1][:MOST_SHOWN]


def _mails_in(file: Path) -> Iterator[Mail]:
    for number, source in enumerate(file.read_bytes().split(RULE)):
        if source.strip():
            parsed: EmailMessage = message_from_bytes(
                source.lstrip(b"\n"), policy=policy.default
            )
            yield Mail(f"{file.stem}-{number}", parsed)
