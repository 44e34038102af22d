"""What the database itself does for the public catalogue.

Whatever takes a product out of the public's sight (a withdrawn product, a closed business, a
consent taken back, by a form, an import or the shell) removes its entry in the same
transaction. What changes otherwise is noted, and written anew by who knows how.
"""

from typing import Any

import pgtrigger

from apps.businesses.models.triggers import ADDED, CHANGED, REMOVED


def _after(name: str, operation: Any, referencing: Any, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=f"{func} RETURN NULL;",
    )


def _differs(*columns: str) -> str:
    return " OR ".join(
        f"new_rows.{each} IS DISTINCT FROM old_rows.{each}" for each in columns
    )


FOLLOW_PRODUCT = [
    _after(
        "note_new_in_catalogue",
        pgtrigger.Insert,
        ADDED,
        "INSERT INTO catalogue_staleentry (product_id) "
        "SELECT id FROM new_rows WHERE state = 'published';",
    ),
    _after(
        "follow_in_catalogue",
        pgtrigger.Update,
        CHANGED,
        "DELETE FROM catalogue_catalogueentry AS entry USING new_rows "  # noqa: S608  our columns
        "JOIN old_rows ON old_rows.id = new_rows.id WHERE entry.product_id = new_rows.id "
        f"AND (new_rows.state <> 'published' OR {_differs('business_id')}); "
        "INSERT INTO catalogue_staleentry (product_id) "
        "SELECT id FROM new_rows WHERE state = 'published';",
    ),
    _after(
        "leave_catalogue",
        pgtrigger.Delete,
        REMOVED,
        "DELETE FROM catalogue_catalogueentry WHERE product_id IN (SELECT id FROM old_rows);",
    ),
]
_VISIBLE = "listed_at IS NOT NULL AND new_rows.status = 'active' AND new_rows.is_agreed"
_SEEN = _differs("listed_at", "status", "is_agreed")
_SAID = _differs(
    *("name", "brand", "region_id", "commodity_group_id", "subsector_id"),
    *("approved_at", "updated_at"),
)
FOLLOW_BUSINESS = [
    _after(
        "follow_in_catalogue",
        pgtrigger.Update,
        CHANGED,
        "DELETE FROM catalogue_catalogueentry AS entry USING new_rows "  # noqa: S608  our columns
        "JOIN old_rows ON old_rows.id = new_rows.id "
        "JOIN catalogue_product AS product ON product.business_id = new_rows.id "
        "WHERE entry.product_id = product.id "
        f"AND ({_SEEN}) AND NOT (new_rows.{_VISIBLE}); "
        "INSERT INTO catalogue_staleentry (product_id) SELECT product.id FROM new_rows "
        "JOIN old_rows ON old_rows.id = new_rows.id "
        "JOIN catalogue_product AS product ON product.business_id = new_rows.id "
        f"WHERE product.state = 'published' AND new_rows.{_VISIBLE} AND ({_SEEN} OR {_SAID});",
    )
]
_NOTE = (
    "INSERT INTO catalogue_cataloguechange SELECT WHERE EXISTS (SELECT FROM {rows});"
)
NOTE_CHANGES = [
    _after(f"note_{name}", operation, referencing, _NOTE.format(rows=rows))
    for name, operation, referencing, rows in [
        ("added", pgtrigger.Insert, ADDED, "new_rows"),
        ("changed", pgtrigger.Update, CHANGED, "new_rows"),
        ("removed", pgtrigger.Delete, REMOVED, "old_rows"),
    ]
]
