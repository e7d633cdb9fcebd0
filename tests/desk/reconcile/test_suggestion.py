"""Suggestions come from the meaning of values, single one out, and never rest on who wrote later."""

import pytest

from desk.reconcile.suggestion import suggest

PERSON = {"birth_date": "1979-05-02", "sex": "female"}


@pytest.mark.parametrize(
    ("field", "values", "value", "reason"),
    [
        ("phone", ["0912000417", "091200041"], "0912000417", "only_valid"),
        ("applicant_id", ["072179004518", "072179O04518"], "072179004518", "only_valid"),
        ("applicant_id", ["072179004518", "072085004518"], "072179004518", "only_valid"),
        ("email", ["lan@example.vn", "lan.example.vn"], "lan@example.vn", "only_valid"),
        ("note", ["", "gọi trước khi trả"], "gọi trước khi trả", "not_empty"),
        ("fee", [0, 8000], 8000, "not_empty"),
        ("address", ["12 Le Loi", "12 Lê Lợi"], "12 Lê Lợi", "accented"),
        ("address", ["12 Lê Lợi", "12 Lê Lợi, tổ 3"], "12 Lê Lợi, tổ 3", "fuller"),
        ("state", ["received>in_process>done>returned", "received>withdrawn"], None, "given_out"),
    ],
)
def test_one_value_is_singled_out_whatever_the_order(field, values, value, reason):
    for ordered in (values, values[::-1]):
        found = suggest(field, ordered, PERSON)
        assert found is not None and found.reason == reason
        assert found.value == (value if value is not None else values[0])


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("phone", ["0912000417", "0912000418"]),
        ("phone", ["0912000417", "0912000417"]),
        ("phone", ["12", "34"]),
        ("note", ["một", "hai"]),
        ("address", ["Lê Lợi", "Lê Lơi"]),
        ("fee", [5000, 8000]),
        ("state", ["received>in_process", "received>withdrawn"]),
        ("applicant_name", []),
    ],
)
def test_values_that_say_nothing_against_each_other_suggest_nothing(field, values):
    assert suggest(field, values, PERSON) is None
