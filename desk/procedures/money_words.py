"""Sums of money in words, in the language in use: for the counter, the lists and the forms."""

from desk.procedures.procedure import Fee, Procedure
from desk.words import text


def say_money(amount: int) -> str:
    """VND with its groups of three: "8.000 đ"."""
    return text("money.amount", amount=grouped(amount))


def grouped(amount: int) -> str:
    """The digits with their groups of three: "8.000"."""
    return f"{amount:,}".replace(",", text("money.separator"))


def say_fee(fee: Fee | None) -> str:
    """A fee: "Miễn phí", "8.000 đ/bản sao", "" where none is stated."""
    if fee is None or fee.amount is None:
        return ""
    if fee.amount == 0:
        return text("money.free")
    amount = say_money(fee.amount)
    return text("money.per", amount=amount, unit=fee.per) if fee.per else amount


def fee_of(procedure: Procedure, channel: str) -> Fee | None:
    """What one channel costs; where several fees are stated, the first with an amount."""
    fees = [fee for fee in procedure.fees if fee.channel == channel]
    return next((fee for fee in fees if fee.amount), fees[0] if fees else None)
