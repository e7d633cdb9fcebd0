"""Officers, their rights and the audit trail from the command line: refused in words, nothing secret in any answer."""

import json

import pytest

from tests.ui.command.conftest import LEAST, OFFICER, PASSWORD, share

TAM, FIRST, SECOND = "Lê Văn Tám", "Tam-thoi-2026", "Rieng-cua-toi-7"


@pytest.fixture
def as_(monkeypatch):
    """Sets the passwords that the next commands use."""

    def chosen(password=PASSWORD, new=""):
        monkeypatch.setenv("CASEDESK_PASSWORD", password)
        monkeypatch.setenv("CASEDESK_NEW_PASSWORD", new) if new else monkeypatch.delenv(
            "CASEDESK_NEW_PASSWORD", raising=False
        )

    return chosen


@pytest.fixture
def tam(casedesk, as_):
    """Adds Lê Văn Tám with roles, and answers as a command line of his."""

    def added(*roles, more=()):
        as_(new=FIRST)
        given = [word for role in roles for word in ("--role", role)]
        assert casedesk("officer", "add", TAM, *given, *more).status == 0
        as_(FIRST)
        return lambda *words, **how: casedesk("--officer", TAM, *words, **how)

    return added


def test_init_with_a_weak_password_goes_on_working_with_a_warning(casedesk, tmp_path):
    told = casedesk("--home", tmp_path / "new", "init", "--office", "00004", "--officer", OFFICER, json=True)
    assert told.status == 0
    assert "mật khẩu này còn yếu (một chữ hoa, một chữ số)" in told.err
    assert told.data["officer"] == OFFICER
    again = casedesk("--home", tmp_path / "new", "officer", "list", json=True)
    assert (again.status, again.err, again.data[0]["must_change"]) == (0, "", True)


def test_init_with_a_good_password_says_nothing(casedesk, tmp_path, as_):
    as_(FIRST)
    told = casedesk("--home", tmp_path / "new", "init", "--office", "00004", "--officer", OFFICER)
    assert (told.status, told.err) == (0, "")
    assert not casedesk("--home", tmp_path / "new", "officer", "list", json=True).data[0]["must_change"]


def test_a_weak_password_is_refused_and_nobody_is_added(casedesk, as_):
    as_(new="yeu")
    told = casedesk("officer", "add", TAM)
    assert (told.status, "còn thiếu: ít nhất 8 ký tự" in told.err) == (1, True)
    as_()
    assert [each["name"] for each in casedesk("officer", "list", json=True).data] == [OFFICER]


def test_an_officer_changes_the_first_password(casedesk, tam, as_):
    his = tam("reception")
    as_(FIRST, SECOND)
    assert his("officer", "password").status == 0
    assert his("case", "list").status == 1
    as_(SECOND)
    assert his("case", "list").status == 0
    listed = his("officer", "list", json=True).data[1]
    assert (listed["name"], listed["must_change"], listed["logs_in_here"]) == (TAM, False, True)


def test_the_password_in_use_is_no_new_one(casedesk, tam, as_):
    his = tam("reception")
    as_(FIRST, FIRST)
    assert "trùng" in his("officer", "password").err


def test_an_account_added_here_logs_in_at_the_other_pc(casedesk, other, tam, as_):
    tam("specialist")
    as_()
    share(casedesk, other)
    as_(FIRST)
    assert other("--officer", TAM, "case", "list").status == 1, "the file there has not been opened since"
    as_()
    assert other("status").status == 0
    as_(FIRST)
    assert other("--officer", TAM, "case", "list").status == 0


def nobody_waits(face):
    """Let the next try be taken at once, as if time had passed."""
    told = json.loads(face.read_text(encoding="utf-8"))
    for lock in told["locks"]:
        lock["failed_at"] = 0
    face.write_text(json.dumps(told), encoding="utf-8")


def test_a_forgotten_password_is_reset_and_a_locked_account_opened(casedesk, tam, as_):
    his = tam("reception")
    as_("sai")
    for _ in range(5):
        nobody_waits(casedesk.home / "home.json")
        his("case", "list")
    as_(FIRST)
    assert "tạm khoá" in his("case", "list").err
    as_()
    assert casedesk("officer", "unlock", TAM).status == 0
    as_(new=SECOND)
    assert casedesk("officer", "reset", TAM, json=True).data["name"] == TAM
    as_(SECOND)
    assert his("case", "list").status == 0


