"""Printed forms of the one-stop desk as PDF. Values come from the caller, fixed words from `resources/forms`; no form
decides anything about a case."""

from desk.forms.letters import apology_pdf, refusal_pdf, stop_pdf, supplement_pdf
from desk.forms.slip import Slip, SlipPaper, slip_of, slip_pdf
from desk.forms.tables import Entered, Passed, control_pdf, register_pdf

__all__ = [
    "Entered",
    "Passed",
    "Slip",
    "SlipPaper",
    "apology_pdf",
    "control_pdf",
    "refusal_pdf",
    "register_pdf",
    "slip_of",
    "slip_pdf",
    "stop_pdf",
    "supplement_pdf",
]
