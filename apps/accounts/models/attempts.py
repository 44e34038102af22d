from datetime import timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# One statement, so that PostgreSQL makes simultaneous attempts take turns on the row. A window
# that has passed begins anew; the first attempt too many starts the wait, later ones do not
# prolong it.
COUNT_ONE = """
    INSERT INTO accounts_attemptcount AS seen (kind, subject, place, count, ends_at)
    VALUES (%(kind)s, %(subject)s, %(place)s, 1, %(ends_at)s)
    ON CONFLICT ON CONSTRAINT accounts_attemptcount_once DO UPDATE SET
        count = CASE WHEN seen.ends_at <= %(now)s THEN 1 ELSE seen.count + 1 END,
        ends_at = CASE
            WHEN seen.ends_at <= %(now)s OR seen.count = %(most)s THEN %(ends_at)s
            ELSE seen.ends_at
        END
    RETURNING count, ends_at
"""


class AttemptCountQuerySet(models.QuerySet["AttemptCount"]):
    def expired(self) -> "AttemptCountQuerySet":
        return self.filter(ends_at__lte=timezone.now())

    def count_one(
        self, kind: str, subject: str, place: str, *, most: int, window: timedelta
    ) -> "AttemptCount":
        """Count an attempt and return where the count stands now, exact under concurrency."""
        now = timezone.now()
        names: dict[str, Any] = {"kind": kind, "subject": subject, "place": place}
        with connection.cursor() as cursor:
            cursor.execute(
                COUNT_ONE, {**names, "most": most, "now": now, "ends_at": now + window}
            )
            count, ends_at = cursor.fetchone()
        return AttemptCount(
            kind=kind, subject=subject, place=place, count=count, ends_at=ends_at
        )


class AttemptCount(models.Model):
    """How often something guarded was tried lately: by whom, from where.

    Who and where are keyed hashes, so that the table tells nobody's e-mail or address.
    """

    kind = models.CharField(_("kind"), max_length=32)
    subject = models.CharField(_("subject"), max_length=64)
    place = models.CharField(_("place"), max_length=64, blank=True)
    count = models.PositiveIntegerField(_("attempts"), default=0)
    ends_at = models.DateTimeField(_("counted until"), db_index=True)

    objects = AttemptCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "place"],
                name="accounts_attemptcount_once",
                violation_error_message=_("These attempts are counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"
