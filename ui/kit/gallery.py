"""Every widget of the kit on one page, drawn to PNG: for the eyes of whoever changes the kit.

    python -m ui.kit.gallery FOLDER [light|dark]

QT_SCALE_FACTOR=1.5 draws it as a screen at 150 % shows it.
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import Cell, ChoiceCell, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.choice import Choice
from ui.kit.day_strip import Day, DayStrip
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import Pane, Rule, row
from ui.kit.notice import Notice
from ui.kit.section import Section
from ui.kit.segmented import Segmented
from ui.kit.step_line import Step, StepLine
from ui.kit.text import Avatar, Chip, Elided, Icon, KeyCap, Text
from ui.kit.two_line_list import Entry, Heading, TwoLineList
from ui.theme.dress import dress
from ui.theme.tokens import STRONG

LONG = "Bản sao giấy tờ có thông tin khai sinh: học bạ, lý lịch, sổ hộ khẩu cũ, hoặc giấy tờ khác do cơ quan cấp"


def words() -> Pane:
    """Type, chips, caps, buttons and choices."""
    pane = Pane("surface", gap=10, margins=(20, 16, 20, 16))
    for size in ("figure", "due", "title", "section", "body", "secondary", "small", "caption"):
        pane.add(Text(f"NGUYỄN THỊ ỄỢỮẰ Ỵ gj · {size}", size, weight=STRONG if size != "body" else 400))
    tones = [Chip(tone, tone) for tone in ("late", "soon", "ok", "conflict", "wait", "accent", "plain")]
    pane.add(
        row(*tones, None), row(Chip("2 giá trị", "conflict", icon="git-fork"), KeyCap("Ctrl+0"), KeyCap("↑"), None)
    )
    pane.add(row(Avatar("Lê Thị Thúy"), Avatar("Nguyễn Thị Hạnh"), Icon("identification-card", 20, "ok"), None))
    pane.add(Elided(LONG), Elided(LONG, "secondary", lines=2, ink="text2"))
    held = Button("Lưu", "primary", key="F9")
    held.hold("Chờ họ và tên")
    pane.add(Button("Lưu và in giấy hẹn", "primary", icon="printer", key="F9"), held)
    pane.add(row(Button("Khách tiếp theo", icon="plus", key="F2"), Button("Bổ sung", "quiet", key="F7"), None))
    pane.add(
        row(Button("Xem đầy đủ", "link"), Button("Từ chối", "danger"), Button("Lĩnh vực", "quiet", menu=True), None)
    )
    return pane


def forms() -> Pane:
    """Cells, fields, checks and choices."""
    pane = Pane("surface", gap=10, margins=(20, 16, 20, 16))
    name = Cell("Họ và tên", weight=STRONG, needed=True)
    name.set_value("TRẦN THỊ BÍCH PHƯỢNG", "Đọc từ thẻ căn cước, chưa ai sửa")
    phone = Cell("Điện thoại", "0912 000 41")
    phone.refuse("cần 10 chữ số")
    note = NoteCell("Nội dung yêu cầu", "Đăng ký lại khai sinh cho bản thân, để làm hộ chiếu")
    grid = CellGrid(
        ((name, 10), (Cell("Ngày sinh", placeholder="ngày/tháng/năm"), 6)),
        ((Cell("Số định danh", "072 179 004 518"), 10), (phone, 8)),
        ((ChoiceCell("Giới tính", [("female", "Nữ"), ("male", "Nam")]), 4), (Cell("Nơi cư trú", LONG), 10)),
        (note,),
    )
    pane.add(
        Section(2, "Người yêu cầu", Button("Quẹt lại", "quiet", icon="corners-out", key="F4", height=28), key="Alt+2")
    )
    pane.add(grid, CheckBox("Người nộp hồ sơ là người khác"), CheckBox(LONG, on=True))
    pane.add(Segmented([("cash", "Tiền mặt"), ("transfer", "Chuyển khoản"), ("exempt", "Được miễn")], name="Lệ phí"))
    pane.add(Choice([("original", "Bản chính"), ("certified", "Sao chứng thực")], name="Hình thức"))
    wrong = Field("Mật khẩu", labelled=True, secret=True, text="bí mật", icon="lock")
    wrong.refuse("Mật khẩu chưa đúng. Còn 3 lần trước khi phải chờ.")
    pane.add(wrong, Field("Tìm", placeholder="Tìm người, mã hồ sơ…", icon="magnifying-glass", trailing=[KeyCap("F3")]))
    pane.add(None)
    return pane


def signs() -> Pane:
    """Banners, steps, days, notice and the empty state."""
    pane = Pane("window", gap=12, margins=(20, 16, 20, 16))
    see = Button("Xem", height=28)
    pane.add(
        Banner("soon", "Bà Phượng đã nộp ngày 18/11 tại MÁY-01, hồ sơ 01-00562-H.", lead="Có thể trùng.", actions=[see])
    )
    pane.add(Banner("late", "Ổ đĩa còn 210 MB. Vẫn nhận được hồ sơ; hãy chuyển bản quét sang máy khác."))
    pane.add(Banner("conflict", "Hai máy cùng sửa số điện thoại khi chưa thấy nhau."), Banner("ok", "Đã giao đủ."))
    notice = Notice()
    notice.say("Đã chuyển hồ sơ 01-00562-H sang bước Trình ký.", action="Hoàn tác", key="Ctrl+Z", seconds=0)
    steps = [Step("Tiếp nhận", "Hạnh · 0,5 giờ", "done"), Step("Thẩm định", "Thúy · 24 giờ", "now")]
    pane.add(notice, Rule(), StepLine([*steps, Step("Trình ký", "lãnh đạo · 8 giờ"), Step("Trả", "quầy")]))
    kinds = ["start", "off", "off", "counted", "holiday", "counted", "counted", "counted", "off", "off", "due"]
    names = ["T6", "T7", "CN", "T2", "T3", "T4", "T5", "T6", "T7", "CN", "T2"]
    captions = ["nhận", "", "", "1", "lễ", "2", "3", "4", "", "", "5"]
    days = [Day(*each) for each in zip(names, range(20, 31), kinds, captions, strict=True)]
    pane.add(
        DayStrip(days, "5 ngày làm việc"),
        EmptyState("tray", "Hồ sơ mới sẽ hiện ở đây.", action=Button("Nhận", key="F2")),
    )
    return pane


def results() -> Pane:
    """The list of two-line rows."""
    pane = Pane("sunken", edges="r", margins=(0, 12, 0, 12), gap=8)
    found = TwoLineList("Kết quả")
    found.show_rows(
        [
            Entry("1", "Đăng ký khai sinh", "Trẻ mới sinh, có giấy chứng sinh", "Trong ngày", "Miễn phí", ((8, 17),)),
            Entry("2", "Đăng ký lại khai sinh", LONG, "5 ngày làm việc", "8.000 đ", ((12, 21),)),
            Entry("3", "Khai sinh cho người đã có giấy tờ", LONG, "5 ngày", "8.000 đ", ((0, 9),)),
            Heading("Trường hợp riêng"),
            Entry("4", "Khai sinh lưu động", "Tại nhà", "09:12", chip=("Điện thoại", "conflict"), icon="git-fork"),
        ],
        current="2",
    )
    pane.add(row(Section(1, "Thủ tục", key="Alt+1"), margins=(16, 0, 16, 0)), (found, 1))
    return pane


def page() -> QWidget:
    """All of it side by side, 1366 wide."""
    sheet = Pane("surface", across=True)
    sheet.add((words(), 5), (forms(), 6), (signs(), 5), (results(), 4))
    sheet.resize(1720, 900)
    return sheet


def main(folder: str, *themes: str) -> None:
    """Draw the page in each theme into `folder`."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    shown = page()
    shown.show()
    for theme in themes or ("light", "dark"):
        dress(app, theme)
        app.processEvents()
        shown.grab().save(str(Path(folder) / f"kit-{theme}.png"))


if __name__ == "__main__":
    main(*sys.argv[1:])
