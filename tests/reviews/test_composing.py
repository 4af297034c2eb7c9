"""What a review says is made of what was confirmed as of its day, and of the portal's own figures."""

import datetime

import pytest

from figures import duties
from figures.indicator_board import IndicatorBoard
from figures.scope import Scope
from figures.words import plain_number, whole
from oversight.actions.directions import close_direction, pass_on, withdraw_direction
from oversight.models import Direction
from progress.models import Submission
from reviews.composing import compose
from reviews.composing.gathering import lines_of
from reviews.enums import SourceKind
from tasks.enums import AssignmentMove
from tasks.models import Assignment, AssignmentEvent, IndicatorTarget
from tests.factories import make_period, make_review, make_unit
from tests.figures.worlds import LAST_DAY, Maker
from tests.oversight.direction_world import DirectionWorld, on
from tests.oversight.extension_world import ExtensionWorld
from tests.oversight.inspection_world import InspectionWorld
from tests.reviews.review_world import AS_OF, CONFIRMED_ON, ReviewWorld, let, moment

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


def composed(world, as_of=AS_OF):
    return compose(world.review, as_of)


def said(composition, section, key):
    passages = next((one.passages for one in composition.sections if one.key == section), ())
    return next((one for one in passages if one.key == key), None)


def value_of(composition, key):
    return next((one.value, one.share) for one in composition.figures if one.key == key)


def test_outline_is_that_of_a_compiled_report():
    sections = composed(ReviewWorld(units=0)).sections

    assert [(one.level, one.key) for one in sections] == [
        (1, "leadership"),
        (2, "leadership.clause-1"),
        (1, "results"),
        (2, "results.group-1"),
        (1, "assessment"),
        (2, "assessment.strengths"),
        (2, "assessment.weaknesses"),
        (2, "assessment.difficulties"),
        (2, "assessment.objective"),
        (2, "assessment.subjective"),
        (2, "assessment.lessons"),
        (1, "next_steps"),
        (1, "proposals"),
    ]


def test_results_stand_once_behind_the_units_that_say_them():
    world = ReviewWorld(units=3)
    first, second, third = (world.report(unit) for unit in world.units)
    lines = [world.say(first, world.task, "Mở 3 buổi nói chuyện."), world.say(second, world.task, "Mở 5 buổi.")]
    lines.append(world.say(third, world.task, "mở 3 buổi nói chuyện.", product="Một đĩa hình"))
    lines.append(world.say(third, world.own_plan, "Nội dung đã được gỡ khẩn cấp ngày 01/12/2024"))

    passage = said(composed(world), "results.group-1", f"task-{world.task.pk}")

    assert passage.text.split("\n") == [
        "1.1. Tuyên truyền.",
        "- Xã 1: Mở 3 buổi nói chuyện.",
        "- Xã 2: Mở 5 buổi.",
        "- Xã 3: mở 3 buổi nói chuyện. Sản phẩm: Một đĩa hình.",
    ]
    assert [(source.kind, source.line_id) for source in passage.sources] == [
        (SourceKind.RESULT, line.pk) for line in lines[:3]
    ]
    world.say(third, world.task, "MỞ 3 BUỔI NÓI CHUYỆN.", product="")
    assert "- Xã 1, Xã 3: Mở 3 buổi nói chuyện." in said(
        composed(world), "results.group-1", f"task-{world.task.pk}"
    ).text.split("\n")
    assert said(composed(world), "leadership.clause-1", f"task-{world.own_plan.pk}") is None


def test_only_what_was_confirmed_by_the_day_is_read():
    world = ReviewWorld(units=2)
    first, second = (world.report(unit) for unit in world.units)
    world.say(first, world.task, "Đã mở 3 buổi.")
    world.say(second, world.task, "Chưa ai xác nhận.")
    let(Submission.objects.filter(pk=second.pk), accepted_at=None)
    key = f"task-{world.task.pk}"

    assert said(composed(world, CONFIRMED_ON - ONE_DAY), "results.group-1", key) is None
    assert said(composed(world, CONFIRMED_ON), "results.group-1", key).text.endswith("- Xã 1: Đã mở 3 buổi.")
    let(Submission.objects.filter(pk=first.pk), superseded_at=moment(AS_OF))
    assert said(composed(world, AS_OF), "results.group-1", key) is None
    assert said(composed(world, AS_OF - ONE_DAY), "results.group-1", key) is not None


