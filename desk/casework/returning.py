"""The end of a case: its result, who took it home and how, and what the citizen thought of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from desk import Refused, cases
from desk.cases import COLLECT, Case, NewId, field_label, said
from desk.record import Change, Edit, identity, law, typing

SCALES = (3, 5)


@dataclass(frozen=True)
class Return:
    """A result handed over: `way` is one of COLLECT, `signed` 1 where the taker signed for it, `parcel` the post's."""

    id: str
    case_id: Annotated[str, law] = ""
    name: Annotated[str, identity] = ""
    person_id: Annotated[str, identity] = ""
    way: Annotated[str, law] = "counter"
    signed: Annotated[int, law] = 0
    parcel: Annotated[str, typing] = ""
    at: Annotated[str, law] = ""


@dataclass(frozen=True)
class Satisfaction:
    """One tap of a citizen: `score` of `scale` (3 or 5), the highest the most satisfied."""

    id: str
    case_id: Annotated[str, law] = ""
    score: Annotated[int, law] = 0
    scale: Annotated[int, law] = 3
    at: Annotated[str, law] = ""


@dataclass(frozen=True)
class Taker:
    """Who takes a result, as told at the counter; `name` "" is the person who handed the case in."""

    name: str = ""
    person_id: str = ""
    way: str = ""
    signed: bool = True
    parcel: str = ""


def finish(
    case: Case, number: str, day: str, *, today: date, now: str, new_id: NewId, by: str, in_conflict: Iterable[str] = ()
) -> Change:
    """Record the result of a case: number and ISO date of the document, either may be "". Raises Refused."""
    if day and _day(day) > today:
        raise Refused("work.result_in_future", field="result_date", value=day)
    entered = {"result_number": said("result_number", number), "result_date": day}
    also = {name: value for name, value in entered.items() if value != getattr(case, name)}
    return cases.move(case, "finish", now=now, new_id=new_id, by=by, in_conflict=in_conflict, also=also)


def _day(text: str) -> date:
    try:
        if (found := date.fromisoformat(text)).isoformat() == text:
            return found
    except ValueError:
        pass
    raise Refused("work.bad_date", field="result_date", value=text[:40])


def give_back(case: Case, taker: Taker, *, now: str, new_id: NewId, by: str, in_conflict: Iterable[str] = ()) -> Change:
    """Hand the result over. By post nobody signs here. Raises Refused for an unknown way, or no result to return."""
    way = taker.way or case.collect
    if way not in COLLECT:
        raise Refused("cases.not_a_choice", field="way", name=field_label("collect"), known=", ".join(COLLECT))
    name = said("returned_to", taker.name) or case.submitter_name or case.applicant_name
    also = {"returned_to": name} if name != case.returned_to else {}
    moved = cases.move(case, "return", now=now, new_id=new_id, by=by, in_conflict=in_conflict, also=also)
    given: dict[str, Any] = {"case_id": case.id, "name": name, "way": way, "at": now}
    given |= {"person_id": known} if (known := said("submitter_id", taker.person_id) or _known_id(case, name)) else {}
    given |= {"parcel": parcel} if (parcel := said("parcel", taker.parcel)) else {}
    given |= {"signed": 1} if taker.signed and way == "counter" else {}
    return replace(moved, edits=(*moved.edits, Edit("return", new_id(), given)))


def _known_id(case: Case, name: str) -> str:
    """The ID number the case holds of the person of this name."""
    people = {case.submitter_name: case.submitter_id, case.applicant_name: case.applicant_id}
    return people.get(name, "")


def rate(case: Case, score: int, scale: int = 3, *, now: str, new_id: NewId, by: str) -> Change:
    """Keep what a citizen tapped. Raises Refused for a score that the scale has not."""
    if scale not in SCALES or not 1 <= score <= scale:
        raise Refused("work.no_such_score", field="score", score=score, scale=scale)
    return Change("rate", (Edit("satisfaction", new_id(), _tapped(case, score, scale, now)),), by)


def _tapped(case: Case, score: int, scale: int, now: str) -> dict[str, Any]:
    tapped: dict[str, Any] = {"case_id": case.id, "score": score, "at": now}
    return tapped if scale == Satisfaction.scale else {**tapped, "scale": scale}
