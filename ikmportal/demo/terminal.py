"""What the operator reads."""

import sys


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_step(step: str) -> None:
    say(f"{step} …")
