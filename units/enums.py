"""Words of the room units."""

from django.db import models


class UnitKind(models.TextChoices):
    PARTY_COMMITTEE = "party_committee", "cấp ủy, đảng bộ"
    STEERING_COMMITTEE = "steering_committee", "ban chỉ đạo"
    PARTY_BOARD = "party_board", "ban, cơ quan của Đảng"
    INSPECTION_COMMISSION = "inspection_commission", "ủy ban kiểm tra"
    PARTY_CELL = "party_cell", "chi bộ"
    PEOPLES_COMMITTEE = "peoples_committee", "ủy ban nhân dân"
    OFFICE = "office", "phòng, ban chuyên môn"
    PUBLIC_SERVICE_UNIT = "public_service_unit", "đơn vị sự nghiệp"
    PRESS = "press", "cơ quan báo chí, truyền thanh"
    ARMED_FORCE = "armed_force", "lực lượng vũ trang"
    MASS_ORGANISATION = "mass_organisation", "Mặt trận, đoàn thể"
    COMMUNE = "commune", "ủy ban nhân dân xã"


class Role(models.TextChoices):
    """What a post may do in its unit."""

    HEAD = "head", "lãnh đạo đơn vị"
    WRITER = "writer", "chuyên viên"
    READER = "reader", "người xem"
    ADMINISTRATOR = "administrator", "quản trị hệ thống"


# Kinds of units that follow the state's form of documents; all others follow the Party's (DOMAIN §5).
STATE_KINDS = {
    UnitKind.PEOPLES_COMMITTEE,
    UnitKind.OFFICE,
    UnitKind.PUBLIC_SERVICE_UNIT,
    UnitKind.PRESS,
    UnitKind.ARMED_FORCE,
    UnitKind.COMMUNE,
}
PEOPLES_COMMITTEES = {UnitKind.PEOPLES_COMMITTEE, UnitKind.COMMUNE}
