"""A pytest plugin: the tests' own embedded server, unless DATABASE_URL names another.

Each process of a run counts as a user of the server, so the last one to end stops it.
"""

import pytest

from ikmportal import embedded


def pytest_configure(config):
    if config.option.help or config.option.collectonly:
        return
    try:
        embedded.ensure_running(durable=False)
    except embedded.EmbeddedPostgresError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
