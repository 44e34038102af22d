"""From the proposal to the decision, and what follows when somebody withdraws.

Every decision has a name, a time and a reason; a rule that is broken on purpose needs the
reason of the exception besides.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, Max, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.exhibitions import meeting
from apps.exhibitions.eligibility import answers_of, broken
from apps.exhibitions.models import Exhibition, Participation
from apps.exhibitions.placing import take_off

if TYPE_CHECKING:
    from apps.accounts.models import User

State = Participation.State
BEFORE = (State.INVITED, State.APPLIED, State.ELIGIBLE, State.CURATED)
# What may become of an exhibitor; a closed door is said in words.
NEXT: dict[str, tuple[str, ...]] = {
    State.INVITED: (State.APPLIED, State.WITHDRAWN),
    State.APPLIED: (State.ELIGIBLE, State.WITHDRAWN),
    State.ELIGIBLE: (State.CURATED, State.WITHDRAWN),
    State.CURATED: (State.WITHDRAWN,),
    State.SELECTED: (State.CONFIRMED, State.WITHDRAWN),
    State.CONFIRMED: (State.ATTENDED, State.NO_SHOW, State.WITHDRAWN),
    State.ATTENDED: (State.NO_SHOW,),
    State.NO_SHOW: (State.ATTENDED,),
    State.RESERVE: (State.WITHDRAWN,),
}
DECIDABLE = (*BEFORE, State.SELECTED, State.RESERVE, State.REJECTED)


def propose(
    exhibition: Exhibition, business: Business, *, channel: str, by: "User"
) -> Participation:
    """Name a business for an exhibition. Through a second channel it stays one proposal,
    which then says so.
    """
    group = business.commodity_group
    with transaction.atomic():
        found, made = Participation.objects.select_for_update().get_or_create(
            exhibition=exhibition,
            business=business,
            defaults={
                "channel": channel,
                "proposed_by": by.agency or exhibition.agency,
                "recap_group": group.recap_group if group else None,
                "products": business.products[:300],
            },
        )
        if not made and channel not in {found.channel, *found.further_channels}:
            found.further_channels = [*found.further_channels, channel]
            found.save(update_fields=["further_channels", "updated_at"])
    return found


@transaction.atomic
def decide(
    participation: Participation,
    state: str,
    *,
    reason: str,
    by: "User",
    exception: str = "",
) -> Participation:
    """Selected, reserve (the last of them) or not selected. Raises ValidationError.

    Who is selected though a hard rule does not hold needs the reason of the exception; one that
    was granted before stays.
    """
    held = Participation.objects.select_for_update().get(pk=participation.pk)
    if held.state not in DECIDABLE:
        raise ValidationError(
            _("%(who)s is %(state)s already.")
            % {"who": held, "state": held.get_state_display()}
        )
    if not reason.strip():
        raise ValidationError(_("A decision needs its reason."))
    if state != State.REJECTED:
        exception = exception.strip() or held.exception_reason
    if state == State.SELECTED and not exception:
        _rules_hold(held)
    if state != State.SELECTED and held.state == State.SELECTED:
        _leave_the_plan(held, by)
    held.state, held.reason, held.exception_reason = (
        state,
        reason[:400],
        exception[:400],
    )
    held.reserve_rank = _last_rank(held) + 1 if state == State.RESERVE else None
    held.decided_by, held.decided_at = by, timezone.now()
    held.save()
    return held


def _rules_hold(held: Participation) -> None:
    if rules := broken(answers_of(held), hard=True):
        said = _("A hard rule does not hold (%(rules)s): say why it is set aside.")
        raise ValidationError({"exception": said % {"rules": "; ".join(rules)}})


def _last_rank(participation: Participation) -> int:
    reserves = Participation.objects.filter(exhibition=participation.exhibition_id)
    return reserves.aggregate(last=Max("reserve_rank"))["last"] or 0


def _leave_the_plan(participation: Participation, by: "User") -> None:
    if participation.assignments.exists():
        take_off(participation, by=by)


@transaction.atomic
def go_on(participation: Participation, state: str, *, by: "User") -> Participation:
    """The next step of an exhibitor that is no decision. Raises ValidationError."""
    held = Participation.objects.select_for_update().get(pk=participation.pk)
    if state not in NEXT.get(held.state, ()):
        raise ValidationError(
            _("Who is %(now)s cannot become %(then)s.")
            % {"now": held.get_state_display(), "then": State(state).label}
        )
    if state == State.ELIGIBLE and (rules := broken(answers_of(held), hard=True)):
        raise ValidationError(
            _("A hard rule does not hold: %(rules)s. Who decides may set it aside.")
            % {"rules": "; ".join(rules)}
        )
    if state in {State.WITHDRAWN, State.NO_SHOW}:
        held.reserve_rank = None
    if state == State.WITHDRAWN:
        _leave_the_plan(held, by)
    if state == State.CONFIRMED:
        held.confirmed_at = timezone.now()
    held.state = state
    held.save()
    meeting.tell_of(Participation.objects.filter(pk=held.pk))
    return held


@transaction.atomic
def withdraw(participation: Participation, *, by: "User") -> Participation | None:
    """It does not come. Its place goes to the next reserve of its kind, who is returned.

    A reserve for whom a hard rule does not hold waits for who may set it aside.
    """
    stood = participation.state in {State.SELECTED, State.CONFIRMED}
    gone = go_on(participation, State.WITHDRAWN, by=by)
    reserves = next_reserve(gone).select_for_update(of=["self"]) if stood else []
    following = next((each for each in reserves if _may_be_called(each)), None)
    if following is None:
        return None
    reason = _("Reserve number %(rank)d, called up for %(who)s.") % {
        "rank": following.reserve_rank or 0,
        "who": gone,
    }
    return decide(following, State.SELECTED, reason=reason, by=by)


def _may_be_called(reserve: Participation) -> bool:
    return bool(reserve.exception_reason) or not broken(answers_of(reserve), hard=True)


def next_reserve(gone: Participation) -> QuerySet[Participation]:
    """Reserves in order, those of the same group and channel first, then of the same group."""
    reserves = Participation.objects.filter(
        exhibition=gone.exhibition_id, state=State.RESERVE
    )
    alike = When(recap_group=gone.recap_group_id, channel=gone.channel, then=Value(0))
    near = When(recap_group=gone.recap_group_id, then=Value(1))
    kind = Case(alike, near, default=Value(2), output_field=IntegerField())
    found: QuerySet[Participation] = reserves.order_by(kind, "reserve_rank")
    return found
