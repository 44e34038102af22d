"""A migration runs while people work, and the release before it still runs on its tables."""

import pytest
from django.apps import apps
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

from ikmportal.embedded import BASE_DIR

# Tables that no release has had yet may be made and changed as one likes: what came before
# 0.1.0. Nothing is added here after it; a migration that must stop the work says so in
# docs/operations.md and is marked with django_migration_linter's IgnoreMigration.
BEFORE_THE_FIRST_RELEASE = {
    "0002_remove_importbatch_key",
    "0003_sentences_by_code",
    "0004_people_and_businesses_in_full",
    "0005_words_and_completeness_of_known",
    "0006_what_long_lists_need",
    "0004_signing_in",
    "0006_role_grants",
    "0003_sealed_revocations",
    "0002_two_people",
}


# Without a transaction of its own: an index is built concurrently.
@pytest.mark.django_db(transaction=True)
def test_migrations_block_nobody():
    ours = [
        config.label
        for config in apps.get_app_configs()
        if config.name.startswith("apps.")
    ]
    linter = MigrationLinter(
        str(BASE_DIR),
        include_apps=ours,
        ignore_name=BEFORE_THE_FIRST_RELEASE,
        ignore_initial_migrations=True,
        no_cache=True,
    )

    linter.lint_all_migrations()

    assert linter.nb_valid + linter.nb_warnings > 0
    assert linter.nb_erroneous == 0


def test_the_linter_knows_a_migration_that_blocks():
    risky = 'ALTER TABLE "businesses_business" ADD COLUMN "x" integer NOT NULL;'

    errors, *_ = analyse_sql_statements(PostgresqlAnalyser, [risky], [])

    assert [error.code for error in errors] == ["NOT_NULL"]
