"""More time: the head of a unit asks, whoever gave the work decides, both read what came of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import today
from oversight.actions import extensions as acts
from oversight.forms.extensions import AskForExtensionForm, GrantExtensionForm, RefuseExtensionForm
from oversight.models import Extension, is_owed
from oversight.permissions import extensions as may
from portal.acts import act, form_page, page, require
from progress.forms.answers import status_of, telling_refusal
from progress.models import Report
from tasks.models import Assignment

TONES = {"asked": "wait", "granted": "good", "refused": "warn", "withdrawn": "neutral"}


@form_page()
def ask_for_report(request, pk):
    seen = Report.objects.visible_to(request.membership).select_related("unit", "period__plan")
    report = get_object_or_404(seen, pk=pk)
    require(may.can_ask_for_report(request.membership, report))
    return _ask(request, report, title=str(report))


@form_page()
def ask_for_work(request, pk):
    seen = Assignment.objects.visible_to(request.membership).select_related("unit", "task__plan")
    assignment = get_object_or_404(seen, pk=pk)
    require(may.can_ask_for_work(request.membership, assignment))
    return _ask(request, assignment, title=str(assignment.task))


def _ask(request, subject, *, title):
    form = AskForExtensionForm(request.POST if request.method == "POST" else None, due_on=subject.due_on)
    if request.method == "POST" and form.is_valid():
        with telling_refusal(form) as told:
            made = acts.ask_for_extension(subject, **form.cleaned_data, by=request.membership)
        if not told:
            messages.success(request, "Đã gửi đề nghị gia hạn. Khi có quyết định, cổng báo đơn vị đồng chí.")
            return redirect(made)
    context = {
        "form": form,
        "subject": subject,
        "title": title,
        "is_owed": is_owed(subject),
        "is_late": subject.due_on is not None and subject.due_on < today(),
        "waiting": subject.extensions.waiting().first(),
        "crumbs": [("Gia hạn", reverse("portal:extension-list")), ("Đề nghị gia hạn", "")],
    }
    return render(request, "portal/extensions/ask.html", context, status=status_of(form))


@page
def extension_page(request, pk):
    return _show(request, _find(request, pk))


@act(back="portal:extension")
def grant(request, pk):
    extension = _find(request, pk)
    require(may.can_decide(request.membership, extension))
    form = GrantExtensionForm(request.POST, extension=extension)
    if not form.is_valid():
        return _show(request, extension, grant_form=form, status=422)
    acts.grant_extension(extension, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã gia hạn tới {extension.granted_on:%d/%m/%Y}; {extension.for_unit} được báo.")
    return redirect(extension)


@act(back="portal:extension")
def refuse(request, pk):
    extension = _find(request, pk)
    require(may.can_decide(request.membership, extension))
    form = RefuseExtensionForm(request.POST)
    if not form.is_valid():
        return _show(request, extension, refuse_form=form, status=422)
    acts.refuse_extension(extension, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã ghi không gia hạn; {extension.for_unit} được báo lý do.")
    return redirect(extension)


@act(back="portal:extension")
def withdraw(request, pk):
    extension = _find(request, pk)
    require(may.can_withdraw(request.membership, extension))
    acts.withdraw_extension(extension, by=request.membership)
    messages.success(request, "Đã rút đề nghị gia hạn. Thời hạn giữ như cũ.")
    return redirect(extension)


def _find(request, pk):
    return get_object_or_404(Extension.objects.visible_to(request.membership).for_page(), pk=pk)


def _show(request, extension, *, grant_form=None, refuse_form=None, status=200):
    decides = extension.is_waiting and may.can_decide(request.membership, extension)
    context = {
        "extension": extension,
        "tone": TONES[extension.state],
        "grant_form": grant_form or (GrantExtensionForm(extension=extension) if decides else None),
        "refuse_form": refuse_form or (RefuseExtensionForm() if decides else None),
        "is_refusing": refuse_form is not None,
        "may_withdraw": extension.is_waiting and may.can_withdraw(request.membership, extension),
        "others": _others(request.membership, extension),
        "crumbs": [("Gia hạn", reverse("portal:extension-list")), (str(extension.for_unit), "")],
    }
    return render(request, "portal/extensions/extension.html", context, status=status)


def _others(membership, extension):
    """Return earlier and later requests about the same thing, latest first."""
    about = {"report": extension.report_id} if extension.report_id else {"assignment": extension.assignment_id}
    return Extension.objects.visible_to(membership).filter(**about).exclude(pk=extension.pk)
