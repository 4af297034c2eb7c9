"""An office that inspects two units, one of which has work, a writer and a head."""

import datetime
import uuid

from oversight.actions.findings import add_finding
from oversight.actions.inspections import announce_inspection, plan_inspection, record_inspection
from oversight.enums import InspectionKind
from tests.oversight.urging_world import UrgingWorld, on

PLANNED_ON, INSPECTED_ON = "2024-12-02 09:00+07:00", "2024-12-09 09:00+07:00"
REMEDIED_ON = "2024-12-18 09:00+07:00"
DUE_ON = datetime.date(2024, 12, 20)
DAYS = {"starts_on": datetime.date(2024, 12, 9), "ends_on": datetime.date(2024, 12, 10)}
FACTS = {"kind": InspectionKind.INSPECTION, "subject": "Việc triển khai kế hoạch", "team": "Nguyễn Văn A, Trưởng đoàn"}
__all__ = ["DAYS", "DUE_ON", "FACTS", "INSPECTED_ON", "PLANNED_ON", "REMEDIED_ON", "InspectionWorld", "on"]


class InspectionWorld(UrgingWorld):
    def planned(self, *units, **changes):
        facts = FACTS | DAYS | {"token": uuid.uuid4(), "by": self.judge} | changes
        with on(PLANNED_ON):
            return plan_inspection(self.plan, list(units) or [self.unit, self.other], **facts)

    def announced(self, *units):
        inspection = self.planned(*units)
        with on(PLANNED_ON):
            announce_inspection(inspection, by=self.judge)
        return inspection

    def recorded(self, *units):
        inspection = self.announced(*units)
        self.record(inspection)
        return inspection

    def record(self, inspection, **changes):
        accounts = {one.unit_id: f"Kết quả tại {one.unit}." for one in inspection.inspected.select_related("unit")}
        with on(INSPECTED_ON):
            record_inspection(
                inspection, **{"conclusion": "Cơ bản đúng tiến độ.", "accounts": accounts, "by": self.judge} | changes
            )

    def found(self, inspection=None, **changes):
        """Give the unit one finding, its remedy due on 20/12/2024."""
        said = {"found": "Chưa có kế hoạch riêng.", "recommendation": "Ban hành kế hoạch riêng."}
        said |= {"due_on": DUE_ON, "token": uuid.uuid4(), "by": self.judge}
        with on(INSPECTED_ON):
            return add_finding(inspection or self.recorded(), **{"unit": self.unit} | said | changes)
