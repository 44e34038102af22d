"""What the database itself keeps right: search words, old names, completeness.

Set-based SQL, COPY and the shell leave the same traces as a form. The functions that these
triggers call are made by the migration 0003.
"""

from typing import Any

import pghistory
import pgtrigger

CHANGED = pgtrigger.Referencing(old="old_rows", new="new_rows")
ADDED = pgtrigger.Referencing(new="new_rows")
REMOVED = pgtrigger.Referencing(old="old_rows")


# What a business has of other tables, for its list: no change of the record itself.
WRITTEN_BY_TRIGGERS = [
    *("completeness", "reached_by", "is_agreed", "is_reachable", "is_identified"),
    "permits",
]


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
        f'new_rows."{each}" IS DISTINCT FROM old_rows."{each}"' for each in columns
    )


def kept_by_statement() -> list[pghistory.Tracker]:
    """Trackers that write the events of all rows of a statement at once.

    For what a list brings by the hundred thousand. The events are the same as row by row.
    """
    kinds = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)
    return [kind(level=pghistory.Statement) for kind in kinds]


SEARCHED = _differs("name", "brand", "products", "nib", "contact_name", "owner_id")
# Statement by statement, so that an import of 100,000 rows writes its words once.
WRITE_WORDS = [
    _after(
        "write_words_of_new",
        pgtrigger.Insert,
        ADDED,
        "INSERT INTO businesses_searchentry (business_id, words, reached_by) "
        "SELECT found.business_id, found.words, new_rows.reached_by "
        "FROM businesses_words(ARRAY(SELECT id FROM new_rows)) AS found "
        "JOIN new_rows ON new_rows.id = found.business_id;",
    ),
    _after(
        "write_words_of_changed",
        pgtrigger.Update,
        CHANGED,
        "PERFORM businesses_rewrite_words(ARRAY(SELECT new_rows.id FROM new_rows "  # noqa: S608  our columns
        f"JOIN old_rows USING (id) WHERE {SEARCHED}));",
    ),
    _after(
        "tell_search_of_agencies",
        pgtrigger.Update,
        CHANGED,
        "UPDATE businesses_searchentry AS entry SET reached_by = new_rows.reached_by "  # noqa: S608  our columns
        "FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id "
        f"WHERE entry.business_id = new_rows.id AND ({_differs('reached_by')});",
    ),
]


def rewrite_words(owner: str) -> list[pgtrigger.Trigger]:
    """For a table whose rows are words of a business; `owner` selects the businesses' ids."""
    new, old = owner.format(rows="new_rows"), owner.format(rows="old_rows")
    kinds = [
        ("new", pgtrigger.Insert, ADDED, new),
        ("changed", pgtrigger.Update, CHANGED, f"{new} UNION {old}"),
        ("removed", pgtrigger.Delete, REMOVED, old),
    ]
    return [
        _after(
            f"write_words_of_{name}",
            operation,
            referencing,
            f"PERFORM businesses_rewrite_words(ARRAY({ids}));",
        )
        for name, operation, referencing, ids in kinds
    ]


