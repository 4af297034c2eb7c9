import datetime

import pytest

from common.refusals import Refused
from tasks import actions
from tasks.models import Participation
from tests.factories import make_assignment, make_task, make_unit, take_part
from tests.tasks.work import Work

pytestmark = pytest.mark.django_db


def test_moved_unit_takes_those_below_it_along():
    work = Work()
    place = Participation.objects.get(unit=work.unit)

    actions.move_unit(place, reports_to=work.other, by=work.office)

    above = Participation.objects.get(unit=work.other)
    assert place.path == f"{above.path}{work.unit.pk}/"
    assert Participation.objects.get(unit=work.below).path == f"{place.path}{work.below.pk}/"
    assert place.history.first().history_user == work.office.user


def test_chain_never_goes_round():
    work = Work()
    place = Participation.objects.get(unit=work.unit)

    with pytest.raises(Refused, match="đi vòng"):
        actions.move_unit(place, reports_to=work.below, by=work.office)


def test_unit_joins_and_leaves_the_plan():
    work = Work()
    new = make_unit("Huyện đoàn")

    place = actions.place_unit(work.plan, new, reports_to=work.plan.standing_office, by=work.office)
    with pytest.raises(Refused, match="đã tham gia kế hoạch"):
        actions.place_unit(work.plan, new, reports_to=work.plan.standing_office, by=work.office)
    actions.remove_unit(place, by=work.office)

    assert Participation.objects.get(unit=new).valid_to is not None


def test_unit_with_work_or_others_below_does_not_leave():
    work = Work()
    lonely = make_unit()
    take_part(work.plan, lonely)
    make_assignment(make_task(work.plan), lonely)

    with pytest.raises(Refused, match="Còn đơn vị báo cáo"):
        actions.remove_unit(Participation.objects.get(unit=work.unit), by=work.office)
    with pytest.raises(Refused, match="còn phân công"):
        actions.remove_unit(Participation.objects.get(unit=lonely), by=work.office)


def test_unit_that_has_left_does_not_leave_again():
    work = Work()
    place = Participation.objects.get(unit=work.below)
    last_day = datetime.date(2024, 9, 30)
    Participation.objects.filter(pk=place.pk).update(valid_to=last_day)

    with pytest.raises(Refused, match="đã thôi tham gia kế hoạch từ sau ngày 30/09/2024"):
        actions.remove_unit(place, by=work.office)

    place.refresh_from_db()
    assert place.valid_to == last_day
