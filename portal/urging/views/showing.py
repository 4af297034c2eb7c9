"""The page of one urging: what was sent, what the unit answered, what became of the work; and the acts on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from common import clock
from oversight.actions import urging as acts
from oversight.forms.urging import AnswerForm, LetterForm
from oversight.models import Urging
from oversight.permissions import urging as may
from portal.acts import act, page, require
from portal.answers import as_docx
from portal.urged import standing_of
from portal.urging.document import letter_as_docx, letter_name
from portal.urging.timeline import steps_of
from portal.urging.words import fate_of
from progress.forms.answers import status_of, telling_refusal


@page
def urging(request, pk):
    return _show(request, _find(request, pk))


@act(back="portal:urging")
def acknowledge(request, pk):
    found = _find(request, pk)
    require(may.can_answer(request.membership, found))
    acts.acknowledge(found, by=request.membership)
    messages.success(request, f"Đã tiếp nhận. Hạn trả lời: hết ngày {found.answer_by:%d/%m/%Y}.")
    return redirect(found)


@act(back="portal:urging")
def answer(request, pk):
    found = _find(request, pk)
    require(may.can_answer(request.membership, found))
    form = AnswerForm(request.POST)
    if form.is_valid():
        with telling_refusal(form, "text") as told:
            acts.answer(found, text=form.cleaned_data["text"], by=request.membership)
        if not told:
            messages.success(request, f"Đã trả lời {found.for_unit}.")
            return redirect(found)
    return _show(request, _find(request, pk), answer_form=form)


@act(back="portal:urging")
def note_letter(request, pk):
    found = _find(request, pk)
    require(may.can_keep_letter(request.membership, found))
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _show(request, found, letter_form=form)
    data = form.cleaned_data
    acts.note_letter(found, number=data["number"], on=data["letter_on"], by=request.membership)
    messages.success(request, "Đã ghi số và ngày của công văn.")
    return redirect(found)


@cache_control(private=True, no_store=True)
@page
def letter(request, pk):
    found = _find(request, pk)
    require(may.can_keep_letter(request.membership, found))
    return as_docx(letter_as_docx(found, list(found.subjects.for_page())), letter_name(found))


def _find(request, pk):
    return get_object_or_404(Urging.objects.visible_to(request.membership).with_open_work().for_page(), pk=pk)


def _show(request, found, *, answer_form=None, letter_form=None):
    membership, on = request.membership, clock.today()
    answers, keeps = may.can_answer(membership, found), may.can_keep_letter(membership, found)
    context = {
        "urging": found,
        "standing": standing_of(found, on),
        "subjects": [(subject, fate_of(subject, on)) for subject in found.subjects.for_page()],
        "steps": steps_of(found),
        "may_acknowledge": answers and found.acknowledged_at is None,
        "answer_form": answer_form or (AnswerForm() if answers and found.answered_at is None else None),
        "keeps_letter": keeps,
        "letter_form": letter_form or (LetterForm() if keeps and found.lacks_number else None),
        "crumbs": [("Sổ đôn đốc", reverse("portal:urging-list")), (str(found.unit), "")],
    }
    bound = answer_form or letter_form
    return render(request, "portal/urging/urging.html", context, status=status_of(bound) if bound else 200)
