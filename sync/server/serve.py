"""Listens: the server's application on a cheroot HTTP server, with its threads and timeouts."""

import logging
from dataclasses import dataclass
from threading import Thread

from cheroot import wsgi

from desk import Refused
from sync.server.app import App
from sync.server.engine import Away

log = logging.getLogger(__name__)

THREADS = 24  # requests under way at a time; most wait for a slow line
SILENCE = 75  # s without a byte before a request counts as cut, or an idle connection is closed


class _Http(wsgi.Server):
    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        log.log(level, msg, exc_info=traceback)


@dataclass
class Listening:
    """A server that is listening; `address` is where."""

    address: str
    _http: wsgi.Server
    _app: App
    _thread: Thread

    def stop(self) -> None:
        """Let running requests come to their end, write down what is in memory, and close the storage."""
        self._http.stop()
        self._thread.join()
        try:
            self._app.flush()
        except Away as away:
            log.error("the last contacts are not written down: %s", away.values["reason"])
        finally:
            self._app.engine.close()


def listen(app: App, host: str, port: int) -> Listening:
    """Serve `app` on threads of its own; port 0 takes a free one. Raises Refused when the address is not to be had."""
    http = _Http((host, port), app, numthreads=THREADS, server_name="casedesk", timeout=SILENCE)
    http.shutdown_timeout = 2
    try:
        http.prepare()
    except OSError as error:
        raise Refused("server.listen", host=host, port=port, reason=error.strerror or str(error)) from error
    thread = Thread(target=http.serve, name="casedesk-server", daemon=True)
    thread.start()
    name = f"[{host}]" if ":" in host else host
    return Listening(f"http://{name}:{http.bind_addr[1]}", http, app, thread)
