"""The file with what a new PC starts with: who took it in chooses where it goes, and hears what came of it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desk import Spoken
from desk.words import text
from sync.keys.request import Admission
from ui import saving


def where(over: QWidget, admission: Admission) -> Path | None:
    """Ask where it shall be written; None where the person changed their mind."""
    return saving.ask_path(over, f"{admission.device}.admission", suffix="admission", kinds=text("new_pc.answer_files"))


def write(path: Path, admission: Admission) -> tuple[str, str]:
    """Write it; tone and words of what came of that."""
    try:
        saving.write_whole(path, bytes(admission))
    except Spoken as refused:
        return "late", str(refused)
    return "ok", text("new_pc.answer_written", file=path.name)
