from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import clear_url_caches

pytest_plugins = ["tests.database"]


def pytest_collection_modifyitems(items):
    """Browser tests come last: Playwright's loop stays, and no other loop can start then."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def english(settings):
    """Tests read the source strings."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def indonesian(settings, english):
    """As the portal speaks by itself. Addresses know the default language by heart."""
    settings.LANGUAGE_CODE = "id"
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """No manifest: nothing has been collected."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise wants it
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def own_cache(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()


@pytest.fixture
def roles(db):
    """The role groups with their permissions, as reference data has them."""
    from apps.accounts.roles import load_roles  # noqa: PLC0415  needs the app registry

    load_roles()


@pytest.fixture
def sign_in(client):
    """Sign somebody in, and let the first request write the session down."""

    def open_session(user):
        client.force_login(user)
        client.get("/healthz")
        return client

    return open_session
