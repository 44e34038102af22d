"""What the database itself does about accounts, whoever changes them and however."""

import pgtrigger

CHANGED = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}"
    for column in (
        *("password", "email", "is_active", "is_staff", "is_superuser"),
        *("agency_id", "area_id", "valid_until"),
    )
)
# Deeds of one transaction take turns on this number, so that two cannot both be the last but one.
LAST_ADMINISTRATOR = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.is_superuser AND NEW.is_active AND NEW.valid_until IS NULL
            AND NEW.password NOT LIKE '!%'
        THEN
            RETURN NEW;
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('accounts_user_last_administrator'));
    IF NOT EXISTS (
        SELECT FROM accounts_user WHERE id <> OLD.id
        AND is_superuser AND is_active AND valid_until IS NULL
        AND password NOT LIKE '!%'
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'accounts_user_last_administrator',
            MESSAGE = 'accounts_user_last_administrator: somebody has to administer the portal';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


def ends_sessions(user: str) -> str:
    """SQL of a trigger that ends every session of a user: `user` is where his id stands."""
    return f"DELETE FROM accounts_usersession WHERE user_id = {user};"


# Another role is another session: nobody goes on with what he no longer may.
GRANT_ENDS_SESSIONS = pgtrigger.Trigger(
    name="end_sessions",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func=f"{ends_sessions('COALESCE(NEW.user_id, OLD.user_id)')} RETURN NULL;",
)
USER_TRIGGERS = [
    pgtrigger.Trigger(
        name="end_sessions",
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        condition=pgtrigger.Condition(CHANGED),
        func=f"{ends_sessions('NEW.id')} RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="keep_an_administrator",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            "OLD.is_superuser AND OLD.is_active AND OLD.valid_until IS NULL "
            "AND OLD.password NOT LIKE '!%'"
        ),
        func=LAST_ADMINISTRATOR,
    ),
]
