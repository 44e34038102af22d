"""The steps of a product on its way into the catalogue, as buttons with their right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.catalogue import publishing
from apps.catalogue.models import Product

if TYPE_CHECKING:
    from apps.accounts.models import User

State = Product.State


@dataclass(frozen=True)
class Step:
    """A deed of `publishing`: from which states, who may, and its words."""

    name: str  # of its address
    deed: str  # its word there
    label: str | Promise
    done: str | Promise
    permission: str
    states: tuple[str, ...]
    do: Callable[[Product, "User"], Any]
    tone: str = "quiet"

    @property
    def address(self) -> str:
        return f"catalogue:{self.name}"


STEPS = {
    step.deed: step
    for step in [
        Step(
            "submit",
            "ajukan",
            _("Submit"),
            _("«%(name)s» waits for a curation or an approval."),
            publishing.SUBMIT,
            (State.DRAFT, State.WITHDRAWN),
            lambda product, user: publishing.submit(product, by=user),
            tone="",
        ),
        Step(
            "approve",
            "setujui",
            _("Approve without a curation"),
            _("«%(name)s» is approved and can be published."),
            publishing.APPROVE,
            (State.SUBMITTED,),
            lambda product, user: publishing.approve(product, by=user),
            tone="",
        ),
        Step(
            "publish",
            "terbitkan",
            _("Publish"),
            _("«%(name)s» is in the catalogue."),
            publishing.PUBLISH,
            (State.CURATED, State.WITHDRAWN),
            lambda product, user: publishing.publish(product),
            tone="",
        ),
        Step(
            "send_back",
            "kembalikan",
            _("Send back to be worked on"),
            _("«%(name)s» is a draft again."),
            publishing.SUBMIT,
            (State.SUBMITTED, State.CURATED),
            lambda product, user: publishing.send_back(product),
        ),
        Step(
            "withdraw",
            "tarik",
            _("Withdraw from the catalogue"),
            _("«%(name)s» is no longer in the catalogue, and neither are its photos."),
            publishing.WITHDRAW,
            (State.PUBLISHED,),
            lambda product, user: publishing.withdraw(product),
            tone="danger",
        ),
    ]
}


def steps_of(product: Product, user: "User") -> list[Step]:
    """What this officer may do with it now."""
    return [
        step
        for step in STEPS.values()
        if product.state in step.states and user.has_perm(step.permission)
    ]