def test_who_has_no_right_is_told_who_has(casedesk, tam, as_):
    his = tam("leader")
    told = his("case", "receive", "--file", casedesk.file(LEAST))
    assert (told.status, told.err) == (
        1, "Vai trò của anh/chị chưa được tiếp nhận hồ sơ. Việc này dành cho: tiếp nhận, chuyên môn.\n",
    )  # fmt: skip
    for words in (
        ("officer", "add", "Ai Đó"),
        ("officer", "reset", OFFICER),
        ("officer", "unlock", OFFICER),
        ("audit",),
    ):
        told = his(*words)
        assert (told.status, "Việc này dành cho" in told.err) == (1, True), words


def test_it_people_see_that_there_are_cases_and_no_citizen(casedesk, tam):
    number = casedesk.receive(phone="0912000417")
    its = tam("it")
    listed = its("case", "list", json=True)
    assert (listed.data[0]["number"], listed.data[0]["state"]) == (number, "received")
    exported = its("log", "export")
    for told in (listed, exported, its("case", "list")):
        assert told.status == 0
        assert not any(secret in told.out for secret in ("Trần", "001199000123", "0912000417"))
    for words in (
        ("case", "show", number), ("slip", number, "--pdf", casedesk.home.parent / "a.pdf"),
        ("case", "list", "--search", "Trần"), ("case", "edit", number, "phone=1"),
    ):  # fmt: skip
        assert its(*words).status == 1, words
    assert not (casedesk.home.parent / "a.pdf").exists()


def test_roles_are_given_for_a_time_and_set(casedesk, tam, as_):
    his = tam("leader")
    as_()
    told = casedesk("officer", "roles", TAM, "--role", "reception", "--until", "2099-12-31", json=True)
    assert told.data["roles"] == ["leader"]
    assert (told.data["duties"][0]["role"], told.data["duties"][0]["until"]) == ("reception", "2099-12-31")
    as_(FIRST)
    assert his("case", "receive", "--file", casedesk.file(LEAST)).status == 0
    as_()
    assert casedesk("officer", "roles", TAM, "--role", "leader", json=True).data["duties"] == []
    as_(FIRST)
    assert his("case", "receive", "--file", casedesk.file(LEAST)).status == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("roles", OFFICER, "--role", "it"), "quản trị duy nhất"),
        (("roles", OFFICER, "--role", "it", "--until", "hôm nay"), "chưa đúng"),
        (("roles", OFFICER, "--role", "it", "--until", "2020-01-01"), "đã qua"),
        (("roles", "Người Lạ"), "Không có cán bộ nào tên"),
        (("reset", "Người Lạ"), "Không có cán bộ nào tên"),
        (("unlock", "Người Lạ"), "Không có cán bộ nào tên"),
    ],
)
def test_what_cannot_be_is_said_in_words(casedesk, as_, words, said):
    as_(new=SECOND)
    told = casedesk("officer", *words)
    assert (told.status, said in told.err) == (1, True)


def test_a_time_without_a_role_cannot_be_meant(casedesk):
    assert casedesk("officer", "roles", OFFICER, "--until", "2099-12-31").status == 2


def test_the_trail_tells_log_ins_views_prints_and_changes_of_accounts(casedesk, tam, as_):
    number = casedesk.receive()
    casedesk("case", "show", number)
    casedesk("slip", number, "--pdf", casedesk.home.parent / "a.pdf")
    his = tam("reception")
    as_("sai")
    his("case", "list")
    as_(new=SECOND)
    casedesk("officer", "reset", TAM)
    as_()
    told = casedesk("audit", json=True).data
    seen = [(line["action"], line["by_name"], line["of"]) for line in told]
    for line in (
        ("log_in", OFFICER, ""), ("view", OFFICER, number), ("print", OFFICER, number), ("appoint", OFFICER, TAM),
        ("log_in_failed", TAM, ""), ("reset", OFFICER, TAM),
    ):  # fmt: skip
        assert line in seen
    assert [line["at"] for line in told] == sorted(line["at"] for line in told)
    assert casedesk("audit", "--from", "2020-01-01", "--to", "2020-01-31", json=True).data == []
    assert "xem hồ sơ" in casedesk("audit").out
    assert casedesk("audit", "--from", "mai").status == 1
    assert "read_audit" in [line["action"] for line in casedesk("audit", json=True).data]


def test_the_exported_log_says_that_an_account_changed_and_nothing_more(casedesk, tam, as_):
    tam("reception")
    as_()
    lines = [json.loads(line) for line in casedesk("log", "export").out.splitlines()]
    locks = [edit["fields"]["lock"] for line in lines for edit in line["edits"] if edit["kind"] == "account"]
    assert locks == ["(đã đổi)"] * 2
