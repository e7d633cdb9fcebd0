"""What can go wrong between PCs, divided by who must act: nobody (`Offline`) or the administrator (`Tampered`).

What the person at the desk must change is `desk.Refused`; a full disk or a foreign file is `desk.Unusable`.
"""

from desk import Spoken


class Offline(Spoken):
    """No exchange just now. Nobody need act: work goes on, and the next round tries again."""


class Tampered(Spoken):
    """Something is not what its signature says. The administrator must look; nothing of it is taken in."""


class Fork(Tampered):
    """Another segment is held under the same device and number: a cloned disk or a restored backup."""
