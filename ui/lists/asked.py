"""What a list on the screen was asked to show, and what that means to the desk."""

from dataclasses import dataclass

from desk import lists
from desk.lists import Narrowed
from desk.officers.filters import Filter
from sync.desk import Desk

DRAFTS = "drafts"
"""The list of what was begun at the counter; all others are of cases."""


@dataclass(frozen=True)
class Asked:
    """A view, in an order, whose cases, of one stage or all, of one day or all; with `search`, what holds its words.

    A `filter` stands in the place of a view.
    """

    view: str = "open"
    order: str = "due"
    scope: str = "office"
    stage: str = ""
    day: str = ""
    search: str = ""
    filter: Filter | None = None

    @property
    def grouped(self) -> bool:
        """Whether the day stands above the cases."""
        return self.order == "due" and not self.search

    @property
    def name(self) -> str:
        """The view of the desk that is read."""
        if self.filter:
            return "all" if self.filter.criteria.stages else "open"
        return self.view

    def narrowed(self, desk: Desk) -> Narrowed:
        """What is left of it; a search looks through everything."""
        if self.search:
            return Narrowed(stage=self.stage)
        narrowed = Narrowed(self.scope, desk.by, desk.device.id, self.stage, self.day)
        return within(narrowed, self.filter, desk) if self.filter else narrowed


def within(narrowed: Narrowed, filter: Filter, desk: Desk) -> Narrowed:
    """What a filter leaves of that."""
    criteria = filter.criteria
    codes = lists.codes_of(criteria.field, desk.catalogue)
    return Narrowed(narrowed.scope, desk.by, desk.device.id, narrowed.stage, narrowed.day, criteria, codes)
