"""Every form with a made-up case, to see an office's own words on paper before they are kept."""

import tomllib
from collections.abc import Callable
from dataclasses import replace

from desk.forms import letters, slip, tables
from desk.forms.slip import Slip, SlipPaper
from desk.forms.tables import Entered, Passed
from desk.forms.template import FOLDER, Wording
from desk.lifecycle import Stage


def sample_pdf(form: str, own: Wording, *, office: str, office_name: str, size: str = "A5") -> bytes:
    """The form ("01" to "07") with the office's `own` words; no code, and marked as a draft where the form has that.

    Raises Unusable for a font that is missing or words that are wrong.
    """
    said: dict[str, str] = tomllib.loads((FOLDER / "sample.toml").read_text(encoding="utf-8"))
    at, reason, items = said["received_at"], said["reason"], [said["item"]]
    case = _slip(said, office, office_name)
    make: dict[str, Callable[[], bytes]] = {
        "01": lambda: slip.slip_pdf(case, size, templates=own),
        "02": lambda: letters.supplement_pdf(case, items, at=at, size=size, templates=own),
        "03": lambda: letters.refusal_pdf(case, items, at=at, size=size, templates=own),
        "04": lambda: letters.apology_pdf(
            case, was_due=case.due_at, new_due=case.due_at, reason=reason, at=at, size=size, templates=own
        ),
        "05": lambda: letters.stop_pdf(
            case, reason=reason, stopped_at=at, withdrawn=False, at=at, size=size, templates=own
        ),
        "06": lambda: tables.control_pdf(
            case, [Passed(said["receiver"], said["submitter"], at, said["step"], 2.5, "on_time")],
            holder=said["receiver"], stage=Stage.IN_PROCESS, at=at, templates=own,
        ),
        "07": lambda: tables.register_pdf(
            [Entered(case, office_name)], office_name=office_name, first=at[:10], last=at[:10], at=at, templates=own
        ),
    }  # fmt: skip
    return make[form]()


def _slip(said: dict[str, str], office: str, office_name: str) -> Slip:
    bare = Slip(
        office, slip.without(office_name, slip.OFFICE_PREFIXES), said["number"], said["received_from"],
        said["procedure"], said["procedure_name"], said["received_at"], draft=True,
    )  # fmt: skip
    return replace(
        bare, due_at=said["due_at"], subject=said["subject"], portal_number=said["portal_number"],
        submitter=said["submitter"], address=said["address"], phone=said["phone"], receiver=said["receiver"],
        papers=(SlipPaper(said["paper"]),),
    )  # fmt: skip
