"""The sentence at the foot: says what the last receipt and the last failure prove, in every combination."""

from datetime import datetime

import pytest

from desk import words
from sync.delivery import Delivery
from ui.delivery_panel import Details
from ui.kit.banner import Banner
from ui.shell.status_line import DeliveryButton
from ui.words_of_delivery import sentence

NOW = datetime(2026, 11, 20, 9, 41)
AT_0810, AT_0812, YESTERDAY = 1795137000, 1795137120, 1795050600  # s since 1970 UTC


def stands(waiting=0, since=None, confirmed=None, failing=None):
    return Delivery(waiting, since, 0, confirmed, failing, "" if failing is None else "…")


@pytest.mark.parametrize(
    ("delivery", "linked", "person", "light", "said"),
    [
        (stands(confirmed=AT_0810), True, False, "ok", "Đã giao đủ đến 08:10, máy chủ tỉnh đã ký nhận"),
        (
            stands(7, AT_0812, AT_0810, AT_0812),
            True,
            False,
            "soon",
            "7 thay đổi chờ gửi · chưa liên lạc được máy chủ tỉnh từ 08:12 · đã giao đến 08:10",
        ),
        (stands(1, AT_0812, AT_0810), True, False, "soon", "1 thay đổi chờ gửi · chờ từ 08:12 · đã giao đến 08:10"),
        (
            stands(0, None, AT_0810, AT_0812),
            True,
            False,
            "soon",
            "chưa liên lạc được máy chủ tỉnh từ 08:12 · đã giao đến 08:10",
        ),
        (stands(2, AT_0812), True, False, "soon", "2 thay đổi chờ gửi · chờ từ 08:12 · chưa giao nhận lần nào"),
        (stands(2, AT_0812), False, False, "soon", "2 thay đổi chờ gửi · máy này chưa nối với máy chủ tỉnh"),
        (stands(), False, False, "soon", "máy này chưa nối với máy chủ tỉnh"),
        (
            stands(3, AT_0812, YESTERDAY, AT_0812),
            True,
            True,
            "late",
            "3 thay đổi chờ gửi · chưa liên lạc được máy chủ tỉnh từ 08:12 · đã giao đến 08:10 ngày 19/11"
            " · Cần quản trị viên xem",
        ),
    ],
)
def test_the_sentence_says_what_is_proved(delivery, linked, person, light, said):
    found = sentence(delivery, NOW, linked=linked, needs_person=person)
    assert (found.light, str(found)) == (light, said)


@pytest.mark.parametrize("confirmed", [None, AT_0810])
@pytest.mark.parametrize("failing", [None, AT_0812])
@pytest.mark.parametrize("waiting", [0, 1, 7])
@pytest.mark.parametrize("linked", [True, False])
def test_all_is_well_only_when_the_server_signed_for_everything(waiting, failing, confirmed, linked):
    delivery = stands(waiting, AT_0812 if waiting else None, confirmed, failing)
    found = sentence(delivery, NOW, linked=linked)
    assert (found.light == "ok") == (waiting == 0 and failing is None and confirmed is not None)
    assert found.parts


def test_the_sentence_is_said_in_english_too():
    words.use("en")
    assert (
        str(sentence(stands(confirmed=AT_0810), NOW))
        == "All delivered up to 08:10, signed for by the province's server"
    )


def test_a_clock_that_cannot_be_right_is_said_at_the_foot_and_in_the_details(pc):
    pc.desk.clock_error = -7200
    pc.workplace.say_delivery(pc.session.syncing.delivery)
    assert words.text("healing.clock_alert") in pc.window.findChild(DeliveryButton).accessibleName()
    details = Details(pc.session)
    assert any("2 giờ" in banner.accessibleName() for banner in details.findChildren(Banner))
    details.deleteLater()
