"""Printed forms of the one-stop desk as PDF. Values come from the caller, fixed words from `resources/forms`; no form
decides anything about a case."""

from desk.forms.letters import refusal_pdf, supplement_pdf
from desk.forms.slip import Slip, SlipPaper, slip_of, slip_pdf

__all__ = ["Slip", "SlipPaper", "refusal_pdf", "slip_of", "slip_pdf", "supplement_pdf"]
