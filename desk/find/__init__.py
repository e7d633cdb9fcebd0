"""Finding a procedure as it is asked for at the counter. `Finder` is the search box; `highlight` marks what matched."""

from desk.find.finder import Finder, Hit
from desk.find.marks import highlight

__all__ = ["Finder", "Hit", "highlight"]
