"""What the small world of rights holds of reviews and workbooks."""

import datetime
import io
import uuid

from django.core.files.base import ContentFile

from common import clock
from common.spreadsheets import Column, Table, write_tables
from reviews.enums import ReviewState, SourceKind, WorkbookExtent, WorkbookState
from reviews.models import IssuedDocument, PassageSource, PeriodWorkbook
from tests.factories import make_passage, make_review, make_section


def add_reviews(world, mark):
    """One review of each state; the draft and the issued one cite the report of unit A. `mark` stands in the drafts."""
    _add_workbook(world)
    today = clock.today()
    span = {"covers_from": today - datetime.timedelta(days=90), "covers_to": today, "due_on": today}

    def add(state, **values):
        return make_review(world.plan, state=state, token=uuid.uuid4(), **span, **values)

    world.review = add(ReviewState.DRAFT)
    world.review_planned = add(ReviewState.PLANNED, as_of=None, form="")
    world.review_issued = add(ReviewState.ISSUED, issued_at=clock.now())
    IssuedDocument.objects.create(review=world.review_issued, content=b"van ban", sha256="0" * 64)
    world.review_called_off = add(ReviewState.CALLED_OFF)
    world.passage_called_off = make_passage(make_section(world.review_called_off), text=f"Thôi soạn. {mark}")
    world.passage = _cited(world, world.review, f"Đang soạn. {mark}")
    world.passage_issued = _cited(world, world.review_issued, "Đã làm tốt.")


def _cited(world, review, text):
    """A passage that cites the report of unit A."""
    passage = make_passage(make_section(review), text=text)
    PassageSource.objects.create(passage=passage, kind=SourceKind.DIFFICULTIES, submission=world.submission)
    return passage


def _add_workbook(world):
    """The workbook of a period that the office asked for, ready to be taken away."""
    file = io.BytesIO()
    write_tables([Table("Tổng hợp", [Column("Số liệu")], [])], file)
    world.workbook = PeriodWorkbook.objects.create(
        plan=world.plan,
        period=world.period,
        on=clock.today(),
        extent=WorkbookExtent.WHOLE,
        for_post=world.people["office"],
        state=WorkbookState.READY,
        asked_at=clock.now(),
        ended_at=clock.now(),
        file=ContentFile(file.getvalue(), name="workbooks/bo-so-lieu"),
        size=len(file.getvalue()),
    )
