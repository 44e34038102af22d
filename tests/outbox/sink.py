"""A mail server for tests: real SMTP on a real socket, which refuses, puts off or hangs up."""

import socketserver
import threading
from email import message_from_bytes, policy


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"RCPT":
                self.recipient = line.decode()
                self.say(self.server.answer_to(self.recipient))
            elif word == b"DATA":
                if not self.take():
                    return None
            elif word == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 fine")
        return None

    def take(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.mails.append(
            message_from_bytes(b"".join(lines), policy=policy.default)
        )
        if "hangup" in self.recipient:
            return False
        self.server.gate.wait(30)
        self.say("250 kept")
        return True

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """Keeps what it gets in `mails`. An address with «refuse», «later» or «hangup» gets it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails, self.gate = [], threading.Event()
        self.gate.set()  # cleared, it keeps its answer to a mail to itself

    def answer_to(self, recipient):
        if "refuse" in recipient:
            return "550 no such mailbox"
        return "450 mailbox busy" if "later" in recipient else "250 fine"

    @property
    def recipients(self):
        return sorted(mail["To"] for mail in self.mails)
