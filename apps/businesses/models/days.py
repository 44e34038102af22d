"""Days and years that can have been."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _

OLDEST_BIRTH_YEAR = 1900
FIRST_YEAR, LAST_YEAR = 1945, 2100  # of a list and its figures
POSSIBLE_YEAR = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


def not_in_the_future(value: date | datetime) -> None:
    now = timezone.now() if isinstance(value, datetime) else timezone.localdate()
    if value > now:
        raise ValidationError(_("This lies in the future."))


def possible_birth(value: date) -> None:
    not_in_the_future(value)
    if value.year < OLDEST_BIRTH_YEAR:
        raise ValidationError(_("Nobody born then is alive."))
