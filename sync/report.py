"""What an exchange tells: records as they come in, and figures at its end."""

from collections.abc import Callable
from dataclasses import dataclass

from sync import log

Told = Callable[[log.Touched], object]


@dataclass
class Report:
    """What an exchange did. Bytes are HTTP bodies and headers, both ways; `delivered` is read off the receipt."""

    delivered: bool = False
    round_trips: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    changes_sent: int = 0
    changes_received: int = 0
    segments_sent: int = 0
    segments_received: int = 0
    set_aside: int = 0
