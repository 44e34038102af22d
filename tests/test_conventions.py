"""What every app keeps to, so that no reviewer has to look for it."""

import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, models
from django.urls import URLPattern, URLResolver, get_resolver

from apps.accounts.scoped_admin import ScopedAdmin
from apps.accounts.scoping import AgencyScopedQuerySet, scoped_models
from ikmportal import refusing
from ikmportal.editing import CarefulAdmin

ROOT = Path(__file__).parent.parent
OURS = [config for config in apps.get_app_configs() if config.name.startswith("apps.")]
MODULES = sorted((ROOT / "apps").rglob("*.py")) + sorted(
    (ROOT / "ikmportal").rglob("*.py")
)
MODULES = [module for module in MODULES if "migrations" not in module.parts]
# A function that only lists fields, constants or columns may be long; there is none.
LIMITS = {
    "module": 400,
    "function": 40,
    "class": 150,
    "template": 120,
    "css": 200,
    "js": 120,
}


def layer_of():
    """{"businesses": 4, …}: how high each app stands, read from the import contract."""
    text = (ROOT / "pyproject.toml").read_text()
    layers = tomllib.loads(text)["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        app.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for app in layer.split("|")
    }


def our_models():
    return [
        model
        for config in OURS
        for model in config.get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def test_foreign_keys_point_downwards():
    height = layer_of()

    upward = [
        str(field)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation
        if height.get(field.related_model._meta.app_label, 0)
        > height[model._meta.app_label]
    ]

    assert upward == []


def test_every_app_has_a_layer():
    assert {config.label for config in OURS} <= set(layer_of())


def test_rows_of_an_agency_are_scoped():
    unscoped = [
        model.__name__
        for model in our_models()
        if any(field.name in {"agency", "business"} for field in model._meta.fields)
        if not isinstance(model._default_manager.all(), AgencyScopedQuerySet)
    ]

    assert unscoped == []


def test_scoped_models_have_scoped_admins():
    careless = [
        model.__name__
        for model in scoped_models()
        if model in admin.site._registry
        if not isinstance(admin.site._registry[model], ScopedAdmin)
    ]

    assert careless == []


def test_admins_filter_by_related_rows_only_if_they_are_the_users_own():
    leaking = [
        f"{model.__name__}.{entry}"
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, ScopedAdmin)
        for entry in model_admin.list_filter
        if isinstance(entry, str) and is_agency(model, entry)
    ]

    assert leaking == []


def is_agency(model, name):
    field = model._meta.get_field(name.split("__", maxsplit=1)[0])
    return field.is_relation and field.related_model._meta.label == "agencies.Agency"


def test_domain_rows_keep_their_history():
    events = {model.pgh_tracked_model for model in apps.get_models() if is_event(model)}
    silent = [
        model.__name__
        for model in our_models()
        if model not in events and model.__name__ not in KEEP_NO_HISTORY
    ]

    assert silent == []


KEEP_NO_HISTORY = {
    # Proxy of a business, which keeps its own.
    "ListedBusiness",
    # What the official list said when it was last loaded, kept to tell officers' edits apart.
    "OfficialRegion",
    "ShippedRole",
    # They are the record of a run themselves: every state, cell and decision is kept on them.
    "ImportBatch",
    "ImportSheet",
    "ImportKind",
    "ImportRow",
    "ProductSheet",
    # The answer to a form, kept for some days.
    "SubmittedForm",
    # Written once: the database refuses to change them.
    "AccessRecord",
    "HistorySeal",
    "Redaction",
    # Written by triggers from rows that keep theirs.
    "SearchEntry",
    # Written from products that keep theirs: what the public finds, and what is counted of it.
    *("CatalogueEntry", "TermBitmap", "CatalogueState", "KnownWord"),
    # Notes for a job, gone when it is done.
    *("StaleEntry", "CatalogueChange", "ChangedEntry"),
    # A form that is not finished yet: sealed, one officer's, gone in some days.
    "RegistrationDraft",
    # What an agency chose for a header before: a memory, not a fact.
    "MappingMemory",
    "SpellingMemory",
    # Counts that pass within the hour, of keyed hashes.
    "AttemptCount",
    # A browser at work, gone when it signs out.
    "UserSession",
    # When it was made, used or taken back, and by whom, stands on it; it is never deleted.
    "Invitation",
}