def test_review_of_a_day_says_the_same_later():
    with on("2024-12-10 09:00+07:00"):
        directed = DirectionWorld()
        direction = directed.give()
    world = ReviewWorld(units=2)
    first, second = (world.report(unit, difficulties=f"{unit} thiếu người.") for unit in world.units)
    let(Submission.objects.filter(pk=second.pk), accepted_at=None)
    reviews = [make_review(directed.plan), world.review]
    then = [compose(review, AS_OF) for review in reviews]

    with on("2025-01-10 09:00+07:00"):
        pass_on(direction, to_unit=directed.unit, reason="Đúng việc.", due_on=AS_OF + 30 * ONE_DAY, by=directed.judge)
    let(Submission.objects.filter(pk=first.pk), superseded_at=moment(AS_OF + ONE_DAY))
    let(Submission.objects.filter(pk=second.pk), accepted_at=moment(AS_OF + ONE_DAY))

    assert [compose(review, AS_OF) for review in reviews] == then
    assert compose(world.review, AS_OF + ONE_DAY) != then[1]


def test_figures_are_said_with_their_denominator():
    world = ReviewWorld(units=2)
    for unit in world.units:
        world.report(unit)
    let(Submission.objects.filter(report__unit=world.units[1]), accepted_at=None)

    composition = composed(world)

    assert said(composition, "results.group-1", "figures").text == (
        "Nhóm 1: đã hoàn thành 1/2 việc đã đến hạn, gồm đã hoàn thành và quá hạn, đạt 50%; trong đó 1 việc đúng hạn, "
        "0 việc quá hạn. Còn 1 việc chưa hoàn thành, đã quá hạn. 1 đơn vị có kết quả đã được xác nhận."
    )
    assert said(composition, "results", "reports").text == (
        "Các đơn vị đã gửi 2/2 báo cáo phải gửi, đạt 100%. Gửi đúng hạn 2/2 báo cáo đã gửi hoặc đã quá hạn, đạt 100%. "
        "Nơi nhận đã xác nhận 1 báo cáo."
    )
    assert value_of(composition, "duties.done") == ("50%", "2/4 việc đã đến hạn, gồm đã hoàn thành và quá hạn")
    assert said(composition, "assessment.weaknesses", "figures").text == (
        "Còn 2 việc chưa hoàn thành, đã quá hạn, ở nhiệm vụ 1.1 (1 việc); TC1.1 (1 việc)."
    )


def test_figures_are_those_of_the_dashboards():
    made = Maker(7).world()
    review = make_review(made.plan, covers_from=datetime.date(2024, 6, 17), covers_to=LAST_DAY)

    composition = compose(review, LAST_DAY)

    total = duties.two_by_two(made.plan, LAST_DAY)
    numbers = {one.key: one for one in composition.figures}
    cells = [cell for cell in numbers if cell.startswith("duties.") and cell != "duties.done"]
    assert {key: numbers[key].value for key in cells} == {
        key: whole(getattr(total, key.removeprefix("duties."))) for key in cells
    }
    assert (numbers["duties.done"].value, numbers["duties.done"].share) == (str(total.rate), total.rate.words)


def test_difficulties_are_counted_and_proposals_find_their_addressee():
    world = ReviewWorld(units=3)
    same = ["- Đường truyền yếu.\n- Thiếu người.", "1. đường truyền yếu", "Không có."]
    asked = ["Đề nghị Xã 3 phối hợp.", "Hỗ trợ kinh phí.", ""]
    for unit, difficulties, proposals in zip(world.units, same, asked, strict=True):
        world.report(unit, difficulties=difficulties, proposals=proposals, next_steps="Tiếp tục tuyên truyền.")

    composition = composed(world)

    sections = {one.key: [passage.text for passage in one.passages] for one in composition.sections}
    assert sections["assessment.difficulties"] == [
        "2 đơn vị nêu khó khăn, vướng mắc; 1 nội dung do nhiều đơn vị cùng nêu.",
        "2 đơn vị (Xã 1, Xã 2) nêu: Đường truyền yếu.",
        "Xã 1: Thiếu người.",
    ]
    assert sections["next_steps"] == ["", "3 đơn vị (Xã 1, Xã 2, Xã 3) nêu: Tiếp tục tuyên truyền."]
    assert sections[f"proposals.to-{world.office.pk}"] == ["Xã 2: Hỗ trợ kinh phí."]
    assert sections[f"proposals.to-{world.units[2].pk}"] == ["Xã 1: Đề nghị Xã 3 phối hợp."]


SAYS_NO = """Không.
– Không có kiến nghị;
Không có khó khăn.
Không có vướng mắc
Không có kiến nghị, đề xuất.
Chưa có.
Trong kỳ không phát sinh khó khăn, vướng mắc gì.
-"""
SAYS_SOMETHING = ["Thiếu máy", "Không có kinh phí.", "Chưa gặp khó khăn nhưng thiếu người", "Khó khăn về vốn"]


