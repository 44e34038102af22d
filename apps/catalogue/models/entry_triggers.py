"""What the database itself does for the public catalogue.

Whatever takes a product out of the public's sight (a withdrawn product, a closed business, a
consent taken back, by a form, an import or the shell) removes its entry in the same
transaction. What changes otherwise is noted, and written anew by who knows how.
"""

import pgtrigger

from ikmportal.statement_triggers import (
    ADDED,
    BOTH,
    CHANGED,
    REMOVED,
    after,
    differs,
)

FOLLOW_PRODUCT = [
    after(
        "note_new_in_catalogue",
        pgtrigger.Insert,
        ADDED,
        "INSERT INTO catalogue_staleentry (product_id) "
        "SELECT id FROM new_rows WHERE state = 'published'",
    ),
    after(
        "follow_in_catalogue",
        pgtrigger.Update,
        CHANGED,
        f"DELETE FROM catalogue_catalogueentry AS entry USING {BOTH} "
        "WHERE entry.product_id = new_rows.id "
        f"AND (new_rows.state <> 'published' OR {differs('business_id')})",
        "INSERT INTO catalogue_staleentry (product_id) "
        "SELECT id FROM new_rows WHERE state = 'published'",
    ),
    after(
        "leave_catalogue",
        pgtrigger.Delete,
        REMOVED,
        "DELETE FROM catalogue_catalogueentry WHERE product_id IN (SELECT id FROM old_rows)",
    ),
]
_VISIBLE = "listed_at IS NOT NULL AND new_rows.status = 'active' AND new_rows.is_agreed"
_SEEN = differs("listed_at", "status", "is_agreed")
_SAID = differs(
    *("name", "brand", "region_id", "commodity_group_id", "subsector_id"),
    *("approved_at", "updated_at"),
)
FOLLOW_BUSINESS = [
    after(
        "follow_in_catalogue",
        pgtrigger.Update,
        CHANGED,
        f"DELETE FROM catalogue_catalogueentry AS entry USING {BOTH} "
        "JOIN catalogue_product AS product ON product.business_id = new_rows.id "
        "WHERE entry.product_id = product.id "
        f"AND ({_SEEN}) AND NOT (new_rows.{_VISIBLE})",
        "INSERT INTO catalogue_staleentry (product_id) "
        f"SELECT product.id FROM {BOTH} "
        "JOIN catalogue_product AS product ON product.business_id = new_rows.id "
        f"WHERE product.state = 'published' AND new_rows.{_VISIBLE} "
        f"AND ({_SEEN} OR {_SAID})",
    )
]
_NOTES = (
    "INSERT INTO catalogue_cataloguechange SELECT WHERE EXISTS (SELECT FROM {rows})",
    "INSERT INTO catalogue_changedentry (product_id) SELECT product_id FROM {rows}",
)
_WRITTEN = [
    ("added", pgtrigger.Insert, ADDED, "new_rows"),
    ("changed", pgtrigger.Update, CHANGED, "new_rows"),
    ("removed", pgtrigger.Delete, REMOVED, "old_rows"),
]


def note_changes(*notes: str) -> list[pgtrigger.Trigger]:
    """That something was added, changed or removed, by these statements."""
    return [
        after(
            f"note_{name}",
            operation,
            referencing,
            *(note.format(rows=rows) for note in notes),
        )
        for name, operation, referencing, rows in _WRITTEN
    ]


NOTE_CHANGES = note_changes(_NOTES[0])
NOTE_CHANGED_ENTRIES = note_changes(*_NOTES)
