"""The province's secret, as it is typed at a terminal or given by the surroundings: a password, or sheets of words."""

import argparse
import getpass
import os
import sys
import time

from desk import Refused
from desk.officers import passwords
from desk.words import text
from sync.province import opening, secret, travel
from sync.province.folder import Folder
from sync.province.secret import Secret

PASSWORD, SHEETS = "CASEDESK_PASSWORD", "CASEDESK_SHEETS"


def alone(args: argparse.Namespace) -> tuple[Folder, Secret]:
    """Folder and secret for an act in an office. Raises Refused where the server knows of another folder's acts."""
    folder, key = Folder(args.dir), the_secret(args)
    travel.only_hand(folder, key, args.code)
    return folder, key


def the_secret(args: argparse.Namespace) -> Secret:
    """The secret, by password or by sheets; a wrong password is counted."""
    folder = Folder(args.dir)
    if folder.face.lock is None:
        return from_sheets()
    return opening.by_password(folder, _typed(PASSWORD, text("province.password")), int(time.time()))


def from_sheets() -> Secret:
    """The secret, from as many sheets as it takes. Raises Refused."""
    given = os.environ.get(SHEETS)
    if given is None:
        given = "\n".join(iter(lambda: _typed("", text("province.next_sheet")), ""))
    return secret.joined([line for line in given.splitlines() if line.strip()])


def new_password() -> str:
    """A password to keep the secret under, typed twice. Raises Refused."""
    chosen = _typed(PASSWORD, text("province.new_password"))
    passwords.demand(chosen, "")
    if PASSWORD not in os.environ and _typed("", text("province.password_again")) != chosen:
        raise Refused("command.passwords_differ", field="password")
    return chosen


def _typed(variable: str, prompt: str) -> str:
    if variable and (given := os.environ.get(variable)) is not None:
        return given
    if not (sys.stdin.isatty() or sys.stderr.isatty()):
        raise Refused("command.password_missing", field="password", variable=variable or SHEETS)
    return getpass.getpass(f"{prompt}: ")
