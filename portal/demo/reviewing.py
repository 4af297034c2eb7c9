"""In the sample data one sơ kết was issued, the review of the last quarter is being drafted, two are still to come."""

import datetime
import uuid

from common import clock
from portal.demo.wording import wording
from progress.models import Period
from reviews.actions import begin_draft, cut_passage, issue_review, plan_review, save_passage
from reviews.enums import ReviewKind
from reviews.models import Passage

OFFICE = "btg-hu"
# Days before the play on which the draft was begun; days after the span in which a review is written.
BEGUN, WRITING = 4, datetime.timedelta(days=20)
# The play is told already: the figures of an earlier day must be read back, as they are of any day but today.
ONE_DAY = datetime.timedelta(days=1)


def write_reviews(stage):
    """Issue what is long over, begin the draft of the last quarter that closed, and plan what comes."""
    past = list(Period.objects.filter(plan=stage.plan, is_regular=True, covers_to__lt=stage.on).order_by("covers_to"))
    present = Period.objects.get(plan=stage.plan, is_regular=True, covers_to__gte=stage.on)
    if len(past) > 1:
        _issued(stage, past[0], past[-2])
    if past:
        _drafted(stage, past[-1])
    _planned(stage, ReviewKind.PERIODIC, present.covers_from, present.covers_to, period=present)
    _planned(stage, ReviewKind.FINAL, stage.plan.issued_on, datetime.date(present.year, 12, 31))


def _issued(stage, first, last):
    """Sơ kết over the quarters from `first` to `last`, written by the office and issued by its head."""
    said = wording()["reviews"]
    review = _planned(stage, ReviewKind.PRELIMINARY, first.covers_from, last.covers_to)
    with clock.set_to(stage.moment(last.covers_to + datetime.timedelta(days=18), 9)):
        begin_draft(review, as_of=clock.today() - ONE_DAY, by=_writer(stage))
        _write(stage, review, said["issued"])
        cut_passage(Passage.objects.get(section__review=review, key="reports"), by=_writer(stage))
    with clock.set_to(stage.moment(last.covers_to + WRITING, 15)):
        issue_review(review, by=stage.posts[OFFICE]["head"])


def _drafted(stage, period):
    due = {"period": period, "due_on": max(period.covers_to + WRITING, stage.on + datetime.timedelta(days=BEGUN))}
    review = _planned(stage, ReviewKind.PERIODIC, period.covers_from, period.covers_to, **due)
    with clock.set_to(stage.moment(max(period.covers_to, stage.on - datetime.timedelta(days=BEGUN)), 9)):
        begin_draft(review, as_of=clock.today() - ONE_DAY, by=_writer(stage))
        _write(stage, review, wording()["reviews"]["drafted"])


def _planned(stage, kind, first, last, **of):
    """Put a review on the schedule, a month before its span ends at the latest."""
    asked = {
        "covers_from": first,
        "covers_to": last,
        "due_on": last + WRITING,
        "issuer": stage.plan.standing_office,
        "drafter": _writer(stage).user,
        "token": uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{first}/{last}"),
    }
    month = datetime.timedelta(days=30)
    with clock.set_to(stage.moment(min(last, stage.on) - month, 8)):
        return plan_review(stage.plan, kind=kind, by=_writer(stage), **asked | of)


def _write(stage, review, said):
    """Write the passages of these sections: `said` is {key of a section: words of its first passage}."""
    for key, text in said.items():
        passage = Passage.objects.filter(section__review=review, section__key=key).first()
        save_passage(passage, text, version=passage.version, by=_writer(stage))


def _writer(stage):
    return stage.posts[OFFICE]["writer"]
