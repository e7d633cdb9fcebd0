"""A PostgreSQL of the tests' own: a cluster in a folder for temporary files, on a Unix socket."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psutil

from sync.server.address import address_of
from sync.server.engine_postgres import PostgresEngine
from sync.server.postgres import Line

TEMPLATE = "template"

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))


def missing():
    """Why there is no PostgreSQL to test with, "" where there is one."""
    if not shutil.which("initdb", path=_path()) or os.name != "posix":
        return "no PostgreSQL here (Debian: apt-get install postgresql)"
    return ""


def _path():
    return os.pathsep.join([*map(str, BINARIES), os.environ.get("PATH", "")])


class Cluster:
    """One PostgreSQL, fsync on. Root it refuses: it runs as `postgres` or `nobody` then."""

    def __init__(self, folder=None):
        self.folder = Path(tempfile.mkdtemp(prefix="casedesk-pg-", dir=folder or _memory()))
        self._as = _somebody() if os.geteuid() == 0 else {}
        if self._as:
            os.chown(self.folder, self._as["user"], self._as["group"])
        self._run("initdb", *"-U casedesk -A trust -E UTF8 --locale=C -N".split(), "-D", self.folder / "data")
        self._made = 0
        self.start()

    def prepare(self):
        """Make the database that others are copied from."""
        self.sql("postgres", f"CREATE DATABASE {TEMPLATE}")
        PostgresEngine(address_of(self.url(TEMPLATE)), make=True).close()

    def start(self):
        """Start it, and wait until it answers."""
        options = ("-k", self.folder, "-c", "listen_addresses=", "-c", "shared_buffers=16MB")
        with (self.folder / "log").open("ab") as log:
            command = [shutil.which("postgres", path=_path()), "-D", self.folder / "data", *options]
            self._process = subprocess.Popen(
                list(map(str, command)), stdout=log, stderr=log, cwd=self.folder, start_new_session=True, **self._as
            )
        until = time.monotonic() + 60
        while True:
            try:
                Line(address_of(self.url("postgres"))).close()
                return
            except Exception:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise AssertionError((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.05)

    def stop(self):
        """Stop it in order."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)

    def kill(self):
        """Kill it as it stands, with all of its processes."""
        postmaster = psutil.Process(self._process.pid)
        for each in (postmaster, *postmaster.children()):
            each.kill()
        self._process.wait(60)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, name):
        """Where a database is, as the server is told it."""
        host = quote(str(self.folder), safe="")
        return f"postgresql://casedesk@{host}/{name}"

    def sql(self, name, *statements):
        """Run statements as the administrator; what the last one finds."""
        line = Line(address_of(self.url(name)))
        try:
            return [line.rows(each) for each in statements][-1]
        finally:
            line.close()

    def make(self, template="template0"):
        """A new database; its name."""
        self._made += 1
        name = f"casedesk_{self._made}"
        self.sql("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log")
        return name

    def drop(self, name):
        self.sql("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, program, *arguments):
        command = [shutil.which(program, path=_path()), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, cwd=self.folder, **self._as)
        assert done.returncode == 0, done.stderr.decode(errors="replace")


def _memory():
    """Where a file's way to the disk takes no time, if there is room; who kills PostgreSQL sees no difference."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 10**9 else None


def _somebody():
    import pwd  # not on Windows

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise AssertionError("nobody here who may run PostgreSQL")
