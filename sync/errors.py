"""What can go wrong between PCs, divided by who must act: nobody (`Offline`) or the administrator (`Tampered`).

What the person at the desk must change is `desk.Refused`; a full disk or a foreign file is `desk.Unusable`.
"""

from desk import Spoken


class Offline(Spoken):
    """No exchange just now. Nobody need act: work goes on, and the next round tries again."""


class Tampered(Spoken):
    """Something is not what its signature says. The administrator must look; nothing of it is taken in."""


class Foreign(Tampered):
    """An answer that the server's pinned key did not sign; `message` is what was said, believed by nobody yet."""

    def __init__(self, key: str, message: bytes) -> None:
        super().__init__(key)
        self.message = message


class Fork(Tampered):
    """Another segment is held under the same device and number: a cloned disk or a restored backup."""
