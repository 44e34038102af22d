"""What the fields of a list are called on screen."""

from django import template

from apps.imports.labels import column_label
from apps.imports.preview import REASONS

register = template.Library()
register.filter("field_name", column_label)


@register.filter
def skipped_because(why: str) -> str:
    """The words of why a line was taken for no record."""
    return str(REASONS.get(why, why))
