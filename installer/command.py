"""What the two commands do, in order: look at the machine, make the environment, go on inside it."""

import os
import sys
from collections.abc import Sequence

from desk.words import text
from installer import CHECKOUT, environment, progress, system

INSIDE = {"run": "installer.opening", "test": "installer.checks"}


def main(arguments: Sequence[str]) -> int:
    """Run the command named first in `arguments`; the rest is handed on. Returns the exit status (2 = usage)."""
    progress.speak()
    match list(arguments):
        case ["run" | "test" as command, *rest]:
            return _prepare_and_continue(command, rest)
        case _:
            print(text("installer.usage"), file=sys.stderr)
            return 2


def _prepare_and_continue(command: str, rest: list[str]) -> int:
    try:
        system.complete(with_display=command == "run" and system.has_display(), for_tests=command == "test")
        python = environment.ready(CHECKOUT, for_tests=command == "test")
    except progress.Stopped as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(text("installer.interrupted"), file=sys.stderr)
        return progress.INTERRUPTED
    os.chdir(CHECKOUT)
    return progress.become([str(python), "-X", "utf8", "-m", INSIDE[command], *rest])