def test_texts_say_nothing_when_they_say_no():
    assert lines_of(f"{SAYS_NO}\n" + "\n* ".join(["", *SAYS_SOMETHING])) == SAYS_SOMETHING


def test_good_models_stand_once_behind_the_units_that_say_them():
    world = ReviewWorld(units=3)
    told = ["- Mô hình tốt: loa xóm;\n- Mở 3 buổi.", "Mở 4 buổi. MÔ HÌNH TỐT: loa xóm.", "Mô hình tốt: loa xóm"]
    lines = [world.say(world.report(unit), world.task, one) for unit, one in zip(world.units, told, strict=True)]

    models = said(composed(world), "results.models", "models")

    assert models.text == "- Xã 1, Xã 2, Xã 3: Mô hình tốt: loa xóm."
    assert [source.line_id for source in models.sources] == [line.pk for line in lines]


def test_what_nobody_did_is_no_strength_and_has_no_share():
    world = ReviewWorld(units=1)
    world.report(world.units[0])
    let(Submission.objects.all(), accepted_at=None)

    composition = composed(world)

    assert said(composition, "results.group-1", "figures").text == (
        "Nhóm 1: đã hoàn thành 0/1 việc đã đến hạn, gồm đã hoàn thành và quá hạn, đạt 0%. Còn 1 việc chưa hoàn thành, "
        "đã quá hạn."
    )
    assert said(composition, "assessment.strengths", "figures").text == (
        "Báo cáo gửi đúng hạn 1/1 báo cáo đã gửi hoặc đã quá hạn, đạt 100%."
    )


def test_office_does_not_turn_to_itself():
    world = ReviewWorld(units=2)
    for unit, asked in zip(world.units, ["Hỗ trợ kinh phí.", "Đề nghị Xã 1 phối hợp."], strict=True):
        world.report(unit, proposals=asked)

    titles = [one.title for one in composed(world).sections if one.key.startswith("proposals.")]

    assert sorted(titles) == ["Kiến nghị với cơ quan thường trực", "Đối với Xã 1"]


def test_span_is_compared_with_an_equal_span_alone():
    world = ReviewWorld(units=1)
    opened = moment(datetime.date(2023, 9, 15))
    third = make_period(world.plan, year=2024, number=3, opened_at=moment(datetime.date(2024, 6, 15)))
    before = [make_period(world.plan, year=2023, number=4, opened_at=opened)]
    for period, number in ((world.period, 7), (third, 5), (before[0], 2)):
        world.count(world.say(world.report(world.units[0], period=period), world.task, "Làm."), number)
    change = [composed(world).annexes[1].rows[0][-1]]

    before.append(make_period(world.plan, year=2023, number=3, opened_at=opened))
    world.count(world.say(world.report(world.units[0], period=before[1]), world.task, "Làm."), 3)
    change.append(composed(world).annexes[1].rows[0][-1])
    world.review.covers_from = before[1].covers_from
    change.append(composed(world).annexes[1].rows[0][-1])

    assert change == ["–", "+7", "–"]


def test_annexes_list_documents_indicators_and_tasks():
    world = ReviewWorld(units=2)
    first, second = (world.report(unit) for unit in world.units)
    for submission, number in ((first, 3), (second, "4.5")):
        line = world.say(submission, world.task, "Đã làm.")
        world.count(line, number)
        world.cite(line)
    year_before = make_period(world.plan, year=2023, number=4, opened_at=moment(datetime.date(2023, 9, 15)))
    world.count(world.say(world.report(world.units[0], period=year_before), world.task, "Năm trước."), 5)
    IndicatorTarget.objects.create(indicator=world.indicator, year=2024, value=30)

    documents, indicators, progress = composed(world).annexes

    assert documents.rows == (
        ("1", "12-KH/ĐU", "05/11/2024", "Đảng ủy xã", "Kế hoạch thông tin đối ngoại", "Xã 1, Xã 2"),
    )
    assert indicators.rows == (("1", "Buổi tuyên truyền (nhiệm vụ 1.1)", "cuộc", "30", "7,5", "7,5", "25%", "+2,5"),)
    row = IndicatorBoard(Scope(world.plan, AS_OF), world.period).rows()[0]
    numbers = [row.goal.value, row.in_period.total, row.running.total, row.change]
    assert indicators.rows[0][3:] == (*map(plain_number, numbers[:3]), row.share, f"+{plain_number(numbers[3])}")
    assert [row[1:] for row in progress.rows] == [
        ("1.1. Tuyên truyền", "Xã 1, Xã 2", "Hằng quý", "3/3", "2", "0", "0"),
        ("TC1.1. Ban hành kế hoạch", "Xã 1, Xã 2", "Hằng quý", "3/3", "2", "0", "0"),
    ]
    assert (documents.wide, indicators.wide, progress.wide) == (False, True, True)


