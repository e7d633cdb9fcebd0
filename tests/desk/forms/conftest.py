import pytest

from desk.forms import Slip, SlipPaper


@pytest.fixture
def slip():
    return Slip(
        office="09877",
        office_name="xã Phú Lương",
        number="01-00562-H",
        received_from="Nguyễn Thị Phượng",
        procedure="1.001193",
        procedure_name="Đăng ký khai sinh",
        received_at="2026-02-05T08:15",
        due_at="2026-03-09T17:00",
        address="Xóm 4, xã Phú Lương, tỉnh Thái Nguyên",
        phone="0912 345 678",
        email="phuong@example.vn",
        papers=(
            SlipPaper("Tờ khai đăng ký khai sinh"),
            SlipPaper("Giấy chứng sinh", "copy", 2),
            SlipPaper("Thẻ căn cước", "seen"),
        ),
        sets=1,
        limit="working_days",
        limit_amount="3",
        receiver="Hoàng Văn Ễnh",
        device="abcdefgh",
    )
