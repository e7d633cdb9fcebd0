"""Case numbers: ours, valid by themselves and given out offline (`01-00562-H`), and the portal's.

Ours is the PC's number, its serial and a check letter: with a zero between PC and serial the digits are a number that,
plus the letter's place in `LETTERS`, 23 divides. 23 is prime and no neighbour of 10, so one wrong digit, two digits
swapped and a wrong letter are always noticed. Who gives a serial out, and that it is never given twice, is the log's.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from desk import Refused
from desk.text import clean

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q: read as 1 and 0
PC_DIGITS, SERIAL_DIGITS = 2, 5  # the fewest; both grow
LONGEST = 40

_OURS = re.compile(r"([0-9][0-9 ]*(?:- ?[0-9][0-9 ]*)?)-? ?([A-Z]?)")
_PORTAL = re.compile(r"(?=[^-]*[A-Z])[0-9A-Z]+(?:\.[0-9A-Z]+)*-([0-9]{6})-[A-Z]{0,2}[0-9]{4,}")
_DASHES = str.maketrans("‐‑‒–—−_./", "-" * 9)


@dataclass(frozen=True, order=True)
class Number:
    """One case number; as text `01-00562-H`."""

    pc: int
    serial: int

    def __str__(self) -> str:
        return f"{self.pc:02}-{self.serial:05}-{self.letter}"

    @property
    def letter(self) -> str:
        """Its check letter."""
        return LETTERS[-int(f"{self.pc}0{self.serial:05}") % len(LETTERS)]


def make(pc: int, serial: int) -> str:
    """The number of the `serial`-th case of PC number `pc`; both from 1 on."""
    return str(Number(pc, serial))


def parse(text: str) -> Number:
    """The number a person typed, read out or pasted: any case, blanks, dashes and leading zeros may be missing.

    Raises Refused, naming what is wrong; never guesses a digit or a letter.
    """
    written = _written(text)
    if not (match := _OURS.fullmatch(written)):
        raise Refused("numbers.not_a_number", field="number", text=written)
    digits, letter = match.groups()
    if not letter:
        raise Refused("numbers.letter_missing", field="number", text=written)
    readings = _readings(digits)
    if not readings:
        raise Refused("numbers.wrong_length", field="number", text=written)
    right = [number for number in readings if number.letter == letter]
    if not right:
        raise Refused("numbers.letter_wrong", field="number", text=written, letter=letter)
    if len(right) > 1:
        raise Refused("numbers.dash_missing", field="number", text=written)
    return right[0]


def recognise(text: str) -> Number | None:
    """The number `text` is, None when it is none or does not check."""
    try:
        return parse(text)
    except Refused:
        return None


def portal(text: str) -> str | None:
    """The official code in `text` as it is stored (`H57.132-260804-0012`), None when it is none.

    `<agency>-<YYMMDD>-<serial>`, circular 03/2025/TT-VPCP: agency codes with dots, serials of four digits or more,
    two letters before the serial where the system is centralised.
    """
    code = clean(text[: 2 * LONGEST]).upper().replace(" ", "")
    match = _PORTAL.fullmatch(code)
    if not match or len(code) > LONGEST:
        return None
    try:
        datetime.strptime(match[1], "%y%m%d")
    except ValueError:
        return None
    return code


def _written(text: str) -> str:
    written = clean(text[: 2 * LONGEST])[:LONGEST].upper().translate(_DASHES)
    return re.sub(r" ?-[ -]*", "-", written)


def _readings(digits: str) -> list[Number]:
    """What `digits` can mean: PC and serial as parted, else every place where the dash may have been."""
    parts = [part for part in re.split("[- ]", digits) if part]
    joined = "".join(parts)
    splits = [(joined[:n], joined[n:]) for n in range(PC_DIGITS, len(joined) - SERIAL_DIGITS + 1)]
    if len(parts) == 2:
        splits = [(parts[0].lstrip("0").zfill(PC_DIGITS), parts[1].zfill(SERIAL_DIGITS))]
    whole = [(pc, serial) for pc, serial in splits if _shortest(pc, PC_DIGITS) and _shortest(serial, SERIAL_DIGITS)]
    return [Number(int(pc), int(serial)) for pc, serial in whole if int(pc) and int(serial)]


def _shortest(digits: str, fewest: int) -> bool:
    return len(digits) == fewest or digits[0] != "0"