OF_BUSINESS = "SELECT business_id FROM {rows}"
OF_OWNER = (
    "SELECT business.id FROM businesses_business AS business "
    "JOIN {rows} ON business.owner_id = {rows}.person_id"
)
REWRITE_WORDS_OF_OWNED = _after(
    "write_words_of_owned",
    pgtrigger.Update,
    CHANGED,
    "PERFORM businesses_rewrite_words(ARRAY("  # noqa: S608  our columns
    "SELECT business.id FROM businesses_business AS business "
    "JOIN new_rows ON business.owner_id = new_rows.id "
    f"JOIN old_rows ON old_rows.id = new_rows.id WHERE {_differs('name')}));",
)
REMEMBER_NAMES = pgtrigger.Trigger(
    name="remember_names",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("name", "brand"),
    func="""
        INSERT INTO businesses_businessname (business_id, name, kind, until, source)
        SELECT NEW.id, past.name, past.kind, CURRENT_DATE, ''
        FROM (VALUES (OLD.name, 'former'), (OLD.brand, 'brand')) AS past (name, kind)
        WHERE past.name <> '' AND past.name NOT IN (NEW.name, NEW.brand)
        ON CONFLICT (business_id, name) DO NOTHING;
        RETURN NEW;
    """,
)
REMEMBER_NAME_OF_PERSON = pgtrigger.Trigger(
    name="remember_names",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("name"),
    func="""
        INSERT INTO businesses_personname (person_id, name, kind, until, source)
        VALUES (NEW.id, OLD.name, 'former', CURRENT_DATE, '')
        ON CONFLICT (person_id, name) DO NOTHING;
        RETURN NEW;
    """,
)
NAME_TEXT = pgtrigger.Trigger(
    name="name_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        NEW.text_version := COALESCE(NULLIF(NEW.text_version, ''), (
            SELECT version FROM businesses_consenttext
            WHERE purpose = NEW.purpose AND valid_from <= NEW.given_at::date
            ORDER BY valid_from DESC LIMIT 1
        ), '');
        RETURN NEW;
    """,
)
KNOW_AGENCIES = [
    pgtrigger.Trigger(
        name="know_agencies",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("agency_id"),
        func="NEW.reached_by := businesses_reached_by(NEW.id, NEW.agency_id); RETURN NEW;",
    ),
    # Nobody can coach what is not there yet. Whoever writes that himself is not asked again.
    pgtrigger.Trigger(
        name="know_agency_of_new",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.reached_by <> ARRAY[NEW.agency_id]"),
        func="NEW.reached_by := ARRAY[NEW.agency_id]; RETURN NEW;",
    ),
]
_COACHED = (
    "UPDATE businesses_business AS business "
    "SET reached_by = businesses_reached_by(business.id, business.agency_id) "
    "WHERE business.id IN ({ids}) AND business.reached_by "
    "IS DISTINCT FROM businesses_reached_by(business.id, business.agency_id);"
)
# Whose business has to be told when a row of a table is new, changed or removed.
OF_RELATIONS = [
    ("new", pgtrigger.Insert, ADDED, "SELECT business_id FROM new_rows"),
    (
        "changed",
        pgtrigger.Update,
        CHANGED,
        "SELECT business_id FROM new_rows UNION SELECT business_id FROM old_rows",
    ),
    ("removed", pgtrigger.Delete, REMOVED, "SELECT business_id FROM old_rows"),
]
TELL_AGENCIES = [
    _after(f"tell_agencies_of_{name}", operation, referencing, _COACHED.format(ids=ids))
    for name, operation, referencing, ids in OF_RELATIONS
]
_AGREED = (
    "UPDATE businesses_business AS business SET is_agreed = now.agreed "
    "FROM (SELECT asked.business_id, EXISTS (SELECT FROM businesses_consent AS consent "
    "WHERE consent.business_id = asked.business_id AND consent.withdrawn_at IS NULL "
    "AND consent.purpose = 'publication') AS agreed FROM ({ids}) AS asked) AS now "
    "WHERE business.id = now.business_id AND business.is_agreed <> now.agreed;"
)
TELL_AGREEMENT = [
    _after(f"tell_agreement_{name}", operation, referencing, _AGREED.format(ids=ids))
    for name, operation, referencing, ids in OF_RELATIONS
]
_PERMITS = (
    "UPDATE businesses_business AS business SET permits = now.permits "
    "FROM (SELECT asked.business_id, ARRAY(SELECT DISTINCT claim.scheme "
    "FROM businesses_claim AS claim WHERE claim.business_id = asked.business_id "
    "AND claim.void_since IS NULL ORDER BY 1) AS permits FROM ({ids}) AS asked) AS now "
    "WHERE business.id = now.business_id AND business.permits <> now.permits;"
)
TELL_PERMITS = [
    _after(f"tell_permits_{name}", operation, referencing, _PERMITS.format(ids=ids))
    for name, operation, referencing, ids in OF_RELATIONS
]
# How much is known, and what of the owner the long list is filtered by.
SCORE = pgtrigger.Trigger(
    name="score_completeness",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        NEW.completeness := businesses_completeness(NEW);
        SELECT
            NEW.contact_phone_index IS NOT NULL OR owner.phone_index IS NOT NULL,
            owner.nik_status = 'valid'
        INTO NEW.is_reachable, NEW.is_identified
        FROM businesses_person AS owner WHERE owner.id = NEW.owner_id;
        RETURN NEW;
    """,
)
SCORE_OF_OWNED = _after(
    "score_completeness_of_owned",
    pgtrigger.Update,
    CHANGED,
    "UPDATE businesses_business AS business SET completeness = 0 "  # noqa: S608  our columns
    "FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id "
    "WHERE business.owner_id = new_rows.id "
    f"AND ({_differs('nik_status', 'phone_index', 'sex', 'birth_date')});",
)
