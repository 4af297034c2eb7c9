"""A suggested wording taken over by one act: under the line's version, authorship and the earlier text kept."""

import pytest

from progress.actions import reports as acts
from progress.actions.suggestions import SuggestionRefused, accept_suggestion, undo_suggestion
from progress.models import AcceptedSuggestion, ReportLine
from progress.remarks import answered_by, remarks_of
from tests.progress.report_world import ReportWorld
from tests.races import ROUNDS, WON, one_winner, race

SUGGESTED = "Đã tổ chức 3 buổi nói chuyện cho 240 lượt người."


class AskedWorld(ReportWorld):
    """A report that was sent and asked for more, with a remark and a suggestion on its first line."""

    def __init__(self, *, suggested=SUGGESTED, others=0):
        super().__init__()
        self.others = [self.add_line(result=f"Việc {number}.") for number in range(others)]
        self.written = self.line.result
        acts.submit_report(self.fresh(), by=self.head)
        self.ask([(self.line, "Nêu rõ số lượt người.", suggested)])
        self.remark = remarks_of(self.report)[self.line.assignment_id][0]

    def ask(self, remarks):
        """Ask for more with (working line, text, suggestion) about the lines that were last sent."""
        submission = self.report.submissions.order_by("-number").first()
        sent = {line.assignment_id: line for line in submission.lines.all()}
        said = [(sent[line.assignment_id], text, suggested) for line, text, suggested in remarks]
        acts.ask_for_more(self.fresh(), by=self.judge, reason="Cần nêu rõ.", remarks=said)

    def now(self, line=None):
        return ReportLine.objects.select_related("report").get(pk=(line or self.line).pk)

    def accept(self, *, version=1, by=None):
        return accept_suggestion(self.remark, self.now(), version=version, by=by or self.writer)

    def latest(self):
        return AcceptedSuggestion.objects.select_related("line__report", "remark").order_by("pk").last()

    def became(self):
        """Return the words for what became of the remarks in the last submission, by line."""
        submission = self.report.submissions.order_by("-number").first()
        remarks = [one for those in remarks_of(self.report).values() for one in those]
        answered = answered_by(submission, submission.lines.all(), remarks)
        return {assignment: [one.words for one in found] for assignment, found in answered.items()}


@pytest.mark.django_db
def test_accepting_puts_the_wording_in_and_keeps_who_did_it_and_what_stood_there():
    world = AskedWorld()

    version = world.accept(by=world.head)

    accepted = world.latest()
    assert (world.now().result, world.now().version, version) == (SUGGESTED, 2, 2)
    assert (accepted.by, accepted.text_before, accepted.undone_at) == (world.head.user, world.written, None)


@pytest.mark.django_db
def test_accepting_an_old_version_is_a_conflict_that_shows_both_texts():
    world = AskedWorld()
    acts.save_line(world.now(), {"result": "Bản vừa sửa."}, version=1, by=world.writer)

    with pytest.raises(acts.Conflict) as met:
        world.accept(version=1)

    assert (met.value.mine, met.value.theirs["result"]) == ({"result": SUGGESTED}, "Bản vừa sửa.")
    assert world.now().result == "Bản vừa sửa."
    assert AcceptedSuggestion.objects.count() == 0


@pytest.mark.django_db
def test_accepting_twice_is_refused_with_who_was_first():
    world = AskedWorld()
    world.accept(by=world.head)

    with pytest.raises(SuggestionRefused, match=f"Đồng chí {world.head.user} đã dùng cách ghi này"):
        world.accept(version=2)

    assert AcceptedSuggestion.objects.count() == 1


@pytest.mark.django_db
def test_remark_without_a_suggestion_has_nothing_to_accept():
    world = AskedWorld(suggested="")

    with pytest.raises(SuggestionRefused, match="không kèm gợi ý"):
        world.accept()


@pytest.mark.django_db
def test_remark_about_another_line_is_refused():
    world = AskedWorld(others=1)

    with pytest.raises(SuggestionRefused, match="không thuộc"):
        accept_suggestion(world.remark, world.now(world.others[0]), version=1, by=world.writer)


@pytest.mark.django_db
def test_remark_of_an_earlier_request_is_refused():
    world = AskedWorld()
    acts.submit_report(world.fresh(), by=world.head)
    world.ask([(world.line, "Vẫn thiếu.", "")])

    with pytest.raises(SuggestionRefused, match="không thuộc lần đề nghị bổ sung đang mở"):
        world.accept()


