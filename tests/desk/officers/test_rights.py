"""Who may do and read what: pure answers to roles, and words for those who may not."""

import pytest

from desk import Refused, words
from desk.cases import Case
from desk.officers import rights
from desk.officers.officer import Role
from desk.record import Edit

CASE = Case(
    "a.1", number="01-00001-T", procedure_name="Khai sinh", applicant_name="Trần Thị Bé", applicant_id="001199000123",
    phone="0912000417", address="Thôn 2", note="xin gọi trước", due_at="2026-11-20T09:41",
)  # fmt: skip


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("receive", {Role.RECEPTION, Role.SPECIALIST}),
        ("finish", {Role.SPECIALIST, Role.LEADER}),
        ("note", {Role.RECEPTION, Role.SPECIALIST, Role.LEADER}),
        ("something a newer version does", {Role.RECEPTION, Role.SPECIALIST, Role.LEADER}),
        ("appoint", {Role.ADMIN}),
        ("reset", {Role.ADMIN}),
        ("unlock", {Role.ADMIN, Role.IT}),
        ("audit", {Role.ADMIN, Role.IT}),
        ("password", set(Role)),
    ],
)
def test_each_role_may_what_is_its_own_and_nothing_else(action, roles):
    assert {role for role in Role if rights.may({role}, action)} == roles
    assert not rights.may(set(), action)


def test_one_of_several_roles_is_enough():
    rights.demand({Role.IT, Role.RECEPTION}, "receive")


def test_a_refusal_names_what_was_asked_and_who_may(monkeypatch):
    with pytest.raises(Refused) as refusal:
        rights.demand({Role.LEADER}, "receive")
    assert str(refusal.value) == (
        "Vai trò của anh/chị chưa được tiếp nhận hồ sơ. Việc này dành cho: tiếp nhận, chuyên môn."
    )
    words.use("en")
    assert "receiving cases" in str(refusal.value)


def test_an_action_without_a_name_of_its_own_is_still_refused_in_words():
    with pytest.raises(Refused, match="làm việc này với hồ sơ"):
        rights.demand({Role.IT}, "handover")


@pytest.mark.parametrize("roles", [{Role.IT}, {Role.ADMIN}, {Role.IT, Role.ADMIN}, set()])
def test_who_does_not_work_on_cases_sees_no_citizen(roles):
    seen = rights.shown(CASE, roles)
    assert (seen.number, seen.procedure_name, seen.due_at) == (CASE.number, CASE.procedure_name, CASE.due_at)
    told = repr(seen)
    assert not any(secret in told for secret in ("Bé", "001199000123", "0912000417", "Thôn", "gọi"))
    assert seen.email == ""


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SPECIALIST, Role.LEADER])
def test_who_works_on_cases_reads_them(role):
    assert rights.shown(CASE, {role, Role.IT}) is CASE


def test_kinds_that_rights_never_heard_of_are_masked_whole():
    assert rights.masked("hearing", {"case_id": "a.1", "what": "Bé", "empty": ""}) == {
        "case_id": rights.MASK, "what": rights.MASK, "empty": "",
    }  # fmt: skip


@pytest.mark.parametrize("roles", [set(Role), {Role.IT}])
def test_an_export_never_holds_the_lock_of_an_account(roles):
    edit = Edit("account", "a.2", {"officer": "a.1", "lock": b"\x01secret"})
    assert rights.exported(edit, roles) == {"officer": "a.1", "lock": "(đã đổi)"}
