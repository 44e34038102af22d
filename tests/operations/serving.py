"""The portal as systemd and nginx run it, on a port of the loopback, and load upon it."""

import http.client
import os
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time

from ikmportal.embedded import BASE_DIR

from .launching import wait_until

DEPLOY = BASE_DIR / "deploy"
HOST = "ikm.example.go.id"


def command_of(unit):
    """What systemd would start, with this Python in place of the server's own."""
    text = (DEPLOY / "systemd" / unit).read_text()
    (line,) = [row for row in text.splitlines() if row.startswith("ExecStart=")]
    program, *arguments = shlex.split(line.removeprefix("ExecStart="))
    module = [] if program.endswith("python") else ["-m", program.rsplit("/", 1)[-1]]
    return [sys.executable, *module, *arguments]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def path_of(program):
    """Where a program lies: Debian keeps nginx where only root looks."""
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")


class Proxy:
    """nginx with the site of deploy/nginx.conf, a certificate of its own, and no privileges."""

    def __init__(self, folder, socket_path, static):
        self.folder, self.port = folder, free_port()
        self._make_certificate()
        site = (DEPLOY / "nginx.conf").read_text()
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "portal.example.go.id": HOST,
            "/etc/ssl/portal-ikm": str(folder),
            "/run/portal-ikm/web.sock": str(socket_path),
            "/var/lib/portal-ikm": str(static.parent),
            "/var/log/nginx": str(folder),
        }.items():
            assert old in site, old
            site = site.replace(old, new)
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"user root; daemon off; pid {folder}/nginx.pid; worker_processes 1;"
            f"events {{}} http {{ include /etc/nginx/mime.types; "
            f"access_log off; {temporary}\n{site}}}"
        )
        command = [path_of("nginx"), "-c", str(folder / "nginx.conf")]
        command += ["-e", str(folder / "nginx.log")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def _make_certificate(self):
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"]
        command += [
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            f"/CN={HOST}",
        ]
        command += ["-keyout", "privkey.pem", "-out", "fullchain.pem"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)

    def _answers(self):
        assert self.process.poll() is None, (self.folder / "nginx.log").read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def connect(self):
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=30, context=context
        )

    def get(self, path, method="GET", body=None, **headers):
        connection = self.connect()
        sent = {"Host": HOST} | {k.replace("_", "-"): v for k, v in headers.items()}
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            return response.status, dict(response.headers), response.read()
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Server:
    """A process that is started again whenever it ends, as Restart=always does."""

    def __init__(self, command, environment, log):
        self.command, self.environment, self.log = command, environment, log
        self.stopping = False
        self._start()
        self.thread = threading.Thread(target=self._keep, daemon=True)
        self.thread.start()

    def _start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=BASE_DIR, env=self.environment, stdout=log, stderr=log
            )

    def _keep(self):
        while not self.stopping:
            if self.process.poll() is not None and not self.stopping:
                self._start()
            time.sleep(0.2)

    def stop(self):
        self.stopping = True
        self.thread.join(5)
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(40)


class Load:
    """Visitors who ask one after the other until told to stop, and what they were answered."""

    def __init__(self, proxy, path, visitors=4):
        self.proxy, self.path = proxy, path
        self.answers, self.slowest, self.over = [], 0.0, threading.Event()
        self.threads = [threading.Thread(target=self._visit) for _ in range(visitors)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def _visit(self):
        while not self.over.is_set():
            started = time.monotonic()
            try:
                status = self.proxy.get(self.path)[0]
            except OSError as error:
                status = type(error).__name__
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.answers.append(status)

    def wait_for(self, more):
        """Until that many more answers came."""
        target = len(self.answers) + more
        wait_until(lambda: len(self.answers) >= target)

    def failed(self):
        return [answer for answer in self.answers if answer != 200]
