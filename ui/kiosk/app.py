"""The kiosk as a program of its own. It never opens a home: an officer's desk hands procedures over as a stream."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desk import Refused, Spoken, words
from desk.procedures.catalogue import read, starter
from desk.procedures.procedure import Procedure
from desk.words import text
from ui.kiosk.kiosk import Kiosk
from ui.kiosk.start import in_force
from ui.kit.qt_words import speak
from ui.shell.mark import window_icon
from ui.theme.dress import dress

LARGEST = 64 * 1024 * 1024
"""Bytes of a catalogue; the largest published one has a tenth."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the kiosk until it is left; the exit status."""
    words.use(os.environ.get("CASEDESK_LANG", words.LANGUAGES[0]))
    args = _grammar().parse_args(arguments)
    words.use(args.lang or words.language())
    try:
        procedures = in_force(_catalogue(args.catalogue), date.today())
    except Spoken as why:
        print(why, file=sys.stderr)
        return 1
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    dress(app)
    speak(app, app)
    kiosk = Kiosk(procedures, args.office)
    kiosk.setWindowIcon(window_icon())
    kiosk.resize(1366, 768)
    kiosk.show() if args.windowed else kiosk.showFullScreen()
    return int(app.exec())


def _grammar() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casedesk-window --kiosk", description=text("kiosk.usage"))
    parser.add_argument("--catalogue", metavar="FILE", default="", help=text("kiosk.catalogue"))
    parser.add_argument("--office", metavar="NAME", default="", help=text("kiosk.office"))
    parser.add_argument("--windowed", action="store_true", help=text("kiosk.windowed"))
    parser.add_argument("--lang", choices=words.LANGUAGES, default="", help=text("window.start.language"))
    return parser


def _catalogue(name: str) -> Sequence[Procedure]:
    """The procedures of a file or of standard input; the starter's without a name. Raises Refused."""
    if not name:
        return list(starter())
    try:
        data = sys.stdin.buffer.read(LARGEST) if name == "-" else Path(name).read_bytes()
        return read(json.loads(data))
    except (OSError, ValueError, AttributeError) as error:
        raise Refused("command.file_unreadable", file=name, reason=type(error).__name__) from error
