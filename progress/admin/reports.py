"""Reports in the admin: a second door to the same forms, acts and rights. The state is only ever moved by an act."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Q, Value, When
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from common.admin import ScopedAdmin
from common.folding import fold
from common.refusals import Refused
from progress.actions import reports as acts
from progress.actions.submissions import latest_standing
from progress.enums import ReportMove
from progress.forms.report import AskForMoreForm, ReasonForm
from progress.forms.report_parts import ReportParts
from progress.models import Report, ReportEvent, Submission, SubmittedLine
from progress.permissions import reports as may
from progress.reading import STATES_TOLD

PLAIN_ACTS = {
    ReportMove.ASK_SIGN_OFF: acts.ask_sign_off,
    ReportMove.RECALL: acts.recall_report,
    ReportMove.SUBMIT: acts.submit_report,
    ReportMove.WITHDRAW: acts.withdraw_report,
    ReportMove.RECEIVE: acts.receive_report,
}
WITHOUT_WORDS = {*PLAIN_ACTS, ReportMove.CONFIRM}
INNER = [ReportMove.ASK_SIGN_OFF, ReportMove.RECALL, ReportMove.HAND_BACK]


class StateFilter(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "tinh_trang"

    def lookups(self, request, model_admin):
        return [(key, words) for key, (words, _) in STATES_TOLD.items()]

    def queryset(self, request, reports):
        return reports.filter(STATES_TOLD[self.value()][1]) if self.value() in STATES_TOLD else reports


@admin.register(Report)
class ReportAdmin(ScopedAdmin):
    """The list is Django's own; the page of one report is made of the portal's forms and moves."""

    list_display = ["unit", "period", "state_told", "due_on", "to_unit", "submitted_at"]
    list_filter = [StateFilter, "period"]
    list_select_related = ["unit", "to_unit", "period__plan"]
    search_fields = ["unit__search_text"]
    change_form_template = "admin/progress/report/change_form.html"

    @admin.display(description="trạng thái")
    def state_told(self, report):
        if report.is_own or not report.is_writable:
            return report.get_state_display()
        return "cần bổ sung" if report.asked_for_more_at else "chưa gửi"

    def may_view(self, membership, obj=None):
        return membership.works if obj is None else may.can_open_page(membership, obj)

    def get_queryset(self, request):
        own = Case(
            When(unit_id=request.membership.unit_id, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        scope = Report.objects.openable_by(request.membership).order_by().values("pk")
        return Report.objects.filter(pk__in=scope).for_list().annotate(is_own=own).order_by(*Report._meta.ordering)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        report = self.get_object(request, object_id) if object_id else None
        if report is None:
            raise Http404
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        if request.method != "POST":
            return self._show(request, report)
        try:
            return self._move(request, report) if "_move" in request.POST else self._save(request, report)
        except Refused as refused:
            report.refresh_from_db()
            return self._show(request, report, refused=refused, data=request.POST, status=409)

    def _save(self, request, report):
        if not may.can_write(request.membership, report):
            raise PermissionDenied
        parts = ReportParts(report, request.POST)
        parts.save(by=request.membership)
        if parts.errors or parts.conflicts:
            status = 409 if parts.conflicts else 422
            return self._show(request, report, parts=parts.reopened(), status=status)
        messages.success(request, "Đã lưu nháp.")
        return HttpResponseRedirect(request.path)

    def _move(self, request, report):
        move = next((move for move in may.MOVE_RIGHTS if move == request.POST["_move"]), None)
        if move is None or not may.MOVE_RIGHTS[move](request.membership, report):
            raise PermissionDenied
        number = _number_read(request.POST)
        if move in PLAIN_ACTS:
            PLAIN_ACTS[move](report, by=request.membership)
        elif move == ReportMove.CONFIRM:
            acts.confirm_report(report, by=request.membership, number=number)
        else:
            form = _words_form(move, report, request.POST)
            if not form.is_valid():
                return self._show(request, report, words={move: form}, status=422)
            _move_with_words(move, report, form, by=request.membership, number=number)
        messages.success(request, f"Đã {move.label}.")
        return HttpResponseRedirect(request.path)

    def _show(self, request, report, *, parts=None, words=None, refused=None, data=None, status=200):
        post = request.membership
        offered = may.moves_offered(post, report)
        typed = data if data is not None and any(name.endswith("-version") for name in data) else None
        words_typed = _words_typed(data or {})
        # What was typed is shown again even when it can no longer be saved here.
        shows_parts = may.can_write(post, report) and (report.is_writable or typed)
        context = {
            **self.admin_site.each_context(request),
            "title": str(report),
            "opts": self.opts,
            "report": report,
            "state": self.state_told(report),
            "parts": (parts or ReportParts(report, typed)) if shows_parts else None,
            "is_typed": bool(typed or words_typed),
            "words_typed": words_typed,
            "submission": latest_standing(report),
            "plain_moves": [(move, capfirst(move.label)) for move in offered if move in WITHOUT_WORDS],
            "word_moves": _word_moves(offered, report, words or {}),
            "refused": refused,
        }
        return TemplateResponse(request, self.change_form_template, context, status=status)


def _word_moves(offered, report, refused):
    """Return (move, label, form) of the moves that are explained; `refused` are forms to be mended, by move."""
    asked = [move for move in offered if move not in WITHOUT_WORDS]
    return [(move, capfirst(move.label), refused.get(move) or _words_form(move, report)) for move in asked]


def _words_form(move, report, data=None):
    if move == ReportMove.ASK_FOR_MORE:
        submission = latest_standing(report)
        lines = list(submission.lines.all()) if submission else []
        return AskForMoreForm(data, lines=lines, auto_id=f"id_{move.value}_%s")
    return ReasonForm(data, auto_id=f"id_{move.value}_%s")


def _number_read(data):
    """Return the number of the submission that the page showed, or None when the request does not say."""
    number = data.get("lan-gui", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else None


def _words_typed(data):
    """Return the reason and the remarks of a move that was refused."""
    return [text for name, text in data.items() if name.startswith(("reason", "gop-y-", "goi-y-")) and text.strip()]


def _move_with_words(move, report, form, *, by, number):
    reason = form.cleaned_data["reason"]
    if move == ReportMove.HAND_BACK:
        acts.hand_back_report(report, by=by, note=reason)
    elif move == ReportMove.REOPEN:
        acts.reopen_report(report, by=by, reason=reason)
    else:
        acts.ask_for_more(report, by=by, reason=reason, remarks=form.remarks(), number=number)


class SubmittedLineInline(admin.TabularInline):
    model = SubmittedLine
    fields = ["task_code", "task_title", "part", "work_state", "percent", "done_on", "result", "product"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return True


@admin.register(Submission)
class SubmissionAdmin(ScopedAdmin):
    """What was sent, read-only; what a unit took back only the unit reads."""

    list_display = ["report", "number", "medium", "submitted_at", "due_on", "accepted_at", "withdrawn_at"]
    list_select_related = ["report__unit", "report__period__plan"]
    list_filter = ["medium", "submitted_on"]
    search_fields = ["search_text"]
    exclude = ["search_text"]
    inlines = [SubmittedLineInline]

    def may_view(self, membership, obj=None):
        return membership.works

    def get_queryset(self, request):
        post = request.membership
        readable = Q(withdrawn_at=None) | Q(report__unit_id=post.unit_id)
        return (
            super()
            .get_queryset(request)
            .filter(readable, report__in=Report.objects.openable_by(post).order_by().values("pk"))
        )

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(ReportEvent)
class ReportEventAdmin(ScopedAdmin):
    """The history of reports, read-only; what a unit does within itself only the unit reads."""

    list_display = ["at", "report", "move", "by", "on_behalf_of", "for_unit", "reason"]
    list_select_related = ["report__unit", "report__period__plan", "by", "on_behalf_of", "for_unit"]
    list_filter = ["move", "at"]
    ordering = ["-at", "-id"]

    def may_view(self, membership, obj=None):
        return membership.works

    def get_queryset(self, request):
        post = request.membership
        told = ~Q(move__in=INNER) | Q(report__unit_id=post.unit_id)
        return (
            super()
            .get_queryset(request)
            .filter(told, report__in=Report.objects.openable_by(post).order_by().values("pk"))
        )
