"""The local office's own server: `casedesk-server run`, ended with the program that started it.

Its standard input is a pipe from that program. A program that is killed cannot say goodbye, but its end of the pipe
closes on every system, and so no server is ever left behind on the port.
"""

import os
import sys
import threading

from sync.server.command import main


def _end_with_the_starter() -> None:
    sys.stdin.buffer.read()
    os._exit(0)  # what it acknowledged is on disk; an orderly end would wait for connections that nobody serves


if __name__ == "__main__":
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    sys.exit(main(sys.argv[1:]))
