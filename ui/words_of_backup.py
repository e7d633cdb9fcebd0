"""How backups are spoken of: their sizes, and how long ago the last one was."""

from desk.words import text


def size_of(count: int) -> str:
    """Bytes as people read them: "1,2 GB", "38 MB"; at least 1 MB."""
    shown, unit = (f"{count / 1e9:.1f}", "GB") if count >= 1e9 else (f"{max(count, 1_000_000) / 1e6:.0f}", "MB")
    return f"{shown} {unit}".replace(".", text("today.decimal_mark"))
