"""What the worker does by the clock for the public catalogue. Each may be done twice."""

from procrastinate.contrib.django import app

from apps.catalogue import counting, indexing
from ikmportal.worker import EVERY_TEN_SECONDS


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="catalogue.index", queue="catalogue", queueing_lock="catalogue.index")
def index(timestamp: int = 0) -> None:
    """Write the entries of what has changed, and of all if the vocabulary has."""
    indexing.note_all_if_words_changed()
    indexing.index_stale()


@app.periodic(cron="* * * * *")
@app.task(
    name="catalogue.draw",
    queue="catalogue",
    queueing_lock="catalogue.draw",
    lock="catalogue.bitmaps",
)
def draw(timestamp: int) -> None:
    """Draw the bitmaps of what has changed."""
    counting.draw_bitmaps()


@app.periodic(cron="25 * * * *")
@app.task(name="catalogue.words", queue="catalogue", queueing_lock="catalogue.words")
def words(timestamp: int) -> None:
    counting.count_words()
    indexing.forget_changes()


@app.periodic(cron="1 * * * *")  # the clock of the worker may be in another zone
@app.task(name="catalogue.new_day", queue="catalogue", queueing_lock="catalogue.day")
def new_day(timestamp: int) -> None:
    """Grades and certificates that ended yesterday. Badges do not wait for this, nor do grades:
    they are asked by day. Certificates are, where few products are counted."""
    indexing.note_what_the_clock_changed()


@app.periodic(cron="50 2 * * *")
@app.task(
    name="catalogue.draw_anew",
    queue="catalogue",
    queueing_lock="catalogue.draw_anew",
    lock="catalogue.bitmaps",
)
def draw_anew(timestamp: int) -> None:
    """All bitmaps: orders are cut where the entries of now lie."""
    counting.draw_bitmaps(anew=True)
