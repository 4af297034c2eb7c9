"""How a unit stands on paper: whose rules it follows, its letterhead, and how its head signs (DOMAIN §5)."""

import unicodedata

from common.documents import Kind, Letterhead, Signature
from units.enums import PEOPLES_COMMITTEES, STATE_KINDS, UnitKind

# Bodies whose members decide together: whoever signs does so on behalf of all.
COLLECTIVE = {
    **dict.fromkeys(PEOPLES_COMMITTEES, "ỦY BAN NHÂN DÂN"),
    UnitKind.PARTY_COMMITTEE: "BAN THƯỜNG VỤ",
    UnitKind.PARTY_CELL: "CHI BỘ",
    UnitKind.STEERING_COMMITTEE: "BAN CHỈ ĐẠO",
    UnitKind.INSPECTION_COMMISSION: "ỦY BAN KIỂM TRA",
}
RANKS = [
    "chủ tịch",
    "chủ nhiệm",
    "bí thư",
    "trưởng ban",
    "trưởng phòng",
    "trưởng công an",
    "chánh văn phòng",
    "giám đốc",
    "chỉ huy trưởng",
    "đồn trưởng",
]
DEPUTY = "phó "


def kind_of(unit):
    """Return whose rules the unit's documents follow."""
    return Kind.STATE if unit.kind in STATE_KINDS else Kind.PARTY


def name_on_paper(unit):
    """Return the unit's name in running text: a committee of the Party writes as Đảng ủy, not as Đảng bộ."""
    return unit.name.replace("Đảng bộ", "Đảng ủy", 1)


def letterhead_of(unit):
    """Return the unit's Letterhead; what was never filled in is taken from its names and from the unit above it."""
    above = unit.parent
    superior = unit.superior_name or (above.issuing_name or name_on_paper(above) if above else "")
    return Letterhead(
        issuer=(unit.issuing_name or name_on_paper(unit)).upper(),
        superior=superior.upper(),
        place=unit.place_name or (above.place_name if above else ""),
        symbol=unit.document_symbol,
    )


def signature_of(unit, post=None):
    """Return how `post` (a Membership, or None when nobody is known) signs for the unit.

    A deputy signs in place of his chief, except in bodies of the Party that decide together: there he signs for all.
    """
    on_behalf = COLLECTIVE.get(unit.kind, "")
    if post is None:
        return Signature(on_behalf=on_behalf)
    title, is_deputy = _rank(post.title)
    alone = not on_behalf or unit.kind in PEOPLES_COMMITTEES
    return Signature(
        post=(f"{DEPUTY}{title}" if is_deputy else title).upper(),
        name=post.user.full_name,
        on_behalf=on_behalf,
        in_place=title.upper() if is_deputy and alone else "",
    )


def _rank(title):
    """Return (the rank named in a title, whether it is its deputy's); the unit's name is not repeated there."""
    plain = unicodedata.normalize("NFC", title).casefold().strip()
    is_deputy = plain.startswith(DEPUTY)
    plain = plain.removeprefix(DEPUTY)
    return next((rank for rank in RANKS if plain.startswith(rank)), plain), is_deputy
