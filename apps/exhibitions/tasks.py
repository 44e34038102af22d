"""What the worker does for exhibitions. Done twice, it has no second effect."""

from procrastinate.contrib.django import app

from apps.accounts.models import User
from apps.documents.models import Signatory
from apps.exhibitions import asking, records
from apps.exhibitions.models import Exhibition
from ikmportal.worker import when_given_up


@app.task(name="exhibitions.propose", queue="proposals")
def propose(proposal_id: int) -> None:
    try:
        asking.compute(proposal_id)
    except Exception:
        asking.fail(proposal_id)
        raise


@app.task(name="exhibitions.certify", queue="documents")
def certify(exhibition_id: int, signatory_id: int, user_id: int) -> None:
    records.write_certificates(
        Exhibition.objects.get(pk=exhibition_id),
        signatory=Signatory.objects.get(pk=signatory_id),
        by=User.objects.get(pk=user_id),
    )


when_given_up(propose.name, asking.fail)
