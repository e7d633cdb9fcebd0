"""How an officer took a procedure last: which papers in which form, channel, collection. Nothing of the person.

Kept beside the drafts, on this PC only.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from desk import Unusable, drafts
from sync.desk import Desk

PROMISED = ("channel", "collect", "sets", "fee_paid")


def remember(desk: Desk, procedure: str, state: Mapping[str, Any]) -> None:
    """Note how a case was taken; `state` is that of the form. A full disk only costs the convenience."""
    papers = {key: paper for key, paper in state["papers"].items() if not key.startswith("+")}
    promise = {name: state["promise"][name] for name in PROMISED}
    with suppress(Unusable):
        values = {"papers": papers, "promise": promise}
        drafts.keep(desk.db, _owner(desk, procedure), values, int(desk.clock()))


def remembered(desk: Desk, procedure: str) -> Mapping[str, Any] | None:
    """The "papers" and "promise" of the form as this officer took the procedure last, None for the first time."""
    found = drafts.kept(desk.db, _owner(desk, procedure))
    return found.values if found else None


def _owner(desk: Desk, procedure: str) -> str:
    return f"usual.{desk.by}.{procedure}"
