"""The local office's own server: `casedesk-server run`, ended with the program that started it.

Its standard input is a pipe from that program. A program that is killed cannot say goodbye, but its end of the pipe
closes on every system, and so no server is ever left behind on the port.
"""

import os
import signal
import sys
import threading

from sync.server.command import main


def end_with_the_starter() -> None:
    """Wait for the end of the pipe, then ask this process to end as a service would be asked."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    sys.exit(main(sys.argv[1:]))
