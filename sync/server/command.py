"""The `casedesk-server` command. Exit status: 0 done, 1 refused (reason on stderr), 2 wrong usage."""

import argparse
import os
import sys
from collections.abc import Sequence

from desk import Spoken, words
from sync.server import accept, bundle, database, province, provision, revoke, run, status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; `CASEDESK_LANG` (or `CASEDESK_LANGUAGE`) chooses the language, 'vi' or 'en'."""
    words.use(os.environ.get("CASEDESK_LANG") or os.environ.get("CASEDESK_LANGUAGE") or "vi")
    args = _parser().parse_args(argv)
    try:
        code: int = args.run(args)
    except Spoken as error:
        print(error, file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casedesk-server", description=words.text("server.help.about"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (provision, run, status, revoke, accept, bundle, province, database):
        command.add(commands)
    revoke.add_delegate(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
