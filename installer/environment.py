"""The `.venv` of the checkout: made once, from the lock files alone, and known by its stamp to be whole.

    .venv/casedesk.stamp
        made <sha256>                     of the place and the Python it was made for
        requirements.lock <sha256>        one line for each lock installed, of the lock and pyproject.toml

The stamp is taken away before anything is changed and written last. An environment without one was interrupted, one
made elsewhere or by another Python doesn't work; both are made again. One with older locks is brought up to date.
"""

import hashlib
import os
import sys
from pathlib import Path

from desk.words import text
from installer.progress import WINDOWS, call, step

LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # holds everything of LOCK too


def ready(checkout: Path, *, for_tests: bool) -> Path:
    """The environment's Python, with everything installed that the lock files name.

    Raises Stopped when the folder can't be written, or packages can't be fetched or differ from their hash in the lock.
    """
    folder = checkout / ".venv"
    locks = (LOCK, TEST_LOCK) if for_tests else (LOCK,)
    made, wanted = _made(checkout), {_installed(checkout, lock) for lock in locks}
    stamp = _stamped(folder)
    if made not in stamp or not python_of(folder).exists():
        _make(folder)
        stamp = set()
    if not wanted <= stamp:
        _stamp_file(folder).unlink(missing_ok=True)
        _install(checkout, python_of(folder), locks[-1])
        _stamp_file(folder).write_text("\n".join(sorted({made, *wanted})) + "\n", encoding="utf-8")
    return python_of(folder)


def python_of(folder: Path) -> Path:
    """Where a virtual environment keeps its interpreter."""
    return folder / ("Scripts/python.exe" if WINDOWS else "bin/python")


def _make(folder: Path) -> None:
    with step(text("installer.make_environment", folder=folder)):
        call([sys.executable, "-m", "venv", "--clear", str(folder)])


def _install(checkout: Path, python: Path, lock: str) -> None:
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    path = checkout / "installer" / lock
    total = _count(path)
    with step(text("installer.install", count=total)):
        strict = ["--progress-bar", "off", "--only-binary", ":all:", "--require-hashes"]
        call([*pip, *strict, "-r", str(path)], _surroundings(), _Counter(total), failure="installer.fetch_failed")
    with step(text("installer.install_self")):
        own = ["--no-deps", "--no-build-isolation", "--no-index"]
        call([*pip, *own, "-e", str(checkout)], _surroundings())


def _made(checkout: Path) -> str:
    place = f"{checkout}\n{sys.version_info.major}.{sys.version_info.minor}"
    return f"made {hashlib.sha256(place.encode()).hexdigest()}"


def _installed(checkout: Path, lock: str) -> str:
    content = (checkout / "pyproject.toml").read_bytes() + (checkout / "installer" / lock).read_bytes()
    return f"{lock} {hashlib.sha256(content).hexdigest()}"


def _stamp_file(folder: Path) -> Path:
    return folder / "casedesk.stamp"


def _stamped(folder: Path) -> set[str]:
    try:
        return set(_stamp_file(folder).read_text(encoding="utf-8").splitlines())
    except OSError:
        return set()


def _count(lock: Path) -> int:
    return sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())


def _surroundings() -> dict[str, str]:
    """The environment pip runs in: the agency's own mirror and proxy settings stay."""
    return os.environ | {"PYTHONUTF8": "1"}


class _Counter:
    """Says how far pip has come, every tenth package: the first set-up takes minutes on a slow line."""

    def __init__(self, total: int) -> None:
        self._seen, self._total = 0, total

    def __call__(self, line: str) -> None:
        if line.startswith("Collecting "):
            self._seen += 1
            if self._seen % 10 == 0:
                print(text("installer.fetching", seen=self._seen, total=self._total, name=line.split()[1]))
        elif line.startswith("Installing collected"):
            print(text("installer.unpacking"))
