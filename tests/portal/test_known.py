"""What is known beside the lines: copied texts and their marks, running totals, units below, the panel, Bản để ký."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common import clock
from portal.drafts import writer_mark
from progress.actions import reports
from progress.actions.contributions import answer_contribution, ask_for_contributions
from progress.actions.suggestions import accept_suggestion
from progress.models import Citation, ContributionRequest, LogEntry, Remark, Report, ReportValue, SubmittedValue
from tasks.models import IndicatorTarget
from tests.factories import make_assignment, make_indicator, make_line, make_period, make_post, make_report, make_unit
from tests.factories import take_part as join
from tests.portal.test_report_pages import cost
from tests.portal.test_reports import typed
from tests.progress.report_world import ReportWorld, cite_document
from units.enums import Role

pytestmark = pytest.mark.django_db

LAST = "Đã tổ chức 2 buổi nói chuyện chuyên đề tại xã, 120 người dự."
MARK = "Chép từ Quý III/2024 – hãy sửa cho đúng kỳ này."
LOGGED = "Ngày hội văn hóa của thôn, có phát 200 tờ gấp giới thiệu địa phương."


class KnownWorld(ReportWorld):
    """Quarter IV of 2024 whose lines have a confirmed quarter III, a log, a target, and a unit below that reported."""

    def __init__(self, *, lines=1):
        super().__init__()
        self.last = make_report(make_period(self.plan, number=3), self.unit)
        self.below = make_unit("UBND xã Phú Nghĩa")
        join(self.plan, self.below, reports_to=self.unit)
        self.theirs = make_report(self.period, self.below)
        self.indicators = [self._know(line) for line in [self.line, *(self.add_line() for _ in range(lines - 1))]]
        reports.submit_report(self.of(self.last), by=self.head)
        reports.confirm_report(self.of(self.last), by=self.judge)

    def of(self, report):
        return Report.objects.select_related("period__plan", "unit", "to_unit").get(pk=report.pk)

    def _know(self, line):
        """Let everything be known of `line`: 5 last quarter, a target of 20, 7 of the unit below."""
        task = line.assignment.task
        indicator = make_indicator(task)
        ReportValue.objects.create(line=line, indicator=indicator)
        IndicatorTarget.objects.create(indicator=indicator, unit=self.unit, year=2024, value=20)
        before = make_line(self.last, line.assignment, result=LAST, product="Tờ gấp", work_state="in_progress")
        ReportValue.objects.create(line=before, indicator=indicator, value=5)
        evidence = cite_document(before)
        Citation.objects.create(line=line, evidence=evidence)
        entry = LogEntry.objects.create(
            assignment=line.assignment,
            happened_on=datetime.date(2024, 11, 2),
            text=LOGGED,
            at=timezone.now(),
            by=self.writer.user,
            for_unit=self.unit,
        )
        entry.evidence.add(evidence)
        assignment = make_assignment(task, self.below, "support")
        their_line = make_line(self.theirs, assignment, result="Xã đã mở 7 lớp.", work_state="in_progress")
        ReportValue.objects.create(line=their_line, indicator=indicator, value=7)
        return indicator

    def confirm_below(self):
        reports.submit_report(self.of(self.theirs), by=make_post(self.below, Role.HEAD))
        reports.confirm_report(self.of(self.theirs), by=self.head)

    def ask_for_more(self):
        """Let quarter IV be sent, and asked for again with a remark on each line."""
        self.report.lines.filter(result="").update(result="Đã làm.")
        submission = reports.submit_report(self.fresh(), by=self.head)
        wording = f"Tại nhà văn hóa xã, bản thứ {submission.number}."
        remarks = [(line, "Nêu rõ địa điểm.", wording) for line in submission.lines.all()]
        reports.ask_for_more(self.fresh(), by=self.judge, reason="Cần rõ hơn.", remarks=remarks)

    def take_suggestions(self):
        """Let the unit take over what was suggested for each line."""
        last = Remark.objects.order_by("-at").first()
        for remark in Remark.objects.filter(at=last.at).select_related("line__submission__report", "for_unit"):
            line = self.report.lines.select_related("report").get(assignment=remark.line.assignment_id)
            accept_suggestion(remark, line, version=line.version, by=self.writer)

    def let_all_happen(self):
        """Let supporters give their part, and the report be asked for, mended by a suggestion, and asked for again."""
        self.confirm_below()
        giver, due_on = make_post(self.below), clock.today() + datetime.timedelta(days=7)
        for line in self.report.lines.select_related("assignment__task", "report"):
            supports = line.assignment.task.assignments.filter(unit=self.below)
            ask_for_contributions(line, supports, note="Nêu số buổi.", due_on=due_on, by=self.writer)
        for request in ContributionRequest.objects.for_page().filter(line__report=self.report):
            answer_contribution(request, "Xã mở 5 buổi.", version=request.draft_version, by=giver)
        self.ask_for_more()
        self.take_suggestions()
        self.ask_for_more()


def address(name, world, *args):
    return reverse(f"portal:{name}", args=[world.report.pk, *args])


def save_result(client, world, text, **texts):
    page, texts = address("report-write", world), {"result": text} | texts
    said = {f"dong-{world.line.pk}-{name}": value for name, value in texts.items()}
    return client.post(page, typed(client.get(page)) | said)


# Copied texts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (LAST, MARK),
        (f"  {LAST.replace(' ', '  ')}\n", MARK),
        (f"Ghi trước.\n{LAST}", MARK),
        (LAST.replace("2 buổi", "3 buổi"), ""),
        (LOGGED, "Chép từ nhật ký ngày 02/11/2024 – hãy sửa thành lời báo cáo."),
    ],
)
def test_copied_text_wears_its_mark_until_it_is_edited(sign_in, text, mark):
    world = KnownWorld()
    client = sign_in(world.writer)

    save_result(client, world, text)

    page = client.get(address("report-write", world))
    assert [card.part.form["result"].help_text for card in page.context["cards"]] == [mark]
    assert page.text.count(f'_helptext" class="form-text">{mark}</div>') == (1 if mark else 0)


def test_quoted_unit_is_named_and_marked(sign_in):
    world = KnownWorld()
    long = "Xã đã mở 7 lớp tuyên truyền tại các thôn, có 300 lượt người dự."
    world.theirs.lines.update(result=long)
    world.confirm_below()
    client = sign_in(world.writer)

    save_result(client, world, f"Theo báo cáo của {world.below}: {long}")

    page = client.get(address("report-write", world))
    assert f'data-copy-prefix="Theo báo cáo của {world.below}: "' in page.text
    assert f"Có đoạn trích báo cáo của {world.below}" in page.context["cards"][0].part.form["result"].help_text


def test_known_texts_stand_on_the_page_and_their_buttons_wait_for_script(sign_in):
    world = KnownWorld()

    page = sign_in(world.writer).get(address("report-write", world))

    known = page.context["cards"][0].known
    texts = [known.before_result, *known.product_sources, *(source for _, source, _ in known.log)]
    assert [source.text for source in texts] == [LAST, "Tờ gấp", LOGGED]
    for source in texts:
        assert f'id="{source.key}">{source.text}<' in page.text
        assert page.text.count(f'data-copy-from="{source.key}"') == 1
    assert page.text.count("data-copy-from") == page.text.count("copy-button")


def test_evidence_of_last_period_and_of_the_log_stands_beside_the_line(sign_in):
    world = KnownWorld()
    evidence = Citation.objects.get(line=world.line).evidence
    Citation.objects.filter(line=world.line).delete()

    page = sign_in(world.writer).get(address("report-write", world))

    known = page.context["cards"][0].known
    assert (known.before_evidence, [files for _, _, files in known.log]) == ([evidence], [[evidence]])
    assert page.text.count(str(evidence)) == 2


def test_text_equal_to_last_periods_is_a_warning_that_stops_nobody(sign_in):
    world = KnownWorld()
    client = sign_in(world.head)
    # A keyboard that types marks apart from their letters makes no other text of it.
    save_result(client, world, unicodedata.normalize("NFD", f" {LAST}\n"), product="Tờ gấp")

    pages = [client.get(address(name, world)) for name in ("report-write", "report", "report-to-sign")]
    sent = client.post(address("report-submit", world))

    words = f"{world.line.task_code}: kết quả giống hệt Quý III/2024; hãy sửa cho đúng kỳ này."
    assert [[str(item) for item in page.context["warnings"]] for page in pages] == [[words]] * 3
    assert [page.context["missing"] for page in pages] == [[]] * 3
    assert sent.status_code == 302
    assert world.fresh().state == "submitted"


def test_other_product_is_no_text_equal_to_last_periods_as_for_the_judge(sign_in):
    world = KnownWorld()
    client = sign_in(world.head)
    save_result(client, world, LAST, product="Tờ gấp và 2 phóng sự")

    page = client.get(address("report-write", world))

    assert page.context["warnings"] == []


# Numbers -----------------------------------------------------------------------------------------------------


def test_running_total_goes_on_with_the_saved_number_and_shows_its_share(sign_in):
    world = KnownWorld()
    client, page = sign_in(world.writer), address("report-write", world)
    name = f"dong-{world.line.pk}-chi-tieu-{world.indicators[0].pk}"

    before = client.get(page).context["cards"][0].known.numbers[0]
    client.post(page, typed(client.get(page)) | {name: "7,5"})
    after = client.get(page).context["cards"][0].known.numbers[0]

    assert (before.before, before.so_far, before.becomes, before.share) == (5, 5, 5, "25%")
    assert (after.so_far, after.becomes, after.share) == (5, Decimal("12.5"), "62,5%")


def test_numbers_of_an_extra_period_are_not_added_up(sign_in):
    world = KnownWorld()
    extra = make_period(world.plan, year=2025, number=1, kind="ad_hoc", is_regular=False, title="Báo cáo nhanh")
    report = make_report(extra, world.unit)
    line = make_line(report, world.line.assignment)
    ReportValue.objects.create(line=line, indicator=world.indicators[0], value=3)

    page = sign_in(world.writer).get(reverse("portal:report-write", args=[report.pk]))

    assert "không cộng vào lũy kế" in page.text
    assert "data-becomes" not in page.text


# Units below -------------------------------------------------------------------------------------------------


def test_units_below_are_read_only_once_they_are_confirmed(sign_in):
    world = KnownWorld()
    client, page = sign_in(world.writer), address("report-write", world)
    drafted = client.get(page)
    world.confirm_below()

    shown = client.get(page)

    assert "0/1 đã được xác nhận" in drafted.text
    assert "Xã đã mở 7 lớp." not in drafted.text
    below = shown.context["cards"][0].known.below
    assert (below.reported, below.asked) == (1, 1)
    assert [(one.total, one.parts) for one in below.sums] == [(7, [(world.below, 7)])]
    assert [line.result for line, _ in below.rows] == ["Xã đã mở 7 lớp."]


def test_numbers_of_units_below_never_become_ones_own(sign_in):
    world = KnownWorld()
    world.confirm_below()
    client = sign_in(world.head)
    save_result(client, world, "Đã chỉ đạo các xã mở lớp.")

    client.post(address("report-submit", world))

    own = SubmittedValue.objects.filter(line__submission__report=world.report)
    assert world.fresh().state == "submitted"
    assert list(own) == []


def test_a_unit_with_two_lines_on_a_task_counts_once(sign_in):
    world = KnownWorld()
    passed = make_assignment(world.line.assignment.task, world.below, parent=world.line.assignment)
    line = make_line(world.theirs, passed, result="Phần việc giao lại.", work_state="in_progress")
    ReportValue.objects.create(line=line, indicator=world.indicators[0], value=3)
    world.confirm_below()

    page = sign_in(world.writer).get(address("report-write", world))

    below = page.context["cards"][0].known.below
    assert (below.reported, len(below.rows)) == (1, 2)
    assert below.sums[0].parts == [(world.below, 10)]


# The panel and the page to sign --------------------------------------------------------------------------------


def test_saved_line_brings_the_panel_along(sign_in):
    world = KnownWorld(lines=2)
    client = sign_in(world.writer)
    data = typed(client.get(address("report-write", world))) | {"nguoi-soan": writer_mark(world.writer.user)}
    empty = world.report.lines.exclude(pk=world.line.pk).get()

    answers = [
        client.post(address("report-part-save", world), data | {f"dong-{empty.pk}-result": text}).json()["panels"]
        for text in ("", "Đã mở một lớp.")
    ]

    lacking, done = (answer["khung-con-thieu"] for answer in answers)
    assert f'soan/#id_dong-{empty.pk}-result">' in lacking
    assert "Đã đủ nội dung để gửi." in done
    assert ["Còn thiếu 1 chỗ" in answer["toi-con-thieu"] for answer in answers] == [True, False]


def test_every_missing_thing_leads_to_a_field_of_the_page(sign_in):
    world = KnownWorld()
    world.add_finished_line(cited=False)
    world.add_finished_line(done_on=None)
    world.add_line()

    page = sign_in(world.writer).get(address("report-write", world))

    anchors = {item.anchor for item in page.context["missing"]}
    assert [item.field for item in page.context["missing"]] == ["evidence", "done_on", "result"]
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page.text] == []


def test_page_to_sign_shows_just_what_is_sent(sign_in):
    world = KnownWorld()
    world.add_finished_line()
    ReportValue.objects.filter(line=world.line).update(value=4)
    Report.objects.filter(pk=world.report.pk).update(difficulties="Đường xa.", next_steps="Mở lớp.", proposals="Sách.")
    client = sign_in(world.head)

    page = client.get(address("report-to-sign", world))
    submission = reports.submit_report(world.fresh(), by=world.head)

    shown = [
        (line.task_code, line.result, line.product, line.work_state, _numbers(line), _proof(line))
        for line in page.context["lines"]
    ]
    sent = [
        (line.task_code, line.result, line.product, line.work_state, _numbers(line), _proof(line))
        for line in submission.lines.all()
    ]
    assert shown == sent
    assert len(sent) == 2
    for text in ("Đường xa.", "Mở lớp.", "Sách.", "[1]", *(line.result for line in submission.lines.all())):
        assert text in page.text


def test_page_to_sign_leads_to_the_print_once_it_is_sent(sign_in):
    world = KnownWorld()
    reports.submit_report(world.fresh(), by=world.head)

    response = sign_in(world.writer).get(address("report-to-sign", world))

    assert response["Location"] == address("report-submission-print", world, 1)


def _numbers(line):
    return [(value.indicator_id, value.value) for value in line.values.all()]


def _proof(line):
    return [citation.evidence_id for citation in line.citations.all()]


# What it costs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report-write", "report", "report-to-sign", "report-part-save"])
def test_what_is_known_costs_the_same_for_one_line_and_three(sign_in, name):
    costs = []
    for lines in [1, 3]:
        world = KnownWorld(lines=lines)
        world.confirm_below()
        client = sign_in(world.writer)
        data = typed(client.get(address("report-write", world)))
        sends = name == "report-part-save"
        data["nguoi-soan"] = writer_mark(world.writer.user)
        with CaptureQueriesContext(connection) as queries:
            ask = client.post if sends else client.get
            assert ask(address(name, world), data if sends else None).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


@pytest.mark.parametrize(
    ("who", "name", "most"),
    [
        ("writer", "report-write", 24),
        # Beside the report: more time, urgings and directions, one query each.
        ("writer", "report", 21),
        ("judge", "report", 20),
        ("judge", "report-judge", 18),
        ("judge", "report-ask-for-more", 15),
        ("judge", "report-submission", 14),
    ],
)
def test_page_where_all_has_happened_costs_the_same_for_one_line_and_three(sign_in, who, name, most):
    costs = []
    for lines in [1, 3]:
        world = KnownWorld(lines=lines)
        world.let_all_happen()
        if who == "judge":
            world.take_suggestions()
            reports.submit_report(world.fresh(), by=world.head)
        page = address(name, world, *([3] if name == "report-submission" else []))
        costs.append(cost(sign_in(getattr(world, who)), page))

    assert costs[0] == costs[1] <= most
