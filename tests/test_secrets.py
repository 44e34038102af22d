"""S1: no secret lies in the repository, and nothing is installed that was not looked at."""

import re
import shutil
import subprocess

import pytest

from ikmportal.embedded import BASE_DIR

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|"
    r"\b(?:SECRET_KEY|BLIND_INDEX_KEY|HISTORY_SEAL_KEY|FIELD_ENCRYPTION_KEYS)"
    r"\s*[=:]\s*[\"']?(?P<value>[\w:+/.\-]{24,}=*)"
)
FOR_TESTS = {  # the tests' own, known to everybody
    "another-key-of-the-right-length-0123456789",
    "somebody-elses-key-0123456789abcdefghij",
    "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "YmxpbmQtaW5kZXgta2V5LW9mLXRoZS10ZXN0cy0wMDA=",
}


def found_in(text):
    return [
        match.group()
        for match in SECRETS.finditer(text)
        if match["value"] not in FOR_TESTS
    ]


def tracked():
    if not shutil.which("git") or not (BASE_DIR / ".git").exists():
        pytest.skip("this is no checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=BASE_DIR, capture_output=True, check=True
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (BASE_DIR / name).is_file():
            yield name, (BASE_DIR / name).read_bytes().decode(errors="replace")


def test_no_secret_lies_in_the_repository():
    held = {
        name: found
        for name, text in tracked()
        if name != "tests/test_secrets.py" and (found := found_in(text))
    }

    assert held == {}


@pytest.mark.parametrize(
    "text",
    [
        "SECRET_KEY=Zk3vQ8mX1nT6yB0rL5wC9dF2hJ7sG4pA",
        "BLIND_INDEX_KEY: 'Zk3vQ8mX1nT6yB0rL5wC9dF2hJ7sG4pA='",
        "-----BEGIN EC PRIVATE KEY-----",
    ],
)
def test_the_search_finds_one_that_does(text):
    assert found_in(text)


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_package_is_pinned_with_its_hashes(name):
    text = (BASE_DIR / "requirements" / f"{name}.txt").read_text()
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    packages = [block for block in blocks if block and not block.startswith("#")]

    loose = [
        block.split("\n", 1)[0]
        for block in packages
        if "==" not in block or "--hash=sha256:" not in block
    ]

    assert len(packages) > 20
    assert loose == []
