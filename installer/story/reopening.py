"""The second start, timed in a process of its own: from nothing to the window of the officer who works here.

python -m installer.story.reopening HOME SERVER LANGUAGE     the password comes on standard input
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from installer.progress import Stopped


def start(home: Path, server: str, password: str, language: str) -> tuple[float, int]:
    """Start the program on a home and log in: seconds from the start of its process, and the cases it holds."""
    command = [sys.executable, "-X", "utf8", "-m", "installer.story.reopening", str(home), server, language]
    started = time.monotonic()
    done = subprocess.run(
        command,
        input=password,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    if done.returncode:
        raise Stopped("installer.command_failed", command=" ".join(command), output=done.stderr.strip())
    told = json.loads(done.stdout)
    return told["ready"] - started, told["cases"]


def main(home: str, server: str, language: str) -> int:
    """Open the window and tell, as JSON, when it stood (monotonic s) and how many cases it holds."""
    from PySide6.QtWidgets import QApplication

    from desk import lists, words
    from installer.story.stage import Pc

    words.use(language)
    app = QApplication([])
    pc = Pc(Path(home), server)
    pc.log_in(sys.stdin.read().strip())
    app.processEvents()
    pc.window.grab()
    print(json.dumps({"ready": time.monotonic(), "cases": lists.counts(pc.desk.db, pc.desk.now())["all"]}))
    pc.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
