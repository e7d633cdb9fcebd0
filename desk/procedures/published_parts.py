"""One published record and its parts: typed access that notes every repair, its papers, its limit, its fees."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from desk import words
from desk.procedures import published_text
from desk.procedures.procedure import LIST_LIMIT, Fee, PaperRule
from desk.text import clean, fold
from desk.time.deadlines import Rule

TEXT_LIMIT = 20_000
"""Letters looked at in any text; the longest published paper has 4,706."""
SHOWN_LIMIT = 400
"""Letters kept of a paper's name or a note: what fits a checklist."""
COPIES_LIMIT = 100

_CHANNELS = {"truc tiep": "in_person", "truc tuyen": "online", "dich vu buu chinh": "post"}


class Record:
    """A published record, or an object inside one: reads its fields by type and collects the remarks by kind."""

    def __init__(self, data: object, owner: "Record | None" = None) -> None:
        self.is_object = isinstance(data, Mapping)
        self._data: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
        self.remarks: dict[str, dict[str, Any]] = owner.remarks if owner else {}
        code = self._data.get("ma")
        self.code = clean(code[:40]) if isinstance(code, str) else str(code)[:40] if type(code) is int else "?"

    def say(self, kind: str, **values: Any) -> None:
        """Note a remark; a kind that counts adds up."""
        if "count" in values and kind in self.remarks:
            values["count"] += self.remarks[kind]["count"]
        self.remarks[kind] = values

    def refuse(self, kind: str, **values: Any) -> str:
        """Leave the record out; returns "" for the name it does not get."""
        self.remarks.clear()
        self.remarks["refused"] = {"why": f"procedures.remark.{kind}", **values}
        return ""

    def is_longer(self, field: str, limit: int) -> bool:
        """Whether a field holds more than `limit` letters."""
        value = self._data.get(field)
        return isinstance(value, str) and len(value) > limit

    def words(self, field: str) -> str:
        """A text field, cleaned; "" where it is absent or of another type, with a remark for the latter."""
        value = self._typed(field, str, "")
        if len(value) > TEXT_LIMIT:
            self.say("text_cut", count=1)
            value = value[:TEXT_LIMIT]
        if not unicodedata.is_normalized("NFC", value) or (not value.isprintable() and _has_invisible(value)):
            self.say("normalised")
        return clean(value)

    def count(self, field: str) -> int:
        """A count of copies; impossible ones (20251 is a year run into it) become 1, with a remark."""
        value: int = self._typed(field, int, 0)
        if 0 <= value < COPIES_LIMIT:
            return value
        self.say("counts_repaired", count=1)
        return 1

    def is_set(self, field: str) -> bool:
        """A yes-or-no field; no where absent."""
        return bool(self._typed(field, bool, False))

    def items(self, field: str) -> Iterator["Record"]:
        """The objects of a list field; entries of another type are left out with a remark."""
        entries = self._typed(field, list, [])
        if len(entries) > LIST_LIMIT:
            self.say("list_cut", value=field)
        for entry in entries[:LIST_LIMIT]:
            if isinstance(entry, Mapping):
                yield Record(entry, self)
            else:
                self.say("wrong_type", value=field)

    def forget_limit(self) -> str:
        """Drop the remark on the limit, for a better one; the value it spoke of."""
        kinds = [kind for kind in self.remarks if kind.startswith("limit_")]
        return "; ".join(str(self.remarks.pop(kind).get("value", "--")) for kind in kinds) or "--"

    def _typed(self, field: str, kind: type, absent: Any) -> Any:
        value = self._data.get(field)
        if value is None:
            return absent
        if type(value) is not kind:
            self.say("wrong_type", value=field)
            return absent
        return value


def _has_invisible(value: str) -> bool:
    return any(unicodedata.category(letter) == "Cf" or letter == "\u00a0" for letter in value)


