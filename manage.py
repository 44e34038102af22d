#!/usr/bin/env python
"""Django's commands, with the embedded PostgreSQL started when no other is named."""

import os
import sys

from django.core.management import execute_from_command_line

from ikmportal import embedded


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ikmportal.settings")
    os.environ.setdefault("IKM_PROCESS", "command")
    try:
        embedded.ensure_running()
    except embedded.EmbeddedPostgresError as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
