"""What the worker does for curations. Done twice, it has no second effect."""

from procrastinate.contrib.django import app

from apps.accounts.models import User
from apps.catalogue.curation import letters
from apps.catalogue.models import CurationRound
from apps.documents.models import Signatory


@app.task(name="catalogue.write_feedback", queue="documents")
def write_feedback(round_id: int, signatory_id: int, user_id: int) -> None:
    letters.write_letters(
        CurationRound.objects.get(pk=round_id),
        signatory=Signatory.objects.get(pk=signatory_id),
        by=User.objects.get(pk=user_id),
    )
