"""What is kept of every decision between values: what was chosen, whose value lost, who objects, what was proposed.

The values themselves stay in the log for ever; these records say what became of them, so that nobody has to search
for it. All of them only accumulate.
"""

from dataclasses import dataclass
from typing import Annotated

from desk.record import identity, law, numbering, typing


@dataclass(frozen=True)
class Settlement:
    """One conflict settled. Who did it and why are its change's.

    `kind`, `record` and `field` name what was in dispute; `group` is shared by what was settled in one stroke, and
    `proposed_by` is the officer who asked for it where a second one had to agree.
    """

    id: str
    case_id: Annotated[str, law] = ""
    kind: Annotated[str, law] = ""
    record: Annotated[str, law] = ""
    field: Annotated[str, law] = ""
    value: Annotated[str, law] = ""
    before: Annotated[str, law] = ""  # what was on display until then
    reason: Annotated[str, typing] = ""
    by: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    pcs: Annotated[str, law] = ""  # blank-separated ids of the PCs that had written the values
    group: Annotated[str, law] = ""
    proposed_by: Annotated[str, law] = ""
    undoes: Annotated[str, law] = ""


@dataclass(frozen=True)
class Overruled:
    """A value that lost in a settlement, so that its author is told. `heard_at` is when they said they know."""

    id: str
    settlement: Annotated[str, law] = ""
    case_id: Annotated[str, law] = ""
    field: Annotated[str, law] = ""
    value: Annotated[str, law] = ""
    author: Annotated[str, law] = ""
    device: Annotated[str, law] = ""
    seq: Annotated[int, law] = 0
    heard_at: Annotated[str, typing] = ""


@dataclass(frozen=True)
class Objection:
    """The author of a value that lost asks for a new decision. `answer`: the settlement that gave it, "" till then."""

    id: str
    settlement: Annotated[str, law] = ""
    overruled: Annotated[str, law] = ""
    case_id: Annotated[str, law] = ""
    by: Annotated[str, law] = ""
    text: Annotated[str, typing] = ""
    at: Annotated[str, law] = ""
    answer: Annotated[str, law] = ""


@dataclass(frozen=True)
class Proposal:
    """A settlement that a second officer has to agree to. `seen` names the versions it chose from.

    `answer` is "" while it waits, then "agreed", "declined" or "withdrawn".
    """

    id: str
    case_id: Annotated[str, law] = ""
    kind: Annotated[str, law] = ""
    record: Annotated[str, law] = ""
    field: Annotated[str, law] = ""
    value: Annotated[str, law] = ""
    seen: Annotated[str, law] = ""
    reason: Annotated[str, typing] = ""
    by: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    answer: Annotated[str, law] = ""


@dataclass(frozen=True)
class Twins:
    """Two receptions that may be one citizen's same case; its id is made of theirs, so that every PC means one record.

    `verdict` is "" while nobody decided, "apart", or the record id of the case that goes on.
    """

    id: str
    case_id: Annotated[str, law] = ""  # the one received first
    other: Annotated[str, law] = ""
    verdict: Annotated[str, law] = ""


@dataclass(frozen=True)
class OnlineCase:
    """A case as the online software has it, copied from there by an officer; its id is made of the portal's number.

    `verdict` is "" while nobody decided, "apart", or the record id of the case here that it is.
    """

    id: str
    case_id: Annotated[str, law] = ""  # the case here that the officer took it for, "" for none
    portal_number: Annotated[str, numbering] = ""
    applicant_name: Annotated[str, identity] = ""
    applicant_id: Annotated[str, identity] = ""
    procedure_name: Annotated[str, typing] = ""
    received: Annotated[str, law] = ""  # a date
    stands: Annotated[str, typing] = ""  # what the online software says of its state, in its own words
    note: Annotated[str, typing] = ""
    by: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    verdict: Annotated[str, law] = ""


@dataclass(frozen=True)
class MassDecision:
    """What an administrator said of changes that would void, end or overwrite many cases: "allowed" or "refused".

    Its id is the hexadecimal hash of the segment that holds them, so that one decision serves every PC.
    """

    id: str
    device: Annotated[str, law] = ""
    verdict: Annotated[str, law] = ""
    at: Annotated[str, law] = ""


@dataclass(frozen=True)
class Policy:
    """What the office (or its province) laid down about settling, one record an office: see `deciders`.

    Each field is blank-separated words: the roles that decide what is at stake, and the fields two officers decide.
    """

    id: str
    for_typing: Annotated[str, law] = ""
    for_identity: Annotated[str, law] = ""
    for_money: Annotated[str, law] = ""
    for_law: Annotated[str, law] = ""
    for_number: Annotated[str, law] = ""
    two: Annotated[str, law] = ""
    phrases: Annotated[str, typing] = ""  # one a line
