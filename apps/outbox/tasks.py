"""What the worker does for messages. Done twice, nobody gets a second one."""

from procrastinate.contrib.django import app

from apps.accounts.models import User
from apps.outbox import sending
from apps.outbox.models import Channel, Message, Occasion


@app.task(name="outbox.send_waiting", queue="outbox")
def send_waiting(occasion_id: int, user_id: int) -> None:
    sending.send_waiting(occasion_id, by=User.objects.get(pk=user_id))


@app.periodic(cron="* * * * *")
@app.task(name="outbox.look_after", queue="outbox", queueing_lock="outbox.look_after")
def look_after(timestamp: int) -> None:
    """Give up what was left open, and try again what a server put off."""
    sending.give_up_left_open()
    put_off = Message.objects.waiting().filter(channel=Channel.MAIL, attempts__gt=0)
    asked = Occasion.objects.filter(pk__in=put_off.values("occasion"))
    for occasion in asked.select_related("asked_by"):
        if occasion.asked_by:
            sending.send_waiting(occasion.pk, by=occasion.asked_by)
