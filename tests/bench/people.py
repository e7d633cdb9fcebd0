"""Invented people and cases for measurements and trials: made from a seed, the same on every machine."""

import random
from collections.abc import Iterator
from typing import Any

from desk.procedures.procedure import Procedure

FAMILY = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Tô Cao Hà Lương Vàng Sùng".split()
)
MIDDLE = "Văn Thị Hữu Đức Minh Thanh Ngọc Xuân Thu Quang Công Bá Kim Hồng Mỹ Anh Bích Gia Khánh Thùy".split()
GIVEN = (
    "An Bình Châu Dung Dũng Giang Hà Hải Hạnh Hiền Hoa Hòa Hùng Hương Khoa Lan Linh Long Mai Nam Nga Nhung Phong Phúc "
    "Phượng Quân Quỳnh Sơn Tâm Thảo Thắng Thủy Thúy Trang Trung Tú Tuyết Việt Vinh Yến"
).split()
PLACES = ("Tân Hòa Đông", "Ninh Trung", "Bình Hòa", "Suối Hoa", "Thạch Kiệt", "Phú Lợi", "Nậm Lúa", "Đông Sơn")
REMARKS = (
    "Công dân bổ sung bản gốc buổi chiều",
    "Đã gọi điện hẹn lại ngày trả kết quả",
    "Người nộp là người thân, có văn bản ủy quyền",
    "Đối chiếu sổ gốc năm {year}, quyển số {book}",
    "Đã thu lệ phí, biên lai số {receipt}",
    "Hồ sơ nộp qua bưu chính",
    "Mất điện, nhập lại từ sổ giấy",
)
FORMS = ("original", "original", "certified", "copy", "seen")


def name(chance: random.Random) -> str:
    """A full name, family name first."""
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def phone(chance: random.Random) -> str:
    """A mobile number of ten digits."""
    return f"09{chance.randrange(10**8):08}"


def address(chance: random.Random) -> str:
    """Where somebody lives."""
    return f"Tổ {chance.randint(1, 40)}, khu phố {chance.choice(PLACES)}, phường {chance.choice(PLACES)}, tỉnh Tây Ninh"


def remark(chance: random.Random) -> str:
    """What an officer writes into a note."""
    values = {"year": chance.randint(1975, 2024), "book": chance.randint(1, 9), "receipt": chance.randint(1000, 99999)}
    return chance.choice(REMARKS).format(**values)


def case(chance: random.Random, procedure: Procedure) -> dict[str, Any]:
    """A case in the shape of case.json."""
    year, sex = chance.randint(1950, 2005), chance.choice(("male", "female"))
    digit = (0 if sex == "male" else 1) + (2 if year >= 2000 else 0)
    return {
        "procedure": procedure.code,
        "applicant": {
            "name": name(chance),
            "id": f"{chance.randint(1, 96):03}{digit}{year % 100:02}{chance.randrange(10**6):06}",
            "birth_date": f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            "sex": sex,
            "address": address(chance),
        },
        "phone": phone(chance),
        "subject": f"{procedure.short} cho {name(chance)}, sinh năm {chance.randint(1950, 2025)}",
        "papers": [{"key": paper.key, "form": chance.choice(FORMS)} for paper in procedure.papers[:5]],
        "note": f"{remark(chance)}. {remark(chance)}" if chance.random() < 0.6 else "",
    }


def cases(seed: int, procedures: list[Procedure]) -> Iterator[dict[str, Any]]:
    """Cases without end, the same ones for the same seed."""
    chance = random.Random(seed)
    while True:
        yield case(chance, chance.choice(procedures))
