"""Everything a proposal must pass: style, types, the direction of imports, then the whole test suite.

All of them run even when one fails, and pytest last, so that its summary is the last line printed.
"""

import os
import subprocess
import sys
from collections.abc import Sequence

from desk.words import text
from installer import CHECKOUT
from installer.progress import Stopped, call, speak, step

MODULE = (sys.executable, "-m")
CHECKS = (
    (*MODULE, "ruff", "check", "."),
    (*MODULE, "ruff", "format", "--check", "."),
    (*MODULE, "mypy"),
    (sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)

AT_ONCE = ("-n", "logical", "--dist", "worksteal")
"""One pytest for each core; a test is handed to whichever is free."""


def main(arguments: Sequence[str]) -> int:
    """Run every check, then pytest with `arguments`. Returns 0 when all pass."""
    speak()
    passed = [_passes(check) for check in CHECKS]
    print(text("installer.begin", step="pytest"), flush=True)
    suite = subprocess.run(
        [*MODULE, "pytest", *AT_ONCE, *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    return suite.returncode if all(passed) else suite.returncode or 1


def _passes(check: Sequence[str]) -> bool:
    name = "lint-imports" if "-c" in check else " ".join(check[2:])
    output: list[str] = []
    try:
        with step(name):
            call(check, os.environ | {"PYTHONUTF8": "1"}, output.append)
    except Stopped:
        print("\n".join(output))
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
