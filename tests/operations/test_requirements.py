import re

from ikmportal.embedded import BASE_DIR


def pins(name):
    text = (BASE_DIR / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^(\S+)==(\S+)", text, re.MULTILINE))


def test_tests_run_on_what_is_deployed():
    deployed, tested = pins("base"), pins("dev")

    assert deployed == {name: tested.get(name) for name in deployed}