@pytest.mark.django_db
def test_nothing_is_accepted_once_the_report_was_sent_again():
    world = AskedWorld()
    acts.submit_report(world.fresh(), by=world.head)

    with pytest.raises(acts.NotWritable):
        world.accept()

    assert world.now().result == world.written


@pytest.mark.django_db
def test_undoing_puts_the_earlier_text_back_and_stays_on_the_record():
    world = AskedWorld()
    world.accept()

    version = undo_suggestion(world.latest(), version=2, by=world.head)

    accepted = world.latest()
    assert (world.now().result, version) == (world.written, 3)
    assert accepted.undone_by == world.head.user
    [remark] = remarks_of(world.report)[world.line.assignment_id]
    assert [one.undone_at is not None for one in remark.acceptances.all()] == [True]


@pytest.mark.django_db
def test_undoing_never_loses_what_was_written_since():
    world = AskedWorld()
    world.accept()
    acts.save_line(world.now(), {"result": SUGGESTED + " Có ảnh."}, version=2, by=world.writer)

    with pytest.raises(SuggestionRefused, match="sửa tiếp"):
        undo_suggestion(world.latest(), version=3, by=world.writer)

    assert world.now().result == SUGGESTED + " Có ảnh."


@pytest.mark.django_db
def test_undone_suggestion_may_be_accepted_again():
    world = AskedWorld()
    world.accept()
    undo_suggestion(world.latest(), version=2, by=world.writer)

    world.accept(version=3)

    assert (world.now().result, AcceptedSuggestion.objects.count()) == (SUGGESTED, 2)


# What became of remarks --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "words"),
    [
        (SUGGESTED, "Đã ghi đúng theo gợi ý"),
        (f"{SUGGESTED} Có ảnh kèm theo.", "Đã đưa gợi ý vào nội dung"),
        ("Đã tổ chức 3 buổi, 240 lượt.", "Đã sửa, không theo nguyên văn gợi ý"),
        (None, "Chưa thay đổi so với lần trước"),
    ],
)
def test_second_submission_says_whether_the_suggestion_was_followed(written, words):
    world = AskedWorld()
    if written:
        acts.save_line(world.now(), {"result": written}, version=1, by=world.writer)

    acts.submit_report(world.fresh(), by=world.head)

    assert world.became() == {world.line.assignment_id: [words]}


@pytest.mark.django_db
def test_a_number_or_a_product_changed_is_a_change():
    world = AskedWorld(suggested="")
    acts.save_line(world.now(), {"product": "Báo cáo số 12."}, version=1, by=world.writer)

    acts.submit_report(world.fresh(), by=world.head)

    assert world.became() == {world.line.assignment_id: ["Đã sửa"]}


@pytest.mark.django_db
def test_third_submission_speaks_of_the_second_request_alone():
    world = AskedWorld(others=1)
    acts.submit_report(world.fresh(), by=world.head)
    world.ask([(world.others[0], "Thiếu ngày.", "")])

    acts.submit_report(world.fresh(), by=world.head)

    assert world.became() == {world.others[0].assignment_id: ["Chưa thay đổi so với lần trước"]}


# At the same moment ------------------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_accept_the_same_suggestion(_):
    world = AskedWorld()

    outcomes = race(lambda: world.accept(by=world.writer), lambda: world.accept(by=world.head))

    assert one_winner(outcomes), outcomes
    accepted = AcceptedSuggestion.objects.get()
    assert accepted.by == [world.writer, world.head][outcomes.index(WON)].user
    assert (world.now().result, world.now().version) == (SUGGESTED, 2)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_accepting_against_saving_loses_no_text(_):
    world = AskedWorld()

    outcomes = race(
        lambda: world.accept(),
        lambda: acts.save_line(world.now(), {"result": "Bản của lãnh đạo."}, version=1, by=world.head),
    )

    assert one_winner(outcomes), outcomes
    conflict = next(one for one in outcomes if one != WON)
    kept = [SUGGESTED, "Bản của lãnh đạo."][outcomes.index(WON)]
    assert world.now().result == conflict.theirs["result"] == kept
    assert AcceptedSuggestion.objects.count() == (kept == SUGGESTED)
