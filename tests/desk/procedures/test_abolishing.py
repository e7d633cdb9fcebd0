"""A procedure ended by hand and taken up again: each a version of its own, and every day keeps what held on it."""

from datetime import date

import pytest

from desk import Refused
from desk.procedures.abolishing import abolished, taken_up
from desk.procedures.catalogue import Catalogue, starter

CODE, TODAY = "1.001193", date(2026, 11, 20)


@pytest.fixture
def birth():
    return starter().versions(CODE)[0]


def test_an_ended_procedure_is_in_force_until_the_day_before(birth):
    ended = abolished(birth, date(2026, 12, 1), "QĐ 123/QĐ-UBND", TODAY)
    known = starter() | Catalogue([ended])
    assert known.in_force(CODE, date(2026, 11, 30)) == ended
    with pytest.raises(Refused):
        known.in_force(CODE, date(2026, 12, 1))
    assert known.get(CODE, birth.version) == birth
    assert ended.source == "QĐ 123/QĐ-UBND"


def test_it_is_taken_up_again_though_it_ended_on_the_same_day(birth):
    ended = abolished(birth, TODAY, "QĐ 123/QĐ-UBND", TODAY)
    again = taken_up(ended, TODAY)
    known = starter() | Catalogue([ended, again])
    assert again.version > ended.version > birth.version
    assert known.in_force(CODE, TODAY) == again


@pytest.mark.parametrize(
    ("day", "basis", "key", "field"),
    [(TODAY, "  ", "abolishing.no_basis", "basis"), (date(2020, 1, 1), "QĐ 1", "abolishing.too_early", "day")],
)
def test_what_cannot_be_is_refused_at_its_field(birth, day, basis, key, field):
    with pytest.raises(Refused) as refused:
        abolished(birth, day, basis, TODAY)
    assert (refused.value.key, refused.value.field) == (key, field)


def test_what_has_ended_is_not_ended_again_nor_what_is_in_force_taken_up(birth):
    ended = abolished(birth, TODAY, "QĐ 123", TODAY)
    with pytest.raises(Refused):
        abolished(ended, TODAY, "QĐ 124", TODAY)
    with pytest.raises(Refused):
        taken_up(birth, TODAY)
