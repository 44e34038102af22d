"""What the fields of a list are called on screen."""

import math
from datetime import timedelta

from django import template
from django.utils.translation import ngettext

from apps.imports.labels import column_label
from apps.imports.preview import REASONS

register = template.Library()
A_MINUTE = 60
register.filter("field_name", column_label)


@register.filter
def in_minutes(left: timedelta) -> str:
    """How long something still takes: seconds under a minute, else minutes."""
    seconds = math.ceil(left.total_seconds())
    if seconds < A_MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / A_MINUTE)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


@register.filter
def skipped_because(why: str) -> str:
    """The words of why a line was taken for no record."""
    return str(REASONS.get(why, why))