def test_documents_of_the_span_are_counted_as_they_are_listed():
    world = ReviewWorld(units=2)
    first, second = (world.say(world.report(unit), world.task, "Đã làm.") for unit in world.units)
    world.cite(first)
    world.cite(second, document_number="12-KH/đu")
    world.cite(second, document_number="13-KH/ĐU")
    world.cite(second, document_number="1-KH/ĐU", document_on=world.review.covers_from - ONE_DAY)
    world.cite(second, document_number="99-KH/ĐU", document_on=AS_OF + ONE_DAY)

    composition = composed(world)

    rows = composition.annexes[0].rows
    assert [(row[1], row[5]) for row in rows] == [("12-KH/ĐU", "Xã 1, Xã 2"), ("13-KH/ĐU", "Xã 2")]
    assert value_of(composition, "documents") == ("2", "")
    assert said(composition, "leadership", "figures").text.endswith("Các đơn vị đã ban hành 2 văn bản (Phụ lục 1).")


def test_deadlines_of_the_annex_are_those_of_its_day():
    world = ExtensionWorld()
    world.review = make_review(world.plan)
    AssignmentEvent.objects.create(
        assignment=world.work,
        move=AssignmentMove.EXTEND,
        changes={"due_on": ["2024-12-12", "2025-03-01"]},
        at=moment(AS_OF + ONE_DAY),
        by=world.chief.user,
        for_unit=world.office,
    )
    Assignment.objects.filter(pk=world.work.pk).update(due_on=datetime.date(2025, 3, 1))

    due = {
        day: next(row[3] for row in composed(world, day).annexes[2].rows if world.work.task.title in row[1])
        for day in (AS_OF, AS_OF + ONE_DAY)
    }

    assert due == {AS_OF: "12/12/2024", AS_OF + ONE_DAY: "01/03/2025"}


def test_inspections_and_findings_are_told():
    world = InspectionWorld()
    finding = world.found()
    world.review = make_review(world.plan)

    section = {one.key: one for one in composed(world).sections}["results.inspections"]

    assert [passage.key for passage in section.passages] == [
        f"inspection-{finding.inspection_id}",
        "figures",
        f"finding-{finding.pk}",
    ]
    assert (
        section.passages[1].text
        == "Có 1 kiến nghị sau kiểm tra: 0 đã khép lại, 1 chưa khép lại, trong đó 1 quá hạn khắc phục."
    )
    assert section.passages[2].sources[0].finding_id == finding.pk


def test_open_directions_are_told_as_they_stood():
    with on("2024-12-10 09:00+07:00"):
        world = DirectionWorld()
        direction = world.give()
    world.review = make_review(world.plan)

    told = {one.key: one for one in composed(world).sections}["results.directions"].passages

    assert [(one.key, one.sources[0].direction_id) for one in told] == [(f"direction-{direction.pk}", direction.pk)]
    assert "hạn trả lời 16/12/2024, đã quá hạn" in told[0].text
    assert "results.directions" not in {one.key for one in composed(world, datetime.date(2024, 12, 9)).sections}


def test_directions_closed_within_the_span_are_told_and_not_counted_as_open():
    with on("2024-12-10 09:00+07:00"):
        world = DirectionWorld()
        direction = world.answered()
        answered, withdrawn = Direction.objects.get(pk=direction.pk), world.give()
    with on("2024-12-12 09:00+07:00"):
        close_direction(answered, answer_round=1, by=world.member)
        withdraw_direction(withdrawn, reason="Nhầm.", by=world.member)
    world.review = make_review(world.plan)

    told = [
        [one.text for one in section.passages]
        for section in composed(world).sections
        if section.key == "results.directions"
    ]

    assert [one[0].split("Đơn vị trả lời: ")[1] for one in told] == [
        f"{world.unit} (đã trả lời, khép lại ngày 12/12/2024)."
    ]
    assert value_of(composed(world), "directions") == ("0", "")
    assert value_of(composed(world, datetime.date(2024, 12, 11)), "directions") == ("2", "")
    world.review.covers_from = datetime.date(2024, 12, 13)
    assert "results.directions" not in {one.key for one in composed(world).sections}


@pytest.mark.parametrize("units", [1, 3])
def test_composing_asks_as_often_for_one_unit_as_for_three(units, django_assert_num_queries):
    world = ReviewWorld(units=units)
    for unit in world.units:
        line = world.say(world.report(unit, difficulties="Thiếu người."), world.task, "Đã làm.")
        world.count(line, 1)
        world.cite(line)
    make_unit()

    with django_assert_num_queries(30):
        composed(world)
