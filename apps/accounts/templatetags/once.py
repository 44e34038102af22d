"""`{% once %}` in a form: sent twice, it is done once. See apps/accounts/idempotency.py."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.accounts.idempotency import KEY

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A fresh key. Not to be filled in again by a browser that remembers the page."""
    return format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">',
        KEY,
        uuid.uuid4(),
    )
