"""Saves a finished document where the person chooses: whole, or not at all with the reason in words."""

import contextlib
import errno
import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Unusable, words

REASONS = {errno.ENOSPC: "preview.no_room", errno.EACCES: "preview.no_right", errno.EPERM: "preview.no_right"}


def ask_path(over: QWidget, file_name: str, *, suffix: str = "pdf", kinds: str = "") -> Path | None:
    """Where to save, as the person chose; None when they changed their mind. `kinds` is how the dialog says them."""
    said, shown = (words.text("preview.save_other"), kinds) if kinds else (words.text("preview.save"), "")
    dialog = QFileDialog(over, said, str(Path.home()), shown or words.text("preview.file_type"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(file_name)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all. Raises Unusable, saying why."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as wrong:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        reason = words.text(REASONS.get(wrong.errno or 0, "preview.file_in_use"))
        raise Unusable("preview.save_failed", path=path, reason=reason) from wrong
