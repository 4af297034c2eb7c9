"""How units stand on paper: whose form, which names, and how a head or his deputy signs."""

import pytest

from common.documents import Kind, Letterhead, Signature
from tests.factories import make_post, make_unit, make_user
from units.enums import Role, UnitKind
from units.letters import kind_of, letterhead_of, name_on_paper, signature_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (UnitKind.PARTY_BOARD, Kind.PARTY),
        (UnitKind.PARTY_COMMITTEE, Kind.PARTY),
        (UnitKind.MASS_ORGANISATION, Kind.PARTY),
        (UnitKind.COMMUNE, Kind.STATE),
        (UnitKind.OFFICE, Kind.STATE),
    ],
)
def test_kind_of_unit_decides_the_form(kind, form):
    assert kind_of(make_unit(kind=kind)) == form


def test_letterhead_is_what_the_unit_says():
    unit = make_unit(
        issuing_name="Ban Tuyên giáo",
        superior_name="Huyện ủy Bù Gia Mập",
        place_name="Bù Gia Mập",
        document_symbol="BTGHU",
    )

    assert letterhead_of(unit) == Letterhead("BAN TUYÊN GIÁO", "HUYỆN ỦY BÙ GIA MẬP", "Bù Gia Mập", "BTGHU")


def test_what_was_never_filled_in_comes_from_the_names():
    above = make_unit("Đảng bộ huyện Bù Gia Mập", kind=UnitKind.PARTY_COMMITTEE, place_name="Bù Gia Mập")
    unit = make_unit("Đảng bộ xã Phú Nghĩa", kind=UnitKind.PARTY_COMMITTEE, parent=above)

    assert letterhead_of(unit) == Letterhead("ĐẢNG ỦY XÃ PHÚ NGHĨA", "ĐẢNG ỦY HUYỆN BÙ GIA MẬP", "Bù Gia Mập", "")
    assert letterhead_of(make_unit("Ban B")) == Letterhead("BAN B")


def test_a_committee_of_the_party_writes_as_such():
    assert name_on_paper(make_unit("Đảng bộ xã Đak Ơ")) == "Đảng ủy xã Đak Ơ"


@pytest.mark.parametrize(
    ("kind", "title", "signature"),
    [
        (UnitKind.PARTY_BOARD, "Trưởng Ban Tuyên giáo", ("TRƯỞNG BAN", "", "")),
        (UnitKind.PARTY_BOARD, "Phó Trưởng Ban Tuyên giáo", ("PHÓ TRƯỞNG BAN", "", "TRƯỞNG BAN")),
        (UnitKind.COMMUNE, "Chủ tịch Ủy ban nhân dân xã", ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN", "")),
        (UnitKind.COMMUNE, "Phó Chủ tịch UBND xã", ("PHÓ CHỦ TỊCH", "ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (UnitKind.PARTY_COMMITTEE, "Phó Bí thư Đảng ủy", ("PHÓ BÍ THƯ", "BAN THƯỜNG VỤ", "")),
        (UnitKind.OFFICE, "Quyền Chánh Thanh tra", ("QUYỀN CHÁNH THANH TRA", "", "")),
    ],
)
def test_heads_and_deputies_sign_as_the_rules_say(kind, title, signature):
    unit = make_unit(kind=kind)
    post = make_post(unit, Role.HEAD, title=title, user=make_user("Trần Văn Minh"))

    shown, on_behalf, in_place = signature
    assert signature_of(unit, post) == Signature(shown, "Trần Văn Minh", on_behalf, in_place)


def test_who_is_not_known_is_left_to_the_clerk():
    assert signature_of(make_unit(kind=UnitKind.COMMUNE)) == Signature(on_behalf="ỦY BAN NHÂN DÂN")
