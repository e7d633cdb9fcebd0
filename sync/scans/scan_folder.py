"""The encrypted files of scans in one folder. Knows no database, so that it may work on any thread.

A file is there whole or not at all: it is written under another name, forced to the disk, then renamed; never in the
clear. Its name tells nothing (`scan_file`).
"""

import contextlib
import errno
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from desk import Refused, Unusable
from desk.scans import pictures
from desk.scans.scan import FileGiven
from desk.words import text
from sync.scans import scan_file
from sync.scans.scan_file import Sealed, Told

ROOM = 50_000_000
"""Bytes that stay free on the disk for the database itself."""

LEFT = ("*/*.part", "*/*.coming")
"""What a power cut, or a fetching that nobody went on with, may leave."""

_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Kept:
    """A file in safe keeping: what it is, and whether it had been there before."""

    file: FileGiven
    known: bool


class ScanFolder:
    """The encrypted files of one PC. `office_keys` are the office's content keys by epoch."""

    def __init__(self, folder: Path, office_keys: Mapping[int, bytes]) -> None:
        self.folder, self._keys = folder, dict(office_keys)

    def keep(self, path: Path, told: Told = lambda done: None) -> Kept:
        """Look at a file, hash it and keep it encrypted.

        Raises Refused for what is not taken in (`pictures.look`), Unusable when it vanishes or changes meanwhile
        and when the disk cannot hold it; then nothing is left behind.
        """
        try:
            source = path.open("rb")
        except OSError as error:
            raise Unusable("scans.unreadable", name=path.name) from error
        with source:
            return self._kept(cast(BinaryIO, _Source(source, path.name)), path.name, told)

    def keep_bytes(self, data: bytes, name: str) -> Kept:
        """Keep what was made here, such as a smaller copy."""
        return self._kept(io.BytesIO(data), name, lambda done: None)

    def _kept(self, source: BinaryIO, name: str, told: Told) -> Kept:
        seen = pictures.look(source, name)
        sha256, size = scan_file.digest(source)
        file = FileGiven(name, sha256, size, seen.media, seen.pages)
        if self.holds(sha256) and not self.fault(sha256):  # one that was damaged is put right by giving it again
            return Kept(file, known=True)
        try:
            self._write(source, file, told)
        except scan_file.Changed as error:
            raise Unusable("scans.changed", name=name) from error
        return Kept(file, known=False)

    def _write(self, source: BinaryIO, file: FileGiven, told: Told) -> None:
        epoch = max(self._keys)
        secret = scan_file.secret(self._keys[epoch], file.sha256)
        target = self._at(secret.name)
        with disk_in_words(target, file.size):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(target.parent).free < file.size + ROOM:
                raise OSError(errno.ENOSPC, "no room")
            handle, draft = tempfile.mkstemp(".part", secret.name, target.parent)
            try:
                with os.fdopen(handle, "wb") as sealed:
                    scan_file.seal(source, sealed, secret.key, epoch, file.sha256, file.size, told)
                    sealed.flush()
                    os.fsync(sealed.fileno())
                os.replace(draft, target)
                settle(target.parent)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(draft)
                raise

    def open(self, sha256: str) -> BinaryIO:
        """The plain bytes of a file, seekable, decrypted as they are read. Raises Refused where it is not held."""
        path = self.path(sha256)
        if path is None:
            raise Refused("scans.file_not_here")
        return cast(BinaryIO, io.BufferedReader(Sealed(path, sha256, self._keys), scan_file.CHUNK))

    def holds(self, sha256: str) -> bool:
        """Whether the file of this hash lies here."""
        return self.path(sha256) is not None

    def fault(self, sha256: str) -> str:
        """What is wrong with a file that ought to be here, in words; "" for one that is what its hash says."""
        try:
            with self.open(sha256) as plain:
                found, _ = scan_file.digest(plain)
        except (Refused, Unusable) as error:
            return str(error)
        except OSError as error:
            return str(Unusable("scans.disk_error", reason=error.strerror or ""))
        return "" if found == sha256 else text("scans.other_hash")

    def sound(self, path: Path, sha256: str) -> bool:
        """Whether an encrypted file at any path opens to what this hash says."""
        try:
            with Sealed(path, sha256, self._keys) as sealed:
                return scan_file.digest(cast(BinaryIO, sealed))[0] == sha256
        except (Unusable, OSError):
            return False

    def write_out(self, sha256: str, path: Path, name: str, before: Callable[[], object]) -> None:
        """Write a file in the clear to `path` if its hash fits, whole or not at all. Raises Refused, Unusable.

        `before` is called when all is written and nothing to be seen yet, so that nobody gets it unrecorded.
        """
        draft = path.with_name(f".{path.name}.{os.getpid()}.part")
        with self.open(sha256) as plain, disk_in_words(path, 0):
            if scan_file.digest(plain)[0] != sha256:
                raise Unusable("scans.damaged", file=name)
            plain.seek(0)
            try:
                with draft.open("wb") as target:
                    shutil.copyfileobj(plain, target, _AT_ONCE)
                    target.flush()
                    os.fsync(target.fileno())
                before()
                draft.replace(path)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise

    def drop(self, sha256: str) -> None:
        """Let a file go. Whether anybody needs it is the caller's business."""
        if path := self.path(sha256):
            path.unlink(missing_ok=True)

    def tidy(self, before: float) -> int:
        """Clear away what a power cut left half-written before that time (s since 1970 UTC); how many there were."""
        left = [path for kind in LEFT for path in self.folder.glob(kind) if path.stat().st_mtime < before]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _at(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def path(self, sha256: str) -> Path | None:
        """Where the file of this hash lies; None where it is not held."""
        if not isinstance(sha256, str):
            return None  # a newer version writes it in another shape
        for _, key in sorted(self._keys.items(), reverse=True):
            if (path := self._at(scan_file.secret(key, sha256).name)).is_file():
                return path
        return None


class _Source(io.RawIOBase):
    """A file that may be pulled out of the PC while it is read. Raises Unusable then."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        super().__init__()
        self._file, self._name = file, name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._file.read(len(view))
        except OSError as error:
            raise Unusable("scans.vanished", name=self._name) from error
        view[: len(data)] = data
        return len(data)


def settle(folder: Path) -> None:
    """Force a rename to the disk; Windows knows no such thing and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def disk_in_words(path: Path, size: int) -> Iterator[None]:
    """Faults of the disk while a file of so many bytes is written to `path`, as Unusable in words."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unusable("scans.disk_full", size=-(-size // 1_000_000)) from error
        raise Unusable("scans.unwritable", folder=str(path.parent), reason=error.strerror or str(error)) from error
