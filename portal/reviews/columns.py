"""The columns of the schedule of reviews, on the screen and in the workbook."""

from django.utils import timezone

from common import clock
from portal.lists import Column
from portal.reviews.words import review_word
from reviews.permissions import can_read


def _span(review):
    return f"{review.covers_from:%d/%m/%Y} – {review.covers_to:%d/%m/%Y}"


def _drafter(review):
    return str(review.drafter) if review.drafter_id else None


def _word(review):
    return review_word(review, clock.today())


def _issued_on(review):
    return timezone.localdate(review.issued_at) if review.issued_at else None


DUE = Column("Phải xong trước", lambda one: one.due_on, key="han", order=("due_on",), width=14)
ISSUER = Column("Nơi ban hành", lambda one: str(one.issuer), width=30)
DRAFTER = Column("Người soạn", _drafter, key="nguoi-soan", order=("drafter__full_name",), width=24)
STATE = Column("Tình trạng", lambda one: _word(one).word, mark=lambda one: (_word(one).tone, ""), width=26)
ISSUED = Column("Ban hành ngày", _issued_on, key="ban-hanh", order=("issued_at",), width=14)
SPAN = Column("Thời gian báo cáo", _span, key="thoi-gian", order=("covers_to", "covers_from"), width=26)
REVIEW_BOOK = [
    Column("Báo cáo", str, width=44),
    Column("Kế hoạch", lambda one: str(one.plan), width=22),
    Column("Từ ngày", lambda one: one.covers_from, width=12),
    Column("Đến ngày", lambda one: one.covers_to, width=12),
    DUE,
    ISSUER,
    DRAFTER,
    STATE,
    Column("Số liệu tính đến hết ngày", lambda one: one.as_of, width=14),
    ISSUED,
]


def columns_for(membership):
    """Return the columns of the list; a review leads to its page only for whoever may read it."""
    name = Column(
        "Báo cáo",
        str,
        url=lambda one: one.get_absolute_url() if can_read(membership, one) else "",
        width=44,
    )
    return [name, SPAN, DUE, DRAFTER, STATE, ISSUED]
