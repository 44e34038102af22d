"""The data dictionary: every table, column, constraint, written from the models.

``python -m ikmportal.dictionary`` writes docs/data-dictionary.md, ``--check`` compares.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import models
from django.utils import translation

TARGET = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Written from the models by `make dictionary`; a test compares. Every table below has a history
table beside it (its name with `event`), filled by triggers, unless the text says otherwise.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown, in English."""
    with translation.override("en"):
        parts = [HEAD]
        for config in apps.get_app_configs():
            if config.name.startswith("apps."):
                tables = [
                    part
                    for model in config.get_models()
                    if not hasattr(model, "pgh_tracked_model")
                    for part in table(model)
                ]
                if tables:
                    parts += [f"\n## {config.verbose_name}\n", *tables]
        return "\n".join(parts)


def table(model: type[models.Model]) -> Iterator[str]:
    """One model: what a row is, its columns, its constraints."""
    meta = model._meta
    yield f"\n### {meta.object_name} (`{meta.db_table}`)\n"
    yield f"{(model.__doc__ or '').strip()}\n"
    yield "| column | type | may be empty | means |\n|---|---|---|---|"
    for field in meta.concrete_fields:
        yield row(field)
    if meta.many_to_many:
        names = ", ".join(f"`{field.name}`" for field in meta.many_to_many)
        yield f"\nMany to many: {names}."
    if meta.constraints:
        yield ""
        for constraint in meta.constraints:
            yield f"- `{constraint.name}`: {constraint.violation_error_message}"


def row(field: Any) -> str:
    kind = type(field).__name__
    if field.is_relation:
        kind = f"→ {field.related_model._meta.object_name}"
    elif getattr(field, "max_length", None):
        kind = f"{kind}({field.max_length})"
    meaning = str(field.verbose_name)
    if field.help_text:
        meaning = f"{meaning}. {field.help_text}"
    if field.choices:
        meaning = (
            f"{meaning}: {', '.join(str(value) for value, _ in field.flatchoices)}"
        )
    empty = "yes" if field.null or field.blank else "no"
    return f"| `{field.column}` | {kind} | {empty} | {meaning} |"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikmportal.settings")
    django.setup()
    written = TARGET.read_text() if TARGET.exists() else ""
    if "--check" in sys.argv:
        return int(written != dictionary())
    TARGET.write_text(dictionary())
    return 0


if __name__ == "__main__":
    sys.exit(main())
