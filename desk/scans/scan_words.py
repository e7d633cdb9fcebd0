"""Scans in words: what kind of file it is, and how large."""

from desk.scans.scan import FileGiven, Scan
from desk.words import known, text


def kind(scan: Scan | FileGiven) -> str:
    """What a scan is: "PDF 3 trang", "Ảnh JPEG"."""
    short = str(scan.media).rpartition("/")[2]
    said = text(f"scans.media.{short}" if known(f"scans.media.{short}") else "scans.media.other")
    return text("scans.pages", kind=said, count=scan.pages) if scan.pages != 1 else said


def size(count: int) -> str:
    """A number of bytes as people say it: "812 byte", "34 kB", "1,2 MB"."""
    if count < 1000:
        return text("scans.size.bytes", n=count)
    if count < 1_000_000:
        return text("scans.size.kb", n=-(-count // 1000))
    figure = f"{count / 1e6:.1f}".removesuffix(".0").replace(".", text("scans.size.point"))
    return text("scans.size.mb", n=figure)
