"""Looking up a procedure: the search of the counter beside all that is known of the procedure."""

from ui.places import Place


class Lookup(Place):
    """The place of procedures."""
