"""The files of deploy/: read by the programs that they are for, and complete."""

import re
import shutil
import subprocess

import pytest

from ikmportal.embedded import BASE_DIR

DEPLOY = BASE_DIR / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
READ = re.compile(r'(?:env(?:\.\w+)?|environ\.get)\(\s*"([A-Z_]+)"')


@pytest.mark.slow
def test_systemd_accepts_the_units(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: apt-get install systemd")
    # It looks for the programs that units start: a folder stands in for /srv/portal-ikm.
    for name in ("python", "gunicorn"):
        program = tmp_path / ".venv" / "bin" / name
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

    assert timers == {"portal-backup", "portal-drill"}
    assert timers <= {unit.stem for unit in UNITS if unit.suffix == ".service"}


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"])
def test_services_run_without_privileges(unit):
    text = unit.read_text()

    for line in ("User=portal", "NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert f"\n{line}\n" in text


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