def is_event(model):
    return hasattr(model, "pgh_tracked_model")


def test_constraints_are_named_and_speak():
    unspeaking = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if (
            constraint.violation_error_message
            == constraint.default_violation_error_message
            and "id" not in constraint.fields  # which is there to be referred to
        )
        or not constraint.name.startswith(f"{model._meta.app_label}_")
        or not isinstance(
            constraint,
            (models.CheckConstraint, models.UniqueConstraint, ExclusionConstraint),
        )
    ]

    assert unspeaking == []


def walk(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def test_only_public_views_are_open_to_everybody():
    strangers = [
        route
        for route, view in walk(get_resolver())
        if not getattr(view, "login_required", True)
        if not inspect.unwrap(view).__module__.startswith(
            ("apps.public.", "apps.accounts.entrance", "allauth.", "django.")
        )
    ]

    assert strangers == []


def test_no_model_saves_or_hides_behind_the_readers_back():
    magic = [
        model.__name__
        for model in our_models()
        if "save" in vars(model) or "delete" in vars(model)
    ]

    assert magic == []


@pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_modules_functions_and_classes_stay_short(module):
    text = module.read_text()
    too_long = [
        f"{node.name}: {length(node)} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if length(node)
        > LIMITS["class" if isinstance(node, ast.ClassDef) else "function"]
    ]

    assert too_long == []
    assert text.count("\n") <= LIMITS["module"]


def length(node):
    """Lines of a function or class: fields of a model and its Meta are one long sentence."""
    if isinstance(node, ast.ClassDef):
        return sum(
            length(part) for part in node.body if isinstance(part, ast.FunctionDef)
        )
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize(
    ("folder", "ending", "limit"),
    [
        ("templates", "html", LIMITS["template"]),
        ("static/css", "css", LIMITS["css"]),
        ("static/js", "js", LIMITS["js"]),
    ],
)
def test_templates_styles_and_scripts_stay_short(folder, ending, limit):
    too_long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if path.read_text().count("\n") > limit
    ]

    assert too_long == []


@pytest.mark.django_db
def test_no_stray_tables_of_old_models():
    known = set(connection.introspection.django_table_names())

    ours = [
        table
        for table in connection.introspection.table_names()
        if table.split("_")[0] in {config.label for config in OURS}
        and table not in known
    ]

    assert ours == []


def test_templates_write_days_in_the_form_of_the_language():
    own = re.compile(r"""\|(?:date|time):(?!"(?:DATE|TIME|DATETIME)_FORMAT"|"[cY]")""")

    found = [
        str(path)
        for path in ROOT.glob("templates/**/*.*")
        if own.search(path.read_text())
    ]

    assert found == []


def test_every_form_of_the_admin_can_show_why_it_is_not_saved():
    """An override of a view that forgets the mark would lose what was typed."""
    unmarked = [
        (model.__name__, view)
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, CarefulAdmin)
        for view in ("add_view", "change_view")
        if not refusing.shown_by(getattr(model_admin, view))
    ]

    assert unmarked == []


def test_a_form_in_an_included_template_is_given_its_token():
    """`only` keeps the token out: the form would be refused whenever it is sent."""
    folder = ROOT / "templates"
    texts = {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*.html")
    }
    with_a_form = {name for name, text in texts.items() if "{% csrf_token %}" in text}
    included = re.compile(r"{% include \"([^\"]+)\"([^%]*?) only %}")

    without = [
        (name, inner)
        for name, text in texts.items()
        for inner, given in included.findall(text)
        if inner in with_a_form and "csrf_token=csrf_token" not in given
    ]

    assert without == []
