"""Questions about reports: who may, never when (a wrong state is told by the act).

Load reports with `period__plan`, `unit` and `to_unit`; a post's place in the plan is read once and kept on the post.
"""

from progress.enums import REPORT_MOVES, ReportMove, ReportState
from tasks.models import Assignment, places_of, units_below
from units.enums import PEOPLES_COMMITTEES


def can_open_page(membership, report):
    """The report's page with its state and past submissions: the unit, its receiver, whoever stands above, the office.

    A lead whose supporter reports knows that the report exists and reads its own task's lines, but not the page.
    """
    if membership is None or membership.is_administrator:
        return False
    if membership.unit_id in {report.unit_id, report.to_unit_id}:
        return True
    place = next((place for place in places_of(membership) if place.plan_id == report.period.plan_id), None)
    return place is not None and (place.sees_all or _stands_above(place, report))


def can_read_submitted(membership, report):
    return can_open_page(membership, report)


def can_read_submitted_line(membership, line):
    """A line that was sent: whoever reads the report, and the lead of the line's task. Load `assignment__task`."""
    return can_read_submitted(membership, line.submission.report) or leads(membership, line.assignment.task_id)


def can_read_working_text(membership, report):
    """The unit itself and nobody else: not the receiver, not the office, not an administrator (DESIGN §5)."""
    return _of_own_unit(membership, report)


def can_write(membership, report):
    return _of_own_unit(membership, report) and membership.works


def can_ask_sign_off(membership, report):
    return can_write(membership, report)


def can_recall(membership, report):
    return can_write(membership, report)


def can_hand_back(membership, report):
    return can_write(membership, report) and membership.is_head


def can_submit(membership, report):
    """The head, or the stand-in who holds his post for a time."""
    return can_write(membership, report) and membership.is_head


def can_withdraw(membership, report):
    return can_submit(membership, report)


def can_judge(membership, report):
    """The unit that the report goes to, by those who do its work; never the unit's own report."""
    return (
        membership is not None
        and membership.unit_id == report.to_unit_id != report.unit_id
        and not membership.is_administrator
        and membership.works
    )


def can_receive(membership, report):
    return can_judge(membership, report)


def can_confirm(membership, report):
    """Whoever judges, save the person who registered the paper letter that waits: two people stand for it."""
    return can_judge(membership, report) and not has_registered(membership, report)


def has_registered(membership, report):
    """Whether this person registered the letter on paper that now waits to be judged."""
    if report.state not in ReportState.to_judge():
        return False
    latest = last_sent_of(report)
    return latest is not None and latest.is_paper and latest.by_id == membership.user_id


def last_sent_of(report):
    """Return the report's last submission that stands, None when nothing does (1 query, unless the page has its
    submissions at hand and `know_last_sent` told the report)."""
    if "last_sent" not in vars(report):
        know_last_sent(report, report.submissions.standing().order_by("-number").first())
    return report.last_sent


def know_last_sent(report, submission):
    """Keep on the report its last `submission` that stands; None when nothing does."""
    report.last_sent = submission


def can_register_paper(membership, report):
    """Those who work in the plan's standing office, for units that report to it."""
    return can_judge(membership, report) and membership.unit_id == report.period.plan.standing_office_id


def can_ask_for_more(membership, report):
    """To a People's Committee only the head of the receiving unit signs a request for more."""
    return can_judge(membership, report) and (membership.is_head or report.unit.kind not in PEOPLES_COMMITTEES)


def can_note(membership, report):
    """Notes among the receivers, to write and to read: those who work at the receiving unit or the standing office,
    never about their own unit's report."""
    if membership is None or membership.is_administrator or not membership.works:
        return False
    receivers = {report.to_unit_id, report.period.plan.standing_office_id}
    return membership.unit_id in receivers - {report.unit_id}


def can_reopen(membership, report):
    """The head of the receiving unit or of the standing office, never for his own unit."""
    if membership is None or not membership.is_head or membership.unit_id == report.unit_id:
        return False
    return membership.unit_id in {report.to_unit_id, report.period.plan.standing_office_id}


MOVE_RIGHTS = {
    ReportMove.SUBMIT: can_submit,
    ReportMove.ASK_SIGN_OFF: can_ask_sign_off,
    ReportMove.RECALL: can_recall,
    ReportMove.HAND_BACK: can_hand_back,
    ReportMove.WITHDRAW: can_withdraw,
    ReportMove.RECEIVE: can_receive,
    ReportMove.CONFIRM: can_confirm,
    ReportMove.ASK_FOR_MORE: can_ask_for_more,
    ReportMove.REOPEN: can_reopen,
}


def moves_offered(membership, report):
    """Return the moves that a page offers: the post has the right, the state allows it, and it is of use to him.

    A head does not hand a report to himself, and what waits for him he hands back rather than recalls.
    """
    pointless = {ReportMove.ASK_SIGN_OFF, ReportMove.RECALL} if membership.is_head else set()
    return [
        move
        for move, right in MOVE_RIGHTS.items()
        if report.state in REPORT_MOVES[move][0] and move not in pointless and right(membership, report)
    ]


def leads(membership, task_id):
    """Whether the post's unit is the lead of a shared task."""
    if membership is None or membership.is_administrator:
        return False
    led = Assignment.objects.live().leads().filter(unit_id=membership.unit_id, exclusive=True)
    return led.filter(task_id=task_id).exists()


def _of_own_unit(membership, report):
    return membership is not None and membership.unit_id == report.unit_id and not membership.is_administrator


def _stands_above(place, report):
    if not place.path:
        return False
    return units_below(place).filter(unit_id=report.unit_id).exists()
