"""The lists that run the day and the search over all cases. Reads rows; decides nothing."""

from desk.lists.drafted import drafted
from desk.lists.falling_due import day_rows, days
from desk.lists.lookups import alike, by_number, conflict_count, conflicting, disputed, suspended
from desk.lists.narrowed import SCOPES, Narrowed, codes_of, usual_scope
from desk.lists.reading import count, counts, groups, page, times
from desk.lists.search import why
from desk.lists.views import GROUPS, LONG_STILL, ORDERS, VIEWS, View

__all__ = [
    "GROUPS", "LONG_STILL", "ORDERS", "SCOPES", "VIEWS", "Narrowed", "View", "alike", "by_number", "codes_of",
    "conflict_count", "conflicting", "count", "counts", "day_rows", "days", "disputed", "drafted", "groups", "page",
    "suspended", "times", "usual_scope", "why",
]  # fmt: skip
