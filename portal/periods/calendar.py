"""The table of days off and days worked in exchange, beside what the usual calendar says of the year."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common import clock
from common.actions import remove_day, save_day
from common.calendar import usual_days
from common.forms import FIRST_YEAR, LAST_YEAR, CalendarDayForm
from common.models import CalendarDay
from portal.acts import act, form_page, page, require
from progress.forms.answers import status_of, telling_refusal
from progress.permissions.periods import can_edit_calendar


@page
def calendar(request):
    year = _asked_year(request.GET.get("nam", ""))
    may_edit = can_edit_calendar(request.membership)
    context = {
        "year": year,
        "previous_year": year - 1 if year > FIRST_YEAR else None,
        "next_year": year + 1 if year < LAST_YEAR else None,
        "days": list(CalendarDay.objects.filter(day__year=year).order_by("day")),
        "holidays": sorted(usual_days(year).holidays.items()),
        "may_edit": may_edit,
        "add_url": reverse("portal:calendar-add") if may_edit else "",
        "crumbs": [("Kỳ báo cáo", reverse("portal:period-list")), ("Lịch làm việc", None)],
    }
    return render(request, "portal/periods/calendar.html", context)


@form_page(back="portal:calendar")
def add(request):
    require(can_edit_calendar(request.membership))
    return _edit(request, CalendarDay(), "Thêm ngày nghỉ, ngày làm bù")


@form_page()
def change(request, pk):
    require(can_edit_calendar(request.membership))
    return _edit(request, get_object_or_404(CalendarDay, pk=pk), "Sửa ngày trong lịch làm việc")


@act()
def remove(request, pk):
    require(can_edit_calendar(request.membership))
    record = get_object_or_404(CalendarDay, pk=pk)
    remove_day(record, by=request.membership)
    messages.success(request, f"Đã bỏ ngày {record.day:%d/%m/%Y} khỏi bảng.")
    return redirect(_year_url(record.day))


def _edit(request, record, title):
    form = CalendarDayForm(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            save_day(form.save(commit=False), by=request.membership)
        if not told:
            messages.success(request, f"Đã lưu ngày {record.day:%d/%m/%Y}. Hạn của các kỳ đã lập không tự đổi theo.")
            return redirect(_year_url(record.day))
    back_url = reverse("portal:calendar")
    context = {
        "form": form,
        "title": title,
        "back_url": back_url,
        "crumbs": [("Lịch làm việc", back_url), (title, None)],
    }
    return render(request, "portal/periods/form.html", context, status=status_of(form))


def _asked_year(text):
    if text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    return clock.today().year


def _year_url(day):
    return f"{reverse('portal:calendar')}?nam={day.year}"
