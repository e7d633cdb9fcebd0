"""The counter in a window on a real home."""
