"""What the small world of rights holds of inspections."""

import uuid

from common import clock
from oversight.actions.findings import add_finding
from oversight.actions.inspections import announce_inspection, plan_inspection, record_inspection


def add_inspections(world, mark):
    """The parent inspected unit A, which owes a remedy; a visit is announced, another only planned.

    `mark` stands in the texts that only some may read.
    """
    by, today = world.people["parent"], clock.today()
    facts = {"kind": "inspection", "subject": "Việc triển khai", "team": "Nguyễn Văn A"}
    days = {"starts_on": today, "ends_on": today}

    def plan():
        return plan_inspection(world.plan, [world.a], token=uuid.uuid4(), by=by, **facts, **days)

    world.inspection, world.inspection_coming, world.inspection_planned = plan(), plan(), plan()
    announce_inspection(world.inspection_coming, by=by)
    accounts = {world.a.pk: f"Đã làm đủ. {mark}"}
    record_inspection(world.inspection, conclusion="Cơ bản tốt.", accounts=accounts, by=by)
    said = {"found": f"Chưa có kế hoạch. {mark}", "recommendation": "Ban hành kế hoạch.", "due_on": today}
    world.finding = add_finding(world.inspection, world.a, **said, token=uuid.uuid4(), by=by)
