"""What the supervisor is told: systemd's notifications, or nothing where there is none."""

import asyncio
import os
import socket

READY = "READY=1"
ALIVE = "WATCHDOG=1"
EVERY = 10  # seconds; a sixth of WatchdogSec in deploy/systemd/portal-worker.service


def notify(state: str) -> None:
    """Send `state` to the socket that systemd named; elsewhere, do nothing."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect(address.replace("@", "\0", 1))
        sender.send(state.encode())


async def report() -> None:
    """As long as the event loop turns, say so."""
    notify(READY)
    while True:
        notify(ALIVE)
        await asyncio.sleep(EVERY)
