"""What stops the demo, said to the operator."""


class DemoError(Exception):
    """The demo cannot start or go on; the message is one sentence for the operator."""
