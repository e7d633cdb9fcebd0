"""What was begun at a counter and lies open: a draft that other PCs of the office hold too, should this one die.

A PC's own drafts (`drafts`) are kept at every pause of the keyboard; this is the copy that travels, seldom and small.
Never part of a case: once the case is received, or the draft thrown away, it is ended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import cbor2

from desk.record import Rule, Version, law, precedence

LIES_OPEN = 180
"""s without a key touched after which a draft is shared with the next exchange; put aside it is shared at once."""

SCANS = "scans"
"""The key in what was typed that counts the scans lying with it."""


def _last(versions: Sequence[Version]) -> Sequence[Version]:
    """The last by precedence. What was typed elsewhere meanwhile lies on that PC still, and is shared from there."""
    return sorted(versions, key=precedence)[-1:]


def _ended(versions: Sequence[Version]) -> Sequence[Version]:
    """An end, if there is one: no PC that has not heard of it opens the draft again."""
    return _last([version for version in versions if version.value] or versions)


moving = Rule("typing", _last)
final = Rule("typing", _ended)


@dataclass(frozen=True)
class Begun:
    """A draft as it was shared: whose it is (an officer's record id), at which PC it lies now, and since when.

    `at` is s since 1970 UTC by that PC's clock, `body` what was typed (`packed`). `ended` is 1 once the case was
    received or the draft thrown away.
    """

    id: str
    officer: Annotated[str, law] = ""
    device: Annotated[str, moving] = ""
    at: Annotated[int, moving] = 0
    body: Annotated[bytes, moving] = b""
    ended: Annotated[int, final] = 0


@dataclass(frozen=True)
class BegunScan:
    """A scan that lies with a shared draft (`begun`, its record id), so that its file travels as those of cases do.

    Hashes are SHA-256 in hex, `size` is in bytes, `paper` the key of a paper. `ended` is 1 once it was taken out; with
    the draft all its scans are at their end.
    """

    id: str
    begun: Annotated[str, law] = ""
    sha256: Annotated[str, law] = ""
    size: Annotated[int, law] = 0
    media: Annotated[str, law] = ""
    pages: Annotated[int, law] = 1
    name: Annotated[str, moving] = ""
    paper: Annotated[str, moving] = ""
    sensitive: Annotated[int, moving] = 0
    ended: Annotated[int, final] = 0


def pile_of(owner: str) -> str:
    """The owner of the draft that lists the scans lying with the counter's draft of this owner."""
    return f"scans:{owner.removeprefix(FAMILY)}"


FAMILY = "counter."
"""How the owners of the counter's drafts begin; the officer's record id follows, then "#" and a number of several."""

_SAID = ("size", "media", "pages", "name", "paper", "sensitive")
"""What is said of a scan beside its hash; in a pile under the same names."""


def scan_said(item: Mapping[str, Any]) -> dict[str, Any]:
    """What the others are told of a scan in a pile: its fields, without those that say nothing."""
    said = {"sha256": item.get("sha256"), **{name: item.get(name) for name in _SAID}}
    if isinstance(said["sensitive"], bool):
        said["sensitive"] = int(said["sensitive"])
    return {name: value for name, value in said.items() if value not in (None, "", 0)}


def scan_item(scan: BegunScan) -> dict[str, Any]:
    """A scan as it stands in a pile: what `scan_said` was told of."""
    said = {name: getattr(scan, name) for name in _SAID}
    return {"id": scan.sha256, "sha256": scan.sha256, **said, "sensitive": bool(scan.sensitive), "original": ""}


def packed(values: Mapping[str, Any]) -> bytes:
    """What was typed, as few bytes as will do: without what is empty, and without papers that are not ticked."""
    papers = {key: state for key, state in (values.get("papers") or {}).items() if state and state[0]}
    return cbor2.dumps(_filled({**values, "papers": papers}))


def unpacked(body: bytes) -> dict[str, Any]:
    """What `packed` wrote; nothing of a body from a newer version that cannot be read."""
    try:
        values = cbor2.loads(body)
    except (ValueError, TypeError, cbor2.CBORError):
        return {}
    return values if isinstance(values, dict) else {}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: _filled(value) if isinstance(value, Mapping) else value for name, value in values.items()}
    return {name: value for name, value in kept.items() if value not in ("", None, 0, [], {})}
