"""The office's own words on forms: seen on paper first, refused with their mistake, put back."""

from desk.forms.template import shipped
from sync import own, paperwork
from tests.desk.forms.reading import words
from tests.sync.offices import receive_case


def slip_said(desk):
    from desk import store
    from desk.cases import Case

    case = store.get(desk.db, Case, receive_case(desk))
    return words(paperwork.slip_pdf(desk, case))


def test_a_letterhead_is_printed_on_the_next_slip(open_page, place):
    page = open_page("forms")
    page.fields["place"].set_text("Mù Cang Chải, {day}")
    assert len(page.show_sample("01", {"letterhead": page.letterhead()}).pages_shown()) == 2
    assert own.wording(place.session.desk) == {}
    page.save()
    assert "Mù Cang Chải, ngày" in slip_said(place.session.desk)


def test_a_letterhead_that_names_a_citizen_is_refused(open_page, place):
    page = open_page("forms")
    page.fields["agency"].set_text("UBND {received_from}")
    page.save()
    assert page.wrong.isVisible() and "received_from" in page.wrong.accessibleName()
    assert own.wording(place.session.desk) == {}


def test_words_of_a_form_go_out_come_back_and_are_put_back(open_page, place, tmp_path, monkeypatch):
    page, path = open_page("forms"), tmp_path / "01.toml"
    monkeypatch.setattr("ui.saving.ask_path", lambda *args, **how: path)
    page.export("01")
    assert path.read_text(encoding="utf-8") == shipped("01")
    path.write_text(shipped("01").replace("GIẤY TIẾP NHẬN HỒ SƠ", "PHIẾU TIẾP NHẬN"), encoding="utf-8")
    page.read("01", path)
    assert "PHIẾU TIẾP NHẬN" not in slip_said(place.session.desk)
    page.opened.save()
    assert "PHIẾU TIẾP NHẬN" in slip_said(place.session.desk)
    page.put_back("01")
    assert "PHIẾU TIẾP NHẬN" not in slip_said(place.session.desk)


def test_a_file_with_a_mistake_names_it_and_is_not_kept(open_page, place, tmp_path):
    page, path = open_page("forms"), tmp_path / "06.toml"
    for content, word in ((b"title = 7", "06.toml"), (b"\xff", "06.toml"), (b"x" * 500_000, "dài quá")):
        path.write_bytes(content)
        page.read("06", path)
        assert word in page.wrong.accessibleName()
    assert own.wording(place.session.desk) == {}


def test_words_another_version_wrote_are_not_printed_and_the_page_says_so(open_page, place):
    desk = place.session.desk
    place.session.do(own.keep(desk, "form 01", "title = 7"))
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in slip_said(desk)
    page = open_page("forms")
    assert "01.toml" in own.wording_faults(desk)["01"]
    assert page.window().rail._button("settings")._count == 1
    assert ("01", "back") in page.buttons and ("02", "back") not in page.buttons


def test_every_form_is_shown_with_a_made_up_case(open_page):
    page = open_page("forms")
    assert all(page.show_sample(form, {}).pages_shown() for form in ("01", "02", "03", "04", "05", "06", "07"))
