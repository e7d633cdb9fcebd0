"""The printers this PC knows, as its system lists them. Whether one is on, or has paper, no PC can be asked for sure.

Never through Qt: a printer on a dead network would hold up the window. Called beside the work.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence

LONGEST = 5
"""Seconds that the system may take to answer."""

_USED = "Software\\Microsoft\\Windows NT\\CurrentVersion"


def known() -> tuple[str, ...] | None:
    """Their names, the one that is used unasked first; None where the system does not say."""
    return _windows() if sys.platform == "win32" else _cups()


def _cups() -> tuple[str, ...] | None:
    tool = shutil.which("lpstat")
    if tool is None:
        return None
    names = _told(tool, "-e")
    first = (_told(tool, "-d") or [""])[0].rpartition(":")[2].strip()
    return None if names is None else _with_first(names, first)


def _told(*command: str) -> list[str] | None:
    """The lines a command of CUPS told; [] where it found nothing, None where it did not answer."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]


def _windows() -> tuple[str, ...] | None:
    if sys.platform != "win32":
        return None
    import winreg

    def values(name: str) -> dict[str, str]:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, f"{_USED}\\{name}") as key:
            found = [winreg.EnumValue(key, number) for number in range(winreg.QueryInfoKey(key)[1])]
        return {name: str(value) for name, value, _ in found}

    try:
        return _with_first(sorted(values("Devices")), values("Windows").get("Device", "").partition(",")[0])
    except OSError:
        return None


def _with_first(names: Sequence[str], first: str) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: name != first))
