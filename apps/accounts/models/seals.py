"""Seals over what must not change: each block of rows by its hashes, each seal by the last."""

import hashlib
import hmac
import json
from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ikmportal.history import append_only


class HistorySeal(models.Model):
    """A block of one table's rows as they were soon after they were written.

    `ranges` are the keys that it covers, [first, last] each, and `highest` the last key that
    the table's seals have reached; `hashes` are 16 bytes for each key; `mac` authenticates
    all of it, and the seal before, with a key that is not in the database.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.DateTimeField(default=timezone.now)
    table = models.CharField(max_length=63)
    columns = models.JSONField()
    ranges = models.JSONField()
    highest = models.BigIntegerField()
    hashes = models.BinaryField()
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("seal of the history")
        verbose_name_plural = _("seals of the history")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["table", "number"], name="accounts_seal_by_table")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.number} {self.table}"

    def follows(self, previous: str) -> bool:
        """Whether it is as it was made, after the seal with this `mac`."""
        return hmac.compare_digest(self.mac, self.mac_after(previous))

    def mac_after(self, previous: str) -> str:
        stamp = self.made_at.astimezone(UTC).isoformat()
        covers = [self.table, self.columns, self.ranges, self.highest]
        head = json.dumps([previous, self.number, stamp, *covers])
        message = head.encode() + bytes(self.hashes)
        return hmac.new(seal_key(), message, hashlib.sha256).hexdigest()


class Redaction(models.Model):
    """A row of a history out of which the owner of the tables took somebody's personal data.

    `columns` were read for `digest`, the hash of the row as it was left; `mac` authenticates
    it by a key that is not in the database, so that SQL alone cannot excuse an alteration.
    `cause` says for whose sake, by keys alone.
    """

    made_at = models.DateTimeField(default=timezone.now)
    cause = models.CharField(max_length=60, db_index=True)
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    columns = models.JSONField()
    digest = models.BinaryField()
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("redaction of the history")
        verbose_name_plural = _("redactions of the history")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["table", "row"], name="accounts_redaction_by_row")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.table} {self.row}"

    @property
    def is_authentic(self) -> bool:
        return hmac.compare_digest(self.mac, self.own_mac())

    def own_mac(self) -> str:
        stamp = self.made_at.astimezone(UTC).isoformat()
        covers = [stamp, self.cause, self.table, self.row, self.columns]
        message = json.dumps(["redaction", *covers]).encode() + bytes(self.digest)
        return hmac.new(seal_key(), message, hashlib.sha256).hexdigest()


def seal_key() -> bytes:
    """Its own part of the secret that also seals papers."""
    return hashlib.sha256(f"history\0{settings.SEAL_KEY}".encode()).digest()
