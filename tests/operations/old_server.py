"""As much of a PostgreSQL 14 as a client meets before its first query, on a real socket."""

import socketserver
import struct
import threading
from contextlib import contextmanager

ASKS_FOR_ENCRYPTION = {80877103, 80877104}  # SSLRequest and GSSENCRequest
PARAMETERS = {
    "server_version": "14.9",
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "integer_datetimes": "on",
    "TimeZone": "UTC",
}


def message(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body


class Greeting(socketserver.StreamRequestHandler):
    """Lets everybody in, says its version, and listens until the client has had enough."""

    def handle(self):
        while self.startup_code() in ASKS_FOR_ENCRYPTION:
            self.wfile.write(b"N")
        self.wfile.write(message(b"R", struct.pack("!i", 0)))
        for name, value in PARAMETERS.items():
            self.wfile.write(message(b"S", f"{name}\0{value}\0".encode()))
        self.wfile.write(message(b"K", struct.pack("!ii", 1, 1)))
        self.wfile.write(message(b"Z", b"I"))
        self.server.asked += self.rfile.read()

    def startup_code(self):
        length, code = struct.unpack("!ii", self.rfile.read(8))
        self.rfile.read(length - 8)
        return code


@contextmanager
def postgres_14():
    """The server; `asked` is what a client sent after it was let in."""
    with socketserver.TCPServer(("127.0.0.1", 0), Greeting) as server:
        server.asked = b""
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
