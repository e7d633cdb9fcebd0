"""That one PC goes on with the work of another that died: known to every PC of the office, the dead one included."""

from dataclasses import dataclass
from typing import Annotated

from desk.record import law, numbering


@dataclass(frozen=True)
class Takeover:
    """The PC `heir` took over what was the PC `gone`'s (ids), at a local time of Vietnam.

    `known` is the last change of the dead PC that the heir held then, `number` the last case number of it.
    """

    id: str
    gone: Annotated[str, law] = ""
    heir: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    known: Annotated[int, numbering] = 0
    number: Annotated[str, numbering] = ""
