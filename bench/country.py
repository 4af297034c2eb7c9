"""A country (or one province of it) round the district: units, a plan of 28 tasks, its chain of reports, its people."""

import datetime
from dataclasses import dataclass
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from common.clock import today
from common.folding import fold, person_sort_key, sort_key
from progress.presets import MONTHS
from tasks.enums import AssignmentMove, AssignmentState, Cadence, Level, Part, PeriodKind, TaskMode
from tasks.models import (
    Assignment,
    AssignmentEvent,
    Directive,
    ImplementationClause,
    Indicator,
    Participation,
    Plan,
    Task,
    TaskGroup,
)
from units.enums import Role, UnitKind
from units.models import Membership, Unit, User

GROUPS, CLAUSES, TASKS = 6, 3, 28
CADENCES = {PeriodKind.MONTH: Cadence.MONTH, PeriodKind.QUARTER: Cadence.QUARTER}
BATCH = 2000


@dataclass(frozen=True)
class Shape:
    """How many units report: `provinces` with `communes` each below them; without provinces the communes report to the
    standing office, as do the `offices`."""

    code: str
    provinces: int
    communes: int
    offices: int
    kind: str

    @property
    def symbol(self):
        return f"1-KH/{self.code}"


def found_country(shape, periods):
    """Make everything that stands before the first period opens; return the Plan."""
    began = today() - datetime.timedelta(days=31 * MONTHS[shape.kind] * periods + 31)
    maker = _Maker(shape, began)
    plan = maker.plan()
    maker.tasks(plan)
    maker.assignments(plan)
    staff(Unit.objects.filter(code__startswith=f"{shape.code}-"), since=began)
    return plan


def staff(units, *, since):
    """Give every unit a head and a writer. Nobody can sign in with a password."""
    secret, posts = make_password(None), [Role.HEAD, Role.WRITER]
    people = [(unit, role, f"Nguyễn Văn {unit.pk} {role.label}") for unit in units for role in posts]
    users = User.objects.bulk_create(
        [
            User(
                username=f"{unit.code}.{role}",
                full_name=name,
                password=secret,
                search_text=fold(name),
                sort_key=person_sort_key(name),
            )
            for unit, role, name in people
        ],
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(user=user, unit=unit, role=role, title=role.label, valid_from=since)
            for user, (unit, role, _) in zip(users, people, strict=True)
        ],
        batch_size=BATCH,
    )


