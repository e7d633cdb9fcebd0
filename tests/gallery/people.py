"""Who comes to the office of the pictures, for what, and what is written down about it. All of it is made up."""

_WARD = "phường Tân Hòa Đông, tỉnh Bình Dương"


def _person(name, id, born, sex, address, phone, **more):
    return {
        "applicant_name": name, "applicant_id": id, "birth_date": born, "sex": sex, "address": f"{address}, {_WARD}",
        "phone": phone, **more,
    }  # fmt: skip


PEOPLE = (
    _person("Trần Thị Bích Phượng", "079179004518", "1979-08-14", "female", "Tổ 4, khu phố Ninh Trung", "0912000417"),
    _person("Nguyễn Hoàng Phạm Thị Thanh Xuân Quỳnh Như Ngọc", "079199001234", "1999-03-05", "female",
            "Số 128/41/2B đường Hoàng Hoa Thám nối dài, khu phố Ninh Hậu", "0987654321",
            email="quynhnhu.1999@example.vn"),
    _person("Lò Văn Ước", "011085000771", "1985-12-01", "male", "Bản Nà Ư", "0356112233"),
    _person("Đặng Thị Ngọc Diễm", "079190007765", "1990-02-28", "female", "Chung cư Hòa Phát, căn 12A-07",
            "0903445566"),
    _person("Đỗ Quang Vũ", "079088003412", "1988-09-30", "male", "Tổ 9, khu phố Mỹ Ý", "0978100200"),
    {"applicant_kind": "enterprise", "applicant_id": "3702911554", "phone": "02743822333",
     "applicant_name": "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Suối Mẫu",
     "address": f"Lô C2, cụm công nghiệp Tân Hòa, {_WARD}", "submitter_name": "Bùi Thị Hường",
     "submitter_id": "079192005511"},
    _person("Hồ Thị Mỹ Duyên", "079195002289", "1995-07-19", "female", "Tổ 2, khu phố Ninh Trung", "0933221100"),
    _person("Phan Đình Ngữ", "079060001157", "1960-01-11", "male", "Tổ 7, khu phố Đông Ba", "0919887766"),
    _person("Y Bhăm Êban", "066093004410", "1993-04-22", "male", "Buôn Ea Knuêc", "0367001002"),
)  # fmt: skip
PERSON_AT_COUNTER = (
    "079179004518||Trần Thị Bích Phượng|14081979|Nữ|Tổ 4, khu phố Ninh Trung, phường Tân Hòa Đông|12052021"
)
"""What her card's code says."""

BIRTH, BIRTH_ANEW, COPIES, LAND, BUILDING, SINGLE = (
    "1.001193", "1.004884", "2.000815", "1.013978", "1.013225", "1.004873",
)  # fmt: skip

WORK = (
    (0, LAND, "apologised"), (0, BIRTH, "returned"), (1, BUILDING, "taken"), (1, "2.000884", "returned"),
    (2, LAND, "suspended"), (2, "1.005280", "asked"), (3, "1.013076", "done"), (3, SINGLE, "returned"),
    (4, "2.000547", "handed"), (4, "1.013229", "refused"), (7, BIRTH_ANEW, "taken"), (7, "2.000815", "returned"),
    (8, "1.013949", "unpaid"), (8, "1.001776", "handed"), (9, BIRTH, "withdrawn"), (9, "2.002637", "stopped"),
    (10, "1.012753", "again"), (10, "1.013225", "taken"), (11, "2.000748", "asked"), (11, SINGLE, "done"),
    (14, "1.014034", "handed"), (14, "2.002189", "taken"), (15, BIRTH, "done"), (15, "1.013314", "handed"),
    (16, "2.000986", "taken"), (16, "1.001570", "taken"), (17, LAND, "received"), (17, SINGLE, "returned"),
    (18, BIRTH_ANEW, "asked"), (18, "2.000884", "done"), (21, "1.013228", "taken"), (21, "2.000986", "received"),
    (22, "1.010040", "taken"), (22, "1.012995", "received"), (23, "2.000575", "received"), (23, SINGLE, "taken"),
    (24, "1.001193", "received"), (24, "1.013979", "received"), (24, "2.000424", "handed"),
    (24, "1.012817", "received"),
)  # fmt: skip
"""(day after the first, procedure, way): ways are those of `office.WAYS`."""

REASONS = {
    "ask_supplement": "Thiếu bản chính giấy tờ chứng minh nơi cư trú; tờ khai chưa ký ở trang 2",
    "suspend": "Chờ ý kiến của Văn phòng đăng ký đất đai về ranh giới thửa đất",
    "refuse": "Không thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường",
    "withdraw": "Công dân đề nghị rút để bổ sung giấy tờ của người được ủy quyền",
    "stop": "Người yêu cầu không thực hiện nghĩa vụ tài chính trong thời hạn thông báo",
    "apologise": "Phải xác minh tại nơi cư trú trước đây, chưa nhận được trả lời",
}
HINTS = (
    (BIRTH_ANEW, "Hỏi trước xem sổ gốc còn lưu ở Sở Tư pháp không; gọi chị Hà, số máy lẻ 105, trước 10 giờ.", False),
    (BIRTH_ANEW, "Trường hợp sinh trước 1975: xem thêm sổ của xã cũ, tủ số 3.", True),
    (LAND, "Bản trích đo phải có dấu của đơn vị đo; bản chụp từ điện thoại không dùng được.", False),
)
"""(procedure, words, only for who wrote it)."""
