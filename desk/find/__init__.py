"""Finding a procedure as it is asked for at the counter. `Finder` is the search box, `Plain` what answers
until it is made; `highlight` marks what matched."""

from desk.find.finder import Finder, Hit
from desk.find.marks import highlight
from desk.find.plain import Plain

__all__ = ["Finder", "Hit", "Plain", "highlight"]
