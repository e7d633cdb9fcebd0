"""`casedesk`: from the command line to the answer and its exit status.

0   done                                   3   offline: nothing is lost, the next try goes on
1   refused, or the surroundings fail;     70  a fault of the program; its trace is on stderr
    the reason is on stderr
2   the command line cannot be meant
"""

import argparse
import errno
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module

from desk import Spoken, words
from desk.words import text
from ui.command import answer, grammar

REFUSED, USAGE, FAULT = answer.REFUSED, 2, 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one command line; its exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    answer.speak_utf8()
    words.use(_language(given))
    parser = grammar.build()
    try:
        args = grammar.parse(parser, given)
    except SystemExit as end:  # --help, or a mistake that argparse has already explained
        return end.code if isinstance(end.code, int) else USAGE
    args.home = args.home or grammar.data_folder() / "home"
    try:
        return answer.give(_function(args.answer)(args), as_json=args.json)
    except KeyboardInterrupt:
        return _say(text("command.interrupted"), REFUSED)
    except Exception as error:
        return _failed(error)


def _language(given: Sequence[str]) -> str:
    """The language asked for, wherever `--lang` stands; help and mistakes are already said in it."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", nargs="?")
    try:
        found = early.parse_known_args(given, grammar.start())[0].lang
    except argparse.ArgumentError:
        found = None
    return found or words.LANGUAGES[0]


def _function(path: str) -> "Callable[[argparse.Namespace], answer.Answer | answer.Rows]":
    module, _, name = path.partition(".")
    function: Callable[[argparse.Namespace], answer.Answer | answer.Rows]
    function = getattr(import_module(f"ui.command.{module}"), name)
    return function


def _failed(error: Exception) -> int:
    """Say an error in its words; one that has none is ours, and is shown whole."""
    match error:
        case grammar.Usage():
            return _say(str(error), USAGE)
        case Spoken():
            return _say(str(error), answer.status_of(error))
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return _say(text("store.disk_full"), REFUSED)
        case PermissionError() | OSError(errno=errno.EROFS):
            return _say(text("command.file_unwritable", file=error.filename or "", reason=error.strerror), REFUSED)
    traceback.print_exception(error)
    return _say(text("command.fault"), FAULT)


def _say(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status
