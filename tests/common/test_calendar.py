import datetime

import pytest
from django.core.management import CommandError, call_command

from common.actions import load_days, remove_day, save_day
from common.calendar import WorkingCalendar, add_working_days, is_working_day, next_working_day
from common.models import CalendarDay
from common.refusals import BadRows, Refused
from tests.factories import make_post
from units.enums import Role

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2026-11-23", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-04-30", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2025-04-26", True),
        ("2025-05-02", False),
    ],
)
def test_days_are_worked_as_the_state_calendar_says(text, worked):
    call_command("load_calendar", verbosity=0)

    assert is_working_day(day(text)) is worked


def test_table_overrules_the_library():
    assert is_working_day(day("2026-01-02")) is True

    CalendarDay.objects.create(day=day("2026-01-02"), kind=CalendarDay.Kind.OFF, note="hoán đổi")
    CalendarDay.objects.create(day=day("2026-04-30"), kind=CalendarDay.Kind.WORKED, note="trực")

    assert is_working_day(day("2026-01-02")) is False
    assert is_working_day(day("2026-04-30")) is True


def test_next_working_day_is_the_day_itself_when_worked_else_the_first_after_a_long_holiday():
    call_command("load_calendar", verbosity=0)

    assert next_working_day(day("2026-02-13")) == day("2026-02-13")
    assert next_working_day(day("2026-02-14")) == day("2026-02-23")
    assert next_working_day(day("2026-01-01")) == day("2026-01-05")


def test_working_days_are_counted_in_both_directions():
    call_command("load_calendar", verbosity=0)

    assert add_working_days(day("2026-01-09"), 1) == day("2026-01-10")
    assert add_working_days(day("2026-02-13"), 2) == day("2026-02-24")
    assert add_working_days(day("2026-02-23"), -1) == day("2026-02-13")
    assert add_working_days(day("2026-02-14"), 0) == day("2026-02-14")


@pytest.mark.parametrize("asked", [1, 30])
def test_one_query_answers_any_number_of_questions(asked, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = WorkingCalendar.load(day("2026-01-01"), day("2026-12-31"))
        for number in range(asked):
            calendar.add_working_days(day("2026-01-01"), number)


def test_seed_adds_only_days_the_table_has_not(capsys):
    CalendarDay.objects.create(day=day("2026-01-02"), kind=CalendarDay.Kind.WORKED, note="địa phương làm việc")

    call_command("load_calendar")
    first = CalendarDay.objects.count()
    call_command("load_calendar")

    assert CalendarDay.objects.count() == first
    assert CalendarDay.objects.get(day=day("2026-01-02")).kind == CalendarDay.Kind.WORKED
    assert "02/01/2026 đã có trong bảng với loại khác: giữ nguyên." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[day]\n", "Không đọc được tệp"),
        ("", "không có mục [[day]] nào"),
        ("day = 5\n", "không có mục [[day]] nào"),
        ('[[day]]\nday = "31/02/2026"\nkind = "off"\nnote = "x"\n', "“day” phải là một ngày"),
        ('[[day]]\nday = 2026-01-02T00:00:00\nkind = "off"\nnote = "x"\n', "“day” phải là một ngày"),
        ('[[day]]\nday = 2026-01-02\nkind = "half"\nnote = "x"\n', "“kind” phải là off"),
        ('[[day]]\nday = 2026-01-02\nkind = "off"\n', "“note” phải ghi lý do"),
        (2 * '[[day]]\nday = 2026-01-02\nkind = "off"\nnote = "x"\n', "02/01/2026 ghi hai lần"),
    ],
)
def test_bad_file_is_refused_whole_with_the_place(tmp_path, text, sentence):
    path = tmp_path / "days.toml"
    path.write_text('[[day]]\nday = 2026-03-03\nkind = "off"\nnote = "đúng"\n' * bool(text.count("note")) + text)

    with pytest.raises(CommandError, match="(?s)" + sentence.replace("[", r"\[").replace("]", r"\]")):
        call_command("load_calendar", str(path))

    assert CalendarDay.objects.count() == 0


def test_missing_file_is_told(tmp_path):
    with pytest.raises(Refused, match="Không tìm thấy tệp"):
        load_days(tmp_path / "none.toml")


def test_bad_rows_are_all_listed(tmp_path):
    path = tmp_path / "days.toml"
    path.write_text('[[day]]\nday = 1\n[[day]]\nday = 2026-01-02\nkind = "x"\n')

    with pytest.raises(BadRows) as caught:
        load_days(path)

    assert len(caught.value.details) == 2


def test_removed_day_leaves_its_history_and_cannot_be_removed_twice():
    head = make_post(role=Role.HEAD)
    record = save_day(CalendarDay(day=day("2026-01-02"), kind="off", note="hoán đổi"), by=head)

    remove_day(CalendarDay.objects.get(pk=record.pk), by=head)

    assert [row.history_type for row in CalendarDay.history.all()] == ["-", "+"]
    assert {row.history_user for row in CalendarDay.history.all()} == {head.user}
    with pytest.raises(Refused, match="đã được bỏ khỏi bảng"):
        remove_day(CalendarDay(pk=record.pk, day=record.day), by=head)
