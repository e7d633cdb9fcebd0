"""What a procedure is: its names, papers, limit, fees and steps, as one version of published data.

Procedures are data with a version and an effective date, never code. Where they are kept and which one is in force
belongs to `desk.catalogue`; how a published file becomes procedures belongs to `desk.published`.
"""

from dataclasses import dataclass

from desk.deadlines import Rule


@dataclass(frozen=True)
class PaperRule:
    """A paper the procedure asks for: how many originals and copies, and when ("" = always)."""

    key: str
    name: str
    original: int
    copies: int
    required: bool
    when: str


@dataclass(frozen=True)
class Fee:
    """What one channel (in_person, online, post) costs, in VND; None where the source does not state it."""

    channel: str
    amount: int | None
    per: str
    note: str


@dataclass(frozen=True)
class Step:
    """A step of the internal process, in working hours (8 to the day); returning the result counts none."""

    name: str
    role: str
    hours: float


@dataclass(frozen=True)
class Procedure:
    """One version of a procedure, pinned by the cases that were received under it.

    `limit` is None where the source states no limit the desk can count with; `limit_text` then says why. `special`
    marks variants (foreign element, border area, mobile, combined), `about` is the line that tells it apart.
    Dates are ISO, `effective_to` is "" while the version is in force.
    """

    code: str
    version: str
    name: str
    short: str
    aliases: tuple[str, ...]
    field: str
    papers: tuple[PaperRule, ...]
    limit: Rule | None
    limit_text: str
    fees: tuple[Fee, ...]
    result: str
    legal: tuple[str, ...]
    steps: tuple[Step, ...]
    competent: str
    effective_from: str
    effective_to: str
    special: bool
    about: str
    source: str
