"""A migration runs while people work, and the release before it still runs on its tables."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations import operations
from django.db.migrations.state import ProjectState
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser
from pgtrigger.migrations import AddTrigger

from ikmportal.embedded import BASE_DIR
from ikmportal.migrating import AtOnce

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
    "0005_days_and_papers",
    "0033_bitmaps",
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


PROXY = {"proxy": True}


@pytest.mark.django_db(transaction=True)
def test_what_is_made_at_once_is_drawn_once_and_can_be_taken_back():
    """An operation as it stands in our migrations, on tables of its own."""
    made = [
        operations.CreateModel(name, [("id", models.BigAutoField(primary_key=True))])
        for name in ("One", "Two")
    ]
    trigger = pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)
    at_once = AtOnce([*made, AddTrigger("one", trigger)])
    before = ProjectState()
    assert before.apps
    after = before.clone()

    at_once.state_forwards("catalogue", after)

    assert "apps" not in vars(after)
    assert [model.__name__ for model in after.apps.get_models()] == ["One", "Two"]
    assert after.models["catalogue", "one"].options["triggers"] == [trigger]
    with connection.schema_editor() as editor:
        at_once.database_forwards("catalogue", editor, before, after)
        tables = set(connection.introspection.table_names())
        assert {"catalogue_one", "catalogue_two"} <= tables
        at_once.database_backwards("catalogue", editor, after, before)
    assert "catalogue_one" not in connection.introspection.table_names()


def test_a_drawn_model_knows_the_field_that_was_added_and_its_heirs_do_too():
    """Only what changed is drawn anew; whoever points there is drawn when Python is to run."""
    state = ProjectState()
    key = ("id", models.BigAutoField(primary_key=True))
    pointer = models.ForeignKey("catalogue.One", models.CASCADE)
    for operation in [
        operations.CreateModel("One", [key]),
        operations.CreateModel("Heir", [], bases=("catalogue.one",), options=PROXY),
        operations.CreateModel("Two", [key]),
    ]:
        operation.state_forwards("catalogue", state)
    before = state.apps.get_model("catalogue", "Heir")

    for model, name, field in [
        ("One", "grade", models.IntegerField(null=True)),
        ("Two", "one", pointer),
    ]:
        added = operations.AddField(model, name, field)
        added.state_forwards("catalogue", state)
    one, heir, two = (
        state.apps.get_model("catalogue", name) for name in ("One", "Heir", "Two")
    )

    assert heir is not before
    assert heir._meta.get_field("grade")
    assert two._meta.get_field("one").related_model is one
    assert state.is_delayed

    taken = operations.RemoveField("Two", "one")
    taken.state_forwards("catalogue", state)
    assert "apps" not in vars(state)
    assert not state.apps.get_model("catalogue", "One")._meta.related_objects
