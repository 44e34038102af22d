"""What a permission lets somebody do, in an officer's words. Each app declares its own.

One list for three readers: what a role means, what a refusal says, and the page «My rights».
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_WORDS: dict[str, str | Promise] = {}
VERBS = {
    "view": gettext_lazy("see: %(things)s"),
    "add": gettext_lazy("add: %(things)s"),
    "change": gettext_lazy("change: %(things)s"),
    "delete": gettext_lazy("delete: %(things)s"),
}


def declare(words: Mapping[str, str | Promise]) -> None:
    """Say what permissions let do, from an app's `ready()`: {"app.codename": "verb …"}."""
    _WORDS.update(words)


def declared() -> list[str]:
    """The permissions that are worth naming, in the order of their apps."""
    return list(_WORDS)


def words_of(permission: str) -> str:
    """«save an import into the register»; for what nobody declared, the model's own name."""
    if permission in _WORDS:
        return str(_WORDS[permission])
    app, codename = permission.split(".")
    verb, _separator, model = codename.partition("_")
    try:
        things = apps.get_model(app, model)._meta.verbose_name_plural
    except LookupError:
        return _("do this")
    return str(VERBS.get(verb, "%(things)s")) % {"things": things}


def allowed(permissions: Collection[str]) -> list[str]:
    """What these permissions let do, in words."""
    return [words_of(each) for each in declared() if each in permissions]


def roles_allowing(permission: str) -> list[Any]:
    """The role groups that hold a permission."""
    app, codename = permission.split(".")
    groups = apps.get_model("auth", "Group")._default_manager
    allowing = groups.filter(
        permissions__codename=codename, permissions__content_type__app_label=app
    )
    return list(allowing.order_by("pk"))
