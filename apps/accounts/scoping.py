"""Who sees which rows is said in apps.agencies; here is all that it is said of."""

from typing import Any

from apps.agencies.models import AgencyScopedQuerySet


def scoped_models() -> list[Any]:
    """Every model whose rows are somebody's: those whose manager knows `visible_to`."""
    from django.apps import apps  # noqa: PLC0415  the registry is not ready at import time

    return [
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), AgencyScopedQuerySet)
    ]
