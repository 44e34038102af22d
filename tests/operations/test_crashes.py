"""kill -9 of the worker and of the database in the middle of an import, while visitors come."""

import os
import signal
import sys

import pytest

from .launching import wait_until
from .serving import Load, Proxy, Server, command_of

pytestmark = pytest.mark.slow

ROWS = 10_000  # so many that writing them takes seconds on any machine
HURRIED = """
from ikmportal import worker
worker.HEARTBEAT, worker.STALLED, worker.EVERY_TEN_SECONDS = 1, 3, "* * * * * */1"
worker.main()
"""
RECEIVE = f"""
from apps.accounts.models import User
from apps.agencies.models import Agency
from apps.imports import batches, tasks
agency = Agency.objects.filter(users__isnull=False).first()
by = User.objects.create_superuser("crash@example.invalid", "long-enough-for-a-test", name="C")
by.agency = agency
by.save()
lines = ["Nama Pemilik;NIK;Nama Usaha;Produk"]
lines += [f"Kendala {{n}};;Usaha Kendala {{n}};dodol" for n in range({ROWS})]
content = "\\n".join(lines).encode()
batch = batches.receive(content, name="crash.csv", agency=agency, by=by)
tasks.read_batch.defer(batch_id=batch.pk)
print(batch.pk)
"""
COMMIT = """
from apps.imports import approving, tasks
from apps.imports.models import ImportBatch
batch = ImportBatch.objects.get(pk={batch})
approving.ask_to_commit(batch)
tasks.commit_batch.defer(batch_id=batch.pk, user_id=batch.created_by_id)
"""


@pytest.fixture
def running(installation, tmp_path):
    """The web server behind its proxy, and a worker; each is started again when it ends."""
    environment = installation.environment | {"BIND": f"unix:{tmp_path}/web.sock"}
    web = Server(command_of("portal-web.service"), environment, tmp_path / "web.log")
    worker = Server([sys.executable, "-c", HURRIED], environment, tmp_path / "job.log")
    proxy = Proxy(tmp_path, tmp_path / "web.sock", installation.folder / "static")
    wait_until(lambda: proxy.get("/healthz")[0] == 200)
    yield proxy, worker
    for process in (proxy, worker, web):
        process.stop()


def asked(installation, query):
    with installation.connect("portal_owner") as connection:
        return connection.execute(query).fetchone()[0]


def state(installation, batch):
    return asked(
        installation, f"SELECT state FROM imports_importbatch WHERE id = {batch}"
    )


def is_writing(installation):
    return asked(
        installation,
        "SELECT count(*) FROM pg_locks WHERE relation = 'businesses_person'::regclass"
        " AND mode = 'RowExclusiveLock'",
    )


def crash_in_the_middle(installation, worker, batch):
    """Kill the worker while it writes, then the database while the next one does."""
    installation.run("shell", "-v0", "-c", COMMIT.format(batch=batch))
    wait_until(lambda: is_writing(installation))
    os.kill(worker.process.pid, signal.SIGKILL)
    wait_until(lambda: not is_writing(installation))
    wait_until(lambda: is_writing(installation))
    installation.server.crash()


def test_nothing_is_lost_or_doubled(installation, running):
    proxy, worker = running
    batch = int(installation.run("shell", "-v0", "-c", RECEIVE).stdout.split()[-1])
    wait_until(lambda: state(installation, batch) == "planned")
    counts = (
        f"SELECT (counts->>'create')::int FROM imports_importbatch WHERE id = {batch}"
    )
    planned = asked(installation, counts)

    with Load(proxy, "/", visitors=2) as load:
        crash_in_the_middle(installation, worker, batch)
        wait_until(lambda: state(installation, batch) == "committed")
        load.wait_for(5)
        last = load.answers[-2:]

    saved = (
        "SELECT count({}) FROM businesses_business WHERE name LIKE 'Usaha Kendala %'"
    )
    found = [asked(installation, saved.format(what)) for what in ("*", "DISTINCT name")]
    kinds = {kind: load.answers.count(kind) for kind in set(load.answers)}
    print(f"\nkill -9 of both: {found} of {planned} rows; visitors: {kinds}")
    assert planned > ROWS / 2
    assert found == [planned, planned]
    assert set(kinds) <= {200, 503}  # told to try again, never a fault of the page
    assert last == [200, 200]
