"""Opening a home for a command: which folder, which officer, which password. Keeps none of them."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from desk import Refused, store
from desk.words import text
from sync import home
from sync.desk import Desk


@contextmanager
def desk_of(args: argparse.Namespace, known: str | None = None) -> Iterator[Desk]:
    """The desk of `--home`, opened for `--officer` with a password `known` already, or asked for; closed at the end.

    Faults of the disk and the file get words.
    """
    with store.spoken_errors():
        home.read(args.home)  # where there is no home, nobody is asked for a password
        desk = home.open_home(args.home, password() if known is None else known, args.officer)
        try:
            yield desk
        finally:
            desk.close()


def password() -> str:
    """The officer's password: CASEDESK_PASSWORD, or typed. Raises Refused where nobody can type one."""
    return _secret("CASEDESK_PASSWORD", text("command.password"))


def chosen_password(variable: str = "CASEDESK_PASSWORD") -> str:
    """A new password: from the environment, or typed twice. Raises Refused when the two differ."""
    first = _secret(variable, text("command.new_password"))
    if os.environ.get(variable) is None and _secret(variable, text("command.password_again")) != first:
        raise Refused("command.passwords_differ", field="password")
    return first


def _secret(variable: str, prompt: str) -> str:
    if (given := os.environ.get(variable)) is not None:
        return given
    if not (sys.stdin.isatty() or sys.stderr.isatty()):
        raise Refused("command.password_missing", field="password", variable=variable)
    return getpass.getpass(f"{prompt}: ")


def has_home(args: argparse.Namespace) -> bool:
    """Whether there is a home at `--home`."""
    return bool((args.home / home.FACE).exists())
