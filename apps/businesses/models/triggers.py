"""What the database itself keeps right: search words, old names, completeness.

Set-based SQL, COPY and the shell leave the same traces as a form. The functions that these
triggers call are made by the migrations 0003 and 0015.
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

# What a business has of other tables, for its list: no change of the record itself.
WRITTEN_BY_TRIGGERS = [
    *("completeness", "reached_by", "is_agreed", "is_reachable", "is_identified"),
    "permits",
]


SEARCHED = differs("name", "brand", "products", "nib", "contact_name", "owner_id")
# Statement by statement, so that an import of 100,000 rows writes its words once.
WRITE_WORDS = [
    after(
        "write_words_of_new",
        pgtrigger.Insert,
        ADDED,
        "INSERT INTO businesses_searchentry (business_id, words, reached_by) "
        "SELECT found.business_id, found.words, (SELECT business.reached_by "
        "FROM businesses_business AS business WHERE business.id = found.business_id) "
        "FROM businesses_words(ARRAY(SELECT id FROM new_rows)) AS found",
    ),
    after(
        "write_words_of_changed",
        pgtrigger.Update,
        CHANGED,
        "SELECT businesses_rewrite_words(ARRAY("
        f"SELECT new_rows.id FROM {BOTH} WHERE {SEARCHED}))",
    ),
    after(
        "tell_search_of_agencies",
        pgtrigger.Update,
        CHANGED,
        "UPDATE businesses_searchentry AS entry SET reached_by = new_rows.reached_by "
        f"FROM {BOTH} WHERE entry.business_id = new_rows.id AND ({differs('reached_by')})",
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
        after(
            f"write_words_of_{name}",
            operation,
            referencing,
            f"SELECT businesses_rewrite_words(ARRAY({ids}))",
        )
        for name, operation, referencing, ids in kinds
    ]


OF_BUSINESS = "SELECT business_id FROM {rows}"
OF_NUMBERED = "SELECT business_id FROM {rows} WHERE number <> ''"
OF_OWNER = (
    "SELECT business.id FROM businesses_business AS business "
    "JOIN {rows} ON business.owner_id = {rows}.person_id"
)
REWRITE_WORDS_OF_OWNED = after(
    "write_words_of_owned",
    pgtrigger.Update,
    CHANGED,
    f"SELECT businesses_rewrite_words(ARRAY(SELECT business.id FROM {BOTH} "
    "JOIN businesses_business AS business ON business.owner_id = new_rows.id "
    f"WHERE {differs('name')}))",
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
    "IS DISTINCT FROM businesses_reached_by(business.id, business.agency_id)"
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
    after(f"tell_agencies_of_{name}", operation, referencing, _COACHED.format(ids=ids))
    for name, operation, referencing, ids in OF_RELATIONS
]
_AGREED = (
    "UPDATE businesses_business AS business SET is_agreed = now.agreed "
    "FROM (SELECT asked.business_id, EXISTS (SELECT FROM businesses_consent AS consent "
    "WHERE consent.business_id = asked.business_id AND consent.withdrawn_at IS NULL "
    "AND consent.purpose = 'publication') AS agreed FROM ({ids}) AS asked) AS now "
    "WHERE business.id = now.business_id AND business.is_agreed <> now.agreed"
)
TELL_AGREEMENT = [
    after(f"tell_agreement_{name}", operation, referencing, _AGREED.format(ids=ids))
    for name, operation, referencing, ids in OF_RELATIONS
]
_PERMITS = (
    "UPDATE businesses_business AS business SET permits = now.permits "
    "FROM (SELECT asked.business_id, ARRAY(SELECT DISTINCT claim.scheme "
    "FROM businesses_claim AS claim WHERE claim.business_id = asked.business_id "
    "AND claim.void_since IS NULL ORDER BY 1) AS permits FROM ({ids}) AS asked) AS now "
    "WHERE business.id = now.business_id AND business.permits <> now.permits"
)
TELL_PERMITS = [
    after(f"tell_permits_{name}", operation, referencing, _PERMITS.format(ids=ids))
    for name, operation, referencing, ids in OF_RELATIONS
]
# How much is known (the points of apps/businesses/completeness.py; a test compares), and what of
# the owner the long list is filtered by. The owner is looked up once: lists bring rows by the
# hundred thousand.
SCORE = pgtrigger.Trigger(
    name="score_completeness",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        SELECT
            NEW.contact_phone_index IS NOT NULL OR owner.phone_index IS NOT NULL,
            owner.nik_status = 'valid',
            CASE WHEN owner.sex <> '' AND owner.birth_date IS NOT NULL THEN 5 ELSE 0 END
        INTO NEW.is_reachable, NEW.is_identified, NEW.completeness
        FROM businesses_person AS owner WHERE owner.id = NEW.owner_id;
        NEW.completeness := NEW.completeness
            + CASE WHEN NEW.is_reachable THEN 15 ELSE 0 END
            + CASE WHEN NEW.is_identified THEN 15 ELSE 0 END
            + CASE WHEN NEW.name <> '' OR NEW.brand <> '' THEN 5 ELSE 0 END
            + CASE WHEN NEW.products <> '' THEN 10 ELSE 0 END
            + CASE WHEN NEW.commodity_group_id IS NOT NULL THEN 10 ELSE 0 END
            + CASE WHEN NEW.address <> '' THEN 10 ELSE 0 END
            + CASE WHEN length(NEW.region_id) = 10 THEN 10 ELSE 0 END
            + CASE WHEN NEW.nib <> '' THEN 10 ELSE 0 END
            + CASE WHEN NEW.kbli_code <> '' THEN 5 ELSE 0 END
            + CASE WHEN NEW.established_year > 0 THEN 5 ELSE 0 END;
        RETURN NEW;
    """,
)
SCORE_OF_OWNED = after(
    "score_completeness_of_owned",
    pgtrigger.Update,
    CHANGED,
    f"UPDATE businesses_business AS business SET completeness = 0 FROM {BOTH} "
    "WHERE business.owner_id = new_rows.id "
    f"AND ({differs('nik_status', 'phone_index', 'sex', 'birth_date')})",
)
