"""The counter."""

from ui.places import Place


class Counter(Place):
    """Receiving a case."""
