"""Where a passage came from is named to everybody who reads it, and leads only where the reader may go."""

import datetime
import uuid

import pytest
from django.urls import reverse

from oversight.actions.directions import give_direction
from oversight.enums import DirectionSubject
from portal.reviews.sources import told_sources
from reviews.enums import SourceKind
from reviews.models import PassageSource
from tests.factories import make_passage, make_post, make_section
from tests.oversight.inspection_world import InspectionWorld, on
from tests.portal.review_sources import accepted
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return InspectionWorld()


def test_sources_are_named_and_lead_where_the_reader_may_go(world):
    submission, finding, direction = accepted(world), world.found(), directed(world)
    line = submission.lines.order_by("pk").first()
    rows = told_of(
        {"kind": SourceKind.RESULT, "submission": submission, "line": line},
        {"kind": SourceKind.PROPOSALS, "submission": submission},
        {"kind": SourceKind.FINDING, "finding": finding},
        {"kind": SourceKind.DIRECTION, "direction": direction},
    )

    shown = {post: told_sources(rows, post) for post in (world.judge, world.writer, world.other_writer)}

    sent = reverse("portal:report-submission", args=[world.report.pk, submission.number])
    addresses = [f"{sent}#da-gui-{line.pk}", sent, finding.get_absolute_url(), direction.get_absolute_url()]
    # What the committee said has not been passed on to the unit.
    expected = [addresses, [*addresses[:3], ""], [""] * 4]
    assert [[one.url for one in of_post] for of_post in shown.values()] == expected
    report = f"{world.unit}, {world.period}"
    said = [
        f"{report}, {line.task_code} (lần gửi 1)",
        f"{report}, kiến nghị, đề xuất (lần gửi 1)",
        f"{world.unit}, kiến nghị sau kiểm tra ngày {finding.given_on:%d/%m/%Y}",
        f"{direction.to_unit}, ý kiến chỉ đạo ngày 10/12/2024",
    ]
    assert [[one.words for one in of_post] for of_post in shown.values()] == [said] * 3


def test_what_was_reopened_or_replaced_stands_first(world):
    submission = accepted(world)
    said = {"kind": SourceKind.PROPOSALS, "submission": submission}
    rows = told_of({"kind": SourceKind.FINDING, "finding": world.found()}, said, gone_first=True)
    submission.accepted_at = None
    submission.save()
    passage = rows[0].passage_id

    first, number = PassageSource.objects.first_of([passage], 1, gone_first=True)[passage]

    assert [(row.outdated, row.finding_id) for row in rows] == [(False, rows[0].finding_id), (False, None)]
    assert ([(row.outdated, row.kind) for row in first], number) == ([(True, SourceKind.PROPOSALS)], 2)


def told_of(*sources, gone_first=False):
    passage = make_passage(make_section())
    for one in sources:
        PassageSource.objects.create(passage=passage, **one)
    return list(PassageSource.objects.filter(passage=passage).told(gone_first=gone_first))


def directed(world):
    said = {"plan": world.plan, "text": "Làm rõ vì sao chậm.", "due_on": datetime.date(2024, 12, 16)}
    with on("2024-12-10 09:00+07:00"):
        member = make_post(world.plan.steering_committee, Role.HEAD)
        return give_direction(DirectionSubject.REPORT, world.report, **said, token=uuid.uuid4(), by=member)
