"""The way of a case through the office: the steps of its procedure, who held each, its hours and how it was kept.

Where the procedure states no steps, or none is known here, it is the path the case walked.
"""

from collections.abc import Sequence
from datetime import datetime

from desk.casework import clock, steps
from desk.casework.steps import HOUR, Leg
from desk.casework.work_words import say_kept
from desk.lifecycle import ENDED, STEP, WAITING, Stage, stage_label
from desk.officers.officer import Role
from desk.procedures.procedure import Step
from desk.words import text
from sync.desk import Desk, local
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.casework.way import Stop

USUAL = (Stage.RECEIVED, Stage.IN_PROCESS, Stage.DONE, Stage.RETURNED)
_TONES = {"early": "ok", "on_time": "ok", "late": "late"}


def way(file: CaseFile, desk: Desk) -> list[Stop]:
    """Where the case stands: done, now, ahead, with who and how long."""
    planned = file.procedure.steps if file.procedure else ()
    return _planned(planned, file, desk) if planned else _walked(file)


def _planned(planned: Sequence[Step], file: CaseFile, desk: Desk) -> list[Stop]:
    now = _place(planned, file)
    return [_stop(place, step, now, file, desk) for place, step in enumerate(planned)]


def _place(planned: Sequence[Step], file: CaseFile) -> int:
    """The step it is in: once decided, that of handing over the result; beyond all steps once it was handed over."""
    if file.case.stage == Stage.RETURNED:
        return len(planned)
    last = len(planned) - 1
    if file.case.stage == Stage.DONE and planned[last].role == Role.RECEPTION and file.about.standing.place < last:
        return last
    return file.about.standing.place


def _stop(place: int, step: Step, now: int, file: CaseFile, desk: Desk) -> Stop:
    holder = _holder(place, now, file, desk)
    caption = " · ".join(filter(None, (holder, _hours(step.hours))))
    if place > now:
        return Stop(step.name, caption)
    if place == now:
        said, tone = _now(file)
        return Stop(step.name, caption, "stopped" if file.case.stage in ENDED else "now", said, tone)
    said, tone = _kept(place, step, file, desk)
    return Stop(step.name, caption, "done", said, tone)


def _holder(place: int, now: int, file: CaseFile, desk: Desk) -> str:
    """Who held a step: at the counter who received the case, later who took it over; now, who has it."""
    if place > now:
        return ""
    if place == now and file.case.assignee:
        return desk.officer_name(file.case.assignee)
    taken = [leg.handover.taker for leg in file.legs if leg.handover.step == place]
    if not taken and place == 0 and file.story:
        taken = [file.story[0].entry.change.by]
    return desk.officer_name(taken[-1]) if taken else ""


def _now(file: CaseFile) -> tuple[str, str]:
    """How the step under way stands, and the tone of it."""
    stage = file.case.stage
    if stage in ENDED or stage in WAITING or stage == Stage.DONE:
        return capital(str(stage_label(stage))), "late" if stage in ENDED else "soon" if stage in WAITING else "ok"
    if clock.standing(file.about.suspensions):
        return text("casework.way.suspended"), "soon"
    return _left(file.about.standing.left, file.about.standing.used)


def _left(left: int | None, used: int) -> tuple[str, str]:
    if left is None:
        return (text("casework.way.used", time=span(used)) if used else ""), "text3"
    if left < 0:
        return text("casework.way.over", time=span(-left)), "late"
    return text("casework.way.left", used=span(used), left=span(left)), "text2"


def _kept(place: int, step: Step, file: CaseFile, desk: Desk) -> tuple[str, str]:
    """How a step that ended was kept: by its hand-over, or by the result that ended it."""
    ends = [leg for leg in file.legs if leg.ended == step]
    if ends:
        return _said(ends[-1])
    if place == file.about.standing.place and (at := _finished(file)):
        received = clock.moment(file.case.received_at) or at
        waits = clock.waits(file.about.moves, file.about.suspensions)
        track = steps.Track(file.procedure.steps if file.procedure else (), received, waits, desk.calendar)
        stood = steps.stands(file.case, [leg.handover for leg in file.legs], track, at)
        kept = "" if stood.left is None else "late" if stood.left < 0 else "on_time"
        return _in_words(kept, stood.used)
    return "", "text3"


def _finished(file: CaseFile) -> datetime | None:
    return next((clock.moment(move.at) for move in file.about.moves if move.action == "finish"), None)


def _said(leg: Leg) -> tuple[str, str]:
    return _in_words(leg.kept, leg.used)


def _in_words(kept: str, used: int) -> tuple[str, str]:
    if not kept:
        return text("casework.way.used", time=span(used)), "text3"
    return text("casework.way.kept", time=span(used), kept=say_kept(kept)), _TONES.get(kept, "text3")


def span(minutes: int) -> str:
    """Working minutes in few letters: "40 phút", "6 giờ", "2,5 giờ"."""
    if minutes < HOUR:
        return text("casework.way.minutes", n=minutes)
    hours = f"{minutes / HOUR:.1f}".removesuffix(".0").replace(".", text("case_page.decimal"))
    return text("case_page.hours", hours=hours)


def _hours(hours: float) -> str:
    return text("case_page.hours", hours=f"{hours:g}".replace(".", text("case_page.decimal"))) if hours else ""


def _walked(file: CaseFile) -> list[Stop]:
    stage = file.case.stage
    if stage in USUAL:
        return _marked([str(each) for each in USUAL], USUAL.index(Stage(stage)), file)
    walked = list(dict.fromkeys(file.case.state.split(STEP)))
    before = [each for each in walked if each in USUAL and each != stage] or [str(Stage.RECEIVED)]
    ahead = [] if stage in ENDED else [str(each) for each in USUAL[-2:] if each not in before]
    return _marked([*before, stage, *ahead], len(before), file)


def _marked(names: Sequence[str], now: int, file: CaseFile) -> list[Stop]:
    finished = file.case.stage == Stage.RETURNED
    found = []
    for place, name in enumerate(names):
        state = "done" if place < now or (place == now and finished) else "ahead"
        if place == now and not finished:
            state = "stopped" if file.case.stage in ENDED else "now"
        found.append(Stop(capital(str(stage_label(name))), _reached(name, file), state))
    return found


def _reached(name: str, file: CaseFile) -> str:
    """When the case came to this stage."""
    for line in reversed(file.story):
        for written in line.written:
            if written.field == "state" and str(written.after).rpartition(STEP)[2] == name:
                return f"{local(line.entry.at):%d/%m %H:%M}"
    return ""
