"""The life of one report, driven through the pages by everybody who has a part in it, in any order. A small model in
this file says what must come of each step; the portal has to agree after every one of them."""

from collections import deque
from copy import deepcopy
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from progress.enums import ReportState as S
from progress.enums import WorkState
from progress.forms.report_parts import ReportParts
from progress.models import Report
from tasks.enums import AssignmentState as W
from tests.factories import (
    make_assignment,
    make_group,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from tests.progress.report_world import DONE_ON, DUE_ON, cite_document
from units.enums import Role

pytestmark = pytest.mark.django_db

# move: (states it starts from, state it leads to, who has the right). "" leads back to where the writer had it.
TABLE = {
    "ask-sign-off": ({S.DRAFT, S.NEEDS_MORE}, S.WAITING, {"writer", "head"}),
    "recall": ({S.WAITING}, "", {"writer", "head"}),
    "hand-back": ({S.WAITING}, "", {"head"}),
    "submit": ({S.DRAFT, S.WAITING, S.NEEDS_MORE}, S.SUBMITTED, {"head"}),
    "withdraw": ({S.SUBMITTED}, "", {"head"}),
    "receive": ({S.SUBMITTED}, S.RECEIVED, {"receiver"}),
    "ask-for-more": ({S.SUBMITTED, S.RECEIVED}, S.NEEDS_MORE, {"receiver"}),
    "confirm": ({S.SUBMITTED, S.RECEIVED}, S.CONFIRMED, {"receiver"}),
    "reopen": ({S.CONFIRMED}, S.NEEDS_MORE, {"receiver", "office"}),
}
PEOPLE = ["writer", "head", "receiver", "office"]
WRITABLE = {"writer": {S.DRAFT, S.NEEDS_MORE}, "head": {S.DRAFT, S.NEEDS_MORE, S.WAITING}}
NO_SUCH_NUMBER = 999


@dataclass(frozen=True)
class Text:
    """What the unit has written: of recurring work, whether work done once is done, and why there is nothing to say."""

    result: str = "Đã tổ chức 3 buổi nói chuyện."
    is_done: bool = True
    nil_reason: str = ""

    @property
    def is_complete(self):
        return not self.is_done if self.nil_reason else bool(self.result)


@dataclass
class Sent:
    text: Text
    answers: str
    is_withdrawn: bool = False


@dataclass
class Model:
    """What the report and its one-off work must be. `asked` is the request for more that is unanswered."""

    state: S = S.DRAFT
    text: Text = Text()
    asked: str = ""
    work: W = W.TAKEN_ON
    sent: list[Sent] = field(default_factory=list)

    @property
    def latest(self):
        return next((sent for sent in reversed(self.sent) if not sent.is_withdrawn), None)

    def answer(self, move, who, *, is_read):
        """Return the status of the answer."""
        sources, _, entitled = TABLE[move]
        if who not in entitled:
            return 403
        if self.state not in sources or (move in {"confirm", "ask-for-more"} and not is_read):
            return 409
        return 422 if move == "submit" and not self.text.is_complete else 302

    def move(self, move, *, reason="", is_remarked=False):
        if move == "submit":
            self.sent.append(Sent(self.text, self.asked))
            self.asked = ""
        says_done = self.latest is not None and self.latest.text.is_done
        if move == "withdraw":
            self.asked, self.latest.is_withdrawn = self.latest.answers, True
        if move in {"ask-for-more", "reopen"}:
            self.asked = reason
        if says_done:
            self.work = self._work_after(move, is_remarked)
        self.state = TABLE[move][1] or (S.NEEDS_MORE if self.asked else S.DRAFT)

    def _work_after(self, move, is_remarked):
        return {
            "submit": W.REPORTED_DONE,
            "withdraw": W.TAKEN_ON,
            "ask-for-more": W.REDO if is_remarked else W.TAKEN_ON,
            "confirm": W.DONE,
            "reopen": W.REDO,
        }.get(move, self.work)


class World:
    """A unit below a receiver that is not the standing office; recurring work, and one-off work with evidence."""

    def __init__(self, sign_in):
        plan = make_plan()
        receiver, unit = make_unit("Đảng ủy xã"), make_unit("Chi bộ")
        take_part(plan, receiver)
        take_part(plan, unit, reports_to=receiver)
        group = make_group(plan)
        posts = [
            make_post(unit),
            make_post(unit, Role.HEAD),
            make_post(receiver, Role.HEAD),
            make_post(plan.standing_office, Role.HEAD),
        ]
        self.clients = {who: sign_in(post) for who, post in zip(PEOPLE, posts, strict=True)}
        self.report = make_report(make_period(plan), unit)
        recurring = make_assignment(make_task(group=group), unit)
        self.work = make_assignment(make_task(group=group), unit, due_on=DUE_ON)
        self.line = make_line(self.report, recurring, result=Text.result, work_state=WorkState.IN_PROGRESS)
        done = {"work_state": WorkState.DONE, "done_on": DONE_ON, "percent": 100}
        self.done_line = make_line(self.report, self.work, result="Đã ban hành kế hoạch.", **done)
        cite_document(self.done_line)

    def post(self, who, name, data):
        return self.clients[who].post(reverse(f"portal:report-{name}", args=[self.report.pk]), data)

    def typed(self, text):
        """Return the write page's form with `text` written into it."""
        parts = ReportParts(Report.objects.select_related("period__plan", "unit").get(pk=self.report.pk))
        data = {}
        for part in parts.parts:
            shown = {part.form.add_prefix(name): part.form[name].value() for name in part.form.fields}
            data |= {name: value for name, value in shown.items() if value not in (None, False)}
        once = f"dong-{self.done_line.pk}"
        data |= {
            f"dong-{self.line.pk}-result": text.result,
            f"{once}-work_state": WorkState.DONE if text.is_done else WorkState.IN_PROGRESS,
            f"{once}-done_on": f"{DONE_ON:%d/%m/%Y}" if text.is_done else "",
            "chung-nil_reason": text.nil_reason,
        }
        data.pop("chung-is_nil", None)
        return data | ({"chung-is_nil": "on"} if text.nil_reason else {})


class Life(RuleBasedStateMachine):
    sign_in = None
    moves_made: set[str]
    moves_refused: set[str]

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world, self.model = World(type(self).sign_in), Model()
        self.events, self.steps = [], 0

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @rule(who=st.sampled_from(["writer", "head"]), is_done=st.booleans(), is_empty=st.integers(0, 5))
    def save(self, who, is_done, is_empty):
        self.steps += 1
        result = "" if is_empty == 0 and self.model.text.result else f"Bản thứ {self.steps}."
        self._save(who, replace(self.model.text, result=result, is_done=is_done, nil_reason=""))

    @rule(who=st.sampled_from(["writer", "head"]), is_done=st.booleans())
    def nil(self, who, is_done):
        self.steps += 1
        self._save(who, replace(self.model.text, is_done=is_done, nil_reason=f"Không phát sinh {self.steps}."))

    def _save(self, who, text):
        answer = self.world.post(who, "write", self.world.typed(text))

        if self.model.state in WRITABLE[who]:
            assert answer.status_code == 302
            self.model.text = text
        else:
            assert answer.status_code == 409

    @rule(who=st.sampled_from(["writer", "head"]))
    def ask_sign_off(self, who):
        self._move("ask-sign-off", who)

    @rule(who=st.sampled_from(["writer", "head"]))
    def recall(self, who):
        self._move("recall", who)

    @rule()
    def hand_back(self):
        self._move("hand-back", "head")

    @rule()
    def submit(self):
        self._move("submit", "head")

    @rule()
    def withdraw(self):
        self._move("withdraw", "head")

    @rule()
    def receive(self):
        self._move("receive", "receiver")

    @rule(is_remarked=st.booleans(), is_read=st.integers(0, 4).map(bool))
    def ask_for_more(self, is_remarked, is_read):
        self._move("ask-for-more", "receiver", is_remarked=is_remarked, is_read=is_read)

    @rule(is_read=st.integers(0, 4).map(bool))
    def confirm(self, is_read):
        self._move("confirm", "receiver", is_read=is_read)

    @rule(who=st.sampled_from(["receiver", "office"]))
    def reopen(self, who):
        self._move("reopen", who)

    @rule(move=st.sampled_from(list(TABLE)), who=st.sampled_from(PEOPLE))
    def anybody(self, move, who):
        self._move(move, who)

    def _move(self, move, who, *, is_remarked=False, is_read=True):
        self.steps += 1
        reason = f"Lý do {self.steps}."
        expected = self.model.answer(move, who, is_read=is_read)
        standing = self.world.report.submissions.standing().last()
        data = {"reason": reason, "lan-gui": standing.number if standing and is_read else NO_SUCH_NUMBER}
        if is_remarked and standing:
            data[f"gop-y-{standing.lines.get(assignment=self.world.work).pk}"] = "Thiếu số, ngày của văn bản."

        answer = self.world.post(who, move, data)

        assert (move, who, answer.status_code) == (move, who, expected)
        if expected == 302:
            self.model.move(move, reason=reason, is_remarked=is_remarked)
        (self.moves_made if expected == 302 else self.moves_refused).add(move)
        self._events_are_appended(is_moved=expected == 302)

    def _events_are_appended(self, *, is_moved):
        events = list(self.world.report.events.order_by("id").values())

        assert events[: len(self.events)] == self.events
        assert len(events) == len(self.events) + is_moved
        self.events = events

    @invariant()
    def report_is_where_the_table_says(self):
        report = Report.objects.get(pk=self.world.report.pk)
        report.validate_constraints()
        self.world.work.refresh_from_db()

        assert report.state == self.model.state
        assert (report.asked_for_more_at is not None, report.asked_for_more_reason) == (
            bool(self.model.asked),
            self.model.asked,
        )
        assert (self.world.work.state, self.world.work.completed_on) == (
            self.model.work,
            DONE_ON if self.model.work == W.DONE else None,
        )
        assert self.events == list(report.events.order_by("id").values())

    @invariant()
    def working_text_is_what_was_saved(self):
        report = Report.objects.get(pk=self.world.report.pk)

        assert _text(report, report.lines) == self.model.text

    @invariant()
    def submissions_are_numbered_and_never_change(self):
        kept = list(self.world.report.submissions.order_by("number"))

        assert [sent.number for sent in kept] == list(range(1, len(self.model.sent) + 1))
        assert [(_text(sent, sent.lines), sent.withdrawn_at is not None) for sent in kept] == [
            (sent.text, sent.is_withdrawn) for sent in self.model.sent
        ]
        accepted = list(self.world.report.submissions.accepted())
        assert accepted == (
            [self.world.report.submissions.standing().last()] if self.model.state == S.CONFIRMED else []
        )


def _text(head, lines):
    recurring, once = lines.order_by("position")
    return Text(recurring.result, once.work_state == WorkState.DONE, head.nil_reason)


def test_report_keeps_to_its_life_whatever_people_press(sign_in):
    class ThisLife(Life):
        moves_made, moves_refused = set(), set()

    ThisLife.sign_in = staticmethod(sign_in)

    run_state_machine_as_test(
        ThisLife,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert ThisLife.moves_made == set(TABLE)
    assert ThisLife.moves_refused == set(TABLE)


def situation(model):
    """What decides how a move ends: equal situations need to be visited once."""
    return model.state, bool(model.asked), model.work, model.latest is not None and bool(model.latest.answers)


def shortest_ways():
    """Return the shortest ways, as lists of (move, who, is remarked), that together make every allowed move from every
    situation a report can come into."""
    seen, queue, ways = {situation(Model())}, deque([(Model(), [])]), []
    while queue:
        model, way = queue.popleft()
        for move, (_, _, entitled) in TABLE.items():
            step = (move, min(entitled), move == "ask-for-more" and len(way) % 2 == 0)
            if model.answer(move, step[1], is_read=True) != 302:
                continue
            after = deepcopy(model)
            after.move(move, reason="Lý do.", is_remarked=step[2])
            ways.append([*way, step])
            if situation(after) not in seen:
                seen.add(situation(after))
                queue.append((after, ways[-1]))
    return [way for way in ways if not any(other[: len(way)] == way and other != way for other in ways)]


@pytest.mark.parametrize("way", shortest_ways(), ids=lambda way: " ".join(move for move, _, _ in way))
def test_every_move_from_every_situation(sign_in, way):
    class ThisLife(Life):
        moves_made, moves_refused = set(), set()

    ThisLife.sign_in = staticmethod(sign_in)
    life = ThisLife()

    try:
        for move, who, is_remarked in way:
            life._move(move, who, is_remarked=is_remarked)
            life.report_is_where_the_table_says()
            life.submissions_are_numbered_and_never_change()
    finally:
        life.teardown()

    assert life.moves_made == {move for move, _, _ in way}
