"""Curations of the demo: one closed, with grades, letters and its record, and one being scored.

Of whatever products there are; drawn with the same dice each time. Remarks and people are invented.
"""

import random
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.timezone import localdate

from apps.accounts.demo import DEMO_DOMAIN
from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.businesses.models import Business
from apps.catalogue.curation.candidates import former_of
from apps.catalogue.curation.curators import add_curator, declare_conflict
from apps.catalogue.curation.deciding import decide, is_lowering
from apps.catalogue.curation.letters import write_letters
from apps.catalogue.curation.records import write_record
from apps.catalogue.curation.results import results_of
from apps.catalogue.curation.rounds import move, prepare
from apps.catalogue.models import (
    Assignment,
    Candidate,
    Criterion,
    CurationRound,
    CurationScore,
    Product,
)
from apps.documents.models import Signatory

AGENCY = "DPPKUKM-DKI"
SEED = 2019
FIRST, SECOND = 60, 24
CURATORS = ["Wayan Saraswati", "Bram Lesmana", "Tuti Handayani", "Ucok Harahap"]
DONE = 0.6  # of the second round
REMARKS = {
    1: ["Belum layak: perlu didampingi dari awal.", "Tidak sesuai dengan keterangan."],
    2: ["Kurang rapi, perlu diperbaiki.", "Tidak sama antara contoh satu dan lainnya."],
    3: ["Cukup, masih bisa lebih baik."],
    4: ["Baik.", "Sudah rapi; tinggal dijaga."],
    5: ["Sangat baik, dapat menjadi contoh."],
}
PUT_OFF = "Menunggu sertifikat halal terbit."
BETTER = "Contoh kedua yang dibawa saat wawancara lebih baik."
LOWER = "Mutu turun dibanding kurasi yang lalu."
State = CurationRound.State


@transaction.atomic
def load_curations() -> int:
    """Make both rounds once, if there are products. Returns how many rounds there are."""
    agency = Agency.objects.filter(code=AGENCY).first()
    people = _people(agency) if agency else {}
    if agency is None or not people or CurationRound.objects.exists():
        return CurationRound.objects.count()
    products = _products(agency)
    if len(products) < 4:
        return 0
    first = _round(agency, people, "Kurasi Produk IKM Triwulan III", "food", 75)
    _fill(first, products[:FIRST], people)
    _score(first, share=1)
    _decide(first, people)
    again = _not_so_good(first)
    second = _round(agency, people, "Kurasi Kriya dan Pangan Akhir Tahun", "craft", 12)
    _fill(second, (again + products[FIRST:])[:SECOND], people)
    _score(second, share=DONE)
    return 2


def _people(agency: Agency) -> dict[str, Any]:
    """Who takes part, by role; the curators with some more of them. {} if a role is missing."""
    roles = ("organiser", "verifier", "approver", "curator")
    own = User.objects.filter(agency=agency)
    people: dict[str, Any] = {
        role: own.filter(groups__name=role).first() for role in roles
    }
    if not all(people.values()):
        return {}
    curators = [people["curator"]]
    group = Group.objects.get(name="curator")
    for number, name in enumerate(CURATORS, start=2):
        user, made = User.objects.get_or_create(
            email=f"curator{number}.{agency.code.lower()}@{DEMO_DOMAIN}",
            defaults={
                "name": name,
                "agency": agency,
                "password": people["curator"].password,
            },
        )
        if made:
            user.groups.add(group)
        curators.append(user)
    return people | {"curators": curators}


def _products(agency: Agency) -> list[Product]:
    """Those whose makers agree, of many makers rather than many of one."""
    makers = Business.objects.known_to(agency.pk).agreed()
    rows = Product.objects.filter(business__in=makers.values("pk")).exclude(
        state=Product.State.WITHDRAWN
    )
    return list(rows.order_by("pk")[: (FIRST + SECOND) * 3 : 3]) or list(rows)


def _round(
    agency: Agency, people: dict[str, Any], title: str, criteria: str, ago: int
) -> CurationRound:
    opens = localdate() - timedelta(days=ago)
    round_ = CurationRound(
        agency=agency,
        title=title,
        venue="Jakarta Creative Hub",
        opens_on=opens,
        closes_on=opens + timedelta(days=10),
        scoring_until=opens + timedelta(days=24),
        is_blind=criteria == "craft",
        curators_each=3,
    )
    round_ = prepare(round_, criteria=criteria, by=people["organiser"])
    CurationRound.objects.filter(pk=round_.pk).update(seed=SEED)
    return move(round_, State.OPEN, by=people["organiser"])


def _fill(
    round_: CurationRound, products: list[Product], people: dict[str, Any]
) -> None:
    """Candidates that were proposed and verified when it was open, and curators; dealt out."""
    Candidate.objects.bulk_create(
        Candidate(
            round=round_,
            product=product,
            former=former_of(product, round_),
            applied_by=people["organiser"],
            state=Candidate.State.VERIFIED,
            checked_by=people["verifier"],
            checked_at=round_.created_at,
        )
        for product in products
    )
    drafts = Product.objects.filter(candidacies__round=round_, state="draft")
    drafts.update(state=Product.State.SUBMITTED)
    curators = [add_curator(round_, user) for user in people["curators"]]
    declare_conflict(
        curators[1], products[0].business, reason="family", by=people["organiser"]
    )
    move(round_, State.SCORING, by=people["organiser"])


def _score(round_: CurationRound, share: float) -> None:
    """Sheets of this share of the assignments: each product has its quality, each curator his eye."""
    dice = random.Random(SEED + round_.curators_each)  # noqa: S311  believable
    criteria = list(Criterion.objects.filter(round=round_))
    assignments = list(
        Assignment.objects.filter(candidate__round=round_).order_by("candidate", "pk")
    )
    quality: dict[int, float] = {}
    scores = []
    for assignment in assignments[: round(len(assignments) * share)]:
        good = quality.setdefault(
            assignment.candidate_id, dice.triangular(2.2, 5.2, 4.2)
        )
        for criterion in criteria:
            score = min(5, max(1, round(dice.gauss(good, 0.55))))
            speaks = score < 3 or dice.random() < 0.25
            remark = dice.choice(REMARKS[score]) if speaks else ""
            scores.append(
                CurationScore(
                    assignment=assignment,
                    criterion=criterion,
                    score=score,
                    remark=remark,
                )
            )
    CurationScore.objects.bulk_create(scores, batch_size=500)


def _decide(round_: CurationRound, people: dict[str, Any]) -> None:
    """All by the scores, but one put off and one raised; then closed, with its papers."""
    by = people["approver"]
    round_ = move(round_, State.DECIDING, by=people["organiser"])
    results = results_of(round_)
    raised = next((each for each in results if each.proposed == "C"), None)
    for place, result in enumerate(results):
        outcome, reason = result.proposed, ""
        if place == 5:
            outcome, reason = "pending", PUT_OFF
        elif result is raised:
            outcome, reason = "B", BETTER
        elif is_lowering(result.candidate.product, outcome):
            reason = LOWER
        decide(result.candidate, outcome, reason=reason, by=by)
    round_ = move(round_, State.CLOSED, by=by)
    signatory = Signatory.objects.standing().filter(agency=round_.agency).first()
    if signatory:
        write_record(round_, signatory=signatory, by=by)
        write_letters(round_, signatory=signatory, by=by)


def _not_so_good(round_: CurationRound) -> list[Product]:
    """What comes again in the next round: products that did not pass, or with a C."""
    weak = round_.candidates.filter(outcome__in=["C", "failed"]).order_by("pk")
    return [candidate.product for candidate in weak.select_related("product")[:6]]