def papers(record: Record) -> tuple[PaperRule, ...]:
    """The papers of a record: notes, form files and repetitions removed, each removal counted in a remark."""
    found: dict[tuple[str, str], PaperRule] = {}
    keys: set[str] = set()
    for group in record.items("thanh_phan_ho_so"):
        heading = group.words("truong_hop")
        when = _shown(group, published_text.condition(heading))
        for entry in group.items("giay_to"):
            name = _paper_name(entry, published_text.is_note(heading))
            if name and (fold(name), when) in found:
                record.say("duplicate_paper", count=1)
            elif name and len(found) < LIST_LIMIT:
                original, copies = entry.count("ban_chinh"), entry.count("ban_sao")
                found[fold(name), when] = PaperRule(_key(name, keys), name, original, copies, True, when)
    if not found:
        record.say("no_papers")
    if len(found) > 1:
        record.say("papers_order")
    return tuple(found.values())


def _paper_name(entry: Record, among_notes: bool) -> str:
    """A paper's name; "" for a note among the papers, with a remark."""
    given = entry.words("ten")
    if not given or among_notes or entry.is_set("la_ghi_chu") or published_text.is_note(given):
        entry.say("notes_left_out", count=1)
        return ""
    name, happened = published_text.paper_name(given)
    if happened:
        entry.say(happened, count=1)
    return _shown(entry, name)


def _shown(record: Record, full: str) -> str:
    """A text short enough for a checklist; cutting is remarked."""
    if len(full) <= SHOWN_LIMIT:
        return full
    record.say("text_cut", count=1)
    return full[: SHOWN_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def _key(name: str, taken: set[str]) -> str:
    """A key for a paper, from the first words of its name; the same name gets the same key in the next version."""
    base = "-".join(re.findall(r"[a-z0-9]+", fold(name))[:8])[:60] or "giay-to"
    key, n = base, 1
    while key in taken:
        n += 1
        key = f"{base}-{n}"
    taken.add(key)
    return key


def limit(record: Record) -> tuple[Rule | None, str]:
    """The limit as a rule with the words for it; None and the reason in words when there is none to count with."""
    ways = dict.fromkeys(way.words("thoi_gian") for way in record.items("cach_thuc"))
    stated = {said: published_text.limit(said[:60]) for said in ways}
    rules = {read for read in stated.values() if isinstance(read, tuple)}
    troubles = {read: said[:60] for said, read in stated.items() if isinstance(read, str)}
    if len(rules) == 1 and not troubles.keys() - {"limit_missing"}:
        unit, amount = rules.pop()
        rule = Rule(unit, amount, supplement="subtract", supplements_allowed=1, extensions_allowed=1)
        return rule, next(said for said, read in stated.items() if isinstance(read, tuple))
    if rules:
        value = "; ".join(said for said in stated if said)[:SHOWN_LIMIT]
        record.say("limit_differs", value=value)
        return None, stored("limit_differs", value=value)
    for kind in ("limit_lost", "limit_unread"):
        if kind in troubles:
            record.say(kind, value=troubles[kind])
            return None, stored("limit_lost", value=troubles[kind])
    record.say("limit_missing")
    return None, stored("limit_none")


def fees(record: Record) -> tuple[Fee, ...]:
    """What each channel costs; an amount the text does not settle is left open, with its words in the note."""
    found: dict[Fee, None] = {}
    for way in record.items("cach_thuc"):
        channel = _CHANNELS.get(fold(way.words("hinh_thuc")))
        if channel is None:
            record.say("channel_unread", value=way.words("hinh_thuc")[:60])
            continue
        money = published_text.money(way.words("phi_mo_ta"))
        if money.trouble:
            record.say(money.trouble)
        found[Fee(channel, money.amount, money.per, _shown(way, _fee_note(money)))] = None
    if any(fee.amount for fee in found):
        record.say("fee_national")
    return tuple(found)


def _fee_note(money: published_text.Money) -> str:
    if money.trouble == "fee_missing":
        return stored("fee_none")
    if money.trouble in ("fee_two", "fee_province", "fee_small", "fee_foreign"):
        return stored(money.trouble, stated=money.stated, currency=money.currency, note=money.note or "--")
    return money.note


def stored(key: str, **values: Any) -> str:
    """Words that become part of the data: always Vietnamese, whatever language the window speaks."""
    return words.catalogue("vi")[f"procedures.imported.{key}"].format(**values)
