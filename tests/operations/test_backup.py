"""Backups that can be restored, and the ones that only look so."""

import re
import shutil
import subprocess

import pytest

from ikmportal.operations import counting

from .conftest import POSTGRES_15

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def backup(installation, tmp_path_factory):
    """A backup of the whole demo, made as the web's role."""
    uploads = installation.folder / "uploads"
    uploads.mkdir(exist_ok=True)
    (uploads / "list.bin").write_bytes(b"sealed")
    folder = tmp_path_factory.mktemp("backups")
    installation.run("backup", folder, "--keep", "2")
    (made,) = folder.glob("portal-*")
    return made


def test_a_backup_is_restored_and_compared(installation, backup):
    result = installation.run("restore_drill", backup)

    print("\n" + result.stdout)
    found = re.search(r"(\d+) tables, (\d+) rows and (\d+) files", result.stdout)
    assert int(found[1]) > 40
    assert int(found[2]) > 91_000
    assert "no encrypted value" not in result.stdout
    assert (installation.folder / "records" / "drill.json").exists()


def test_a_backup_is_restored_for_good_as_the_guide_says(
    installation, backup, tmp_path
):
    server = installation.server
    server.execute(
        "CREATE DATABASE again OWNER portal_owner TEMPLATE template0",
        "REVOKE ALL ON DATABASE again FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE again TO portal_app",
    )
    command = [POSTGRES_15 / "pg_restore", "--no-owner", "--no-privileges"]
    command += ["--exit-on-error", "--jobs=2", backup / "database"]
    command += ["--dbname", f"host={server.folder} user=portal_owner dbname=again"]
    subprocess.run(command, check=True, capture_output=True)
    urls = {
        "DATABASE_URL": server.url("again", "portal_app"),
        "OWNER_DATABASE_URL": server.url("again", "portal_owner"),
        "BACKUP_DIR": str(tmp_path),
    }

    assert "only grow" in installation.run("upgrade", **urls).stdout
    assert installation.run("migrate", "--check", **urls).returncode == 0
    assert (
        "as they were made"
        in installation.run("verify_history", "--restored", **urls).stdout
    )


def tables_of(installation):
    with installation.connect() as connection:
        found = connection.execute("SELECT tablename FROM pg_tables").fetchall()
    return {name for (name,) in found}


def test_sessions_stay_out_of_it(installation, backup):
    """Whoever finds a backup must not be let in by it."""
    with installation.connect() as connection:
        connection.execute(
            "INSERT INTO accounts_usersession"
            " (session_key, session_data, expire_date, address, browser)"
            " VALUES ('planted-key', 'data', now() + interval '1 day', '', '')"
        )
    folder = backup.parent / "with-session"
    installation.run("backup", folder)
    (made,) = folder.glob("portal-*")
    dumped = subprocess.run(
        [POSTGRES_15 / "pg_restore", "--data-only", "--file=-", made / "database"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert "COPY public.regions_region" in dumped
    assert "planted-key" not in dumped
    assert set(counting.LEFT_OUT) <= tables_of(installation)


def test_no_key_is_in_it(installation, backup):
    secrets = [
        installation.environment[name].removeprefix("k1:").encode()
        for name in ("SECRET_KEY", "BLIND_INDEX_KEY", "FIELD_ENCRYPTION_KEYS")
    ]

    contents = b"".join(
        path.read_bytes() for path in backup.rglob("*") if path.is_file()
    )

    assert not [secret for secret in secrets if secret in contents]
    assert backup.stat().st_mode & 0o077 == 0


def largest(folder):
    return max(folder.rglob("*.dat.gz"), key=lambda path: path.stat().st_size)


def flip_a_bit(copy):
    path = largest(copy)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def lose_an_upload(copy):
    (copy / "uploads" / "list.bin").unlink()


def lose_the_manifest(copy):
    (copy / "manifest.json").unlink()


def cut_a_table_short(copy):
    path = largest(copy)
    path.write_bytes(path.read_bytes()[:-100])


def tell_one_row_more(copy):
    manifest = copy / "manifest.json"
    text = re.sub(
        r'("regions_region": \[\s*)(\d+)',
        lambda found: found[1] + str(int(found[2]) + 1),
        manifest.read_text(),
    )
    manifest.write_text(text)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flip_a_bit, "The backup is damaged: file database/"),
        (cut_a_table_short, "The backup is damaged: file database/"),
        (lose_an_upload, "The backup is damaged: file uploads/list.bin"),
        (lose_the_manifest, "is not a complete backup"),
        (tell_one_row_more, "The backup is damaged: table regions_region"),
    ],
)
def test_a_damaged_backup_is_noticed(installation, backup, tmp_path, damage, said):
    copy = shutil.copytree(backup, tmp_path / backup.name)
    damage(copy)
    record = (installation.folder / "records" / "drill.json").read_text()

    result = installation.run("restore_drill", copy, check=False)

    assert result.returncode == 1
    assert said in result.stderr
    assert (installation.folder / "records" / "drill.json").read_text() == record


def test_keys_that_do_not_open_it_are_noticed(installation, backup):
    other = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

    result = installation.run(
        "restore_drill", backup, check=False, FIELD_ENCRYPTION_KEYS=other
    )

    assert result.returncode == 1
    assert "keys of this installation do not open" in result.stderr


def test_a_backup_that_fails_is_not_called_complete(installation, tmp_path):
    nowhere = installation.server.url("missing", "portal_app")

    result = installation.run("backup", tmp_path, check=False, DATABASE_URL=nowhere)

    assert result.returncode != 0
    assert [path for path in tmp_path.glob("portal-*") if path.suffix != ".part"] == []


def test_only_the_newest_stay(installation, tmp_path):
    for name in ("portal-20260101T000000Z", "portal-20260102T000000Z"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    (tmp_path / "portal-20260103T000000Z.part").mkdir()

    installation.run("backup", tmp_path, "--keep", "2")

    names = sorted(path.name for path in tmp_path.glob("portal-*"))
    assert len(names) == 2
    assert names[0] == "portal-20260102T000000Z"
