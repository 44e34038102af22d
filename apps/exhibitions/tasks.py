"""What the worker does for exhibitions. Done twice, it has no second effect."""

from procrastinate.contrib.django import app

from apps.exhibitions import asking
from ikmportal.worker import when_given_up


@app.task(name="exhibitions.propose", queue="proposals")
def propose(proposal_id: int) -> None:
    try:
        asking.compute(proposal_id)
    except Exception:
        asking.fail(proposal_id)
        raise


when_given_up(propose.name, asking.fail)
