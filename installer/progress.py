"""What the person at the terminal sees: a line per step with its seconds, and why a step stopped."""

import io
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from desk import Refused, words
from desk.words import text

LINES_OF_A_FAILURE = 25
INTERRUPTED = 130  # what a shell reports for a program ended by Ctrl+C
WINDOWS = sys.platform == "win32"


class Stopped(Refused):
    """Set-up cannot go on; the text says what the person can do about it."""


def speak() -> None:
    """Speak `CASEDESK_LANG`, as the other commands do (Vietnamese by default), on a console of any encoding."""
    words.use(os.environ.get("CASEDESK_LANG") or os.environ.get("CASEDESK_LANGUAGE") or "vi")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if WINDOWS else None, errors="replace", line_buffering=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print `title` when the step begins, and its seconds when it is done or has failed."""
    print(text("installer.begin", step=title))
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(text("installer.failed", seconds=_seconds(started)))
        raise
    print(text("installer.done", seconds=_seconds(started)))


def call(
    command: Sequence[str],
    env: Mapping[str, str] | None = None,
    watch: Callable[[str], None] | None = None,
    failure: str = "installer.command_failed",
) -> None:
    """Run a command quietly, without a keyboard; `watch` sees each line of its output.

    Raises Stopped with the text `failure` and the end of the output when the command fails or is not there.
    """
    try:
        process = subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise Stopped(failure, command=" ".join(command), output=error) from error
    last: deque[str] = deque(maxlen=LINES_OF_A_FAILURE)
    with process:
        for line in process.stdout or ():
            last.append(line)
            if watch:
                watch(line.rstrip())
    if process.returncode:
        raise Stopped(failure, command=" ".join(command), output="".join(last).rstrip())


def become(command: Sequence[str]) -> int:
    """Go on as another program, in this very process where the system can; else wait and take its exit status."""
    sys.stdout.flush()
    if not WINDOWS:  # there os.execv returns to the console at once and leaves the new program without it
        os.execv(command[0], list(command))
    return subprocess.run(command, check=False).returncode


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f}".replace(".", text("installer.decimal_mark"))