class _Maker:
    def __init__(self, shape, began):
        self.shape, self.began, self.orders = shape, began, count(100_000)
        self.moment = timezone.make_aware(datetime.datetime.combine(began, datetime.time(8)))

    def plan(self):
        owner, office, committee = Unit.objects.bulk_create(
            [
                self._unit("cap-uy", "Cấp ủy ban hành", UnitKind.PARTY_COMMITTEE),
                self._unit("thuong-truc", "Ban Tuyên giáo", UnitKind.PARTY_BOARD),
                self._unit("ban-chi-dao", "Ban Chỉ đạo", UnitKind.STEERING_COMMITTEE),
            ]
        )
        directive = Directive.objects.create(
            symbol=f"1-KL/{self.shape.code}",
            kind="Kết luận",
            issued_on=self.began,
            issued_by="Ban Bí thư",
            subject="thông tin đối ngoại",
        )
        plan = Plan.objects.create(
            directive=directive,
            symbol=self.shape.symbol,
            issued_on=self.began,
            issued_by=owner.name,
            subject="thực hiện Kết luận",
            owner=owner,
            standing_office=office,
            steering_committee=committee,
            regular_period=self.shape.kind,
        )
        self._chain(plan)
        return plan

    def _chain(self, plan):
        """The owner, the office below it; provinces and offices below the office; communes below their province."""
        root = self._place(plan, plan.owner, None, "/", Level.THIRD)
        office = self._place(plan, plan.standing_office, root, root.path, Level.THIRD)
        below = [self._unit(f"co-quan-{n}", f"Cơ quan {n}", UnitKind.OFFICE) for n in range(self.shape.offices)]
        provinces = [
            self._unit(f"tinh-{n}", f"Tỉnh ủy {n}", UnitKind.PARTY_COMMITTEE) for n in range(self.shape.provinces)
        ]
        below = Unit.objects.bulk_create(below + provinces)
        above = [self._place(plan, unit, office, office.path, Level.SECOND) for unit in below]
        # Ids are known only once the units stand, and a path is made of ids.
        above = above[self.shape.offices :] or [office]
        communes = [
            self._unit(f"{place.unit.code}-xa-{n}".removeprefix(f"{self.shape.code}-"), f"Xã {n}", UnitKind.COMMUNE)
            for place in above
            for n in range(self.shape.communes)
        ]
        communes = Unit.objects.bulk_create(communes, batch_size=BATCH)
        places = [office, *self._places(plan, below, office)]
        parents = [place for place in above for _ in range(self.shape.communes)]
        level = Level.FIRST if self.shape.provinces else Level.SECOND
        places += [
            self._place(plan, unit, place, place.path, level) for unit, place in zip(communes, parents, strict=True)
        ]
        Participation.objects.bulk_create([root, *places], batch_size=BATCH)

    def _places(self, plan, units, above):
        return [self._place(plan, unit, above, above.path, Level.SECOND) for unit in units]

    def _place(self, plan, unit, above, path, level):
        return Participation(
            plan=plan,
            unit=unit,
            reports_to=above.unit if above else None,
            level=level,
            valid_from=self.began,
            path=f"{path}{unit.pk}/",
        )

    def _unit(self, code, name, kind):
        code = f"{self.shape.code}-{code}"
        return Unit(
            code=code,
            name=name,
            kind=kind,
            order=next(self.orders),
            search_text=fold(f"{name} {code}"),
            sort_key=sort_key(name),
        )

    def tasks(self, plan):
        """Of 28 tasks every second is each unit's own; two are done once, one has no deadline, the rest recur."""
        groups = [TaskGroup.objects.create(plan=plan, number=n, title=f"Nhóm nhiệm vụ {n}") for n in range(1, 7)]
        clauses = [
            ImplementationClause.objects.create(plan=plan, number=n, title=f"Tổ chức thực hiện {n}")
            for n in range(1, CLAUSES + 1)
        ]
        for number in range(TASKS):
            home = {"group": groups[number % GROUPS]} if number < 22 else {"clause": clauses[number % CLAUSES]}
            task = Task.objects.create(
                plan=plan,
                code=f"N{number + 1}",
                position=number + 1,
                title=f"Tuyên truyền, quảng bá hình ảnh địa phương theo nội dung {number + 1}",
                mode=TaskMode.EACH_OWN if number % 2 == 0 else TaskMode.ONE_LEAD,
                **self._terms(number),
                **home,
            )
            if number in {0, 1}:
                Indicator.objects.create(task=task, name="Tin, bài", unit_of_measure="tin, bài")

    def _terms(self, number):
        if number in {22, 24}:
            return {"due_on": self.began + datetime.timedelta(days=150)}
        return {} if number == 26 else {"cadence": CADENCES[self.shape.kind]}

    def assignments(self, plan):
        units = list(plan.participations.exclude(reports_to=None).order_by("pk").values_list("unit_id", flat=True))
        tasks = list(plan.tasks.order_by("position"))
        rows = [self._assignment(task, unit, place, units) for place, unit in enumerate(units) for task in tasks]
        given = Assignment.objects.bulk_create(rows, batch_size=BATCH)
        AssignmentEvent.objects.bulk_create(
            [AssignmentEvent(assignment=one, move=AssignmentMove.GIVE, at=self.moment) for one in given],
            batch_size=BATCH,
        )

    def _assignment(self, task, unit, place, units):
        own = task.mode == TaskMode.EACH_OWN
        leads = own or place == task.position % len(units)
        return Assignment(
            task=task,
            unit_id=unit,
            part=Part.LEAD if leads else Part.SUPPORT,
            exclusive=leads and not own,
            state=AssignmentState.TAKEN_ON,
            starts_on=self.began,
            due_on=task.due_on,
            due_on_original=task.due_on,
            cadence=task.cadence,
        )
