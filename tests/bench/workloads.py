"""The workloads `w1000` and `day`: new cases, then edits of single fields, the same ones for the same seed.

About 1.1 kB of JSON a case in 25 fields, papers included, with the variety that cases of communes have. Names, places
and remarks are others than those the codec's dictionary was trained on, so that it gains nothing by having seen them.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import zstandard

from desk.cases import PaperGiven
from desk.procedures.procedure import Procedure
from tests.bench.people import FORMS, phone

FAMILY = (
    "Âu Bàng Bế Cầm Chảo Chử Cung Cù Doãn Đàm Điêu Đồng Giang Giàng Hạng Hầu Kha Khổng Khuất Kiều La Lã Lâm Lò Lục Lưu "
    "Mã Mạc Ma Nghiêm Nông Ông Phùng Quách Quàng Tạ Tăng Thái Thào Thạch Tòng Tống Triệu Trịnh Từ Ung Vi Viên Vừ Xa"
).split()
MIDDLE = (
    "A Ái Bảo Bá Cẩm Chí Diễm Diệu Duy Đăng Đình Gia Hoài Hoàng Hồ Kiên Lệ Mạnh Mộng Nguyên Nhã Nhật Như Phi Phú Quốc "
    "Quý Seo Thế Thiên Thu Tiến Trọng Trúc Tường Uyên Vân Viết Ý"
).split()
GIVEN = (
    "Ánh Bách Bảo Bằng Chi Chiến Chung Cúc Danh Diễm Duyên Dế Đào Đông Gấm Giỏi Hiếu Hoàn Huệ Huy Kiên Kiệt Lâm Lịch "
    "Lợi Lượng Lý Mẩy Minh Mơ Mỹ Na Ngân Nghĩa Nguyệt Nhàn Nho Ninh Oanh Páo Phát Phương Quang Quyên Rỉ Sáng Sinh Sử "
    "Tài Tân Thắm Thành Thơ Thu Thuận Tiên Tình Toàn Tới Trí Tuấn Ước Vân Vượng Xuân Ý"
).split()
HAMLETS = (
    "Bản Phùng|Chợ Cũ|Cốc Lùng|Đầu Cầu|Đồng Chằm|Đường Mới|Gốc Gạo|Hang Dơi|Khe Lếch|Khuổi Luông|Làng Rào|Lũng Pục|"
    "Mỏ Đá|Nà Hin|Nà Lốc|Nậm Cang|Ngã Ba|Pắc Ngàm|Phiêng Ban|Pò Chải|Rừng Thông|Suối Thầu|Tà Ngảo|Thẳm Phé|"
    "Thượng Cát|Xóm Đình"
).split("|")
COMMUNES = "Cao Sơn|Đông Lĩnh|Hợp Thành|Mường Khao|Nậm Lành|Phong Thượng|Quảng Lạc|Tân Thượng|Thanh Lâm|Yên Khê".split(
    "|"
)
REMARKS = (
    "Bản sao mờ, hẹn chụp lại ngày {day}", "Chờ {office} trả lời công văn số {number}/CV", "Đã báo tin nhắn cho {who}",
    "Đã nhận thêm {count} bản chụp, đóng dấu giáp lai", "Đề nghị {who} xác nhận lại nơi ở từ năm {year}",
    "Đối chiếu với sổ năm {year}, quyển {count}, trang {page}: khớp", "Gia đình có {count} người cùng đứng tên",
    "Giấy chứng sinh ghi {day}, sổ khám ghi khác", "Hẹn {who} đến nhận thay", "Ký nháy, trình lúc {time}",
    "Lấy ý kiến {office} trước ngày {day}", "Nhà ở cuối thôn {hamlet}, khó liên lạc",
    "Phiếu thu số {number}, {fee} đồng",
    "Sai số nhà trong đơn, sửa theo lời {who}", "Tạm giữ sổ hộ khẩu cũ số {number}", "Thửa {page}, tờ bản đồ {count}",
    "Trả tận nhà ở thôn {hamlet} theo yêu cầu", "Trùng tên với {who}, phân biệt bằng năm sinh {year}",
)  # fmt: skip
OFFICES = ("công an xã", "phòng tư pháp", "trạm y tế", "chi nhánh đất đai", "trường tiểu học", "trưởng thôn")
RELATIONS = ("Bản thân", "Cha", "Mẹ", "Con", "Vợ", "Chồng", "Người giám hộ")
FEES = (0, 0, 2000, 8000, 15_000, 50_000)
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class New:
    """A case to receive: its procedure, what is entered, the papers, and when it came."""

    procedure: Procedure
    values: dict
    papers: tuple[PaperGiven, ...]
    received_at: str


@dataclass(frozen=True)
class Work:
    """A workload: new cases, and rounds of (place of a case, field, value), each a change of its own."""

    new: tuple[New, ...]
    edits: tuple[tuple[int, str, object], ...]

    def lines_of_new(self) -> list[dict]:
        return [
            {
                "procedure": one.procedure.code, "procedure_name": one.procedure.short,
                "received_at": one.received_at, **one.values,
                "papers": [{"name": paper.name, "form": paper.form} for paper in one.papers],
            }
            for one in self.new
        ]  # fmt: skip

    def lines_of_edits(self) -> list[dict]:
        return [{"case": place, "field": field, "value": value} for place, field, value in self.edits]


def work(cases: int, rounds: int, seed: int, procedures: list[Procedure]) -> Work:
    """`cases` new cases and `rounds` edits of each, round by round."""
    chance = random.Random(seed)
    common = chance.sample(sorted(procedures, key=lambda each: each.code), min(12, len(procedures)))
    new = tuple(_new(chance, chance.choice(common)) for _ in range(cases))
    return Work(new, tuple(_edits(chance, new, rounds)))


def zstd19(*parts: list[dict]) -> int:
    """Bytes of these lines as JSON in one zstd -19 frame: what no protocol needs less than by much."""
    text = "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for part in parts for line in part)
    return len(zstandard.ZstdCompressor(level=19).compress(text.encode()))


def _new(chance: random.Random, procedure: Procedure) -> New:
    year, sex = chance.randint(1950, 2005), chance.choice(("male", "female"))
    values = {
        "applicant_name": name(chance), "applicant_id": _identity(chance, year, sex), "sex": sex,
        "birth_date": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", "address": address(chance),
        "phone": phone(chance),
        "email": "" if chance.random() < 0.7 else f"nguoidan{chance.randint(1, 99_999)}@example.vn",
        "submitter_name": name(chance), "submitter_id": chance.choice(RELATIONS),
        "portal_number": f"H57.{chance.randint(1, 40):02}-{_day(chance):%y%m%d}-{chance.randint(1, 9999):04}",
        "subject": _subject(chance, procedure.short), "note": f"{remark(chance)}. {remark(chance)}",
        "channel": chance.choice(("in_person", "in_person", "online", "post")),
        "fee": chance.choice(FEES), "fee_paid": chance.choice(("cash", "transfer", "exempt", "due")),
        "sets": chance.choice((1, 1, 1, 2)), "due_at": _moment(chance), "assignee": chance.choice(OFFICERS),
        "result_number": "" if chance.random() < 0.5 else _result(chance),
    }  # fmt: skip
    rules = chance.sample(procedure.papers, min(len(procedure.papers), chance.randint(2, 4)))
    papers = tuple(PaperGiven(rule.name, chance.choice(FORMS), 1, rule.key) for rule in rules)
    return New(procedure, values, papers, _moment(chance))


def name(chance: random.Random) -> str:
    """A full name, family name first."""
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def address(chance: random.Random) -> str:
    """Where somebody lives."""
    return f"Số {chance.randint(1, 300)}, thôn {chance.choice(HAMLETS)}, xã {chance.choice(COMMUNES)}, tỉnh Lào Sơn"


def remark(chance: random.Random) -> str:
    """What an officer writes into a note."""
    return chance.choice(REMARKS).format(
        day=f"{_day(chance):%d/%m/%Y}", office=chance.choice(OFFICES), number=chance.randint(1, 9999),
        who=name(chance), count=chance.randint(1, 12), year=chance.randint(1960, 2025), page=chance.randint(1, 300),
        time=f"{chance.randint(7, 16)} giờ {chance.randrange(60):02}", hamlet=chance.choice(HAMLETS),
        fee=chance.choice(FEES),
    )  # fmt: skip


def _identity(chance: random.Random, year: int, sex: str) -> str:
    digit = (sex == "female") + 2 * (year >= 2000)
    return f"{chance.randint(1, 96):03}{digit}{year % 100:02}{chance.randrange(10**6):06}"


def _subject(chance: random.Random, what: str) -> str:
    return f"{what} cho {name(chance)}, sinh ngày {_birth(chance)}, thường trú tại {address(chance)}"


OFFICERS = tuple(name(random.Random(seed)) for seed in range(8))

EDITED = {
    "assignee": (3, lambda chance: chance.choice(OFFICERS)),
    "note": (8, remark),
    "returned_to": (1, lambda chance: f"Hộp {chance.randint(1, 60)}, cặp {chance.randint(1, 20)}"),
    "due_at": (2, lambda chance: _moment(chance)),
    "result_number": (1, lambda chance: _result(chance)),
    "phone": (1, phone),
    "address": (1, address),
    "fee": (1, lambda chance: chance.choice(FEES)),
    "subject": (4, lambda chance: _subject(chance, "Việc")),
}
"""The fields that are edited: how often, and to what."""


def _edits(chance: random.Random, new: tuple[New, ...], rounds: int) -> Iterator[tuple[int, str, object]]:
    now = [dict(one.values) for one in new]
    names, weights = list(EDITED), [weight for weight, _ in EDITED.values()]
    for _ in range(rounds):
        for place, values in enumerate(now):
            field = chance.choices(names, weights)[0]
            value = values.get(field)
            while value == values.get(field):
                value = EDITED[field][1](chance)
            values[field] = value
            yield place, field, value


def _day(chance: random.Random) -> date:
    return date.fromordinal(DAY.toordinal() - chance.randrange(600))


def _moment(chance: random.Random) -> str:
    return f"{_day(chance)}T{chance.randint(7, 16):02}:{chance.randrange(60):02}"


def _birth(chance: random.Random) -> str:
    return f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(1950, 2025)}"


def _result(chance: random.Random) -> str:
    return f"Số {chance.randint(1, 900)}/2026, quyển số {chance.randint(1, 9):02}"
