"""What a scan shows, by what it is called: the picture of an identity card is sensitive (Law 91/2025, NĐ 356/2025)."""

from desk.text import fold

CARDS = ("can cuoc", "cccd", "chung minh nhan dan", "chung minh thu", "cmnd", "ho chieu")


def shows_card(name: str) -> bool:
    """Whether a paper or scan of this name shows an identity card or passport."""
    folded = fold(name)
    return any(card in folded for card in CARDS)
