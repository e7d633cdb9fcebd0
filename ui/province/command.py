"""The `casedesk-province` command with its window: everything else is `sync.province.command`, without Qt."""

import argparse
import sys
from collections.abc import Sequence

from sync.province import command


def main(given: Sequence[str] | None = None) -> int:
    """Run one command."""
    return command.main(given, {"window": _window})


def _window(args: argparse.Namespace) -> int:
    from ui.province.app import run

    return run(args.dir)


if __name__ == "__main__":
    sys.exit(main())
