"""The files of deploy/: read by the programs that they are for, and complete."""

import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands

from ikmportal import healthcheck
from ikmportal.embedded import BASE_DIR

from .serving import free_port

DEPLOY = BASE_DIR / "deploy"
UNITS = sorted([*(DEPLOY / "systemd").iterdir(), *(DEPLOY / "wal").glob("portal-*")])
GUIDE = (BASE_DIR / "docs" / "operations.md").read_text()
READ = re.compile(r'(?:env(?:\.\w+)?|environ\.get)\(\s*"([A-Z_]+)"')


@pytest.mark.slow
def test_systemd_accepts_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: apt-get install systemd")
    # It looks for the programs that units start: a folder stands in for /srv/portal-ikm.
    for name in (".venv/bin/python", ".venv/bin/gunicorn", "deploy/wal/base-backup"):
        program = tmp_path / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.symlink_to("/bin/true")
    for unit in UNITS:
        text = unit.read_text().replace("/srv/portal-ikm", str(tmp_path))
        (tmp_path / unit.name).write_text(text)
    units = [tmp_path / unit.name for unit in UNITS]

    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        check=False,
        capture_output=True,
        text=True,
    )

    assert (result.stderr, result.returncode) == ("", 0)


def test_every_timer_has_its_service():
    timers = {unit.stem for unit in UNITS if unit.suffix == ".timer"}

    assert timers == {"portal-backup", "portal-base", "portal-drill", "portal-purge"}
    assert timers <= {unit.stem for unit in UNITS if unit.suffix == ".service"}


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"])
def test_services_run_without_privileges(unit):
    text = unit.read_text()

    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert f"\n{line}\n" in text
    user = "postgres" if unit.parent.name == "wal" else "portal"
    assert f"\nUser={user}\n" in text


@pytest.mark.parametrize(
    "text",
    [GUIDE, *(unit.read_text() for unit in UNITS)],
    ids=["guide", *map(str, UNITS)],
)
def test_every_command_that_is_named_exists(text):
    """A unit called a command that was gone, and failed every night."""
    called = re.findall(r"(?:manage(?:\.py)?) (?:--as-owner )?([a-z_]+)", text)

    assert [name for name in called if name not in get_commands()] == []


def test_every_file_that_the_guide_names_exists():
    named = re.findall(r"(?<![\w/])deploy/[\w./-]*[\w]", GUIDE)
    made_by_hand = {"portal.env", "owner.local.env", "postgres-password"}

    missing = {name for name in named if not [*BASE_DIR.glob(f"{name}*")]}

    assert len(named) > 20
    assert missing == {f"deploy/{name}" for name in made_by_hand}


@pytest.mark.django_db
def test_a_containers_health_is_asked_as_the_proxy_asks(live_server, settings):
    settings.ALLOWED_HOSTS = ["portal.example.go.id"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    port = int(live_server.url.rpartition(":")[2])

    assert healthcheck.answers(port, "https://portal.example.go.id")
    assert not healthcheck.answers(port, "https://127.0.0.1")
    assert not healthcheck.answers(free_port(), "https://portal.example.go.id")


def test_every_setting_is_explained():
    sources = [BASE_DIR / "gunicorn.conf.py", *(BASE_DIR / "ikmportal").glob("*.py")]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    explained = re.findall(
        r"^(?:# )?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE
    )

    assert sorted(explained) == sorted(read - {"PATH", "NOTIFY_SOCKET"})


def test_the_proxy_overwrites_what_visitors_claim():
    text = (DEPLOY / "nginx.conf").read_text()

    assert "proxy_set_header X-Forwarded-For   $remote_addr;" in text
    assert "$proxy_add_x_forwarded_for" not in text
    assert "include proxy_params" not in text


def test_compose_keeps_its_promises():
    yaml = pytest.importorskip("yaml", reason="no PyYAML to read it with")
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text())

    assert set(found["services"]) == {"web", "worker", "database"}
    for name in ("web", "worker"):
        service = found["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
