"""Connections to a PostgreSQL database: kept open, noticed when dead, its faults put in the engine's words.

Knows no table. A call goes on a connection of its own; after any error its connection is dropped, so that what it had
begun is undone by the database.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from pg8000.exceptions import DatabaseError, Error, InterfaceError
from pg8000.native import Connection, PreparedStatement

from sync.server.address import Address
from sync.server.engine import Away, Full

SETTINGS = """
SET search_path = casedesk; SET client_encoding = 'UTF8'; SET bytea_output = hex;
SET default_transaction_isolation = 'read committed'; SET lock_timeout = '15s';
SET idle_in_transaction_session_timeout = '15s';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
"""
"""Whatever the database is set to: what is committed is on its disk, and no lock long outlives a server that died."""

_FULL = "53100"  # SQLSTATE, PostgreSQL's appendix A
_AWAY = ("08", "57", "25006", "40001", "40P01", "53200", "53300", "55P03")
_NO_VALUE = "22"  # a number beyond 64 bits, a letter that is none


class Line:
    """One connection. Raises Away when it cannot be had."""

    def __init__(self, address: Address) -> None:
        with _told():
            dialled = address.dial()
            try:
                tls = address.tls or False
                self._db = Connection(
                    address.user, address.host, address.database, address.port, address.password, None, None, tls,
                    sock=dialled, application_name="casedesk-server",
                )  # fmt: skip
            except DatabaseError as error:
                if error.args[0].get("C") == _FULL:
                    raise
                raise Away(error.args[0].get("M", "")) from error
            except BaseException:
                dialled.close()
                raise
            self._db.run(SETTINGS)
        self._prepared: dict[str, PreparedStatement] = {}

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What a statement returns. Raises Full or Away; ValueError for what no column can hold."""
        with _told():
            if not values:
                return self._db.run(sql) or []
            if sql not in self._prepared:
                self._prepared[sql] = self._db.prepare(sql)
            return self._prepared[sql].run(**values) or []

    def close(self) -> None:
        """Hang up; what was begun is undone."""
        with suppress(Error, OSError):
            self._db.close()


class Postgres:
    """Connections to one database; any number of threads."""

    def __init__(self, address: Address) -> None:
        self._address, self._idle, self._lock = address, list[Line](), Lock()

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What one statement that writes nothing finds. Raises Away."""
        line, found = self._begun(lambda line: line.rows(sql, **values))
        self._put_back(line)
        return found

    @contextmanager
    def transaction(self) -> Iterator[Line]:
        """All or nothing, and on the database's disk when it ends. Raises Full or Away."""
        line, _ = self._begun(lambda line: line.rows("BEGIN"))
        try:
            yield line
            line.rows("COMMIT")
        except BaseException:
            line.close()
            raise
        self._put_back(line)

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            line.close()

    def _begun(self, begin: Callable[[Line], list[Any]]) -> tuple[Line, list[Any]]:
        """Begin on a connection that lives: of those kept open, a restart of the database may have cut every one."""
        while True:
            with self._lock:
                kept = self._idle.pop() if self._idle else None
            line = kept or Line(self._address)
            try:
                return line, begin(line)
            except Away:
                line.close()
                if kept is None:
                    raise
                self.close()  # where the database's machine is gone, to ask each in turn would take minutes
            except BaseException:
                line.close()
                raise

    def _put_back(self, line: Line) -> None:
        with self._lock:
            self._idle.append(line)


@contextmanager
def _told() -> Iterator[None]:
    """A fault of the database in the engine's words; any other error of it is a bug of ours."""
    try:
        yield
    except DatabaseError as error:
        code, said = error.args[0].get("C", ""), error.args[0].get("M", "")
        if code == _FULL:
            raise Full from error
        if code.startswith(_AWAY):
            raise Away(said) from error
        if code.startswith(_NO_VALUE):
            raise ValueError(said) from error
        raise
    except (InterfaceError, OSError) as error:
        raise Away(str(error.__cause__ or error)) from error
