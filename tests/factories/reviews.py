import datetime
import uuid

from common.documents import FORMS
from reviews.enums import ReviewKind, ReviewState
from reviews.models import Passage, Review, ReviewSection
from tests.factories.plan import make_plan

FIRST, LAST = datetime.date(2024, 6, 17), datetime.date(2024, 12, 14)


def make_review(plan=None, **values):
    """A review that is being drafted, without a section."""
    plan = plan or make_plan()
    usual = {
        "kind": ReviewKind.PRELIMINARY,
        "state": ReviewState.DRAFT,
        "covers_from": FIRST,
        "covers_to": LAST,
        "due_on": datetime.date(2024, 12, 20),
        "issuer": plan.standing_office,
        "as_of": LAST,
        "form": FORMS[0].name,
        "token": uuid.uuid4(),
    }
    return Review.objects.create(plan=plan, **usual | values)


def make_section(review=None, **values):
    review = review or make_review()
    number = review.sections.count() + 1
    usual = {"key": f"part-{number}", "title": f"Phần {number}", "position": number}
    return ReviewSection.objects.create(review=review, **usual | values)


def make_passage(section=None, **values):
    section = section or make_section()
    number = section.passages.count() + 1
    usual = {"position": number * 10, "text": f"Đoạn {number}."}
    return Passage.objects.create(section=section, **usual | values)
