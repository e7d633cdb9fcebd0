"""Printed forms of the one-stop desk as PDF. Values come from the caller, fixed words from `resources/forms`; no form
decides anything about a case."""

from desk.forms.slip import Slip, SlipPaper, slip_of, slip_pdf

__all__ = ["Slip", "SlipPaper", "slip_of", "slip_pdf"]
