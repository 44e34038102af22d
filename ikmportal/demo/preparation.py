"""Tables, reference and demo records, static files: `python -m ikmportal.demo.preparation`."""

import os
import sys
import traceback
from importlib import import_module
from typing import Any

import django
from django.core.management import call_command

from ikmportal.demo.prepared import keep_record
from ikmportal.demo.terminal import say_step
from ikmportal.embedded import data_dir

# Every one can be done twice. The launcher has done the steps before.
STEPS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "[4/8] Membuat tabel": [
        ("migrate", {"interactive": False}),
        ("createcachetable", {}),
    ],
    "[5/8] Memuat data rujukan": [("load_reference_data", {})],
    "[6/8] Memuat data demo": [("load_demo", {})],
    "[7/8] Mengumpulkan berkas statis": [("collectstatic", {"interactive": False})],
}


def main() -> int:
    os.environ["IKM_PROCESS"] = "command"
    step = "Menyiapkan Django"
    try:
        django.setup()
        for step, commands in STEPS.items():
            say_step(step)
            for name, options in commands:
                call_command(name, verbosity=0, **options)
        # Models can be imported only now.
        keep_record(import_module("apps.accounts.demo").logins())
    except Exception as error:
        log = data_dir() / "log" / "demo.log"
        log.write_text(traceback.format_exc())
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        sys.stderr.write(f"«{step}» gagal: {reason} (lihat {log})\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
