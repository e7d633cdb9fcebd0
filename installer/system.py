"""What the operating system must bring: Python's venv, the libraries Qt links to, the fonts the forms are set in; for
the suite a PostgreSQL, too.

Looks for the library or the font itself, never for the package, so any distribution may have brought it. Installs on
Debian and its kin as root; elsewhere it prints the one command. Windows brings everything with itself.
"""

import ctypes
import os
import shlex
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from desk.words import text
from installer.progress import Stopped, call, step

# Debian's package -> the file it brings; from `ldd` over PySide6's modules and plug-ins.
LIBRARIES = {
    "libdbus-1-3": "libdbus-1.so.3",
    "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libxkbcommon0": "libxkbcommon.so.0",
}
DISPLAY_LIBRARIES = {
    "libcups2": "libcups.so.2",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
FONTS = {
    "fonts-croscore": "Tinos-Regular.ttf",  # Times New Roman's widths with Vietnamese letters, which Liberation lacks
    "fonts-noto-core": "NotoSans-Regular.ttf",
}
TEST_PROGRAMS = {"postgresql": "initdb"}
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/casedesk.conf")
"""Tells Debian's package to run nothing: the tests begin a PostgreSQL of their own."""


@dataclass(frozen=True)
class Missing:
    """Debian packages whose content was not found; without `needed` nothing runs, without `wanted` it looks poor,
    without `tested` some tests are skipped."""

    needed: tuple[str, ...]
    wanted: tuple[str, ...]
    tested: tuple[str, ...] = ()

    @property
    def packages(self) -> tuple[str, ...]:
        return self.needed + self.wanted


def has_display() -> bool:
    """Whether a window can be shown; Windows and macOS always have a screen."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def complete(*, with_display: bool, for_tests: bool = False) -> None:
    """Install what the system lacks, or raise Stopped with the one command that does."""
    if sys.platform != "linux":
        return
    missing = missing_here(with_display=with_display, for_tests=for_tests)
    if shutil.which("apt-get") and os.geteuid() == 0:
        if missing.packages:
            with step(text("installer.packages", packages=" ".join(missing.packages))):
                _install(missing.packages)
        if missing.tested:
            _install_for_tests(missing.tested)
        missing = missing_here(with_display=with_display, for_tests=for_tests)
    if missing.needed:
        raise Stopped(
            "installer.packages_needed", packages=" ".join(missing.needed), command=_command(missing.packages)
        )
    if missing.wanted:
        print(text("installer.fonts_wanted", packages=" ".join(missing.wanted), command=_command(missing.wanted)))
    if missing.tested:
        print(text("installer.tests_wanted", packages=" ".join(missing.tested), command=_command(missing.tested)))


def missing_here(*, with_display: bool, for_tests: bool = False) -> Missing:
    """What this machine lacks; the libraries of a screen only count where there is one."""
    libraries = LIBRARIES | (DISPLAY_LIBRARIES if with_display else {})
    needed = tuple(package for package, file in libraries.items() if not _loads(file))
    if find_spec("ensurepip") is None:
        needed = (f"python{sys.version_info.major}.{sys.version_info.minor}-venv", *needed)
    files = _font_files(_font_folders())
    wanted = tuple(package for package, file in FONTS.items() if file not in files)
    tested = tuple(package for package, program in TEST_PROGRAMS.items() if for_tests and not _runs(program))
    return Missing(needed, wanted, tested)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _runs(program: str) -> bool:
    """Whether a program is there; Debian keeps PostgreSQL's out of the way of who looks for commands."""
    return shutil.which(program) is not None or any(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


def _font_folders() -> list[Path]:
    home = Path.home()
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts"]


def _font_files(folders: Iterable[Path]) -> set[str]:
    return {file.name for folder in folders for file in folder.rglob("*.ttf")}


def _install(packages: Iterable[str]) -> None:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    fetch_failed = "installer.fetch_failed"
    call(["apt-get", "update"], env, failure=fetch_failed)
    call(["apt-get", "install", "--yes", "--no-install-recommends", *packages], env, failure=fetch_failed)


def _install_for_tests(packages: Iterable[str]) -> None:
    """Install what some tests want; where that fails they are skipped, and say so."""
    with suppress(Stopped), step(text("installer.packages", packages=" ".join(packages))):
        if not NO_CLUSTER.exists():
            NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
            NO_CLUSTER.write_text("create_main_cluster = false\n", encoding="utf-8")
        _install(packages)


def _command(packages: Iterable[str]) -> str:
    return "sudo apt-get install --yes --no-install-recommends " + shlex.join(packages)
