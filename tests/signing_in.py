"""Signing in as who has just proven himself: sensitive forms ask for that."""

import time

# What a browser sends of a user's form without a line of roles.
NO_ROLES = {"grants-TOTAL_FORMS": 0, "grants-INITIAL_FORMS": 0}


def sign_in(client, user):
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
