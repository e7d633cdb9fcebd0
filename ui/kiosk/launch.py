"""Starting a kiosk from an open desk: another process, which is handed procedures and neither file nor key."""

import json
import sys

from PySide6.QtCore import QCoreApplication, QObject, QProcess

from desk import words
from desk.procedures import catalogue
from sync.desk import Desk

KIOSK = "kiosk"


def launch(desk: Desk, parent: QObject | None = None) -> QProcess:
    """Start a kiosk with the procedures in force at this desk, the imported ones included.

    It goes on when another officer takes over, and ends with the program.
    """
    found = desk.catalogue.current(desk.now().date())
    process = QProcess(parent)
    process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
    said = ["--office", desk.office.name or desk.office.code, "--lang", words.language()]
    process.start(sys.executable, ["-m", "ui.kiosk", "--catalogue", "-", *said])
    process.write(json.dumps(catalogue.write(found), ensure_ascii=False).encode())
    process.closeWriteChannel()
    process.setObjectName(KIOSK)
    if (app := QCoreApplication.instance()) is not None:
        app.aboutToQuit.connect(process.kill)
    return process


def running(parent: QObject | None) -> bool:
    """Whether a kiosk that was started under `parent` is still there."""
    found = parent.findChildren(QProcess, KIOSK) if parent else []
    return any(each.state() != QProcess.ProcessState.NotRunning for each in found)
