"""What stops an installation from starting with secrets that are not secret."""

from django.core.exceptions import ImproperlyConfigured

# `make demo` writes its secrets with this mark, so that they cannot go into production.
DEMO_MARK = "demo-only-"
SHORTEST_SECRET = 32


def refuse_weak_secrets(*secrets: str, demo: bool) -> None:
    """Raise ImproperlyConfigured for a short, repetitive or (outside the demo) demo secret."""
    for secret in secrets:
        if DEMO_MARK in secret and not demo:
            raise ImproperlyConfigured(
                "A secret of the demo is in use outside the demo. Generate new ones: "
                "see .env.example."
            )
        if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10:
            raise ImproperlyConfigured(
                "SECRET_KEY, FIELD_ENCRYPTION_KEYS or BLIND_INDEX_KEY is too short or too "
                "regular to be a secret. Generate new ones: see .env.example."
            )
